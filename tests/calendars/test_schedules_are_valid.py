"""schedule.xml and schedule.json hold against both schemas, and against every trap between them
(facts/schedule-exchange.md, 2.4).
"""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.calendars.support.schedules import json_errors, read_xml, xml_errors
from tests.support import programme
from tests.support.programme import ANNA, wall

GUID = "11111111-1111-4111-8111-11111111111{}"


def both(client: Any, webinar: Any) -> tuple[Any, dict[str, Any]]:
    """The two files of a webinar, valid by both schemas where these are at hand."""
    files = [client.get(f"/webinars/{webinar.slug}/schedule.{form}") for form in ("xml", "json")]
    assert [one.status_code for one in files] == [200, 200]
    assert xml_errors(files[0].data) == []
    assert json_errors(files[1].data) == []
    return read_xml(files[0].data), json.loads(files[1].data)["schedule"]


def hour(number: int) -> dict[str, datetime]:
    """From that full hour to the next, on the day of every webinar here."""
    return {"starts": wall(f"2026-05-05 {number}:00"), "ends": wall(f"2026-05-05 {number + 1}:00")}


def events(schedule: dict[str, Any]) -> list[dict[str, Any]]:
    days = schedule["conference"]["days"]
    return [one for day in days for room in day["rooms"].values() for one in room]


def test_a_whole_programme(site: Any, client: Any) -> None:
    webinar = programme.a_published("Voices", subtitle="Of a city")
    hall = programme.a_room("Hall", place="1 Main Street", join_address="")
    one = programme.a_session(
        webinar,
        "Opening",
        abstract="*Über* alles & <mehr>",
        room_id=hall.public_id,
        recording_url="https://video.example/1",
        slides_url="https://slides.example/1",
        language="de",
        track="History",
    )
    maria, li = programme.a_speaker("Maria Nowak"), programme.a_speaker("李明")
    panel = programme.a_session(webinar, "Panel", kind="panel", **hour(15))
    programme.speaks(one, maria)
    from webinar.speakers import operations as speakers

    speakers.set_session_speakers(
        session_id=panel.public_id,
        roles=[(li.public_id, "chair"), (maria.public_id, "panelist")],
        by=ANNA,
    )
    programme.a_session(webinar, "Coffee", kind="break", **hour(16))

    root, schedule = both(client, webinar)

    told = {one["title"]: one for one in events(schedule)}
    assert set(told) == {"Opening", "Panel", "Coffee"}
    assert [one["name"] for one in told["Panel"]["persons"]] == ["李明", "Maria Nowak"]
    assert [one["role"] for one in told["Panel"]["persons"]] == ["chair", "panelist"]
    assert told["Opening"]["abstract"] == "*Über* alles & <mehr>", "as it was written"
    assert told["Opening"]["track"] == "History"
    assert (told["Opening"]["language"], told["Opening"]["room"]) == ("de", "Hall")
    assert told["Opening"]["date"] == "2026-05-05T14:00:00+01:00"
    assert told["Opening"]["links"][0] == {
        "type": "media",
        "url": "https://video.example/1",
        "title": "Opening",
    }
    assert told["Opening"]["attachments"][0]["type"] == "slides"
    assert told["Coffee"]["type"] == "Break"
    assert told["Coffee"]["room"] == told["Panel"]["room"] == "Online", "where people are"
    opening = root.find(".//event[title='Opening']")
    assert opening is not None
    assert opening.get("guid") == told["Opening"]["guid"] == one.guid
    assert opening.get("id") == str(told["Opening"]["id"]) != str(one.id)
    assert opening.findtext("recording/url") == "https://video.example/1"
    assert opening.findtext("abstract") == "*Über* alles & <mehr>"
    assert [track.get("name") for track in root.iter("track") if track.get("name")] == ["History"]
    person = opening.find("persons/person")
    assert person is not None
    assert (person.text, person.get("guid")) == ("Maria Nowak", maria.guid)
    assert "Nowak (panelist)" in (root.findtext(".//event[title='Panel']/description") or "")
    for tag in ("feedback_url", "url"):
        assert all(one.text for one in root.iter(tag)), tag


@pytest.mark.parametrize(
    ("slug", "acronym"),
    [
        ("webinar-2022", "webinar_2022"),
        ("april-webinar", "april_webinar"),
        ("abc", "webinar_abc"),
        ("海洋", r"webinar_[0-9a-f]{8}"),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_acronyms_that_both_schemas_take(slug: str, acronym: str, site: Any, client: Any) -> None:
    webinar = programme.a_webinar("Voices", slug=slug)
    programme.a_session(webinar, "海洋与城市", **hour(15))
    programme.a_session(webinar, "A b", slug="a", **hour(15))
    root, schedule = both(client, webinar)
    assert re.fullmatch(acronym, schedule["conference"]["acronym"])
    assert root.findtext("conference/acronym") == schedule["conference"]["acronym"]
    slugs = [one["slug"] for one in events(schedule)]
    assert len(set(slugs)) == 3
    assert all(re.fullmatch(r"[a-z0-9_]{4,}-[a-z0-9_-]{3,}[a-z0-9]", one) for one in slugs)


def test_no_session_is_one_empty_day(site: Any, client: Any) -> None:
    root, schedule = both(client, programme.a_published("Voices"))
    assert [day.get("date") for day in root.findall("day")] == ["2026-05-05"]
    assert events(schedule) == []
    assert schedule["conference"]["daysCount"] == 1


def test_what_is_cancelled_is_left_out(site: Any, client: Any) -> None:
    from webinar.webinars import operations

    webinar = programme.a_webinar("Voices")
    other = programme.a_session(webinar, "Other", **hour(15))
    operations.cancel_session(session_id=other.public_id, reason="Storm", by=ANNA)
    _, schedule = both(client, webinar)
    assert [one["title"] for one in events(schedule)] == ["Opening talk"]
    operations.cancel_webinar(webinar_id=webinar.public_id, reason="Storm", by=ANNA)
    _, schedule = both(client, webinar)
    assert events(schedule) == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_midnight_long_sessions_and_changing_clocks(site: Any, client: Any) -> None:
    webinar = programme.a_published(
        "Night", starts=wall("2026-03-28 20:00"), ends=wall("2026-04-05 12:00")
    )
    times = {
        "Late": ("2026-03-28 23:30", "2026-03-29 00:30"),
        "Change": ("2026-03-29 00:30", "2026-03-29 03:00"),
        "Hackathon": ("2026-03-30 09:00", "2026-04-03 18:00"),
        "Longest": ("2026-03-30 10:00", "2026-04-05 12:00"),
        "Nothing": ("2026-03-31 10:00", "2026-03-31 10:01"),
    }
    for title, (starts, ends) in times.items():
        programme.a_session(webinar, title, starts=wall(starts), ends=wall(ends))
    root, schedule = both(client, webinar)
    days = schedule["conference"]["days"]
    assert [day["index"] for day in days] == [1, 2, 3, 4]
    assert days[0]["day_end"] == "2026-03-29T00:30:00+00:00"
    told = {one["title"]: one for one in events(schedule)}
    # The clock jumps from one to two.
    assert told["Change"]["duration"] == "01:30"
    assert (told["Change"]["date"], told["Change"]["end"]) == (
        "2026-03-29T00:30:00+00:00",
        "2026-03-29T03:00:00+01:00",
    )
    assert told["Longest"]["duration"] == "146:00"
    assert root.findtext(".//event[title='Longest']/duration") == "99:59"
    assert told["Hackathon"]["duration"] == "105:00"


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Kolkata", "Etc/GMT+3"])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_date_says_its_zone(zone: str, site: Any, client: Any) -> None:
    root, schedule = both(client, programme.a_webinar("Voices", timezone=zone))
    (event,) = events(schedule)
    assert datetime.fromisoformat(event["date"]).replace(tzinfo=None) == wall("2026-05-05 14:00")
    assert datetime.fromisoformat(event["date"]).utcoffset() is not None
    assert root.findtext("conference/time_zone_name") == zone
    assert schedule["conference"].get("time_zone_name", zone) == zone


def test_rooms_of_one_name_are_told_apart(site: Any, client: Any) -> None:
    webinar = programme.a_published("Voices")
    for number, name in enumerate(["Online", "Hall", "Hall", None]):
        room = programme.a_room(name, join_address="https://v.example/") if name else None
        programme.a_session(
            webinar,
            f"Talk {number}",
            room_id=room.public_id if room else None,
            **hour(14 + number),
        )
    root, schedule = both(client, webinar)
    rooms = schedule["conference"]["rooms"]
    assert [room["name"] for room in rooms] == ["Online", "Hall", "Hall (2)", "Online (2)"]
    assert len({room["guid"] for room in rooms}) == 4
    assert [room.get("guid") for room in root.iter("room") if room.get("guid")] == [
        room["guid"] for room in rooms
    ]


def test_identifiers_outlive_titles_and_times(site: Any, client: Any) -> None:
    from webinar.webinars import operations

    webinar = programme.a_webinar("Voices")
    programme.a_session(webinar, "Second", **hour(15))
    names = ("guid", "id", "slug")

    def identifiers() -> set[tuple[Any, ...]]:
        return {tuple(one[name] for name in names) for one in events(both(client, webinar)[1])}

    before, version = identifiers(), both(client, webinar)[1]["version"]
    operations.move_session(
        session_id=webinar.sessions[0].public_id,
        starts=wall("2026-05-06 14:00"),
        ends=wall("2026-05-06 15:00"),
        by=ANNA,
    )
    assert identifiers() == before
    assert int(both(client, webinar)[1]["version"]) > int(version)
    assert all(one[1] > 0 for one in before)


def test_numbers_never_meet() -> None:
    from webinar.calendars.formats.identifiers import Numbers

    numbers = Numbers()
    first = numbers.number("a")
    # As if another UUID had led to the same number.
    numbers.taken.add(first % 0x7FFF_FFFF + 1)
    assert numbers.number("a") == (first + 1) % 0x7FFF_FFFF + 1


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_only_what_can_be_read_has_a_schedule(site: Any, client: Any) -> None:
    from webinar.webinars import operations

    webinar = programme.a_draft("Voices")
    path = f"/webinars/{webinar.slug}/schedule.xml"
    assert client.get(path).status_code == 404
    operations.publish_webinar(webinar_id=webinar.public_id, by=ANNA)
    operations.unlist_webinar(webinar_id=webinar.public_id, by=ANNA)
    assert client.get(path).status_code == 200, "known by its address"
    for form in ("schedule.xml", "schedule.json", "programme.txt"):
        answer = client.get(f"/webinars/{webinar.slug}/{form}")
        assert answer.headers["X-Robots-Tag"] == "noindex"
    operations.delete_webinar(webinar_id=webinar.public_id, by=ANNA)
    assert client.get(path).status_code == 410
    assert client.get("/webinars/nothing/schedule.json").status_code == 404


def test_the_logo_is_absolute_or_absent() -> None:
    from webinar.calendars.formats import schedule_json, schedule_xml
    from webinar.calendars.formats.schedule import About, build
    from webinar.calendars.ical import EventContent

    at = datetime(2026, 5, 5, 13, tzinfo=UTC)
    facts = dict.fromkeys(("subtitle", "abstract", "reason"), "")
    facts |= {"slug": "voices", "guid": GUID.format(1), "timezone": "UTC", "language": "en"}
    webinar = EventContent(
        "u", at, at + timedelta(hours=1), "Voices", "", "https://x.example/v/", facts=facts
    )
    for logo in ("", "https://x.example/media/logo/a.webp"):
        about = About("https://x.example", "Site", 1, "#017778", logo=logo)
        schedule = build(webinar, [], about)
        data = schedule_xml.render(schedule, "https://x.example/v/schedule.xml")
        assert read_xml(data).findtext("conference/logo") == (logo or None)
        assert xml_errors(data) == []
        assert json_errors(schedule_json.render(schedule, "https://x.example/")) == []
