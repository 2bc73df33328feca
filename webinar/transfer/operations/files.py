"""Files on their way in: kept while somebody looks at what they would do, then let go."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from webinar.core import clock, files, jobs
from webinar.core.db import db, lock
from webinar.core.filenames import safe_name
from webinar.core.journal import Actor, operation
from webinar.transfer.imports.options import Options
from webinar.transfer.models import ASKED, DONE, FAILED, Import

#: kind of the job that imports what takes long
JOB = "import_programme"
_MEDIA = {
    "ics": "text/calendar",
    "xml": "application/xml",
    "json": "application/json",
    "csv": "text/csv",
}


def import_row(public_id: str) -> Import:
    """Raises sqlalchemy.exc.NoResultFound."""
    return db.session.scalars(sa.select(Import).where(Import.public_id == public_id)).one()


def begin_import(*, path: Path, name: str, form: str, sha256: str, by: Actor) -> Import:
    """Keep a file that was read once, for the pages that follow. It is swept away later.

    `name` is the file's name or the address it came from, `form` one of reading.FORMS.
    """
    with files.laid(path):
        return _begin_import(path=path, name=name, form=form, sha256=sha256, by=by)


@operation
def _begin_import(*, path: Path, name: str, form: str, sha256: str, by: Actor) -> Import:
    stored = files.keep(
        path, filename=safe_name(f"import.{form}", f".{form}"), media_type=_MEDIA[form],
        sha256=sha256,
    )  # fmt: skip
    row = Import(name=name[:1000], form=form, file_id=stored.id, who=by.label[:300])
    db.session.add(row)
    db.session.flush()
    return row


@operation
def ask_for_import(*, import_id: str, options: Options, by: Actor) -> Import:
    """Have it imported in the background; a second click adds nothing."""
    row = import_row(import_id)
    lock(row)
    if row.state in (ASKED, DONE):
        return row
    row.state, row.options = ASKED, options.as_json()
    jobs.enqueue(JOB, max_attempts=2, import_id=import_id, actor=[by.kind, by.label, by.account_id])
    return row


@operation
def refuse_import(*, import_id: str, message: str, values: Mapping[str, Any], by: Actor) -> Import:
    """It could not be carried out, and says why; nothing of it is there."""
    row = import_row(import_id)
    if row.state != DONE:
        row.state, row.finished_at = FAILED, clock.now()
        row.report = {"message": message, "values": dict(values)}
    return row
