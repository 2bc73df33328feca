"""Until when papers are wanted and one can register: on the webinar's page and in one calendar."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.calendars.support import readers
from tests.calendars.support.lines import checked
from tests.support import programme
from tests.support.programme import ANNA, wall

PATH = "/feeds/deadlines.ics"


@pytest.fixture
def webinar(site: Any) -> Any:
    from webinar.core.clock import WallTime
    from webinar.webinars.deadlines import Deadlines

    return programme.a_webinar(
        "Rivers",
        summary="Come and listen.",
        deadlines=Deadlines(
            WallTime(wall("2026-04-01 23:59"), programme.ZONE),
            WallTime(wall("2026-05-03 12:00"), programme.ZONE),
            "https://example.org/register?for=rivers",
        ),
    )


def _edit(webinar: Any, **changes: Any) -> None:
    from webinar.webinars import operations

    fields = {
        "title": webinar.title,
        "timezone": webinar.timezone,
        "starts": webinar.starts_wall,
        "ends": webinar.ends_wall,
        "category_id": webinar.category.public_id,
    }
    operations.edit_webinar(webinar_id=webinar.public_id, by=ANNA, **fields | changes)


def test_both_stand_in_their_own_calendar_and_in_no_other(webinar: Any, client: Any) -> None:
    data = client.get(PATH).data
    papers, registration = checked(data).events
    assert papers.one("SUMMARY") == "Papers due: Rivers"
    assert papers.uid.startswith("papers-due-")
    assert papers.instant("DTSTART") == datetime(2026, 4, 1, 22, 59, tzinfo=UTC)
    # An end must be later than the start (RFC 5545, 3.8.2.2): an instant has none.
    assert papers.all("DTEND") == []
    assert papers.one("LOCATION") == "http://localhost/call"
    assert papers.one("URL") == "http://localhost/webinars/rivers/"
    assert registration.one("SUMMARY") == "Registration closes: Rivers"
    assert registration.one("LOCATION") == "https://example.org/register?for=rivers"
    for name in ("site", "archive", "webinar/rivers", "category/history"):
        for query in ("", "?sessions=no", "?days=yes&past=all"):
            assert b"Rivers closes" not in (other := client.get(f"/feeds/{name}.ics{query}").data)
            assert b"papers-due-" not in other
            assert b"registration-closes-" not in other
    assert b"TRIGGER:-PT60M" in client.get(f"{PATH}?alarm=60").data
    german = checked(client.get(f"{PATH}?lang=de").data)
    assert german.events[0].one("SUMMARY") == "Beiträge bis: Rivers"
    from icalendar import Calendar

    assert len(Calendar.from_ical(data).walk("VEVENT")) == 2
    assert readers.READERS


def test_they_follow_their_webinar(webinar: Any, client: Any) -> None:
    from webinar.webinars import operations
    from webinar.webinars.deadlines import Deadlines

    before = {event.uid: event for event in checked(client.get(PATH).data).events}
    _edit(webinar, title="Streams")
    file = checked(client.get(PATH).data)
    assert [event.one("SUMMARY") for event in file.events] == [
        "Papers due: Streams",
        "Registration closes: Streams",
    ]
    assert {event.uid for event in file.events} == set(before)
    # What was typed stays as typed in another zone: the instant follows.
    _edit(webinar, title="Streams", timezone="America/New_York")
    moved = checked(client.get(PATH).data).events[0]
    assert moved.instant("DTSTART") == datetime(2026, 4, 2, 3, 59, tzinfo=UTC)
    assert int(moved.one("SEQUENCE")) == int(before[moved.uid].one("SEQUENCE")) + 1
    operations.cancel_webinar(webinar_id=webinar.public_id, reason="Storm", by=ANNA)
    said = [event.one("SUMMARY") for event in checked(client.get(PATH).data).events]
    assert said[0] == "Cancelled: Papers due: Streams"
    operations.reopen_webinar(webinar_id=webinar.public_id, by=ANNA)
    operations.unlist_webinar(webinar_id=webinar.public_id, by=ANNA)
    assert checked(client.get(PATH).data).events == []
    operations.list_webinar(webinar_id=webinar.public_id, by=ANNA)
    _edit(webinar, deadlines=Deadlines(None, None, ""))
    empty = client.get(PATH)
    assert checked(empty.data).events == []
    operations.unpublish_webinar(webinar_id=webinar.public_id, by=ANNA)
    assert client.get(PATH).headers["ETag"] == empty.headers["ETag"]


def test_the_page_says_them_in_both_zones(webinar: Any, client: Any, clock: Any) -> None:
    text = client.get("/webinars/rivers/").text
    for words in (
        "1 April 2026, 23:59</time>, London time",
        "1 April 2026, 22:59 UTC",
        'href="/call">Hand in a paper',
        'href="https://example.org/register?for=rivers"',
    ):
        assert words in text, words
    chosen = client.get("/webinars/rivers/?tz=Asia/Tokyo").text
    assert "2 April 2026, 07:59, Tokyo time" in chosen
    clock.move_to(datetime(2026, 5, 4, tzinfo=UTC))
    text = client.get("/webinars/rivers/").text
    assert "The call is over." in text
    assert "Registration is closed." in text
    assert "example.org/register" not in text


def test_an_undo_brings_them_back(webinar: Any, client: Any) -> None:
    import sqlalchemy as sa

    from webinar.core.db import db
    from webinar.core.journal import JournalEntry
    from webinar.organize.operations import undo_entry
    from webinar.webinars.deadlines import Deadlines

    before = checked(client.get(PATH).data).events
    _edit(webinar, deadlines=Deadlines(), tags=["Sea", "Salt water"])
    assert client.get("/tags/salt-water/").status_code == 200
    newest = sa.select(JournalEntry.public_id).order_by(JournalEntry.id.desc()).limit(1)
    undo_entry(entry_id=db.session.scalar(newest), by=ANNA)
    after = checked(client.get(PATH).data).events
    assert [event.instant("DTSTART") for event in after] == [
        event.instant("DTSTART") for event in before
    ]
    # The tags went with it, and with them their pages and calendars.
    for path in ("/tags/salt-water/", "/feeds/tag/salt-water.ics"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_the_call_says_until_when(
    number: int, webinar: Any, client: Any, statements: Any
) -> None:
    """The nearest first, with their calendar; what is over or called off is left out."""
    from webinar.core.clock import WallTime
    from webinar.webinars import operations
    from webinar.webinars.deadlines import Deadlines

    def due(title: str, day: str) -> Any:
        deadlines = Deadlines(WallTime(wall(f"{day} 23:59"), programme.ZONE), None, "")
        category = webinar.category.public_id
        return programme.a_webinar(title, category_id=category, deadlines=deadlines)

    for count in range(number):
        due(f"Lakes {count}", f"2026-03-2{9 - count}")
    due("Too late", "2026-02-01")
    off = due("Called off", "2026-03-20")
    operations.cancel_webinar(webinar_id=off.public_id, reason="", by=ANNA)
    client.get("/call")
    with statements() as seen:
        text = client.get("/call").text
    # The one of the list of calls names every column of their webinars, too.
    assert len([one for one in seen if "papers_due_at >" in str(one)]) == 1
    main = text[text.index('id="until"') : text.index('id="begin"')]
    assert re.findall(r"/webinars/([a-z0-9-]+)/", main) == [
        *(f"lakes-{count}" for count in reversed(range(number))),
        "rivers",
    ]
    assert 'href="webcal://localhost/feeds/deadlines.ics"' in main
