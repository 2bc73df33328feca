"""Co-authors invited by mail: who was asked, what they said; words in a stranger's mail."""

import re
from dataclasses import dataclass

import sqlalchemy as sa

from webinar.core import links
from webinar.core.db import db
from webinar.core.text import fold
from webinar.papers.models import AuthorInvitation, Paper

#: purpose of the links that ask a co-author
COAUTHOR = links.purpose("coauthor", "/coauthor/{token}")
#: most addresses of one paper without a call
MOST_INVITATIONS = 10
#: mails to one co-author of one paper
MOST_MAILS = 3
_LONGEST = 120
#: where programs that show mails would see an address: "://", and a dot with no blank behind it
_LINKS = re.compile(r"(?<=\w)(://|[.:@](?=\w))")


@dataclass(frozen=True)
class Correction:
    """How a co-author wants to stand among the authors."""

    name: str
    affiliation: str = ""
    orcid: str = ""


def in_a_mail(text: str) -> str:
    """Words of one stranger for the mailbox of another: short, and nothing to press in them.

    A blank behind each dot, so that no mail program makes a link of `evil.example`.
    """
    plain = _LINKS.sub(lambda found: found[0].rstrip("/") + " ", " ".join(text.split()))
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"


def most_invitations(paper: Paper) -> int:
    """How many addresses can be invited for it, ever."""
    return paper.call.most_invitations if paper.call is not None else MOST_INVITATIONS


def invitations_of(paper: Paper) -> list[AuthorInvitation]:
    """All that were ever sent for it, in order; one statement."""
    found = sa.select(AuthorInvitation).where(AuthorInvitation.paper_id == paper.id)
    return list(db.session.scalars(found.order_by(AuthorInvitation.id)))


def by_name(invitations: list[AuthorInvitation]) -> dict[str, AuthorInvitation]:
    """Folded name of an author -> the invitation that went out for it."""
    return {fold(one.name): one for one in invitations}


def wants_none(email: str) -> bool:
    """Whether whoever reads that mailbox said that they want no such mails; one statement."""
    found = sa.select(AuthorInvitation.id).where(
        sa.func.lower(AuthorInvitation.email) == email.lower(), AuthorInvitation.is_last
    )
    return db.session.scalar(found.limit(1)) is not None


def invitation_behind(token: str) -> AuthorInvitation | None:
    """What a co-author's link opens; two statements."""
    link = links.open_link(token, COAUTHOR)
    if link is None:
        return None
    return db.session.scalar(
        sa.select(AuthorInvitation)
        .join(Paper, Paper.id == AuthorInvitation.paper_id)
        .where(AuthorInvitation.public_id == link.subject_id, Paper.deleted_at.is_(None))
    )


def invitation_row(paper: Paper, public_id: str) -> AuthorInvitation:
    """One of this paper. Raises sqlalchemy.exc.NoResultFound."""
    return db.session.scalars(
        sa.select(AuthorInvitation).where(
            AuthorInvitation.public_id == public_id, AuthorInvitation.paper_id == paper.id
        )
    ).one()
