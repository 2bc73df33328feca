"""Stored files: bytes under generated names, outside any web root.

`Storage` is the seam; `LocalStorage` keeps a folder. A `StoredFile` row is the
only thing that knows what the bytes are.
"""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Mapped, mapped_column

from webinar.core import clock, ids, jobs
from webinar.core.db import Base, Identified, UtcDateTime, db, transaction


class StoredFile(Identified, Base):
    """What is known of one stored file."""

    __tablename__ = "stored_file"

    #: where the bytes lie in the storage
    storage_name: Mapped[str] = mapped_column(sa.String(80), unique=True)
    #: the name it is offered under; already made safe
    filename: Mapped[str] = mapped_column(sa.String(255))
    media_type: Mapped[str] = mapped_column(sa.String(100))
    size: Mapped[int] = mapped_column(sa.BigInteger)
    sha256: Mapped[str] = mapped_column(sa.String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    #: what the virus scanner said (core/scanner): "" nothing is known against it, "waiting" it was
    #: not looked at yet, "infected"; nobody gets the bytes while something stands here
    scan: Mapped[str] = mapped_column(sa.String(10), default="", index=True)
    #: False once somebody let it go: swept away when no row refers to it any more
    is_kept: Mapped[bool] = mapped_column(default=True)


#: `info` of a JSON column whose values are storage names
STORAGE_NAMES = {"names": "storage_name"}


class Storage(Protocol):
    """Five ways to treat bytes, the same for a folder and for S3-compatible storage."""

    def put(self, name: str, source: Path) -> None:
        """Take over the finished file at `source` (moved, atomically)."""

    def open(self, name: str) -> BinaryIO:
        """Raises FileNotFoundError."""

    def path(self, name: str) -> Path | None:
        """A local path to serve from, where there is one."""

    def delete(self, name: str) -> None:
        """Deleting what is not there is fine."""

    def names(self) -> Iterator[str]:
        """Every stored name."""


class LocalStorage:
    """A folder with 256 subfolders."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _place(self, name: str) -> Path:
        if not name.isalnum():
            raise ValueError("not a storage name")
        return self.folder / name[:2] / name

    def put(self, name: str, source: Path) -> None:
        place = self._place(name)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.move(source, place)

    def open(self, name: str) -> BinaryIO:
        return self._place(name).open("rb")

    def path(self, name: str) -> Path | None:
        return self._place(name)

    def delete(self, name: str) -> None:
        self._place(name).unlink(missing_ok=True)

    def names(self) -> Iterator[str]:
        for place in self.folder.glob("??/*"):
            yield place.name


def storage() -> Storage:
    found: Storage = current_app.extensions["storage"]
    return found


def incoming_folder() -> Path:
    """Where uploads are written while they arrive; same disk as the storage."""
    folder = Path(current_app.config["DATA"]) / "incoming"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def keep(
    source: Path,
    *,
    filename: str,
    media_type: str,
    sha256: str,
    is_kept: bool = True,
    scan: str = "",
) -> StoredFile:
    """Move a checked file into the storage and add its row to the open transaction.

    The bytes are there before the row is: a crash between leaves bytes that nobody
    names, which the sweep removes, never a row without bytes.
    """
    name = ids.new_id()
    size = source.stat().st_size
    storage().put(name, source)
    row = StoredFile(
        storage_name=name,
        filename=filename,
        media_type=media_type,
        size=size,
        sha256=sha256,
        is_kept=is_kept,
        scan=scan,
    )
    db.session.add(row)
    db.session.flush()
    return row


def keep_bytes(data: bytes, *, filename: str, media_type: str, sha256: str) -> StoredFile:
    """Like `keep`, for bytes made here (pictures)."""
    place = incoming_folder() / ids.new_id()
    place.write_bytes(data)
    return keep(place, filename=filename, media_type=media_type, sha256=sha256)


def let_go(which: sa.ColumnElement[bool]) -> None:
    """Somebody stopped naming these files, in the open transaction.

    The sweep removes them once nothing else names them.
    """
    db.session.execute(sa.update(StoredFile).where(which).values(is_kept=False))


def files_named_by(table: sa.FromClause) -> list[sa.ColumnElement[Any]]:
    """The columns of a table that refer to stored files."""
    return [
        column
        for column in table.columns
        if any(key.column.table is StoredFile.__table__ for key in column.foreign_keys)
    ]


def _is_unnamed() -> sa.ColumnElement[bool]:
    columns = [one for table in Base.metadata.sorted_tables for one in files_named_by(table)]
    return sa.and_(
        *(~sa.exists().where(column == StoredFile.id) for column in columns),
        StoredFile.is_kept.is_(False),
    )


@jobs.handles("sweep_files", every=timedelta(days=1))
def sweep_files() -> None:
    """Remove what nobody names any more: rows let go, bytes without a row, broken uploads.

    Everything younger than a day stays: it may belong to a form that is still open.
    """
    before = clock.now() - timedelta(days=1)
    with transaction() as session:
        session.execute(sa.delete(StoredFile).where(_is_unnamed(), StoredFile.created_at < before))
    named = set(db.session.scalars(sa.select(StoredFile.storage_name)))
    db.session.rollback()
    for name in list(storage().names()):
        place = storage().path(name)
        if name not in named and place is not None and _is_older(place, before):
            storage().delete(name)
    for unfinished in incoming_folder().iterdir():
        if _is_older(unfinished, before):
            unfinished.unlink(missing_ok=True)


def _is_older(place: Path, moment: datetime) -> bool:
    try:
        return place.stat().st_mtime < moment.timestamp()
    except FileNotFoundError:
        return False
