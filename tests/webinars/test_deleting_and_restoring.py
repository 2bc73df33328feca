"""What is deleted vanishes everywhere, and comes back with what went along."""

import pytest

from tests.support.programme import ANNA, a_category, a_room, a_session, a_webinar
from webinar.webinars import operations, queries
from webinar.webinars.errors import StillUsed, WrongState


def test_a_webinar_goes_and_returns_with_its_sessions(in_app):
    webinar = a_webinar()
    kept, gone = webinar.sessions[0], a_session(webinar, "Gone before")
    operations.delete_session(session_id=gone.public_id, by=ANNA)
    operations.delete_webinar(webinar_id=webinar.public_id, by=ANNA)
    assert queries.webinar_by_slug("spring-seminar") is None
    assert queries.session_by_id(kept.public_id) is None
    assert queries.was_deleted("spring-seminar")

    operations.restore_webinar(webinar_id=webinar.public_id, by=ANNA)
    found = queries.webinar_by_slug("spring-seminar")
    assert [one.title for one in found.sessions] == ["Opening talk"]
    assert not queries.was_deleted("spring-seminar")


def test_a_session_comes_back_only_into_a_webinar_that_is_there(in_app):
    webinar = a_webinar()
    session = webinar.sessions[0]
    operations.delete_session(session_id=session.public_id, by=ANNA)
    operations.delete_webinar(webinar_id=webinar.public_id, by=ANNA)
    with pytest.raises(WrongState):
        operations.restore_session(session_id=session.public_id, by=ANNA)
    operations.restore_webinar(webinar_id=webinar.public_id, by=ANNA)
    assert operations.restore_session(session_id=session.public_id, by=ANNA).deleted_at is None


def test_a_category_in_use_stays(in_app):
    category = a_webinar().category
    with pytest.raises(StillUsed, match="History"):
        operations.delete_category(category_id=category.public_id, by=ANNA)


def test_an_empty_category_goes_and_returns(in_app):
    category = a_category()
    operations.delete_category(category_id=category.public_id, by=ANNA)
    assert queries.categories() == []
    operations.restore_category(category_id=category.public_id, by=ANNA)
    assert [one.name for one in queries.categories()] == ["History"]


def test_a_room_goes_and_returns_to_its_sessions(in_app):
    room = a_room()
    webinar = a_webinar(room_id=room.public_id)
    operations.delete_room(room_id=room.public_id, by=ANNA)
    assert queries.webinar_by_slug(webinar.slug).room is None
    operations.restore_room(room_id=room.public_id, by=ANNA)
    assert queries.webinar_by_slug(webinar.slug).room.name == "Blue room"
