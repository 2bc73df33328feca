"""Nothing of a paper stays in the storage once nobody can reach it; what a version holds stays."""

import os
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.papers.conftest import a_file

PDF = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def kept(app: Any, clock: Any) -> Any:
    """`kept(days=2)`: what rows and folders still hold after purge and sweep, days later."""

    def after(*, days: int) -> tuple[int, int]:
        from webinar.core import files, purge
        from webinar.core.db import db

        clock.shift(timedelta(days=days))
        with app.app_context():
            for one in files.storage().held():
                with files.storage().local(one.name) as place:
                    # Files are written by the real clock.
                    os.utime(place, (0, 0))
            purge.purge_deleted()
            files.sweep_files()
            rows = db.session.scalar(sa.select(sa.func.count(files.StoredFile.id)))
            return rows, len(list(files.storage().held()))

    return after


def _file_id(paper_id: str) -> str:
    from webinar.papers.queries import draft_files, paper_by_id

    return draft_files(paper_by_id(paper_id))[0].public_id


def _delete(paper_id: str) -> None:
    from tests.support import programme
    from webinar.papers.operations import delete_paper

    delete_paper(paper_id=paper_id, by=programme.ANNA)


def test_files_go_with_the_paper_that_is_purged(writer: Any, stored: Any, kept: Any) -> None:
    maria = writer()
    paper_id = maria.draft(files=a_file(PDF, "one.pdf"))
    maria.submit(paper_id)
    stays = maria.draft(title="Another", files=a_file(PDF, "two.pdf"))
    stored(lambda: _delete(paper_id))
    # It can still be restored.
    assert kept(days=20) == (2, 2)
    assert kept(days=20) == (1, 1)
    answer = maria.client.get(maria.path(f"{stays}/files/{stored(lambda: _file_id(stays))}"))
    assert answer.data == PDF


def test_a_file_removed_from_the_draft_goes_unless_a_version_has_it(
    writer: Any, stored: Any, kept: Any
) -> None:
    maria = writer()
    only_draft = maria.draft(files=a_file(PDF, "one.pdf"))
    handed_in = maria.draft(title="Another", files=a_file(PDF, "two.pdf"))
    maria.submit(handed_in)
    for paper_id in (only_draft, handed_in):
        file_id = stored(lambda paper_id=paper_id: _file_id(paper_id))
        maria.client.post(maria.path(f"{paper_id}/files/{file_id}/remove"))
    assert kept(days=2) == (1, 1)


def test_removing_a_file_is_undone_until_it_is_swept(
    writer: Any, stored: Any, kept: Any, app: Any
) -> None:
    from webinar.core.db import db
    from webinar.core.journal import JournalEntry
    from webinar.organize.operations import undo_entry
    from webinar.organize.undo import CannotUndo

    maria = writer()
    paper_id = maria.draft(files=a_file(PDF, "one.pdf"))

    def remove() -> str:
        file_id = stored(lambda: _file_id(paper_id))
        maria.client.post(maria.path(f"{paper_id}/files/{file_id}/remove"))
        newest = sa.select(JournalEntry.public_id).order_by(JournalEntry.id.desc()).limit(1)
        return stored(lambda: db.session.scalar(newest))

    def undo(entry_id: str) -> None:
        from tests.support import programme

        undo_entry(entry_id=entry_id, by=programme.ANNA)

    first = remove()
    stored(lambda: undo(first))
    assert kept(days=2) == (1, 1)
    second = remove()
    assert kept(days=2) == (0, 0)
    with pytest.raises(CannotUndo, match="removed meanwhile"):
        stored(lambda: undo(second))


def test_reading_a_file_again_leaves_one_cover(
    writer: Any, stored: Any, kept: Any, app: Any
) -> None:
    from webinar.core.db import db
    from webinar.core.journal import SYSTEM
    from webinar.papers.models import PaperFile
    from webinar.papers.uploads import note_file_facts

    writer().draft(files=a_file(PDF, "one.pdf"))

    def read() -> None:
        stored_id = db.session.scalar(sa.select(PaperFile.file_id))
        note_file_facts(
            stored_id=stored_id, text="", pages=1, cover=b"picture", trouble="", by=SYSTEM
        )

    stored(read)
    stored(read)
    assert kept(days=2) == (2, 2)


def test_portraits_go_with_their_profile(app: Any, kept: Any) -> None:
    from tests.support import programme
    from webinar.speakers.operations import delete_speaker, set_portrait
    from webinar.speakers.pictures import Picture

    with app.app_context():
        made = programme.a_speaker("Maria Nowak").public_id
        picture = Picture(width=96, data=b"picture", sha256="0" * 64)
        set_portrait(speaker_id=made, pictures=[picture], by=programme.ANNA)
        delete_speaker(speaker_id=made, by=programme.ANNA)
    assert kept(days=20) == (1, 1)
    assert kept(days=20) == (0, 0)
