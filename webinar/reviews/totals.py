"""From scores to one number: weighted within a review, mean or median over several."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from webinar.reviews.models import MEDIAN, ScoreCategory


@dataclass(frozen=True)
class Measure:
    """A score category, as the arithmetic wants it."""

    id: int
    name: str
    least: int
    most: int
    weight: int
    #: only for papers of this track
    track_id: int | None = None


@dataclass(frozen=True)
class Scale:
    """The numbers totals are written in: the categories' own when they agree, else 0 to 100."""

    least: float
    most: float


def measures_of(categories: Sequence[ScoreCategory]) -> list[Measure]:
    return [
        Measure(one.id, one.name, one.least, one.most, one.weight, one.track_id)
        for one in categories
    ]


def measures_in(measures: Sequence[Measure], track_id: int | None) -> list[Measure]:
    """Those that count for papers of that track: one that was moved keeps what it had elsewhere."""
    return [one for one in measures if one.track_id in (None, track_id)]


def scale_of(measures: Sequence[Measure]) -> Scale:
    ranges = {(one.least, one.most) for one in measures if one.weight}
    if len(ranges) == 1:
        least, most = ranges.pop()
        return Scale(least, most)
    return Scale(0, 100)


def total(scores: Mapping[int, int], measures: Sequence[Measure], scale: Scale) -> float | None:
    """One review's number: the weighted mean of what was scored; None when nothing counts.

    Each score is first put on the common scale, so that a wide one does not count more.
    """
    weighted = [
        (one.weight, (_within(scores[one.id], one) - one.least) / (one.most - one.least))
        for one in measures
        if one.weight and one.id in scores
    ]
    weights = sum(weight for weight, _ in weighted)
    if not weights:
        return None
    share = sum(weight * value for weight, value in weighted) / weights
    return scale.least + share * (scale.most - scale.least)


def _within(value: int, measure: Measure) -> int:
    """Given before the bounds were narrowed it counts as the nearer of them."""
    return min(max(value, measure.least), measure.most)


def middle(numbers: Sequence[float], how: str) -> float | None:
    """Mean or median; None of nothing."""
    if not numbers:
        return None
    return statistics.median(numbers) if how == MEDIAN else statistics.fmean(numbers)
