"""The example programme fills an empty site and goes away whole, leaving what people added."""

from typing import Any

import sqlalchemy as sa

from webinar.calendars.models import CalendarEntry
from webinar.conversations.models import Comment
from webinar.core import schema
from webinar.core.db import db, with_deleted
from webinar.core.journal import SYSTEM
from webinar.core.search import SearchDocument, find
from webinar.demo.operations import load_examples, remove_examples
from webinar.demo.queries import has_examples, was_never_used
from webinar.papers.models import Paper
from webinar.posts.models import Post
from webinar.running import prepare
from webinar.speakers.models import SessionRole, Speaker
from webinar.webinars.models import Category, Session, Webinar
from webinar.webinars.operations import create_webinar
from webinar.webinars.queries import upcoming_webinars


def count(model: Any) -> int:
    return db.session.scalar(with_deleted(sa.select(sa.func.count()).select_from(model))) or 0


def test_the_programme_is_complete(in_app: Any) -> None:
    assert was_never_used()
    load_examples(by=SYSTEM)
    assert not was_never_used()
    assert count(Webinar) == 13
    assert count(Session) == 41
    assert count(Speaker) == 26
    assert count(Paper) == 16
    assert count(Category) == 4
    assert len(upcoming_webinars()) >= 5
    fixed = db.session.scalars(sa.select(Webinar).where(Webinar.slug == "the-case-against-nato"))
    webinar = fixed.one()
    assert webinar.starts_at.isoformat() == "2022-04-16T13:00:00+00:00"
    assert webinar.ends_at.isoformat() == "2022-04-16T15:30:00+00:00"
    assert webinar.timezone == "Europe/London"
    assert find("Li Qingsi")[1] >= 3


def test_it_goes_away_whole_and_comes_again(in_app: Any) -> None:
    load_examples(by=SYSTEM)
    remove_examples(by=SYSTEM)
    for model in (
        Webinar, Session, Speaker, SessionRole, Paper, Post, Comment, Category,
        CalendarEntry, SearchDocument,
    ):  # fmt: skip
        assert count(model) == 0, model.__tablename__
    assert not has_examples()
    assert not was_never_used()
    load_examples(by=SYSTEM)
    slugs = set(db.session.scalars(sa.select(Webinar.slug)))
    assert "the-case-against-nato" in slugs


def test_what_people_added_stays(in_app: Any, clock: Any) -> None:
    load_examples(by=SYSTEM)
    category = db.session.scalars(sa.select(Category)).first()
    assert category is not None
    name = category.name
    example = upcoming_webinars()[0]
    create_webinar(
        title="Our own",
        timezone="UTC",
        starts=example.starts_wall,
        ends=example.ends_wall,
        category_id=category.public_id,
        by=SYSTEM,
    )
    remove_examples(by=SYSTEM)
    own = db.session.scalars(sa.select(Webinar)).one()
    assert (own.title, own.category.name) == ("Our own", name)


def test_the_schema_goes_down_and_up_with_the_programme_in_it(in_app: Any) -> None:
    load_examples(by=SYSTEM)
    db.session.remove()
    schema.downgrade(in_app, "base")
    schema.upgrade(in_app)
    prepare(in_app)
    load_examples(by=SYSTEM)
    assert count(Webinar) == 13


def test_commands_and_buttons(in_app: Any, cli: Any) -> None:
    assert cli("demo", "load").exit_code == 0
    again = cli("demo", "load")
    assert (again.exit_code, "already" in again.output) == (1, True)
    assert cli("demo", "remove").exit_code == 0
    assert cli("demo", "remove").exit_code == 1
