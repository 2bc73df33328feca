"""The desk's list by call, track, type, state, its files with answers; an account's papers."""

import csv
import io

import openpyxl
import pytest

from tests.papers.calling import a_call, a_part, a_question, draft, hand_in
from tests.support import people


@pytest.fixture
def came_in(client, app):
    """A call with two papers, and a desk."""
    call, slug = a_call(app)
    history = a_part(app, call, "track", "History")
    future = a_part(app, call, "track", "Future")
    talk = a_part(app, call, "type", "Talk")
    poster = a_part(app, call, "type", "Poster wall")
    why = a_question(app, call, "Why you?")
    about = {"On rivers": (history, talk), "On lakes": (future, poster)}
    for number, (title, (track, kind)) in enumerate(about.items()):
        path = draft(
            client,
            app,
            slug,
            title=title,
            email=f"p{number}@example.org",
            track_id=track,
            type_id=kind,
            body="Text.",
            **{why: f"=1+{number}"},
        )
        if title == "On rivers":
            assert hand_in(client, path).status_code == 303
    return people.organizer(app), call, history, poster


def test_the_list_shows_what_is_asked_for(came_in):
    desk, call, history, poster = came_in
    both = desk.get(f"/organize/papers/?call={call}").text
    assert "On rivers" in both
    assert "On lakes" in both
    assert "Mosses wanted · Poster wall · Future" in both
    for address in (f"call={call}&track={history}", "state=handed-in"):
        page = desk.get(f"/organize/papers/?{address}").text
        assert "On rivers" in page, address
        assert "On lakes" not in page, address
    page = desk.get(f"/organize/papers/?call={call}&type={poster}").text
    assert "On lakes" in page
    assert "On rivers" not in page
    assert "No paper fits" in desk.get("/organize/papers/?call=" + "a" * 26).text


def test_the_files_hold_the_answers_and_nothing_that_runs(came_in):
    desk, call, history, _poster = came_in
    answer = desk.get(f"/organize/papers/papers.csv?call={call}")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    by_title = {row["Title"]: row for row in rows}
    assert by_title["On rivers"]["Track"] == "History"
    assert by_title["On rivers"]["Kind of contribution"] == "Talk"
    assert by_title["On rivers"]["Call for papers"] == "Mosses wanted"
    assert by_title["On lakes"]["Why you?"] == "'=1+1"
    # The other program reads the same.
    answer = desk.get(f"/organize/papers/papers.xlsx?call={call}&track={history}")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    heads, only = (list(row) for row in sheet.iter_rows(values_only=True))
    found = dict(zip(heads, only, strict=True))
    assert found["Title"] == "On rivers"
    assert found["Why you?"] == "'=1+0"
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_page_of_a_paper_says_what_was_answered(came_in, app, valid_html):
    from webinar.core.db import db
    from webinar.papers.models import Paper

    desk, *_rest = came_in
    with app.app_context():
        paper = db.session.query(Paper).filter_by(title="On rivers").one().public_id
    page = desk.get(f"/organize/papers/{paper}/").text
    valid_html(page)
    for words in ("Mosses wanted", "History", "Why you?", "=1+0", "Not confirmed"):
        assert words in page


def test_organizers_start_one_for_somebody_in_a_closed_call(came_in, app, clock):
    from tests.papers.calling import save

    desk, _call, _history, _poster = came_in
    clock.shift(20 * 24 * 3600)
    with app.app_context():
        from webinar.calls.models import Call
        from webinar.core.db import db

        slug = db.session.query(Call).one().slug
    path = f"/organize/papers/new?call={slug}"
    assert "History" in desk.get(path).text
    answer = save(desk, path, title="By the desk", body="Text.")
    assert answer.status_code == 303
    assert "Mosses wanted" in desk.get(answer.location).text


def test_an_account_owns_what_came_with_its_address(client, app):
    _call, slug = a_call(app)
    draft(client, app, slug, title="Adas own", email="Ada@example.org", name="Ada")
    draft(client, app, slug, title="Somebody elses", email="other@example.org")
    ada = people.organizer(app, email="ada@example.org")
    page = ada.get("/organize/my-papers/").text
    assert "Adas own" in page
    assert "Somebody elses" not in page
    opened = ada.post("/organize/my-papers/open", headers={"Sec-Fetch-Site": "same-origin"})
    assert opened.status_code == 303
    assert "Adas own" in ada.get(opened.location).text
    nia = people.stranger(app)
    assert "No paper of yours yet" in nia.get("/organize/my-papers/").text
    refused = nia.post("/organize/my-papers/open", headers={"Sec-Fetch-Site": "same-origin"})
    assert refused.status_code == 404
    assert client.get("/organize/my-papers/").status_code == 302


@pytest.mark.parametrize("number", [1, 3])
def test_own_papers_come_with_their_calls(number, client, app, statements):
    from webinar.papers.queries import own_papers
    from webinar.speakers.queries import speaker_by_email

    for count in range(number):
        _call, slug = a_call(app, f"Call {count}")
        draft(client, app, slug, title=f"Paper {count}", email="ada@example.org", name="Ada")
    with app.app_context():
        ada = speaker_by_email("ada@example.org").id
        with statements(exactly=2):
            assert len({one.call.title for one in own_papers(ada)}) == number
