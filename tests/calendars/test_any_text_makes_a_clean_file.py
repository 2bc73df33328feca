"""Whatever people type, the file is clean and says the same text again."""

import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.calendars.support.lines import checked
from tests.calendars.support.readers import icalendar, vobject
from webinar.calendars.ical import (
    Attachment,
    EventContent,
    FeedContent,
    Stamps,
    clean_text,
    join,
    render_event,
    render_header,
)

pytestmark = pytest.mark.checklist(9)

START = datetime(2022, 4, 16, 12, tzinfo=UTC)
UID = "session-aaaaaaaaaaaaaaaaaaaaaaaaaa@install"
#: all planes, lone surrogates and controls included
anything = st.text(st.characters(), max_size=120)
tricky = st.text(st.sampled_from(list('\\nN;,:"\r\n\t \x00\x07\x7f\x85\u2028\ufeffé漢🎓\ud800')))
words = anything | tricky


def _file(title: str, text: str, place: str, category: str = "", label: str = "Join") -> bytes:
    header = render_header(
        FeedContent(title, text, "https://x.org/feeds/a.ics", "https://x.org/", "teal", "#017778")
    )
    event = render_event(
        EventContent(
            uid=UID,
            starts_at=START,
            ends_at=START + timedelta(hours=2),
            summary=title,
            description=text,
            url="https://x.org/webinars/a/b/",
            location=place,
            conference_url="https://x.org/webinars/a/b/join",
            conference_label=label,
            category=category,
            attachments=(Attachment("https://x.org/papers/a/files/a.pdf", "application/pdf"),),
        ),
        Stamps(START, START, 3),
    )
    return join(header, [event])


@settings(max_examples=80, deadline=None)
@given(title=words, text=words, place=words, category=words)
def test_any_text_comes_back(title: str, text: str, place: str, category: str) -> None:
    (event,) = checked(_file(title, text, place, category)).events
    assert event.one("SUMMARY") == clean_text(title, lines=False)
    assert event.one("DESCRIPTION") == clean_text(text)
    if place:
        assert event.one("LOCATION") == clean_text(place, lines=False)
    if category:
        assert event.one("CATEGORIES") == clean_text(category, lines=False)


@settings(max_examples=50, deadline=None)
@given(title=words, label=words.filter(str.strip))
def test_any_label_stays_inside_its_parameter(title: str, label: str) -> None:
    data = _file(title, "", "", label="x" + label)
    (event,) = checked(data).events
    assert event.all("CONFERENCE")[0].raw == "https://x.org/webinars/a/b/join"


@settings(max_examples=50, deadline=None)
@given(title=words)
def test_foreign_readers_see_the_same_title(title: str) -> None:
    data = _file(title, "", "")
    wanted = clean_text(title, lines=False)
    assert icalendar(data)[UID][2] == wanted
    assert vobject(data)[UID][2] == wanted


@given(text=anything)
def test_cleaning_removes_controls_and_nothing_else(text: str) -> None:
    kept = clean_text(text)
    assert clean_text(kept) == kept
    removed = ("Cc", "Cs", "Zl", "Zp")
    assert not any(unicodedata.category(c) in removed and c != "\n" for c in kept)
    ordinary = [c for c in text if unicodedata.category(c) not in removed and c != "\ufeff"]
    assert [c for c in kept if c not in "\n "] == [c for c in ordinary if c != " "]
