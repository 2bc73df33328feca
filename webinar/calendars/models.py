"""Stored VEVENTs, what each names, the feeds, and the day their windows stand at."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinar.core import ids
from webinar.core.db import Base, UtcDateTime

SITE, ARCHIVE, CATEGORY, SPEAKER, WEBINAR = "site", "archive", "category", "speaker", "webinar"
TAG, ROOM, SERIES = "tag", "room", "series"
DEADLINES = "deadlines"
KINDS = (SITE, ARCHIVE, DEADLINES, CATEGORY, TAG, SERIES, ROOM, SPEAKER, WEBINAR)
#: what is built on request alone, from what the search finds
SEARCH = "search"
#: kinds of which there is one feed
WHOLE = (SITE, ARCHIVE, DEADLINES)
#: what else an entry's bytes name
PAPER = "paper"
#: kinds of feeds that hold the entries which name their subject
MENTIONED = (CATEGORY, TAG, SERIES, ROOM, SPEAKER)
#: kinds of entries beside those of webinars and series
SESSION = "session"
#: why an entry is left out of ordinary feeds: others say it already, or one feed is for it alone
BY_SESSIONS, BY_SERIES, BY_DEADLINES = "sessions", "series", "deadlines"


class CalendarEntry(Base):
    """One UID: a session, a whole webinar, or a series with its overrides."""

    __tablename__ = "calendar_entry"
    __table_args__ = (
        sa.UniqueConstraint("session_id"),
        sa.UniqueConstraint("series_id"),
        sa.UniqueConstraint("call_id"),
        # One entry of each kind for the webinar itself; NULLs of sessions do not collide.
        sa.Index(
            "ix_calendar_entry_whole",
            "webinar_id",
            "kind",
            unique=True,
            sqlite_where=sa.text("session_id IS NULL"),
            postgresql_where=sa.text("session_id IS NULL"),
        ),
        sa.Index("ix_calendar_entry_listed", "is_listed", "ends_at"),
        # A webinar's feed is read in its order: sorting bodies would take longer than all else.
        sa.Index("ix_calendar_entry_order", "webinar_id", "starts_at", "uid"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: `<kind>-<random id>@<install id>`, fixed for ever
    uid: Mapped[str] = mapped_column(sa.String(120), unique=True)
    #: session, webinar, series, call-closes, papers-due or registration-closes
    kind: Mapped[str] = mapped_column(sa.String(20))
    #: None for a series, and for a call
    webinar_id: Mapped[int | None] = mapped_column(sa.ForeignKey("webinar.id", ondelete="CASCADE"))
    #: None for the webinar itself
    session_id: Mapped[int | None] = mapped_column(sa.ForeignKey("session.id", ondelete="CASCADE"))
    series_id: Mapped[int | None] = mapped_column(sa.ForeignKey("series.id", ondelete="CASCADE"))
    call_id: Mapped[int | None] = mapped_column(sa.ForeignKey("call.id", ondelete="CASCADE"))
    #: SEQUENCE: rises with start, end, state, place and join link only, and with a return
    sequence: Mapped[int] = mapped_column(default=0)
    #: CREATED; whole seconds
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: DTSTAMP and LAST-MODIFIED; whole seconds, rises strictly with every change of the bytes
    revised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: copies that order and select entries for feeds
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    is_cancelled: Mapped[bool] = mapped_column(default=False)
    #: its webinar was archived, so it is not coming, whenever it ends
    is_archived: Mapped[bool] = mapped_column(default=False)
    #: its page can be read, so it can be downloaded
    is_readable: Mapped[bool] = mapped_column(default=False)
    #: it also stands in feeds
    is_listed: Mapped[bool] = mapped_column(default=False)
    #: when it stood in feeds for the first time: only then it was news
    first_listed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: BY_SESSIONS, BY_SERIES or BY_DEADLINES where ordinary feeds leave it out; else empty
    covered_by: Mapped[str] = mapped_column(sa.String(12), default="")
    #: `CalendarState.revision` when its bytes or the feeds that hold it changed last
    revision: Mapped[int] = mapped_column(default=0, index=True)
    #: [kind, subject] of the CalDAV collections that it stood in at that change; see `leavings`
    collections: Mapped[list[Any]] = mapped_column(sa.JSON, default=list)
    #: the last day on which it was young enough for the site's calendar, as it stood at any time
    #: before its last change; None where it never stood in lists
    held_until: Mapped[date | None] = mapped_column(sa.Date)
    #: the zone that its bytes name, whose VTIMEZONE feeds need; empty for UTC
    timezone: Mapped[str] = mapped_column(sa.String(64), default="")
    #: digest of what makes SEQUENCE rise
    schedule: Mapped[str] = mapped_column(sa.String(26), default="")
    #: BEGIN:VEVENT to END:VEVENT with line ends; empty until it was readable once
    body: Mapped[bytes] = mapped_column(sa.LargeBinary, default=b"")

    told: Mapped["CalendarTold"] = relationship(
        lazy="joined", innerjoin=True, cascade="all, delete-orphan", passive_deletes=True
    )
    #: `ical.EventContent` as a JSON object: what other forms than iCalendar are made from
    content: AssociationProxy[dict[str, Any]] = association_proxy(
        "told", "content", creator=lambda content: CalendarTold(content=content)
    )


class CalendarTold(Base):
    """What an entry says, beside its bytes: a feed is joined without reading it."""

    __tablename__ = "calendar_told"

    entry_id: Mapped[int] = mapped_column(
        sa.ForeignKey("calendar_entry.id", ondelete="CASCADE"), primary_key=True
    )
    content: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)


class CalendarMention(Base):
    """A row of another room that an entry's bytes name: it decides about feeds and re-writing."""

    __tablename__ = "calendar_mention"
    __table_args__ = (sa.Index("ix_calendar_mention_object", "kind", "object_id"),)

    entry_id: Mapped[int] = mapped_column(
        sa.ForeignKey("calendar_entry.id", ondelete="CASCADE"), primary_key=True
    )
    #: one of MENTIONED, or paper
    kind: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    #: row number there
    object_id: Mapped[int] = mapped_column(primary_key=True)


class Feed(Base):
    """What a poll asks for first: one narrow row with the validators."""

    __tablename__ = "calendar_feed"
    __table_args__ = (sa.UniqueConstraint("kind", "key"), sa.Index(None, "kind", "subject_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(12))
    #: public identifier of its subject; empty for kinds in WHOLE
    key: Mapped[str] = mapped_column(sa.String(26), default="")
    #: row number of its subject; 0 for kinds in WHOLE
    subject_id: Mapped[int] = mapped_column(default=0)
    #: how the address answers: 200, 404 before its subject was public, 410 after its deletion
    status: Mapped[int] = mapped_column(default=404)
    #: rises when the bytes change and only then
    revision: Mapped[int] = mapped_column(default=0)
    #: of the plain bytes, without quotes; a coding adds its suffix
    etag: Mapped[str] = mapped_column(sa.String(26), default="")
    #: whole seconds; never goes back
    last_modified: Mapped[datetime] = mapped_column(UtcDateTime)
    #: octets of the plain body
    size: Mapped[int] = mapped_column(default=0)
    #: how many entries it held when it was built
    entries: Mapped[int] = mapped_column(default=0)
    #: a job is going to build it; until then it shows the old whole
    is_stale: Mapped[bool] = mapped_column(default=False, index=True)


class FeedBody(Base):
    """The bytes of a feed beside its narrow row; compressed, as nearly everybody takes them."""

    __tablename__ = "calendar_feed_body"

    feed_id: Mapped[int] = mapped_column(
        sa.ForeignKey("calendar_feed.id", ondelete="CASCADE"), primary_key=True
    )
    #: BEGIN:VCALENDAR and its properties, kept when the subject can no longer be seen
    header: Mapped[bytes] = mapped_column(sa.LargeBinary, default=b"")
    body_gzip: Mapped[bytes] = mapped_column(sa.LargeBinary, default=b"")


class CalendarState(Base):
    """One row: what all stored bytes were made with."""

    __tablename__ = "calendar_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: the stored day boundary (00:00 UTC) that the windows of all feeds are counted from
    day: Mapped[date] = mapped_column(sa.Date)
    base_url: Mapped[str] = mapped_column(sa.String(300), default="")
    language: Mapped[str] = mapped_column(sa.String(20), default="")
    #: `ical.FORMAT` at that time
    format: Mapped[int] = mapped_column(default=0)
    #: release of the zone data that instants and VTIMEZONEs were made with; empty before the first
    zones: Mapped[str] = mapped_column(sa.String(20), default="")
    #: rises with every change of an entry; in commit order, as its row is locked until then
    revision: Mapped[int] = mapped_column(default=0)
    #: when it rose last, or the day moved; whole seconds, never goes back
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CalendarLeaving(Base):
    """An entry that left a CalDAV collection; it may be back, or gone for good."""

    __tablename__ = "calendar_leaving"
    __table_args__ = (sa.Index("ix_calendar_leaving_revision", "kind", "subject_id", "revision"),)

    #: SITE or SERIES, and its subject as `Feed` has it
    kind: Mapped[str] = mapped_column(sa.String(12), primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(sa.String(120), primary_key=True)
    #: `CalendarState.revision` of that change
    revision: Mapped[int]
    #: as `CalendarEntry.held_until`: who asked later never had it
    held_until: Mapped[date] = mapped_column(sa.Date)
    left_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CalendarProgramme(Base):
    """When a webinar's programme, in whatever form, last said something else."""

    __tablename__ = "calendar_programme"

    webinar_id: Mapped[int] = mapped_column(
        sa.ForeignKey("webinar.id", ondelete="CASCADE"), primary_key=True
    )
    #: `CalendarState.revision` of that change
    revision: Mapped[int]
    #: whole seconds; never goes back
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CalendarNews(Base):
    """What became new or different in one edit, for those who follow the changes."""

    __tablename__ = "calendar_news"
    __table_args__ = (sa.Index("ix_calendar_news_entry", "entry_id", "updated_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(sa.String(26), default=ids.new_id, unique=True)
    #: shown only while this entry is listed
    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("calendar_entry.id", ondelete="CASCADE"))
    #: whole seconds
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: when the last edit was folded into it
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    #: kind of change -> [old, new]; see `changes`
    changes: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    #: title, webinar, url, timezone as they were then: what was said stays
    told: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
