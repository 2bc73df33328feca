"""The organizers' page: bring a file, see what it would change, import it."""

import io
from datetime import timedelta
from typing import Any

import pytest

from tests.support import people
from tests.transfer.importing import calendar, event
from webinar.core import files, jobs, outgoing
from webinar.core.db import db
from webinar.core.files import StoredFile
from webinar.core.journal import JournalEntry
from webinar.transfer import progress
from webinar.transfer.models import Import
from webinar.webinars.models import Session, Webinar

PAGE = "/organize/import/"
TWO = calendar(event("a", 1, DTEND=""), event("b", 2))


@pytest.fixture
def organizer(app: Any) -> Any:
    return people.organizer(app)


def upload(browser: Any, data: bytes, name: str = "seminars.ics") -> Any:
    return browser.post(PAGE, data={"file": (io.BytesIO(data), name)})


def sent(**more: Any) -> dict[str, Any]:
    base = {"mode": "each", "into": "new", "zone": "", "category_id": "", "gone": "keep"}
    return base | {"new_category": "Botany"} | more


def test_a_calendar_from_the_file_to_the_webinar(
    organizer: Any, in_app: Any, html_errors: Any
) -> None:
    assert html_errors(organizer.get(PAGE).text) == []
    answer = upload(organizer, TWO)
    assert answer.status_code == 303
    page = organizer.get(answer.location)
    assert html_errors(page.text) == []
    for words in (
        "Sessions: 2 new, 0 changed, 0 gone, 1 doubtful.",
        "Session a",
        "No end is given",
    ):
        assert words in page.text
    assert db.session.query(Session).count() == 0
    answer = organizer.post(answer.location, data=sent(publish="y"))
    assert answer.status_code == 303
    page = organizer.get(answer.location)
    assert html_errors(page.text) == []
    assert "Sessions: 2 new" in page.text
    db.session.rollback()
    assert {one.state for one in db.session.query(Webinar)} == {"published"}
    assert {one.category.name for one in db.session.query(Webinar)} == {"Botany"}
    entry = db.session.query(JournalEntry).filter_by(intention="transfer.import_programme").one()
    assert entry.object_kind == "webinar"
    # The file is let go; sending again imports nothing more.
    assert not db.session.query(StoredFile).one().is_kept
    organizer.post(answer.location, data=sent())
    assert db.session.query(Session).count() == 2


def test_choices_are_shown_before_they_count(organizer: Any, in_app: Any) -> None:
    place = upload(organizer, TWO).location
    page = organizer.post(place, data=sent(mode="one", title="Moss week", look="1"))
    assert (page.status_code, "Moss week" in page.text) == (200, True)
    assert db.session.query(Session).count() == 0
    page = organizer.post(place, data=sent(new_category=""))
    assert (page.status_code, "Choose a category, or write" in page.text) == (422, True)
    organizer.post(place, data=sent(mode="one", title="Moss week"))
    (webinar,) = db.session.query(Webinar).all()
    assert (webinar.title, len(webinar.sessions), webinar.state) == ("Moss week", 2, "draft")
    # Brought again, changed: old and new stand side by side.
    place = upload(
        organizer, calendar(event("a", 1, SUMMARY="Other words"), event("b", 2))
    ).location
    page = organizer.get(place).text
    assert "<del>Session a</del> → <ins>Other words</ins>" in page


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_columns_of_a_table_are_chosen_in_sight_of_its_cells(
    organizer: Any, in_app: Any, html_errors: Any
) -> None:
    place = upload(organizer, b"Was;Wann\nMoose;2026-06-01 10:00\n", "t.csv").location
    page = organizer.get(place)
    assert html_errors(page.text) == []
    for words in ("no column says what the sessions are called", "Moose", "2026-06-01 10:00"):
        assert words in page.text
    columns = {"column-1": "title", "column-2": "start", "order": ""}
    assert organizer.post(place, data=sent(**columns)).status_code == 303
    assert db.session.query(Session).one().title == "Moose"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (TWO[:-30], "a.ics", "Line 8: VEVENT begins here and does not end."),
        (b"\x00\x01", "a.csv", "There is nothing in this file"),
        (b'Title;Start\n"A;x\n', "a.csv", "Line 2: this table cannot be read"),
        (b"", "a.ics", "This file is empty."),
        (b"BEGIN:VCALENDAR\n" + b"x" * (11 * 1024 * 1024), "a.ics", "too large to be taken"),
    ],
)
def test_a_broken_file_is_refused_beside_its_field(
    organizer: Any, in_app: Any, data: bytes, name: str, words: str
) -> None:
    answer = upload(organizer, data, name)
    assert answer.status_code in (413, 422)
    assert words in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert db.session.query(Import).count() == db.session.query(StoredFile).count() == 0
    from webinar.core.files import incoming_folder

    assert list(incoming_folder().iterdir()) == []


@pytest.mark.checklist(70)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_an_address_is_fetched_by_the_one_careful_client(
    organizer: Any, in_app: Any, monkeypatch: Any
) -> None:
    for address in ("http://127.0.0.1/a.ics", "http://[::1]/", "file:///etc/passwd", "ftp://x/",
                    "webcal://127.0.0.1/latest"):  # fmt: skip
        answer = organizer.post(PAGE, data={"address": address})
        assert answer.status_code == 422
        assert "This address" in answer.text
    asked = []

    def fetch(url: str, **_: Any) -> Any:
        asked.append(url)
        status = 404 if "missing" in url else 200
        return outgoing.Response(status, {}, TWO if "ics" in url else b"<!doctype html>", url)

    monkeypatch.setattr(outgoing, "fetch", fetch)
    answer = organizer.post(PAGE, data={"address": "webcal://example.org/a.ics"})
    assert (answer.status_code, asked) == (303, ["https://example.org/a.ics"])
    assert "https://example.org/a.ics" in organizer.get(PAGE).text
    for url, words in (("missing.ics", "answered “404”"), ("page", "This is a web page.")):
        answer = organizer.post(PAGE, data={"address": f"https://example.org/{url}"})
        assert (answer.status_code, words in answer.text) == (422, True)


def test_what_takes_long_is_done_in_the_background(
    organizer: Any, in_app: Any, monkeypatch: Any
) -> None:
    many = calendar(*(event(str(number), number % 28 + 1) for number in range(70)))
    place = upload(organizer, many).location
    assert organizer.post(place, data=sent(mode="one")).status_code == 303
    # A second click asks for nothing more.
    organizer.post(place, data=sent(mode="one"))
    import_id = place.rstrip("/").rpartition("/")[2]
    progress.say(import_id, 20, 70)
    page = organizer.get(place)
    assert (page.status_code, "data-waiting" in page.text) == (200, True)
    assert '<progress value="20" max="70"' in page.text
    assert db.session.query(Session).count() == 0
    db.session.rollback()
    told: list[tuple[int, int]] = []
    real = progress.say

    def say(import_id: str, done: int, total: int) -> None:
        real(import_id, done, total)
        told.append(progress.said(import_id) or (0, 0))

    monkeypatch.setattr(progress, "say", say)
    assert jobs.run_due() > 0
    assert told == [(0, 70), (20, 70), (40, 70), (60, 70)]
    assert not list(files.incoming_folder().glob("*.progress"))
    assert "Sessions: 70 new" in organizer.get(place).text
    assert db.session.query(Session).count() == 70


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_failed_import_in_the_background_says_why(organizer: Any, in_app: Any) -> None:
    from tests.support.world import BY
    from webinar.transfer.imports.options import Options
    from webinar.transfer.operations.files import ask_for_import

    place = upload(organizer, TWO).location
    row = db.session.query(Import).one()
    ask_for_import(import_id=row.public_id, options=Options(into="gone", mode="one"), by=BY)
    jobs.run_due()
    page = organizer.get(place)
    assert "The import failed, and nothing was changed" in page.text
    assert "The webinar that should get the sessions is not there any more." in page.text
    assert organizer.post(place, data=sent()).status_code == 303
    assert db.session.query(Session).count() == 2


def test_files_that_nobody_came_back_for_are_swept(organizer: Any, in_app: Any, clock: Any) -> None:
    from webinar.core.files import sweep_files
    from webinar.transfer.jobs import sweep_imports

    place = upload(organizer, TWO).location
    db.session.rollback()
    clock.shift(timedelta(days=1))
    sweep_imports()
    assert organizer.get(place).status_code == 200
    clock.shift(timedelta(days=1, minutes=1))
    db.session.rollback()
    sweep_imports()
    sweep_files()
    assert db.session.query(Import).count() == db.session.query(StoredFile).count() == 0


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_as_many_statements_for_one_as_for_three(
    organizer: Any, in_app: Any, statements: Any, number: int
) -> None:
    place = upload(
        organizer, calendar(*(event(str(one), one + 1) for one in range(number)))
    ).location
    with statements(exactly=19):
        assert organizer.get(place).status_code == 200
