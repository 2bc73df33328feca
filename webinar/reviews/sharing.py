"""Dividing papers among reviewers evenly: the same papers and people give the same answer."""

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

#: reviewer, paper: row numbers
Pair = tuple[int, int]


@dataclass(frozen=True)
class Share:
    """Who is asked to review what besides what stands already."""

    pairs: list[Pair]
    #: paper -> how many reviewers it still lacks, because nobody else may review it
    lacking: dict[int, int]
    #: reviewer -> papers in all, with those that stood
    loads: dict[int, int]


def share_evenly(
    papers: Sequence[int],
    reviewers: Sequence[int],
    *,
    each: int,
    standing: Collection[Pair] = (),
    barred: Collection[Pair] = (),
) -> Share:
    """So many reviewers for each paper; what stands is kept and counts.

    No two reviewers differ by more than one paper, unless interests or what stands make it
    impossible: then no other division is more even.
    """
    people = sorted(set(reviewers))
    taken, closed = set(standing), set(barred)
    loads = dict.fromkeys(people, 0)
    for person, _paper in taken:
        if person in loads:
            loads[person] += 1
    fresh: set[Pair] = set()
    lacking = {}
    for paper in sorted(papers):
        wanted = each - sum(1 for _person, one in taken if one == paper)
        open_to = [
            one for one in people if (one, paper) not in taken and (one, paper) not in closed
        ]
        open_to.sort(key=lambda one: (loads[one], one))
        for person in open_to[: max(0, wanted)]:
            fresh.add((person, paper))
            loads[person] += 1
        if wanted > len(open_to):
            lacking[paper] = wanted - len(open_to)
    while chain := _way_down(fresh, taken | closed, loads):
        for paper, giver, taker in chain:
            fresh.remove((giver, paper))
            fresh.add((taker, paper))
        loads[chain[0][1]] -= 1
        loads[chain[-1][2]] += 1
    return Share(sorted(fresh, key=lambda pair: (pair[1], pair[0])), lacking, loads)


def _way_down(
    fresh: set[Pair], closed: set[Pair], loads: Mapping[int, int]
) -> list[tuple[int, int, int]]:
    """Papers to hand on, one after the other, from somebody to somebody with two fewer or less.

    (paper, giver, taker) each; empty when the division is as even as it can be.
    """
    held: dict[int, list[int]] = {}
    for person, paper in sorted(fresh):
        held.setdefault(person, []).append(paper)
    for start in sorted(loads, key=lambda one: (-loads[one], one)):
        came: dict[int, tuple[int, int] | None] = {start: None}
        waiting = deque([start])
        while waiting:
            giver = waiting.popleft()
            if loads[giver] <= loads[start] - 2:
                return _chain(came, giver)
            for paper in held.get(giver, ()):
                for taker in sorted(loads):
                    if taker in came or (taker, paper) in fresh or (taker, paper) in closed:
                        continue
                    came[taker] = (paper, giver)
                    waiting.append(taker)
    return []


def _chain(came: Mapping[int, tuple[int, int] | None], last: int) -> list[tuple[int, int, int]]:
    steps = []
    while (step := came[last]) is not None:
        paper, giver = step
        steps.append((paper, giver, last))
        last = giver
    return steps[::-1]
