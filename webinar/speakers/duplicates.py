"""Profiles that may be one person's: found by what they share, with the reason in words."""

import difflib
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from webinar.core.db import db
from webinar.core.text import fold
from webinar.speakers.models import DistinctSpeakers, Speaker
from webinar.speakers.sorting import name_parts
from webinar.speakers.spelling import spelling

NAME, EMAIL, ORCID, SPELLED, SIMILAR = "name", "email", "orcid", "spelled", "similar"
#: how alike two names must be at one place of work, of 1
_ALIKE = 0.85
#: more people than these share a place of work: only those whose names begin alike are compared
_CROWD = 60
_Key = Callable[[Speaker], str]


@dataclass
class Pair:
    """Two profiles, the one that should stay first, and why they may be one person's."""

    one: Speaker
    other: Speaker
    reasons: list[str] = field(default_factory=list)


def pairs_among(people: Sequence[Speaker], distinct: Iterable[tuple[int, int]]) -> list[Pair]:
    """Pairs with the most and strongest reasons first. `distinct`: row numbers of pairs that are
    known to be two people, the lower first. Asks the database nothing."""
    known, found = set(distinct), dict[tuple[int, int], Pair]()

    def note(one: Speaker, other: Speaker, reason: str) -> None:
        key = (min(one.id, other.id), max(one.id, other.id))
        if one.id == other.id or key in known:
            return
        pair = found.setdefault(key, Pair(*_in_order(one, other)))
        if reason not in pair.reasons and not (reason == SPELLED and NAME in pair.reasons):
            pair.reasons.append(reason)

    for reason, key_of in _KEYS:
        for group in _groups(people, key_of):
            for one, other in itertools.combinations(group, 2):
                note(one, other, reason)
    for group in _groups(people, _affiliation):
        for one, other in _near(group):
            if spelling(one.name) != spelling(other.name) and is_similar(one.name, other.name):
                note(one, other, SIMILAR)
    strength = {EMAIL: 4, ORCID: 4, NAME: 2, SPELLED: 2, SIMILAR: 1}
    return sorted(
        found.values(),
        key=lambda pair: (-sum(strength[one] for one in pair.reasons), pair.one.sort_name),
    )


def is_similar(one: str, other: str) -> bool:
    """Whether two names could be one person's: an initial for a given name, a slip of a letter."""
    first, second = name_parts(fold(one)), name_parts(fold(other))
    if not first.given or not second.given:
        return _ratio(fold(one), fold(other)) >= _ALIKE
    if first.family != second.family:
        return _ratio(fold(one), fold(other)) >= _ALIKE
    pairs = zip(_words(first.given), _words(second.given), strict=False)
    return all(
        a == b
        or (min(len(a), len(b)) == 1 and a[0] == b[0])
        or (min(len(a), len(b)) > 3 and _ratio(a, b) >= _ALIKE)
        for a, b in pairs
    )


def distinct_pairs() -> set[tuple[int, int]]:
    """Row numbers of pairs that are known to be two people: one statement."""
    rows = db.session.execute(sa.select(DistinctSpeakers.one_id, DistinctSpeakers.other_id))
    return {(row[0], row[1]) for row in rows}


def _words(text: str) -> list[str]:
    return text.replace(".", " ").replace("-", " ").split()


def _ratio(one: str, other: str) -> float:
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _ALIKE else 0.0


def _in_order(one: Speaker, other: Speaker) -> tuple[Speaker, Speaker]:
    """Which should stay: taken over by the person, with more in it, older."""

    def worth(speaker: Speaker) -> tuple[bool, bool, bool, int]:
        return (
            speaker.claimed_at is None,
            not speaker.has_portrait,
            not speaker.biography,
            speaker.id,
        )

    first, second = sorted((one, other), key=worth)
    return first, second


def _email(speaker: Speaker) -> str:
    return speaker.email.strip().lower()


def _orcid(speaker: Speaker) -> str:
    return speaker.orcid


def _name(speaker: Speaker) -> str:
    """Words in any order: "Okafor, Amara" is "Amara Okafor"."""
    return " ".join(sorted(_words(fold(speaker.name).replace(",", " "))))


def _spelling(speaker: Speaker) -> str:
    return spelling(speaker.name)


#: reason -> what two profiles then have in common, in the order in which reasons are said
_KEYS = ((EMAIL, _email), (ORCID, _orcid), (NAME, _name), (SPELLED, _spelling))


def _affiliation(speaker: Speaker) -> str:
    return fold(speaker.affiliation)


def _groups(people: Iterable[Speaker], key_of: _Key) -> list[list[Speaker]]:
    groups: dict[str, list[Speaker]] = defaultdict(list)
    for speaker in people:
        if key := key_of(speaker):
            groups[key].append(speaker)
    return [group for group in groups.values() if len(group) > 1]


def _near(group: list[Speaker]) -> Iterable[tuple[Speaker, Speaker]]:
    """Pairs of people of one place: all of them, or in a crowd those who sort alike."""
    if len(group) <= _CROWD:
        yield from itertools.combinations(group, 2)
        return
    for close in _groups(group, lambda one: one.sort_name[:3]):
        yield from itertools.combinations(close[:_CROWD], 2)
