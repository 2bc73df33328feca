"""Co-authors invited by mail: who was asked, what they said; words in a stranger's mail.

What a mailbox said about such mails outlives every paper, so it stands with the links that went
there: they keep which invitation they open, and of the address a digest alone.
"""

import base64
import hashlib
import re
from dataclasses import dataclass

import sqlalchemy as sa

from webinar.core import links
from webinar.core.db import db
from webinar.core.links import PersonalLink
from webinar.core.text import fold
from webinar.papers.models import AuthorInvitation, Paper

#: purpose of the links that ask a co-author
COAUTHOR = links.purpose("coauthor", "/coauthor/{token}")
#: most addresses of one paper without a call
MOST_INVITATIONS = 10
#: mails to one co-author of one paper
MOST_MAILS = 3
_LONGEST = 120
#: what links keep: the invitation (its public identifier), and that the mailbox wants no more
OPENS, STOPPED = "invitation", "stopped"
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


def whose(email: str) -> str:
    """Digest of an address. Without the secret, which can be renewed: what was said holds on."""
    digest = hashlib.sha256(f"coauthor/{email.casefold()}".encode()).digest()
    return base64.b32encode(digest).decode().lower()[:26]


def links_to(whom: str) -> list[PersonalLink]:
    """All that ever went to the address of this digest, in order; one statement."""
    found = sa.select(PersonalLink).where(
        PersonalLink.purpose == COAUTHOR, PersonalLink.subject_id == whom
    )
    return list(db.session.scalars(found.order_by(PersonalLink.id)))


def wants_none(email: str) -> bool:
    """Whether whoever reads that mailbox said that they want no such mails; one statement."""
    return any(is_stopped(one) for one in links_to(whose(email)))


def is_stopped(link: PersonalLink) -> bool:
    """Whether nobody may ask the mailbox again that the link went to."""
    return bool(link.details.get(STOPPED))


def invitation_behind(link: PersonalLink) -> AuthorInvitation | None:
    """What a co-author's link opens; None when the paper is gone. One statement."""
    return db.session.scalar(
        sa.select(AuthorInvitation)
        .join(Paper, Paper.id == AuthorInvitation.paper_id)
        .where(
            AuthorInvitation.public_id == link.details.get(OPENS, ""), Paper.deleted_at.is_(None)
        )
    )


def invitation_row(paper: Paper, public_id: str) -> AuthorInvitation:
    """One of this paper. Raises sqlalchemy.exc.NoResultFound."""
    return db.session.scalars(
        sa.select(AuthorInvitation).where(
            AuthorInvitation.public_id == public_id, AuthorInvitation.paper_id == paper.id
        )
    ).one()
