"""No kept answer outlives the minute it was made in: every word that follows the clock is right."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.support import programme
from tests.support.programme import ANNA, wall


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def page(app: Any, client: Any, clock: Any) -> Any:
    """`page(path, instant)`: as kept (asked for twice), and the same as a fresh one."""
    cache = app.extensions["bytecache"]

    def read(path: str, instant: datetime) -> str:
        clock.move_to(instant)
        client.get(path)
        hits = cache.hits
        kept = client.get(path).text
        assert cache.hits == hits + 1
        cache.clear()
        assert client.get(path).text == kept
        return kept

    return read


def test_start_and_end(app: Any, page: Any, clock: Any) -> None:
    with app.app_context():
        path = f"/webinars/{programme.a_webinar('Rivers').slug}/"
    # 14:00 to 16:00 in London, in summer.
    texts = [
        page(path, at(f"2026-05-05 {when}"))
        for when in ("12:59:59", "13:00:00", "14:59:59", "15:00:00")
    ]
    running = ['data-state="now"' in text or ">Now<" in text for text in texts]
    assert running == [False, True, True, False], running


def test_an_answer_lives_until_the_end_of_its_minute(app: Any, client: Any, clock: Any) -> None:
    cache = app.extensions["bytecache"]
    cache.misses = 0
    clock.move_to(at("2026-05-05 12:00:10"))
    client.get("/webinars/")
    for seconds, misses in ((49, 1), (1, 2), (59, 2), (1, 3)):
        clock.shift(seconds)
        client.get("/webinars/")
        assert cache.misses == misses


@pytest.mark.parametrize(
    ("zone", "opens"),
    [
        # Both changes of the clocks in Berlin in 2026: 29 March and 25 October.
        ("Europe/Berlin", "2026-03-27 08:00"),
        ("Europe/Berlin", "2026-03-30 07:00"),
        ("Europe/Berlin", "2026-10-23 07:00"),
        ("Europe/Berlin", "2026-10-26 08:00"),
    ],
)
def test_the_office_opens(app: Any, page: Any, zone: str, opens: str) -> None:
    from webinar.organization.operations import change_identity, set_office_hours

    with app.app_context():
        change_identity(name="The Society", timezone=zone, by=ANNA)
        set_office_hours(office_hours={str(day): [["09:00", "17:00"]] for day in range(5)}, by=ANNA)
    before = page("/contact", at(opens) - timedelta(seconds=1))
    after = page("/contact", at(opens))
    assert before != after
    assert "opens" in before


def test_a_session_in_the_hour_that_comes_twice(app: Any, page: Any) -> None:
    with app.app_context():
        made = programme.a_webinar(
            "Owls",
            timezone="Europe/Berlin",
            starts=wall("2026-10-25 01:30"),
            ends=wall("2026-10-25 03:30"),
        )
        path = f"/webinars/{made.slug}/"
    # 23:30 UTC to 02:30 UTC: three hours, though the clock on the wall says two.
    running = [
        ">Now<" in page(path, at(when))
        for when in (
            "2026-10-24 23:29:59",
            "2026-10-24 23:30",
            "2026-10-25 02:29",
            "2026-10-25 02:30",
        )
    ]
    assert running == [False, True, True, False]
