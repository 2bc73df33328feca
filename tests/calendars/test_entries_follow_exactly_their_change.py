"""After each kind of change exactly the entries concerned are different, and nothing else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.calendars.support.lines import Event, File
from tests.support import programme
from tests.support.programme import ANNA, wall

Feed = Callable[[str], File]


class Programme:
    """Two categories; three webinars with two sessions each; one speaker in two of them."""

    def __init__(self) -> None:
        self.history = programme.a_category("History")
        self.physics = programme.a_category("Physics")
        self.hall = programme.a_room("Hall", join_address="", place="12 Gower Street, London")
        self.maria = programme.a_speaker("Maria Nowak")
        self.sessions: dict[str, Any] = {}
        self.webinars: dict[str, Any] = {}
        for number, category in enumerate((self.history, self.history, self.physics), start=1):
            day = f"2026-05-0{number}"
            webinar = programme.a_draft(
                f"Webinar {number}",
                category_id=category.public_id,
                starts=wall(f"{day} 14:00"),
                ends=wall(f"{day} 16:00"),
            )
            self.webinars[f"{number}"] = webinar
            for part, hour in (("a", 14), ("b", 15)):
                self.sessions[f"{number}{part}"] = programme.a_session(
                    webinar,
                    f"Session {number}{part}",
                    starts=wall(f"{day} {hour}:00"),
                    ends=wall(f"{day} {hour + 1}:00"),
                    room_id=self.hall.public_id if part == "b" and number > 1 else "",
                )
            from webinar.webinars import operations

            operations.publish_webinar(webinar_id=webinar.public_id, by=ANNA)
        for name in ("1a", "3a"):
            programme.speaks(self.sessions[name], self.maria)


@pytest.fixture
def made(site: Any) -> Programme:
    from webinar.core.db import transaction

    with transaction():
        return Programme()


@contextmanager
def changing(feed: Feed, clock: Any, *titles: str, sequence: bool) -> Iterator[dict[str, Event]]:
    """The site's feed before and after: only the entries of these (old) titles are different."""
    before = feed("site")
    clock.shift(60)
    seen: dict[str, Event] = {}
    yield seen
    after = feed("site")
    old, new = before.by_uid(), after.by_uid()
    changed = {
        event.one("SUMMARY")
        for uid, event in old.items()
        if uid not in new or new[uid].raw != event.raw
    }
    assert changed == set(titles)
    assert old.keys() >= new.keys()
    for uid, event in new.items():
        seen[old[uid].one("SUMMARY")] = event
        rise = int(event.one("SEQUENCE")) - int(old[uid].one("SEQUENCE"))
        is_changed = event.raw != old[uid].raw
        assert rise == (1 if sequence and is_changed else 0), event.one("SUMMARY")
        later = event.instant("LAST-MODIFIED") > old[uid].instant("LAST-MODIFIED")
        assert later == is_changed
        assert event.one("CREATED") == old[uid].one("CREATED")


def _moved(session: Any, starts: str, ends: str) -> None:
    from webinar.webinars import operations

    operations.move_session(
        session_id=session.public_id, starts=wall(starts), ends=wall(ends), by=ANNA
    )


def _form(webinar: Any, **fields: Any) -> dict[str, Any]:
    """The whole form of a webinar as it stands, with some fields changed."""
    return {
        "webinar_id": webinar.public_id,
        "title": webinar.title,
        "timezone": webinar.timezone,
        "starts": webinar.starts_wall,
        "ends": webinar.ends_wall,
        "category_id": webinar.category.public_id,
        "by": ANNA,
        **fields,
    }


def test_a_new_title(made: Programme, feed: Feed, clock: Any) -> None:
    from webinar.webinars import operations

    session = made.sessions["1a"]
    with changing(feed, clock, "Session 1a", sequence=False) as after:
        operations.edit_session(
            session_id=session.public_id,
            title="A new title",
            starts=session.starts_wall,
            ends=session.ends_wall,
            by=ANNA,
        )
    assert after["Session 1a"].one("SUMMARY") == "A new title"


def test_another_time(made: Programme, feed: Feed, clock: Any) -> None:
    with changing(feed, clock, "Session 2a", sequence=True) as after:
        _moved(made.sessions["2a"], "2026-05-02 13:30", "2026-05-02 14:30")
    assert after["Session 2a"].one("DTSTART") == "20260502T123000Z"


def test_two_changes_within_a_second_still_get_two_stamps(
    made: Programme, feed: Feed, clock: Any
) -> None:
    with changing(feed, clock, "Session 2a", sequence=True):
        _moved(made.sessions["2a"], "2026-05-02 13:30", "2026-05-02 14:30")
    first = next(e for e in feed("site").events if e.one("SUMMARY") == "Session 2a")
    _moved(made.sessions["2a"], "2026-05-02 13:00", "2026-05-02 14:00")
    second = feed("site").by_uid()[first.uid]
    assert second.instant("DTSTAMP") > first.instant("DTSTAMP")
    assert int(second.one("SEQUENCE")) == int(first.one("SEQUENCE")) + 1


def test_a_cancelled_session(made: Programme, feed: Feed, clock: Any) -> None:
    from webinar.webinars import operations

    with changing(feed, clock, "Session 1b", sequence=True) as after:
        operations.cancel_session(
            session_id=made.sessions["1b"].public_id, reason="The speaker is ill.", by=ANNA
        )
    event = after["Session 1b"]
    assert event.one("STATUS") == "CANCELLED"
    assert event.one("SUMMARY") == "Cancelled: Session 1b"
    assert event.one("DESCRIPTION").startswith("The speaker is ill.")


def test_a_cancelled_webinar(made: Programme, feed: Feed, clock: Any) -> None:
    from webinar.webinars import operations

    with changing(feed, clock, "Session 1a", "Session 1b", sequence=True) as after:
        operations.cancel_webinar(
            webinar_id=made.webinars["1"].public_id, reason="No room.", by=ANNA
        )
    assert {e.one("STATUS") for t, e in after.items() if "1" in t} == {"CANCELLED"}


def test_a_renamed_speaker(made: Programme, feed: Feed, clock: Any) -> None:
    from webinar.speakers import operations

    with changing(feed, clock, "Session 1a", "Session 3a", sequence=False) as after:
        operations.edit_speaker(speaker_id=made.maria.public_id, name="Maria Nowak-Stone", by=ANNA)
    assert "Maria Nowak-Stone" in after["Session 3a"].one("DESCRIPTION")
    assert feed("speaker/maria-nowak").one("NAME").text.startswith("Maria Nowak-Stone")


def test_words_about_a_speaker_that_no_calendar_shows(
    made: Programme, feed: Feed, clock: Any
) -> None:
    from webinar.speakers import operations

    with changing(feed, clock, sequence=False):
        operations.edit_speaker(
            speaker_id=made.maria.public_id,
            name=made.maria.name,
            biography="Born in Kraków.",
            by=ANNA,
        )


def test_other_speakers(made: Programme, feed: Feed, clock: Any) -> None:
    john = programme.a_speaker("John Adeyemi")
    with changing(feed, clock, "Session 2a", sequence=False):
        programme.speaks(made.sessions["2a"], john)
    assert [e.one("SUMMARY") for e in feed("speaker/john-adeyemi").events] == ["Session 2a"]
    with changing(feed, clock, "Session 2a", sequence=False):
        programme.speaks(made.sessions["2a"])
    assert feed("speaker/john-adeyemi").events == []


def test_a_deleted_and_restored_speaker(made: Programme, feed: Feed, clock: Any) -> None:
    from webinar.speakers import operations

    with changing(feed, clock, "Session 1a", "Session 3a", sequence=False):
        operations.delete_speaker(speaker_id=made.maria.public_id, by=ANNA)
    with changing(feed, clock, "Session 1a", "Session 3a", sequence=False) as after:
        operations.restore_speaker(speaker_id=made.maria.public_id, by=ANNA)
    assert "Maria Nowak" in after["Session 1a"].one("DESCRIPTION")
    assert len(feed("speaker/maria-nowak").events) == 2


def test_a_renamed_place(made: Programme, feed: Feed, clock: Any) -> None:
    from webinar.webinars import operations

    with changing(feed, clock, "Session 2b", "Session 3b", sequence=True) as after:
        operations.edit_room(
            room_id=made.hall.public_id, name="Great hall", place=made.hall.place, by=ANNA
        )
    assert after["Session 2b"].one("LOCATION") == "Great hall, 12 Gower Street, London"
    assert after["Session 2b"].all("CONFERENCE") == []


def test_an_address_that_only_the_join_page_shows(made: Programme, feed: Feed, clock: Any) -> None:
    from webinar.webinars import operations

    room = programme.a_room("Studio", join_address="https://video.example/1")
    operations.edit_webinar(**_form(made.webinars["1"], room_id=room.public_id))
    with changing(feed, clock, sequence=False):
        operations.edit_room(
            room_id=room.public_id, name="Studio", join_address="https://video.example/2", by=ANNA
        )
    assert b"video.example" not in b"".join(event.raw for event in feed("site").events)


def test_a_place_that_can_also_be_joined_online(made: Programme, feed: Feed, clock: Any) -> None:
    from webinar.webinars import operations

    with changing(feed, clock, "Session 2b", "Session 3b", sequence=True) as after:
        operations.edit_room(
            room_id=made.hall.public_id,
            name="Hall",
            place=made.hall.place,
            join_address="https://video.example/hall",
            by=ANNA,
        )
    event = after["Session 2b"]
    assert event.one("CONFERENCE") == "http://localhost/webinars/webinar-2/session-2b/join"
    assert event.one("LOCATION") == "Hall, 12 Gower Street, London"


def test_a_renamed_category(made: Programme, feed: Feed, clock: Any) -> None:
    from webinar.webinars import operations

    titles = ("Session 1a", "Session 1b", "Session 2a", "Session 2b")
    physics = feed("category/physics")
    with changing(feed, clock, *titles, sequence=False) as after:
        operations.edit_category(category_id=made.history.public_id, name="The past", by=ANNA)
    assert after["Session 1a"].one("CATEGORIES") == "The past"
    assert feed("category/history").one("NAME").text.startswith("The past")
    assert feed("category/physics") == physics


def test_another_category(made: Programme, feed: Feed, clock: Any) -> None:
    from webinar.webinars import operations

    with changing(feed, clock, "Session 1a", "Session 1b", sequence=False):
        operations.edit_webinar(**_form(made.webinars["1"], category_id=made.physics.public_id))
    assert [e.one("SUMMARY")[-2:] for e in feed("category/history").events] == ["2a", "2b"]
    assert [e.one("SUMMARY")[-2:] for e in feed("category/physics").events] == [
        "1a",
        "1b",
        "3a",
        "3b",
    ]


def test_a_renamed_webinar(made: Programme, feed: Feed, clock: Any) -> None:
    from webinar.webinars import operations

    with changing(feed, clock, "Session 1a", "Session 1b", sequence=False) as after:
        operations.edit_webinar(**_form(made.webinars["1"], title="The first webinar"))
    assert "The first webinar" in after["Session 1b"].one("DESCRIPTION")


def test_a_renamed_site_changes_headers_only(made: Programme, feed: Feed, clock: Any) -> None:
    from webinar.organization import operations

    with changing(feed, clock, sequence=False):
        operations.change_identity(name="Open lectures", by=ANNA)
    assert feed("site").one("NAME").text == "Open lectures"
    assert feed("webinar/webinar-1").one("NAME").text == "Webinar 1 · Open lectures"


def test_saving_without_a_change(made: Programme, feed: Feed, client: Any, clock: Any) -> None:
    from webinar.webinars import operations

    before = client.get("/feeds/site.ics")
    with changing(feed, clock, sequence=False):
        operations.edit_webinar(**_form(made.webinars["1"]))
    after = client.get("/feeds/site.ics")
    assert after.headers["ETag"] == before.headers["ETag"]
    assert after.headers["Last-Modified"] == before.headers["Last-Modified"]


def test_a_deleted_session_and_its_return(made: Programme, feed: Feed, clock: Any) -> None:
    from webinar.webinars import operations

    (before,) = (e for e in feed("site").events if e.one("SUMMARY") == "Session 1a")
    with changing(feed, clock, "Session 1a", sequence=False):
        operations.delete_session(session_id=made.sessions["1a"].public_id, by=ANNA)
    clock.shift(60)
    operations.restore_session(session_id=made.sessions["1a"].public_id, by=ANNA)
    after = feed("site").by_uid()[before.uid]
    assert int(after.one("SEQUENCE")) == int(before.one("SEQUENCE")) + 1
    assert after.instant("LAST-MODIFIED") > before.instant("LAST-MODIFIED")


@pytest.mark.parametrize("operation", ["unpublish_webinar", "unlist_webinar", "delete_webinar"])
def test_what_readers_may_no_longer_find(
    operation: str, made: Programme, feed: Feed, clock: Any
) -> None:
    from webinar.webinars import operations

    with changing(feed, clock, "Session 1a", "Session 1b", sequence=False):
        getattr(operations, operation)(webinar_id=made.webinars["1"].public_id, by=ANNA)
    for name in ("site", "category/history", "speaker/maria-nowak"):
        assert not any("1" in event.one("SUMMARY") for event in feed(name).events)
