"""A series is a master with its overrides; every reader finds our webinars in it, none else."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.calendars.support.instances import READERS
from tests.calendars.support.lines import Event, File, checked
from tests.support import programme
from tests.support.programme import ANNA, wall
from webinar.calendars.queries import FeedPart
from webinar.webinars.recurrence import (
    DAILY,
    DATES,
    LAST,
    MONTHLY_DAY,
    MONTHLY_WEEKDAY,
    WEEKLY,
    YEARLY,
    Recurrence,
)

FIRST, LATEST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)
TUESDAYS = Recurrence(WEEKLY, weekdays=(1,))


def _dates(series: Any) -> list[Any]:
    from webinar.webinars.operations.series import dates_of

    return dates_of(series)


def _series_feed(series: Any) -> bytes:
    from webinar.calendars import queries

    known = queries.feed_validators("series", series.slug)
    assert known is not None
    found = queries.feed_body(known.feed_id, compressed=False)
    assert found is not None
    return found[1]


def _wanted(latest: datetime = LATEST) -> list[tuple[str, str, str, bool]]:
    """Our listed webinars without sessions, as (start, end, title, is cancelled); and sessions."""
    import sqlalchemy as sa

    from webinar.core.db import db
    from webinar.webinars.models import DRAFT, Webinar

    found = sa.select(Webinar).where(
        Webinar.state != DRAFT, Webinar.is_unlisted.is_(False), Webinar.starts_at <= latest
    )
    shown = [one for webinar in db.session.scalars(found) for one in webinar.sessions or [webinar]]
    return sorted(
        (
            one.starts_at.strftime("%Y%m%dT%H%M%SZ"),
            one.ends_at.strftime("%Y%m%dT%H%M%SZ"),
            f"Cancelled: {one.title}" if one.is_cancelled else one.title,
            one.is_cancelled,
        )
        for one in shown
    )


def _agree(data: bytes, latest: datetime = LATEST) -> None:
    checked(data)
    wanted = _wanted(latest)
    assert wanted
    for name, read in READERS.items():
        found = sorted(one[1:] for one in read(data, FIRST, latest))
        assert found == wanted, (name, set(found) ^ set(wanted))


def _by_slot(data: bytes) -> dict[str, Event]:
    """Overrides by RECURRENCE-ID, the master by nothing."""
    return {
        event.one("RECURRENCE-ID") if event.all("RECURRENCE-ID") else "": event
        for event in checked(data).events
        if event.uid.startswith("series-")
    }


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("zone", "start"),
    [
        ("Europe/Paris", "2026-03-10 18:00"),
        ("America/New_York", "2026-03-10 18:00"),
        ("Australia/Sydney", "2026-03-10 18:00"),
        ("Africa/Casablanca", "2026-04-07 18:00"),
        ("Asia/Kathmandu", "2026-03-10 18:00"),
        ("UTC", "2026-03-10 18:00"),
    ],
)
def test_the_wall_clock_survives_both_changes(
    zone: str, start: str, site: Any, client: Any
) -> None:
    series = programme.a_published_series(
        timezone=zone,
        starts=wall(start),
        recurrence_words=Recurrence(WEEKLY, weekdays=(1,), times=48),
    )
    dates = _dates(series)
    assert len(dates) == 48
    assert {one.starts_wall.time() for one in dates} == {wall(start).time()}
    offsets = {one.starts_wall.replace(tzinfo=UTC) - one.starts_at for one in dates}
    assert len(offsets) == (1 if zone in ("UTC", "Asia/Kathmandu") else 2)
    _agree(client.get("/feeds/site.ics").data)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "rule",
    [
        Recurrence(DAILY, interval=3, times=20),
        Recurrence(WEEKLY, interval=2, weekdays=(0, 3), times=15),
        Recurrence(MONTHLY_DAY, day=31, times=6),
        Recurrence(MONTHLY_DAY, day=LAST, times=6),
        Recurrence(MONTHLY_WEEKDAY, week=2, weekday=3, times=10),
        Recurrence(MONTHLY_WEEKDAY, week=LAST, weekday=4, until=wall("2026-12-31 00:00").date()),
        Recurrence(YEARLY, month=2, day=28, times=1),
        Recurrence(DATES),
    ],
    ids=lambda rule: f"{rule.pattern}-{rule.day}-{rule.week}",
)
def test_every_form_of_rule_is_read_alike(rule: Recurrence, site: Any, client: Any) -> None:
    further = [wall("2026-06-17 10:00"), wall("2026-07-01 10:00")]
    programme.a_published_series(recurrence_words=rule, dates=further)
    _agree(client.get("/feeds/site.ics").data)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_one_without_an_end_is_made_a_year_ahead_and_goes_on(
    site: Any, client: Any, clock: Any
) -> None:
    from webinar.core import jobs
    from webinar.webinars.jobs import extend

    series = programme.a_published_series(recurrence_words=TUESDAYS)
    before = _dates(series)
    assert before[-1].starts_at < datetime(2027, 3, 12, tzinfo=UTC)
    assert len(before) == 45
    data = client.get("/feeds/site.ics").data
    assert b"RRULE:FREQ=WEEKLY;BYDAY=TU\r\n" in data
    _agree(data, before[-1].ends_at)
    clock.shift(timedelta(days=30))
    extend()
    jobs.run_due()
    after = _dates(series)
    assert [one.id for one in after[:45]] == [one.id for one in before]
    assert len(after) == 49
    # The rule said them already.
    assert client.get("/feeds/site.ics").data == data


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_times_that_the_clock_skips_or_shows_twice_are_said_as_instants(
    site: Any, client: Any
) -> None:
    """Half past two on a Sunday, in Paris: on 29 March it never is, on 25 October it is twice."""
    series = programme.a_published_series(
        timezone="Europe/Paris",
        starts=wall("2026-03-15 02:30"),
        minutes=30,
        recurrence_words=Recurrence(WEEKLY, weekdays=(6,), times=40),
    )
    by_slot = {one.slot_wall: one for one in _dates(series)}
    assert by_slot[wall("2026-03-29 02:30")].starts_wall == wall("2026-03-29 03:30")
    assert by_slot[wall("2026-10-25 02:30")].starts_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    data = client.get("/feeds/site.ics").data
    _agree(data)
    assert len(checked(data).by_uid()) == 40


def _changed(feed: bytes, after: bytes) -> set[str]:
    """RECURRENCE-IDs (nothing for the master) of the VEVENTs whose bytes are others."""
    old, new = _by_slot(feed), _by_slot(after)
    return {
        key
        for key in set(old) | set(new)
        if key not in old or key not in new or old[key].raw != new[key].raw
    }


def test_each_change_touches_its_own_bytes_alone(site: Any, client: Any) -> None:
    from webinar.webinars import operations

    room = programme.a_room("Hall", place="1 Sea Street")
    series = programme.a_published_series(room_id=room.public_id)
    other = programme.a_published_series("Other", category_id=series.category.public_id)
    dates = _dates(series)
    ids = [one.public_id for one in dates]
    feeds = [_series_feed(series)]
    others = _series_feed(other)

    def then(*wanted: str) -> dict[str, Event]:
        feeds.append(_series_feed(series))
        assert _changed(feeds[-2], feeds[-1]) == set(wanted)
        assert _series_feed(other) == others
        data = client.get("/feeds/site.ics").data
        _agree(data)
        return _by_slot(feeds[-1])

    operations.cancel_webinar(webinar_id=ids[2], reason="Ill", by=ANNA)
    found = then("20260519T180000")
    assert found["20260519T180000"].one("STATUS") == "CANCELLED"
    assert found["20260519T180000"].one("SEQUENCE") == "1"
    assert found[""].one("SEQUENCE") == "0"

    _edit(dates[3], title="Guest evening")
    found = then("20260526T180000")
    # Nothing to act upon: only the words are others.
    assert found["20260526T180000"].one("SEQUENCE") == "0"

    _edit(dates[4], starts=wall("2026-06-03 17:00"), ends=wall("2026-06-03 19:00"))
    found = then("20260602T180000")
    assert found["20260602T180000"].one("SEQUENCE") == "1"
    assert found["20260602T180000"].one("DTSTART") == "20260603T170000"

    operations.skip_date(webinar_id=ids[1], by=ANNA)
    found = then("", "20260526T180000")
    assert [line.raw for line in found[""].all("EXDATE")] == ["20260512T180000"]
    assert found[""].one("SEQUENCE") == "1"
    # Not older than its master, so it rose along.
    assert found["20260526T180000"].one("SEQUENCE") == "1"

    operations.unskip_date(webinar_id=ids[1], by=ANNA)
    then("", "20260519T180000", "20260526T180000", "20260602T180000")

    _edit(dates[3], title="Reading group")
    found = then("20260526T180000")
    assert "20260526T180000" not in found

    _edit(dates[3], title="Guest evening after all")
    # It was said with 2 before: what comes back says more.
    assert then("20260526T180000")["20260526T180000"].one("SEQUENCE") == "3"

    programme.a_session(dates[5], starts=dates[5].starts_wall, ends=dates[5].ends_wall)
    # The guest's evening has 3 already, as the master now.
    then("", "20260519T180000", "20260602T180000")[""].one("EXDATE")
    assert any(
        e.uid.startswith("session-") for e in checked(client.get("/feeds/site.ics").data).events
    )

    operations.unlist_webinar(webinar_id=ids[6], by=ANNA)
    found = _by_slot(_series_feed(series))
    assert "20260616T180000" in [line.raw for line in found[""].all("EXDATE")]
    assert ids[6] not in client.get("/feeds/site.ics").text

    operations.archive_series(series_id=series.public_id, by=ANNA)
    operations.reopen_series(series_id=series.public_id, by=ANNA)
    operations.unlist_series(series_id=series.public_id, by=ANNA)
    masters = [e for e in checked(client.get("/feeds/site.ics").data).events if e.all("RRULE")]
    assert len(masters) == 1
    operations.list_series(series_id=series.public_id, by=ANNA)
    masters = [e for e in checked(client.get("/feeds/site.ics").data).events if e.all("RRULE")]
    assert len(masters) == 2


def _edit(webinar: Any, **fields: Any) -> None:
    from webinar.webinars import operations

    values = {
        "title": webinar.title,
        "timezone": webinar.timezone,
        "starts": webinar.starts_wall,
        "ends": webinar.ends_wall,
        "category_id": webinar.category.public_id,
        "room_id": webinar.room.public_id if webinar.room else "",
        "summary": webinar.summary,
        "description": webinar.description,
        "language": webinar.language,
    }
    operations.edit_webinar(webinar_id=webinar.public_id, by=ANNA, **values | fields)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_cancelled_date_is_left_out_after_thirty_days(site: Any, client: Any, clock: Any) -> None:
    from webinar.calendars.operations import move_day
    from webinar.core import jobs
    from webinar.webinars import operations

    series = programme.a_published_series()
    operations.cancel_webinar(webinar_id=_dates(series)[0].public_id, reason="Ill", by=ANNA)
    kept = _series_feed(series)
    assert set(_by_slot(kept)) == {"", "20260505T180000"}
    clock.move_to(datetime(2026, 6, 4, 9, tzinfo=UTC))
    move_day()
    jobs.run_due()
    assert _series_feed(series) == kept
    clock.move_to(datetime(2026, 6, 6, 9, tzinfo=UTC))
    move_day()
    jobs.run_due()
    left = _by_slot(_series_feed(series))
    assert set(left) == {""}
    assert left[""].one("EXDATE") == "20260505T180000"
    assert checked(client.get("/feeds/site.ics").data).zones == ["Europe/London"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_one_that_began_long_ago_is_not_old(
    site: Any, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from webinar.calendars import feeds, queries

    series = programme.a_published_series(recurrence_words=TUESDAYS)
    monkeypatch.setitem(queries.MOST_ENTRIES, "site", 3)
    for number in range(4):
        day = f"2026-09-0{number + 1}"
        programme.a_published(
            f"Alone {number}",
            starts=wall(f"{day} 10:00"),
            ends=wall(f"{day} 11:00"),
            category_id=series.category.public_id,
        )
    events = checked(client.get("/feeds/site.ics").data).events
    titles = ["Reading group", "Alone 1", "Alone 2", "Alone 3"]
    assert [event.one("SUMMARY") for event in events] == titles
    chosen = checked(client.get("/feeds/site.ics?alarm=15").data, options=True).events
    assert [event.one("SUMMARY") for event in chosen] == titles
    parts = [FeedPart(event.raw, "", b"RRULE" in event.raw) for event in reversed(events)]
    room = len(events[0].raw) + len(events[3].raw) + 10
    assert [part.event for part in feeds._newest(parts, room)] == [events[0].raw, events[3].raw]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_it_stands_in_the_feeds_of_what_its_dates_share(site: Any, client: Any) -> None:
    category, other = programme.a_category("History"), programme.a_category("Law")
    series = programme.a_published_series(category_id=category.public_id)
    date = _dates(series)[1]
    _edit(date, category_id=other.public_id)

    def feed(kind: str) -> File:
        return checked(client.get(f"/feeds/{kind}.ics").data)

    assert [event.uid[:6] for event in feed("category/history").events] == ["series"] * 2
    # One date that is filed elsewhere stands there for itself, and is in the series nevertheless.
    assert [event.uid[:7] for event in feed("category/law").events] == ["webinar"]
    assert len(feed("site").by_uid()) == 1
    assert [event.uid[:7] for event in feed(f"webinar/{date.slug}").events] == ["webinar"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_other_zone_data_moves_what_people_typed_nowhere(
    site: Any, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another release says that Paris is an hour earlier in summer: instants and zones follow."""
    import sqlalchemy as sa

    from webinar.calendars import operations, zones
    from webinar.calendars.queries import state
    from webinar.core.db import db, transaction
    from webinar.webinars.models import Webinar

    programme.a_published_series(
        timezone="Europe/Paris", starts=wall("2026-05-05 18:00"), recurrence_words=TUESDAYS
    )
    programme.a_published("Alone", timezone="Europe/London")
    before = checked(client.get("/feeds/site.ics").data)
    assert operations.follow_zones() == 0
    with transaction():
        # As an older release would have made it: an hour off, and with another VTIMEZONE.
        found = sa.select(Webinar).where(Webinar.title == "Reading group")
        for webinar in db.session.scalars(found):
            webinar.starts_at += timedelta(hours=1)
            webinar.ends_at += timedelta(hours=1)
        state().zones = "2020a"  # type: ignore[union-attr]
    data = client.get("/feeds/site.ics").data
    original = zones.zones_of
    monkeypatch.setattr(
        "webinar.calendars.feeds.zones_of",
        lambda parts: [zone.replace(b"CEST", b"NEW") for zone in original(parts)],
    )
    assert operations.follow_zones() == 45
    after = client.get("/feeds/site.ics").data
    assert after != data
    assert b"TZNAME:NEW" in after
    assert [event.raw for event in checked(after).events] == [e.raw for e in before.events]
    assert operations.follow_zones() == 0
    assert client.get("/feeds/site.ics").data == after
