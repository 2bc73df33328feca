"""One undo for an import: what it made goes, what people did since stays and is named."""

import re
from typing import Any

import pytest

from tests.support.people import organizer as organizer_of
from tests.support.world import BY
from tests.transfer.importing import bring, calendar, counts, event, plan
from tests.transfer.test_a_schedule_comes_whole import event_of, schedule
from webinar.core.db import db
from webinar.core.journal import JournalEntry
from webinar.organize import operations
from webinar.organize.wholes import whole_of
from webinar.speakers.models import Speaker
from webinar.transfer.imports.values import PLAIN
from webinar.transfer.models import Import, ImportedItem
from webinar.transfer.operations.steps import walls
from webinar.webinars.models import Category, Room, Session, Webinar
from webinar.webinars.operations import create_room, edit_session


def _entry() -> JournalEntry:
    row = db.session.query(Import).order_by(Import.id.desc()).first()
    assert row is not None
    return db.session.query(JournalEntry).filter_by(public_id=row.entry_id).one()


def _all() -> list[int]:
    return [db.session.query(kind).count() for kind in (Webinar, Session, Room, Speaker, Category)]


def _edit(session: Session, **more: Any) -> None:
    values: dict[str, Any] = {name: getattr(session, name) for name in (*PLAIN, "slides_url")}
    values |= walls(session.starts_at, session.ends_at, session.webinar.timezone)
    room = session.own_room.public_id if session.own_room else ""
    edit_session(session_id=session.public_id, by=BY, **(values | {"room_id": room} | more))


def test_everything_goes_and_comes_again(in_app: Any) -> None:
    data = schedule(event_of(1), event_of(2, room="Attic"))
    bring(data, "json", publish=True)
    assert _all() == [1, 2, 2, 1, 1]
    operations.undo_whole(entry_id=_entry().public_id, by=BY)
    assert _all() == [0, 0, 0, 0, 0]
    assert db.session.query(ImportedItem).count() == 0
    assert counts(plan(data, "json")) == "2 new"
    bring(data, "json")
    assert _all() == [1, 2, 2, 1, 1]
    assert counts(plan(data, "json")) == "2 same"


def test_a_newer_file_is_taken_back_to_the_older_one(in_app: Any) -> None:
    old = calendar(event("a"), event("b"))
    new = calendar(event("a", SUMMARY="Renamed", LOCATION="Hall"), event("b"), event("c"))
    bring(old)
    before = _all()
    bring(new)
    operations.undo_whole(entry_id=_entry().public_id, by=BY)
    assert _all() == before
    assert {one.title for one in db.session.query(Session)} == {"Session a", "Session b"}
    assert counts(plan(old)) == "2 same"
    assert counts(plan(new)) == "1 new 1 changed 1 same"


def test_what_people_did_since_stays_with_what_it_needs_and_is_named(in_app: Any) -> None:
    bring(schedule(event_of(1), event_of(2, room="Attic", persons=[])), "json")
    entry_id = _entry().public_id
    session = db.session.query(Session).filter_by(title="Talk 1").one()
    _edit(session, title="Ours now")
    whole = whole_of(_entry())
    named = {(one.change.kind, one.title): one.why for one in whole.stays}
    assert named.pop(("session", "Ours now")) == "edited"
    assert set(named.values()) == {"needed"}
    assert {kind for kind, _ in named} == {
        "webinar", "category", "room", "speaker", "session_role",
    }  # fmt: skip
    operations.undo_whole(entry_id=entry_id, by=BY)
    assert _all() == [1, 1, 1, 1, 1]
    assert db.session.query(Session).one().title == "Ours now"


def test_what_was_built_on_it_keeps_it(in_app: Any) -> None:
    bring(calendar(event("a", LOCATION="Hall"), event("b")), mode="each")
    bring(calendar(event("x"), name="Others"))
    other = db.session.query(Session).filter_by(title="Session x").one()
    hall = db.session.query(Room).one()
    _edit(other, room_id=hall.public_id)
    create_room(name="Mine", by=BY)
    first = db.session.query(Import).order_by(Import.id).first()
    operations.undo_whole(entry_id=first.entry_id, by=BY)
    assert {one.name for one in db.session.query(Room)} == {"Hall", "Mine"}
    assert [one.title for one in db.session.query(Session)] == ["Session x"]


def test_the_page_shows_it_first(app: Any) -> None:
    with app.app_context():
        bring(schedule(event_of(1), event_of(2)), "json")
        entry_id = _entry().public_id
        step = db.session.query(JournalEntry).filter_by(part_of=entry_id).first().public_id
        row_id = db.session.query(Import).one().public_id
    browser = organizer_of(app)
    assert f"/journal/{entry_id}/whole" in browser.get(f"/organize/import/{row_id}/").text
    assert f"/journal/{entry_id}/whole" in browser.get(f"/organize/journal/{step}/").text
    page = browser.get(f"/organize/journal/{entry_id}/whole").text
    assert {"Talk 2", "Li Wei", "MossCon"} <= {one.strip() for one in re.split("[<>]", page)}
    answer = browser.post(f"/organize/journal/{entry_id}/whole")
    assert answer.status_code == 303
    with app.app_context():
        assert db.session.query(Webinar).count() == 0
    assert "This import was undone" in browser.get(f"/organize/import/{row_id}/").text
    answer = browser.post(f"/organize/journal/{entry_id}/whole", follow_redirects=True)
    assert "This was undone already." in answer.text


@pytest.fixture
def organizer(app: Any) -> Any:
    return organizer_of(app)


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_as_many_statements_for_one_as_for_three(
    organizer: Any, in_app: Any, statements: Any, number: int
) -> None:
    bring(schedule(*(event_of(one) for one in range(number))), "json")
    place = f"/organize/journal/{_entry().public_id}/whole"
    with statements(exactly=32):
        assert organizer.get(place).status_code == 200
