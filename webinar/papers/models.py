"""Paper, its authors in order, its versions, and the files of each version."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinar.core.db import Base, Dated, Deletable, Identified, UtcDateTime, Versioned
from webinar.core.files import StoredFile
from webinar.core.journal import Journaled
from webinar.speakers.models import Speaker
from webinar.webinars.models import Session

DRAFT, SUBMITTED, PUBLISHED, DECLINED, WITHDRAWN = (
    "draft",
    "submitted",
    "published",
    "declined",
    "withdrawn",
)
STATES = (DRAFT, SUBMITTED, PUBLISHED, DECLINED, WITHDRAWN)
KINDS = ("paper", "slides", "handout", "poster")


class Paper(Identified, Dated, Versioned, Deletable, Journaled, Base):
    """What a speaker gives."""

    __tablename__ = "paper"

    title: Mapped[str] = mapped_column(sa.String(300))
    slug: Mapped[str] = mapped_column(sa.String(100), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(20), default="paper")
    abstract: Mapped[str] = mapped_column(sa.Text, default="")
    language: Mapped[str] = mapped_column(sa.String(20), default="en")
    state: Mapped[str] = mapped_column(sa.String(12), default=DRAFT, index=True)
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
    submitter: Mapped[Speaker | None] = relationship()
    authors: Mapped[list["PaperAuthor"]] = relationship(
        back_populates="paper", order_by="PaperAuthor.position", cascade="all, delete-orphan"
    )
    versions: Mapped[list["PaperVersion"]] = relationship(
        back_populates="paper", order_by="PaperVersion.number"
    )


class PaperAuthor(Journaled, Base):
    """An author: a name as it stands on the paper, and a profile where there is one."""

    __tablename__ = "paper_author"

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(sa.ForeignKey("paper.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(sa.String(200))
    affiliation: Mapped[str] = mapped_column(sa.String(300), default="")
    speaker_id: Mapped[int | None] = mapped_column(sa.ForeignKey("speaker.id"), index=True)
    paper: Mapped[Paper] = relationship(back_populates="authors")
    speaker: Mapped[Speaker | None] = relationship()


class PaperVersion(Identified, Journaled, Base):
    """What was handed in at one moment; never changed afterwards."""

    __tablename__ = "paper_version"
    __table_args__ = (sa.UniqueConstraint("paper_id", "number"),)

    paper_id: Mapped[int] = mapped_column(sa.ForeignKey("paper.id"), index=True)
    number: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
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
    #: a sentence when page picture and text could not be made
    trouble: Mapped[str] = mapped_column(sa.String(300), default="")
    __unspoken__ = frozenset({"text"})
    version: Mapped[PaperVersion | None] = relationship(back_populates="files")
    file: Mapped[StoredFile] = relationship(foreign_keys=[file_id], lazy="joined")
    cover: Mapped[StoredFile | None] = relationship(foreign_keys=[cover_id], lazy="joined")
