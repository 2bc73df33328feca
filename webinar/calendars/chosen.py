"""Reads for feeds with options and for what the search finds: one statement each."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from webinar.calendars.models import (
    BY_SESSIONS,
    ROOM,
    SESSION,
    SITE,
    SPEAKER,
    WEBINAR,
    CalendarEntry,
)
from webinar.calendars.options import Options
from webinar.calendars.queries import day_start, held_by, most_entries, newest_first
from webinar.core.db import db, with_deleted
from webinar.webinars.models import Session, Webinar

#: hits of a search that its feed holds
MOST_FOUND = 1000


@dataclass(frozen=True, slots=True)
class ChosenEntry:
    """What a variant is made from; `content` only where words are wanted in another language."""

    uid: str
    kind: str
    covered_by: str
    body: bytes
    #: the zone that its bytes name; empty for UTC
    timezone: str
    starts_at: datetime
    ends_at: datetime
    #: of its webinar; empty for a series
    webinar_timezone: str
    content: dict[str, Any]
    revision: int

    @property
    def is_said_by_sessions(self) -> bool:
        """Whether its sessions stand for it wherever they are shown."""
        return self.covered_by == BY_SESSIONS


def _columns(options: Options) -> tuple[Any, ...]:
    content = CalendarEntry.content if options.lang else sa.literal(None)
    return (
        CalendarEntry.uid,
        CalendarEntry.kind,
        CalendarEntry.covered_by,
        CalendarEntry.body,
        CalendarEntry.timezone,
        CalendarEntry.starts_at,
        CalendarEntry.ends_at,
        sa.func.coalesce(Webinar.timezone, ""),
        content,
        CalendarEntry.revision,
    )


def entries_of_feed(
    kind: str, subject_id: int, day: date, options: Options, *, year: int | None = None
) -> list[ChosenEntry]:
    """Newest first, more than a feed may hold, since bars are among those that are left out.

    With `year` those of webinars that began in it, on their own zone's calendar.
    """
    held = sa.and_(*held_by(kind, subject_id, day, past=options.past))
    whole = _whole(kind, subject_id, day, options.past)
    if not options.sessions:
        condition = sa.or_(whole, sa.and_(held, CalendarEntry.kind != SESSION))
    elif options.days:
        condition = sa.or_(held, whole)
    else:
        condition = held
    if year is not None:
        condition = sa.and_(condition, sa.extract("year", Webinar.starts_wall) == year)
    return _read(condition, options, 2 * most_entries(kind))


def _whole(kind: str, subject_id: int, day: date, past: str) -> Any:
    """Webinars' own entries, also of those whose sessions alone are in the feed."""
    own = held_by(kind, subject_id, day, past=past, is_whole=True)
    if kind in (SPEAKER, ROOM):
        # A webinar names neither who speaks nor the rooms of its sessions.
        of_sessions = sa.select(CalendarEntry.webinar_id).where(*own)
        own = [
            *held_by(SITE if kind == ROOM else "", 0, day, past=past, is_whole=True),
            CalendarEntry.webinar_id.in_(of_sessions),
        ]
    return sa.and_(*own, CalendarEntry.kind == WEBINAR)


def entries_found(
    sessions: Collection[str], webinars: Collection[str], day: date, options: Options
) -> list[ChosenEntry]:
    """The listed entries of these public identifiers, newest first."""
    found = [
        sa.and_(
            CalendarEntry.kind == WEBINAR,
            CalendarEntry.webinar_id.in_(
                sa.select(Webinar.id).where(Webinar.public_id.in_(webinars))
            ),
        )
    ]
    if options.sessions:
        numbers = sa.select(Session.id).where(Session.public_id.in_(sessions))
        found.append(CalendarEntry.session_id.in_(numbers))
    condition = sa.and_(CalendarEntry.is_listed, sa.or_(*found))
    if options.past == "none":
        condition = sa.and_(condition, CalendarEntry.ends_at >= day_start(day))
    return _read(condition, options, MOST_FOUND)


def _read(condition: Any, options: Options, most: int) -> list[ChosenEntry]:
    statement = (
        sa.select(*_columns(options))
        .outerjoin(Webinar, Webinar.id == CalendarEntry.webinar_id)
        .where(condition)
        .order_by(*newest_first())
        .limit(most)
    )
    rows = db.session.connection().execute(with_deleted(statement))
    return [ChosenEntry(*row) for row in rows]
