"""Speaker, and the role that joins a speaker to a session, in order."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinar.core import ids
from webinar.core.db import Base, Dated, Deletable, Identified, Versioned
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
    __unspoken__ = frozenset({"email"})

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
