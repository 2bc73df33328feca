"""One row or three: the same number of statements, on both databases."""

import pytest

from webinar.core.journal import SYSTEM
from webinar.webinars.operations import create_room

ROWS = (1, 3)
#: path -> statements, the two of the frame among them
EXPECTED = {
    "/": 14,
    "/webinars/": 4,
    "/webinars/archive/": 5,
    "/categories/": 4,
    "/categories/history/": 6,
    "/speakers/": 3,
    "/papers/": 4,
    "/news/": 4,
    "/webinars/webinar-1/": 8,
    "/webinars/webinar-1/opening-of-webinar-1/": 8,
    "/webinars/webinar-1/opening-of-webinar-1/join": 4,
    "/speakers/person-1/": 5,
    "/papers/paper-1/": 9,
    "/news/post-1/": 4,
    "/sitemap.xml": 5,
}


@pytest.mark.parametrize("rows", ROWS)
def test_every_list_and_page(make, client, statements, clock, rows):
    for number in range(1, rows + 1):
        make.row(number)
    for number in range(1, rows + 1):
        make.webinar(f"Past {number}", days=-30 - number)
    found = {}
    for path in EXPECTED:
        with statements() as seen:
            assert client.get(path).status_code == 200
        found[path] = len(seen)
    assert found == EXPECTED


@pytest.mark.parametrize("sessions", ROWS)
def test_the_webinar_page_takes_at_most_eight_however_long_its_timetable(
    make, client, statements, sessions
):
    made = make.webinar("Long")
    for number in range(1, sessions):
        room = create_room(name=f"Room {number}", by=SYSTEM)
        one = make.session(made, f"Part {number}", room_id=room.public_id)
        person = make.speaker(f"Person {number}", one)
        make.paper(f"Paper {number}", session=one, speaker=person)
        make.paper(f"Second {number}", session=one, speaker=person)
    with statements(at_most=8) as seen:
        client.get("/webinars/long/")
    assert len(seen) == 8
