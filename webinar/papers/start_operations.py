"""A draft from a stranger's form: it is kept at once, and its link goes to the mail address."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask_babel import force_locale, gettext

from webinar.core import clock, links, news
from webinar.core.db import db, lock, raise_version
from webinar.core.held import Held
from webinar.core.i18n import long_date
from webinar.core.journal import Actor, about, operation
from webinar.core.links import PersonalLink
from webinar.core.mail import queue_mail
from webinar.core.plainerror import N_
from webinar.core.prepared import renders
from webinar.core.purge import purge
from webinar.core.text import fold
from webinar.organization.queries import site
from webinar.papers.announcements import PaperChanged
from webinar.papers.beginning import (
    BEGUN,
    as_begun,
    details,
    ends_at,
    link_of_start,
    settle,
    unconfirmed_due,
)
from webinar.papers.drafts import Author
from webinar.papers.errors import WrongPaper
from webinar.papers.models import DRAFT, Paper
from webinar.papers.operations import paper_row, start_paper
from webinar.papers.uploads import attach_held
from webinar.papers.versions import BODY
from webinar.papers.wanted import Choice, Given
from webinar.speakers.models import Speaker
from webinar.speakers.moving import is_named
from webinar.speakers.operations import create_speaker, personal_link
from webinar.speakers.operations_own import claim_profile
from webinar.speakers.queries import speaker_by_email

_PAPERS: Any = Paper.__table__
_SPEAKERS: Any = Speaker.__table__


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
    owner, is_new = _owner(email, name, page_language, by, affiliation)
    paper = start_paper(
        **values,
        choice=choice,
        given=given,
        body=body,
        language=text_language,
        authors=[Author(name, affiliation, _profile(owner, name), orcid)],
        submitter_id=owner.public_id,
        public_id=public_id,
        by=by,
    )
    about(paper)
    for one in files:
        attach_held(paper, one, by)
    link = links.make_link(
        BEGUN,
        subject_id=paper.public_id,
        email=email,
        expires_at=ends_at(clock.now()),
        details=details(name, owner.public_id if is_new else ""),
    )
    if mails:
        _mail_link(owner, paper, as_begun(link).until)
    return link


def _owner(
    email: str, name: str, language: str, by: Actor, affiliation: str = ""
) -> tuple[Speaker, bool]:
    """The profile with that address, and whether it was made just now."""
    known = speaker_by_email(email)
    if known is not None:
        return known, False
    made = create_speaker(
        name=name,
        email=email,
        affiliation=affiliation,
        language=language,
        is_self_made=True,
        by=by,
    )
    return made, True


def _profile(owner: Speaker, name: str) -> str:
    """A name that is not the owner's leads to nobody's profile."""
    return owner.public_id if fold(name) == fold(owner.name) else ""


def _mail_link(owner: Speaker, paper: Paper, until: datetime) -> None:
    """Nothing that was typed goes along: anybody can have typed it, with anybody's address.

    Nor does the name of a profile: the same hand may have made it a minute before.
    """
    with force_locale(owner.language):
        subject = gettext("Your draft is saved, not handed in yet")
        day = long_date(until, site().timezone)
    queue_mail(
        "papers/mail/begun",
        to=owner.email,
        language=owner.language,
        subject=subject,
        cause=f"{paper.public_id}/{clock.now():%Y-%m-%dT%H:%M}",
        until=day if paper.state == DRAFT else "",
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
def settle_start(*, paper_id: str, owner_id: str, by: Actor) -> Paper:
    """The owner of the mail address has gone on with it; the browser that started it cannot.

    Nothing happens when the speaker of `owner_id` is not the owner (any more).
    """
    paper = paper_row(paper_id)
    about(paper)
    # While the address is corrected this waits, and finds another owner.
    lock(paper)
    owner = paper.submitter
    if owner is None or owner.public_id != owner_id:
        return paper
    link = link_of_start(paper_id)
    if link is not None:
        settle(link)
    if owner.is_self_made:
        claim_profile(speaker_id=owner.public_id, by=by)
    return paper


@operation
def correct_start(
    *, paper_id: str, email: str, page_language: str, mails: bool, by: Actor
) -> PersonalLink:
    """The address had a slip: the draft belongs to another one, and the link is mailed there.

    Whoever has the former one sees the draft no more; a profile that was made for it goes, when
    nothing else became of it. The same address gets its mail again. Raises WrongPaper once the
    draft's owner went on with it.
    """
    paper = paper_row(paper_id)
    about(paper)
    lock(paper)
    link = link_of_start(paper_id)
    begun = as_begun(link) if link is not None else None
    if link is None or begun is None or begun.is_settled:
        raise WrongPaper(N_("The link in the mail was used: the draft goes on at that page."))
    former = paper.submitter
    owner, is_new = _owner(email, begun.name, page_language, by)
    if owner is not former:
        # The page of the former one reads it no more: the row counts as changed.
        raise_version(paper, None)
        paper.submitter = owner
        for author in paper.authors:
            if former is not None and author.speaker_id == former.id:
                author.speaker = owner if _profile(owner, author.name) else None
        link.details = details(begun.name, owner.public_id if is_new else "")
        news.announce(PaperChanged(paper.id))
        db.session.flush()
        if former is not None:
            _forget_profile(former, begun.made)
    link.email = email
    if mails:
        _mail_link(owner, paper, begun.until)
    return link


@operation
def clear_unconfirmed(*, paper_id: str, by: Actor) -> None:
    """Remove a draft for good that its owner never opened, with its files; nothing else."""
    paper = paper_row(paper_id)
    about(paper)
    lock(paper)
    link = link_of_start(paper_id)
    if link is None or not unconfirmed_due(paper_id):
        return
    owner, made = paper.submitter, as_begun(link).made
    purge(_PAPERS, {paper.id})
    db.session.expunge(paper)
    if owner is not None:
        _forget_profile(owner, made)


def _forget_profile(owner: Speaker, made: str) -> None:
    """One that was made for a start, and that nobody touched since; nothing else may name it."""
    if owner.public_id == made and owner.version == 1 and not is_named(owner):
        purge(_SPEAKERS, {owner.id})
        db.session.expunge(owner)
