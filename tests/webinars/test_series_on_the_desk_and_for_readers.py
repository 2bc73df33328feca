"""A series from its form to its page: what will happen is shown before, and who hears of it."""

import re
from typing import Any

import pytest
import sqlalchemy as sa

from tests.support import people, programme
from tests.support.apart import Browser
from tests.support.programme import ANNA, wall
from webinar.webinars import operations
from webinar.webinars.operations.series import dates_of
from webinar.webinars.seriesqueries import (
    all_series,
    dates_of_series,
    listed_series,
    series_counts,
    series_to_extend,
)

FORM = {
    "title": "Reading group",
    "new_category": "Reading",
    "starts": "2026-05-05T18:00",
    "minutes": "90",
    "timezone": "Europe/London",
    "pattern": "weekly",
    "interval": "2",
    "weekdays": ["1"],
    "week": "1",
    "weekday": "1",
    "month_day": "5",
    "end": "until",
    "until": "2026-07-01",
    "language": "en",
}


@pytest.fixture
def reader(in_app: Any) -> Browser:
    return Browser(in_app.test_client())


@pytest.fixture
def desk(in_app: Any, clock: Any) -> Any:
    """An organizer's browser, on 10 March 2026."""
    from webinar.core.journal import SYSTEM
    from webinar.organization.operations import ensure_site

    ensure_site(by=SYSTEM)
    in_app.config["LIMITS_OFF"] = True
    return Browser(people.organizer(in_app))


def _series() -> Any:
    from webinar.core.db import db
    from webinar.webinars.models import Series

    db.session.rollback()
    return db.session.scalars(sa.select(Series).order_by(Series.id)).all()


def _mails() -> list[Any]:
    from webinar.core.db import db
    from webinar.core.mail import OutgoingMail

    return list(db.session.scalars(sa.select(OutgoingMail)))


def test_a_new_series_shows_its_dates_first(desk: Any, reader: Browser) -> None:
    answer = desk.post("/organize/series/new", data=FORM | {"preview": "1"})
    assert "Every second Tuesday until 1 July 2026" in answer.text
    dates = re.search(r'<section class="section"[^>]*id="dates">.*?</section>', answer.text, re.S)
    assert dates is not None
    shown = re.findall(r'datetime="(2026-[^"]*)"', dates[0])
    assert [one[:16] for one in shown] == [
        f"2026-{day}T17:00" for day in "05-05 05-19 06-02 06-16 06-30".split()
    ]
    assert _series() == []
    answer = desk.post("/organize/series/new", data=FORM | {"save": "1"})
    assert answer.status_code == 303
    (series,) = _series()
    assert series.rule == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20260701T235959"
    assert reader.get("/series/reading-group/").status_code == 404
    desk.post(f"/organize/series/{series.public_id}/publish")
    page = reader.get("/series/reading-group/").text
    assert "Every second Tuesday until 1 July 2026, London time" in page
    # Each date in the list, and the first of them at the top once more.
    assert page.count('href="/webinars/reading-group-2026-') == 5 + 1
    assert page.index("See the next date") < page.index("Coming</h2>")
    assert "/feeds/series/reading-group.ics" in page
    assert "Reading group" in reader.get("/series/").text
    assert "/series/reading-group/" in reader.get("/sitemap.xml").text
    assert "/series/reading-group/" in reader.get("/search?q=reading").text
    second = reader.get("/webinars/reading-group-2026-05-19/").text
    for link in ("/series/reading-group/", "/webinars/reading-group-2026-05-05/"):
        assert link in second
    assert "/webinars/reading-group-2026-06-02/" in second


def test_a_change_is_shown_with_who_hears_of_it(desk: Any) -> None:
    series = programme.a_published_series()
    date = dates_of(series)[6]
    session = programme.a_session(date, starts=date.starts_wall, ends=date.ends_wall)
    programme.speaks(
        session,
        programme.a_speaker("Maria Nowak", email="maria@example.org"),
        programme.a_speaker("Without Mail"),
    )
    address = f"/organize/series/{series.public_id}/change?scope=following&date="
    first = dates_of(series)[5].public_id
    page = desk.get(address + first)
    assert 'value="2026-06-09T18:00"' in page.text
    form = FORM | {
        "new_category": "",
        "category_id": series.category.public_id,
        "starts": "2026-06-09T19:30",
        "interval": "1",
        "end": "after",
        "times": "5",
        "until": "",
        "version": str(series.version),
    }
    shown = desk.post(address + first, data=form | {"preview": "1"})
    assert shown.status_code == 200
    assert "Maria Nowak" in shown.text
    assert "Without Mail" not in shown.text
    assert shown.text.count("<strong>Moves</strong>") == 5
    assert "Save and tell them" in shown.text
    assert _mails() == []
    assert len(_series()) == 1

    assert desk.post(address + first, data=form | {"save": "1"}).status_code == 303
    assert [mail.to_address for mail in _mails()] == ["maria@example.org"]
    old, new = _series()
    assert [len(dates_of(one)) for one in (old, new)] == [5, 5]
    assert {one.starts_wall.hour for one in dates_of(new)} == {19}
    # Somebody else's form is older than this.
    stale = f"/organize/series/{old.public_id}/change"
    answer = desk.post(stale, data=form | {"save": "1", "title": "Mine"})
    assert answer.status_code == 409
    assert "Mine" in answer.text


def test_one_date_changes_alone_and_comes_back(desk: Any, reader: Browser) -> None:
    series = programme.a_published_series()
    date = dates_of(series)[1]
    date_id, series_id = date.public_id, series.public_id
    address = f"/organize/series/{series_id}/change?scope=this&date={date_id}"
    form = FORM | {
        "title": "Guest evening",
        "new_category": "",
        "category_id": series.category.public_id,
        "starts": "2026-05-13T18:30",
        "version": str(date.version),
    }
    shown = desk.post(address, data=form | {"preview": "1"}).text
    assert shown.count("<strong>Moves</strong>") == 1
    assert "Also new: title." in shown
    assert desk.post(address, data=form | {"save": "1"}).status_code == 303
    assert [f"{one.starts_wall:%d %H:%M} {one.title}" for one in dates_of(_series()[0])][:3] == [
        "05 18:00 Reading group",
        "13 18:30 Guest evening",
        "19 18:00 Reading group",
    ]
    assert desk.post(f"/organize/series/dates/{date_id}/skip").status_code == 303
    assert "Guest evening" not in reader.get("/series/reading-group/").text
    assert "It takes place after all" in desk.get(f"/organize/series/{series_id}/").text
    back = desk.post(f"/organize/series/dates/{date_id}/unskip")
    assert back.location.endswith(f"/organize/series/{series_id}/")
    assert "Guest evening" in reader.get("/series/reading-group/").text
    again = desk.post(f"/organize/webinars/{date_id}/repeat")
    assert again.status_code == 303
    assert desk.get(again.location).status_code == 200


def test_states_and_addresses(desk: Any, reader: Browser) -> None:
    series = programme.a_published_series()
    series_id = series.public_id
    programme.change_series(series, slug="book-club")
    assert reader.get("/series/reading-group/").location.endswith("/series/book-club/")
    for step, listed, status in (
        ("unlist", False, 200),
        ("list", True, 200),
        ("archive", True, 200),
        ("reopen", True, 200),
        ("unpublish", False, 404),
        ("publish", True, 200),
        ("delete", False, 410),
    ):
        assert desk.get(f"/organize/series/{series_id}/{step}").status_code == 200
        assert desk.post(f"/organize/series/{series_id}/{step}").status_code == 303
        assert reader.get("/series/book-club/").status_code == status, step
        assert ("/series/book-club/" in reader.get("/series/").text) is listed, step
        assert ("/series/book-club/" in reader.get("/sitemap.xml").text) is listed, step
    desk.post(f"/organize/series/{series_id}/restore")
    assert reader.get("/series/book-club/").status_code == 200
    assert reader.get("/webinars/reading-group-2026-05-05/").status_code == 200


def test_nobody_but_organizers_of_the_site_changes_a_series(in_app: Any, desk: Any) -> None:
    series = programme.a_published_series()
    date = dates_of(series)[0]
    other = Browser(people.with_role(in_app, "organizer", webinar_id=date.public_id))
    for address in ("", "change", "publish"):
        assert other.get(f"/organize/series/{series.public_id}/{address}").status_code == 403
    assert other.post(f"/organize/series/dates/{date.public_id}/skip").status_code == 403
    assert other.get(f"/organize/webinars/{date.public_id}/").status_code == 200


def test_undo_turns_a_whole_change_round(desk: Any) -> None:
    from webinar.core.db import db
    from webinar.core.journal import JournalEntry

    series = programme.a_published_series()
    programme.change_series(series, starts=wall("2026-05-05 19:00"), title="Book club")
    entry = db.session.scalars(sa.select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert entry is not None
    answer = desk.post(f"/organize/journal/{entry.public_id}/undo")
    assert answer.status_code == 303
    (series,) = _series()
    assert series.title == "Reading group"
    assert {f"{one.title} {one.starts_wall:%H:%M}" for one in dates_of(series)} == {
        "Reading group 18:00"
    }


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same(count: int, in_app: Any, clock: Any, statements: Any) -> None:
    from webinar.core.db import db

    category = programme.a_category().public_id
    for number in range(count):
        programme.a_published_series(f"Series {number}", category_id=category)
    db.session.rollback()
    for read in (all_series, listed_series):
        db.session.expunge_all()
        with statements(exactly=1):
            found = read()
            assert {one.category.name for one in found} == {"History"}
        assert len(found) == count
    with statements(exactly=1):
        assert len(series_counts([one.id for one in found])) == count
    with statements(exactly=2):
        dates = dates_of_series(found[0])
        assert [len(one.sessions) for one in dates] == [0] * 10
        assert {one.category.name for one in dates} == {"History"}
    with statements(exactly=2):
        assert not series_to_extend()
    operations.delete_series(series_id=found[0].public_id, by=ANNA)
    assert len(all_series()) == count - 1
