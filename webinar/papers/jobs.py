"""Work for later: reading what was uploaded, in the sandbox, outside any transaction."""

from datetime import timedelta

import sqlalchemy as sa

from webinar.core import clock, files, jobs, scanner
from webinar.core.db import db
from webinar.core.files import StoredFile
from webinar.core.journal import SYSTEM
from webinar.core.sandbox import UNREADABLE, ConversionFailed
from webinar.core.scanner import Verdict
from webinar.papers.beginning import unconfirmed_due
from webinar.papers.closing_operations import remind_of_closing, tell_call_closed
from webinar.papers.closings_due import closings_to_tell, reminders_due
from webinar.papers.conversion import convert
from webinar.papers.models import Paper
from webinar.papers.queries import files_given_up
from webinar.papers.release.operations import end_embargo
from webinar.papers.start_operations import clear_unconfirmed
from webinar.papers.uploads import note_file_facts, note_scan


@jobs.handles("look_for_viruses", every=timedelta(minutes=5))
def look_for_viruses() -> None:
    """Ask the scanner again about files that it could not be asked about when they came."""
    waiting = StoredFile.scan == Verdict.WAITING.value
    found = sa.select(StoredFile.id, StoredFile.storage_name).where(waiting).order_by(StoredFile.id)
    rows = db.session.execute(found).all()
    db.session.rollback()
    for stored_id, name in rows:
        try:
            with files.storage().local(name) as path:
                verdict = scanner.look(path)
        except FileNotFoundError:
            continue
        if verdict is Verdict.WAITING:
            # It is down: the others wait for the next run, too.
            return
        note_scan(stored_id=stored_id, verdict=verdict.value, by=SYSTEM)


@jobs.handles("read_paper_file")
def read_paper_file(stored_id: int, kind: str) -> None:
    """Text for the search, number of pages and a picture of page one; safe to run twice."""
    stored = db.session.get(StoredFile, stored_id)
    if stored is None:
        return
    name = stored.storage_name
    db.session.rollback()
    try:
        with files.storage().local(name) as path:
            found = convert(path, kind, for_search=True)
    except FileNotFoundError:
        raise jobs.Hopeless("its bytes are gone") from None
    except ConversionFailed as error:
        note_file_facts(
            stored_id=stored_id, text="", pages=None, cover=None, trouble=error.message, by=SYSTEM
        )
        return
    note_file_facts(
        stored_id=stored_id,
        text=found.text,
        pages=found.pages,
        cover=found.cover_webp,
        figures=found.figures,
        said=found.said,
        trouble=found.trouble,
        by=SYSTEM,
    )


@jobs.handles("tell_unread_files", every=timedelta(minutes=5))
def tell_unread_files() -> None:
    """A file whose reading was given up says so on its author's page, as one that is damaged."""
    for stored_id in files_given_up():
        note_file_facts(
            stored_id=stored_id, text="", pages=None, cover=None, trouble=UNREADABLE, by=SYSTEM
        )


@jobs.handles("end_embargo")
def follow_end_of_embargo(paper_id: str) -> None:
    """One that was lifted, moved or deleted meanwhile has nothing to end."""
    until = db.session.scalar(sa.select(Paper.embargo_until).where(Paper.public_id == paper_id))
    db.session.rollback()
    if until is not None and until <= clock.now():
        end_embargo(paper_id=paper_id, by=SYSTEM)


@jobs.handles("remind_of_closings", every=timedelta(minutes=15))
def remind_of_closings() -> None:
    """Authors of drafts whose call closes soon; once for each closing."""
    for due in reminders_due():
        remind_of_closing(paper_id=due.paper_id, closes_at=due.closes_at, by=SYSTEM)


@jobs.handles("clear_unconfirmed_drafts", every=timedelta(hours=6))
def clear_unconfirmed_drafts() -> None:
    """Drafts that strangers began and no owner of their mail address ever opened."""
    for paper_id in unconfirmed_due():
        clear_unconfirmed(paper_id=paper_id, by=SYSTEM)


@jobs.handles("tell_closings", every=timedelta(minutes=5))
def tell_closings() -> None:
    """Organizers hear what came in until a call closed."""
    for call_id, closes_at in closings_to_tell():
        tell_call_closed(call_id=call_id, closes_at=closes_at, by=SYSTEM)
