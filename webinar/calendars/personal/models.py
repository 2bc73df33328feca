"""Followers, what they starred, their feeds, and who fetched those.

The first three decide about the bytes of feeds, so a change to them raises the page revision like
any other public table, though nobody else sees a word of them. The last two are only noted.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from webinar.core import clock
from webinar.core.db import Base, Identified, UtcDateTime


class Follower(Identified, Base):
    """A person who keeps a calendar here."""

    __tablename__ = "follower"
    __table_args__ = (
        sa.CheckConstraint("(account_id IS NULL) <> (email IS NULL)", name="one_identity"),
    )

    #: who signs in; the mail address is the account's then
    account_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("account.id", ondelete="CASCADE"), unique=True
    )
    #: lower case; a mailed link confirmed it
    email: Mapped[str | None] = mapped_column(sa.String(254), unique=True)
    #: BCP 47, for mails
    language: Mapped[str] = mapped_column(sa.String(20), default="en")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class Star(Base):
    """A session or webinar that a follower keeps, or kept: who asks for changes hears of both."""

    __tablename__ = "star"
    __table_args__ = (
        sa.UniqueConstraint("follower_id", "session_id"),
        sa.UniqueConstraint("follower_id", "webinar_id"),
        sa.CheckConstraint("(session_id IS NULL) <> (webinar_id IS NULL)", name="one_subject"),
        sa.Index("ix_star_revision", "follower_id", "revision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    follower_id: Mapped[int] = mapped_column(sa.ForeignKey("follower.id", ondelete="CASCADE"))
    session_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("session.id", ondelete="CASCADE"), index=True
    )
    webinar_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("webinar.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    #: when the person said to be registered for it; None for who did not
    registered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: when it was taken away; the row stays to tell of it
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: `CalendarState.revision` when any of this changed last
    revision: Mapped[int] = mapped_column(default=0)


class PersonalFeed(Identified, Base):
    """One secret address of a follower's calendar."""

    __tablename__ = "personal_feed"

    follower_id: Mapped[int] = mapped_column(
        sa.ForeignKey("follower.id", ondelete="CASCADE"), index=True
    )
    #: SHA-256 of the token in its address, which is shown once and stored nowhere
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    #: what the person calls it, also in the calendar program
    name: Mapped[str] = mapped_column(sa.String(80))
    #: keys of `sources`
    contains: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    #: minutes before each start at which the program reminds; None for never
    alarm: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    #: its address answers 410 from then on
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: `CalendarState.revision` when its settings changed last
    revision: Mapped[int] = mapped_column(default=0)


class PersonalFeedState(Base):
    """The bytes that a feed answered with last, so that their date is right and never goes back."""

    __tablename__ = "personal_feed_state"
    __is_public__ = False

    feed_id: Mapped[int] = mapped_column(
        sa.ForeignKey("personal_feed.id", ondelete="CASCADE"), primary_key=True
    )
    #: of the plain bytes, without quotes
    etag: Mapped[str] = mapped_column(sa.String(26))
    #: whole seconds
    last_modified: Mapped[datetime] = mapped_column(UtcDateTime)


class PersonalFeedUse(Base):
    """When a program fetched a feed last, to the hour."""

    __tablename__ = "personal_feed_use"
    __is_public__ = False

    feed_id: Mapped[int] = mapped_column(
        sa.ForeignKey("personal_feed.id", ondelete="CASCADE"), primary_key=True
    )
    #: a name of `clients`, never what the program wrote itself
    client: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    used_at: Mapped[datetime] = mapped_column(UtcDateTime)
