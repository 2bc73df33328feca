"""A programme in several rooms, at a reader's choice: times down, rooms across."""

import re
from datetime import timedelta

import pytest

from webinar.core.journal import SYSTEM
from webinar.webinars import operations as webinars

_HOUR = timedelta(hours=1)


@pytest.fixture
def fair(make):
    """14:00 both rooms, one of them for two hours; 15:00 one; 16:00 a break; 17:00 one."""
    webinar = make.webinar("Fair")
    great, small = (
        webinars.create_room(name=name, by=SYSTEM).public_id
        for name in ("Great Room", "Small Room")
    )
    first = webinar.sessions[0]
    webinars.edit_session(
        session_id=first.public_id,
        title="Opening",
        starts=first.starts_wall,
        ends=first.starts_wall + _HOUR,
        room_id=great,
        by=SYSTEM,
    )
    starts = webinar.starts_wall
    make.session(webinar, "Workshop", room_id=small, ends=starts + 2 * _HOUR)
    make.session(webinar, "Talk", after=_HOUR, room_id=great)
    make.session(webinar, "Tea", after=2 * _HOUR, kind="break")
    make.session(webinar, "Closing", after=3 * _HOUR, room_id=great)
    return f"/webinars/{webinar.slug}/"


def _rows(text):
    """Of each row, its time and its cells: what stands in them, and how far they reach."""
    table = re.search(r'<table class="rooms">.*?</table>', text, re.DOTALL).group()
    found = []
    for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL):
        cells = re.findall(r"<(?:td|th)([^>]*)>(.*?)</(?:td|th)>", row, re.DOTALL)
        found.append([(_first_words(inside), _reach(marks)) for marks, inside in cells])
    return found


def _first_words(inside):
    return next(
        (one for one in re.sub("<[^>]+>", "\n", inside).split("\n") if one.strip()), ""
    ).strip()


def _reach(marks):
    return "".join(re.findall(r'(?:row|col)span="\d"', marks))


def test_each_room_has_a_column_and_each_time_a_row(make, fair, client, valid_html):
    assert _rows(client.get(f"{fair}?view=rooms").text) == [
        [("Time", ""), ("Great Room", ""), ("Small Room", "")],
        [("14:00", ""), ("Opening", ""), ("Workshop", 'rowspan="2"')],
        [("15:00", ""), ("Talk", "")],
        [("16:00", ""), ("Tea", 'colspan="2"')],
        [("17:00", ""), ("Closing", ""), ("", "")],
    ]
    valid_html(client.get(f"{fair}?view=rooms").text)


def test_the_list_is_what_everybody_gets_first(make, fair, client):
    text = client.get(fair).text
    assert 'class="rooms"' not in text
    assert 'href="?view=rooms#programme"' in text
    chosen = client.get(f"{fair}?view=rooms&tz=Asia/Tokyo").text
    assert 'href="?tz=Asia/Tokyo#programme"' in chosen
    assert "23:00" in chosen
    assert f'<link rel="canonical" href="http://localhost{fair}">' in chosen


def test_one_room_leaves_no_choice(make, client):
    webinar = make.webinar("Plain")
    text = client.get(f"/webinars/{webinar.slug}/?view=rooms").text
    assert "view=rooms" not in text
    assert 'class="rooms"' not in text
