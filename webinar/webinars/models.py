"""Category, Room, Series, Tag, Webinar, Session, and who holds which role in a webinar.

A person types wall times in the webinar's zone; they are the truth. The UTC
instants beside them are derived, and derived again when zone rules change.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinar.accounts.models import Account
from webinar.core import clock, ids
from webinar.core.clock import WallTime
from webinar.core.db import Base, Dated, Deletable, Identified, UtcDateTime, Versioned
from webinar.core.journal import Journaled

DRAFT, PUBLISHED, CANCELLED, ARCHIVED = "draft", "published", "cancelled", "archived"
STATES = (DRAFT, PUBLISHED, CANCELLED, ARCHIVED)
SESSION_KINDS = ("talk", "keynote", "panel", "workshop", "discussion", "break")


class Category(Identified, Dated, Versioned, Deletable, Journaled, Base):
    """Where a webinar is filed."""

    __tablename__ = "category"

    name: Mapped[str] = mapped_column(sa.String(120))
    slug: Mapped[str] = mapped_column(sa.String(100), unique=True)
    description: Mapped[str] = mapped_column(sa.Text, default="")
    #: name in the accent palette; empty for the site's
    accent: Mapped[str] = mapped_column(sa.String(20), default="")
    position: Mapped[int] = mapped_column(default=0)


class Room(Identified, Dated, Versioned, Deletable, Journaled, Base):
    """Where it happens: a video room, a stream or a place."""

    __tablename__ = "room"

    name: Mapped[str] = mapped_column(sa.String(120))
    #: address of the video room or stream; never in feeds, shown by the join page when open
    join_address: Mapped[str] = mapped_column(sa.String(1000), default="")
    #: the join page shows the address this many minutes before the start
    opens_minutes_before: Mapped[int] = mapped_column(default=15)
    #: street address, for rooms that are places
    place: Mapped[str] = mapped_column(sa.String(300), default="")
    slug: Mapped[str] = mapped_column(sa.String(100), unique=True)
    __unspoken__ = frozenset({"join_address"})


def _there(room: Room | None) -> Room | None:
    """The room, unless it was deleted."""
    return room if room is not None and room.deleted_at is None else None


class Timed:
    """Start and end: wall time, fold, and the instant derived from them."""

    #: what the clock on the wall shows, in the webinar's zone
    starts_wall: Mapped[datetime] = mapped_column(sa.DateTime)
    starts_fold: Mapped[int] = mapped_column(default=0)
    ends_wall: Mapped[datetime] = mapped_column(sa.DateTime)
    ends_fold: Mapped[int] = mapped_column(default=0)
    #: aware UTC, derived
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    def set_times(self, starts: WallTime, ends: WallTime) -> None:
        """Take over both wall times and derive the instants.

        Raises clock.WrongTime for a time that does not exist.
        """
        self.starts_wall, self.starts_fold = starts.local, starts.fold
        self.ends_wall, self.ends_fold = ends.local, ends.fold
        self.starts_at, self.ends_at = starts.to_utc(), ends.to_utc()

    @property
    def is_over(self) -> bool:
        return self.ends_at <= clock.now()

    @property
    def is_now(self) -> bool:
        return self.starts_at <= clock.now() < self.ends_at


class Series(Identified, Dated, Versioned, Deletable, Journaled, Base):
    """Webinars that belong together; may recur by a rule, whose dates are webinars of their own."""

    __tablename__ = "series"

    title: Mapped[str] = mapped_column(sa.String(300))
    slug: Mapped[str] = mapped_column(sa.String(100), unique=True)
    #: one or two sentences for lists and calendars
    summary: Mapped[str] = mapped_column(sa.Text, default="")
    #: Markdown as typed
    description: Mapped[str] = mapped_column(sa.Text, default="")
    description_html: Mapped[str] = mapped_column(sa.Text, default="")
    #: IANA name; the rule's wall times are in it, across changes of its clock
    timezone: Mapped[str] = mapped_column(sa.String(64))
    language: Mapped[str] = mapped_column(sa.String(20), default="en")
    #: RRULE (RFC 5545, 3.3.10) without its name, UNTIL in wall time; empty for chosen dates only
    rule: Mapped[str] = mapped_column(sa.String(300), default="")
    #: the first date, wall time in `timezone`
    starts_wall: Mapped[datetime] = mapped_column(sa.DateTime)
    #: length of each date
    minutes: Mapped[int] = mapped_column(default=60)
    #: wall times besides the rule's, as ISO 8601 texts in order
    dates: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    #: wall times of the rule that do not take place, as ISO 8601 texts in order
    skipped: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    #: up to this wall time its dates were made as webinars; later ones the rule alone says
    made_until: Mapped[datetime | None] = mapped_column(sa.DateTime)
    state: Mapped[str] = mapped_column(sa.String(12), default=DRAFT, index=True)
    is_unlisted: Mapped[bool] = mapped_column(default=False)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: when it was cancelled with its dates to come, which were cancelled at the same instant
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    category_id: Mapped[int] = mapped_column(sa.ForeignKey("category.id"), index=True)
    room_id: Mapped[int | None] = mapped_column(sa.ForeignKey("room.id"), index=True)
    category: Mapped[Category] = relationship()
    room: Mapped[Room | None] = relationship()

    @property
    def standing_room(self) -> Room | None:
        """Where its webinars take place unless they name another room."""
        return _there(self.room)

    @property
    def is_draft(self) -> bool:
        return self.state == DRAFT


class Tag(Identified, Dated, Base):
    """A word that webinars share; it comes with its first webinar."""

    __tablename__ = "tag"

    name: Mapped[str] = mapped_column(sa.String(60))
    slug: Mapped[str] = mapped_column(sa.String(100), unique=True)


class WebinarTag(Base):
    """A webinar's tags, in the order in which they were typed."""

    __tablename__ = "webinar_tag"

    webinar_id: Mapped[int] = mapped_column(
        sa.ForeignKey("webinar.id", ondelete="CASCADE"), primary_key=True
    )
    tag_id: Mapped[int] = mapped_column(
        sa.ForeignKey("tag.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    position: Mapped[int] = mapped_column(default=0)


class Webinar(Identified, Dated, Versioned, Deletable, Timed, Journaled, Base):
    """The event."""

    __tablename__ = "webinar"

    title: Mapped[str] = mapped_column(sa.String(300))
    slug: Mapped[str] = mapped_column(sa.String(100), unique=True)
    subtitle: Mapped[str] = mapped_column(sa.String(300), default="")
    #: one or two sentences for lists and cards
    summary: Mapped[str] = mapped_column(sa.Text, default="")
    #: Markdown as typed
    description: Mapped[str] = mapped_column(sa.Text, default="")
    #: cleaned once when stored
    description_html: Mapped[str] = mapped_column(sa.Text, default="")
    timezone: Mapped[str] = mapped_column(sa.String(64))
    language: Mapped[str] = mapped_column(sa.String(20), default="en")
    state: Mapped[str] = mapped_column(sa.String(12), default=DRAFT, index=True)
    #: reachable by address, in no list, feed, search or sitemap
    is_unlisted: Mapped[bool] = mapped_column(default=False)
    cancel_reason: Mapped[str] = mapped_column(sa.Text, default="")
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    category_id: Mapped[int] = mapped_column(sa.ForeignKey("category.id"), index=True)
    #: the room sessions take place in unless they name their own
    room_id: Mapped[int | None] = mapped_column(sa.ForeignKey("room.id"), index=True)
    #: the series that it is a date of
    series_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("series.id", ondelete="SET NULL"), index=True
    )
    #: the wall time, in the series' zone, at which the rule puts it: its RECURRENCE-ID
    slot_wall: Mapped[datetime | None] = mapped_column(sa.DateTime)
    #: words with commas, as typed; the rows of `webinar_tag` follow them
    tag_words: Mapped[str] = mapped_column(sa.Text, default="")
    #: {"name", "slug"} of each of these rows, so that lists need not ask for them
    tagged: Mapped[list[dict[str, str]]] = mapped_column(sa.JSON, default=list)
    #: until when papers are wanted, and until when one can register: wall time in `timezone`,
    #: fold, and the instant derived from them; all three or none
    papers_due_wall: Mapped[datetime | None] = mapped_column(sa.DateTime)
    papers_due_fold: Mapped[int] = mapped_column(default=0)
    papers_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    registration_closes_wall: Mapped[datetime | None] = mapped_column(sa.DateTime)
    registration_closes_fold: Mapped[int] = mapped_column(default=0)
    registration_closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: where one registers; empty for the webinar's own page
    registration_address: Mapped[str] = mapped_column(sa.String(1000), default="")
    #: a call for papers was written for it; pages of those without one need not ask
    has_calls: Mapped[bool] = mapped_column(default=False)
    category: Mapped[Category] = relationship()
    room: Mapped[Room | None] = relationship()
    series: Mapped[Series | None] = relationship()
    tags: Mapped[list[Tag]] = relationship(
        secondary="webinar_tag", order_by="WebinarTag.position", viewonly=True
    )
    sessions: Mapped[list["Session"]] = relationship(
        back_populates="webinar", order_by="(Session.starts_at, Session.id)"
    )

    def set_papers_due(self, due: WallTime | None) -> None:
        """Take over the wall time and derive the instant; None for no such deadline.

        Raises clock.WrongTime for a time that does not exist.
        """
        self.papers_due_wall, self.papers_due_fold = (due.local, due.fold) if due else (None, 0)
        self.papers_due_at = due.to_utc() if due else None

    def set_registration_closes(self, closes: WallTime | None) -> None:
        """The same for the end of registration."""
        self.registration_closes_wall = closes.local if closes else None
        self.registration_closes_fold = closes.fold if closes else 0
        self.registration_closes_at = closes.to_utc() if closes else None

    @property
    def slot(self) -> datetime:
        """Where it stands among the dates of its series, also when it was moved: a wall time."""
        return self.slot_wall or self.starts_wall

    @property
    def standing_room(self) -> Room | None:
        """Where sessions take place that name no other room."""
        return _there(self.room)

    @property
    def is_draft(self) -> bool:
        return self.state == DRAFT

    @property
    def is_cancelled(self) -> bool:
        return self.state == CANCELLED


class Session(Identified, Dated, Versioned, Deletable, Timed, Journaled, Base):
    """An item of a webinar's timetable; its slug is unique within the webinar."""

    __tablename__ = "session"
    __table_args__ = (
        sa.UniqueConstraint("webinar_id", "slug"),
        sa.UniqueConstraint("webinar_id", "guid"),
    )

    webinar_id: Mapped[int] = mapped_column(sa.ForeignKey("webinar.id"), index=True)
    #: UUID by which conference apps know it (schedule.xml); kept when it was imported
    guid: Mapped[str] = mapped_column(sa.String(36), default=ids.new_guid)
    title: Mapped[str] = mapped_column(sa.String(300))
    slug: Mapped[str] = mapped_column(sa.String(100))
    kind: Mapped[str] = mapped_column(sa.String(20), default="talk")
    #: the strand of the programme it belongs to; empty for none
    track: Mapped[str] = mapped_column(sa.String(120), default="")
    language: Mapped[str] = mapped_column(sa.String(20), default="en")
    #: Markdown as typed
    abstract: Mapped[str] = mapped_column(sa.Text, default="")
    abstract_html: Mapped[str] = mapped_column(sa.Text, default="")
    room_id: Mapped[int | None] = mapped_column(sa.ForeignKey("room.id"), index=True)
    recording_url: Mapped[str] = mapped_column(sa.String(1000), default="")
    slides_url: Mapped[str] = mapped_column(sa.String(1000), default="")
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancel_reason: Mapped[str] = mapped_column(sa.Text, default="")
    webinar: Mapped[Webinar] = relationship(back_populates="sessions")
    room: Mapped[Room | None] = relationship()

    @property
    def own_room(self) -> Room | None:
        """The room that it names itself."""
        return _there(self.room)

    @property
    def effective_room(self) -> Room | None:
        """Where it takes place: its own room, else the webinar's."""
        return self.own_room or self.webinar.standing_room

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def timezone(self) -> str:
        return self.webinar.timezone


class WebinarRole(Identified, Dated, Journaled, Base):
    """An account's role in one webinar. Given and taken, never changed: it has no version.

    Readers see none of it, but personal calendars hold what somebody organizes: the page revision
    rises.
    """

    __tablename__ = "webinar_role"
    __table_args__ = (sa.UniqueConstraint("webinar_id", "account_id", "role"),)

    webinar_id: Mapped[int] = mapped_column(sa.ForeignKey("webinar.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(
        sa.ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    #: one of accounts.models.ROLES
    role: Mapped[str] = mapped_column(sa.String(12))
    webinar: Mapped[Webinar] = relationship()
    account: Mapped[Account] = relationship()

    @property
    def journal_title(self) -> str:
        return f"{self.account.name or self.account.email}: {self.webinar.title}"
