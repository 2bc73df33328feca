"""Idempotent by UID: the same file changes nothing, a newer one changes exactly what is new in it.

What was changed or deleted here since is said and stays, unless the file is told to decide.
"""

from typing import Any

import pytest

from tests.support.world import BY
from tests.transfer.importing import bring, calendar, counts, event, plan
from webinar.core.db import db
from webinar.core.journal import JournalEntry
from webinar.transfer.imports.options import CANCEL, EACH, ONE
from webinar.transfer.models import ImportedItem
from webinar.webinars import operations as webinars
from webinar.webinars.models import Session, Webinar

THREE = (event("a", 1), event("b", 2, LOCATION="Blue room"), event("c", 3))


def sessions() -> dict[str, Session]:
    return {one.title: one for one in db.session.query(Session).order_by(Session.starts_at)}


def by_hand(session: Session, **values: str) -> None:
    """An organizer edits it."""
    webinars.edit_session(
        session_id=session.public_id,
        starts=session.starts_wall,
        ends=session.ends_wall,
        by=BY,
        **values,
    )


@pytest.mark.parametrize("mode", [EACH, ONE])
def test_the_same_file_changes_nothing(in_app: Any, mode: str) -> None:
    assert counts(bring(calendar(*THREE), mode=mode)) == "3 new"
    before = (db.session.query(Session).count(), db.session.query(JournalEntry).count())
    updated = [one.updated_at for one in sessions().values()]
    # How the first time was chosen is known again.
    assert counts(bring(calendar(*THREE))) == "3 same"
    after = (db.session.query(Session).count(), db.session.query(JournalEntry).count())
    assert after == (before[0], before[1] + 1)
    assert [one.updated_at for one in sessions().values()] == updated
    assert db.session.query(Webinar).count() == (3 if mode == EACH else 1)
    assert {one.state for one in db.session.query(Webinar)} == {"draft"}


def test_a_newer_file_changes_exactly_what_is_new_in_it(in_app: Any) -> None:
    bring(calendar(*THREE), mode=EACH)
    updated = {title: one.updated_at for title, one in sessions().items()}
    newer = calendar(
        event("a", 1),
        event("b", 2, SUMMARY="Mosses", DTSTART="20260602T120000Z", DTEND="20260602T130000Z",
              LOCATION="Red room"),
        event("d", 4),
    )  # fmt: skip
    planned = plan(newer)
    assert counts(planned) == "1 new 1 changed 1 gone 1 same"
    (changed,) = planned.those("changed")
    assert [(one.field, one.old, one.new) for one in changed.changes] == [
        ("title", "Session b", "Mosses"),
        ("starts", "2 June 2026, 10:00", "2 June 2026, 12:00"),
        ("ends", "2 June 2026, 11:00", "2 June 2026, 13:00"),
        ("room", "Blue room", "Red room"),
    ]
    assert counts(bring(newer)) == "1 new 1 changed 1 gone 1 same"
    found = sessions()
    assert list(found) == ["Session a", "Mosses", "Session c", "Session d"]
    assert found["Session a"].updated_at == updated["Session a"]
    assert found["Mosses"].room.name == "Red room"
    webinar = found["Mosses"].webinar
    assert (webinar.title, webinar.starts_at) == ("Mosses", found["Mosses"].starts_at)
    assert not found["Session c"].is_cancelled
    # What was taken over counts as the file's from now on.
    assert counts(plan(newer)) == "1 gone 3 same"
    by_hand(found["Mosses"], title="Mosses", room_id="")
    (doubtful,) = plan(newer).doubtful
    assert [(one.code, one.values["fields"]) for one in doubtful.doubts] == [("edited", "room")]


def test_what_is_gone_is_cancelled_by_wish_and_returns(in_app: Any, clock: Any) -> None:
    bring(calendar(*THREE), mode=ONE)
    clock.move_to("2026-06-02T12:00:00Z")
    report = bring(calendar(THREE[0]), gone=CANCEL)
    assert (counts(report), report.cancelled) == ("2 gone 1 same", 1)
    # The past is not rewritten.
    assert [one.is_cancelled for one in sessions().values()] == [False, False, True]
    assert counts(bring(calendar(*THREE))) == "1 changed 2 same"
    assert not any(one.is_cancelled for one in sessions().values())


def test_changes_made_here_stay_and_are_said(in_app: Any) -> None:
    bring(calendar(*THREE), mode=ONE)
    for title in ("Session a", "Session b"):
        session = sessions()[title]
        room_id = getattr(session.room, "public_id", "")
        by_hand(session, title=f"{title}, by hand", room_id=room_id)
    newer = calendar(event("a", 1, SUMMARY="By the file", LOCATION="Green room"), *THREE[1:])
    planned = plan(newer)
    assert counts(planned) == "1 changed 2 doubtful 2 same"
    doubts = {one.title: [doubt.code for doubt in one.doubts] for one in planned.doubtful}
    assert doubts == {"By the file": ["conflict"], "Session b": ["edited"]}
    bring(newer)
    found = sessions()
    assert found["Session a, by hand"].room.name == "Green room"
    assert "Session b, by hand" in found
    # Told again until somebody decides.
    assert counts(plan(newer)) == "2 doubtful 3 same"
    bring(newer, take=("a",))
    assert list(sessions()) == ["By the file", "Session b, by hand", "Session c"]
    assert counts(plan(newer)) == "1 doubtful 3 same"
    bring(newer, take_all=True)
    assert list(sessions()) == ["By the file", "Session b", "Session c"]
    assert counts(plan(newer)) == "3 same"


@pytest.mark.parametrize("mode", [EACH, ONE])
def test_what_was_deleted_here_stays_away_unless_asked_back(in_app: Any, mode: str) -> None:
    bring(calendar(*THREE), mode=mode)
    session = sessions()["Session b"]
    if mode == EACH:
        webinars.delete_webinar(webinar_id=session.webinar.public_id, by=BY)
    else:
        webinars.delete_session(session_id=session.public_id, by=BY)
    planned = plan(calendar(*THREE))
    assert counts(planned) == "1 doubtful 3 same"
    assert [doubt.code for doubt in planned.doubtful[0].doubts] == ["deleted"]
    bring(calendar(*THREE))
    assert "Session b" not in sessions()
    assert counts(bring(calendar(*THREE), take=("b",))) == "1 new 2 same"
    assert sessions()["Session b"].public_id == session.public_id
    assert counts(plan(calendar(*THREE))) == "3 same"


def test_events_become_sessions_of_a_webinar_that_is_there(in_app: Any) -> None:
    bring(calendar(*THREE), mode=ONE, title="A week of mosses", new_category="Botany")
    (webinar,) = db.session.query(Webinar).all()
    assert (webinar.title, webinar.category.name) == ("A week of mosses", "Botany")
    other = calendar(event("x", 20), name="Another")
    assert counts(bring(other, into=webinar.public_id)) == "1 new"
    assert len(sessions()) == 4
    assert webinar.ends_at == sessions()["Session x"].ends_at
    # Each source knows its own: nothing of the first is gone from the second.
    assert counts(plan(other)) == "1 same"
    assert counts(plan(calendar(*THREE))) == "3 same"
    # Into a new one again: all of it anew.
    assert counts(bring(calendar(*THREE), mode=ONE, into="new")) == "3 new"


def test_a_cancelled_event_comes_as_cancelled(in_app: Any) -> None:
    cancelled = calendar(event("a", 1, STATUS="CANCELLED"), event("b", 2))
    assert counts(bring(cancelled, mode=EACH, publish=True)) == "2 new 1 doubtful"
    assert [one.state for one in db.session.query(Webinar).order_by(Webinar.starts_at)] == [
        "cancelled",
        "published",
    ]


def test_occurrences_are_known_again_when_one_moves(in_app: Any) -> None:
    weekly = event("s", 1, RRULE="FREQ=WEEKLY;COUNT=3")
    assert counts(bring(calendar(weekly), mode=ONE)) == "3 new"
    moved = event("s", 9, **{"RECURRENCE-ID": "20260608T100000Z"})
    assert counts(plan(calendar(weekly, moved))) == "1 changed 2 same"
    assert counts(bring(calendar(weekly, moved))) == "1 changed 2 same"
    assert counts(plan(calendar(weekly, moved))) == "3 same"


def test_our_own_calendar_is_not_imported_into_itself(in_app: Any) -> None:
    from webinar.calendars.models import CalendarEntry

    bring(calendar(*THREE), mode=ONE, publish=True)
    uid = db.session.query(CalendarEntry.uid).first()[0]
    planned = plan(calendar(event(uid, 9)), mode=ONE)
    assert counts(planned) == ""
    assert [one.code for one in planned.doubts] == ["own"]


@pytest.mark.parametrize("number", [1, 3, 30])
def test_a_plan_takes_as_many_statements_for_one_as_for_many(
    in_app: Any, statements: Any, number: int
) -> None:
    data = calendar(*(event(str(one), one % 28 + 1, LOCATION="R") for one in range(number)))
    bring(data, mode=ONE)
    with statements(exactly=12):
        plan(data)


def test_nothing_is_there_when_something_breaks_on_the_way(in_app: Any, monkeypatch: Any) -> None:
    from webinar.transfer.operations import importing

    done = []

    def breaks(**values: Any) -> Any:
        if len(done) == 2:
            raise RuntimeError("the disk is full")
        done.append(values)
        return webinars.add_session(**values)

    monkeypatch.setattr(importing, "add_session", breaks)
    with pytest.raises(RuntimeError):
        bring(calendar(*THREE), mode=ONE)
    assert db.session.query(Session).count() == db.session.query(Webinar).count() == 0
    assert db.session.query(ImportedItem).count() == 0
