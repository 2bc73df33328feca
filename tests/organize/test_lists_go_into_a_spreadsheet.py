"""facts/security.md 8, 67: "Download as CSV" gives the list that is on the page, and no formula."""

import csv
import io
import re
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest

from tests.support import people
from tests.support.world import BY, World
from webinar.core import csvfiles

FORMULAS = ("=cmd|' /C calc'!A0", "+1+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1+1")


@pytest.mark.checklist(8)
@pytest.mark.parametrize("cell", FORMULAS)
def test_no_cell_is_a_formula(cell: str) -> None:
    """As a spreadsheet reads it: one cell, its text behind a quote, whatever stands around."""
    data = csvfiles.written(["A", "B"], [[cell, 'a "b", c\nd'], [None, 5]])
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in data
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows == [["A", "B"], [f"'{cell}", 'a "b", c\nd'], ["", "5"]]
    assert list(csv.reader(io.StringIO(csvfiles.written(["A"], [["3-4=5"]]).decode("utf-8-sig"))))[
        1
    ] == ["3-4=5"]


def read(answer: Any) -> list[dict[str, str]]:
    """The file as the csv module reads it, with what its answer must say."""
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert re.match(
        r'attachment; filename="[\w .()-]+\.csv"', answer.headers["Content-Disposition"]
    )
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def make(app: Any, number: int) -> tuple[World, str]:
    """Papers in two states, a session with a person; the webinar's identifier."""
    from webinar.papers.operations import Author, edit_paper, start_paper
    from webinar.speakers.operations import set_session_speakers

    world = World(app)
    webinar = world.published
    session = world.new_session(webinar)
    set_session_speakers(
        session_id=session.public_id, roles=[(world.speaker.public_id, "speaker")], by=BY
    )
    for count in range(number):
        paper = world.published_paper()
        edit_paper(
            paper_id=paper.public_id,
            title=f"=HYPERLINK({count})",
            abstract="",
            body="Words",
            kind="paper",
            authors=[Author("Lin Field", "", world.speaker.public_id), Author("Émile Ж", "")],
            session_id=session.public_id,
            by=BY,
        )
        start_paper(title=f"-draft {count}", authors=[Author("@nobody", "")], by=BY)
    return world, webinar.public_id


@pytest.mark.checklist(8, 67)
@pytest.mark.parametrize("number", [1, 3])
def test_the_lists_as_they_stand_on_the_page(app: Any, statements: Any, number: int) -> None:
    """Same filters, same rows, a fixed number of statements; only for organizers; not stored."""
    from webinar.core.db import db
    from webinar.core.files import StoredFile

    with app.app_context():
        _, webinar_id = make(app, number)
    ada, mo, guest = people.organizer(app), people.moderator(app), app.test_client()
    listed = ada.get("/organize/papers/?state=drafts&q=draft").text
    address = re.search(r'href="([^"]+)">Download as CSV', listed)
    assert address
    assert address[1] == "/organize/papers/papers.csv?state=drafts&amp;q=draft"
    # Who asks is read twice: once for the door, once after waiting for the place.
    with statements(exactly=6):
        rows = read(ada.get("/organize/papers/papers.csv"))
    assert len(rows) == 2 * number
    drafts = read(ada.get("/organize/papers/papers.csv?state=drafts&q=draft"))
    assert sorted(row["Title"] for row in drafts) == [f"'-draft {n}" for n in range(number)]
    assert {row["Authors"] for row in drafts} == {"'@nobody"}
    assert {row["Address"] for row in drafts} == {""}, "nobody can read them"
    others = read(ada.get("/organize/papers/papers.csv?state=published"))
    assert {row["Address"].rpartition("/")[0] for row in others} == {"http://localhost/papers"}
    assert {row["Webinar"] for row in others} == {"Seeds that wait"}
    assert read(ada.get("/organize/papers/papers.csv?q=nothing-like-it")) == []

    timetable = f"/organize/webinars/{webinar_id}/sessions.csv"
    assert f'href="{timetable}"' in ada.get(f"/organize/webinars/{webinar_id}/").text
    sessions = read(ada.get(timetable))
    assert [row["People"] for row in sessions] == ["", "Lin Field"]
    assert {row["Time zone"] for row in sessions} == {"UTC"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:00", sessions[0]["Starts"])
    workbook = f"/organize/webinars/{webinar_id}/sessions.xlsx"
    assert f'href="{workbook}"' in ada.get(f"/organize/webinars/{webinar_id}/").text
    answer = ada.get(workbook)
    assert answer.headers["Cache-Control"] == "no-store"
    heads, *cells = openpyxl.load_workbook(io.BytesIO(answer.data)).active.values
    assert list(heads) == list(sessions[0])
    for row, csv_row in zip(cells, sessions, strict=True):
        told = dict(zip(heads, row, strict=True))
        assert isinstance(told["Starts"], datetime), "a real time, not a text"
        assert f"{told['Starts']:%Y-%m-%d %H:%M}" == csv_row["Starts"]
        assert told["Minutes"] == int(csv_row["Minutes"])
        assert told["Session"] == csv_row["Session"]
    assert ada.get(workbook).data == answer.data, "the same bytes"
    assert 'href="/organize/sessions/sessions.csv"' in ada.get("/organize/sessions/").text
    assert len(read(ada.get("/organize/sessions/sessions.csv"))) == 1
    assert ada.get("/organize/webinars/nobody/sessions.csv").status_code == 404
    assert ada.get("/organize/webinars/nobody/sessions.xlsx").status_code == 404

    for path in (
        "/organize/papers/papers.csv",
        "/organize/sessions/sessions.csv",
        timetable,
        workbook,
    ):
        assert mo.get(path).status_code == 403
        assert "/sign-in" in guest.get(path).location
    with app.app_context():
        assert db.session.query(StoredFile).count() == 0, "nothing is left for somebody to fetch"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_list_that_is_too_long_says_so(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from webinar.organize import downloads

    with app.app_context():
        make(app, 2)
    monkeypatch.setattr(downloads, "MOST_ROWS", 3)
    rows = read(people.organizer(app).get("/organize/papers/papers.csv"))
    assert len(rows) == 4
    assert rows[-1]["Title"].startswith("1 more is left out")


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "-2", "＝1", "a\x01b", "x" * 40_000])
def test_a_workbook_runs_nothing(text: str) -> None:
    from webinar.calendars.formats import table

    at = datetime(2026, 5, 5, 14, tzinfo=UTC)
    body = table.workbook("A [b]: c/d", [text], [[text], [at.replace(tzinfo=None)]], at)
    sheet = openpyxl.load_workbook(io.BytesIO(body)).active
    for cell in (sheet["A1"], sheet["A2"]):
        assert cell.data_type == "s"
        assert not cell.value.startswith(("=", "@", "-", "＝"))
    assert sheet["A3"].is_date
    assert (sheet.title, sheet.freeze_panes) == ("A  b   c d", "A2")
