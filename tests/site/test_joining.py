"""The join page: countdown, the room while it is open, the recording afterwards."""

from datetime import UTC, datetime

import pytest

from webinar.core.journal import SYSTEM
from webinar.webinars import operations

PATH = "/webinars/rivers/opening-of-rivers/join"
ADDRESS = "https://rooms.example/great"


def at(hour: int, minute: int) -> datetime:
    return datetime(2026, 3, 16, hour, minute, tzinfo=UTC)


@pytest.fixture
def rivers(make):
    return make.webinar("Rivers")


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (at(9, 0), False),
        (at(13, 44), False),
        (at(13, 45), True),
        (at(14, 59), True),
        (at(15, 14), True),
        (at(15, 15), False),
    ],
)
def test_the_address_appears_only_while_the_room_is_open(rivers, client, clock, moment, is_open):
    clock.move_to(moment)
    assert (ADDRESS in client.get(PATH).text) is is_open


def test_before_it_says_when_it_opens_and_looks_again_by_itself(rivers, client, clock):
    clock.move_to(at(9, 0))
    text = client.get(PATH).text
    assert "13:45" in text
    assert 'data-join="2026-03-16T13:45:00Z"' in text
    assert '<noscript><meta http-equiv="refresh"' in text


def test_the_countdown_needs_no_script(rivers, client, clock):
    for moment, words in (
        (at(9, 0), "in 5 hours"),
        (at(12, 30), "in 90 minutes"),
        (at(13, 50), "in 10 minutes"),
        (at(14, 0), ">Now<"),
    ):
        clock.move_to(moment)
        assert words in client.get(PATH).text, moment


def test_the_opening_is_told_in_the_zone_that_the_reader_chose(rivers, client, clock):
    clock.move_to(at(9, 0))
    assert "The room opens at 13:45, London time, 16 March 2026." in client.get(PATH).text
    chosen = client.get(PATH, query_string={"tz": "Asia/Kolkata"}).text
    assert "The room opens at 19:15, Kolkata time, 16 March 2026." in chosen


@pytest.mark.checklist(63)
def test_no_other_page_shows_the_address(rivers, client, clock):
    clock.move_to(at(14, 30))
    for path in ("/", "/webinars/rivers/", "/webinars/rivers/opening-of-rivers/"):
        assert "rooms.example" not in client.get(path).text, path


def test_afterwards_the_recording_or_a_clear_word(make, rivers, client, clock):
    clock.move_to(at(18, 0))
    assert "There is no recording" in client.get(PATH).text
    make.recording(rivers.sessions[0], "https://video.example/1")
    text = client.get(PATH).text
    assert "https://video.example/1" in text
    assert ADDRESS not in text


def test_cancelled(rivers, client, clock):
    operations.cancel_session(
        session_id=rivers.sessions[0].public_id, reason="The speaker is ill.", by=SYSTEM
    )
    clock.move_to(at(14, 30))
    text = client.get(PATH).text
    assert "This session was cancelled." in text
    assert "The speaker is ill." in text
    assert ADDRESS not in text


def test_no_room(make, client, clock):
    make.webinar("Rivers", room_id="")
    clock.move_to(at(14, 30))
    assert "There is no room yet." in client.get(PATH).text
