"""The example programme fills an empty site and goes away whole, leaving what people added."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from webinar.accounts.models import Account
from webinar.calendars.models import CalendarEntry
from webinar.conversations.models import Comment
from webinar.core import schema
from webinar.core.db import db, with_deleted
from webinar.core.journal import SYSTEM
from webinar.core.search import SearchDocument, find
from webinar.demo.content.programme import PROGRAMME
from webinar.demo.operations import load_examples, remove_examples
from webinar.demo.queries import has_examples, was_never_used
from webinar.organization.operations import ensure_site, set_office_hours
from webinar.organization.queries import stored_site
from webinar.papers.models import Paper
from webinar.posts.models import Post
from webinar.reviews.models import Board, Review, ReviewPhase
from webinar.running import prepare
from webinar.speakers.models import SessionRole, Speaker
from webinar.webinars.models import Category, Series, Session, Webinar
from webinar.webinars.operations import create_category, create_webinar, publish_webinar
from webinar.webinars.queries import upcoming_webinars


def count(model: Any) -> int:
    return db.session.scalar(with_deleted(sa.select(sa.func.count()).select_from(model))) or 0


def test_the_programme_is_complete(in_app: Any) -> None:
    assert was_never_used()
    load_examples(by=SYSTEM)
    assert not was_never_used()
    assert count(Webinar) == 19
    assert count(Session) == 41
    assert count(Speaker) == 26
    assert count(Paper) == 16 + 6
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
        Webinar, Series, Session, Speaker, SessionRole, Paper, Post, Comment, Category,
        CalendarEntry, SearchDocument, Board, ReviewPhase, Review, Account,
    ):  # fmt: skip
        assert count(model) == 0, model.__tablename__
    assert not has_examples()
    assert not was_never_used()
    load_examples(by=SYSTEM)
    slugs = set(db.session.scalars(sa.select(Webinar.slug)))
    assert "the-case-against-nato" in slugs


def _filled() -> dict[str, int]:
    """How many rows each table holds, but for what has to remember: the journal, what left the
    calendars that programs keep in step with (swept after some weeks), and SQLite's search.
    """
    engine = db.engine
    names = [name for name in sa.inspect(engine).get_table_names() if "search_index" not in name]
    counts = {
        name: db.session.scalar(sa.select(sa.func.count()).select_from(sa.table(name))) or 0
        for name in names
    }
    remembering = ("journal_entry", "review_guarded_entry", "calendar_leaving")
    return {name: number for name, number in counts.items() if name not in remembering}


def test_removing_leaves_nothing_behind_but_the_journal(in_app: Any) -> None:
    prepare(in_app)
    before = _filled()
    load_examples(by=SYSTEM)
    assert _filled() != before
    remove_examples(by=SYSTEM)
    assert _filled() == before


def test_what_comes_after_the_examples_has_calendars_of_its_own(in_app: Any, client: Any) -> None:
    """SQLite gives the numbers of removed rows to new ones; their feeds must not be mixed up."""
    prepare(in_app)
    load_examples(by=SYSTEM)
    remove_examples(by=SYSTEM)
    category = create_category(name="Our field", by=SYSTEM)
    webinar = create_webinar(
        title="Our own",
        timezone="UTC",
        starts=datetime(2035, 5, 2, 14, 0),  # noqa: DTZ001 wall times
        ends=datetime(2035, 5, 2, 15, 0),  # noqa: DTZ001
        category_id=category.public_id,
        by=SYSTEM,
    )
    publish_webinar(webinar_id=webinar.public_id, by=SYSTEM)
    for feed in ("category/our-field", "webinar/our-own"):
        answer = client.get(f"/feeds/{feed}.ics")
        assert (answer.status_code, "Our own" in answer.text) == (200, True), feed


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


def _office_hours() -> dict[str, Any]:
    db.session.expire_all()
    here = stored_site()
    assert here is not None
    return dict(here.office_hours)


def test_somebody_is_around_while_there_are_examples(in_app: Any, client: Any, clock: Any) -> None:
    ensure_site(by=SYSTEM)
    load_examples(by=SYSTEM)
    assert "Somebody is around now, until 12:30 UTC." in client.get("/contact").text
    remove_examples(by=SYSTEM)
    assert _office_hours() == {}
    assert "around" not in client.get("/contact").text


def test_hours_that_people_chose_stay(in_app: Any) -> None:
    ensure_site(by=SYSTEM)
    own: dict[str, Any] = {"5": [["10:00", "12:00"]]}
    set_office_hours(office_hours=own, away_text="Gone fishing.", by=SYSTEM)
    load_examples(by=SYSTEM)
    assert _office_hours() == own
    remove_examples(by=SYSTEM)
    assert _office_hours() == own
    set_office_hours(office_hours={}, by=SYSTEM)
    load_examples(by=SYSTEM)
    assert _office_hours() != {}
    set_office_hours(office_hours=own, by=SYSTEM)
    remove_examples(by=SYSTEM)
    assert _office_hours() == own


def test_hours_like_those_of_the_examples_may_be_peoples_own(in_app: Any) -> None:
    ensure_site(by=SYSTEM)
    set_office_hours(office_hours=PROGRAMME.office_hours, by=SYSTEM)
    load_examples(by=SYSTEM)
    remove_examples(by=SYSTEM)
    assert len(_office_hours()) == 5


def test_the_schema_goes_down_and_up_with_the_programme_in_it(in_app: Any) -> None:
    load_examples(by=SYSTEM)
    db.session.remove()
    schema.downgrade(in_app, "base")
    schema.upgrade(in_app)
    prepare(in_app)
    load_examples(by=SYSTEM)
    assert count(Webinar) == 19


def test_commands_and_buttons(in_app: Any, cli: Any) -> None:
    assert cli("demo", "load").exit_code == 0
    again = cli("demo", "load")
    assert (again.exit_code, "already" in again.output) == (1, True)
    assert cli("demo", "remove").exit_code == 0
    assert cli("demo", "remove").exit_code == 1
