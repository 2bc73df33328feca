"""When a session can be joined: the one rule for when a room's address may be shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from webinar.site.cards import Slot
from webinar.webinars.models import Room, Session

#: talks run over, and people come back after a lost connection
LATE = timedelta(minutes=15)
_DEFAULT_OPENING = timedelta(minutes=15)

CANCELLED, WAITING, OPEN, NO_ROOM, OVER = "cancelled", "waiting", "open", "no-room", "over"


@dataclass(frozen=True)
class Door:
    """How a session can be joined at one instant."""

    #: one of the five above
    state: str
    opens_at: datetime
    #: the room's address; None unless the room is open and has one
    address: str | None
    #: the next instant at which the answer changes; None when it will not
    changes_at: datetime | None


def door(session: Session, room: Room | None, *, is_cancelled: bool, at: datetime) -> Door:
    """How the session can be joined at that instant; a recording closes the room at its end."""
    early = timedelta(minutes=room.opens_minutes_before) if room else _DEFAULT_OPENING
    opens_at = session.starts_at - early
    closes_at = session.ends_at if session.recording_url else session.ends_at + LATE
    if is_cancelled:
        return Door(CANCELLED, opens_at, None, None)
    if at < opens_at:
        return Door(WAITING, opens_at, None, opens_at)
    if at >= closes_at:
        return Door(OVER, opens_at, None, None)
    address = room.join_address if room else ""
    if address.startswith(("https://", "http://")):
        return Door(OPEN, opens_at, address, closes_at)
    return Door(NO_ROOM, opens_at, None, closes_at)


class Entrance(NamedTuple):
    """A session and how it can be joined."""

    slot: Slot
    door: Door


def entrance(slot: Slot, at: datetime) -> Entrance:
    """How the session of a page can be joined at that instant."""
    return Entrance(slot, door(slot.row, slot.room, is_cancelled=slot.is_cancelled, at=at))


def next_entrance(rows: Iterable[Slot], at: datetime) -> Entrance | None:
    """To the session that runs, else the next, else the last one while it may run over."""
    found = [entrance(slot, at) for slot in rows if slot.row.kind != "break"]
    found = [one for one in found if one.door.state not in (CANCELLED, OVER)]
    last = found[-1] if found else None
    return next((one for one in found if one.slot.row.ends_at > at), last)
