"""Named queries: with none, one and three rows, each count and exactly that list; one statement."""

import functools
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.support import people
from tests.support.reviewing import Choosing
from tests.support.world import BY, World

NAMES = (
    "overdue-messages failed-mails papers-handed-in waiting-comments webinars-without-session"
    " sessions-without-speaker reviews-to-write papers-for-decision papers-for-announcement"
    " papers-for-confirmation papers-for-programme calls-closing-soon"
).split()


def _make(w: World) -> dict[str, Callable[[], str]]:
    """Named query -> makes one more row that waits; answers a text that its list shows."""
    from webinar.core import ids
    from webinar.core.db import transaction
    from webinar.core.mail import FAILED, OutgoingMail
    from webinar.papers.models import Paper

    def overdue() -> str:
        from webinar.conversations.models import ContactMessage
        from webinar.core import clock

        message_id = w.new_message().public_id
        with transaction() as session:
            row = session.query(ContactMessage).filter_by(public_id=message_id).one()
            row.promised_by = clock.now() - timedelta(hours=1)
        return message_id

    def failed() -> str:
        w.invited()
        with transaction() as session:
            row = session.query(OutgoingMail).order_by(OutgoingMail.id.desc()).first()
            row.state = FAILED
            return str(row.public_id)

    @functools.cache
    def board() -> Choosing:
        return Choosing(w.app, papers=0)

    def chosen(state: str = "submitted", **columns: Any) -> Callable[[], str]:
        def make() -> str:
            from webinar.papers.operations import paper_row

            paper_id = board().paper("Water in peat", email=f"{ids.new_id()}@example.org")
            with transaction():
                row = paper_row(paper_id)
                row.state = state
                for name, value in columns.items():
                    setattr(row, name, value)
            return paper_id

        return make

    def to_write() -> str:
        from webinar.accounts.models import Account
        from webinar.reviews.models import Assignment

        paper_id = chosen("changes")()
        with transaction() as session:
            account = session.query(Account).filter_by(email="ada@example.org").one()
            number = session.query(Paper.id).filter_by(public_id=paper_id).scalar()
            session.add(Assignment(account_id=account.id, paper_id=number))
        return paper_id

    def closing() -> str:
        from webinar.calls.models import Call
        from webinar.core import clock

        with transaction() as session:
            slug, ends = ids.new_id(), clock.now() + timedelta(days=3)
            call = Call(title="Moss", slug=slug, timezone="UTC", state="published", closes_at=ends)
            session.add(call)
            session.flush()
            return str(call.public_id)

    return {
        "reviews-to-write": to_write,
        "papers-for-decision": chosen(),
        "papers-for-announcement": chosen("changes", decision="declined"),
        "papers-for-confirmation": chosen("accepted"),
        "papers-for-programme": chosen("confirmed"),
        "calls-closing-soon": closing,
        "overdue-messages": overdue,
        "failed-mails": failed,
        "papers-handed-in": lambda: w.submitted_paper().public_id,
        "waiting-comments": lambda: w.new_comment().public_id,
        "webinars-without-session": lambda: w.new_webinar().public_id,
        "sessions-without-speaker": lambda: w.new_session(w.published).public_id,
    }


@pytest.fixture
def organizer_asks(app: Any, organizer: Any) -> Any:
    """`with organizer_asks():` a request of the organizer of the site."""
    from webinar.accounts.models import Account
    from webinar.core.db import db

    account_id = db.session.scalars(db.select(Account.public_id)).first()
    return lambda: people.asking(app, account_id)


def waiting() -> dict[str, Any]:
    from webinar.organize import desk

    return {one.name: one for one in desk.waiting()}


@pytest.mark.parametrize("name", NAMES)
def test_counts_and_lists_agree_with_none_one_and_three(
    world: World, organizer: Any, organizer_asks: Any, name: str
) -> None:
    make = _make(world)[name]
    assert world.published.public_id, "has a session, which has no speaker yet"
    _give_everybody_a_speaker(world)
    with organizer_asks():
        assert waiting()[name].count == 0
    shown: list[str] = []
    for number in (1, 3):
        while len(shown) < number:
            shown.append(make())
        with organizer_asks():
            found = waiting()[name]
        assert found.count == number
        assert str(number) in found.words
        page = organizer.get(found.url)
        assert page.status_code == 200
        table = page.text.split("<main")[1]
        assert all(public_id in table for public_id in shown)
        assert _rows_that(table, shown) == number


def _rows_that(page: str, shown: list[str]) -> int:
    """Rows of the page's list: each names a thing by its identifier."""
    ids = set(re.findall(r"[a-z2-7]{26}", page))
    return len(ids & set(shown))


def _give_everybody_a_speaker(w: World) -> None:
    from webinar.core.db import db
    from webinar.speakers.operations import set_session_speakers
    from webinar.webinars.models import Session

    for public_id in db.session.scalars(db.select(Session.public_id)).all():
        set_session_speakers(session_id=public_id, roles=[(w.speaker.public_id, "speaker")], by=BY)


def test_deleted_things_do_not_wait(world: World, organizer_asks: Any) -> None:
    from webinar.webinars.operations import delete_webinar

    webinar = world.new_webinar()
    delete_webinar(webinar_id=webinar.public_id, by=BY)
    with organizer_asks():
        assert waiting()["webinars-without-session"].count == 0


def test_all_counts_are_one_statement(world: World, organizer_asks: Any, statements: Any) -> None:
    for make in _make(world).values():
        with organizer_asks():
            waiting()
            with statements(exactly=1):
                waiting()
        make()


def test_the_page_costs_the_same_however_much_waits(app: Any, statements: Any) -> None:
    """Who asks, the counts, how far the site is, the site, its pages."""
    browser = people.organizer(app)
    for name in NAMES:
        with statements(exactly=6):
            assert browser.get("/organize/").status_code == 200
        with app.app_context():
            _make(World(app))[name]()


def test_an_empty_site_is_told_how_to_begin(in_app: Any, organizer: Any) -> None:
    page = organizer.get("/organize/").text
    assert "Announce your first webinar" in page
    assert 'href="/organize/webinars/new"' in page
    assert 'href="/organize/examples/"' in page


def test_the_most_urgent_is_the_next_step(world: World, organizer: Any) -> None:
    make = _make(world)
    make["webinars-without-session"]()
    assert "1 webinar has no session yet." in organizer.get("/organize/").text
    make["papers-handed-in"]()
    assert "1 paper was handed in and waits for you." in organizer.get("/organize/").text


def test_the_folder_of_mails_is_named_while_there_is_no_server(app: Any, organizer: Any) -> None:
    assert "no mail server yet" in organizer.get("/organize/").text
    app.config["SMTP_URL"] = "smtp://mail.example.org"
    assert "no mail server yet" not in organizer.get("/organize/").text


def test_a_moderator_sees_comments_and_messages_only(world: World, app: Any) -> None:
    world.new_comment()
    world.new_webinar()
    page = people.moderator(app).get("/organize/").text
    assert "1 comment waits for approval." in page
    assert "without a session" not in page
    assert "/organize/journal/" not in page
    assert "/organize/mails/" not in page
