"""An accepted paper is put into the timetable by the mouse, by a finger and by keyboard.

The browser asks the application in this process: no server is needed.
"""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.support.reviewing import Choosing
from tests.support.world import BY

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]


def _answer(client, route):
    asked = route.request
    answer = client.open(
        urlsplit(asked.url).path,
        method=asked.method,
        data=asked.post_data_buffer,
        headers={"Accept": asked.headers["accept"], "Sec-Fetch-Site": "same-origin"},
        content_type=asked.headers.get("content-type"),
        follow_redirects=True,
    )
    headers = {name: value for name, value in answer.headers if name.lower() != "set-cookie"}
    route.fulfill(status=answer.status_code, headers=headers, body=answer.data)
    answer.close()


@pytest.fixture
def board(app):
    """Two accepted papers, and a webinar with a break and a bare session."""
    from webinar.papers.decisions import announce_decision
    from webinar.webinars.operations import edit_session

    made = Choosing(app, papers=2)
    made.decide("accepted", 0, 1)
    with app.app_context():
        for paper_id in made.papers:
            announce_decision(paper_id=paper_id, by=BY)
        webinar = made.world.webinar
        bare = made.world.new_session(webinar)
        edit_session(
            session_id=bare.public_id,
            title="To be announced",
            abstract="",
            starts=bare.starts_wall,
            ends=bare.ends_wall,
            by=BY,
        )
        made.webinar_id = webinar.public_id
    return made


def _open(board, context, page_log):
    page = context.new_page()
    page_log.watch(page, "localhost")
    client = board.desk()
    page.route("**/*", lambda route: _answer(client, route))
    page.goto(f"http://localhost/organize/webinars/{board.webinar_id}/")
    return page


def _programme(app, board):
    from webinar.webinars.queries import webinar_by_id

    with app.app_context():
        sessions = webinar_by_id(board.webinar_id).sessions
        return [one.title for one in sessions], [
            board.row(number).session and board.row(number).session.title for number in (0, 1)
        ]


def _drag(page, paper, part):
    """By the mouse itself, to a place within the first session: 0 at its top, 1 at its bottom."""
    page.locator("[data-paper]", has_text=paper).hover()
    page.mouse.down()
    onto = page.locator(".desk-sessions > li").first
    onto.scroll_into_view_if_needed()
    box = onto.bounding_box()
    for share in (0.5, part):
        page.mouse.move(box["x"] + 90, box["y"] + box["height"] * share, steps=4)
    expect(onto).to_have_attribute("data-drop", "into" if part < 0.5 else "after")
    with page.expect_navigation():
        page.mouse.up()


def test_by_the_mouse_into_a_session_and_beneath_it(app, board, browser, page_log):
    with browser.new_context(viewport={"width": 1280, "height": 1400}) as context:
        page = _open(board, context, page_log)
        _drag(page, "Paper 1", 0.2)
        assert _programme(app, board) == (["Paper 1"], ["Paper 1", None])
        _drag(page, "Paper 2", 0.8)
        assert _programme(app, board) == (["Paper 1", "Paper 2"], ["Paper 1", "Paper 2"])
        expect(page.locator("[data-paper]")).to_have_count(0)


def test_by_a_finger_and_by_keyboard_with_the_form(app, board, browser, page_log):
    phone = {"viewport": {"width": 375, "height": 800}, "has_touch": True, "is_mobile": True}
    with browser.new_context(**phone) as context:
        page = _open(board, context, page_log)
        # What a finger cannot do is not promised.
        assert page.locator("[draggable=true]").count() == 0
        assert page.get_by_text("Drag a paper").count() == 0
        page.get_by_label("Where").select_option(label="Into “To be announced”")
        with page.expect_navigation():
            page.get_by_role("button", name="Put it into the timetable").tap()
        assert _programme(app, board) == (["Paper 1"], ["Paper 1", None])
        page.get_by_label("Where").press("End")
        with page.expect_navigation():
            page.get_by_role("button", name="Put it into the timetable").press("Enter")
        assert _programme(app, board) == (["Paper 1", "Paper 2"], ["Paper 1", "Paper 2"])
