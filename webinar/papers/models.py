"""Paper, its authors in order, its versions, and the files of each version.

Its way: draft, submitted, then changes, waitlisted, accepted, confirmed, published; or declined,
withdrawn, cancelled.
"""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinar.calls.models import AccessCode, Call, CallTrack, CallType
from webinar.core.db import Base, Dated, Deletable, Identified, UtcDateTime, Versioned
from webinar.core.files import StoredFile
from webinar.core.journal import Journaled
from webinar.questions.models import AnswerSheet
from webinar.speakers.models import Speaker
from webinar.webinars.models import Session

DRAFT, SUBMITTED, CHANGES, WAITLISTED, ACCEPTED, CONFIRMED = (
    "draft",
    "submitted",
    "changes",
    "waitlisted",
    "accepted",
    "confirmed",
)
PUBLISHED, DECLINED, WITHDRAWN, CANCELLED = "published", "declined", "withdrawn", "cancelled"
STATES = (
    DRAFT,
    SUBMITTED,
    CHANGES,
    WAITLISTED,
    ACCEPTED,
    CONFIRMED,
    PUBLISHED,
    DECLINED,
    WITHDRAWN,
    CANCELLED,
)
#: what can be decided about a paper, and announced later
DECISIONS = (ACCEPTED, WAITLISTED, CHANGES, DECLINED)
KINDS = ("paper", "slides", "handout", "poster", "supplement")


class Paper(Identified, Dated, Versioned, Deletable, Journaled, Base):
    """What a speaker gives."""

    __tablename__ = "paper"

    title: Mapped[str] = mapped_column(sa.String(300))
    slug: Mapped[str] = mapped_column(sa.String(100), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(20), default="paper")
    abstract: Mapped[str] = mapped_column(sa.Text, default="")
    language: Mapped[str] = mapped_column(sa.String(20), default="en")
    state: Mapped[str] = mapped_column(sa.String(12), default=DRAFT, index=True)
    #: decided but not announced: nobody but organizers knows; None once it became the state
    decision: Mapped[str | None] = mapped_column(sa.String(12), index=True)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: words to the authors that go with the announcement, and those that went with the last one
    decision_note: Mapped[str] = mapped_column(sa.Text, default="")
    announced_note: Mapped[str] = mapped_column(sa.Text, default="")
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: the state it had before it was published, declined, withdrawn or cancelled: the way back
    former_state: Mapped[str] = mapped_column(sa.String(12), default="")
    #: why it was withdrawn or cancelled, in the words of whoever did it; never public
    parting_words: Mapped[str] = mapped_column(sa.Text, default="")
    #: the call it answers, and what it chose there
    call_id: Mapped[int | None] = mapped_column(sa.ForeignKey("call.id"), index=True)
    track_id: Mapped[int | None] = mapped_column(sa.ForeignKey("call_track.id"), index=True)
    type_id: Mapped[int | None] = mapped_column(sa.ForeignKey("call_type.id"), index=True)
    sheet_id: Mapped[int | None] = mapped_column(sa.ForeignKey("answer_sheet.id"), index=True)
    #: the closing that its author was reminded of while it was a draft
    reminded_closing: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: the code that was given with it
    code_id: Mapped[int | None] = mapped_column(sa.ForeignKey("access_code.id"), index=True)
    #: the code that it used up when it was handed in, once
    spent_code_id: Mapped[int | None] = mapped_column(sa.ForeignKey("access_code.id"))
    #: a key of `papers.licences`, "own" with its words beside it, or empty
    licence: Mapped[str] = mapped_column(sa.String(40), default="")
    licence_words: Mapped[str] = mapped_column(sa.String(300), default="")
    #: "10.1234/abc", without an address; unique where there is one
    doi: Mapped[str | None] = mapped_column(sa.String(200), unique=True)
    #: readers get text and files only from this instant on; title and abstract before
    embargo_until: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    #: readers see how often its files were taken; authors and organizers always do
    shows_downloads: Mapped[bool] = mapped_column(default=False)
    #: the session it is presented in, once that is known
    session_id: Mapped[int | None] = mapped_column(sa.ForeignKey("session.id"), index=True)
    #: profile of the person who handed it in
    submitter_id: Mapped[int | None] = mapped_column(sa.ForeignKey("speaker.id"), index=True)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    #: Markdown of the version being written; a version copies it when handed in
    body: Mapped[str] = mapped_column(sa.Text, default="")
    #: title, abstract, kind, language and authors being written, while readers see others
    waiting: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON(none_as_null=True))
    #: number of the version readers see; 0 before the first
    current_number: Mapped[int] = mapped_column(default=0)
    #: a word to the organizers; never public
    note: Mapped[str] = mapped_column(sa.Text, default="")
    session: Mapped[Session | None] = relationship()
    call: Mapped[Call | None] = relationship()
    track: Mapped[CallTrack | None] = relationship()
    type: Mapped[CallType | None] = relationship()
    sheet: Mapped[AnswerSheet | None] = relationship()
    code: Mapped[AccessCode | None] = relationship(foreign_keys=[code_id])
    submitter: Mapped[Speaker | None] = relationship()
    authors: Mapped[list["PaperAuthor"]] = relationship(
        back_populates="paper", order_by="PaperAuthor.position", cascade="all, delete-orphan"
    )
    versions: Mapped[list["PaperVersion"]] = relationship(
        back_populates="paper", order_by="PaperVersion.number"
    )

    def drop_decision(self) -> None:
        """Nothing waits to be announced any more; its words go along: the next has its own."""
        self.decision, self.decision_note = None, ""


class PaperAuthor(Journaled, Base):
    """An author: a name as it stands on the paper, and a profile where there is one."""

    __tablename__ = "paper_author"

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(sa.ForeignKey("paper.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(sa.String(200))
    affiliation: Mapped[str] = mapped_column(sa.String(300), default="")
    #: "0000-0002-1825-0097", or empty
    orcid: Mapped[str] = mapped_column(sa.String(19), default="")
    is_presenting: Mapped[bool] = mapped_column(default=False)
    speaker_id: Mapped[int | None] = mapped_column(sa.ForeignKey("speaker.id"), index=True)
    paper: Mapped[Paper] = relationship(back_populates="authors")
    speaker: Mapped[Speaker | None] = relationship()


class PaperVersion(Identified, Journaled, Base):
    """What was handed in at one moment; what it says is never changed afterwards."""

    __tablename__ = "paper_version"
    __table_args__ = (sa.UniqueConstraint("paper_id", "number"),)

    paper_id: Mapped[int] = mapped_column(sa.ForeignKey("paper.id"), index=True)
    number: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    #: when readers first saw it; None for one that only organizers and reviewers read
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: name of who handed it in; never public
    made_by: Mapped[str] = mapped_column(sa.String(200), default="")
    #: what changed, in the author's words
    changes_note: Mapped[str] = mapped_column(sa.String(500), default="")
    #: title, abstract, kind, language and authors of this version
    front: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    #: Markdown, cleaned HTML, headings for the contents, words
    body: Mapped[str] = mapped_column(sa.Text, default="")
    body_html: Mapped[str] = mapped_column(sa.Text, default="")
    headings: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    words: Mapped[int] = mapped_column(default=0)
    paper: Mapped[Paper] = relationship(back_populates="versions")
    files: Mapped[list["PaperFile"]] = relationship(
        back_populates="version", order_by="PaperFile.id"
    )

    @property
    def journal_title(self) -> str:
        return f"version {self.number}"


class PaperFile(Identified, Dated, Journaled, Base):
    """A file of a paper: uploaded first, joined to a version when that is handed in."""

    __tablename__ = "paper_file"

    paper_id: Mapped[int] = mapped_column(sa.ForeignKey("paper.id"), index=True)
    #: None while it belongs to the draft
    version_id: Mapped[int | None] = mapped_column(sa.ForeignKey("paper_version.id"), index=True)
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("stored_file.id"))
    kind: Mapped[str] = mapped_column(sa.String(20), default="paper")
    #: name in the address `/papers/<slug>/files/<name>`; unique within the paper
    name: Mapped[str] = mapped_column(sa.String(255))
    pages: Mapped[int | None] = mapped_column()
    #: text for search
    text: Mapped[str] = mapped_column(sa.Text, default="")
    #: picture of page one
    cover_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"))
    #: what a PDF says of itself: "title" and "authors"
    said: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    #: an untranslated sentence when page picture and text could not be made
    trouble: Mapped[str] = mapped_column(sa.String(300), default="")
    __unspoken__ = frozenset({"text", "said"})
    version: Mapped[PaperVersion | None] = relationship(back_populates="files")
    file: Mapped[StoredFile] = relationship(foreign_keys=[file_id], lazy="joined")
    cover: Mapped[StoredFile | None] = relationship(foreign_keys=[cover_id], lazy="joined")


class PaperErratum(Identified, Dated, Deletable, Journaled, Base):
    """A correction of what was published; it stands above the text."""

    __tablename__ = "paper_erratum"

    paper_id: Mapped[int] = mapped_column(sa.ForeignKey("paper.id"), index=True)
    #: what is wrong and what is right, in plain words
    text: Mapped[str] = mapped_column(sa.Text)
    #: the day it is dated, on the site's clock
    noted_on: Mapped[date] = mapped_column(sa.Date)
    #: numbers of the versions that it concerns, in order; empty for all of them
    concerns: Mapped[list[int]] = mapped_column(sa.JSON, default=list)

    @property
    def journal_title(self) -> str:
        return self.text[:80]


class FileDownloads(Base):
    """How often a file was taken on one day (UTC)."""

    __tablename__ = "file_downloads"
    __is_public__ = False

    stored_id: Mapped[int] = mapped_column(
        sa.ForeignKey("stored_file.id", ondelete="CASCADE"), primary_key=True
    )
    paper_id: Mapped[int] = mapped_column(
        sa.ForeignKey("paper.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    day: Mapped[date] = mapped_column(sa.Date, primary_key=True)
    count: Mapped[int] = mapped_column(default=0)


class PaperFigure(Identified, Base):
    """A picture out of a document of the paper, made anew; its text names it."""

    __tablename__ = "paper_figure"
    __table_args__ = (sa.UniqueConstraint("paper_id", "name"),)

    paper_id: Mapped[int] = mapped_column(sa.ForeignKey("paper.id"), index=True)
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("stored_file.id"))
    #: as the text has it after "figures/" (papers/figures.py)
    name: Mapped[str] = mapped_column(sa.String(60))
    file: Mapped[StoredFile] = relationship(lazy="joined")


#: states of an invitation
SENT, AGREED, DENIED = "sent", "agreed", "denied"


class AuthorInvitation(Identified, Dated, Journaled, Base):
    """A co-author who was asked by mail whether the name stands there rightly."""

    __tablename__ = "author_invitation"
    __is_public__ = False
    __table_args__ = (sa.UniqueConstraint("paper_id", "email"),)
    __unspoken__ = frozenset({"email"})

    paper_id: Mapped[int] = mapped_column(sa.ForeignKey("paper.id"), index=True)
    #: private: never on a page that others than its author and the organizers see
    email: Mapped[str] = mapped_column(sa.String(254))
    #: as it stands among the authors; follows a correction
    name: Mapped[str] = mapped_column(sa.String(200))
    state: Mapped[str] = mapped_column(sa.String(12), default=SENT)
    #: mails sent, the last of them when
    times_sent: Mapped[int] = mapped_column(default=1)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: name, affiliation and ORCID iD as the person wants them, until somebody takes them over
    correction: Mapped[dict[str, str] | None] = mapped_column(sa.JSON(none_as_null=True))
    paper: Mapped[Paper] = relationship()

    @property
    def journal_title(self) -> str:
        return self.name
