"""A duplicate on another date: sessions keep their wall time, people come along."""

from datetime import UTC, datetime

from tests.support.programme import ANNA, a_session, a_speaker, a_webinar, speaks, wall
from webinar.speakers.queries import speakers_of_sessions
from webinar.webinars import operations, queries


def test_sessions_move_in_wall_time_into_winter(in_app):
    webinar = a_webinar()
    cancelled = a_session(webinar, "Cancelled")
    operations.cancel_session(session_id=cancelled.public_id, reason="", by=ANNA)
    copy = operations.duplicate_webinar(
        webinar_id=webinar.public_id, starts=wall("2026-11-10 14:00"), by=ANNA
    )
    assert (copy.state, copy.slug) == ("draft", "spring-seminar-2")
    assert [one.title for one in copy.sessions] == ["Opening talk"]
    assert copy.sessions[0].starts_wall == wall("2026-11-10 14:00")
    # Summer time is over: the same wall time is another hour of UTC.
    assert copy.sessions[0].starts_at == datetime(2026, 11, 10, 14, 0, tzinfo=UTC)
    assert webinar.sessions[0].starts_at == datetime(2026, 5, 5, 13, 0, tzinfo=UTC)


def test_the_people_come_along(in_app):
    webinar = a_webinar()
    speaks(webinar.sessions[0], a_speaker("Maria Nowak"), a_speaker("Li Qingsi"), role="panelist")
    copy = operations.duplicate_webinar(
        webinar_id=webinar.public_id, starts=wall("2026-06-09 14:00"), by=ANNA
    )
    session = queries.webinar_by_id(copy.public_id).sessions[0]
    found = speakers_of_sessions([session.id])[session.id]
    assert [(one.name, role) for one, role in found] == [
        ("Maria Nowak", "panelist"),
        ("Li Qingsi", "panelist"),
    ]
