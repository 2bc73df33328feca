"""Last-Modified rises with the bytes, in every kind of feed, and a large shared change is a job."""

from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from tests.calendars.support.lines import checked
from tests.calendars.support.many import many_sessions
from tests.support import programme
from tests.support.programme import ANNA, wall

FEEDS = (
    *("site.ics", "archive.ics", "deadlines.ics", "category/history.ics", "tag/sea.ics"),
    *("room/blue-room.ics", "webinar/tides.ics", "speaker/maria-nowak.ics"),
    *(
        "site.ics?past=none",
        "site.ics?alarm=15",
        "tag/sea.ics?lang=de&days=yes",
        "search.ics?q=talk",
    ),
)


def _set_language(language: str) -> None:
    from webinar.organization.operations import change_identity

    change_identity(by=ANNA, name="Webinars", language=language)


def test_whatever_happens(site: Any, client: Any, clock: Any) -> None:
    from webinar.calendars import operations as calendars
    from webinar.organization.operations import change_identity
    from webinar.webinars import operations

    blue = programme.a_room("Blue room")
    webinar = programme.a_webinar("Tides", room_id=blue.public_id, tags=["Sea"])
    first = webinar.sessions[0]
    second = programme.a_session(
        webinar, "Second talk", starts=wall("2026-05-05 15:00"), ends=wall("2026-05-05 16:00")
    )
    maria = programme.a_speaker("Maria Nowak")
    programme.speaks(first, maria)
    programme.speaks(second, maria)

    def read() -> dict[str, Any]:
        return {path: client.get(f"/feeds/{path}") for path in FEEDS}

    def delete() -> None:
        operations.delete_session(session_id=second.public_id, by=ANNA)

    def pass_time(days: int) -> None:
        clock.shift(timedelta(days=days))
        calendars.move_day()
        calendars.rebuild_stale()

    changes = (
        lambda: operations.cancel_session(session_id=first.public_id, reason="", by=ANNA),
        delete,
        lambda: operations.restore_session(session_id=second.public_id, by=ANNA),
        lambda: change_identity(by=ANNA, name="Another name"),
        lambda: operations.edit_room(room_id=blue.public_id, name="Red room", by=ANNA),
        lambda: _set_language("fr"),
        lambda: pass_time(60),
        lambda: pass_time(30),
        lambda: pass_time(400),
        lambda: operations.unpublish_webinar(webinar_id=webinar.public_id, by=ANNA),
    )
    before = read()
    # The clock stands still but for the days that pass: dates rise nevertheless.
    for number, change in enumerate(changes):
        change()
        after = read()
        for path in FEEDS:
            old, new = before[path], after[path]
            assert (old.status_code, new.status_code) == (200, 200), (number, path)
            dates = [parsedate_to_datetime(one.headers["Last-Modified"]) for one in (old, new)]
            if old.data == new.data:
                assert old.headers["ETag"] == new.headers["ETag"]
                assert dates[0] <= dates[1], (number, path)
            else:
                assert old.headers["ETag"] != new.headers["ETag"]
                assert dates[0] < dates[1], (number, path)
        before = after


def test_another_language_of_the_site(site: Any, client: Any) -> None:
    """Few entries at once, many by a job, and nothing at the next start."""
    from webinar.calendars import operations as calendars
    from webinar.core import jobs
    from webinar.webinars import operations

    webinar = programme.a_webinar("Tides")
    operations.cancel_session(session_id=webinar.sessions[0].public_id, reason="", by=ANNA)
    path = "/feeds/webinar/tides.ics"
    _set_language("de")
    (event,) = checked(client.get(path).data).events
    assert event.one("SUMMARY") == "Abgesagt: Opening talk"
    assert "Teil von: Tides" in event.one("DESCRIPTION")
    # Asked for in the site's own language it is the usual feed.
    assert client.get(f"{path}?lang=de").headers["ETag"] == client.get(path).headers["ETag"]
    assert b"Cancelled: Opening talk" in client.get(f"{path}?lang=en").data
    many_sessions(webinar, 210)
    jobs.run_due()
    old = client.get(path)
    _set_language("es")
    assert client.get(path).data == old.data
    jobs.run_due()
    events = checked(client.get(path).data).events
    assert len(events) == 211
    assert all("Parte de: Tides" in event.one("DESCRIPTION") for event in events)
    new = client.get(path)
    calendars.ensure_calendars()
    jobs.run_due()
    assert client.get(path).headers["ETag"] == new.headers["ETag"]
