"""A person's papers and files have a limit over all of them; the message says what to do."""

from typing import Any

import pytest

from tests.papers.conftest import a_file

pytestmark = pytest.mark.checklist(42)

PDF = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def _large(kilobytes: int) -> bytes:
    return PDF + b"%" * (kilobytes * 1024)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A person may have 100 KB; what is sent in a day is not limited here."""
    monkeypatch.setattr("webinar.papers.uploads.MOST_OF_PERSON", 100 * 1024)


def test_files_of_all_papers_count_together(writer: Any, small: None) -> None:
    maria = writer()
    first = maria.draft(files=a_file(_large(60), "one.pdf"))
    second = maria.draft(title="Another")
    answer = maria.save(second, body="Kept words.", files=a_file(_large(60), "two.pdf"))
    assert answer.status_code == 422
    assert "two.pdf: All your files together can have 100 KB; these are 60 KB" in answer.text
    assert "Kept words." in answer.text
    # The same bytes in a version and in the draft are one file.
    maria.submit(first)
    assert maria.save(second, files=a_file(_large(30), "small.pdf")).status_code == 303


def test_each_person_has_an_own_limit(writer: Any, small: None) -> None:
    writer().draft(files=a_file(_large(60), "one.pdf"))
    ben = writer("Ben Okri", "ben@example.org")
    assert ben.new(files=a_file(_large(60), "two.pdf")).status_code == 303


def test_room_is_made_by_removing(writer: Any, small: None, stored: Any) -> None:
    from webinar.papers.queries import draft_files, paper_by_id

    maria = writer()
    first = maria.draft(files=a_file(_large(60), "one.pdf"))
    file_id = stored(lambda: draft_files(paper_by_id(first))[0].public_id)
    maria.client.post(maria.path(f"{first}/files/{file_id}/remove"))
    assert maria.save(first, files=a_file(_large(60), "two.pdf")).status_code == 303


def test_organizers_may_add_more_for_a_speaker(writer: Any, small: None, app: Any) -> None:
    from tests.support import programme
    from webinar.core.files import incoming_folder
    from webinar.papers.uploads import attach_file, take_upload

    paper_id = writer().draft(files=a_file(_large(60), "one.pdf"))
    with app.app_context():
        path, accepted = take_upload(a_file(_large(60), "two.pdf")[0], "two.pdf")
        attach_file(paper_id=paper_id, path=path, accepted=accepted, by=programme.ANNA)
        assert list(incoming_folder().iterdir()) == []


def test_sending_and_removing_again_is_limited_by_the_day(
    writer: Any, app: Any, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is removed leaves the disk only with the next sweep."""
    monkeypatch.setattr("webinar.papers.views.taking.MOST_OF_PERSON", 100 * 1024)
    maria = writer()
    paper_id = maria.draft(files=a_file(_large(60), "one.pdf"))
    answer = maria.save(paper_id, files=a_file(_large(60), "two.pdf"))
    assert answer.status_code == 422
    assert "two.pdf: These are more files than one person can send in a day." in answer.text
    clock.shift(24 * 3600)
    assert maria.save(paper_id, files=a_file(_large(60), "two.pdf")).status_code == 303


def test_so_many_papers_and_no_more(
    writer: Any, monkeypatch: pytest.MonkeyPatch, valid_html: Any
) -> None:
    monkeypatch.setattr("webinar.papers.operations.MOST_PAPERS", 1)
    maria = writer()
    maria.draft()
    answer = maria.new(title="Another", body="Kept words.")
    assert answer.status_code == 422
    assert "You have 1 papers here already." in answer.text
    assert "Kept words." in answer.text
    valid_html(answer.text)
    assert writer("Ben Okri", "ben@example.org").new().status_code == 303
