"""Atom and JSON Feed of what is new and what changed: once for each edit, never of drafts."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.calendars.support.many import many_sessions
from tests.calendars.support.schedules import read_xml
from tests.support import programme
from tests.support.programme import ANNA, wall
from webinar.webinars.recurrence import WEEKLY, Recurrence

_ATOM = "{http://www.w3.org/2005/Atom}"


def items(client: Any, of: str = "") -> list[dict[str, Any]]:
    """The newest first; both forms say the same, and Atom is as RFC 4287 wants it."""
    import feedparser

    path = f"/feeds/webinar/{of}/changes" if of else "/feeds/changes"
    atom, told = client.get(f"{path}.atom"), client.get(f"{path}.json").json
    assert atom.content_type == "application/atom+xml; charset=utf-8"
    read = feedparser.parse(atom.data)
    assert not read.bozo, read.get("bozo_exception")
    assert [one.id for one in read.entries] == [one["id"] for one in told["items"]]
    assert [one.title for one in read.entries] == [one["title"] for one in told["items"]]
    assert [one.updated for one in read.entries] == [one["date_modified"] for one in told["items"]]
    assert [one.published for one in read.entries] == [
        one["date_published"] for one in told["items"]
    ]
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    root = read_xml(atom.data)
    for parent in (root, *root.findall(f"{_ATOM}entry")):
        for tag in ("id", "title", "updated"):
            assert len(parent.findall(f"{_ATOM}{tag}")) == 1, (parent.tag, tag)
    assert root.find(f"{_ATOM}author/{_ATOM}name").text
    assert {link.get("rel") for link in root.findall(f"{_ATOM}link")} == {"self", "alternate"}
    ids = [one["id"] for one in told["items"]]
    assert len(set(ids)) == len(ids)
    return told["items"]


def titles(client: Any, of: str = "") -> list[str]:
    return [one["title"] for one in items(client, of)]


def test_from_a_draft_to_the_archive(site: Any, client: Any, clock: Any) -> None:
    from webinar.webinars import operations

    webinar = programme.a_draft("Voices")
    session = programme.a_session(webinar, "Opening")
    assert items(client) == [], "a draft is no news"
    operations.publish_webinar(webinar_id=webinar.public_id, by=ANNA)
    (new,) = items(client)
    assert new["title"] == "New: Voices"
    assert new["content_text"] == "5 May 2026, 14:00–16:00, London time\n1 session"
    assert new["url"] == "http://localhost/webinars/voices/"

    clock.shift(7200)
    operations.move_session(
        session_id=session.public_id,
        starts=wall("2026-05-06 15:00"),
        ends=wall("2026-05-06 16:30"),
        by=ANNA,
    )
    assert titles(client) == ["New time: Opening", "New: Voices"]
    moved = items(client, "voices")[0]
    assert moved["content_text"] == (
        "It moved from 5 May 2026, 14:00–15:00 to 6 May 2026, 15:00–16:30, London time.\n"
        "Part of: Voices"
    )
    clock.shift(7200)
    operations.cancel_session(session_id=session.public_id, reason="A storm", by=ANNA)
    assert items(client)[0]["content_text"].startswith("It is cancelled: A storm")
    clock.shift(7200)
    operations.reinstate_session(session_id=session.public_id, by=ANNA)
    assert titles(client)[0] == "Takes place after all: Opening"
    # What was said before stays as it was said.
    assert titles(client)[1:] == ["Cancelled: Opening", "New time: Opening", "New: Voices"]
    later = programme.a_session(
        webinar, "Second", starts=wall("2026-05-05 15:00"), ends=wall("2026-05-05 16:00")
    )
    assert titles(client)[0] == "New: Second"
    operations.delete_session(session_id=later.public_id, by=ANNA)
    assert "New: Second" not in titles(client)


def test_many_edits_of_an_hour_are_one(site: Any, client: Any, clock: Any) -> None:
    from webinar.webinars import operations

    webinar = programme.a_published("Voices")
    session = programme.a_session(webinar, "Opening")
    clock.shift(7200)

    def move(hour: int) -> None:
        operations.move_session(
            session_id=session.public_id,
            starts=wall(f"2026-05-05 {hour}:00"),
            ends=wall(f"2026-05-05 {hour + 1}:00"),
            by=ANNA,
        )

    move(15)
    first = items(client)[0]
    clock.shift(60)
    move(16)
    second = items(client)[0]
    assert second["id"] == first["id"]
    assert second["date_published"] == first["date_published"]
    assert second["date_modified"] > first["date_modified"]
    assert "from 5 May 2026, 14:00–15:00 to 5 May 2026, 16:00–17:00" in second["content_text"]
    clock.shift(60)
    move(14)
    assert titles(client) == ["New: Opening", "New: Voices"], "back to where it was"


def test_what_is_new_says_how_it_is_now(site: Any, client: Any, clock: Any) -> None:
    """Within the first hour: that it is cancelled outlives a new title, a programme is counted."""
    from webinar.webinars import operations

    webinar = programme.a_published("Voices")
    clock.shift(60)
    many_sessions(webinar, 8)
    assert items(client)[0]["content_text"].endswith("London time\n8 sessions")
    clock.shift(7200)
    session = programme.a_session(webinar, "Opening")
    times = {"starts": wall("2026-05-05 14:00"), "ends": wall("2026-05-05 15:00")}
    operations.cancel_session(session_id=session.public_id, reason="A storm", by=ANNA)
    clock.shift(60)
    operations.edit_session(session_id=session.public_id, title="Start", **times, by=ANNA)
    (news, _) = items(client)
    assert news["title"] == "Cancelled: Start"
    assert news["content_text"].startswith("It is cancelled: A storm\n")
    operations.reinstate_session(session_id=session.public_id, by=ANNA)
    assert titles(client)[0] == "New: Start"


def test_two_series_at_once_are_told_each_for_itself(site: Any, client: Any, clock: Any) -> None:
    from webinar.webinars import operations

    room = programme.a_room("Blue", place="Main street")
    for title, times in (("Alpha", 6), ("Beta", 4)):
        rule = Recurrence(WEEKLY, weekdays=(1,), times=times)
        programme.a_published_series(title, room_id=room.public_id, recurrence_words=rule)
    clock.shift(7200)
    operations.edit_room(room_id=room.public_id, name="Blue", place="Side street", by=ANNA)
    told = {one["title"]: one["content_text"].partition("\n")[2] for one in items(client)[:2]}
    assert told == {"New place: Alpha": "and 5 more dates", "New place: Beta": "and 3 more dates"}


def test_whatever_followers_want_to_hear(site: Any, client: Any, clock: Any) -> None:
    from webinar.webinars import operations

    webinar = programme.a_published("Voices")
    hall = programme.a_room("Hall", place="1 Main Street", join_address="")
    session = programme.a_session(webinar, "Opening")
    clock.shift(7200)
    operations.edit_session(
        session_id=session.public_id,
        title="Keynote",
        starts=session.starts_wall,
        ends=session.ends_wall,
        room_id=hall.public_id,
        recording_url="https://video.example/1",
        by=ANNA,
    )
    found = items(client)[0]
    assert found["title"] == "New title: Keynote"
    assert set(found["tags"]) == {"renamed", "place", "recording"}
    assert "It was called “Opening” before." in found["content_text"]
    assert "It takes place here now: Hall, 1 Main Street" in found["content_text"]
    before = client.get("/feeds/changes.atom").data
    speaker = programme.a_speaker("Maria Nowak")
    programme.speaks(session, speaker)
    assert client.get("/feeds/changes.atom").data == before, "no news, not a byte"


def test_a_whole_programme_is_one_piece_of_news(site: Any, client: Any, clock: Any) -> None:
    from webinar.core import jobs
    from webinar.webinars import operations

    webinar = programme.a_published("Voices")
    clock.shift(7200)
    many_sessions(webinar, 12)
    assert titles(client) == ["The programme changed: Voices", "New: Voices"]
    assert items(client)[0]["content_text"] == "12 sessions"
    clock.shift(7200)
    operations.cancel_webinar(webinar_id=webinar.public_id, reason="A storm", by=ANNA)
    jobs.run_due()
    assert titles(client)[0] == "Cancelled: Voices"
    assert len(items(client)) == 3


def test_what_is_no_longer_listed_leaves(site: Any, client: Any, clock: Any) -> None:
    from webinar.webinars import operations

    webinar = programme.a_webinar("Voices")
    assert len(items(client)) == 1
    operations.unlist_webinar(webinar_id=webinar.public_id, by=ANNA)
    assert items(client) == []
    operations.list_webinar(webinar_id=webinar.public_id, by=ANNA)
    assert titles(client) == ["New: Voices"], "and is not new for a second time"
    programme.a_draft("Secret", new_category="Physics")
    assert client.get("/feeds/webinar/secret/changes.atom").status_code == 404


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_news_is_kept_for_a_year(site: Any, client: Any, clock: Any) -> None:
    from webinar.calendars.operations import move_day

    programme.a_webinar("Voices")
    clock.move_to(datetime(2027, 3, 12, 9, tzinfo=UTC))
    move_day()
    assert json.loads(client.get("/feeds/changes.json").data)["items"] == []


def test_dates_of_a_series_are_told_together() -> None:
    from types import SimpleNamespace

    from webinar.calendars import changes

    notes = [
        changes._Note(
            SimpleNamespace(id=day, covered_by=covered, kind="webinar", webinar_id=day),  # type: ignore[arg-type]
            changes={"new": [None, ["", ""]]},
            told={"title": "Seminar", "starts_at": f"2026-05-{day:02}"},
        )
        for day, covered in ((12, "series"), (5, "series"), (19, "series"), (6, ""))
    ]
    alone, first = changes._of_series(notes, dict.fromkeys((5, 12, 19), 1))
    assert alone.told["starts_at"] == "2026-05-06"
    assert (first.told["starts_at"], first.changes["dates"]) == ("2026-05-05", [None, 3])
