"""What does not fit in a webinar's timetable: warnings beside it, never a refusal."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import gettext
from sqlalchemy.orm import contains_eager, joinedload

from webinar.core import i18n
from webinar.core.db import db
from webinar.speakers.models import Speaker
from webinar.speakers.queries import speakers_of_sessions
from webinar.webinars.models import CANCELLED, Session, Webinar
from webinar.webinars.policy import is_session_listed
from webinar.webinars.scope import Scope

TWO_PLACES, ROOM_TWICE, OUTSIDE = "speaker-in-two-places", "room-twice", "outside-webinar"


@dataclass(frozen=True)
class Conflict:
    """One thing that does not fit; `words` is a sentence in the page's language."""

    #: speaker-in-two-places, room-twice, outside-webinar
    kind: str
    session: Session
    #: the session it collides with, maybe of another webinar
    other: Session | None
    words: str


def conflicts(webinar: Webinar, scope: Scope) -> list[Conflict]:
    """All of a webinar's, in the order of its timetable; also with other webinars' sessions.

    Cancelled sessions and webinars take nobody's time; breaks take no room. What readers do
    not see and `scope` does not hold is not named. At most two statements beside the
    webinar's own sessions.
    """
    own = [one for one in webinar.sessions if not one.is_cancelled]
    if not own or webinar.state == CANCELLED:
        return []
    found = [
        Conflict(OUTSIDE, one, None, _outside_words(one, webinar))
        for one in own
        if one.starts_at < webinar.starts_at or one.ends_at > webinar.ends_at
    ]
    others = _around(own)
    people = speakers_of_sessions([one.id for one in others])
    for one in own:
        for other in others:
            # Two sessions of this webinar meet once, not twice.
            met = other.webinar_id == one.webinar_id and _place(other) <= _place(one)
            if not met and other.starts_at < one.ends_at and one.starts_at < other.ends_at:
                found += _between(one, other, people, scope)
    return sorted(found, key=lambda conflict: _place(conflict.session))


def _place(session: Session) -> tuple[object, int]:
    return session.starts_at, session.id


def _around(own: Iterable[Session]) -> list[Session]:
    """Every session that takes place while one of these could, with webinar and rooms."""
    first = min(one.starts_at for one in own)
    last = max(one.ends_at for one in own)
    return list(
        db.session.scalars(
            sa.select(Session)
            .join(Session.webinar)
            .options(
                contains_eager(Session.webinar).joinedload(Webinar.room),
                joinedload(Session.room),
            )
            .where(
                Session.starts_at < last,
                Session.ends_at > first,
                Session.cancelled_at.is_(None),
                Webinar.state != CANCELLED,
            )
            .order_by(Session.starts_at, Session.id)
        )
    )


def _between(
    one: Session, other: Session, people: dict[int, list[tuple[Speaker, str]]], scope: Scope
) -> list[Conflict]:
    found = []
    here = {speaker.id for speaker, _ in people.get(one.id, ())}
    twice = {speaker.id: speaker for speaker, _ in people[other.id] if speaker.id in here}
    for speaker in twice.values():
        words = gettext(
            "%(name)s is also in “%(title)s” (%(when)s).",
            name=speaker.name,
            title=_full_title(one, other, scope),
            when=_when(one, other),
        )
        found.append(Conflict(TWO_PLACES, one, other, words))
    room = one.effective_room
    if room is not None and "break" not in (one.kind, other.kind):
        taken = other.effective_room
        if taken is not None and taken.id == room.id:
            words = gettext(
                "“%(room)s” is also used by “%(title)s” (%(when)s).",
                room=room.name,
                title=_full_title(one, other, scope),
                when=_when(one, other),
            )
            found.append(Conflict(ROOM_TWICE, one, other, words))
    return found


def _full_title(one: Session, other: Session, scope: Scope) -> str:
    if other.webinar_id == one.webinar_id:
        return other.title
    if not (scope.holds(other.webinar_id) or is_session_listed(other)):
        return str(gettext("another webinar"))
    return f"{other.webinar.title}: {other.title}"


def _when(one: Session, other: Session) -> str:
    """The other's time on this webinar's clock."""
    return i18n.time_range(other.starts_at, other.ends_at, one.timezone)


def _outside_words(session: Session, webinar: Webinar) -> str:
    when = i18n.date_range(webinar.starts_at, webinar.ends_at, webinar.timezone)
    return str(gettext("It lies outside the webinar, which runs %(when)s.", when=when))
