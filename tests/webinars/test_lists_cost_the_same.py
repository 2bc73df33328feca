"""Each list with one and with three rows under one literal number of statements."""

import pytest

from tests.support.programme import ANNA, a_category, a_draft, a_room, a_session, a_webinar
from webinar.webinars import operations, queries
from webinar.webinars.overview import overview
from webinar.webinars.scope import EVERYTHING


def several(number: int) -> None:
    category, room = a_category().public_id, a_room().public_id
    for count in range(number):
        webinar = a_webinar(f"Webinar {count}", category_id=category, room_id=room)
        a_session(webinar, f"Second {count}", room_id=room)


@pytest.mark.parametrize("number", [1, 3])
def test_lists_for_readers(in_app, clock, statements, number):
    several(number)
    in_app.extensions  # noqa: B018 the app is up
    with statements(exactly=1):
        found = queries.upcoming_webinars()
        assert len({one.category.name for one in found} | {one.room.name for one in found}) == 2
    assert len(found) == number
    for webinar in found:
        operations.archive_webinar(webinar_id=webinar.public_id, by=ANNA)
    with statements(exactly=1):
        assert len(queries.past_webinars()) == number
    with statements(exactly=1):
        assert [(one.year, one.month, one.count) for one in queries.archive_months()] == [
            (2026, 5, number)
        ]
    with statements(exactly=1):
        assert len(queries.webinars_of_year(2026)) == number
    assert queries.webinars_of_year(2025) == []


@pytest.mark.parametrize("number", [1, 3])
def test_one_webinar_with_its_sessions(in_app, statements, number):
    webinar = a_webinar(room_id=a_room().public_id)
    for count in range(number):
        a_session(webinar, f"More {count}", room_id=a_room(f"Room {count}").public_id)
    from webinar.core.db import db

    db.session.expunge_all()
    with statements(exactly=2):
        found = queries.webinar_by_slug("spring-seminar")
        assert found.category.name == "History"
        rooms = {one.effective_room.name for one in found.sessions}
        assert rooms == {"Blue room"} | {f"Room {count}" for count in range(number)}
        assert len(found.sessions) == number + 1


@pytest.mark.parametrize("number", [1, 3])
def test_the_organizers_list(in_app, clock, statements, number):
    several(number)
    with statements(exactly=3):
        found = overview(scope=EVERYTHING)
    assert [one.title for one in found.webinars] == [f"Webinar {n}" for n in range(number)]
    assert set(found.sessions.values()) == {2}


@pytest.mark.parametrize("number", [0, 1, 3])
def test_webinars_without_a_session_are_counted_and_shown(in_app, clock, statements, number):
    category = a_category().public_id
    a_webinar("Complete", category_id=category)
    for count in range(number):
        a_draft(f"Empty {count}", category_id=category)
    assert overview(scope=EVERYTHING, show=queries.WITHOUT_SESSION).total == number
