"""What a person typed is the truth; the instant is derived from it."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from tests.support.programme import ANNA, a_category, a_draft, a_session, a_webinar, wall
from webinar.core.clock import WrongTime
from webinar.core.db import db, transaction
from webinar.core.journal import JournalEntry
from webinar.webinars import operations, queries
from webinar.webinars.errors import WrongTimes


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def fields(webinar, **changed):
    return {
        "webinar_id": webinar.public_id,
        "title": webinar.title,
        "timezone": webinar.timezone,
        "starts": webinar.starts_wall,
        "ends": webinar.ends_wall,
        "category_id": webinar.category.public_id,
        "by": ANNA,
    } | changed


def test_the_instant_follows_zone_and_summer_time(in_app):
    draft = a_draft()
    assert draft.starts_at == datetime(2026, 5, 5, 13, 0, tzinfo=UTC)


@pytest.mark.checklist(19)
def test_a_time_that_the_clock_skips_is_refused(in_app):
    with pytest.raises(WrongTime, match="jump over"):
        a_draft(starts=wall("2026-03-29 01:30"), ends=wall("2026-03-29 04:00"))


def test_the_fold_chooses_one_of_two_hours(in_app):
    category = a_category().public_id
    times = {"starts": wall("2026-10-25 01:30"), "ends": wall("2026-10-25 03:00")}
    first = a_draft("First", category_id=category, **times)
    second = a_draft("Second", category_id=category, starts_fold=1, **times)
    assert first.starts_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert second.starts_at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.mark.checklist(19)
@pytest.mark.parametrize("ends", ["2026-05-05 14:00", "2026-05-05 13:00"])
def test_the_end_comes_after_the_start(in_app, ends):
    with pytest.raises(WrongTimes):
        a_draft(ends=wall(ends))


def test_another_zone_keeps_every_wall_time(in_app):
    draft = a_draft()
    session = a_session(draft)
    operations.edit_webinar(**fields(draft, timezone="Asia/Shanghai"))
    assert session.starts_wall == wall("2026-05-05 14:00")
    assert session.starts_at == datetime(2026, 5, 5, 6, 0, tzinfo=UTC)
    assert session.ends_at == datetime(2026, 5, 5, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("along", "expected"), [(True, "2026-11-12 15:30"), (False, "2026-05-05 14:00")]
)
def test_sessions_move_along_when_that_is_wanted(in_app, along, expected):
    draft = a_draft()
    session = a_session(draft)
    changed = {"starts": wall("2026-11-12 15:30"), "ends": wall("2026-11-12 18:00")}
    operations.edit_webinar(**fields(draft, move_sessions=along, **changed))
    assert session.starts_wall == wall(expected)


def test_zone_rules_are_followed_and_wall_times_stay(in_app, clock):
    webinar = a_webinar()
    session = webinar.sessions[0]
    with transaction():
        # As if tzdata had said something else when it was saved.
        session.starts_at = datetime(2026, 5, 5, 12, 0, tzinfo=UTC)
    assert queries.has_stale_instants()
    assert operations.follow_zone_rules(by=ANNA) == 1
    assert not queries.has_stale_instants()
    assert session.starts_at == datetime(2026, 5, 5, 13, 0, tzinfo=UTC)
    assert operations.follow_zone_rules(by=ANNA) == 0


def test_a_time_that_the_new_rules_skip_stops_no_other(in_app, clock):
    """It takes place when the clock shows something instead, and stays as long as it was."""
    night = {"starts": wall("2026-03-29 00:10"), "ends": wall("2026-03-29 04:00")}
    session = a_webinar("Night", **night).sessions[0]
    other = a_webinar("Day", new_category="Day").sessions[0]
    with transaction():
        # As if there had been no summer time when both were saved.
        session.starts_wall, session.ends_wall = wall("2026-03-29 01:30"), wall("2026-03-29 02:15")
        session.starts_at = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
        session.ends_at = datetime(2026, 3, 29, 2, 15, tzinfo=UTC)
        other.starts_at = datetime(2026, 5, 5, 14, 0, tzinfo=UTC)
    assert queries.has_stale_instants()
    assert operations.follow_zone_rules(by=ANNA) == 2
    assert not queries.has_stale_instants()
    assert (session.starts_wall, session.ends_wall) == (
        wall("2026-03-29 02:30"),
        wall("2026-03-29 03:15"),
    )
    assert other.starts_at == datetime(2026, 5, 5, 13, 0, tzinfo=UTC)


def test_a_zone_whose_name_is_gone_stops_no_other(in_app, clock):
    lost, other = a_webinar("Lost"), a_webinar("Found", new_category="Found").sessions[0]
    with transaction():
        lost.timezone = "Atlantis/Harbour"
        other.starts_at = datetime(2026, 5, 5, 14, 0, tzinfo=UTC)
    assert queries.has_stale_instants()
    assert operations.follow_zone_rules(by=ANNA) == 1
    assert not queries.has_stale_instants()


@pytest.mark.parametrize(
    ("ends", "expected"),
    [("03:00", "03:00"), ("02:15", "03:00")],
    ids=["an end after the gap stays", "an end that would come first keeps its distance"],
)
def test_a_time_that_falls_into_a_new_gap_stops_nobody_and_is_told(in_app, clock, ends, expected):
    caught, other = a_webinar("Caught"), a_webinar("Other")
    with transaction():
        # As if London's clocks had not jumped from 1 to 2 on that day when these were saved.
        for row in (caught, caught.sessions[0]):
            row.starts_wall, row.starts_at = wall("2027-03-28 01:30"), utc(2027, 3, 28, 1, 30)
            row.ends_wall = wall(f"2027-03-28 {ends}")
            row.ends_at = utc(2027, 3, 28, 2, 0)
        other.sessions[0].starts_at = utc(2026, 5, 5, 12, 0)
    assert queries.has_stale_instants()
    assert operations.follow_zone_rules(by=ANNA) == 3
    assert other.sessions[0].starts_at == utc(2026, 5, 5, 13, 0)
    for row in (caught, caught.sessions[0]):
        assert (row.starts_wall, row.starts_at) == (
            wall("2027-03-28 02:30"),
            utc(2027, 3, 28, 1, 30),
        )
        assert row.ends_wall == wall(f"2027-03-28 {expected}")
        assert row.ends_at == utc(2027, 3, 28, 2, 0)
    assert not queries.has_stale_instants()
    assert operations.follow_zone_rules(by=ANNA) == 0
    found = sa.select(JournalEntry).where(JournalEntry.intention == "webinars.follow_zone_rules")
    entry = db.session.scalars(found.order_by(JournalEntry.id)).first()
    told = {
        change["id"]: change["fields"]["starts_wall"]
        for change in entry.changes
        if "starts_wall" in change["fields"]
    }
    assert set(told) == {caught.public_id, caught.sessions[0].public_id}
    assert all("01:30" in before and "02:30" in after for before, after in told.values())
