"""Office hours are wall time: they stay right when clocks change and across midnight."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webinar.organization.hours import OfficeState, parse_spans, state_at

WEEK = {str(day): [["09:00", "12:30"], ["14:00", "17:00"]] for day in range(5)}
LONDON = "Europe/London"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def opened(until: str) -> OfficeState:
    return OfficeState(True, None, utc(until))


def closed(until: str) -> OfficeState:
    return OfficeState(False, utc(until), None)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-10 08:59", closed("2026-03-10 09:00")),
        ("2026-03-10 09:00", opened("2026-03-10 12:30")),
        ("2026-03-10 12:29", opened("2026-03-10 12:30")),
        ("2026-03-10 12:30", closed("2026-03-10 14:00")),
        ("2026-03-10 17:00", closed("2026-03-11 09:00")),
        ("2026-03-13 17:00", closed("2026-03-16 09:00")),
        ("2026-03-14 12:00", closed("2026-03-16 09:00")),
        # Clocks went forward in the night to 29 March: nine o'clock is eight UTC from then on.
        ("2026-03-27 17:00", closed("2026-03-30 08:00")),
        ("2026-03-30 08:00", opened("2026-03-30 11:30")),
        # And back in the night to 25 October.
        ("2026-10-23 16:00", closed("2026-10-26 09:00")),
    ],
)
def test_a_week_in_london(at: str, expected: OfficeState) -> None:
    assert state_at(utc(at), WEEK, LONDON, set()) == expected


def test_another_zone_is_asked_by_its_own_clock() -> None:
    # 09:00 in Shanghai is 01:00 UTC.
    assert state_at(utc("2026-03-10 00:30"), WEEK, "Asia/Shanghai", set()) == closed(
        "2026-03-10 01:00"
    )


def test_a_night_shift_belongs_to_the_day_it_starts_on() -> None:
    friday = {"4": [["22:00", "02:00"]]}
    assert state_at(utc("2026-03-14 01:00"), friday, "UTC", set()) == opened("2026-03-14 02:00")
    assert state_at(utc("2026-03-14 23:00"), friday, "UTC", set()) == closed("2026-03-20 22:00")
    on_friday, on_saturday = {date(2026, 3, 13)}, {date(2026, 3, 14)}
    assert state_at(utc("2026-03-14 01:00"), friday, "UTC", on_friday) == closed("2026-03-20 22:00")
    assert state_at(utc("2026-03-14 01:00"), friday, "UTC", on_saturday).is_open


def test_hours_that_touch_at_midnight_are_one() -> None:
    hours = {"1": [["18:00", "24:00"]], "2": [["00:00", "03:00"]]}
    assert state_at(utc("2026-03-10 20:00"), hours, "UTC", set()) == opened("2026-03-11 03:00")


def test_an_office_that_never_closes_says_no_time() -> None:
    hours = {str(day): [["00:00", "24:00"]] for day in range(7)}
    assert state_at(utc("2026-03-10 20:00"), hours, "UTC", set()) == OfficeState(True, None, None)


def test_holidays_are_passed_over() -> None:
    days = {date(2026, 3, 11), date(2026, 3, 12)}
    assert state_at(utc("2026-03-10 18:00"), WEEK, LONDON, days) == closed("2026-03-13 09:00")


def test_holidays_without_end_leave_no_promise() -> None:
    days = {date(2026, 3, 1) + timedelta(days=number) for number in range(90)}
    assert state_at(utc("2026-03-10 18:00"), WEEK, LONDON, days) == OfficeState(False, None, None)


def test_an_hour_that_the_clock_leaves_out_opens_at_the_jump() -> None:
    # In the night to 29 March the clock goes from 01:00 to 02:00.
    sunday = {"6": [["01:30", "04:00"]]}
    assert state_at(utc("2026-03-29 00:30"), sunday, LONDON, set()) == closed("2026-03-29 01:00")
    # Nothing is left of a span that lies in the gap.
    gap = {"6": [["01:10", "01:50"]]}
    assert state_at(utc("2026-03-29 00:30"), gap, LONDON, set()) == closed("2026-04-05 00:10")


def test_an_hour_that_comes_twice_counts_the_first_time() -> None:
    # On 25 October 01:00 to 02:00 is shown twice; 01:30 is first at 00:30 UTC.
    sunday = {"6": [["01:30", "05:00"]]}
    assert state_at(utc("2026-10-25 00:00"), sunday, LONDON, set()) == closed("2026-10-25 00:30")
    assert state_at(utc("2026-10-25 01:00"), sunday, LONDON, set()) == opened("2026-10-25 05:00")


@given(
    at=st.integers(0, 2 * 365 * 24 * 60).map(
        lambda minutes: utc("2026-01-01 00:00") + timedelta(minutes=minutes)
    ),
    zone=st.sampled_from(["Europe/London", "America/New_York", "Asia/Kathmandu", "Pacific/Apia"]),
)
def test_the_next_change_is_ahead_and_turns_the_answer_round(at: datetime, zone: str) -> None:
    before = state_at(at, WEEK, zone, set())
    change = before.next_change_at
    assert change is not None
    assert change > at
    assert state_at(change, WEEK, zone, set()).is_open is not before.is_open


@pytest.mark.parametrize(
    ("typed", "spans"),
    [
        ("", []),
        ("09:00–17:00", [("09:00", "17:00")]),
        ("9-12.30, 14 to 17", [("09:00", "12:30"), ("14:00", "17:00")]),
        ("14:00-17:00; 9:00-12:00", [("09:00", "12:00"), ("14:00", "17:00")]),
        ("22:00-02:00", [("22:00", "02:00")]),
        ("00:00-24:00", [("00:00", "24:00")]),
    ],
)
def test_spans_are_read_as_people_write_them(typed: str, spans: list[tuple[str, str]]) -> None:
    assert parse_spans(typed) == spans


@pytest.mark.parametrize(
    "typed", ["nine to five", "25-26", "9:70-10", "9-24:30", "9-12, 11-13", "22-02, 23-23:30"]
)
def test_what_is_no_span_is_named(typed: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        parse_spans(typed)
