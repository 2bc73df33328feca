"""A phase opens and closes by the clock of its zone, also in the nights when clocks change."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.support.reviewing import Choosing
from tests.support.world import BY


def phase(zone: str, opens: str, closes: str, fold: int = 0) -> Any:
    from webinar.core.clock import WallTime
    from webinar.reviews.models import ReviewPhase

    row = ReviewPhase(name=zone)
    row.set_times(
        WallTime(datetime.fromisoformat(opens), zone),
        WallTime(datetime.fromisoformat(closes), zone, fold),
    )
    return row


@pytest.mark.parametrize(
    ("fold", "closes"), [(0, "2026-10-25T00:30+00:00"), (1, "2026-10-25T01:30+00:00")]
)
def test_the_hour_that_comes_twice(fold: int, closes: str) -> None:
    from webinar.reviews.rules import rules_of

    row = phase("Europe/Berlin", "2026-10-01 09:00", "2026-10-25 02:30", fold)
    assert row.closes_at == (end := datetime.fromisoformat(closes))
    row.may_review = True
    assert rules_of([row], end - timedelta(minutes=1)).may_review
    assert not rules_of([row], end).may_review


def test_phases_in_several_zones_follow_each_other() -> None:
    """Tokyo's morning comes before Honolulu's evening of the day before."""
    from webinar.reviews.rules import rules_of

    tokyo = phase("Asia/Tokyo", "2026-03-10 09:00", "2026-03-29 09:00")
    berlin = phase("Europe/Berlin", "2026-03-29 01:30", "2026-03-29 03:30")
    honolulu = phase("Pacific/Honolulu", "2026-03-28 16:00", "2026-03-28 20:00")
    # The night in which Berlin goes forward: an hour on, not two.
    assert berlin.closes_at - berlin.opens_at == timedelta(hours=1)
    rows = [honolulu, tokyo, berlin]
    for number, row in enumerate(rows):
        row.id = number

    def ruling(*when: int) -> tuple[str, bool]:
        rules = rules_of(rows, datetime(2026, 3, *when, tzinfo=UTC))
        return (rules.phase.name if rules.phase else "", rules.is_open)

    assert ruling(9, 23, 59) == ("", False)
    assert ruling(10, 0, 0) == ("Asia/Tokyo", True)
    assert ruling(29, 0, 0) == ("Asia/Tokyo", False)
    assert ruling(29, 0, 30) == ("Europe/Berlin", True)
    assert ruling(29, 2, 0) == ("Pacific/Honolulu", True)
    assert ruling(29, 6, 0) == ("Pacific/Honolulu", False)


def test_the_form_refuses_an_hour_that_is_not_and_asks_which_of_two(app: Any) -> None:
    c = Choosing(app, papers=0)
    desk, where = c.desk(), c.url("phases/new")
    sent = {"name": "Night", "timezone": "Europe/Berlin", "reads": "all", "sees_others": "never"}
    sent |= {"starts": "2026-03-29T02:30", "ends": "2026-10-25T02:30"}
    answer = desk.post(where, data=sent)
    assert answer.status_code == 422
    assert "aria-invalid" in answer.text
    sent["starts"] = "2026-03-29T03:30"
    answer = desk.post(where, data=sent)
    assert answer.status_code == 422
    assert 'name="ends_fold"' in answer.text
    assert desk.post(where, data=sent | {"ends_fold": "1"}).status_code == 303
    page = desk.get(c.url("settings")).text
    assert 'datetime="2026-10-25T01:30' in page


def test_the_lists_rule_as_the_pages_do(app: Any, clock: Any) -> None:
    """Which of several phases rules is reckoned in SQL for the desk, and in Python for a page."""
    from webinar.core.clock import WallTime, now
    from webinar.core.db import db
    from webinar.reviews.operations import add_phase
    from webinar.reviews.operations.boards import board_row
    from webinar.reviews.operations.reviewing import account_row
    from webinar.reviews.rules import rules_for
    from webinar.reviews.waiting import reviews_to_write
    from webinar.webinars.scope import EVERYTHING, NOTHING

    c = Choosing(app, papers=1)
    c.assign((0, 0))
    start = now().replace(tzinfo=None, second=0, microsecond=0)
    with app.app_context():
        for first, last, may_review in ((1, 3, False), (2, 20, True), (4, 5, True)):
            add_phase(
                board_id=c.board_id,
                opens=WallTime(start + timedelta(days=first), "UTC"),
                closes=WallTime(start + timedelta(days=last), "UTC"),
                name="More",
                may_review=may_review,
                by=BY,
            )
    seen = []
    for _ in range(12):
        with app.app_context():
            rules = rules_for(board_row(c.board_id))
            found = reviews_to_write(EVERYTHING, NOTHING, account_row(c.reviewer_ids[0]))
            assert bool(db.session.execute(found).all()) == rules.may_review
            seen.append(rules.may_review)
        clock.shift(2 * 24 * 3600 - 60)
    assert seen == [True, False, *[True] * 9, False]
