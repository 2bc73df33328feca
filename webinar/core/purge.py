"""Removing rows for good: those deleted 30 days ago, and whatever cannot stand without them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from webinar.core import clock, files, jobs
from webinar.core.db import LIVES_ON, Base, Deletable, db, transaction
from webinar.core.files import STORAGE_NAMES, StoredFile
from webinar.core.links import PersonalLink
from webinar.core.news import announce
from webinar.core.search import SearchDocument
from webinar.core.slugs import FormerSlug

KEPT_FOR = timedelta(days=30)
_AT_ONCE = 500


@dataclass(frozen=True)
class Purged:
    """Rows that are gone for good. SQLite may give their numbers to new rows."""

    #: name of the table
    table: str
    #: row numbers
    ids: frozenset[int]


def purge(table: sa.Table, ids: Collection[int]) -> int:
    """Delete rows and all that needs them, in the open transaction; how many in all.

    A reference that may be empty is emptied; one that may not, or that the table declares to
    cascade, takes its row along.
    """
    if not ids:
        return 0
    chunk, rest = sorted(ids)[:_AT_ONCE], sorted(ids)[_AT_ONCE:]
    count = 0
    for other in Base.metadata.sorted_tables:
        for column in other.columns:
            keys = [key for key in column.foreign_keys if key.column.table is table]
            if not keys:
                continue
            pointing = column.in_(chunk)
            if column.nullable and not any(key.ondelete == "CASCADE" for key in keys):
                db.session.execute(sa.update(other).where(pointing).values({column.name: None}))
                continue
            key = next(iter(other.primary_key.columns))
            found = set(db.session.scalars(sa.select(key).where(pointing)))
            if "id" in other.columns:
                count += purge(other, found)
            else:
                db.session.execute(sa.delete(other).where(pointing))
    _let_files_go(table, chunk)
    _forget_names(table, chunk)
    db.session.execute(sa.delete(table).where(table.c.id.in_(chunk)))
    announce(Purged(table.name, frozenset(chunk)))
    return count + len(chunk) + purge(table, rest)


def _let_files_go(table: sa.FromClause, ids: Collection[int]) -> None:
    """What the rows name in the storage is swept away later, unless others name it, too."""
    for column in files.files_named_by(table):
        found = set(db.session.scalars(sa.select(column).where(table.c.id.in_(ids))))
        files.let_go(StoredFile.id.in_(found - {None}))
    for holder in table.columns:
        if holder.info == STORAGE_NAMES:
            rows = db.session.scalars(sa.select(holder).where(table.c.id.in_(ids)))
            names = [name for row in rows for name in (row or {}).values()]
            files.let_go(StoredFile.storage_name.in_(names))


def _forget_names(table: sa.Table, ids: Collection[int]) -> None:
    """Former addresses, search documents and personal links point by public identifier."""
    if "public_id" not in table.columns:
        return
    names = list(db.session.scalars(sa.select(table.c.public_id).where(table.c.id.in_(ids))))
    db.session.execute(sa.delete(FormerSlug).where(FormerSlug.object_id.in_(names)))
    db.session.execute(sa.delete(SearchDocument).where(SearchDocument.object_id.in_(names)))
    db.session.execute(sa.delete(PersonalLink).where(PersonalLink.subject_id.in_(names)))


@jobs.handles("purge_deleted", every=timedelta(days=1))
def purge_deleted() -> None:
    """Remove what was deleted 30 days ago; a parent that is still needed stays, and what lives on
    as a part of something else."""
    before = clock.now() - KEPT_FOR
    for mapper in Base.registry.mappers:
        if not issubclass(mapper.class_, Deletable):
            continue
        table = mapper.local_table
        with transaction() as session:
            gone = table.c.deleted_at < before
            lives_on = [column.is_(None) for column in table.columns if column.info == LIVES_ON]
            old = set(session.scalars(sa.select(table.c.id).where(gone, *lives_on)))
            purge(table, old - _needed(table, old))  # type: ignore[arg-type]


def _needed(table: sa.FromClause, ids: Collection[int]) -> set[int]:
    """Rows among `ids` that something which is not deleted refers to and cannot do without."""
    needed: set[int] = set()
    for other in Base.metadata.sorted_tables:
        if "deleted_at" not in other.columns:
            continue
        for column in other.columns:
            if column.nullable or not any(k.column.table is table for k in column.foreign_keys):
                continue
            needed |= set(
                db.session.scalars(
                    sa.select(column).where(column.in_(ids), other.c.deleted_at.is_(None))
                )
            )
    return needed
