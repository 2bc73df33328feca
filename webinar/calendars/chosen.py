"""Reads for feeds with options and for what the search finds: one statement each."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from webinar.calendars.models import (
    BY_SERIES,
    BY_SESSIONS,
    CATEGORY,
    ROOM,
    SERIES,
    SESSION,
    SITE,
    SPEAKER,
    TAG,
    WEBINAR,
    CalendarEntry,
    CalendarTold,
    Feed,
)
from webinar.calendars.options import Options
from webinar.calendars.queries import SUBJECTS, held_by, is_to_come, most_entries, newest_first
from webinar.calendars.variants import is_of_days
from webinar.core.db import db, with_deleted
from webinar.webinars.models import Category, Series, Session, Tag, Webinar

#: hits of a search that its feed holds
MOST_FOUND = 1000
#: of which people see what they say
_COMING = 5


class ChosenEntry(NamedTuple):
    """What a variant is made from; `content` only where words are wanted in another language."""

    uid: str
    kind: str
    covered_by: str
    body: bytes
    #: the zone that its bytes name; empty for UTC
    timezone: str
    starts_at: datetime
    ends_at: datetime
    is_archived: bool
    #: of its webinar; empty for a series
    webinar_timezone: str
    content: dict[str, Any]
    revision: int

    @property
    def is_said_by_sessions(self) -> bool:
        """Whether its sessions stand for it wherever they are shown."""
        return self.covered_by == BY_SESSIONS


def _columns(options: Options) -> tuple[Any, ...]:
    content = CalendarTold.content if options.lang else sa.literal(None)
    return (
        CalendarEntry.uid,
        CalendarEntry.kind,
        CalendarEntry.covered_by,
        CalendarEntry.body,
        CalendarEntry.timezone,
        CalendarEntry.starts_at,
        CalendarEntry.ends_at,
        CalendarEntry.is_archived,
        sa.func.coalesce(Webinar.timezone, ""),
        content,
        CalendarEntry.revision,
    )


def entries_of_feed(
    kind: str, subject_id: int, day: date, options: Options, *, year: int | None = None
) -> list[ChosenEntry]:
    """Newest first, more than a feed may hold, since bars are among those that are left out.

    With `year` those of webinars that began in it, on their own zone's calendar. One statement,
    two where there are more: all series are among them, as in the usual feed.
    """
    condition = is_in_feed(kind, subject_id, day, options, year=year)
    most = 2 * most_entries(kind)
    found = _read(condition, _columns(options), most)
    if len(found) == most:
        known = {row.uid for row in found if row.kind == SERIES}
        series = _read(sa.and_(condition, CalendarEntry.kind == SERIES), _columns(options), most)
        found += [row for row in series if row.uid not in known]
    return found


def is_in_feed(
    kind: str, subject_id: int, day: date, options: Options, *, year: int | None = None
) -> Any:
    """The condition of `entries_of_feed`, with the webinar joined."""
    held = sa.and_(*held_by(kind, subject_id, day, past=options.past))
    whole = _whole(kind, subject_id, day, options.past)
    if not options.sessions:
        condition = sa.or_(whole, sa.and_(held, CalendarEntry.kind != SESSION))
    elif options.days:
        condition = sa.or_(held, whole)
    else:
        condition = held
    if kind == WEBINAR:
        # Both sides say so, which no index is found by.
        condition = sa.and_(CalendarEntry.webinar_id == subject_id, condition)
    if year is not None:
        condition = sa.and_(condition, sa.extract("year", Webinar.starts_wall) == year)
    return condition


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
    return _read(is_found(sessions, webinars, day, options), _columns(options), MOST_FOUND)


def is_found(
    sessions: Collection[str], webinars: Collection[str], day: date, options: Options
) -> Any:
    """The condition of `entries_found`."""
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
        condition = sa.and_(condition, is_to_come(day))
    return condition


def _read(condition: Any, columns: tuple[Any, ...], most: int) -> list[ChosenEntry]:
    statement = (
        sa.select(*columns)
        .select_from(CalendarEntry)
        .outerjoin(Webinar, Webinar.id == CalendarEntry.webinar_id)
        .where(condition)
        .order_by(*newest_first())
        .limit(most)
    )
    if any(column is CalendarTold.content for column in columns):
        statement = statement.join(CalendarTold, CalendarTold.entry_id == CalendarEntry.id)
    rows = db.session.connection().execute(with_deleted(statement))
    return [ChosenEntry._make(row) for row in rows]


def is_shown(entry: ChosenEntry, options: Options) -> bool:
    """Whether it stands in a feed with these options: as a bar, or because nothing else says it."""
    return not (entry.is_said_by_sessions and options.sessions) or is_bar(entry, options)


def is_bar(entry: ChosenEntry, options: Options) -> bool:
    return (
        options.days
        and entry.kind == WEBINAR
        and is_of_days(entry.starts_at, entry.ends_at, entry.webinar_timezone)
    )


@dataclass(frozen=True)
class Contents:
    """What a feed holds, for people."""

    count: int
    #: start of the oldest; None for an empty feed
    since: datetime | None
    #: facts of the next ones as `contents` keeps them, with `starts_at` and `url`
    coming: list[dict[str, Any]]


def contents(
    condition: Any, kind: str, options: Options, *, at: datetime, is_all: bool = False
) -> Contents:
    """Of what such a condition chooses for a feed of that kind. Two statements."""
    narrow = tuple(
        sa.literal(b"") if column is CalendarEntry.body else column
        for column in _columns(Options())
    )
    most = most_entries(kind)
    rows = _read(condition, narrow, 2 * most)
    rows = [row for row in rows if is_all or is_shown(row, options)][:most]
    coming = [row for row in rows if row.ends_at >= at and not row.is_archived]
    series = [row.uid for row in coming if row.kind == SERIES]
    single = sorted((row for row in coming if row.kind != SERIES), key=lambda row: row.starts_at)
    whole = aliased(CalendarEntry)
    # Of a series its next dates are, not its first.
    dates = sa.select(Webinar.id).where(
        Webinar.series_id.in_(sa.select(whole.series_id).where(whole.uid.in_(series)))
    )
    found = db.session.execute(
        sa.select(CalendarEntry.starts_at, CalendarTold.content)
        .join(CalendarTold, CalendarTold.entry_id == CalendarEntry.id)
        .where(
            sa.or_(
                CalendarEntry.uid.in_([row.uid for row in single[:_COMING]]),
                sa.and_(
                    CalendarEntry.webinar_id.in_(dates),
                    CalendarEntry.covered_by == BY_SERIES,
                    CalendarEntry.is_listed,
                    CalendarEntry.is_archived.is_(False),
                    CalendarEntry.ends_at >= at,
                ),
            )
        )
        .order_by(CalendarEntry.starts_at, CalendarEntry.uid)
        .limit(_COMING)
    )
    announced = [
        told["facts"] | {"starts_at": starts_at, "url": told["url"], "summary": told["summary"]}
        for starts_at, told in found
    ]
    return Contents(len(rows), min((row.starts_at for row in rows), default=None), announced)


def open_subjects(kind: str, *, most: int = 100) -> list[Any]:
    """Categories, tags or series that have a feed with something in it, in their order."""
    model = SUBJECTS[kind]
    order = {CATEGORY: Category.position, TAG: Tag.name, SERIES: Series.title}[kind]
    return list(
        db.session.scalars(
            sa.select(model)
            .join(Feed, sa.and_(Feed.kind == kind, Feed.key == model.public_id))
            .where(Feed.status == 200, sa.or_(Feed.entries > 0, Feed.is_stale))
            .order_by(order, model.id)
            .limit(most)
        )
    )
