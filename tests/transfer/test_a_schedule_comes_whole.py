"""schedule.xml and schedule.json: sessions, rooms, people, days; read by the command, too."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support.shared import needs, shared_file
from tests.support.world import BY
from tests.transfer.importing import bring, counts, plan
from webinar.core.db import db
from webinar.speakers.models import SessionRole, Speaker
from webinar.speakers.operations import create_speaker, edit_speaker
from webinar.transfer.imports import reading
from webinar.webinars.models import Room, Session, Webinar

DEMOCON = shared_file("data/schedule-exchange/example-democon.json")
GUID = "8079583e-8321-506c-95af-fd2903a5f07{}"


def event_of(number: int, **more: Any) -> dict[str, Any]:
    return {
        "guid": GUID.format(number),
        "id": number,
        "title": f"Talk {number}",
        "date": f"2026-06-01T{9 + number:02}:00:00+02:00",
        "duration": "00:45",
        "track": "Law",
        "type": "Workshop",
        "language": "de",
        "abstract": "Short.",
        "description": "Long.",
        "persons": [{"id": 7, "code": "ABCDEF", "public_name": "Li Wei", "biography": "Born."}],
        "links": [{"url": "https://example.org/x", "title": "More"}],
    } | more


def schedule(*events: Any, zone: str = "Europe/Berlin", **more: Any) -> bytes:
    rooms: dict[str, list[Any]] = {}
    for one in events:
        rooms.setdefault(one.get("room", "Hall"), []).append(one)
    conference = {"acronym": "mosscon", "title": "MossCon", "time_zone_name": zone} | more
    conference["days"] = [{"index": 1, "date": "2026-06-01", "rooms": rooms}]
    return json.dumps({"schedule": {"version": "1", "conference": conference}}).encode()


@needs(DEMOCON)
def test_democon_comes_whole_by_the_command_and_once(cli: Any, in_app: Any) -> None:
    said = cli("import", "schedule", str(DEMOCON), "--dry-run")
    assert said.output.splitlines()[-1] == "Sessions: 36 new, 0 changed, 0 gone, 0 doubtful"
    assert db.session.query(Session).count() == 0
    said = cli("import", "schedule", str(DEMOCON), "--publish", "--category", "Conferences")
    assert said.exit_code == 0
    assert said.output.splitlines()[-1] == "Sessions: 36 new, 0 changed, 0 gone, 0 doubtful"
    db.session.rollback()
    (webinar,) = db.session.query(Webinar).all()
    assert (webinar.title, webinar.state, webinar.category.name) == (
        "DemoCon", "published", "Conferences",
    )  # fmt: skip
    days = json.loads(DEMOCON.read_text())["schedule"]["conference"]["days"]
    for theirs in (one for day in days for room in day["rooms"].values() for one in room):
        ours = db.session.query(Session).filter_by(guid=theirs["guid"]).one()
        assert (ours.title, ours.track, ours.language) == (
            theirs["title"], theirs["track"], theirs["language"],
        )  # fmt: skip
        assert ours.kind == theirs["type"].lower()
        assert ours.room.name == theirs["room"]
        starts = datetime.fromisoformat(theirs["date"])
        # Instants and the clock on the wall are theirs, though the file calls its zone UTC.
        assert (ours.starts_at, f"{ours.starts_wall:%H:%M}") == (starts, theirs["start"])
        length = (ours.ends_at - ours.starts_at).seconds // 60
        assert f"{length // 60:02}:{length % 60:02}" == theirs["duration"]
        roles = db.session.query(SessionRole).filter_by(session_id=ours.id)
        names = [one.speaker.name for one in roles.order_by(SessionRole.position)]
        assert names == [one["public_name"] for one in theirs["persons"]]
    assert {room.name for room in db.session.query(Room)} == {"Gray Room", "Tan Room"}
    said = cli("import", "schedule", str(DEMOCON))
    assert said.output.splitlines()[-1] == "Sessions: 0 new, 0 changed, 0 gone, 0 doubtful"


def test_fields_land_where_they_belong(in_app: Any) -> None:
    bring(schedule(event_of(1, subtitle="Of the north"), description="About it."), "json")
    (session,) = db.session.query(Session).all()
    assert session.guid == GUID.format(1)
    assert (session.kind, session.track, session.language) == ("workshop", "Law", "de")
    assert (
        session.abstract == "*Of the north*\n\nShort.\n\nLong.\n\n- [More](<https://example.org/x>)"
    )
    assert (session.webinar.title, session.webinar.timezone) == ("MossCon", "Europe/Berlin")
    assert session.webinar.description == "About it."
    (speaker,) = db.session.query(Speaker).all()
    assert (speaker.name, speaker.biography) == ("Li Wei", "Born.")


def test_xml_and_json_are_the_same_programme(in_app: Any) -> None:
    xml = f"""<?xml version="1.0" encoding="utf-8"?>
<schedule><version>1</version><conference><acronym>mosscon</acronym><title>MossCon</title>
<description>About it.</description><time_zone_name>Europe/Berlin</time_zone_name></conference>
<day index="1" date="2026-06-01" start="2026-06-01T09:00:00+02:00" end="2026-06-02T03:00:00+02:00">
<room name="Hall" guid="x"><event id="1" guid="{GUID.format(1)}"><room>Hall</room>
<title>Talk 1</title><subtitle/><type>Workshop</type><date>2026-06-01T10:00:00+02:00</date>
<start>10:00</start><duration>00:45</duration><abstract>Short.</abstract>
<description>Long.</description><track>Law</track><language>de</language>
<persons><person id="7" code="ABCDEF">Li Wei</person></persons>
<links><link href="https://example.org/x">More</link></links>
</event></room></day></schedule>""".encode()
    bring(schedule(event_of(1), description="About it."), "json")
    assert counts(plan(xml, "xml")) == "1 same"


def test_days_end_after_midnight(in_app: Any) -> None:
    late = event_of(1, date="2026-06-02T01:30:00+02:00", duration="01:00")
    bring(schedule(event_of(2), late), "json")
    assert [f"{one.starts_wall:%d %H:%M}" for one in db.session.query(Webinar)[0].sessions] == [
        "01 11:00",
        "02 01:30",
    ]


def test_a_newer_schedule_brings_people_up_to_date(in_app: Any) -> None:
    old = event_of(1)
    bring(schedule(old), "json")
    person = old["persons"][0] | {"biography": "Born and raised.", "public_name": "Li Wei-Moss"}
    newer = schedule(event_of(1, persons=[person]))
    assert bring(newer, "json").people_changed == 1
    (speaker,) = db.session.query(Speaker).all()
    assert (speaker.name, speaker.biography) == ("Li Wei-Moss", "Born and raised.")
    edit_speaker(speaker_id=speaker.public_id, name=speaker.name, biography="By hand.", by=BY)
    person = person | {"biography": "A third time."}
    report = bring(schedule(event_of(1, persons=[person])), "json")
    assert [one["code"] for one in report.doubts] == ["person-edited"]
    assert db.session.query(Speaker).one().biography == "By hand."


def test_people_are_told_apart(in_app: Any) -> None:
    """By name where one has it; two of one name in a file stay two; of two here none is taken."""
    known = create_speaker(name="Li Wei", by=BY)
    two = [
        event_of(1),
        event_of(2, persons=[{"id": 8, "code": "GHIJKL", "name": "Li Wei"}]),
    ]
    planned = plan(schedule(*two), "json")
    assert [one.code for one in planned.doubts] == ["same-name"]
    bring(schedule(*two), "json")
    assert db.session.query(Speaker).count() == 2
    first = db.session.query(SessionRole).order_by(SessionRole.id).first()
    assert first.speaker_id == known.id
    other = event_of(3, persons=[{"name": "Li Wei"}])
    assert "several-profiles" in {one.code for one in plan(schedule(other), "json").doubts}


def test_a_uuid_finds_the_person_whatever_the_name(in_app: Any) -> None:
    guid = "11111111-8321-506c-95af-fd2903a5f071"
    known = create_speaker(name="Ada Moss", guid=guid, by=BY)
    bring(schedule(event_of(1, persons=[{"name": "A. Moss", "guid": guid.upper()}])), "json")
    assert db.session.query(SessionRole).one().speaker_id == known.id


@pytest.mark.parametrize(
    ("zone", "site", "expected", "doubts"),
    [
        ("Europe/Berlin", "UTC", "Europe/Berlin", []),
        ("", "Europe/Paris", "Europe/Paris", []),
        ("", "UTC", "Etc/GMT-2", []),
        ("UTC", "Asia/Tokyo", "Etc/GMT-2", ["other-zone"]),
        ("UTC", "Europe/Paris", "Europe/Paris", ["other-zone"]),
    ],
)
def test_the_zone_is_one_that_the_times_are_written_in(
    in_app: Any, zone: str, site: str, expected: str, doubts: list[str]
) -> None:
    from webinar.transfer.imports import reading
    from webinar.transfer.imports.options import Options
    from webinar.transfer.imports.plan import make_plan

    programme = reading.read_data(schedule(event_of(1), zone=zone), "json")
    planned = make_plan(programme, Options(), source="x", site_zone=site)
    assert (planned.zone, [one.code for one in planned.doubts]) == (expected, doubts)


def test_the_command_refuses_a_broken_file_with_its_line(
    cli: Any, in_app: Any, tmp_path: Path
) -> None:
    place = tmp_path / "s.json"
    place.write_bytes(schedule(event_of(1), event_of(2, date="soon")).replace(b", {", b",\n {"))
    said = cli("import", "schedule", str(place))
    assert said.exit_code == 1
    assert "Line 2: “soon” is no date and time." in said.output
    assert db.session.query(Session).count() == 0
    place.write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n")
    said = cli("import", "schedule", str(place))
    assert "Use `webinar import ics`" in said.output
    assert cli("import", "ics", str(tmp_path / "none.ics")).exit_code == 1
    said = cli("import", "ics", str(place))
    assert said.output.splitlines()[-1] == "Sessions: 0 new, 0 changed, 0 gone, 0 doubtful"


def test_a_table_by_the_command_with_columns_and_a_conflict(
    cli: Any, in_app: Any, tmp_path: Path
) -> None:
    place = tmp_path / "t.csv"
    place.write_text("Was;Start\nMoose;3/4/2026 10:00\n")
    said = cli("import", "csv", str(place))
    assert (said.exit_code, "no column says what" in said.output) == (1, True)
    assert cli("import", "csv", str(place), "--map", "Was=tittle").exit_code == 1
    said = cli("import", "csv", str(place), "--map", "Was=title", "--month-first",
               "--zone", "Europe/Rome")  # fmt: skip
    assert said.output.splitlines()[-1] == "Sessions: 1 new, 0 changed, 0 gone, 1 doubtful"
    db.session.rollback()
    (session,) = db.session.query(Session).all()
    assert (str(session.starts_wall), session.timezone) == ("2026-03-04 10:00:00", "Europe/Rome")


def test_an_hour_before_the_days_begin_is_after_midnight() -> None:
    """Older frab and Pentabarf: events have no date of their own."""
    event = "<event id='1'><start>{}</start><duration>01:00</duration><title>A</title></event>"
    day = "<day index='1' date='2026-06-01' {}><room name='R'>{}</room></day>"
    events = event.format("23:30") + event.format("00:30").replace("id='1'", "id='2'")
    whole = "<schedule><conference>{}</conference>{}</schedule>"
    begins = "start='2026-06-01T10:00:00+02:00'"
    for text in (
        whole.format("<title>T</title>", day.format(begins, events)),
        whole.format("<day_change>08:00:00</day_change>", day.format("", events)),
    ):
        first, last = reading.read_data(text.encode(), "xml").items
        assert last.starts.local - first.starts.local == timedelta(hours=1)
