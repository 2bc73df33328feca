"""The journal writes down who changed what, before and after, in the change's transaction."""

from typing import Any

import pytest
import sqlalchemy as sa

from webinar.core import journal
from webinar.core.db import StaleEdit, db, raise_version
from webinar.core.journal import Actor, JournalEntry
from webinar.posts.models import Post

WHO = Actor("account", "Ada", 1)


@pytest.fixture(autouse=True)
def leave_the_register_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "OPERATIONS", dict(journal.OPERATIONS))


def make_operations() -> tuple[Any, Any]:
    def create(*, title: str, by: Actor) -> Post:
        post = Post(title=title, slug=title.lower())
        db.session.add(post)
        return post

    def rename(*, post_id: int, title: str, by: Actor, expected: int | None = None) -> Post:
        post = db.session.get_one(Post, post_id)
        raise_version(post, expected)
        post.title = title
        return post

    for function in (create, rename):
        function.__module__ = "webinar.tests.operations"
    return journal.operation(create), journal.operation(rename)


def entries() -> list[JournalEntry]:
    ours = JournalEntry.intention.startswith("tests.")
    return list(db.session.scalars(sa.select(JournalEntry).where(ours).order_by(JournalEntry.id)))


def test_created_and_changed_fields_are_kept(in_app: Any) -> None:
    create, rename = make_operations()
    post = create(title="Tides", by=WHO)
    rename(post_id=post.id, title="Spring tides", by=WHO)
    made, changed = entries()
    assert made.intention == "tests.create"
    assert made.changes[0]["action"] == "created"
    assert made.changes[0]["fields"]["title"] == [None, "Tides"]
    assert changed.actor_label == "Ada"
    assert changed.object_kind == "post"
    assert changed.object_id == post.public_id
    assert changed.changes[0]["fields"] == {"title": ["Tides", "Spring tides"]}


@pytest.mark.checklist(21)
def test_a_change_that_fails_leaves_no_entry(in_app: Any) -> None:
    create, rename = make_operations()
    post = create(title="Tides", by=WHO)
    with pytest.raises(StaleEdit):
        rename(post_id=post.id, title="Neap tides", by=WHO, expected=7)
    assert [entry.intention for entry in entries()] == ["tests.create"]
    assert db.session.get_one(Post, post.id).title == "Tides"


def test_an_operation_without_an_actor_is_refused(in_app: Any) -> None:
    create, _ = make_operations()
    with pytest.raises((TypeError, KeyError)):
        create(title="Nobody", by="Ada")


@pytest.mark.checklist(31)
def test_reading_connections_cannot_write(in_app: Any) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL has one engine for both")
    db.session.add(Post(title="x", slug="x"))
    with pytest.raises(sa.exc.OperationalError, match="readonly"):
        db.session.flush()
    db.session.rollback()
