"""calendar-query and what calendar-data may be (RFC 4791, 7.8, 9.6, 9.7, 9.9), series included."""

from datetime import datetime, timedelta
from typing import Any

import icalendar
import pytest

from tests.calendars.dav.support.programs import SITE, C, D, Program
from tests.support.programme import ANNA
from webinar.calendars.dav import occurrences

_MAY = '<c:time-range start="{}" end="{}"/>'


_YEAR = _MAY.format("20260101T000000Z", "20270101T000000Z")


def _titles(answer: Any) -> list[str]:
    return [
        str(event["SUMMARY"])
        for one in answer.there.values()
        for event in icalendar.Calendar.from_ical(one.text(f"{C}calendar-data")).walk("VEVENT")
    ]


def _queried(program: Program, inner: str) -> list[str]:
    return _titles(program.query(SITE, inner, "<c:calendar-data/>"))


def _match(name: str, words: str, attributes: str = "") -> str:
    match = f"<c:text-match {attributes}>{words}</c:text-match>"
    return f'<c:prop-filter name="{name}">{match}</c:prop-filter>'


_ALL = ["Banks", "Floods", "Mouths"]
_VIDEO = '<c:param-filter name="FEATURE"><c:text-match>video</c:text-match></c:param-filter>'


@pytest.mark.parametrize(
    ("inner", "titles"),
    [
        ("", _ALL),
        # 14:00, 15:00 and 16:00 in London are 13:00 to 15:30 in UTC.
        (_MAY.format("20260505T130000Z", "20260505T140000Z"), ["Banks"]),
        (_MAY.format("20260505T132959Z", "20260505T140001Z"), ["Banks", "Floods"]),
        (_MAY.format("20260505T133000Z", "20260505T140000Z"), []),
        ('<c:time-range start="20260505T143000Z"/>', ["Mouths"]),
        ('<c:time-range end="20260505T130001Z"/>', ["Banks"]),
        (_match("SUMMARY", "LOO"), ["Floods"]),
        (_match("summary", "loo", 'collation="i;octet"'), ["Floods"]),
        (_match("SUMMARY", "LOO", 'collation="i;octet"'), []),
        (_match("SUMMARY", "loo", 'negate-condition="yes"'), ["Banks", "Mouths"]),
        ('<c:prop-filter name="RRULE"/>', []),
        ('<c:prop-filter name="RRULE"><c:is-not-defined/></c:prop-filter>', _ALL),
        ('<c:comp-filter name="VALARM"/>', []),
        (f'<c:prop-filter name="CONFERENCE">{_VIDEO}</c:prop-filter>', _ALL),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_filters(inner: str, titles: list[str], three: list[Any], program: Program) -> None:
    assert _queried(program, inner) == titles


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_by_uid_and_other_kinds(three: list[Any], program: Program) -> None:
    got = program.query(SITE, "", "<c:calendar-data/>")
    path, one = next(iter(got.there.items()))
    uid = icalendar.Calendar.from_ical(one.text(f"{C}calendar-data")).walk("VEVENT")[0]["UID"]
    match = f'<c:text-match collation="i;octet">{uid}</c:text-match>'
    found = program.query(SITE, f'<c:prop-filter name="UID">{match}</c:prop-filter>')
    assert set(found.there) == {path}
    for kind in ("VTODO", "VJOURNAL"):
        inner = f'<c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="{kind}"/>'
        answer = program.report(
            SITE, "c:calendar-query", f"<d:prop/>{inner}</c:comp-filter></c:filter>"
        )
        assert answer.told == {}
    assert program.query(SITE, "", Depth="0").told == {}


@pytest.mark.parametrize(
    ("inner", "condition"),
    [
        ('<c:time-range start="20260505" end="20260506"/>', "valid-filter"),
        (_MAY.format("20260505T130000Z", "20260505T130000Z"), "valid-filter"),
        ("<c:time-range/>", "valid-filter"),
        ("<c:prop-filter/>", "valid-filter"),
        (f'<c:prop-filter name="DTSTART">{_YEAR}</c:prop-filter>', "supported-filter"),
        ("<c:surprise/>", "supported-filter"),
        (_match("UID", "x", 'collation="i;klingon"'), "supported-collation"),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_is_not_understood_is_named(
    inner: str, condition: str, three: list[Any], program: Program
) -> None:
    body = (
        '<d:prop/><c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT">'
        f"{inner}</c:comp-filter></c:comp-filter></c:filter>"
    )
    assert program.refused(SITE, "c:calendar-query", body) == f"{C}{condition}"
    assert program.refused(SITE, "c:calendar-query", "<d:prop/>") == f"{C}valid-filter"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_characters_that_xml_cannot_hold(site: Any, program: Program) -> None:
    from tests.calendars.dav.conftest import alone

    alone("<&> \uffff\ufffe ]]> 😀 \"'")
    assert _queried(program, "") == ["<&>  ]]> 😀 \"'"]


_SERIES = b"".join(
    line + b"\r\n"
    for line in (
        b"BEGIN:VEVENT",
        b"UID:series-a@b",
        b"DTSTAMP:20260101T000000Z",
        b"DTSTART;TZID=Europe/London:20260310T140000",
        b"DTEND;TZID=Europe/London:20260310T150000",
        b"RRULE:FREQ=WEEKLY;UNTIL=20260414T130000Z",
        b"EXDATE;TZID=Europe/London:20260317T140000",
        b"RDATE;TZID=Europe/London:20260319T140000",
        b"SUMMARY:Reading",
        b"END:VEVENT",
        b"BEGIN:VEVENT",
        b"UID:series-a@b",
        b"DTSTAMP:20260101T000000Z",
        b"RECURRENCE-ID;TZID=Europe/London:20260407T140000",
        b"DTSTART;TZID=Europe/London:20260409T160000",
        b"DTEND;TZID=Europe/London:20260409T170000",
        b"SUMMARY:Moved",
        b"END:VEVENT",
    )
)


def _day(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}T00:00:00+00:00")


def test_the_times_of_a_series() -> None:
    """Across the change of the clocks on 29 March; one skipped, one added, one moved."""
    found = occurrences.expanded(_SERIES, _day("2026-03-01"), _day("2026-05-01"), 100)
    assert found is not None
    whole = b"BEGIN:VCALENDAR\r\n" + b"".join(found) + b"END:VCALENDAR\r\n"
    events = icalendar.Calendar.from_ical(whole).walk("VEVENT")
    told = [
        (f"{one['DTSTART'].dt:%m-%d %H}", f"{one['RECURRENCE-ID'].dt:%m-%d %H}", one["SUMMARY"])
        for one in events
    ]
    assert told == [
        ("03-10 14", "03-10 14", "Reading"),
        ("03-19 14", "03-19 14", "Reading"),
        ("03-24 14", "03-24 14", "Reading"),
        ("03-31 13", "03-31 13", "Reading"),
        ("04-09 15", "04-07 13", "Moved"),
        ("04-14 13", "04-14 13", "Reading"),
    ]
    assert all("RRULE" not in one and "EXDATE" not in one for one in events)
    assert {one["DTEND"].dt - one["DTSTART"].dt for one in events} == {timedelta(hours=1)}
    assert occurrences.expanded(_SERIES, _day("2026-03-01"), _day("2026-05-01"), 5) is None
    assert occurrences.expanded(_SERIES, _day("2026-04-07"), _day("2026-04-08"), 5) == []


def test_only_the_overrides_that_are_asked_for() -> None:
    for start, end, number in (
        ("2026-03-01", "2026-04-01", 1),
        ("2026-04-07", "2026-04-08", 2),
        ("2026-04-09", "2026-04-10", 2),
    ):
        part = occurrences.limited(_SERIES, _day(start), _day(end))
        assert part.count(b"BEGIN:VEVENT") == number


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_written_out(three: list[Any], program: Program) -> None:
    span = 'start="20260505T133000Z" end="20260505T143000Z"'
    data = f"<c:calendar-data><c:expand {span}/></c:calendar-data>"
    answer = program.query(SITE, f"<c:time-range {span}/>", data)
    assert _titles(answer) == ["Floods"]
    data = f"<c:calendar-data><c:limit-recurrence-set {span}/></c:calendar-data>"
    assert _titles(program.query(SITE, "", data)) == ["Banks", "Floods", "Mouths"]
    body = '<d:prop><c:calendar-data content-type="text/html"/></d:prop>'
    named = program.refused(SITE, "c:calendar-multiget", f"{body}<d:href>/x</d:href>")
    assert named == f"{C}supported-calendar-data"


def test_the_same_bytes_everywhere(three: list[Any], program: Program) -> None:
    feed = program.client.get("/feeds/site.ics").data
    got = program.multiget(SITE, *program.query(SITE, "").there)
    for path, told in got.told.items():
        data = program.send("GET", path).data
        assert told.text(f"{C}calendar-data").encode() == data
        assert told.text(f"{D}getetag") == program.answer.headers["ETag"]
        event = data[data.index(b"BEGIN:VEVENT") : data.index(b"END:VCALENDAR")]
        assert event.count(b"BEGIN:VEVENT") == 1
        assert event in feed
        assert b"METHOD" not in data


def test_unsubscribed_entries_are_no_members(three: list[Any], program: Program) -> None:
    from webinar.webinars import operations

    (path, *_) = program.query(SITE, "").there
    operations.delete_session(session_id=three[0].public_id, by=ANNA)
    assert program.send("GET", path).status_code == 404
    assert program.multiget(SITE, path).gone == {path}
