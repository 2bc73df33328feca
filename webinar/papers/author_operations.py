"""Co-authors: invited, asked again; they confirm, decline or correct how they stand there."""

from dataclasses import asdict, replace
from datetime import timedelta

import sqlalchemy as sa
from flask_babel import force_locale, gettext

from webinar.core import clock, links
from webinar.core.db import db, lock
from webinar.core.journal import Actor, about, operation
from webinar.core.links import PersonalLink
from webinar.core.mail import queue_mail
from webinar.core.plainerror import N_
from webinar.core.text import fold
from webinar.organization.queries import site
from webinar.papers.drafts import Author, Front, draft_front
from webinar.papers.errors import WrongPaper
from webinar.papers.front_operations import write_front
from webinar.papers.gate import refuse_late
from webinar.papers.inviting import (
    COAUTHOR,
    MOST_MAILS,
    OPENS,
    STOPPED,
    Correction,
    in_a_mail,
    invitation_behind,
    invitation_row,
    invitations_of,
    links_to,
    most_invitations,
    wants_none,
    whose,
)
from webinar.papers.models import AGREED, DENIED, DRAFT, SENT, AuthorInvitation, Paper
from webinar.papers.operations import paper_row

#: between two mails to the same co-author
PAUSE = timedelta(hours=1)


@operation
def invite_author(*, paper_id: str, name: str, email: str, by: Actor) -> AuthorInvitation:
    """Ask somebody by mail whether they are an author under that name.

    An address is counted for ever: whoever takes it back does not get it again. Raises WrongPaper,
    also for who wants no such mails.
    """
    paper = paper_row(paper_id)
    about(paper)
    # Of two at once the second must see the first one's invitation.
    lock(paper)
    known = invitations_of(paper)
    if all(fold(name) != fold(author.name) for author in draft_front(paper).authors):
        raise WrongPaper(N_("Write the name among the authors first, then invite."))
    if any(one.email.casefold() == email.casefold() for one in known):
        raise WrongPaper(N_("This address was invited already. You can send the mail again below."))
    if wants_none(email):
        raise WrongPaper(N_("This person wants no such mails from here. Write to them yourself."))
    most = most_invitations(paper)
    if len(known) >= most:
        raise WrongPaper(
            N_("At most %(most)s addresses can be invited for one paper, and these were sent."),
            most=most,
        )
    invitation = AuthorInvitation(
        paper_id=paper.id, email=email, name=name, sent_at=clock.now(), state=SENT
    )
    db.session.add(invitation)
    db.session.flush()
    _mail(paper, invitation, by)
    return invitation


@operation
def resend_invitation(*, paper_id: str, invitation_id: str, by: Actor) -> AuthorInvitation:
    """The same mail once more; not to whoever has answered. Raises WrongPaper."""
    paper = paper_row(paper_id)
    about(paper)
    lock(paper)
    invitation = invitation_row(paper, invitation_id)
    refuse_mail(invitation)
    invitation.times_sent += 1
    invitation.sent_at = clock.now()
    _mail(paper, invitation, by)
    return invitation


def refuse_mail(invitation: AuthorInvitation) -> None:
    """Raises WrongPaper while the mail cannot go out once more."""
    if invitation.state != SENT:
        raise WrongPaper(N_("%(name)s has answered already."), name=invitation.name)
    if wants_none(invitation.email):
        raise WrongPaper(N_("This person wants no such mails from here. Write to them yourself."))
    if invitation.times_sent >= MOST_MAILS:
        raise WrongPaper(
            N_("%(name)s got this mail %(most)s times. Write yourself."),
            name=invitation.name,
            most=MOST_MAILS,
        )
    if clock.now() - invitation.sent_at < PAUSE:
        raise WrongPaper(N_("The mail went out within the last hour. Try again later."))


def _mail(paper: Paper, invitation: AuthorInvitation, by: Actor) -> None:
    """In the site's language: nobody knows the person's. Words of others cannot be pressed."""
    language = site().language
    with force_locale(language):
        subject = gettext("Are you an author of this paper?")
    queue_mail(
        "papers/mail/coauthor",
        to=invitation.email,
        language=language,
        subject=subject,
        cause=f"{invitation.public_id}/{invitation.times_sent}",
        link=_link(invitation),
        stop_path="mails",
        inviter=in_a_mail(by.label),
        name=in_a_mail(invitation.name),
        title=in_a_mail(draft_front(paper).title),
    )


def _link(invitation: AuthorInvitation) -> PersonalLink:
    whom, opens = whose(invitation.email), invitation.public_id
    found = (one for one in links_to(whom) if one.details[OPENS] == opens)
    return next(found, None) or links.make_link(COAUTHOR, subject_id=whom, details={OPENS: opens})


@operation
def answer_invitation(
    *, invitation_id: str, agrees: bool, by: Actor, correction: Correction | None = None
) -> AuthorInvitation:
    """Yes or no, as often as the person likes; a yes may correct how they stand there.

    In a draft that was never handed in the correction is made at once; else it waits until the
    paper's author or an organizer takes it over. A no removes nobody: it is marked.
    """
    invitation = db.session.scalars(
        sa.select(AuthorInvitation).where(AuthorInvitation.public_id == invitation_id)
    ).one()
    paper = invitation.paper
    about(paper)
    lock(paper)
    invitation.state = AGREED if agrees else DENIED
    invitation.answered_at = clock.now()
    standing = author_of(paper, invitation)
    if not agrees or correction is None or standing is None or _is_same(standing, correction):
        invitation.correction = None
        return invitation
    invitation.correction = asdict(correction)
    if paper.state == DRAFT:
        _correct(paper, invitation)
    return invitation


@operation
def stop_invitations(*, link_id: str, is_last: bool, by: Actor) -> PersonalLink:
    """Nobody asks this mailbox again whether it is an author's; or they may again.

    By a link that went there, whatever became of the paper.
    """
    link = db.session.scalars(
        sa.select(PersonalLink).where(PersonalLink.public_id == link_id)
    ).one()
    invitation = invitation_behind(link)
    if invitation is not None:
        about(invitation.paper)
    for one in links_to(link.subject_id):
        one.details = {**one.details, STOPPED: is_last}
    return link


@operation
def take_over_correction(*, paper_id: str, invitation_id: str, by: Actor) -> Paper:
    """A co-author's correction goes into the draft; readers see it with the next version.

    Raises WrongPaper when there is none, or nothing can be changed any more.
    """
    paper = paper_row(paper_id)
    about(paper)
    lock(paper)
    refuse_late(paper, by)
    invitation = invitation_row(paper, invitation_id)
    if invitation.correction is None or author_of(paper, invitation) is None:
        raise WrongPaper(N_("There is nothing to take over any more."))
    _correct(paper, invitation)
    return paper


def author_of(paper: Paper, invitation: AuthorInvitation) -> Author | None:
    """The author of the draft that the invitation is about; None when the name is gone."""
    found = (one for one in draft_front(paper).authors if fold(one.name) == fold(invitation.name))
    return next(found, None)


def _is_same(author: Author, wanted: Correction) -> bool:
    return (author.name, author.affiliation, author.orcid) == (
        wanted.name,
        wanted.affiliation,
        wanted.orcid,
    )


def _correct(paper: Paper, invitation: AuthorInvitation) -> None:
    wanted = Correction(**(invitation.correction or {}))
    front, old = draft_front(paper), fold(invitation.name)
    authors = tuple(
        replace(one, name=wanted.name, affiliation=wanted.affiliation, orcid=wanted.orcid)
        if fold(one.name) == old
        else one
        for one in front.authors
    )
    write_front(paper, Front(front.title, front.abstract, front.kind, front.language, authors))
    invitation.name, invitation.correction = wanted.name, None
    paper.version += 1
