"""A draft from a stranger's form: it is kept at once, and its link goes to the mail address."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask_babel import force_locale, gettext

from webinar.core import clock, links
from webinar.core.db import db
from webinar.core.held import Held
from webinar.core.journal import Actor, about, operation
from webinar.core.links import PersonalLink
from webinar.core.mail import queue_mail
from webinar.core.prepared import renders
from webinar.core.text import fold
from webinar.papers.beginning import BEGUN, GOOD_FOR, details, link_of_start, settle
from webinar.papers.drafts import Author
from webinar.papers.models import Paper
from webinar.papers.operations import paper_row, start_paper
from webinar.papers.uploads import attach_held
from webinar.papers.versions import BODY
from webinar.papers.wanted import Choice, Given
from webinar.speakers.models import Speaker
from webinar.speakers.operations import create_speaker, personal_link
from webinar.speakers.operations_own import claim_profile
from webinar.speakers.queries import speaker_by_email


@renders(body=BODY)
@operation
def begin_paper(
    *,
    name: str,
    email: str,
    affiliation: str = "",
    orcid: str = "",
    text_language: str,
    page_language: str,
    mails: bool,
    by: Actor,
    choice: Choice | None = None,
    given: Given | None = None,
    public_id: str = "",
    body: str = "",
    files: Sequence[Held] = (),
    **values: Any,
) -> PersonalLink:
    """A draft that belongs to whoever reads the mails of `email`; the link of this browser to it.

    A profile with that address stays as it is, whatever was typed; else
    one is made, which readers do not see. Without `mails` the mailbox has its link already. Sent
    twice with the same `public_id`, it makes one draft. `values` are those of `start_paper`.
    Raises Refused when one of the files waits no more, or they are too much together.
    """
    known = link_of_start(public_id) if public_id else None
    if known is not None:
        return known
    owner = speaker_by_email(email)
    if owner is None:
        owner = create_speaker(
            name=name,
            email=email,
            affiliation=affiliation,
            language=page_language,
            is_self_made=True,
            by=by,
        )
    # A name that is not the owner's leads to nobody's profile.
    profile = owner.public_id if fold(name) == fold(owner.name) else ""
    paper = start_paper(
        **values,
        choice=choice,
        given=given,
        body=body,
        language=text_language,
        authors=[Author(name, affiliation, profile, orcid)],
        submitter_id=owner.public_id,
        public_id=public_id,
        by=by,
    )
    about(paper)
    for one in files:
        attach_held(paper, one, by)
    if mails:
        _mail_link(owner, paper)
    return links.make_link(
        BEGUN,
        subject_id=paper.public_id,
        email=email,
        expires_at=clock.now() + GOOD_FOR,
        details=details(name),
    )


def _mail_link(owner: Speaker, paper: Paper) -> None:
    """Nothing that was typed goes along: anybody can have typed it, with anybody's address.

    Nor does the name of a profile: the same hand may have made it a minute before.
    """
    with force_locale(owner.language):
        subject = gettext("Your draft is saved, not handed in yet")
    queue_mail(
        "papers/mail/begun",
        to=owner.email,
        language=owner.language,
        subject=subject,
        cause=paper.public_id,
        link=personal_link(owner),
        paper_id=paper.public_id,
    )


@operation
def own_page_link(*, speaker_id: str, by: Actor) -> PersonalLink:
    """The personal link of an account's own profile. Raises sqlalchemy.exc.NoResultFound."""
    owner = db.session.scalars(sa.select(Speaker).where(Speaker.public_id == speaker_id)).one()
    about(owner)
    return personal_link(owner)


@operation
def settle_start(*, paper_id: str, by: Actor) -> Paper:
    """The owner of the mail address has gone on with it; the browser that started it cannot."""
    paper = paper_row(paper_id)
    about(paper)
    link = link_of_start(paper_id)
    if link is not None:
        settle(link)
    owner = paper.submitter
    if owner is not None and owner.is_self_made:
        claim_profile(speaker_id=owner.public_id, by=by)
    return paper
