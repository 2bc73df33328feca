"""Reads for CalDAV; each function one statement unless it says more."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from webinar.calendars.dav.members import Member
from webinar.calendars.models import (
    SERIES,
    SITE,
    CalendarEntry,
    CalendarLeaving,
    CalendarMention,
    Feed,
)
from webinar.calendars.personal import queries as people
from webinar.calendars.personal.models import PersonalFeed
from webinar.calendars.personal.queries import Opened
from webinar.calendars.personal.rendering import personal_event
from webinar.calendars.queries import held_by
from webinar.core.db import db
from webinar.webinars.models import Series
from webinar.webinars.visibility import series_listed

_COLUMNS = (
    CalendarEntry.id,
    CalendarEntry.uid,
    CalendarEntry.body,
    CalendarEntry.timezone,
    CalendarEntry.revised_at,
    CalendarEntry.starts_at,
    CalendarEntry.ends_at,
    CalendarEntry.revision,
)


@dataclass(frozen=True)
class Asked:
    """Which entries of a collection are wanted; None for any."""

    uids: Collection[str] | None = None
    #: only what changed in this revision or later
    since: int | None = None
    #: only what may overlap [start, end)
    start: datetime | None = None
    end: datetime | None = None

    def conditions(self) -> list[Any]:
        found: list[Any] = []
        if self.uids is not None:
            found.append(CalendarEntry.uid.in_(self.uids))
        if self.since is not None:
            found.append(CalendarEntry.revision >= self.since)
        # A date of a series may have been moved to before its first, or behind its last.
        is_series = CalendarEntry.series_id.is_not(None)
        if self.start is not None:
            found.append(sa.or_(is_series, CalendarEntry.ends_at >= self.start))
        if self.end is not None:
            found.append(sa.or_(is_series, CalendarEntry.starts_at < self.end))
        return found


ALL = Asked()


def shared_members(kind: str, subject_id: int, day: date, asked: Asked = ALL) -> list[Member]:
    """What the site's or a series' calendar holds on a day, in no order."""
    statement = sa.select(*_COLUMNS).where(*held_by(kind, subject_id, day), *asked.conditions())
    return [Member(*row) for row in db.session.connection().execute(statement)]


def perhaps_gone(kind: str, subject_id: int, since: int, day: date) -> list[tuple[int, str]]:
    """(revision, UID) of what a change in that revision or later may have taken out.

    What is a member all the same is among them. What was too old for the site's calendar on that
    day already is not: who asked then never had it. A series' calendar holds whatever its age.
    """
    was_held: list[Any] = [[], []]
    if kind == SITE:
        was_held = [[table.held_until >= day] for table in (CalendarLeaving, CalendarEntry)]
    left = sa.select(CalendarLeaving.revision, CalendarLeaving.uid).where(
        CalendarLeaving.kind == kind,
        CalendarLeaving.subject_id == subject_id,
        CalendarLeaving.revision >= since,
        *was_held[0],
    )
    listed = sa.select(CalendarEntry.revision, CalendarEntry.uid).where(
        *_listed(kind, subject_id), CalendarEntry.revision >= since, *was_held[1]
    )
    return [(row[0], row[1]) for row in db.session.execute(sa.union_all(left, listed))]


def gone_by_day(
    kind: str, subject_id: int, since: date, until: date, revision: int, after: str
) -> list[str]:
    """UIDs behind `after`, in their order, of what left the window and did not change since."""
    now = sa.select(CalendarEntry.id).where(*held_by(kind, subject_id, until))
    statement = sa.select(CalendarEntry.uid).where(
        *held_by(kind, subject_id, since),
        CalendarEntry.revision <= revision,
        CalendarEntry.id.not_in(now),
    )
    return sorted(uid for uid in db.session.scalars(statement) if uid > after)


def _listed(kind: str, subject_id: int) -> list[Any]:
    """What the calendar would hold, were it of any age."""
    found: list[Any] = [CalendarEntry.is_listed, CalendarEntry.covered_by == ""]
    if kind == SERIES:
        mentions = sa.select(CalendarMention.entry_id).where(
            CalendarMention.kind == SERIES, CalendarMention.object_id == subject_id
        )
        found.append(CalendarEntry.id.in_(mentions))
    return found


def open_series() -> list[Series]:
    """Listed series, by title: each has a calendar."""
    return list(
        db.session.scalars(
            sa.select(Series)
            .join(Feed, sa.and_(Feed.kind == SERIES, Feed.key == Series.public_id))
            .where(Feed.status == 200, series_listed())
            .options(joinedload(Series.category))
            .order_by(Series.title, Series.id)
        )
    )


def settings_revision(opened: Opened) -> int:
    """When the settings of a personal calendar changed last: with them all of its bytes do."""
    found = sa.select(PersonalFeed.revision).where(PersonalFeed.id == opened.feed_id)
    return db.session.scalar(found) or 0


def personal_members(opened: Opened, asked: Asked = ALL) -> list[Member]:
    """What a personal calendar holds, in no order. Two statements."""
    held = people.personal_members(opened)
    return personal_members_of(opened, held, asked)


def personal_members_of(
    opened: Opened, entry_ids: Collection[int], asked: Asked = ALL
) -> list[Member]:
    """Those of these entries that are asked for, as the person's program gets them."""
    statement = sa.select(*_COLUMNS, CalendarEntry.is_cancelled).where(
        CalendarEntry.id.in_(entry_ids), *asked.conditions()
    )
    found = []
    for row in db.session.connection().execute(statement):
        member, is_cancelled = Member(*row[:-1]), row[-1]
        member.events = personal_event(
            member.events,
            member.uid,
            opened.public_id,
            alarm=None if is_cancelled else opened.alarm,
            is_busy=not is_cancelled,
        )
        # It says nothing of an alarm that was set later.
        member.revised_at = None
        found.append(member)
    return found


def uids_of(entry_ids: Collection[int]) -> dict[int, str]:
    """Entry -> UID; what was purged is not there."""
    found = sa.select(CalendarEntry.id, CalendarEntry.uid).where(CalendarEntry.id.in_(entry_ids))
    return {row[0]: row[1] for row in db.session.execute(found)}
