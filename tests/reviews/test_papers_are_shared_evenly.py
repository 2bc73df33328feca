"""The same papers and people give the same plan, even to one paper, and interests are respected."""

import itertools
import random
from collections import Counter

import pytest


def test_nobody_has_two_papers_more_than_another() -> None:
    from webinar.reviews.sharing import share_evenly

    for papers, people, each in itertools.product((1, 7, 80), (1, 3, 11), (1, 3, 5)):
        share = share_evenly(range(papers), range(people), each=each)
        assert max(share.loads.values()) - min(share.loads.values()) <= 1
        found = Counter(paper for _, paper in share.pairs)
        assert all(found[one] == min(each, people) for one in range(papers))
        assert len(set(share.pairs)) == len(share.pairs)
        assert share == share_evenly(range(papers), range(people), each=each)


@pytest.mark.parametrize("seed", range(12))
def test_interests_and_what_stands_are_respected(seed: int) -> None:
    from webinar.reviews.sharing import share_evenly

    chance = random.Random(seed)  # noqa: S311 - any numbers will do
    papers, people = range(30), range(6)
    pairs = list(itertools.product(people, papers))
    barred = set(chance.sample(pairs, 25))
    standing = set(chance.sample(sorted(set(pairs) - barred), 10))
    share = share_evenly(papers, people, each=3, standing=standing, barred=barred)
    assert not set(share.pairs) & (barred | standing)
    found = Counter(paper for _, paper in [*share.pairs, *standing])
    for paper in papers:
        assert found[paper] + share.lacking.get(paper, 0) >= 3
        free = sum((one, paper) not in barred for one in people)
        assert share.lacking.get(paper, 0) == max(0, 3 - free)
    assert max(share.loads.values()) - min(share.loads.values()) <= 1


def test_one_with_many_interests_is_evened_out_over_others() -> None:
    """The second paper's only reviewer gives the first away, over somebody in between."""
    from webinar.reviews.sharing import share_evenly

    share = share_evenly(
        [1, 2, 3], [1, 2, 3], each=1, barred=[(2, 2), (3, 2), (3, 1), (1, 3), (2, 3)]
    )
    assert sorted(share.loads.values()) == [1, 1, 1]
    assert set(share.pairs) == {(2, 1), (1, 2), (3, 3)}


def test_a_paper_that_nobody_may_review_says_so() -> None:
    from webinar.reviews.sharing import share_evenly

    share = share_evenly([1], [1, 2], each=2, barred=[(1, 1)])
    assert share.pairs == [(2, 1)]
    assert share.lacking == {1: 1}
