"""After a save the notice itself has "Undo": a form that needs no script."""

import re
from typing import Any

from tests.support import people
from tests.support.world import BY, World

NOTICE = re.compile(r'<div class="notice success with-undo".*?</div>', re.DOTALL)


def undo_form(page: Any) -> tuple[str, dict[str, Any]]:
    """Where the notice's form goes and what it sends."""
    notice = NOTICE.search(page.text)
    assert notice is not None
    action = re.search(r'action="([^"]+)"', notice[0])
    assert action is not None
    sent: dict[str, Any] = {}
    for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', notice[0]):
        sent.setdefault(name, []).append(value)
    return action[1], sent


def hours_of(browser: Any, away_text: str) -> Any:
    page = browser.get("/organize/site/hours").text
    version = re.search(r'name="version"[^>]*value="(\d*)"', page)
    data = {"away_text": away_text, "answer_hours": "48", "version": version[1] if version else ""}
    return browser.post("/organize/site/hours", data=data)


def away_text(app: Any) -> str:
    from webinar.organization.queries import site

    with app.app_context():
        return site().away_text


def test_a_save_is_taken_back_from_its_notice(app: Any) -> None:
    browser = people.organizer(app)
    hours_of(browser, "We are at sea.")
    answer = hours_of(browser, "We are on land.")
    assert answer.status_code == 303
    action, sent = undo_form(browser.get(answer.location))
    assert sent["back"] == ["/organize/site/hours"]
    back = browser.post(action, data=sent)
    assert (back.status_code, back.location) == (303, "/organize/site/hours")
    assert "Undone" in browser.get(back.location).text
    assert away_text(app) == "We are at sea."


def test_a_save_that_was_built_on_says_why_it_stays(app: Any) -> None:
    browser = people.organizer(app)
    answer = hours_of(browser, "First")
    action, sent = undo_form(browser.get(answer.location))
    hours_of(browser, "Second")
    page = browser.get(browser.post(action, data=sent).location)
    assert "was changed again since (Text while away)" in page.text
    assert away_text(app) == "Second"


def test_several_entries_are_all_or_nothing(database: Any, app: Any) -> None:
    import pytest

    from webinar.core.db import db
    from webinar.core.journal import entries_to_undo
    from webinar.organize.operations import undo_entries
    from webinar.organize.undo import CannotUndo
    from webinar.posts.models import Post
    from webinar.posts.operations import edit_post

    with app.app_context():
        post = World(app).new_post().public_id
        before = len(entries_to_undo())
        edit_post(post_id=post, title="Second", body="It rains.", by=BY)
        edit_post(post_id=post, title="Third", body="It rains.", by=BY)
        mine = entries_to_undo()[before:]
        with pytest.raises(CannotUndo):
            undo_entries(entry_ids=["0" * 26, *mine], by=BY)
        assert db.session.query(Post).one().title == "Third"
        undo_entries(entry_ids=mine, by=BY)
        assert db.session.query(Post).one().title.startswith("News")


def test_what_the_journal_cannot_bring_back_offers_nothing(app: Any) -> None:
    from webinar.core.journal import entries_to_undo
    from webinar.webinars.operations import edit_room

    with app.app_context():
        room_id = World(app).room.public_id
        assert entries_to_undo()
        edit_room(room_id=room_id, name="Red", join_address="https://new.example.org/", by=BY)
        assert entries_to_undo() == []


def test_the_way_back_never_leaves_the_site(app: Any) -> None:
    browser = people.organizer(app)
    answer = browser.post("/organize/journal/undo", data={"back": "https://evil.example/"})
    assert answer.location == "/organize/journal/"


def test_news_and_pages_step_back(app: Any) -> None:
    browser = people.organizer(app)
    with app.app_context():
        post = World(app).new_post().public_id
    answer = browser.post(f"/organize/news/{post}/publish")
    action, _ = undo_form(browser.get(answer.location))
    assert action == f"/organize/news/{post}/unpublish"


def test_a_papers_file_and_version_come_back_and_go_again(app: Any) -> None:
    from webinar.papers.queries import draft_files, paper_by_id, versions_of

    browser = people.organizer(app)
    with app.app_context():
        world = World(app)
        file_id, paper = world.new_file().public_id, world.paper.public_id
    answer = browser.post(f"/organize/papers/{paper}/files/{file_id}/remove")
    action, sent = undo_form(browser.get(answer.location))
    browser.post(action, data=sent)
    with app.app_context():
        (file,) = draft_files(paper_by_id(paper))
        assert file.public_id == file_id
    answer = browser.post(f"/organize/papers/{paper}/version", data={"after": "0"})
    action, sent = undo_form(browser.get(answer.location))
    browser.post(action, data=sent)
    with app.app_context():
        assert versions_of(paper_by_id(paper)) == []


def test_ended_access_is_given_back_from_the_notice(app: Any) -> None:
    browser = people.organizer(app)
    account = people.make_account(app, roles=("moderator",), email="mo@example.org")
    answer = browser.post(f"/organize/people/{account}/disable")
    action, sent = undo_form(browser.get(answer.location))
    assert "can sign in again" in browser.get(browser.post(action, data=sent).location).text
