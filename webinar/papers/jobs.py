"""Work for later: reading what was uploaded, in the sandbox, outside any transaction."""

from webinar.core import files, jobs
from webinar.core.db import db
from webinar.core.files import StoredFile
from webinar.core.journal import SYSTEM
from webinar.core.sandbox import ConversionFailed
from webinar.papers.conversion import convert
from webinar.papers.uploads import note_file_facts


@jobs.handles("read_paper_file")
def read_paper_file(stored_id: int, kind: str) -> None:
    """Text for the search, number of pages and a picture of page one; safe to run twice."""
    stored = db.session.get(StoredFile, stored_id)
    if stored is None:
        return
    path = files.storage().path(stored.storage_name)
    db.session.rollback()
    if path is None:
        raise jobs.Hopeless("the storage has no local path")
    try:
        found = convert(path, kind, for_search=True)
    except ConversionFailed as error:
        note_file_facts(
            stored_id=stored_id, text="", pages=None, cover=None, trouble=str(error), by=SYSTEM
        )
        return
    note_file_facts(
        stored_id=stored_id,
        text=found.text,
        pages=found.pages,
        cover=found.cover_webp,
        trouble=found.trouble,
        by=SYSTEM,
    )
