"""Whatever people type, every form stays well formed, and keeps all but what it cannot hold."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import wcwidth
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.calendars.support.schedules import are_here, json_errors, read_xml, xml_errors
from webinar.calendars.formats import (
    changefeed,
    jcal,
    jscalendar,
    plaintext,
    schedule_json,
    schedule_xml,
)
from webinar.calendars.formats.schedule import About, build, plain_xml
from webinar.calendars.ical import (
    DOWNLOAD_HEADER,
    EventContent,
    Stamps,
    clean_text,
    join,
    render_event,
)

_AT = datetime(2026, 5, 5, 13, tzinfo=UTC)
_GUID = "11111111-1111-4111-8111-111111111111"
#: every plane, lone surrogates, and what breaks formats
_TEXT = st.one_of(
    st.text(max_size=60),
    st.text(st.characters(), max_size=30),
    st.sampled_from(
        [
            "]]>",
            "<b>&amp;",
            "\0\x01\x08\x1b[31m",
            "\u202eevil\u202c \u2066x",
            "🎓👩‍🔬",
            "\ud800",
            "\ufffe\uffff",
            "a\r\nb\u2028c\td",
            "\\n\\,;:",
            '"^n',
            "=1+1",
            "",
            " ",
        ]
    ),
)


def _webinar(text: str) -> EventContent:
    facts = {
        "slug": text,
        "guid": _GUID,
        "title": text,
        "subtitle": text,
        "abstract": text,
        "reason": text,
        "timezone": "Europe/London",
        "language": "en",
    }
    return EventContent(
        "w@x", _AT, _AT + timedelta(hours=1), text, text, "https://x.example/w/", facts=facts
    )


def _session(text: str, other: str) -> EventContent:
    person = {
        "name": text,
        "guid": _GUID,
        "affiliation": other,
        "role": "chair",
        "url": "https://x.example/speakers/a/",
    }
    facts = {
        "title": text,
        "slug": other,
        "guid": _GUID,
        "track": other,
        "reason": other,
        "abstract": other,
        "kind": "talk",
        "language": "en",
        "timezone": "Europe/London",
        "room": other,
        "room_guid": _GUID,
        "place": text,
        "webinar": other,
        "webinar_url": "https://x.example/w/",
        "persons": [person],
        "papers": [{"title": text, "url": "https://x.example/papers/a"}],
        "recording": other,
        "slides": text,
    }
    from webinar.calendars.ical import Attachment

    return EventContent(
        "s@x",
        _AT,
        _AT + timedelta(hours=1),
        text,
        other,
        "https://x.example/w/s/",
        location=text,
        category=other,
        attachments=(Attachment("https://x.example/papers/a", "text/html"),),
        facts=facts,
    )


@given(_TEXT, _TEXT)
@settings(max_examples=150, deadline=None)
def test_any_text(text: str, other: str) -> None:
    about = About("https://x.example", plain_xml(other), 7, "#017778")
    session = _session(text, other)
    schedule = build(_webinar(text), [session], about)

    xml = schedule_xml.render(schedule, "https://x.example/w/schedule.xml")
    title = read_xml(xml).findtext(".//event/title")
    assert title == plain_xml(text, lines=False)
    told = schedule_json.render(schedule, "https://x.example/w/schedule.json")
    if are_here():
        assert xml_errors(xml) == []
        assert json_errors(told) == []
    (day,) = json.loads(told)["schedule"]["conference"]["days"]
    ((event,),) = day["rooms"].values()
    assert event["abstract"] == clean_text(other)

    _check_text(schedule)
    _check_calendars(session)
    _check_feeds(text, other)


def _check_text(schedule: Any) -> None:
    event = schedule.days[0].events[0]
    words = plaintext.Words(
        days={1: "Tuesday 5 May 2026"},
        when="When",
        times={event.guid: "14:00–15:00"},
        kinds={"talk": "Talk"},
        roles={"chair": "Chair"},
        cancelled="Cancelled",
        paper="Paper",
        recording="Recording",
        nothing="Nothing",
        more="More:",
        calendar="",
    )
    text = plaintext.render(schedule, words).decode()
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", text), "no control reaches a terminal"
    for line in text.split("\n"):
        assert wcwidth.wcswidth(line) <= plaintext.WIDTH or "://" in line


def _check_calendars(session: EventContent) -> None:
    stamps = Stamps(_AT, _AT, 0)
    calendar = join(DOWNLOAD_HEADER, [render_event(session, stamps)])
    (event,) = json.loads(jcal.render(calendar))[2]
    values = {one[0]: one[3] for one in event[1]}
    assert values["summary"] == clean_text(session.summary, lines=False)
    assert values["description"] == clean_text(session.description)
    told = json.loads(jscalendar.render_event(jscalendar.Told(session, stamps)))
    assert told.get("title", "") == clean_text(session.summary, lines=False)


def _check_feeds(text: str, other: str) -> None:
    item = changefeed.Item(
        _GUID, "https://x.example/", text, (other, text), _AT, _AT, tags=("new",)
    )
    feed = changefeed.ChangeFeed(
        guid=_GUID,
        title=text,
        description=other,
        author=text,
        language="en",
        address="https://x.example/feeds/changes.atom",
        page="https://x.example/",
        began=_AT,
        items=[item],
    )
    root = read_xml(changefeed.atom(feed))
    assert root.findtext("{*}entry/{*}title") == plain_xml(text, lines=False)
    assert json.loads(changefeed.json_feed(feed))["items"][0]["title"] == plain_xml(
        text, lines=False
    )
