"""A series over CalDAV: master and overrides in one file, its dates found by any time range."""

from datetime import UTC, datetime
from typing import Any

import icalendar
import pytest

from tests.calendars.dav.support.programs import SITE, C, Copy, Program
from tests.calendars.support.instances import READERS
from tests.support import programme
from tests.support.programme import ANNA, wall
from webinar.webinars import operations
from webinar.webinars.operations.series import dates_of

_YEAR = 'start="20260101T000000Z" end="20270101T000000Z"'
_INSTANT = "%Y%m%dT%H%M%SZ"


@pytest.fixture
def series(site: Any) -> Any:
    """Ten Tuesdays at 18:00 in London; the fourth cancelled, the third moved, the second skipped.

    The third is moved to before the first.
    """
    made = programme.a_published_series()
    dates = dates_of(made)
    operations.skip_date(webinar_id=dates[1].public_id, by=ANNA)
    operations.edit_webinar(
        webinar_id=dates[2].public_id,
        title="Early bird",
        timezone=dates[2].timezone,
        starts=wall("2026-05-02 09:00"),
        ends=wall("2026-05-02 10:00"),
        category_id=made.category.public_id,
        by=ANNA,
    )
    operations.cancel_webinar(webinar_id=dates[3].public_id, reason="Ill", by=ANNA)
    return made


def _wanted(series: Any) -> list[tuple[str, str, str]]:
    return sorted(
        (
            one.starts_at.strftime(_INSTANT),
            one.ends_at.strftime(_INSTANT),
            f"Cancelled: {one.title}" if one.is_cancelled else one.title,
        )
        for one in dates_of(series)
        if not one.is_draft
    )


def test_one_file_that_every_reader_understands(series: Any, program: Program) -> None:
    (path,) = program.query(SITE, "").there
    data = program.send("GET", path).data
    assert data.count(b"BEGIN:VTIMEZONE") == 1
    wanted = _wanted(series)
    assert len(wanted) == 9
    first, last = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    for name, read in READERS.items():
        assert sorted(one[1:4] for one in read(data, first, last)) == wanted, name


def test_its_dates_written_out(series: Any, program: Program) -> None:
    prop = f"<c:calendar-data><c:expand {_YEAR}/></c:calendar-data>"
    (told,) = program.query(SITE, f"<c:time-range {_YEAR}/>", prop).there.values()
    data = told.text(f"{C}calendar-data")
    assert "VTIMEZONE" not in data
    assert "TZID" not in data
    events = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert len({one["RECURRENCE-ID"].dt for one in events}) == 9
    found = sorted(
        (
            one["DTSTART"].dt.strftime(_INSTANT),
            one["DTEND"].dt.strftime(_INSTANT),
            str(one["SUMMARY"]),
        )
        for one in events
    )
    assert found == _wanted(series)


@pytest.mark.parametrize(
    ("day", "is_there"),
    [
        ("20260501", False),
        ("20260502", True),
        ("20260505", True),
        ("20260512", False),
        ("20260519", False),
        ("20260526", True),
        ("20260707", True),
        ("20260714", False),
        ("30000101", False),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_found_by_a_day(day: str, is_there: bool, series: Any, program: Program) -> None:
    span = f'<c:time-range start="{day}T000000Z" end="{day}T235959Z"/>'
    assert bool(program.query(SITE, span).there) is is_there


def test_one_change_is_one_resource(series: Any, program: Program) -> None:
    own = f"/dav/calendars/series/{series.slug}/"
    copies = [Copy(program, SITE), Copy(program, own)]

    def synced() -> list[tuple[int, int]]:
        counts = [copy.sync() for copy in copies]
        assert [copy.sync() for copy in copies] == [(0, 0)] * len(copies)
        assert all(copy.is_right() for copy in copies)
        return counts

    assert synced() == [(1, 0)] * 2
    dates = dates_of(series)
    operations.cancel_webinar(webinar_id=dates[5].public_id, reason="", by=ANNA)
    assert synced() == [(1, 0)] * 2
    # With a programme of its own it leaves the series' entry for one of its own.
    programme.a_session(dates[6], starts=dates[6].starts_wall, ends=dates[6].ends_wall)
    assert synced() == [(2, 0)] * 2
    operations.unlist_series(series_id=series.public_id, by=ANNA)
    counts = synced()
    assert all(gone >= 1 for _, gone in counts)
    operations.list_series(series_id=series.public_id, by=ANNA)
    synced()
    operations.delete_series(series_id=series.public_id, by=ANNA)
    copies.pop()
    synced()
    assert program.send("PROPFIND", own, Depth="0").status_code == 410
