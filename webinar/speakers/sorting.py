"""How names are sorted: one key, derived here, the same bytes on both databases."""

import re
from typing import NamedTuple

from webinar.core.text import fold

_TITLES = frozenset(
    "dr prof professor mr mrs ms mx sir dame rev revd fr frau herr mag dipl ing phd".split()
)
#: family names that begin with these keep them: "van der Berg" stands under V
_PARTICLES = frozenset("da das de del della den der di do dos du el la le ten ter van von".split())
_SUFFIXES = frozenset("jr sr ii iii iv".split())


class NameParts(NamedTuple):
    """A name as lists of references want it; `family` alone where its parts are not known."""

    family: str
    given: str = ""
    #: Jr., III
    suffix: str = ""


def name_parts(name: str) -> NameParts:
    """Family name, given names, suffix, as far as a name tells them; academic titles are left out.

    One word, two writings of one name (“… (…)”) and scripts without case (Chinese, Arabic …)
    stay whole; "Family, Given" says itself what is what. The last word counts as the family name
    otherwise.
    """
    if "," in name:
        family, _comma, given = name.partition(",")
        return NameParts(" ".join(words_of(family)), " ".join(words_of(given)))
    words = words_of(name)
    if len(words) < 2 or "(" in name or not _has_case(name):
        return NameParts(" ".join(words))
    tail: list[str] = []
    while len(words) > 2 and _plain(words[-1]) in _SUFFIXES:
        tail.insert(0, words.pop())
    start = len(words) - 1
    while start > 1 and _plain(words[start - 1]) in _PARTICLES:
        start -= 1
    return NameParts(" ".join(words[start:]), " ".join(words[:start]), " ".join(tail))


def sort_name(name: str) -> str:
    """Lower case, no accents, family name first as far as a name tells it (`name_parts`).

    A guess that `edit_speaker(sort_as=...)` corrects.
    """
    return _plain(" ".join(name_parts(name)))[:200].rstrip()


def _plain(text: str) -> str:
    return fold(text.replace(".", " "))


def words_of(text: str) -> list[str]:
    """Words without academic titles; all of them where there is nothing else."""
    # A title may lean on the next word: "Prof.Dr. Kim".
    words = [part for word in text.split() for part in re.sub(r"\.(?=\w{2})", ". ", word).split()]
    return [word for word in words if _plain(word) not in _TITLES] or words


def _has_case(text: str) -> bool:
    return any(c.isupper() or c.islower() for c in text)
