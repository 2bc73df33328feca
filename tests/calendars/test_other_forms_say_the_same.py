"""jCal and JSCalendar of every feed and session: the same events, instants and words, read back
by other programs; and every form is polled as a feed is.
"""

import gzip
import json
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.calendars.support import readers
from tests.calendars.support.lines import checked
from tests.calendars.support.many import many_sessions
from tests.support import missing, programme
from tests.support.programme import ANNA, wall

_SCRIPT = """
const ICAL = require(process.argv[1]);
const calendar = new ICAL.Component(JSON.parse(require("fs").readFileSync(0, "utf8")));
const found = {};
for (const part of calendar.getAllSubcomponents("vevent")) {
  const event = new ICAL.Event(part);
  const utc = (time) => time.convertToZone(ICAL.Timezone.utcTimezone).toICALString();
  found[event.uid] = [utc(event.startDate), utc(event.endDate), event.summary];
}
console.log(JSON.stringify(found));
"""


def by_ical_js(jcal: bytes) -> readers.Read:
    """What ical.js, which reads jCal natively, finds in it."""
    done = subprocess.run(
        [missing.find("node"), "-e", _SCRIPT, missing.find("ical.js")],
        input=jcal,
        capture_output=True,
        check=True,
    )
    return {uid: tuple(values) for uid, values in json.loads(done.stdout).items()}


@pytest.fixture
def webinar(site: Any) -> Any:
    """Two sessions, one cancelled, with people, a room, a paper-like recording and escapes."""
    from webinar.webinars import operations

    made = programme.a_published("Voices", new_category="Seas, rivers; “more”\\n")
    room = programme.a_room("Hall", place="1 Main Street, Łódź", join_address="")
    one = programme.a_session(
        made, "Über “Meere”; Küsten, Häfen\\n", abstract="a, b; c\\n\n\nd " * 40
    )
    other = programme.a_session(
        made,
        "海洋",
        room_id=room.public_id,
        kind="panel",
        track="History",
        starts=wall("2026-05-05 23:00"),
        ends=wall("2026-05-06 00:30"),
        slides_url="https://slides.example/1",
    )
    maria = programme.a_speaker("Maria Nowak", affiliation="UCL")
    programme.speaks(one, maria)
    programme.speaks(other, maria, role="chair")
    operations.cancel_session(session_id=other.public_id, reason="Storm", by=ANNA)
    return made


FEEDS = ("site", "webinar/voices", "speaker/maria-nowak", "category/seas-rivers-more-n")


def test_jcal_is_the_stored_calendar(webinar: Any, client: Any) -> None:
    from icalendar import Calendar

    for feed in FEEDS:
        calendar = client.get(f"/feeds/{feed}.ics").data
        answer = client.get(f"/feeds/{feed}.jcal")
        assert answer.content_type == "application/calendar+json"
        told = json.loads(answer.data)
        assert len(told[2]) == 2, feed
        assert by_ical_js(answer.data) == readers.ical_js(calendar)
        # Every reader finds in what another program makes of it what it finds in the feed.
        back = Calendar.from_jcal(answer.text).to_ical()
        for name in ("icalendar", "vobject", "libical"):
            assert readers.READERS[name](back) == readers.READERS[name](calendar), name
        # Another writer of jCal agrees about names, types and values.
        theirs = Calendar.from_ical(calendar).to_jcal()
        for ours, other in zip(told[2], theirs[2], strict=True):
            values = {one[0]: one[2:] for one in ours[1]}
            for name, _parameters, kind, *value in other[1]:
                if name not in ("conference", "attach"):
                    assert values[name] == [kind, *value], name


def test_jcal_of_zones_and_rules() -> None:
    from webinar.calendars.formats import jcal

    text = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VTIMEZONE\r\nTZID:Europe/London\r\n"
        "BEGIN:STANDARD\r\nDTSTART:19701025T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000\r\n"
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
        "BEGIN:VEVENT\r\nUID:a\r\nDTSTAMP:20260310T090000Z\r\n"
        "DTSTART;TZID=Europe/London:20260505T140000\r\nDTEND;TZID=Europe/London:20260505T150000\r\n"
        "SUMMARY:A\r\nRRULE:FREQ=WEEKLY;COUNT=4;BYDAY=MO,TU;UNTIL=20260701T000000Z\r\n"
        "EXDATE;TZID=Europe/London:20260512T140000,20260519T140000\r\n"
        "CATEGORIES:a\\, b,c\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    data = jcal.render(text.encode())
    told = json.loads(data)
    event = {one[0]: one[1:] for one in told[2][1][1]}
    assert event["dtstart"] == [{"tzid": "Europe/London"}, "date-time", "2026-05-05T14:00:00"]
    assert event["rrule"][2] == {
        "freq": "WEEKLY",
        "count": 4,
        "byday": ["MO", "TU"],
        "until": "2026-07-01T00:00:00Z",
    }
    assert event["exdate"][2:] == ["2026-05-12T14:00:00", "2026-05-19T14:00:00"]
    assert event["categories"][2:] == ["a, b", "c"]
    standard = {one[0]: one[1:] for one in told[2][0][2][0][1]}
    assert standard["tzoffsetfrom"] == [{}, "utc-offset", "+01:00"]
    assert standard["rrule"][2] == {"freq": "YEARLY", "byday": "-1SU", "bymonth": 10}
    assert by_ical_js(data) == readers.ical_js(text.encode())


def test_jscalendar_says_what_the_feed_says(webinar: Any, client: Any) -> None:
    for feed in FEEDS:
        file = checked(client.get(f"/feeds/{feed}.ics").data)
        answer = client.get(f"/feeds/{feed}.json")
        assert answer.content_type == "application/jscalendar+json;type=group"
        group = json.loads(answer.data)
        assert (group["@type"], len(group["entries"])) == ("Group", 2), feed
        assert group["title"] == file.one("NAME").text
        for event, line in zip(group["entries"], file.events, strict=True):
            assert event["@type"] == "Event"
            assert event["uid"] == line.uid
            starts = datetime.fromisoformat(event["start"]).replace(
                tzinfo=ZoneInfo(event["timeZone"])
            )
            assert starts.astimezone(UTC) == line.instant("DTSTART")
            assert event["sequence"] == int(line.one("SEQUENCE"))
            assert datetime.fromisoformat(event["updated"]) == line.instant("LAST-MODIFIED")
            assert event["status"].upper() == line.one("STATUS")
            assert line.one("SUMMARY").endswith(event["title"])
            assert event["description"] == line.one("DESCRIPTION")
        first, second = group["entries"]
        assert (first["duration"], second["duration"]) == ("PT1H", "PT1H30M")
        assert first["virtualLocations"]["1"]["uri"].endswith("/join")
        assert second["locations"]["1"]["name"] == "Hall, 1 Main Street, Łódź"
        assert second["participants"]["1"]["roles"] == {"attendee": True, "chair": True}
        assert second["keywords"]["History"] is True
        assert "https://slides.example/1" in {one["href"] for one in second["links"].values()}
        assert b"mailto:" not in answer.data


def test_options_and_a_search_choose_what_they_hold(webinar: Any, client: Any) -> None:
    for query in ("search.{}?q=Meere", "search.{}?kind=session&q=Meere&past=all"):
        ics = client.get(f"/feeds/{query.format('ics')}")
        uids = {event.uid for event in checked(ics.data).events}
        assert len(uids) == 1
        told = client.get(f"/feeds/{query.format('jcal')}").json
        assert {one[3] for part in told[2] for one in part[1] if one[0] == "uid"} == uids
        group = client.get(f"/feeds/{query.format('json')}").json
        assert {one["uid"] for one in group["entries"]} == uids
        assert group["source"].startswith("http://localhost/feeds/search.json?q=Meere")
    named = client.get("/feeds/search.json?q=minutes.ics").json
    assert named["source"] == "http://localhost/feeds/search.json?q=minutes.ics"
    for path in ("site", "webinar/voices"):
        whole = client.get(f"/feeds/{path}.json?sessions=no").json
        assert [one["title"] for one in whole["entries"]] == ["Voices"]
        assert whole["source"] == f"http://localhost/feeds/{path}.json?sessions=no"
        same = client.get(f"/feeds/{path}.json?past=all").json["source"]
        usual = "" if "webinar" in path else "?past=all"
        assert same == f"http://localhost/feeds/{path}.json{usual}"
        wrong = client.get(f"/feeds/{path}.jcal?sessions=perhaps")
        assert (wrong.status_code, wrong.content_type) == (400, "text/plain; charset=utf-8")
    assert client.get("/feeds/archive/1999.json").status_code == 404


def test_rules_in_jscalendar() -> None:
    from webinar.calendars.formats.jscalendar import duration, rule

    zone = ZoneInfo("Europe/London")
    assert rule("FREQ=MONTHLY;INTERVAL=2;BYDAY=2TH,-1FR;UNTIL=20260701T130000Z", zone) == {
        "@type": "RecurrenceRule",
        "frequency": "monthly",
        "interval": 2,
        "byDay": [
            {"@type": "NDay", "day": "th", "nthOfPeriod": 2},
            {"@type": "NDay", "day": "fr", "nthOfPeriod": -1},
        ],
        "until": "2026-07-01T14:00:00",
    }
    at = datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert duration(at, at.replace(day=29, hour=14)) == "PT26H"
    assert duration(at, at) == "PT0S"


def test_a_series_in_jscalendar() -> None:
    from webinar.calendars.formats.jscalendar import Told, event
    from webinar.calendars.ical import EventContent, Stamps

    at = datetime(2026, 3, 24, 18, tzinfo=UTC)
    facts = {
        **dict.fromkeys(("room", "place", "reason", "abstract"), ""),
        "title": "Seminar",
        "timezone": "Europe/London",
        "language": "en",
        "persons": [],
        "papers": [],
    }
    master = EventContent(
        "series-a@x", at, at.replace(hour=19), "Seminar", "About", "https://x.example/s/"
    )
    moved = at.replace(day=31, hour=18)
    other = replace(master, starts_at=moved, ends_at=moved.replace(hour=20), facts=facts)
    gone = at.replace(month=4, day=7, hour=17)
    cancelled = replace(
        master, starts_at=gone, ends_at=gone.replace(hour=18), is_cancelled=True, facts=facts
    )
    recurrence = {
        "rule": "FREQ=WEEKLY;UNTIL=20260430T170000Z",
        "skipped": ["2026-04-14T18:00:00"],
        "overrides": ["2026-03-31T18:00", "2026-04-07T18:00"],
    }
    stamps = {
        "": [1, at.isoformat()],
        "2026-03-31T18:00": [3, "2026-03-12T09:00:00+00:00", "", "", False],
        "2026-04-07T18:00": [1, at.isoformat(), "", "", False],
    }
    parts = [other.stored(), cancelled.stored()]
    more = {"recurrence": recurrence, "stamps": stamps, "parts": parts}
    whole = replace(master, facts=facts | more)
    told = event(Told(whole, Stamps(at, at, 1)))
    assert (told["start"], told["duration"]) == ("2026-03-24T18:00:00", "PT1H")
    assert told["recurrenceRules"] == [
        {"@type": "RecurrenceRule", "frequency": "weekly", "until": "2026-04-30T18:00:00"}
    ]
    assert told["recurrenceOverrides"] == {
        "2026-03-31T18:00:00": {
            "start": "2026-03-31T19:00:00",
            "duration": "PT2H",
            "sequence": 3,
            "updated": "2026-03-12T09:00:00Z",
        },
        "2026-04-07T18:00:00": {"status": "cancelled"},
        "2026-04-14T18:00:00": {"excluded": True},
    }


def test_one_session_as_a_file(webinar: Any, client: Any) -> None:
    session = webinar.sessions[0]
    path = f"/webinars/voices/{session.slug}"
    ics = checked(client.get(f"{path}.ics").data, download=True)
    jcal = client.get(f"{path}.jcal")
    assert by_ical_js(jcal.data) == readers.ical_js(client.get(f"{path}.ics").data)
    event = client.get(f"{path}.json")
    assert event.content_type == "application/jscalendar+json;type=event"
    assert event.json["uid"] == ics.events[0].uid
    assert client.get("/webinars/voices/nothing.json").status_code == 404


FORMS = (
    "/webinars/voices/schedule.xml",
    "/webinars/voices/schedule.json",
    "/webinars/voices/programme.txt",
    "/webinars/voices/{session}.jcal",
    "/webinars/voices/{session}.json",
    "/feeds/site.jcal",
    "/feeds/archive.json",
    "/feeds/webinar/voices.json",
    "/feeds/changes.atom",
    "/feeds/changes.json",
    "/feeds/webinar/voices/changes.atom",
    "/feeds/webinar/voices/changes.json",
)


def test_every_form_is_polled_as_a_feed_is(webinar: Any, client: Any, app: Any) -> None:
    # What a search finds is never kept by the byte cache, but polled in the same way.
    searched = [f"/feeds/search.{form}?q=voices" for form in ("ics", "jcal", "json")]
    for form in (*FORMS, *searched):
        path = form.format(session=webinar.sessions[0].slug)
        whole = client.get(path)
        assert whole.status_code == 200, path
        tag, date = whole.headers["ETag"], whole.headers["Last-Modified"]
        assert whole.headers["Access-Control-Allow-Origin"] == "*"
        assert "Set-Cookie" not in whole.headers
        assert "Cookie" not in whole.headers["Vary"]
        app.extensions["bytecache"].clear()
        again = client.get(path)
        assert (again.data, again.headers["ETag"]) == (whole.data, tag), "the same bytes"
        for headers in ({"If-None-Match": tag}, {"If-Modified-Since": date}):
            unchanged = client.get(path, headers=headers)
            assert (unchanged.status_code, unchanged.data) == (304, b""), (path, headers)
            assert unchanged.headers["ETag"] == tag
        head = client.head(path)
        assert (head.status_code, head.data) == (200, b"")
        assert int(head.headers["Content-Length"]) == len(whole.data)
        packed = client.get(path, headers={"Accept-Encoding": "gzip"})
        if "Content-Encoding" in packed.headers or form in searched:
            assert gzip.decompress(packed.data) == whole.data
            assert packed.headers["ETag"] == f'{tag[:-1]}-gzip"'


def test_what_changes_moves_its_validators(webinar: Any, client: Any, clock: Any) -> None:
    from webinar.webinars import operations

    paths = [form.format(session=webinar.sessions[0].slug) for form in FORMS]
    paths.remove("/feeds/archive.json")
    before = {path: client.get(path).headers for path in paths}
    clock.shift(120)
    operations.move_session(
        session_id=webinar.sessions[0].public_id,
        starts=wall("2026-05-05 15:00"),
        ends=wall("2026-05-05 16:00"),
        by=ANNA,
    )
    for path in paths:
        now = client.get(path).headers
        assert now["ETag"] != before[path]["ETag"], path


def test_former_addresses_give_the_same_bytes(webinar: Any, client: Any) -> None:
    from webinar.webinars import operations

    operations.edit_webinar(webinar_id=webinar.public_id, by=ANNA, **_fields(webinar, slug="later"))
    for form in ("schedule.xml", "schedule.json", "programme.txt"):
        new = client.get(f"/webinars/later/{form}")
        assert new.status_code == 200
        assert client.get(f"/webinars/voices/{form}").data == new.data


def _fields(webinar: Any, **changed: Any) -> dict[str, Any]:
    return {
        "title": webinar.title,
        "timezone": webinar.timezone,
        "starts": webinar.starts_wall,
        "ends": webinar.ends_wall,
        "category_id": webinar.category.public_id,
        "version": webinar.version,
    } | changed


@pytest.mark.parametrize("number", [1, 3])
def test_a_fixed_number_of_statements(number: int, site: Any, client: Any, statements: Any) -> None:
    made = programme.a_published("Voices")
    many_sessions(made, number, speaker=programme.a_speaker("Maria Nowak"))
    for path, wanted in (
        ("/webinars/voices/schedule.xml", 2),
        ("/webinars/voices/schedule.json", 2),
        ("/webinars/voices/programme.txt", 2),
        ("/webinars/voices/talk-0.jcal", 1),
        ("/webinars/voices/talk-0.json", 3),
        ("/feeds/site.jcal", 1),
        ("/feeds/webinar/voices.json", 3),
        ("/feeds/changes.atom", 2),
        ("/feeds/webinar/voices/changes.json", 4),
    ):
        client.get(path)
        with statements(exactly=wanted):
            assert client.get(path).status_code == 200
