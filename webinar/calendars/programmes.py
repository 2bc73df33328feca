"""Reads: a webinar's programme and the news of a calendar, from what is stored in entries.

Each function sends a fixed number of statements, whatever the number of sessions.
"""

import gzip
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from webinar.calendars.formats.jscalendar import Told
from webinar.calendars.ical import EventContent, Stamps
from webinar.calendars.models import (
    SESSION,
    WEBINAR,
    CalendarEntry,
    CalendarNews,
    CalendarProgramme,
    CalendarState,
    CalendarTold,
    Feed,
    FeedBody,
)
from webinar.calendars.queries import address_keys
from webinar.core.db import db, with_deleted
from webinar.webinars.models import Webinar

#: how much news a reader of feeds gets
NEWEST = 50


@dataclass(frozen=True)
class Programme:
    """A readable webinar with its readable sessions, by start and UID."""

    webinar: EventContent
    sessions: tuple[EventContent, ...]
    revision: int
    changed_at: datetime
    is_listed: bool


def programme(slug: str) -> Programme | int:
    """What has the address now or had it before, else 404, or 410 for what was deleted.

    Two statements.
    """
    found = db.session.execute(
        with_deleted(
            sa.select(
                Webinar.id,
                Webinar.deleted_at,
                CalendarEntry.is_readable,
                CalendarEntry.is_listed,
                CalendarTold.content,
                CalendarEntry.revised_at,
                CalendarProgramme.revision,
                CalendarProgramme.changed_at,
            )
            .join(
                CalendarEntry,
                sa.and_(CalendarEntry.webinar_id == Webinar.id, CalendarEntry.kind == WEBINAR),
            )
            .join(CalendarTold, CalendarTold.entry_id == CalendarEntry.id)
            .outerjoin(CalendarProgramme, CalendarProgramme.webinar_id == Webinar.id)
            .where(Webinar.public_id.in_(address_keys(WEBINAR, slug)))
        )
    ).first()
    if found is None:
        return 404
    if not found.is_readable:
        return 410 if found.deleted_at is not None and found.content else 404
    contents = db.session.scalars(
        sa.select(CalendarTold.content)
        .join(CalendarEntry, CalendarEntry.id == CalendarTold.entry_id)
        .where(
            CalendarEntry.webinar_id == found.id,
            CalendarEntry.kind == SESSION,
            CalendarEntry.is_readable,
        )
        .order_by(CalendarEntry.starts_at, CalendarEntry.uid)
    )
    return Programme(
        webinar=EventContent.from_stored(found.content),
        sessions=tuple(EventContent.from_stored(one) for one in contents),
        revision=found.revision or 0,
        changed_at=found.changed_at or found.revised_at,
        is_listed=found.is_listed,
    )


@dataclass(frozen=True)
class FeedFile:
    """A feed's bytes with what else its other forms need."""

    status: int
    key: str
    last_modified: datetime
    body: bytes
    #: made when asked for: its date rises with any change on the site
    is_made: bool = False


def feed_file(kind: str, slug: str = "") -> FeedFile | None:
    """The stored feed, plain, by its present or a former address. One statement."""
    statement = (
        sa.select(Feed.status, Feed.key, Feed.last_modified, FeedBody.body_gzip)
        .outerjoin(FeedBody, FeedBody.feed_id == Feed.id)
        .where(Feed.kind == kind)
    )
    if slug:
        # As `queries.feed_validators` chooses.
        statement = statement.where(Feed.key.in_(address_keys(kind, slug))).order_by(Feed.status)
    row = db.session.execute(with_deleted(statement)).first()
    if row is None:
        return None
    body = gzip.decompress(row.body_gzip) if row.status == 200 and row.body_gzip else b""
    return FeedFile(row.status, row.key, row.last_modified, body)


def told_by_uid(uids: Collection[str]) -> dict[str, Told]:
    """What the entries of these UIDs say, with their stamps. One statement."""
    rows = db.session.connection().execute(
        sa.select(
            CalendarEntry.uid,
            CalendarTold.content,
            CalendarEntry.created_at,
            CalendarEntry.revised_at,
            CalendarEntry.sequence,
        )
        .join(CalendarTold, CalendarTold.entry_id == CalendarEntry.id)
        .where(CalendarEntry.uid.in_(uids))
    )
    return {
        uid: Told(EventContent.from_stored(content), Stamps(created_at, revised_at, sequence))
        for uid, content, created_at, revised_at, sequence in rows
    }


def changed_at() -> datetime | None:
    """When any entry changed last; never goes back. One statement."""
    return db.session.scalar(sa.select(CalendarState.changed_at))


def news(slug: str = "") -> list[CalendarNews]:
    """The newest news of what is listed now; of one webinar by its address. One statement."""
    statement = (
        sa.select(CalendarNews)
        .join(CalendarEntry, CalendarEntry.id == CalendarNews.entry_id)
        .where(CalendarEntry.is_listed)
    )
    if slug:
        statement = statement.join(Webinar, Webinar.id == CalendarEntry.webinar_id).where(
            Webinar.public_id.in_(address_keys(WEBINAR, slug))
        )
    statement = statement.order_by(CalendarNews.updated_at.desc(), CalendarNews.id.desc())
    return list(db.session.scalars(statement.limit(NEWEST)))
