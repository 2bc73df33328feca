"""What foreign .ics files hold, and what had to be assumed about it (facts/icalendar.md)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from webinar.transfer.imports import reading
from webinar.transfer.imports.programme import Programme

OUTLOOK_ZONE = """BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def calendar(*events: str, head: str = "") -> bytes:
    """A calendar of these events; line ends as on disk of those who do not follow the rule."""
    body = "".join(f"BEGIN:VEVENT\n{one.strip()}\nEND:VEVENT\n" for one in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{body}END:VCALENDAR\n".encode()


def read(*events: str, head: str = "") -> Programme:
    return reading.read_data(calendar(*events, head=head), "ics")


def codes(item: Any) -> set[str]:
    return {doubt.code for doubt in item.doubts}


def at(item: Any, floating: str = "UTC") -> tuple[str, str]:
    return tuple(f"{one.instant(floating):%Y-%m-%d %H:%M}" for one in (item.starts, item.ends))


# properties of one event -> its start and end in UTC with London as the chosen zone, its doubts
TIMES = [
    ("DTSTART:20260601T100000Z\nDTEND:20260601T113000Z", "10:00 11:30", ""),
    ("DTSTART;TZID=Europe/Berlin:20260601T100000\nDURATION:PT45M", "08:00 08:45", ""),
    ("DTSTART;TZID=/citadel.org/20190914_1/Europe/Berlin:20260601T100000\nDURATION:P1DT1H",
     "08:00 09:00", ""),
    ("DTSTART;TZID=europe/berlin:20260601T100000\nDURATION:PT1H", "08:00 09:00", ""),
    ("DTSTART;TZID=W. Europe Standard Time:20260601T100000\nDURATION:PT1H", "08:00 09:00",
     "windows-zone"),
    ('DTSTART;TZID="Eastern Standard Time 1":20260601T100000\nDURATION:PT1H', "14:00 15:00",
     "windows-zone"),
    ('DTSTART;TZID="(UTC+01:00) Amsterdam, Berlin":20260601T100000\nDURATION:PT1H',
     "09:00 10:00", "offset-zone"),
    ("DTSTART;TZID=(UTC+01:00) Amsterdam, Berlin:20260601T100000\nDURATION:PT1H",
     "09:00 10:00", "offset-zone"),
    ("DTSTART;TZID=Customized Time Zone:20260601T100000\nDURATION:PT1H", "08:00 09:00", "own-zone"),
    ("DTSTART;TZID=Customized Time Zone:20260101T100000\nDURATION:PT1H", "09:00 10:00", "own-zone"),
    ("DTSTART;TZID=Middle-earth/Shire:20260601T100000\nDURATION:PT1H", "09:00 10:00",
     "unknown-zone"),
    ("DTSTART:20260601T100000\nDTEND:20260601T110000", "09:00 10:00", "floating"),
    ("DTSTART:20260601T100000Z", "10:00 11:00", "no-end"),
    ("DTSTART:20260601T100000Z\nDTEND:20260601T090000Z", "10:00 11:00", "end-first"),
    ("DTSTART;VALUE=DATE:20260601", "23:00 23:00", "all-day"),
    ("DTSTART;VALUE=DATE:20260601\nDTEND;VALUE=DATE:20260603", "23:00 23:00", "all-day"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "expected", "doubts"), TIMES)
def test_times_are_taken_as_they_are_meant(said: str, expected: str, doubts: str) -> None:
    (item,) = read(f"UID:1\nSUMMARY:A\n{said}", head=OUTLOOK_ZONE).items
    starts, ends = at(item, "Europe/London")
    assert f"{starts[11:]} {ends[11:]}" == expected
    assert codes(item) == set(doubts.split())


def test_texts_lose_their_escapes_folds_and_html() -> None:
    (item,) = read(
        "UID:1\nDTSTART:20260601T100000Z\nDURATION:PT1H\nSUMMARY:Moss\\, stone\n  and \\; wood\n"
        "LOCATION:Blue room\\, first floor\nCATEGORIES:Law\\, old,Botany\n"
        "DESCRIPTION:One line\\nsee https://example.org/a_b.\\n\\n- a point\\n-----\\nend\n"
        "URL:https://example.org/page\nATTACH;FILENAME=p.pdf:https://example.org/p.pdf\n"
        "STATUS:CANCELLED\nCLASS:PRIVATE"
    ).items
    assert item.title == "Moss, stone and ; wood"
    assert item.room is not None
    assert item.room.name == "Blue room, first floor"
    assert item.track == "Law, old"
    assert item.abstract == (
        "One line\\\nsee <https://example.org/a_b>.\n\n- a point\n\n---\n\nend\n\n"
        "- <https://example.org/page>\n- [p.pdf](<https://example.org/p.pdf>)"
    )
    assert codes(item) == {"cancelled", "private"}
    assert item.is_cancelled
    html = "<p>Hello <b>there</b></p><ul><li>one</li></ul><script>alert(1)</script>"
    (item,) = read(
        f"UID:1\nDTSTART:20260601T100000Z\nDURATION:PT1H\nSUMMARY:A\nDESCRIPTION:{html}"
    ).items
    assert item.abstract == "Hello **there**\n\n- one"


def test_a_video_room_is_a_room_with_an_address_and_not_a_name() -> None:
    link = "https://zoom.us/j/123"
    base = "UID:1\nSUMMARY:A\nDTSTART:20260601T100000Z\nDURATION:PT1H\n"
    for said in (f"LOCATION:{link}", f"CONFERENCE;VALUE=URI;FEATURE=VIDEO:{link}"):
        (item,) = read(base + said).items
        assert (item.room.name, item.room.join_address) == ("zoom.us", link)
    (item,) = read(base + f"LOCATION:Hall\nCONFERENCE;VALUE=URI:{link}").items
    assert (item.room.name, item.room.join_address) == ("Hall", link)


def test_identities_that_are_missing_or_shared() -> None:
    base = "SUMMARY:A\nDURATION:PT1H\nDTSTART:2026060{}T100000Z\n"
    (item,) = read(base.format(1)).items
    assert codes(item) == {"no-uid"}
    assert read(base.format(1)).items[0].uid == item.uid
    items = read("UID:x\n" + base.format(1), "UID:x\n" + base.format(2)).items
    assert [one.uid for one in items] == ["x", "x#2"]
    assert all("same-uid" in codes(one) for one in items)
    items = read(
        "UID:x\nSEQUENCE:2\n" + base.format(1), "UID:x\nSEQUENCE:1\n" + base.format(1)
    ).items
    assert len(items) == 1
    assert codes(items[0]) == {"twice"}
    long = "u" * 400
    assert read(f"UID:{long}\n" + base.format(1)).items[0].uid.startswith("sha256:")


SERIES = """UID:s
SUMMARY:Seminar
DTSTART;TZID=Europe/Berlin:20260316T180000
DTEND;TZID=Europe/Berlin:20260316T193000
RRULE:FREQ=WEEKLY;COUNT=4
EXDATE;TZID=Europe/Berlin:20260323T180000
RDATE;TZID=Europe/Berlin:20260420T180000"""
MOVED = """UID:s
SUMMARY:Seminar, moved
RECURRENCE-ID;TZID=Europe/Berlin:20260330T180000
DTSTART;TZID=Europe/Berlin:20260331T200000
DTEND;TZID=Europe/Berlin:20260331T210000"""


@pytest.mark.parametrize("recurrence", ["", "RECURRENCE-ID:20260330T160000Z"])
def test_what_repeats_becomes_its_dates_with_exceptions(recurrence: str) -> None:
    """The wall clock survives the change of 29 March; the moved one is known by its old instant."""
    moved = MOVED
    if recurrence:
        moved = "\n".join(
            recurrence if line.startswith("RECURRENCE-ID") else line for line in MOVED.split("\n")
        )
    items = read(SERIES, moved).items
    assert [(one.uid, one.title, at(one)[0]) for one in sorted(items, key=at)] == [
        ("s/20260316T170000Z", "Seminar", "2026-03-16 17:00"),
        ("s/20260330T160000Z", "Seminar, moved", "2026-03-31 18:00"),
        ("s/20260406T160000Z", "Seminar", "2026-04-06 16:00"),
        ("s/20260420T160000Z", "Seminar", "2026-04-20 16:00"),
    ]


def test_what_repeats_without_end_is_bounded_and_says_so(clock: Any) -> None:
    base = "UID:s\nSUMMARY:Seminar\nDTSTART:{}\nDURATION:PT1H\nRRULE:FREQ={}"
    programme = read(base.format("20200107T180000Z", "WEEKLY"))
    first, last = programme.items[0], programme.items[-1]
    assert (at(first)[0][:10], at(last)[0][:10]) == ("2025-03-11", "2028-03-07")
    assert [one.code for one in programme.doubts] == ["endless"]
    daily = read(base.format("20200107T180000Z", "DAILY"))
    assert len(daily.items) == 200
    assert at(daily.items[0])[0][:10] == "2026-03-10"
    often = read(base.format("20200107T180000Z", "SECONDLY"))
    assert len(often.items) == 1
    assert [one.code for one in often.doubts] == ["repeats-often"]


def test_until_is_in_utc_and_the_last_date_is_taken() -> None:
    until = SERIES.replace("COUNT=4", "UNTIL=20260330T160000Z").split("EXDATE")[0]
    assert [at(one)[0] for one in read(until).items][-1] == "2026-03-30 16:00"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1"])
def test_every_encoding_gives_the_same_words(encoding: str) -> None:
    text = calendar("UID:1\nSUMMARY:Grüße aus Zürich\nDTSTART:20260601T100000Z\nDURATION:PT1H")
    programme = reading.read_data(text.decode().encode(encoding), "ics")
    assert programme.items[0].title == "Grüße aus Zürich"
    assert [one.code for one in programme.doubts] == (["encoding"] if encoding == "latin-1" else [])


@pytest.mark.parametrize(("said", "expected"), [("de-DE", "de-DE"), ("pt_BR", "pt-BR"), ("x!", "")])
def test_a_language_is_one_that_can_be_named(said: str, expected: str) -> None:
    event = f"UID:1\nSUMMARY;LANGUAGE={said}:A\nDTSTART:20260601T100000Z\nDURATION:PT1H"
    (item,) = read(event).items
    assert item.language == expected


def test_the_calendars_name_zone_and_other_entries_are_told() -> None:
    data = calendar("UID:1\nSUMMARY:A\nDTSTART:20260601T100000Z\nDURATION:PT1H",
                    head="X-WR-CALNAME:Seminars\nX-WR-TIMEZONE:Europe/Paris\n")  # fmt: skip
    data = data.replace(b"END:VCALENDAR", b"BEGIN:VTODO\nUID:t\nEND:VTODO\nEND:VCALENDAR")
    programme = reading.read_data(data, "ics")
    assert (programme.name, programme.zone) == ("Seminars", "Europe/Paris")
    assert [one.code for one in programme.doubts] == ["others"]


def test_instants_agree_with_another_reader() -> None:
    """The same recurrence by icalendar and dateutil directly."""
    import icalendar
    from dateutil.rrule import rrulestr

    parsed = icalendar.Calendar.from_ical(calendar(SERIES.split("\nEXDATE", maxsplit=1)[0]))
    (event,) = parsed.walk("VEVENT")
    rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=event.start)
    theirs = [one.astimezone(UTC) for one in rule]
    items = read(SERIES.split("\nEXDATE", maxsplit=1)[0]).items
    ours = [one.starts.instant("UTC") for one in items]
    assert ours == theirs
    assert ours[0] == datetime(2026, 3, 16, 17, tzinfo=UTC)


def test_a_line_may_be_folded_within_a_letter() -> None:
    lines = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20260601T100000Z\r\nSUMMARY:Käse"
    data = f"{lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n".encode()
    found = reading.read_data(data.replace(b"\xc3\xa4", b"\xc3\r\n \xa4"), "ics")
    assert ([one.title for one in found.items], found.doubts) == (["Käse"], [])


def test_what_began_long_ago_goes_on_or_is_told(clock: Any) -> None:
    base = "UID:s\nSUMMARY:Seminar\nDTSTART:19000101T180000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY"
    assert len(read(base).items) == 200
    ended = read(f"{base};UNTIL=20000101T000000Z")
    assert (ended.items, [one.code for one in ended.doubts]) == ([], ["long-ago"])


def test_outlooks_long_zone_names_are_zones_with_summer_times() -> None:
    zone = '"(UTC-05:00) Eastern Time (US & Canada)"'
    (item,) = read(f"UID:a\nSUMMARY:A\nDTSTART;TZID={zone}:20260601T100000\nDURATION:PT1H").items
    assert item.starts.zone == "America/New_York"
