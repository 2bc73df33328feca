"""A call's closing is an entry of the feed of deadlines, with stamps that follow each change."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.calendars.support.lines import checked
from tests.support import programme
from tests.support.programme import ANNA, wall

PATH = "/feeds/deadlines.ics"


def _wall(text: str) -> Any:
    from webinar.core.clock import WallTime

    return WallTime(wall(text), programme.ZONE)


@pytest.fixture
def call(site: Any) -> Any:
    """Published, of the site."""
    return _new_call()


def _new_call(**owner: str) -> Any:
    from webinar.calls import operations as ops
    from webinar.calls.said import CallWords

    words = CallWords(
        title="Mosses wanted",
        timezone=programme.ZONE,
        summary="Tell us of mosses.",
        closes=_wall("2026-04-01 23:59"),
    )
    made = ops.create_call(words=words, by=ANNA, **owner)
    return ops.publish_call(call_id=made.public_id, by=ANNA)


def test_it_stands_there_and_in_no_other(call: Any, client: Any) -> None:
    data = client.get(PATH).data
    (event,) = checked(data).events
    assert event.one("SUMMARY") == "Papers due: Mosses wanted"
    assert event.uid.startswith("call-closes-")
    assert event.instant("DTSTART") == datetime(2026, 4, 1, 22, 59, tzinfo=UTC)
    assert event.all("DTEND") == []
    assert event.one("URL") == event.one("LOCATION") == "http://localhost/calls/mosses-wanted"
    assert "Tell us of mosses." in event.one("DESCRIPTION")
    assert event.one("SEQUENCE") == "0"
    for query in ("", "?sessions=no", "?days=yes&past=all"):
        assert b"call-closes-" not in client.get(f"/feeds/site.ics{query}").data
    german = checked(client.get(f"{PATH}?lang=de").data).events[0]
    assert german.one("SUMMARY") == "Beiträge bis: Mosses wanted"
    assert b"TRIGGER:-PT1440M" in client.get(f"{PATH}?alarm=1440").data
    for form in ("json", "jcal"):
        assert "Mosses wanted" in client.get(f"/feeds/deadlines.{form}").text


def test_it_follows_the_call(call: Any, client: Any) -> None:
    from webinar.calls import operations as ops
    from webinar.calls import part_operations as parts
    from webinar.calls.said import PartWords

    (first,) = checked(client.get(PATH).data).events
    etag = client.get(PATH).headers["ETag"]
    # What the entry does not say changes no byte of it.
    parts.add_track(call_id=call.public_id, words=PartWords("Any"), by=ANNA)
    assert client.get(PATH).headers["ETag"] == etag
    ops.extend_call(call_id=call.public_id, closes=_wall("2026-04-08 23:59"), by=ANNA)
    (later,) = checked(client.get(PATH).data).events
    assert later.uid == first.uid
    assert later.instant("DTSTART") == datetime(2026, 4, 8, 22, 59, tzinfo=UTC)
    assert later.one("SEQUENCE") == "1"
    assert later.instant("DTSTAMP") > first.instant("DTSTAMP")
    # A type that may come later still: nothing is over before the last of them.
    kind = PartWords("Poster", closes=_wall("2026-04-20 12:00"))
    parts.add_type(call_id=call.public_id, words=kind, by=ANNA)
    (last,) = checked(client.get(PATH).data).events
    assert last.instant("DTSTART") == datetime(2026, 4, 20, 11, 0, tzinfo=UTC)
    for gone, back in (("unpublish_call", "publish_call"), ("delete_call", "restore_call")):
        getattr(ops, gone)(call_id=call.public_id, by=ANNA)
        assert checked(client.get(PATH).data).events == []
        getattr(ops, back)(call_id=call.public_id, by=ANNA)
    (again,) = checked(client.get(PATH).data).events
    assert again.uid == first.uid
    assert int(again.one("SEQUENCE")) == 4
    ops.extend_call(call_id=call.public_id, closes=None, by=ANNA)


def test_a_webinars_call_takes_the_place_of_its_own_last_day(site: Any, client: Any) -> None:
    from webinar.calls import operations as ops
    from webinar.webinars import operations as webinars
    from webinar.webinars.deadlines import Deadlines

    own = Deadlines(papers_due=_wall("2026-03-20 12:00"))
    webinar = programme.a_webinar("Rivers", deadlines=own)

    def said() -> list[str]:
        return [one.one("SUMMARY") for one in checked(client.get(PATH).data).events]

    assert said() == ["Papers due: Rivers"]
    call = _new_call(webinar_id=webinar.public_id)
    assert said() == ["Papers due: Mosses wanted"]
    (event,) = checked(client.get(PATH).data).events
    assert "Part of: Rivers" in event.one("DESCRIPTION")
    page = client.get("/webinars/rivers/").text
    assert "/calls/mosses-wanted" in page
    assert "20 March 2026" not in page
    webinars.cancel_webinar(webinar_id=webinar.public_id, reason="Storm", by=ANNA)
    (event,) = checked(client.get(PATH).data).events
    assert event.one("SUMMARY") == "Cancelled: Papers due: Mosses wanted"
    assert event.one("STATUS") == "CANCELLED"
    webinars.reopen_webinar(webinar_id=webinar.public_id, by=ANNA)
    webinars.unlist_webinar(webinar_id=webinar.public_id, by=ANNA)
    assert said() == []
    webinars.list_webinar(webinar_id=webinar.public_id, by=ANNA)
    ops.delete_call(call_id=call.public_id, by=ANNA)
    assert said() == ["Papers due: Rivers"]
    webinars.delete_webinar(webinar_id=webinar.public_id, by=ANNA)
    assert said() == []
