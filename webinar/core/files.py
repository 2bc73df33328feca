"""Stored files: bytes under generated names (core/storage.py), and what is known of them.

A `StoredFile` row is the only thing that knows what the bytes are.
"""

import contextlib
import hashlib
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Mapped, mapped_column

from webinar.core import clock, ids, jobs
from webinar.core.db import Base, Identified, UtcDateTime, db, is_writing, transaction
from webinar.core.incoming import fresh_name, is_abandoned
from webinar.core.storage import Storage


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


#: names of bytes that were put into the storage ahead of the transaction that keeps them
_laid: ContextVar[dict[str, tuple[str, int]] | None] = ContextVar("laid bytes", default=None)


def storage() -> Storage:
    found: Storage = current_app.extensions["storage"]
    return found


def incoming_folder() -> Path:
    """Where uploads are written while they arrive; same disk as the storage."""
    folder = Path(current_app.config["DATA"]) / "incoming"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


@contextlib.contextmanager
def laid(*sources: Path | bytes, filename: str = "", media_type: str = "") -> Iterator[None]:
    """Put these into the storage now, before the write lock is taken.

    Inside the block `keep` and `keep_bytes` find them done; what they did not take is removed
    again. Within a transaction nothing is done ahead.
    """
    if is_writing():
        yield
        return
    different = {_key(source): source for source in sources}
    names = {key: _put(one, filename, media_type) for key, one in different.items()}
    token = _laid.set(names)
    try:
        yield
    finally:
        _laid.reset(token)
        for name, _size in names.values():
            with contextlib.suppress(OSError):
                storage().delete(name)


def _key(source: Path | bytes) -> str:
    return str(source) if isinstance(source, Path) else hashlib.sha256(source).hexdigest()


def _put(source: Path | bytes, filename: str, media_type: str) -> tuple[str, int]:
    """Into the storage under a new name; the name, and the size in bytes."""
    if isinstance(source, bytes):
        place = incoming_folder() / fresh_name(".new")
        place.write_bytes(source)
    else:
        place = source
    name, size = ids.new_id(), place.stat().st_size
    storage().put(name, place, filename=filename, media_type=media_type)
    return name, size


def keep(
    source: Path | bytes,
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
    ahead = (_laid.get() or {}).pop(_key(source), None)
    name, size = ahead or _put(source, filename, media_type)
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
    return keep(data, filename=filename, media_type=media_type, sha256=sha256)


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
    for one in list(storage().held()):
        if one.name not in named and one.written_at < before.timestamp():
            storage().delete(one.name)
    forget_broken_uploads()
    for unfinished in incoming_folder().iterdir():
        if _is_older(unfinished, before):
            unfinished.unlink(missing_ok=True)


def forget_broken_uploads() -> None:
    """Remove what processes of this machine were writing when they were ended."""
    for unfinished in incoming_folder().iterdir():
        if is_abandoned(unfinished.name):
            unfinished.unlink(missing_ok=True)


def _is_older(place: Path, moment: datetime) -> bool:
    try:
        return place.stat().st_mtime < moment.timestamp()
    except FileNotFoundError:
        return False
