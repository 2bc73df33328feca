"""A piece of news is written, looked at, published, taken back, deleted and restored."""

from typing import Any

import pytest

from tests.support.people import moderator, organizer, stranger
from webinar.core import search
from webinar.core.journal import SYSTEM
from webinar.posts import operations
from webinar.posts.queries import post_by_id, published_post, published_posts

NEWS = {"title": "Call is open", "body": "## When\n\nUntil *May*.", "language": "en"}


def written(app: Any, **fields: Any) -> str:
    with app.app_context():
        values = {"title": "Call is open", "body": "Until May.", **fields}
        return operations.create_post(by=SYSTEM, **values).public_id


def test_it_is_written_looked_at_and_published(here: Any, valid_html: Any) -> None:
    browser = organizer(here)
    valid_html(browser.get("/organize/news/").text)
    valid_html(browser.get("/organize/news/new").text)
    answer = browser.post("/organize/news/new", data=NEWS)
    assert answer.status_code == 303
    page = browser.get(answer.location).text
    assert "<em>May</em>" in page
    assert "Only organizers see it." in page
    valid_html(page)
    with here.app_context():
        assert published_posts() == []
    assert browser.post(f"{answer.location}publish").status_code == 303
    with here.app_context():
        assert [post.title for post in published_posts()] == ["Call is open"]
    valid_html(browser.get("/organize/news/").text)


def test_publishing_at_once_is_one_button(here: Any) -> None:
    answer = organizer(here).post("/organize/news/new", data={**NEWS, "publish": "1"})
    assert answer.status_code == 303
    with here.app_context():
        assert published_post("call-is-open") is not None


def test_a_mistake_keeps_the_text(here: Any) -> None:
    answer = organizer(here).post("/organize/news/new", data={**NEWS, "title": " "})
    assert answer.status_code == 422
    assert "Until *May*." in answer.text
    with here.app_context():
        assert published_posts() == []


def test_the_second_to_save_sees_both_texts(here: Any, valid_html: Any) -> None:
    browser = organizer(here)
    post_id = written(here)
    path = f"/organize/news/{post_id}/edit"
    valid_html(browser.get(path).text)
    first = browser.post(path, data={**NEWS, "body": "First words", "version": "1"})
    assert first.status_code == 303
    second = browser.post(path, data={**NEWS, "body": "Second words", "version": "1"})
    assert second.status_code == 409
    assert "First words" in second.text
    assert "Second words" in second.text
    valid_html(second.text)
    with here.app_context():
        row = post_by_id(post_id)
        assert row is not None
        assert row.body == "First words"


def test_deleted_it_is_gone_and_restored_it_is_back(here: Any) -> None:
    browser = organizer(here)
    post_id = written(here)
    for step in ("publish", "delete"):
        browser.post(f"/organize/news/{post_id}/{step}")
    with here.app_context():
        assert published_post("call-is-open") is None
        assert post_by_id(post_id) is None
    assert "Call is open" in browser.get("/organize/news/?state=deleted").text
    assert "Call is open" not in browser.get("/organize/news/").text
    assert browser.post(f"/organize/news/{post_id}/delete").status_code == 404
    browser.post(f"/organize/news/{post_id}/restore")
    with here.app_context():
        assert published_post("call-is-open") is not None


def test_a_published_address_stays_until_another_is_asked_for(here: Any) -> None:
    from webinar.core.slugs import find_former

    with here.app_context():
        post_id = operations.create_post(by=SYSTEM, title="Draft", body="x").public_id
        operations.edit_post(by=SYSTEM, post_id=post_id, title="Rivers", body="x")
        operations.publish_post(by=SYSTEM, post_id=post_id)
        row = operations.edit_post(by=SYSTEM, post_id=post_id, title="Lakes", body="x")
        assert row.slug == "rivers"
        row = operations.edit_post(by=SYSTEM, post_id=post_id, title="Lakes", body="x", slug="Seas")
        assert row.slug == "seas"
        assert find_former("post", "rivers") == post_id
        other = operations.create_post(by=SYSTEM, title="Rivers", body="x")
        assert other.slug == "rivers-2"


def test_markup_of_strangers_never_reaches_a_page(here: Any) -> None:
    post_id = written(here, body="<script>alert(1)</script> [x](javascript:alert(1))")
    with here.app_context():
        row = post_by_id(post_id)
        assert row is not None
        assert "<script" not in row.body_html
        assert "href" not in row.body_html


def test_search_finds_it_only_while_it_is_published(here: Any) -> None:
    post_id = written(here, body="The **quokka** returns")

    def found() -> list[str]:
        return [hit.url for hit in search.find("quokka")[0]]

    with here.app_context():
        assert found() == []
        operations.publish_post(by=SYSTEM, post_id=post_id)
        assert found() == ["/news/call-is-open/"]
        operations.delete_post(by=SYSTEM, post_id=post_id)
        assert found() == []
        operations.restore_post(by=SYSTEM, post_id=post_id)
        assert found() == ["/news/call-is-open/"]
        operations.unpublish_post(by=SYSTEM, post_id=post_id)
        assert found() == []


@pytest.mark.parametrize("path", ["/organize/news/", "/organize/news/new", "/organize/pages/"])
def test_only_organizers_come_in(here: Any, client: Any, path: str) -> None:
    assert client.get(path).status_code == 302
    assert stranger(here).get(path).status_code == 403
    assert moderator(here).get(path).status_code == 403


def test_what_is_not_there_is_not_found(here: Any) -> None:
    browser = organizer(here)
    for path in ("/organize/news/nothing/", "/organize/news/nothing/edit"):
        assert browser.get(path).status_code == 404
