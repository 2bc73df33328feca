"""Windows, caps, the day boundary, large changes by a job, and webinars without sessions."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.calendars.support.lines import checked
from tests.calendars.support.many import many_sessions
from tests.support import programme
from tests.support.programme import ANNA


def _titles(file: Any) -> list[str]:
    return [event.one("SUMMARY") for event in file.events]


def _at(moment: datetime) -> dict[str, datetime]:
    naive = moment.replace(tzinfo=None)
    return {"starts": naive, "ends": naive + timedelta(hours=1)}


@pytest.fixture
def seasons(site: Any) -> Any:
    """One webinar with sessions from 400 days ago to the next year; now is 10 March 2026."""
    from webinar.core.db import transaction
    from webinar.webinars import operations

    now = datetime(2026, 3, 10, 9, tzinfo=UTC)
    spans = {"Old": -400, "Last year": -364, "Yesterday": -1, "Today": 0, "Next year": 365}
    with transaction():
        webinar = programme.a_draft("All seasons", timezone="UTC", **_at(now))
        for title, days in spans.items():
            programme.a_session(webinar, title, **_at(now + timedelta(days=days)))
        operations.publish_webinar(webinar_id=webinar.public_id, by=ANNA)
    return webinar


def test_windows(seasons: Any, feed: Any) -> None:
    recent = ["Last year", "Yesterday", "Today", "Next year"]
    assert _titles(feed("site")) == recent
    assert _titles(feed("category/history")) == recent
    assert _titles(feed("webinar/all-seasons")) == ["Old", *recent]
    assert _titles(feed("archive")) == ["Old", "Last year", "Yesterday"]


def test_the_boundary_is_stored_and_moved_by_the_daily_job(
    seasons: Any, feed: Any, client: Any, clock: Any
) -> None:
    from webinar.calendars import jobs as _jobs  # noqa: F401
    from webinar.core import jobs

    before = client.get("/feeds/site.ics")
    whole = client.get("/feeds/webinar/all-seasons.ics").headers["Last-Modified"]
    clock.shift(timedelta(days=3))
    assert client.get("/feeds/site.ics").data == before.data
    jobs.plan_periodic()
    jobs.run_due()
    after = client.get("/feeds/site.ics")
    assert _titles(checked(after.data)) == ["Yesterday", "Today", "Next year"]
    assert after.headers["Last-Modified"] == "Fri, 13 Mar 2026 09:00:00 GMT"
    assert _titles(feed("archive"))[-1] == "Today"
    assert client.get("/feeds/webinar/all-seasons.ics").headers["Last-Modified"] == whole


def test_a_cancelled_session_goes_30_days_after_its_end(
    seasons: Any, feed: Any, clock: Any
) -> None:
    from webinar.calendars import operations as calendars
    from webinar.webinars import operations

    today = next(one for one in seasons.sessions if one.title == "Today")
    operations.cancel_session(session_id=today.public_id, reason="", by=ANNA)
    for days, shown in ((30, True), (1, False)):
        clock.shift(timedelta(days=days))
        calendars.move_day()
        calendars.rebuild_stale()
        for name in ("site", "category/history", "webinar/all-seasons"):
            assert ("Cancelled: Today" in _titles(feed(name))) is shown, (days, name)


def test_a_webinar_without_sessions_stands_for_itself(site: Any, feed: Any, client: Any) -> None:
    from webinar.webinars import operations

    alone = programme.a_draft("A day without a timetable", summary="Come and listen.")
    # As restored or imported data may have it: publishing asks for a session.
    session = programme.a_session(alone)
    operations.publish_webinar(webinar_id=alone.public_id, by=ANNA)
    assert _titles(feed("site")) == ["Opening talk"]
    operations.delete_session(session_id=session.public_id, by=ANNA)
    (event,) = feed("site").events
    assert event.one("SUMMARY") == "A day without a timetable"
    assert event.uid.startswith("webinar-")
    assert event.one("LOCATION") == "http://localhost/webinars/a-day-without-a-timetable/"
    assert event.all("CONFERENCE") == []
    operations.restore_session(session_id=session.public_id, by=ANNA)
    assert _titles(feed("webinar/a-day-without-a-timetable")) == ["Opening talk"]


def test_a_large_change_is_seen_whole_after_its_job(site: Any, feed: Any) -> None:
    from webinar.core import jobs
    from webinar.webinars import operations

    webinar = programme.a_webinar("Long conference")
    many_sessions(webinar, 230)
    assert _titles(feed("site")) == ["Opening talk"]
    jobs.run_due()
    assert len(feed("site").events) == 231
    old = feed("site")
    operations.edit_category(category_id=webinar.category.public_id, name="Oceans", by=ANNA)
    assert feed("site") == old
    jobs.run_due()
    assert {e.one("CATEGORIES") for e in feed("site").events} == {"Oceans"}
    # A small change of a large feed: the entry at once, the feed by a job.
    session = webinar.sessions[0]
    operations.cancel_session(session_id=session.public_id, reason="", by=ANNA)
    jobs.run_due()
    assert "Cancelled: Opening talk" in _titles(feed("site"))


@pytest.mark.slow
def test_a_thousand_entries_and_900_kilobytes_at_most(site: Any, feed: Any, client: Any) -> None:
    from webinar.core import jobs

    room = programme.a_room().public_id
    webinar = programme.a_webinar("Endless conference", tags=["Sea"], room_id=room)
    many_sessions(webinar, 1500)
    jobs.run_due()
    for name in ("site", "category/history", "tag/sea", "room/blue-room"):
        data = client.get(f"/feeds/{name}.ics").data
        assert data.count(b"BEGIN:VEVENT") == 1000
        assert b"Talk 0499" not in data
        assert b"SUMMARY:Talk 0500" in data
        assert len(data) <= 900_000
    answer = client.get("/feeds/webinar/endless-conference.ics")
    assert 895_000 < len(answer.data) <= 900_000
    assert _titles(checked(answer.data))[-1] == "Talk 1499"
