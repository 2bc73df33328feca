"""What the address asks for is also so in JSCalendar and jCal; nothing is passed over silently."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.calendars.support.lines import checked
from tests.support import programme
from tests.support.programme import ANNA, wall


@pytest.fixture
def school(site: Any) -> Any:
    """Three days with a session and a cancelled one, in a zone of its own; papers are due."""
    from webinar.core.clock import WallTime
    from webinar.webinars import operations
    from webinar.webinars.deadlines import Deadlines

    made = programme.a_draft(
        "Summer school",
        timezone="America/New_York",
        starts=wall("2026-05-05 20:00"),
        ends=wall("2026-05-07 21:00"),
        deadlines=Deadlines(WallTime(wall("2026-04-01 12:00"), "America/New_York"), None, ""),
    )
    programme.a_session(
        made, "First", starts=wall("2026-05-05 20:00"), ends=wall("2026-05-05 21:00")
    )
    gone = programme.a_session(
        made, "Last", starts=wall("2026-05-07 20:00"), ends=wall("2026-05-07 21:00")
    )
    operations.publish_webinar(webinar_id=made.public_id, by=ANNA)
    operations.cancel_session(session_id=gone.public_id, reason="Storm", by=ANNA)
    return made


def _entries(client: Any, query: str = "", feed: str = "site") -> list[dict[str, Any]]:
    answer = client.get(f"/feeds/{feed}.json{query}")
    assert answer.status_code == 200, answer.text
    group = json.loads(answer.data)
    assert group["source"] == f"http://localhost/feeds/{feed}.json{query}"
    return list(group["entries"])


def _instant(event: dict[str, Any]) -> datetime:
    local = datetime.fromisoformat(event["start"])
    return local.replace(tzinfo=ZoneInfo(event["timeZone"])).astimezone(UTC)


def test_one_zone_and_utc(school: Any, client: Any) -> None:
    usual = _entries(client)
    assert {one["timeZone"] for one in usual} == {"America/New_York"}
    for query, zone in (("Asia/Tokyo", "Asia/Tokyo"), ("UTC", "Etc/UTC")):
        shown = _entries(client, f"?zone={query}")
        assert {one["timeZone"] for one in shown} == {zone}
        assert [_instant(one) for one in shown] == [_instant(one) for one in usual]


def test_an_alarm_for_what_takes_place(school: Any, client: Any) -> None:
    first, last = _entries(client, "?alarm=15")
    (alert,) = first["alerts"].values()
    assert alert["trigger"] == {"@type": "OffsetTrigger", "offset": "-PT15M"}
    assert alert["action"] == "display"
    assert (last["status"], last.get("alerts")) == ("cancelled", None)
    assert all("alerts" not in one for one in _entries(client))
    told = client.get("/feeds/site.jcal?alarm=15").json
    assert sum(len(one[2]) for one in told[2]) == 1


def test_changes_elsewhere_are_none_of_this(school: Any, client: Any, clock: Any) -> None:
    path = f"/feeds/webinar/{school.slug}.json?zone=Asia/Tokyo"
    before = client.get(path)
    clock.shift(timedelta(minutes=5))
    programme.a_webinar("Elsewhere")
    after = client.get(path)
    assert (after.data, after.headers["ETag"]) == (before.data, before.headers["ETag"])


def test_other_words(school: Any, client: Any) -> None:
    first, last = _entries(client, "?lang=de")
    assert "Teil von: Summer school" in first["description"]
    assert last["title"] == "Last", "its status says that it is cancelled"
    (due,) = _entries(client, "", "deadlines")
    assert due["title"] == "Papers due: Summer school"
    (due,) = _entries(client, "?lang=de", "deadlines")
    ics = checked(client.get("/feeds/deadlines.ics?lang=de").data, options=True)
    assert due["title"] == ics.events[0].one("SUMMARY") != "Papers due: Summer school"


def test_bars_over_whole_days(school: Any, client: Any) -> None:
    bar = next(one for one in _entries(client, "?days=yes") if one["title"] == "Summer school")
    assert (bar["start"], bar["duration"]) == ("2026-05-05T00:00:00", "P3D")
    assert bar["showWithoutTime"] is True
    assert "timeZone" not in bar
    alone = _entries(client, "?alarm=60&days=yes&sessions=no")
    (alert,) = alone[0]["alerts"].values()
    # It begins at midnight and rings an hour before the doors open.
    assert alert["trigger"] == {"@type": "AbsoluteTrigger", "when": "2026-05-05T23:00:00Z"}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_time_that_the_clock_shows_twice(site: Any, client: Any) -> None:
    """A local time means the first of both; what starts an hour later is said in UTC."""
    from webinar.calendars.formats.jscalendar import Told, event
    from webinar.calendars.ical import EventContent, Stamps

    programme.a_webinar("Night")
    (entry,) = _entries(client)
    facts = {
        "title": "T",
        "timezone": "Europe/Paris",
        "language": "en",
        "place": "",
        "room": "",
        "papers": [],
        "persons": [],
        "kind": "talk",
    }
    at = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    content = EventContent("a@x", at, at + timedelta(hours=1), "T", "", "https://x.example/")
    told = event(Told(EventContent(**{**vars(content), "facts": facts}), Stamps(at, at, 0)))
    assert (told["start"], told["timeZone"]) == ("2026-10-25T01:30:00", "Etc/UTC")
    assert entry["timeZone"] != "Etc/UTC"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("words", ["END:VEVENT", "BEGIN:VEVENT", "x" * 57 + "END:VEVENT" + "y" * 9])
def test_a_title_that_looks_like_a_line(words: str, site: Any, client: Any) -> None:
    """It stands at the end of a line, or of a piece of one."""
    from webinar.organization.operations import change_identity

    programme.a_webinar(words)
    change_identity(by=ANNA, name=words, tagline="", accent="teal", timezone="UTC", language="en")
    for query in ("alarm=5", "lang=de&alarm=5", "zone=Europe/Paris"):
        file = checked(client.get(f"/feeds/site.ics?{query}").data, options=True)
        assert [one.one("SUMMARY") for one in file.events] == ["Opening talk"]
        both = checked(client.get(f"/feeds/site.ics?sessions=no&{query}").data, options=True)
        assert [one.one("SUMMARY") for one in both.events] == [words]
        shown = client.get(f"/feeds/site.json?sessions=no&{query}").json
        assert [one["title"] for one in shown["entries"]] == [words]
        assert shown["title"] == words
