"""Comment, and a contact message with its answers."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinar.core.db import Base, Dated, Deletable, Identified, UtcDateTime
from webinar.core.journal import Journaled

WAITING, SHOWN, REFUSED = "waiting", "shown", "refused"
SUBJECTS = ("paper", "session", "webinar", "post")
NEW, ANSWERED, CLOSED = "new", "answered", "closed"


class Comment(Identified, Dated, Deletable, Journaled, Base):
    """A reader's words under something we published."""

    __tablename__ = "comment"
    __table_args__ = (sa.Index("ix_comment_subject", "subject_kind", "subject_id", "state"),)

    #: one of SUBJECTS, and the public identifier of the thing
    subject_kind: Mapped[str] = mapped_column(sa.String(12))
    subject_id: Mapped[str] = mapped_column(sa.String(26))
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("comment.id"), index=True)
    author_name: Mapped[str] = mapped_column(sa.String(120))
    #: private; never shown
    author_email: Mapped[str] = mapped_column(sa.String(254), default="", index=True)
    body: Mapped[str] = mapped_column(sa.Text)
    body_html: Mapped[str] = mapped_column(sa.Text)
    state: Mapped[str] = mapped_column(sa.String(10), default=WAITING, index=True)
    #: language of the words, for fonts
    language: Mapped[str] = mapped_column(sa.String(20), default="")
    shown_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: when its author followed the personal link in the receipt; None while nobody has
    email_confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    __unspoken__ = frozenset({"author_email"})

    @property
    def journal_title(self) -> str:
        return f"{self.author_name}: {self.body[:60]}"


class ContactMessage(Identified, Dated, Deletable, Journaled, Base):
    """A visitor's message: the beginning of a conversation with a state."""

    __tablename__ = "contact_message"
    __is_public__ = False

    name: Mapped[str] = mapped_column(sa.String(120))
    email: Mapped[str] = mapped_column(sa.String(254), index=True)
    subject: Mapped[str] = mapped_column(sa.String(200), default="")
    body: Mapped[str] = mapped_column(sa.Text)
    state: Mapped[str] = mapped_column(sa.String(10), default=NEW, index=True)
    #: the answer was promised by then
    promised_by: Mapped[datetime] = mapped_column(UtcDateTime)
    #: the newest answer; none while it waits for one
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    __unspoken__ = frozenset({"body", "email"})
    answers: Mapped[list["ContactAnswer"]] = relationship(
        back_populates="message", order_by="ContactAnswer.id"
    )


class ContactAnswer(Identified, Journaled, Base):
    """What an organizer wrote back; the mail goes through the outbox."""

    __tablename__ = "contact_answer"
    __is_public__ = False

    message_id: Mapped[int] = mapped_column(sa.ForeignKey("contact_message.id"), index=True)
    author_label: Mapped[str] = mapped_column(sa.String(200))
    body: Mapped[str] = mapped_column(sa.Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    __unspoken__ = frozenset({"body"})
    message: Mapped[ContactMessage] = relationship(back_populates="answers")
