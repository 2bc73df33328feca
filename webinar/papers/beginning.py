"""Drafts that somebody started with nothing but a name and a mail address.

The draft belongs to the mail address: the personal link that was mailed there opens it on every
device. The browser that started it has a link for this one draft, which nobody has proved to
belong to that address: it ends after some days, or as soon as the owner goes on with the draft.
What nobody opened by the mailed link until then is removed.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from webinar.core import clock, links
from webinar.core.db import db, short_connection
from webinar.core.links import PersonalLink
from webinar.papers.models import DRAFT, Paper, PaperVersion

#: purpose of the links that open one draft in the browser that started it
BEGUN = links.purpose("draft", "/drafts/{token}")
#: how long that browser can go on with it, and how long it is kept without a sign of its owner
GOOD_FOR = timedelta(days=14)
#: the day that people are told is over in every zone before anything ends
_GRACE = timedelta(days=1)
_SETTLED, _OPENED, _NAME, _MADE = "settled", "opened", "name", "made"


@dataclass(frozen=True)
class Begun:
    """A draft as the browser that started it knows it."""

    paper_id: str
    #: as typed; nobody has proved that it is theirs
    name: str
    email: str
    #: public identifier of the profile that was made for it; empty where there was one
    made: str
    #: until when this browser can go on with it
    until: datetime
    #: the mailed link was used to look at it
    is_opened: bool
    #: the owner of the mail address has gone on with it
    is_settled: bool


def ends_at(begun_at: datetime) -> datetime:
    """When the browser's way ends, and the draft too where nobody opened the mailed link."""
    return begun_at + GOOD_FOR + _GRACE


def details(name: str, made: str) -> dict[str, str]:
    """What the link of a new start keeps; `made`: public identifier of a profile it needed."""
    return {_NAME: name, _MADE: made}


def settle(link: PersonalLink) -> None:
    """The browser's way ends here; the link can still say why."""
    link.details = {**link.details, _SETTLED: clock.now().isoformat()}


def link_of_start(paper_id: str) -> PersonalLink | None:
    """The link of the browser that started a paper; one statement."""
    found = sa.select(PersonalLink).where(
        PersonalLink.purpose == BEGUN, PersonalLink.subject_id == paper_id
    )
    return db.session.scalar(found)


def as_begun(link: PersonalLink) -> Begun:
    """What the link of a start says."""
    kept = link.details
    return Begun(
        paper_id=link.subject_id,
        name=str(kept.get(_NAME, "")),
        email=link.email,
        made=str(kept.get(_MADE, "")),
        until=(link.expires_at or ends_at(link.created_at)) - _GRACE,
        is_opened=bool(kept.get(_OPENED)),
        is_settled=bool(kept.get(_SETTLED)),
    )


def begun_behind(token: str) -> Begun | None:
    """What a token opens: settled or not; None when it is none of these, or has ended."""
    link = links.open_link(token, BEGUN)
    return as_begun(link) if link is not None else None


def begun_of(paper_id: str) -> Begun | None:
    """How a paper was started, while its mail address is not confirmed; one statement."""
    link = link_of_start(paper_id)
    found = as_begun(link) if link is not None else None
    return None if found is None or found.is_settled else found


def note_opened(begun: Begun) -> None:
    """Its owner looks at it, which is worth a line: it is not removed any more.

    On a connection of its own, since whoever looks changes nothing else; where that cannot be
    written just now, the next look does it.
    """
    if begun.is_opened:
        return
    mine = sa.and_(PersonalLink.purpose == BEGUN, PersonalLink.subject_id == begun.paper_id)
    with suppress(sa.exc.OperationalError, sa.exc.TimeoutError), short_connection() as connection:
        kept = connection.scalar(sa.select(PersonalLink.details).where(mine).with_for_update())
        changed = {**(kept or {}), _OPENED: clock.now().isoformat()}
        connection.execute(sa.update(PersonalLink).where(mine).values(details=changed))


def unconfirmed_due(paper_id: str = "") -> list[str]:
    """Public identifiers of drafts that wait for their owners no longer, of all or that one.

    One statement.
    """
    handed_in = sa.exists().where(PaperVersion.paper_id == Paper.id)
    found = (
        sa.select(Paper.public_id)
        .join(PersonalLink, PersonalLink.subject_id == Paper.public_id)
        .where(
            PersonalLink.purpose == BEGUN,
            PersonalLink.expires_at <= clock.now(),
            *(PersonalLink.details[key].as_string().is_(None) for key in (_SETTLED, _OPENED)),
            Paper.state == DRAFT,
            ~handed_in,
        )
    )
    if paper_id:
        found = found.where(Paper.public_id == paper_id)
    return list(db.session.scalars(found.order_by(Paper.id)))
