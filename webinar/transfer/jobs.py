"""Imports that take long, and files that nobody came back for."""

from datetime import timedelta

import sqlalchemy as sa

from webinar.core import clock, files, jobs
from webinar.core.db import transaction
from webinar.core.files import StoredFile
from webinar.core.journal import Actor
from webinar.core.plainerror import PlainError
from webinar.transfer.imports import options, reading
from webinar.transfer.imports.kept import programme_in
from webinar.transfer.models import DONE, Import
from webinar.transfer.operations import import_programme, refuse_import
from webinar.transfer.operations.files import JOB
from webinar.transfer.queries import import_by_id

#: how long a file waits for its import, and how long it is remembered that there was one
KEPT_FOR, REMEMBERED_FOR = timedelta(days=2), timedelta(days=180)


@jobs.handles(JOB)
def import_it(import_id: str, actor: list[str | int | None]) -> None:
    """Safe to run twice: what was carried out says so in the same transaction."""
    kind, label, account_id = actor
    by = Actor(str(kind), str(label), account_id if isinstance(account_id, int) else None)
    row = import_by_id(import_id)
    if row is None or row.state == DONE:
        return
    chosen, source = options.from_json(row.options), reading.name_of_source(row.name)
    try:
        import_programme(
            programme=programme_in(row, chosen),
            options=chosen,
            source=source,
            import_id=import_id,
            by=by,
        )
    except PlainError as error:
        refuse_import(import_id=import_id, message=error.message, values=error.values, by=by)


@jobs.handles("sweep_imports", every=timedelta(days=1))
def sweep_imports() -> None:
    """Let files go that were looked at and not imported; forget imports of long ago."""
    now = clock.now()
    waiting = sa.and_(Import.state != DONE, Import.created_at < now - KEPT_FOR)
    old = sa.and_(Import.state == DONE, Import.created_at < now - REMEMBERED_FOR)
    with transaction() as session:
        named = sa.select(Import.file_id).where(waiting, Import.file_id.is_not(None))
        files.let_go(StoredFile.id.in_(named))
        session.execute(sa.delete(Import).where(sa.or_(waiting, old)))
