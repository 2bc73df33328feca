"""A broken or hostile file: the line and the reason, never a traceback, nothing half imported."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.transfer.importing import bring, plan
from webinar.transfer.imports import reading
from webinar.transfer.imports.words import MOST_BYTES, BrokenFile

EVENT = "BEGIN:VEVENT\nUID:{0}\nSUMMARY:A\nDTSTART:20260601T100000Z\nDURATION:PT1H\nEND:VEVENT\n"
ICS = "BEGIN:VCALENDAR\n" + EVENT.format(1) + "END:VCALENDAR\n"
XML = (
    '<?xml version="1.0"?>\n<schedule><conference><title>C</title></conference>\n'
    '<day date="2026-06-01"><room name="R">\n<event id="1" guid="{guid}"><title>T</title>'
    "<date>2026-06-01T10:00:00+02:00</date><duration>{length}</duration></event>\n"
    "</room></day></schedule>"
)
BOMB = '<!DOCTYPE s [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>\n<schedule>&b;</schedule>'


def event_of(**more: Any) -> dict[str, Any]:
    base = {"guid": "x", "id": 1, "title": "T", "date": "2026-06-01T10:00:00Z", "duration": "1:00"}
    return base | more


def schedule(*events: Any) -> str:
    days = [{"date": "2026-06-01", "rooms": {"R": list(events)}}]
    return json.dumps({"schedule": {"conference": {"title": "C", "days": days}}}, indent=1)


# form, text, beginning of the sentence
BROKEN = [
    ("ics", "BEGIN:VEVENT\n", "Line 1: a calendar begins with BEGIN:VCALENDAR"),
    ("ics", "hello\n", "Line 1: a calendar begins with"),
    ("ics", ICS.replace("SUMMARY:A", "SUMMARY"), "Line 4: “SUMMARY” is no line of a calendar"),
    ("ics", ICS[:-40], "Line 2: VEVENT begins here and does not end."),
    ("ics", ICS.replace("END:VEVENT", "END:VTODO"), "Line 7: END:VTODO stands where END:VEVENT"),
    ("ics", ICS.replace("20260601T1", "20261301T1"), "Line 5: “20261301T100000Z” is no date"),
    ("ics", ICS.replace("DTSTART:", "X-START:"), "Line 2: this event has no start"),
    ("ics", ICS.replace("PT1H", "1 hour"), "Line 6: “1 hour” is no duration"),
    ("ics", ICS.replace("PT1H", "PT1H\nRRULE:FREQ=OFTEN"), "Line 7: “FREQ=OFTEN” is no rule"),
    ("ics", ICS.replace("2026", "0001"), "Line 5: “00010601T100000Z” lies outside of the years"),
    ("ics", ICS.replace("UID:1", "UID:\0"), "Line 3: here stands a NUL"),
    ("ics", "BEGIN:VCALENDAR\n" * 99, "Line 11: parts lie in parts more than 10 deep"),
    ("ics", "", "There is nothing in this file."),
    ("json", "{", "Line 1, column 2: this is no right JSON"),
    ("json", '{"schedule":\n {"conference": []}}', "Line 2: there is no “conference” here"),
    ("json", '{"schedule":\n{"conference":\n{}}}', "Line 3: there is no “days” here"),
    ("json", schedule(event_of(title=None)), "Line 10: this session has no “title”."),
    ("json", schedule(event_of(), event_of(date="soon")), "Line 17: “soon” is no date and time."),
    ("json", schedule(event_of(duration="long")), "Line 10: “long” is no duration"),
    ("json", schedule("text"), "Line 6: “R” is not written as in a schedule.json"),
    ("json", "[" * 100_000, "Line 1: values lie in values more than 60 deep"),
    ("json", '{"a":\n' * 50_000, "Line 61: values lie in values more than 60 deep"),
    ("json", '{"a": 1} {}', "Line 1, column 10: this is no right JSON (Extra data)"),
    ("json", "NaN", "Line 1: there is no “schedule” here"),
    ("xml", "<schedule>\n<day></schedule>", "Line 2, column 8: this is no right XML (mismatched"),
    ("xml", "<feed/>", "Line 1: a schedule begins with <schedule>, this file with <feed>."),
    ("xml", BOMB, "Line 1: the file declares a document type"),
    ("xml", '<?xml version="1.0" encoding="x"?>\n<schedule/>', "Line 1, column"),
    ("xml", "<schedule>" + "<a>" * 50, "Line 1: elements lie in elements more than 20 deep"),
    ("xml", XML.format(guid="", length="x"), "Line 4: “x” is no duration"),
    ("xml", XML.replace("<title>T</title>", ""), "Line 4: this session has no “title”."),
]


@pytest.mark.checklist(14)
@pytest.mark.parametrize(("form", "text", "words"), BROKEN)
def test_line_and_reason(form: str, text: str, words: str) -> None:
    with pytest.raises(BrokenFile) as caught:
        reading.read_data(text.encode(), form)
    assert str(caught.value).startswith(words)


def test_numbers_of_any_length_are_texts() -> None:
    huge = schedule(event_of(id=10**17)).replace(str(10**17), "9" * 5000)
    programme = reading.read_data(huge.encode(), "json")
    assert len(programme.items) == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04abc", "This is a spreadsheet or an archive."),
        (b"\x1f\x8b\x08", "This is a spreadsheet or an archive."),
        (b"<!DOCTYPE html><html>", "This is a web page."),
        (b"Some words alone", "This is no calendar"),
        (b"", "There is nothing in this file."),
    ],
)
def test_other_kinds_of_files_say_what_to_bring(data: bytes, words: str) -> None:
    with pytest.raises(BrokenFile) as caught:
        reading.form_of(data)
    assert str(caught.value).startswith(words)
    with pytest.raises(BrokenFile, match="larger than 10 MB"):
        reading.form_of(b"BEGIN:VCALENDAR", "a.ics", MOST_BYTES + 1)


@pytest.mark.parametrize(
    ("data", "name", "form"),
    [
        (ICS.encode(), "", "ics"),
        (ICS.encode("utf-16"), "", "ics"),
        (b"\n <schedule/>", "", "xml"),
        ('{"a"'.encode("utf-16-be"), "", "json"),
        (b"Title;Start\n", "x", "csv"),
        (b"Title\nA\n", "https://example.org/t.csv?x", "csv"),
    ],
)
def test_the_kind_is_seen_by_the_content(data: bytes, name: str, form: str) -> None:
    assert reading.form_of(data, name) == form


def test_a_hundred_thousand_events_are_refused_soon() -> None:
    many = "BEGIN:VCALENDAR\n" + EVENT.format(1) * 100_000
    begun = time.monotonic()
    with pytest.raises(BrokenFile, match=r"Line 9002: this is number 1501; at most 1500"):
        reading.read_data(many.encode(), "ics")
    assert time.monotonic() - begun < 5


@pytest.mark.checklist(16)
def test_a_rule_that_finds_nothing_is_stopped(tmp_path: Path, monkeypatch: Any) -> None:
    """Ten thousand years of 30 February, several times: the child process ends it."""
    rule = "PT1H\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=3"
    place = tmp_path / "a.ics"
    place.write_text("BEGIN:VCALENDAR\n" + EVENT.replace("PT1H", rule) * 9 + "END:VCALENDAR\n")
    monkeypatch.setattr(reading, "_SECONDS", 2)
    with pytest.raises(BrokenFile, match="takes too long"):
        reading.read(place, "ics")
    place.write_text(ICS.replace("PT1H", "PT1H\nRRULE:FREQ=DAILY;COUNT=3"))
    assert len(reading.read(place, "ics").items) == 3


WORDS = st.sampled_from(
    "BEGIN:VCALENDAR END:VCALENDAR BEGIN:VEVENT END:VEVENT DTSTART: DTEND;TZID=X: RRULE:FREQ=DAILY"
    " UID:1 2026 :;,= \\n \" ' <schedule> </schedule> <day> <event> <room name='a'> &amp; <![CDATA["
    ' {"schedule":{"conference":{"days":[ ]}} Title,Start a,2026-06-01 [] {} null 1e999'.split()
)
TEXTS = st.lists(st.one_of(WORDS, st.text(max_size=8)), max_size=30).map("\n".join)


ZONES = st.sampled_from(
    ["", ";TZID=Europe/Paris", ";TZID=Romance Standard Time", ";TZID=(UTC+14:00) X", ";TZID=no"]
)
TIMES = st.sampled_from(
    "19000101T000000 22001231T235959 20260329T023000 20261025T023000 20260601T100000Z".split()
)
LENGTHS = st.sampled_from("DURATION:PT999999999S DURATION:-P1D DURATION:P9999W X:1".split())
EVENTS = st.builds(
    lambda uid, zone, start, length, title, text: (
        f"BEGIN:VEVENT\nUID:{uid}\nDTSTART{zone}:{start}\n{length}\nSUMMARY:{title}\n"
        f"DESCRIPTION:{text}\nLOCATION:{title[:3]}\nEND:VEVENT\n"
    ),
    st.integers(1, 3), ZONES, TIMES, LENGTHS,
    *(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"])) for _ in range(2)),
)  # fmt: skip


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(events=st.lists(EVENTS, max_size=4), mode=st.sampled_from(["each", "one"]))
def test_whatever_can_be_read_is_imported_once(in_app: Any, events: list[str], mode: str) -> None:
    """Any words, zones and times: the second time finds all of it again, or both are refused."""
    data = f"BEGIN:VCALENDAR\n{''.join(events)}END:VCALENDAR\n".encode()
    try:
        first = bring(data, mode=mode, into="new" if mode == "one" else "")
    except BrokenFile as error:
        assert "more than a year apart" in str(error)  # noqa: PT017 the one reason
        return
    total = sum(first.counts[name] for name in ("new", "changed", "same"))
    into = first.webinars[0][0] if first.webinars and mode == "one" else ""
    again = plan(data, mode=mode, into=into).counts()
    # What earlier examples brought may be gone.
    assert (again["same"], again["new"], again["changed"]) == (total, 0, 0)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(TEXTS.map(lambda text: text.encode("utf-8", "replace")), st.binary(max_size=200)))
def test_any_bytes_give_a_programme_or_a_sentence(data: bytes) -> None:
    for form in reading.FORMS:
        try:
            reading.read_data(data, form)
        except BrokenFile as error:
            assert str(error)  # noqa: PT017 any sentence is right
    try:
        reading.form_of(data)
    except BrokenFile as error:
        assert str(error)  # noqa: PT017
