"""Warnings: somebody in two places, a room used twice, a session outside its webinar."""

import pytest

from tests.support.programme import ANNA, a_room, a_session, a_speaker, a_webinar, speaks, wall
from webinar.speakers.conflicts import conflicts
from webinar.webinars import operations, queries
from webinar.webinars.scope import EVERYTHING


def found(webinar):
    webinar = queries.webinar_by_id(webinar.public_id)
    return [
        (one.kind, one.session.title, one.other and one.other.title)
        for one in conflicts(webinar, EVERYTHING)
    ]


@pytest.fixture
def webinar(in_app):
    return a_webinar()


def test_sessions_one_after_the_other_are_fine(webinar):
    speaker = a_speaker()
    second = a_session(
        webinar, "Second", starts=wall("2026-05-05 15:00"), ends=wall("2026-05-05 16:00")
    )
    speaks(webinar.sessions[0], speaker)
    speaks(second, speaker)
    assert found(webinar) == []


def test_a_speaker_in_two_places_is_named_once_for_each_pair(webinar):
    speaker = a_speaker()
    second = a_session(webinar, "Second", starts=wall("2026-05-05 14:30"))
    speaks(webinar.sessions[0], speaker)
    speaks(second, speaker)
    assert found(webinar) == [("speaker-in-two-places", "Opening talk", "Second")]
    [conflict] = conflicts(queries.webinar_by_id(webinar.public_id), EVERYTHING)
    assert conflict.words == "Maria Nowak is also in “Second” (14:30–15:00)."


def test_another_webinar_counts_and_its_name_is_said(webinar):
    speaker = a_speaker()
    other = a_webinar("Elsewhere", category_id=webinar.category.public_id)
    for one in (webinar, other):
        speaks(one.sessions[0], speaker)
    [conflict] = conflicts(queries.webinar_by_id(webinar.public_id), EVERYTHING)
    assert "Elsewhere: Opening talk" in conflict.words
    operations.cancel_webinar(webinar_id=other.public_id, reason="", by=ANNA)
    assert found(webinar) == []


def test_a_room_is_used_twice_also_when_it_is_the_webinars(webinar):
    room = a_room().public_id
    other = a_webinar("Elsewhere", category_id=webinar.category.public_id, room_id=room)
    inside = a_session(webinar, "Inside", room_id=room)
    assert found(webinar) == [("room-twice", "Inside", "Opening talk")]
    assert found(other) == [("room-twice", "Opening talk", "Inside")]
    operations.cancel_session(session_id=inside.public_id, reason="", by=ANNA)
    assert found(webinar) == []


def test_a_deleted_room_is_used_by_nobody(webinar):
    room = a_room()
    a_session(webinar, "One", room_id=room.public_id)
    a_session(webinar, "Two", room_id=room.public_id)
    assert len(found(webinar)) == 1
    operations.delete_room(room_id=room.public_id, by=ANNA)
    assert found(webinar) == []


def test_a_break_takes_no_room(in_app):
    webinar = a_webinar(room_id=a_room().public_id)
    a_session(webinar, "Coffee", kind="break")
    assert found(webinar) == []


def test_a_session_outside_its_webinar(webinar):
    a_session(webinar, "Late", starts=wall("2026-05-05 15:30"), ends=wall("2026-05-05 16:30"))
    assert found(webinar) == [("outside-webinar", "Late", None)]


@pytest.mark.parametrize("number", [1, 3])
def test_the_check_costs_the_same(webinar, statements, number):
    for count in range(number):
        a_session(webinar, f"Talk {count}", room_id=a_room(f"Room {count}").public_id)
    loaded = queries.webinar_by_id(webinar.public_id)
    with statements(exactly=3):
        conflicts(loaded, EVERYTHING)
