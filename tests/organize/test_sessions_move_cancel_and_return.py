"""Moving, cancelling, deleting a session, and "Undo" for each that has a way back."""

import re

import pytest

from tests.support import people
from tests.support.programme import a_webinar
from webinar.webinars.queries import session_by_id


@pytest.fixture
def session_id(app):
    with app.app_context():
        return a_webinar().sessions[0].public_id


@pytest.fixture
def browser(app):
    return people.organizer(app)


def undo(browser, page):
    address = re.search(r'with-undo.*?action="([^"]+)"', page, re.DOTALL)[1]
    return browser.post(address, follow_redirects=True).text


def test_moving_changes_only_the_times(app, browser, session_id):
    answer = browser.post(
        f"/organize/sessions/{session_id}/move",
        data={"starts": "2026-05-05T15:00", "ends": "2026-05-05T15:30"},
    )
    assert answer.status_code == 303
    with app.app_context():
        session = session_by_id(session_id)
        assert (session.title, session.starts_at.hour) == ("Opening talk", 14)


def test_cancelling_can_be_undone(app, browser, session_id):
    page = browser.post(
        f"/organize/sessions/{session_id}/cancel", data={"reason": "Ill"}, follow_redirects=True
    ).text
    assert "Ill" in page
    with app.app_context():
        assert session_by_id(session_id).is_cancelled
    assert "takes place" in undo(browser, page)
    with app.app_context():
        assert not session_by_id(session_id).is_cancelled


def test_deleting_can_be_undone(app, browser, session_id):
    page = browser.post(f"/organize/sessions/{session_id}/delete", follow_redirects=True).text
    with app.app_context():
        assert session_by_id(session_id) is None
    assert "is back" in undo(browser, page)
    with app.app_context():
        assert session_by_id(session_id) is not None


@pytest.mark.parametrize("page", ["", "move", "cancel"])
def test_unknown_sessions_are_not_found(browser, session_id, page):
    assert browser.get(f"/organize/sessions/{'a' * 26}/{page}").status_code == 404


def test_strangers_see_none_of_it(app, session_id):
    stranger = people.stranger(app)
    assert stranger.get(f"/organize/sessions/{session_id}/").status_code == 403
    assert stranger.post(f"/organize/sessions/{session_id}/delete").status_code == 403
    assert app.test_client().get(f"/organize/sessions/{session_id}/").status_code == 302
