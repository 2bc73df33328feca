"""Times as people read them: ranges do not repeat themselves, midnight and days are said."""

from datetime import UTC, datetime, timedelta

import pytest

from webinar.core import clock, i18n
from webinar.core.clock import WallTime, WrongTime

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


CASES = [
    ("2022-04-16T13:00", "2022-04-16T15:30", "Europe/London", "14:00–16:30",
     "16 April 2022, 14:00–16:30", "2 hours 30 minutes"),
    ("2026-05-31T22:30", "2026-06-01T00:00", "America/Sao_Paulo", "19:30–21:00",
     "31 May 2026, 19:30–21:00", "90 minutes"),
    ("2026-05-31T22:30", "2026-06-01T00:15", "UTC", "22:30–00:15 (next day)",
     "31 May 2026, 22:30–00:15 (next day)", "105 minutes"),
    ("2026-12-29T08:30", "2026-12-30T11:15", "Europe/Zurich", "from 09:30, until 30 December",
     "29–30 December 2026", "2 days"),
    ("2026-12-30T08:00", "2027-01-02T11:00", "UTC", "from 08:00, until 2 January",
     "30 December 2026 – 2 January 2027", "4 days"),
]  # fmt: skip


@pytest.mark.parametrize(("start", "end", "zone", "times", "days", "length"), CASES)
def test_ranges(app, start: str, end: str, zone: str, times: str, days: str, length: str) -> None:
    with app.test_request_context():
        assert i18n.time_range(at(start), at(end), zone) == times
        assert i18n.date_range(at(start), at(end), zone) == days
        assert i18n.duration_words(at(start), at(end)) == length


UNTIL = [
    (timedelta(seconds=-5), "in 0 seconds"),
    (timedelta(seconds=40), "in 40 seconds"),
    (timedelta(minutes=1), "in 1 minute"),
    (timedelta(minutes=95), "in 95 minutes"),
    (timedelta(hours=2), "in 2 hours"),
    (timedelta(hours=35), "in 35 hours"),
    (timedelta(hours=36), "in 2 days"),
    (timedelta(days=14), "in 2 weeks"),
    (timedelta(days=90), "in 3 months"),
    (timedelta(days=700), "in 23 months"),
]


@pytest.mark.parametrize(("left", "words"), UNTIL)
def test_how_long_until_it_starts(app, left: timedelta, words: str) -> None:
    now = at("2026-03-10T09:00")
    with app.test_request_context():
        assert i18n.until_words(now + left, now) == words


def test_zones_are_named_by_city(app) -> None:
    with app.test_request_context():
        assert i18n.zone_name("Europe/London") == "London time"
        assert i18n.zone_name("America/Argentina/Buenos_Aires") == "Buenos Aires time"
        assert i18n.zone_name("UTC") == "UTC"
        assert i18n.offset_name("America/St_Johns", at("2026-01-01T00:00")) == "UTC−3:30"


def test_initials_leave_titles_out(app) -> None:
    names = ["Professor Li Qingsi", "Ada", "Dr. Ana de la Cruz", "", "李庆四", "O’Neill"]
    assert [i18n.initials(name) for name in names] == ["LQ", "A", "AC", "·", "李", "O"]


def test_a_time_that_the_clock_jumps_over_is_refused(app) -> None:
    gap = WallTime(datetime(2026, 3, 29, 1, 30), "Europe/London")  # noqa: DTZ001
    with pytest.raises(WrongTime, match="jump over"):
        gap.to_utc()


def test_a_time_shown_twice_needs_its_fold(app) -> None:
    first = WallTime(datetime(2026, 10, 25, 1, 30), "Europe/London")  # noqa: DTZ001
    second = WallTime(first.local, first.timezone, fold=1)
    assert first.is_ambiguous
    assert first.to_utc() == at("2026-10-25T00:30")
    assert second.to_utc() == at("2026-10-25T01:30")
    assert clock.wall(second.to_utc(), "Europe/London") == second


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "Europe/London\x00", "EST5"])
def test_only_zones_of_tzdata_are_zones(app, name: str) -> None:
    assert not clock.is_zone(name)
