"""Questionnaire, Question, AnswerSheet, Answer."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinar.core import clock
from webinar.core.db import Base, Dated, Deletable, Identified, UtcDateTime, Versioned
from webinar.core.files import StoredFile
from webinar.core.journal import Journaled

LINE, TEXT, NUMBER, CHOICE, CHOICES, DAY, LINK, FILE, CONSENT = (
    "line",
    "text",
    "number",
    "choice",
    "choices",
    "day",
    "link",
    "file",
    "consent",
)
KINDS = (LINE, TEXT, NUMBER, CHOICE, CHOICES, DAY, LINK, FILE, CONSENT)
#: who sees the answers, each also those before it
ORGANIZERS, REVIEWERS, READERS = "organizers", "reviewers", "readers"
AUDIENCES = (ORGANIZERS, REVIEWERS, READERS)


class Questionnaire(Base):
    """Questions in order; whoever asks them names it."""

    __tablename__ = "questionnaire"
    __is_public__ = False

    id: Mapped[int] = mapped_column(primary_key=True)
    questions: Mapped[list["Question"]] = relationship(
        back_populates="questionnaire", order_by="(Question.position, Question.id)"
    )


class Question(Identified, Dated, Versioned, Deletable, Journaled, Base):
    """One question."""

    __tablename__ = "question"

    questionnaire_id: Mapped[int] = mapped_column(sa.ForeignKey("questionnaire.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str] = mapped_column(sa.String(12), default=LINE)
    label: Mapped[str] = mapped_column(sa.String(300))
    #: a sentence under the label
    help: Mapped[str] = mapped_column(sa.Text, default="")
    is_required: Mapped[bool] = mapped_column(default=False)
    #: required only from this instant on; None for always, where it is required at all
    required_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: from this instant on answers stay as they are
    frozen_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: of "choice" and "choices": [{"key", "label"}]; keys never change, answers hold them
    choices: Mapped[list[dict[str, str]]] = mapped_column(sa.JSON, default=list)
    #: smallest and largest: characters of a text, the number itself, choices ticked; None for any
    least: Mapped[int | None] = mapped_column()
    most: Mapped[int | None] = mapped_column()
    #: who sees the answers
    audience: Mapped[str] = mapped_column(sa.String(12), default=ORGANIZERS)
    #: public identifiers of tracks and types it is asked for; empty for all
    only_for: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    questionnaire: Mapped[Questionnaire] = relationship(back_populates="questions")


class AnswerSheet(Base):
    """One person's answers to one questionnaire."""

    __tablename__ = "answer_sheet"
    __is_public__ = False

    id: Mapped[int] = mapped_column(primary_key=True)
    answers: Mapped[list["Answer"]] = relationship(
        back_populates="sheet", cascade="all, delete-orphan"
    )


class Answer(Journaled, Base):
    """An answer: a plain value by the question's kind, or a file."""

    __tablename__ = "answer"
    __table_args__ = (sa.UniqueConstraint("sheet_id", "question_id"),)
    __unspoken__ = frozenset({"value"})

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(
        sa.ForeignKey("answer_sheet.id", ondelete="CASCADE"), index=True
    )
    question_id: Mapped[int] = mapped_column(sa.ForeignKey("question.id"), index=True)
    #: text, number, list of keys, ISO 8601 day, True for a consent
    value: Mapped[Any] = mapped_column(sa.JSON(none_as_null=True), nullable=True)
    file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"))
    #: of a consent: when it was given
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    sheet: Mapped[AnswerSheet] = relationship(back_populates="answers")
    question: Mapped[Question] = relationship()
    file: Mapped[StoredFile | None] = relationship()
