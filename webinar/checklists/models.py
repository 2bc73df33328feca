"""Checklist of a webinar, its items, what people said about them, and who was reminded when."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinar.core import clock
from webinar.core.db import Base, Dated, Deletable, Identified, UtcDateTime, Versioned
from webinar.core.journal import Journaled
from webinar.speakers.models import Speaker
from webinar.webinars.models import DRAFT, Webinar

PORTRAIT, BIOGRAPHY, TITLE, ABSTRACT, SLIDES = (
    "portrait",
    "biography",
    "title",
    "abstract",
    "slides",
)
CONSENT, SOUND_CHECK, OWN = "consent", "sound_check", "own"
KINDS = (PORTRAIT, BIOGRAPHY, TITLE, ABSTRACT, SLIDES, CONSENT, SOUND_CHECK, OWN)
#: asked of those who give a talk, not of who chairs one
OF_TALKS = frozenset({TITLE, ABSTRACT, SLIDES})
#: a tick is all that there is to them
BY_WORD = frozenset({SOUND_CHECK, OWN})
DONE, REFUSED, WAIVED = "done", "refused", "waived"


class Checklist(Identified, Dated, Versioned, Journaled, Base):
    """That a webinar has one, and how people are reminded of it."""

    __tablename__ = "checklist"
    __is_public__ = False

    webinar_id: Mapped[int] = mapped_column(
        sa.ForeignKey("webinar.id", ondelete="CASCADE"), unique=True
    )
    is_reminding: Mapped[bool] = mapped_column(default=True)
    #: days before an item is due at which the first reminder goes; the second goes on the day
    remind_days: Mapped[int] = mapped_column(default=3)
    #: came along into a copy: nobody is asked while that is a draft, unless organizers say so
    is_waiting: Mapped[bool] = mapped_column(default=False)
    webinar: Mapped[Webinar] = relationship()

    @property
    def asks_nobody_yet(self) -> bool:
        is_new = self.webinar.state == DRAFT and self.webinar.published_at is None
        return self.is_waiting and is_new

    @property
    def journal_title(self) -> str:
        return self.webinar.title


class ChecklistItem(Identified, Dated, Versioned, Deletable, Journaled, Base):
    """One thing that is needed of everybody who speaks; without a webinar, one of the usual."""

    __tablename__ = "checklist_item"
    __is_public__ = False

    webinar_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("webinar.id", ondelete="CASCADE"), index=True
    )
    #: one of `KINDS`
    kind: Mapped[str] = mapped_column(sa.String(20))
    #: what it is called; empty for the kind's own words
    title: Mapped[str] = mapped_column(sa.String(200), default="")
    #: more about it; for a consent the words that are agreed to
    words: Mapped[str] = mapped_column(sa.Text, default="")
    #: due at the end of that day before the webinar begins; 0 is its beginning
    days_before: Mapped[int] = mapped_column(default=7)
    position: Mapped[int] = mapped_column(default=0)
    webinar: Mapped[Webinar | None] = relationship()

    @property
    def journal_title(self) -> str:
        return self.title or self.kind


class ChecklistMark(Identified, Dated, Journaled, Base):
    """What somebody said about an item for one person: done, refused (a consent) or waived."""

    __tablename__ = "checklist_mark"
    __is_public__ = False
    __table_args__ = (sa.UniqueConstraint("item_id", "speaker_id"),)

    item_id: Mapped[int] = mapped_column(sa.ForeignKey("checklist_item.id", ondelete="CASCADE"))
    speaker_id: Mapped[int] = mapped_column(
        sa.ForeignKey("speaker.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[str] = mapped_column(sa.String(10))
    #: the exact words that were agreed to, or refused
    words: Mapped[str] = mapped_column(sa.Text, default="")
    said_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    #: name of who said it
    said_by: Mapped[str] = mapped_column(sa.String(200), default="")
    item: Mapped[ChecklistItem] = relationship()
    speaker: Mapped[Speaker] = relationship()

    @property
    def journal_title(self) -> str:
        return f"{self.speaker.name}: {self.item.journal_title}"


class ChecklistReminder(Base):
    """That somebody got a mail about all that is open, on one day: never a second that day."""

    __tablename__ = "checklist_reminder"
    __is_public__ = False
    __table_args__ = (sa.UniqueConstraint("speaker_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    speaker_id: Mapped[int] = mapped_column(sa.ForeignKey("speaker.id", ondelete="CASCADE"))
    #: in the person's own zone
    day: Mapped[date] = mapped_column(sa.Date)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
