"""Files that wait to be imported, and what was imported from where."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinar.core import clock
from webinar.core.db import Base, Identified, UtcDateTime
from webinar.core.files import StoredFile

#: read and shown; asked to be imported; imported; refused when it was its turn
OPEN, ASKED, DONE, FAILED = "open", "asked", "done", "failed"


class Import(Identified, Base):
    """One file on its way in: uploaded or fetched, looked at, imported."""

    __tablename__ = "import_file"
    __is_public__ = False

    #: the file's name, or the address it was fetched from
    name: Mapped[str] = mapped_column(sa.String(1000))
    #: ics, xml, json or csv
    form: Mapped[str] = mapped_column(sa.String(10))
    state: Mapped[str] = mapped_column(sa.String(10), default=OPEN)
    #: None once it was imported or swept away
    file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"), index=True)
    #: how it was asked to be imported (imports/options.Options)
    options: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    #: what came of it (imports/report.Report), or the sentence that refused it
    report: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    #: public identifier of the journal entry of what came of it
    entry_id: Mapped[str | None] = mapped_column(sa.String(26), index=True)
    #: [row number, object_id, fields] of each ImportedItem that it changed, as they were before;
    #: object_id is None for a new one
    before: Mapped[list[list[Any]]] = mapped_column(sa.JSON, default=list)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: who brought it
    who: Mapped[str] = mapped_column(sa.String(300), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    file: Mapped[StoredFile | None] = relationship()


class ImportedItem(Base):
    """A row of ours that an import made or found, and what both sides said at that time."""

    __tablename__ = "imported_item"
    __table_args__ = (sa.UniqueConstraint("kind", "scope", "uid"),)
    __is_public__ = False

    id: Mapped[int] = mapped_column(primary_key=True)
    #: ics, schedule or csv
    kind: Mapped[str] = mapped_column(sa.String(10))
    #: public identifier of the webinar whose session it is; empty for a webinar of its own
    scope: Mapped[str] = mapped_column(sa.String(26), default="", index=True)
    #: the foreign identifier; of a person or a whole programme with a word before it
    uid: Mapped[str] = mapped_column(sa.String(300), index=True)
    #: the calendar or conference it came from
    source: Mapped[str] = mapped_column(sa.String(300), default="", index=True)
    #: session, webinar or speaker, without a foreign key: that it was here outlives the row
    object_kind: Mapped[str] = mapped_column(sa.String(20))
    object_id: Mapped[str] = mapped_column(sa.String(26), index=True)
    #: field -> digests of [what the file said, what is stored here]
    fields: Mapped[dict[str, list[str]]] = mapped_column(sa.JSON, default=dict)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
