"""Reads: the rows that entries are rendered from, what names what, and the look-ups of a poll.

Each function sends a fixed number of statements, whatever the number of rows.
"""

import gzip
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple, cast

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from webinar.calendars.contents import Paperwork
from webinar.calendars.models import (
    ARCHIVE,
    BY_DEADLINES,
    BY_SERIES,
    BY_SESSIONS,
    CATEGORY,
    DEADLINES,
    MENTIONED,
    ROOM,
    SERIES,
    SITE,
    SPEAKER,
    TAG,
    WEBINAR,
    CalendarEntry,
    CalendarMention,
    CalendarState,
    Feed,
    FeedBody,
)
from webinar.calendars.series_queries import series_says
from webinar.core.db import db, with_deleted
from webinar.core.slugs import FormerSlug
from webinar.papers.models import PUBLISHED, Paper, PaperAuthor
from webinar.papers.queries import current_files
from webinar.speakers.models import SessionRole, Speaker
from webinar.speakers.policy import speaker_readable
from webinar.webinars.models import Category, Room, Series, Session, Tag, Webinar

#: kinds of feeds that forget what is over for a year
WINDOWED = (SITE, CATEGORY, TAG, ROOM, DEADLINES)
WINDOW = timedelta(days=365)
#: how long a cancelled entry is still shown after its end
CANCELLED_STAYS = timedelta(days=30)
#: the most entries of a feed
MOST_ENTRIES = dict.fromkeys(WINDOWED, 1000)
_MANY = 3000
SUBJECTS: dict[str, Any] = {
    CATEGORY: Category,
    TAG: Tag,
    SERIES: Series,
    ROOM: Room,
    SPEAKER: Speaker,
    WEBINAR: Webinar,
}


@dataclass
class SessionRows:
    """A session with everything its entry names."""

    session: Session
    roles: list[SessionRole] = field(default_factory=list)
    papers: list[Paperwork] = field(default_factory=list)


def session_rows(session_ids: Collection[int]) -> list[SessionRows]:
    """Sessions, deleted ones too, with roles in order and published papers. Five statements."""
    statement = (
        sa.select(Session)
        .where(Session.id.in_(session_ids))
        .options(
            joinedload(Session.webinar).joinedload(Webinar.category),
            joinedload(Session.webinar).joinedload(Webinar.room),
            joinedload(Session.webinar).selectinload(Webinar.tags),
            joinedload(Session.room),
        )
        .order_by(Session.id)
    )
    found = {row.id: SessionRows(row) for row in db.session.scalars(with_deleted(statement))}
    roles = (
        sa.select(SessionRole)
        .join(SessionRole.speaker)
        .where(SessionRole.session_id.in_(session_ids))
        .options(contains_eager(SessionRole.speaker))
        .order_by(SessionRole.position, SessionRole.id)
    )
    for role in db.session.scalars(roles):
        found[role.session_id].roles.append(role)
    papers = (
        sa.select(Paper)
        .where(Paper.session_id.in_(session_ids), Paper.state == PUBLISHED)
        .order_by(Paper.published_at, Paper.id)
    )
    work = {paper.id: Paperwork(paper) for paper in db.session.scalars(papers)}
    for one in work.values():
        found[one.paper.session_id or 0].papers.append(one)
    for paper_id, files in current_files(work).items():
        work[paper_id].files = files
    return list(found.values())


def webinar_rows(webinar_ids: Collection[int]) -> dict[int, tuple[Webinar, bool]]:
    """Webinars, deleted ones too, each with whether it has sessions. Three statements."""
    statement = (
        sa.select(Webinar)
        .where(Webinar.id.in_(webinar_ids))
        .options(
            joinedload(Webinar.category),
            joinedload(Webinar.room),
            joinedload(Webinar.series),
            selectinload(Webinar.tags),
        )
        .order_by(Webinar.id)
    )
    with_sessions = set(
        db.session.scalars(
            sa.select(Session.webinar_id)
            .where(Session.webinar_id.in_(webinar_ids), Session.deleted_at.is_(None))
            .distinct()
        )
    )
    return {
        row.id: (row, row.id in with_sessions)
        for row in db.session.scalars(with_deleted(statement))
    }


def sessions_of(webinar_ids: Collection[int]) -> set[int]:
    """Row numbers of the webinars' sessions, deleted ones too."""
    statement = sa.select(Session.id).where(Session.webinar_id.in_(webinar_ids))
    return set(db.session.scalars(with_deleted(statement)))


def named_in(kind: str, object_id: int) -> list[tuple[int | None, int | None]]:
    """(webinar, session) of the entries that name the object; no session for a webinar's own."""
    return [
        (webinar_id, session_id)
        for webinar_id, session_id in db.session.execute(
            sa.select(CalendarEntry.webinar_id, CalendarEntry.session_id)
            .join(CalendarMention)
            .where(CalendarMention.kind == kind, CalendarMention.object_id == object_id)
        )
    ]


def authors_of(paper_ids: Collection[int]) -> set[int]:
    """Row numbers of the profiles that stand on these papers; no statement without papers."""
    if not paper_ids:
        return set()
    found = sa.select(PaperAuthor.speaker_id).where(PaperAuthor.paper_id.in_(paper_ids))
    return {number for number in db.session.scalars(found) if number}


def mentions_of(entry_ids: Collection[int]) -> dict[int, set[tuple[str, int]]]:
    """Entry -> the objects it names."""
    found: dict[int, set[tuple[str, int]]] = defaultdict(set)
    rows = sa.select(CalendarMention).where(CalendarMention.entry_id.in_(entry_ids))
    for row in db.session.scalars(rows):
        found[row.entry_id].add((row.kind, row.object_id))
    return found


def state() -> CalendarState | None:
    return db.session.get(CalendarState, 1)


def day_start(day: date) -> datetime:
    """The instant that a stored day boundary means."""
    return datetime.combine(day, time(), UTC)


def _binary(column: Any) -> Any:
    """Order by code points on both databases, whatever the locale."""
    name = db.session.get_bind().dialect.name
    return sa.collate(column, "C" if name == "postgresql" else "BINARY")


def held_by(
    kind: str, subject_id: int, day: date, *, past: str = "", is_whole: bool = False
) -> list[Any]:
    """Conditions on `CalendarEntry` for what a feed holds.

    `past` as in `options.Options`; with `is_whole` webinars that their sessions stand for, too.
    """
    boundary = day_start(day)
    covers: tuple[str, ...] = ("", BY_SESSIONS) if is_whole else ("",)
    if kind == WEBINAR:
        covers = (*covers, BY_SERIES)
    if kind == ARCHIVE:
        # A date that is over stands there for itself, as on its page, while its series goes on.
        covers = ("", BY_SERIES)
    if kind == DEADLINES:
        covers = (BY_DEADLINES,)
    is_said: Any = CalendarEntry.covered_by.in_(covers)
    if kind in (CATEGORY, TAG, ROOM):
        # One date of a series that stands in none of its own lists stands there for itself.
        is_said = sa.or_(
            is_said,
            sa.and_(CalendarEntry.covered_by == BY_SERIES, ~series_says(kind, subject_id)),
        )
    found: list[Any] = [
        CalendarEntry.is_listed,
        is_said,
        sa.or_(
            CalendarEntry.is_cancelled.is_(False),
            CalendarEntry.ends_at >= boundary - CANCELLED_STAYS,
        ),
    ]
    if past == "none":
        found.append(is_to_come(day))
    elif kind in WINDOWED and past != "all":
        found.append(CalendarEntry.ends_at >= boundary - WINDOW)
    if kind == ARCHIVE:
        found += [~is_to_come(day), CalendarEntry.kind != SERIES]
    if kind in MENTIONED:
        mentions = sa.select(CalendarMention.entry_id).where(
            CalendarMention.kind == kind, CalendarMention.object_id == subject_id
        )
        found.append(CalendarEntry.id.in_(mentions))
    if kind == WEBINAR:
        found.append(CalendarEntry.webinar_id == subject_id)
    return found


def is_to_come(day: date) -> sa.ColumnElement[bool]:
    """Not over at the stored day boundary, and not archived before: see `webinar_coming`."""
    return sa.and_(CalendarEntry.ends_at >= day_start(day), CalendarEntry.is_archived.is_(False))


def newest_first() -> tuple[Any, Any]:
    """The order of feeds, backwards."""
    return CalendarEntry.starts_at.desc(), _binary(CalendarEntry.uid).desc()


class FeedPart(NamedTuple):
    """What a feed needs of an entry."""

    #: BEGIN:VEVENT to END:VEVENT
    event: bytes
    #: the zone that its bytes name
    zone: str
    is_series: bool


def feed_parts(kind: str, subject_id: int, day: date) -> list[FeedPart]:
    """What a feed may hold, by (start, UID), newest first.

    One statement, two where there are more than it may hold: all series are among them. What the
    session has not written yet is not.
    """
    most = most_entries(kind)
    statement = (
        sa.select(
            CalendarEntry.body.label("event"),
            CalendarEntry.timezone.label("zone"),
            (CalendarEntry.kind == SERIES).label("is_series"),
        )
        .where(*held_by(kind, subject_id, day))
        .order_by(*newest_first())
    )
    # Three columns of many rows: the connection hands them over without the session's care.
    found = list(db.session.connection().execute(statement.limit(most)).all())
    if len(found) == most:
        # A series began long ago and goes on: it is not old.
        series = db.session.connection().execute(statement.where(CalendarEntry.kind == SERIES))
        known = {part.event for part in found if part.is_series}
        found += [part for part in series if part.event not in known]
    return cast(list[FeedPart], found)


def most_entries(kind: str) -> int:
    return MOST_ENTRIES.get(kind, _MANY)


def feed_subjects(kind: str, subject_ids: Collection[int]) -> dict[int, Any]:
    """Subjects of feeds by row number, deleted ones too."""
    statement = sa.select(SUBJECTS[kind]).where(SUBJECTS[kind].id.in_(subject_ids))
    if kind in (SERIES, WEBINAR):
        statement = statement.options(joinedload(SUBJECTS[kind].category))
    return {row.id: row for row in db.session.scalars(with_deleted(statement))}


def is_speaker_readable(speaker_id: int) -> bool:
    """Whether the profile is public now."""
    statement = sa.select(Speaker.id).where(Speaker.id == speaker_id, speaker_readable())
    return db.session.scalar(statement) is not None


@dataclass(frozen=True)
class Validators:
    """How a feed or file answers, before any bytes are read."""

    feed_id: int
    status: int
    #: without quotes and without the suffix of a coding
    etag: str
    last_modified: datetime
    subject_id: int


#: as `Validators` takes them
_VALIDATORS = (Feed.id, Feed.status, Feed.etag, Feed.last_modified, Feed.subject_id)


def address_keys(kind: str, slug: str) -> Any:
    """Public identifier of what has the address now, or had it before."""
    model = SUBJECTS[kind]
    return with_deleted(
        sa.union_all(
            sa.select(model.public_id).where(model.slug == slug),
            sa.select(FormerSlug.object_id).where(
                FormerSlug.kind == model.__tablename__,
                FormerSlug.scope == "",
                FormerSlug.slug == slug,
            ),
        )
    )


def feed_validators(kind: str, slug: str = "") -> Validators | None:
    """The narrow row of a feed, by its present or a former address. One statement."""
    statement = sa.select(*_VALIDATORS).where(Feed.kind == kind)
    if slug:
        # A profile that became a part of another left its address to that one's feed.
        statement = statement.where(Feed.key.in_(address_keys(kind, slug))).order_by(Feed.status)
    row = db.session.execute(with_deleted(statement)).first()
    return Validators(*row) if row else None


def feed_body(feed_id: int, *, compressed: bool) -> tuple[Validators, bytes] | None:
    """A feed's bytes with the validators that belong to them. One statement."""
    row = db.session.execute(
        sa.select(*_VALIDATORS, FeedBody.body_gzip)
        .join(FeedBody, FeedBody.feed_id == Feed.id)
        .where(Feed.id == feed_id)
    ).first()
    if row is None:
        return None
    return Validators(*row[:-1]), row[-1] if compressed else gzip.decompress(row[-1])


def feed_header(feed_id: int) -> bytes:
    """BEGIN:VCALENDAR and the properties of a feed, as they are stored. One statement."""
    header = sa.select(FeedBody.header).where(FeedBody.feed_id == feed_id)
    return db.session.scalar(header) or b""


def session_event(slug: str, session_slug: str) -> tuple[int, datetime, bytes] | None:
    """(status, revised, VEVENT) of a session, by its present or a former address. One statement.

    Status is 200, 404 while it cannot be read, or 410 when it was deleted.
    """
    webinar_keys = address_keys(WEBINAR, slug)
    former = (
        sa.select(FormerSlug.object_id)
        .where(
            FormerSlug.kind == Session.__tablename__,
            FormerSlug.scope == Webinar.public_id,
            FormerSlug.slug == session_slug,
        )
        .correlate(Webinar)
    )
    statement = (
        sa.select(
            CalendarEntry.is_readable,
            CalendarEntry.revised_at,
            CalendarEntry.body,
            Session.deleted_at,
            Webinar.deleted_at,
        )
        .join(Session, Session.id == CalendarEntry.session_id)
        .join(Webinar, Webinar.id == Session.webinar_id)
        .where(
            Webinar.public_id.in_(webinar_keys),
            sa.or_(Session.slug == session_slug, Session.public_id.in_(former)),
        )
    )
    row = db.session.execute(with_deleted(statement)).first()
    if row is None:
        return None
    is_readable, revised_at, body, *deleted = row
    if is_readable:
        return 200, revised_at, body
    # What nobody ever saw does not tell that it is gone.
    return (410 if any(deleted) and body else 404), revised_at, b""
