"""Imprint, privacy, about: written by organizers, linked from every page while published."""

from typing import Any

from tests.support.people import organizer
from webinar.core.journal import SYSTEM
from webinar.posts import operations
from webinar.posts.queries import page_by_id, published_page, published_pages

PAGE = {"title": "Imprint", "body": "We are *here*.", "position": "2"}


def test_it_is_written_and_published(here: Any, valid_html: Any) -> None:
    browser = organizer(here)
    valid_html(browser.get("/organize/pages/").text)
    answer = browser.post("/organize/pages/new", data={**PAGE, "publish": "1"})
    assert answer.status_code == 303
    valid_html(browser.get(answer.location).text)
    valid_html(browser.get(f"{answer.location}edit").text)
    valid_html(browser.get("/organize/pages/").text)
    with here.app_context():
        page = published_page("imprint")
        assert page is not None
        assert "<em>here</em>" in page.body_html


def test_saved_as_a_draft_it_is_nowhere(here: Any) -> None:
    organizer(here).post("/organize/pages/new", data=PAGE)
    with here.app_context():
        assert published_page("imprint") is None
        assert published_pages() == []


def test_the_footer_keeps_the_order(here: Any, statements: Any) -> None:
    with here.app_context():
        for title, position in (("Privacy", 3), ("About", 1), ("Imprint", 2)):
            operations.create_page(by=SYSTEM, title=title, body="x", position=position)
        hidden = operations.create_page(by=SYSTEM, title="Hidden", body="x", is_published=False)
        gone = operations.create_page(by=SYSTEM, title="Gone", body="x")
        operations.delete_page(by=SYSTEM, page_id=gone.public_id)
        assert page_by_id(hidden.public_id) is not None
    with here.app_context(), statements(exactly=1):
        assert [page.title for page in published_pages()] == ["About", "Imprint", "Privacy"]


def test_each_step_and_the_second_to_save(here: Any) -> None:
    browser = organizer(here)
    with here.app_context():
        page_id = operations.create_page(by=SYSTEM, title="Imprint", body="x").public_id
    path = f"/organize/pages/{page_id}/"
    for step, title in (("unpublish", None), ("publish", "Imprint"), ("delete", None)):
        assert browser.post(path + step).status_code == 303
        with here.app_context():
            found = published_page("imprint")
            assert (found.title if found else None) == title
    assert browser.post(f"{path}restore").status_code == 303
    stale = browser.post(f"{path}edit", data={**PAGE, "version": "1"})
    assert stale.status_code == 409
    assert "We are *here*." in stale.text
    wrong = browser.post(f"{path}edit", data={**PAGE, "position": "many"})
    assert wrong.status_code == 422
    assert 'value="many"' in wrong.text
