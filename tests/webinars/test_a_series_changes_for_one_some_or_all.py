"""This, this and following, all: what a change of a series does to each of its dates."""

from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from typing import Any

import pytest

from tests.support import programme
from tests.support.programme import ANNA, wall
from webinar.webinars import operations
from webinar.webinars.operations.series import dates_of, series_row
from webinar.webinars.recurrence import (
    LAST,
    MONTHLY_DAY,
    WEEKLY,
    YEARLY,
    Recurrence,
    WrongRule,
)

TUESDAYS = Recurrence(WEEKLY, weekdays=(1,), times=10)


@pytest.fixture
def _(in_app: Any, clock: Any) -> None:
    """10 March 2026."""


def _days(series: Any) -> list[str]:
    return [f"{one.starts_wall:%m-%d %H:%M}" for one in dates_of(series)]


@pytest.mark.usefixtures("_")
@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        (Recurrence(MONTHLY_DAY, day=31, times=4), "05-31 07-31 08-31 10-31"),
        (Recurrence(MONTHLY_DAY, day=LAST, times=4), "05-31 06-30 07-31 08-31"),
        (Recurrence(WEEKLY, interval=2, weekdays=(0, 3), times=4), "05-07 05-18 05-21 06-01"),
        (
            Recurrence(WEEKLY, weekdays=(1,), until=wall("2026-05-19 00:00").date()),
            "05-05 05-12 05-19",
        ),
    ],
)
def test_days_that_a_month_lacks_are_left_out(rule: Recurrence, wanted: str) -> None:
    series = programme.a_series(recurrence_words=rule)
    assert " ".join(f"{one.starts_wall:%m-%d}" for one in dates_of(series)) == wanted


@pytest.mark.usefixtures("_")
def test_the_29th_of_february_comes_every_fourth_year(clock: Any) -> None:
    rule = Recurrence(YEARLY, month=2, day=29)
    series = programme.a_published_series(starts=wall("2027-01-01 18:00"), recurrence_words=rule)
    assert dates_of(series) == []
    assert series.starts_wall == wall("2028-02-29 18:00")
    clock.move_to(datetime(2027, 6, 1, tzinfo=UTC))
    operations.extend_series(by=ANNA)
    assert [one.starts_wall for one in dates_of(series)] == [wall("2028-02-29 18:00")]


@pytest.mark.usefixtures("_")
def test_a_rule_without_a_date_is_refused() -> None:
    for rule in (
        Recurrence(WEEKLY),
        Recurrence(WEEKLY, weekdays=(1,), interval=0),
        Recurrence(WEEKLY, weekdays=(1,), times=0),
        Recurrence(WEEKLY, weekdays=(1,), until=wall("2026-05-01 00:00").date()),
        Recurrence(WEEKLY, weekdays=(0,), until=wall("2026-05-06 00:00").date()),
        Recurrence(MONTHLY_DAY, day=32),
    ):
        with pytest.raises(WrongRule):
            programme.a_series(recurrence_words=rule)


@pytest.mark.usefixtures("_")
def test_all_keeps_what_was_changed_by_hand_and_what_is_over(clock: Any) -> None:
    series = programme.a_published_series()
    dates = dates_of(series)
    guest, moved, over = dates[4], dates[5], dates[0]
    _edit(guest, title="Guest evening")
    _edit(moved, starts=wall("2026-06-10 12:00"), ends=wall("2026-06-10 13:00"))
    clock.move_to(datetime(2026, 5, 6, tzinfo=UTC))
    programme.change_series(series, title="Book club", starts=wall("2026-05-05 19:00"), minutes=60)
    titles = {one.id: one.title for one in dates_of(series)}
    assert titles.pop(guest.id) == "Guest evening"
    assert set(titles.values()) == {"Book club"}
    assert over.starts_wall == wall("2026-05-05 18:00")
    assert moved.starts_wall == wall("2026-06-10 12:00")
    assert moved.slot_wall == wall("2026-06-09 19:00")
    followers = [one for one in dates_of(series) if one not in (over, moved)]
    assert {f"{one.starts_wall:%H:%M}–{one.ends_wall:%H:%M}" for one in followers} == {
        "19:00–20:00"
    }
    assert len(dates_of(series)) == 10

    programme.change_series(series, title="Book club", overwrite=True)
    assert guest.title == "Book club"
    assert moved.starts_wall == wall("2026-06-09 19:00")
    assert over.starts_wall == wall("2026-05-05 18:00")


@pytest.mark.usefixtures("_")
def test_another_weekday_takes_each_date_along() -> None:
    series = programme.a_published_series()
    dates = dates_of(series)
    session = programme.a_session(
        dates[2], starts=wall("2026-05-19 18:00"), ends=wall("2026-05-19 18:45")
    )
    operations.cancel_webinar(webinar_id=dates[3].public_id, reason="Ill", by=ANNA)
    programme.change_series(
        series,
        starts=wall("2026-05-06 17:30"),
        recurrence_words=Recurrence(WEEKLY, weekdays=(2,), times=10),
    )
    assert [one.id for one in dates_of(series)] == [one.id for one in dates]
    assert _days(series)[2] == "05-20 17:30"
    assert session.starts_wall == wall("2026-05-20 17:30")
    assert session.ends_wall == wall("2026-05-20 18:15")
    assert dates[3].is_cancelled


@pytest.mark.usefixtures("_")
def test_another_rhythm_keeps_days_and_drops_what_has_no_place() -> None:
    series = programme.a_published_series()
    dates = dates_of(series)
    programme.a_session(dates[1], starts=dates[1].starts_wall, ends=dates[1].ends_wall)
    programme.change_series(
        series, recurrence_words=Recurrence(WEEKLY, interval=2, weekdays=(1,), times=6)
    )
    # The second has a programme, so it stays, beside the rule.
    assert _days(series) == [
        f"{day} 18:00" for day in "05-05 05-12 05-19 06-02 06-16 06-30 07-14".split()
    ]
    assert dates_of(series)[0].id == dates[0].id
    operations.delete_webinar(webinar_id=dates_of(series)[2].public_id, by=ANNA)
    programme.change_series(series, recurrence_words=Recurrence(WEEKLY, weekdays=(1,), times=5))
    # Back at each week: what the rule dropped is made again, what somebody deleted is not.
    assert " ".join(_days(series)) == "05-05 18:00 05-12 18:00 05-26 18:00 06-02 18:00"


@pytest.mark.usefixtures("_")
def test_this_and_following_becomes_a_series_of_its_own() -> None:
    series = programme.a_published_series(dates=[wall("2026-06-05 10:00")])
    dates = dates_of(series)
    operations.skip_date(webinar_id=dates[7].public_id, by=ANNA)
    first = dates[4]
    assert first.starts_wall == wall("2026-06-02 18:00")
    form = {
        "scope": "following",
        "webinar_id": first.public_id,
        "title": "Summer reading",
        "starts": wall("2026-06-02 20:00"),
        "recurrence_words": Recurrence(WEEKLY, weekdays=(1,), times=6),
        "dates": [wall("2026-06-05 10:00")],
    }
    follow = programme.change_series(series, **form)
    assert follow.id != series.id
    assert follow.slug == "reading-group-2"
    assert series.rule == "FREQ=WEEKLY;BYDAY=TU;UNTIL=20260601T235959"
    assert _days(series) == [f"{day} 18:00" for day in "05-05 05-12 05-19 05-26".split()]
    assert {one.title for one in dates_of(series)} == {"Reading group"}
    days = "06-02 20:00,06-05 10:00,06-09 20:00,06-23 20:00,06-30 20:00,07-07 20:00"
    assert _days(follow) == days.split(",")
    assert {one.title for one in dates_of(follow)} == {"Summer reading"}
    assert first.series_id == follow.id
    assert follow.state == "published"
    assert operations.extend_series(by=ANNA) == 0
    # From the first date on it is all of them.
    same = programme.change_series(
        follow, **form | {"webinar_id": first.public_id, "title": "Winter reading"}
    )
    assert same.id == follow.id


@pytest.mark.usefixtures("_")
def test_skipping_and_deleting_come_back_whole() -> None:
    series = programme.a_published_series()
    dates = dates_of(series)
    operations.skip_date(webinar_id=dates[1].public_id, by=ANNA)
    assert series.skipped == ["2026-05-12T18:00"]
    assert len(dates_of(series)) == 9
    operations.extend_series(by=ANNA)
    assert len(dates_of(series)) == 9
    operations.unskip_date(webinar_id=dates[1].public_id, by=ANNA)
    assert series.skipped == []
    operations.delete_series(series_id=series.public_id, by=ANNA)
    assert dates_of(series) == []
    operations.restore_series(series_id=series.public_id, by=ANNA)
    assert len(dates_of(series)) == 10


@pytest.mark.usefixtures("_")
def test_repeating_fills_the_next_date(clock: Any) -> None:
    series = programme.a_published_series()
    dates = dates_of(series)
    session = programme.a_session(dates[0], starts=dates[0].starts_wall, ends=dates[0].ends_wall)
    programme.speaks(session, programme.a_speaker("Maria Nowak"))
    filled = operations.repeat_webinar(webinar_id=dates[0].public_id, by=ANNA)
    assert filled.id == dates[1].id
    (copy,) = filled.sessions
    assert copy.starts_wall == wall("2026-05-12 18:00")
    again = operations.repeat_webinar(webinar_id=dates[0].public_id, by=ANNA)
    assert again.id == dates[2].id
    last = operations.repeat_webinar(webinar_id=dates[9].public_id, by=ANNA)
    assert last.slot_wall == wall("2026-07-14 18:00")
    assert last.series_id == series.id
    assert last.state == "draft"
    alone = programme.a_published("Alone")
    next_week = operations.repeat_webinar(webinar_id=alone.public_id, by=ANNA)
    assert next_week.starts_wall - alone.starts_wall == timedelta(days=7)


def _edit(webinar: Any, **fields: Any) -> None:
    values = {
        "title": webinar.title,
        "timezone": webinar.timezone,
        "starts": webinar.starts_wall,
        "ends": webinar.ends_wall,
        "category_id": webinar.category.public_id,
    }
    operations.edit_webinar(webinar_id=webinar.public_id, by=ANNA, **values | fields)


def test_two_dates_left_out_at_the_same_time(app: Any, clock: Any) -> None:
    """Neither is forgotten, or it would be made again."""
    from webinar.core.db import transaction

    with app.app_context():
        series_id = programme.a_published_series().public_id
        one, other = (row.public_id for row in dates_of(series_row(series_id))[:2])
    first_is_done, may_end = Event(), Event()

    def leave_out_first() -> None:
        with app.app_context(), transaction():
            operations.skip_date(webinar_id=one, by=ANNA)
            first_is_done.set()
            may_end.wait(10)

    def leave_out_second() -> None:
        first_is_done.wait(10)
        with app.app_context():
            operations.skip_date(webinar_id=other, by=ANNA)

    threads = [Thread(target=leave_out_first), Thread(target=leave_out_second)]
    for thread in threads:
        thread.start()
    threads[1].join(0.3)
    may_end.set()
    for thread in threads:
        thread.join()
    with app.app_context():
        assert series_row(series_id).skipped == ["2026-05-05T18:00", "2026-05-12T18:00"]
