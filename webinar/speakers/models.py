"""Speaker, and the role that joins a speaker to a session, in order."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinar.core import clock, ids
from webinar.core.db import LIVES_ON, Base, Dated, Deletable, Identified, UtcDateTime, Versioned
from webinar.core.files import STORAGE_NAMES
from webinar.core.journal import Journaled
from webinar.webinars.models import Session

ROLES = ("speaker", "chair", "panelist", "moderator")
#: widths in pixels that a portrait is kept in
PORTRAIT_SIZES = (96, 192, 480, 960)


class Speaker(Identified, Dated, Versioned, Deletable, Journaled, Base):
    """A person's public profile, with or without an account."""

    __tablename__ = "speaker"

    #: UUID by which conference apps know the person (schedule.xml); kept when it was imported
    guid: Mapped[str] = mapped_column(sa.String(36), default=ids.new_guid, index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    slug: Mapped[str] = mapped_column(sa.String(100), unique=True)
    #: how lists sort the name; derived once, the same on both databases
    sort_name: Mapped[str] = mapped_column(sa.String(200), default="", index=True)
    #: "Professor of …"
    position_title: Mapped[str] = mapped_column(sa.String(200), default="")
    affiliation: Mapped[str] = mapped_column(sa.String(300), default="")
    biography: Mapped[str] = mapped_column(sa.Text, default="")
    biography_html: Mapped[str] = mapped_column(sa.Text, default="")
    #: language of the name and biography, for fonts and screen readers
    language: Mapped[str] = mapped_column(sa.String(20), default="en")
    #: [{"label", "url"}]
    links: Mapped[list[dict[str, str]]] = mapped_column(sa.JSON, default=list)
    #: private: where the personal link goes; never on a page or in a feed
    email: Mapped[str] = mapped_column(sa.String(254), default="", index=True)
    #: width as text -> storage name of the WebP file; empty without a portrait
    portrait: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict, info=STORAGE_NAMES)
    #: "0000-0002-1825-0097", or empty
    orcid: Mapped[str] = mapped_column(sa.String(19), default="", index=True)
    #: IANA zone in which the person reads times on the own page; empty before it was chosen
    timezone: Mapped[str] = mapped_column(sa.String(64), default="")
    #: when the person behind the mail address said: this is me
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: the person made it by a form, with their own mail address: nobody asks whether it is them
    is_self_made: Mapped[bool] = mapped_column(default=False)
    #: whether mails go to the person about what organizers still need
    is_reminded: Mapped[bool] = mapped_column(default=True)
    #: the profile that this one became a part of; such a profile is deleted, too
    merged_into_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("speaker.id"), index=True, info=LIVES_ON
    )
    __unspoken__ = frozenset({"email"})

    @property
    def is_unclaimed(self) -> bool:
        """Organizers made it, and nobody has said yet: this is me."""
        return self.claimed_at is None and not self.is_self_made

    @property
    def has_portrait(self) -> bool:
        return bool(self.portrait)


class SessionRole(Dated, Journaled, Base):
    """A speaker's part in a session."""

    __tablename__ = "session_role"
    __table_args__ = (sa.UniqueConstraint("session_id", "speaker_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(sa.ForeignKey("session.id"), index=True)
    speaker_id: Mapped[int] = mapped_column(sa.ForeignKey("speaker.id"), index=True)
    role: Mapped[str] = mapped_column(sa.String(20), default="speaker")
    #: order within the session, from 0
    position: Mapped[int] = mapped_column(default=0)
    session: Mapped[Session] = relationship()
    speaker: Mapped[Speaker] = relationship()


class SpeakerMerge(Identified, Base):
    """Two profiles that were found to be one person's, with all that is needed to split them."""

    __tablename__ = "speaker_merge"
    __is_public__ = False

    #: the profile that stays, and the one that became a part of it
    kept_id: Mapped[int] = mapped_column(
        sa.ForeignKey("speaker.id", ondelete="CASCADE"), index=True
    )
    merged_id: Mapped[int] = mapped_column(
        sa.ForeignKey("speaker.id", ondelete="CASCADE"), index=True
    )
    merged_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    #: every row that was changed, with its values before and after; see `moving.py`
    steps: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    split_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DistinctSpeakers(Identified, Dated, Journaled, Base):
    """Two profiles of which somebody said that they are not one person; the lower number first."""

    __tablename__ = "distinct_speakers"
    __is_public__ = False
    __table_args__ = (sa.UniqueConstraint("one_id", "other_id"),)

    one_id: Mapped[int] = mapped_column(sa.ForeignKey("speaker.id", ondelete="CASCADE"))
    other_id: Mapped[int] = mapped_column(
        sa.ForeignKey("speaker.id", ondelete="CASCADE"), index=True
    )
    one: Mapped[Speaker] = relationship(foreign_keys=[one_id])
    other: Mapped[Speaker] = relationship(foreign_keys=[other_id])

    @property
    def journal_title(self) -> str:
        return f"{self.one.name} / {self.other.name}"
