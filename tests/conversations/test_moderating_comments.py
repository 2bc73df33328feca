"""The page on which comments are approved and refused: one by one, many at once, and undone."""

import html
import re
from typing import Any

import pytest

from tests.support.people import moderator, stranger
from webinar.conversations import operations
from webinar.conversations.models import Comment
from webinar.conversations.queries import comments_of
from webinar.core.db import db, with_deleted
from webinar.core.journal import SYSTEM, JournalEntry, visitor
from webinar.posts import operations as posts


@pytest.fixture
def ids(here: Any) -> list[str]:
    """Three comments that wait under one piece of news."""
    with here.app_context():
        post = posts.create_post(by=SYSTEM, title="Call is open", body="x").public_id
        posts.publish_post(by=SYSTEM, post_id=post)
        return [
            operations.write_comment(
                by=visitor(name), kind="post", subject_id=post, author_name=name, body=name
            ).public_id
            for name in ("Ann", "Ben", "Cem")
        ]


def states(app: Any) -> list[str]:
    with app.app_context():
        rows = db.session.scalars(with_deleted(db.select(Comment).order_by(Comment.id)))
        return ["deleted" if row.deleted_at else row.state for row in rows]


def test_one_button_for_one_comment(here: Any, ids: list[str], valid_html: Any) -> None:
    browser = moderator(here)
    page = browser.get("/organize/comments/?state=waiting").text
    valid_html(page)
    assert page.count('name="comment"') == 3
    answer = browser.post("/organize/comments/", data={"do": f"approve.{ids[0]}"})
    assert answer.status_code == 303
    assert states(here) == ["shown", "waiting", "waiting"]
    browser.post("/organize/comments/", data={"do": f"refuse.{ids[0]}"})
    assert states(here) == ["refused", "waiting", "waiting"]


def test_many_at_once_and_back_again(here: Any, ids: list[str], valid_html: Any) -> None:
    browser = moderator(here)
    browser.post("/organize/comments/", data={"do": f"refuse.{ids[0]}"})
    answer = browser.post(
        "/organize/comments/?state=waiting", data={"do": "delete", "comment": ids}
    )
    assert states(here) == ["deleted", "deleted", "deleted"]
    page = browser.get(answer.location).text
    valid_html(page)
    assert "3 comments are deleted." in page
    found = re.search(r'name="undo" value="([^"]+)"', page)
    assert found
    undo = {"undo": html.unescape(found.group(1))}
    assert browser.post("/organize/comments/undo", data=undo).status_code == 303
    assert states(here) == ["refused", "waiting", "waiting"]


def test_restoring_brings_the_state_back(here: Any, ids: list[str]) -> None:
    browser = moderator(here)
    browser.post("/organize/comments/", data={"do": "approve", "comment": ids[:2]})
    browser.post("/organize/comments/", data={"do": "delete", "comment": ids})
    listed = browser.get("/organize/comments/?state=deleted").text
    assert listed.count('name="comment"') == 3
    browser.post("/organize/comments/?state=deleted", data={"do": "restore", "comment": ids})
    assert states(here) == ["shown", "shown", "waiting"]


@pytest.mark.parametrize("state", ["waiting", "shown", "refused", "deleted", "nonsense"])
def test_the_filter_shows_only_that_state(here: Any, ids: list[str], state: str) -> None:
    browser = moderator(here)
    browser.post("/organize/comments/", data={"do": f"approve.{ids[0]}"})
    count = {"waiting": 2, "shown": 1, "refused": 0, "deleted": 0, "nonsense": 3}[state]
    page = browser.get(f"/organize/comments/?state={state}").text
    assert page.count('name="comment"') == count


@pytest.mark.checklist(62)
@pytest.mark.parametrize(
    "data",
    [
        {"do": "approve"},
        {"do": "approve.nothing"},
        {"do": "publish", "comment": "x"},
        {"comment": "x"},
    ],
)
def test_nonsense_changes_nothing(here: Any, ids: list[str], data: dict[str, str]) -> None:
    assert moderator(here).post("/organize/comments/", data=data).status_code == 303
    assert states(here) == ["waiting"] * 3


@pytest.mark.parametrize("value", ["", "x", f"{'a' * 26}.shown", f"{'a' * 26}.admin", "~" * 300])
def test_a_made_up_undo_changes_nothing(here: Any, ids: list[str], value: str) -> None:
    browser = moderator(here)
    assert browser.post("/organize/comments/undo", data={"undo": value}).status_code == 303
    assert browser.get("/organize/comments/", query_string={"undo": value}).status_code == 200
    assert states(here) == ["waiting"] * 3


def test_the_journal_names_who_did_it(here: Any, ids: list[str]) -> None:
    moderator(here).post("/organize/comments/", data={"do": "approve", "comment": ids})
    with here.app_context():
        entry = db.session.scalars(
            db.select(JournalEntry).where(
                JournalEntry.intention == "conversations.approve_comments"
            )
        ).one()
        assert entry.actor_label == "Mo Moderator"
        assert len(entry.changes) == 3
        assert entry.changes[0]["fields"]["state"] == ["waiting", "shown"]


def test_one_and_three_rows_cost_the_same(here: Any, ids: list[str], statements: Any) -> None:
    browser = moderator(here)
    browser.get("/organize/comments/")
    with statements() as three:
        browser.get("/organize/comments/?state=waiting")
    browser.post("/organize/comments/", data={"do": "approve", "comment": ids[:2]})
    browser.get("/organize/comments/")
    with statements() as one:
        browser.get("/organize/comments/?state=waiting")
    assert len(one) == len(three)


@pytest.mark.checklist(60)
def test_others_stay_outside(here: Any, client: Any, ids: list[str]) -> None:
    approve = {"do": "approve", "comment": ids}
    assert client.get("/organize/comments/").status_code == 302
    outsider = stranger(here)
    assert outsider.get("/organize/comments/").status_code == 403
    assert outsider.post("/organize/comments/", data=approve).status_code == 403
    with here.app_context():
        assert comments_of("post", "") == []
    assert states(here) == ["waiting"] * 3
