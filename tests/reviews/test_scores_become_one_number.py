"""Weights within a review, mean or median over several, one scale whatever the bounds."""

from typing import Any

import pytest

from tests.support.reviewing import Choosing
from tests.support.world import BY


def measures(*rows: tuple[int, int, int]) -> list:
    from webinar.reviews.totals import Measure

    return [Measure(number, "", *row) for number, row in enumerate(rows)]


def test_weights_count_within_a_review() -> None:
    from webinar.reviews.totals import scale_of, total

    asked = measures((1, 5, 2), (1, 5, 1), (0, 10, 0))
    scale = scale_of(asked)
    assert (scale.least, scale.most) == (1, 5)
    assert total({0: 5, 1: 2, 2: 0}, asked, scale) == pytest.approx(4)
    # What was not scored weighs nothing, and what is not counted gives no number.
    assert total({1: 2}, asked, scale) == pytest.approx(2)
    assert total({2: 7}, asked, scale) is None
    assert total({}, asked, scale) is None


def test_different_bounds_meet_on_a_scale_to_a_hundred() -> None:
    from webinar.reviews.totals import scale_of, total

    asked = measures((1, 5, 1), (0, 10, 1))
    scale = scale_of(asked)
    assert (scale.least, scale.most) == (0, 100)
    assert total({0: 5, 1: 5}, asked, scale) == pytest.approx(75)


def test_what_was_given_before_the_bounds_narrowed_counts_as_the_nearer_end() -> None:
    from webinar.reviews.totals import scale_of, total

    asked = measures((2, 4, 1))
    scale = scale_of(asked)
    assert total({0: 5}, asked, scale) == pytest.approx(4)
    assert total({0: 1}, asked, scale) == pytest.approx(2)


def test_mean_and_median() -> None:
    from webinar.reviews.totals import middle

    assert middle([1, 1, 4], "mean") == pytest.approx(2)
    assert middle([1, 1, 4], "median") == 1
    assert middle([], "mean") is None


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_score_for_another_track_counts_no_more(app: Any) -> None:
    """Given while it was for all papers; the page does not show it, the number must not hold it."""
    from webinar.accounts.models import Account
    from webinar.calls.models import CallTrack
    from webinar.core.db import db, transaction
    from webinar.reviews import operations
    from webinar.reviews.operations.boards import board_row
    from webinar.reviews.overview import overview

    c = Choosing(app, papers=2)
    values = {"name": "Roots", "least": 1, "most": 5, "weight": 3, "is_required": False, "help": ""}
    with app.app_context():
        with transaction():
            track = CallTrack(call_id=c.call_number, name="Soil")
            db.session.add(track)
            db.session.flush()
            track_id = track.public_id
        made = operations.add_category(board_id=c.board_id, by=BY, **values).public_id
    c.assign((0, 0))
    with app.app_context():
        operations.save_review(
            board_id=c.board_id,
            paper_id=c.papers[0],
            account_id=c.reviewer_ids[0],
            scores={c.category_id: 5, made: 1},
            hand_in=True,
            by=BY,
        )
        operations.edit_category(
            board_id=c.board_id, category_id=made, track_id=track_id, by=BY, **values
        )
        olga = db.session.query(Account).filter_by(public_id=c.organizer_id).one()
        line = overview(board_row(c.board_id), olga).everything[0]
    assert (line.score, len(line.categories)) == (5, 1)
    page = c.desk().get(c.url(f"papers/{c.papers[0]}/decision")).text
    assert "<strong>5.0</strong>" in page
