"""Joining a session: the countdown, the room once it is open, the recording afterwards."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import render_template
from werkzeug.wrappers import Response

from webinar.core import clock, i18n
from webinar.core.access import anyone, policy
from webinar.core.http import public
from webinar.site.blueprint import bp
from webinar.site.views.webinars import locate
from webinar.webinars.models import Room, Session, Webinar

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
    """The one rule for when a room's address may be shown."""
    early = timedelta(minutes=room.opens_minutes_before) if room else _DEFAULT_OPENING
    opens_at, closes_at = session.starts_at - early, session.ends_at + LATE
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


@bp.get("/webinars/<slug>/<session_slug>/join")
@policy(anyone)
@public
def join(slug: str, session_slug: str) -> str | Response:
    answer = locate(slug, session_slug, end="join")
    return answer if isinstance(answer, Response) else _page(*answer)


def _page(webinar: Webinar, session: Session) -> str:
    now = clock.now()
    room = session.room or webinar.room
    is_cancelled = session.is_cancelled or webinar.is_cancelled
    return render_template(
        "site/join.html",
        webinar=webinar,
        session=session,
        room=room,
        door=door(session, room, is_cancelled=is_cancelled, at=now),
        reason=session.cancel_reason if session.is_cancelled else webinar.cancel_reason,
        zone_choice=i18n.chosen_zone() or None,
        now=now,
    )
