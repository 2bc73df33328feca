"""The form of a session without scripts: rows of people, new profiles, errors beside fields."""

import re

import pytest
import sqlalchemy as sa

from tests.support import people
from tests.support.programme import a_draft, a_session, a_speaker, speaks
from webinar.speakers.queries import all_speakers, speakers_of_sessions
from webinar.webinars.queries import webinar_by_id


@pytest.fixture
def webinar_id(app):
    with app.app_context():
        a_speaker("Maria Nowak", affiliation="Academy")
        return a_draft().public_id


@pytest.fixture
def browser(app):
    return people.organizer(app)


def fields(*names, **changed):
    rows = {}
    for number, name in enumerate(names):
        rows[f"parts-{number}-name"] = name
        rows[f"parts-{number}-role"] = "panelist" if number else "speaker"
    return (
        {
            "title": "On rivers",
            "kind": "talk",
            "language": "en",
            "starts": "2026-05-05T14:00",
            "ends": "2026-05-05T15:00",
        }
        | rows
        | changed
    )


def stored(app, webinar_id):
    with app.app_context():
        [session] = webinar_by_id(webinar_id).sessions
        found = speakers_of_sessions([session.id])[session.id]
        return session.title, [(one.name, role) for one, role in found]


def values(html, part):
    return re.findall(rf'name="parts-\d-{part}"[^>]* value="([^"]*)"', html)


def test_a_known_and_a_new_name_in_one_save(app, browser, webinar_id):
    answer = browser.post(
        f"/organize/webinars/{webinar_id}/sessions/new",
        data=fields("maria nowak", "Ben Okri", ""),
        follow_redirects=True,
    )
    assert "New profiles: Ben Okri." in answer.text
    assert stored(app, webinar_id) == (
        "On rivers",
        [("Maria Nowak", "speaker"), ("Ben Okri", "panelist")],
    )


def test_a_name_much_like_another_is_asked_about_once(app, browser, webinar_id):
    address = f"/organize/webinars/{webinar_id}/sessions/new"
    answer = browser.post(address, data=fields("Maria Novak"))
    assert answer.status_code == 422
    assert "There is a profile of Maria Nowak." in answer.text
    with app.app_context():
        assert len(all_speakers(sa.true())) == 1
    again = fields("Maria Novak", **{"parts-0-asked": "Maria Novak"})
    assert browser.post(address, data=again).status_code == 303
    assert stored(app, webinar_id)[1] == [("Maria Novak", "speaker")]


@pytest.mark.parametrize(
    ("button", "names"),
    [
        ({"add-row": "1"}, ["Anna", "Ben", "Eve", ""]),
        ({"up": "2"}, ["Anna", "Eve", "Ben"]),
        ({"drop": "0"}, ["Ben", "Eve"]),
        ({"up": "9"}, ["Anna", "Ben", "Eve"]),
    ],
)
def test_buttons_of_the_rows_save_nothing_and_lose_nothing(app, browser, webinar_id, button, names):
    sent = fields("Anna", "Ben", "Eve", title="", abstract="Kept words", starts="garbled", **button)
    answer = browser.post(f"/organize/webinars/{webinar_id}/sessions/new", data=sent)
    assert answer.status_code == 200
    assert "Kept words" in answer.text
    assert "garbled" in answer.text
    assert values(answer.text, "name") == names
    with app.app_context():
        assert webinar_by_id(webinar_id).sessions == []


def test_errors_stand_beside_their_fields_and_the_rest_is_kept(browser, webinar_id):
    answer = browser.post(
        f"/organize/webinars/{webinar_id}/sessions/new",
        data=fields("Anna", title="", ends="2026-05-05T13:00", recording_url="example.org"),
    )
    assert answer.status_code == 422
    for words in (
        "Give it a title.",
        "The end must come after the start.",
        "Write the whole address, beginning with https://.",
    ):
        assert words in answer.text
    assert values(answer.text, "name") == ["Anna"]
    assert "Who speaks:" not in answer.text, "the summary names fields with errors, no others"


def test_the_summary_leads_to_the_row_with_the_error(browser, webinar_id):
    answer = browser.post(
        f"/organize/webinars/{webinar_id}/sessions/new", data=fields("x" * 300, "Anna")
    )
    assert answer.status_code == 422
    summary = answer.text.split('id="error-summary"')[1].split("</ul>")[0]
    assert 'href="#parts-0-name"' in summary
    assert "{" not in summary


def test_a_time_that_the_clock_shows_twice_is_asked_about(app, browser, webinar_id):
    address = f"/organize/webinars/{webinar_id}/sessions/new"
    sent = fields(starts="2026-10-25T01:30", ends="2026-10-25T03:00")
    answer = browser.post(address, data=sent)
    assert answer.status_code == 422
    assert "The first time, UTC+1" in answer.text
    assert "The second time, UTC" in answer.text
    assert browser.post(address, data=sent | {"starts_fold": "1"}).status_code == 303
    with app.app_context():
        [session] = webinar_by_id(webinar_id).sessions
        assert (session.starts_fold, session.starts_at.hour) == (1, 1)


def test_the_skipped_hour_is_named(browser, webinar_id):
    answer = browser.post(
        f"/organize/webinars/{webinar_id}/sessions/new",
        data=fields(starts="2026-03-29T01:30", ends="2026-03-29T03:00"),
    )
    assert answer.status_code == 422
    assert "jump over" in answer.text


def test_saved_by_somebody_else_meanwhile_shows_both_texts(app, browser, webinar_id):
    with app.app_context():
        session = a_session(webinar_by_id(webinar_id), "Their title")
        speaks(session, all_speakers(sa.true())[0])
        address = f"/organize/sessions/{session.public_id}/"
    answer = browser.post(address, data=fields("Anna", title="My title", version="0"))
    assert answer.status_code == 409
    assert "Their title" in answer.text
    assert "My title" in answer.text
    version = re.search(r'name="version"[^>]* value="(\d+)"', answer.text)[1]
    answer = browser.post(address, data=fields("Anna", title="My title", version=version))
    assert answer.status_code == 303
    assert stored(app, webinar_id) == ("My title", [("Anna", "speaker")])


def test_the_times_stand_beside_in_the_two_other_zones(browser, webinar_id):
    page = browser.get(f"/organize/webinars/{webinar_id}/sessions/new").text
    assert "New York time: 5 May 2026, 09:00–11:00" in page
    assert "Shanghai time: 5 May 2026, 21:00–23:00" in page
