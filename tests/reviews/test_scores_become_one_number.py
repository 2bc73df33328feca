"""Weights within a review, mean or median over several, one scale whatever the bounds."""

import pytest


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
