"""From an empty desk to a published webinar, by the pages and their next steps."""

import re

import pytest

from tests.support import people
from tests.support.programme import a_webinar
from webinar.webinars.queries import webinar_by_slug

FIELDS = {
    "title": "Spring seminar",
    "new_category": "History",
    "timezone": "Europe/London",
    "starts": "2036-05-05T14:00",
    "ends": "2036-05-05T16:00",
    "language": "en",
}


@pytest.fixture
def browser(app):
    return people.organizer(app)


def next_step(page):
    words = re.search(r'class="next-step".*?</div>', page, re.DOTALL)[0]
    return re.search(r'(?:href|action)="([^"]+)"', words)[1]


def test_the_next_step_leads_there(app, browser):
    page = browser.post("/organize/webinars/new", data=FIELDS, follow_redirects=True).text
    step = next_step(page)
    assert step.endswith("/sessions/new")
    session = {
        "title": "On rivers",
        "kind": "talk",
        "language": "en",
        "starts": "2036-05-05T14:00",
        "ends": "2036-05-05T15:00",
        "parts-0-name": "Maria Nowak",
        "parts-0-role": "speaker",
    }
    page = browser.post(step, data=session, follow_redirects=True).text
    step = next_step(page)
    assert step.endswith("/publish")
    page = browser.post(step, follow_redirects=True).text
    assert "It is published." in page
    with app.app_context():
        assert webinar_by_slug("spring-seminar").category.name == "History"


def test_the_first_category_is_written_the_next_is_chosen(app, browser):
    page = browser.get("/organize/webinars/new").text
    assert 'name="category_id"' not in page
    assert re.search(r'<label for="new_category">Category</label>', page)
    answer = browser.post("/organize/webinars/new", data=FIELDS | {"new_category": ""})
    assert (answer.status_code, "Write the name of a category." in answer.text) == (422, True)
    assert browser.post("/organize/webinars/new", data=FIELDS).status_code == 303
    page = browser.get("/organize/webinars/new").text
    assert ">History</option>" in page
    assert "Or a new category" in page


def test_a_form_with_mistakes_keeps_what_was_typed(browser):
    browser.post("/organize/webinars/new", data=FIELDS)
    answer = browser.post(
        "/organize/webinars/new",
        data=FIELDS | {"new_category": "", "title": "", "summary": "Kept words"},
    )
    assert answer.status_code == 422
    for words in ("Give it a title.", "Choose a category, or write the name", "Kept words"):
        assert words in answer.text


def test_the_preview_saves_nothing(app, browser):
    answer = browser.post(
        "/organize/webinars/new", data=FIELDS | {"description": "*slanted*", "preview": "1"}
    )
    assert "<em>slanted</em>" in answer.text
    with app.app_context():
        assert webinar_by_slug("spring-seminar") is None


def test_saved_by_somebody_else_meanwhile_shows_both_texts(app, browser):
    with app.app_context():
        webinar = a_webinar()
        address = f"/organize/webinars/{webinar.public_id}/edit"
    answer = browser.post(address, data=FIELDS | {"title": "My title", "version": "0"})
    assert answer.status_code == 409
    assert "My title" in answer.text
    assert "Spring seminar" in answer.text


@pytest.mark.parametrize("step", ["unpublish", "unlist", "cancel", "archive", "delete"])
def test_each_step_asks_first_and_can_be_undone(app, browser, step):
    with app.app_context():
        webinar_id = a_webinar().public_id
    address = f"/organize/webinars/{webinar_id}/{step}"
    assert browser.get(address).status_code == 200
    with app.app_context():
        assert webinar_by_slug("spring-seminar").state == "published"
    page = browser.post(address, data={"reason": "Why"}, follow_redirects=True).text
    undo = re.search(r'with-undo.*?action="([^"]+)"', page, re.DOTALL)[1]
    browser.post(undo)
    with app.app_context():
        webinar = webinar_by_slug("spring-seminar")
        assert (webinar.state, webinar.is_unlisted) == ("published", False)


def test_a_date_is_announced_before_its_sessions_and_advised_to_have_some(app, browser):
    page = browser.post("/organize/webinars/new", data=FIELDS, follow_redirects=True).text
    webinar_id = re.search(r"/organize/webinars/(\w{26})/edit", page)[1]
    assert "Add a session: the timetable and the calendar live on it." in page
    page = browser.post(f"/organize/webinars/{webinar_id}/publish", follow_redirects=True).text
    assert "Published" in page
