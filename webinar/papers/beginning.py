"""Drafts that somebody started with nothing but a name and a mail address.

The draft belongs to the mail address: the personal link that was mailed there opens it on every
device. The browser that started it has a link for this one draft, which nobody has proved to
belong to that address: it ends after some days, or as soon as the owner goes on with the draft.
"""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from webinar.core import clock, links
from webinar.core.db import db
from webinar.core.links import PersonalLink

#: purpose of the links that open one draft in the browser that started it
BEGUN = links.purpose("draft", "/drafts/{token}")
#: how long that browser can go on with it
GOOD_FOR = timedelta(days=3)
_SETTLED, _NAME = "settled", "name"


@dataclass(frozen=True)
class Begun:
    """A draft as the browser that started it knows it."""

    paper_id: str
    #: as typed; nobody has proved that it is theirs
    name: str
    email: str
    #: the owner of the mail address has gone on with it
    is_settled: bool


def details(name: str) -> dict[str, str]:
    """What the link of a new start keeps."""
    return {_NAME: name}


def settle(link: PersonalLink) -> None:
    """The browser's way ends here; the link can still say why."""
    link.details = {**link.details, _SETTLED: clock.now().isoformat()}


def link_of_start(paper_id: str) -> PersonalLink | None:
    """The link of the browser that started a paper; one statement."""
    found = sa.select(PersonalLink).where(
        PersonalLink.purpose == BEGUN, PersonalLink.subject_id == paper_id
    )
    return db.session.scalar(found)


def begun_behind(token: str) -> Begun | None:
    """What a token opens: settled or not; None when it is none of these, or has ended."""
    link = links.open_link(token, BEGUN)
    return _begun(link) if link is not None else None


def begun_of(paper_id: str) -> Begun | None:
    """How a paper was started, while its mail address is not confirmed; one statement."""
    link = link_of_start(paper_id)
    found = _begun(link) if link is not None else None
    return None if found is None or found.is_settled else found


def _begun(link: PersonalLink) -> Begun:
    name, settled = str(link.details.get(_NAME, "")), bool(link.details.get(_SETTLED))
    return Begun(link.subject_id, name, link.email, settled)
