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
#: words that nobody is called by, in languages that write them so (folded)
_GROUPS = frozenset(
    "academy agency akademie association authority centre center collaboration college commission"
    " committee company consortium council department federation foundation gesellschaft gmbh group"
    " hospital initiative institut institute instituto laboratory library ministry museum network"
    " observatory organisation organization project society stiftung team universidad universita"
    " universitat universite universiteit university verband verein".split()
)
#: words between words that are no given and family name: "Rivers and Banks", "William of Ockham"
_JOINING = frozenset("& and of the for und fur".split())


class NameParts(NamedTuple):
    """A name as lists of references want it; `family` alone where its parts are not known."""

    family: str
    given: str = ""
    #: Jr., III
    suffix: str = ""


def name_parts(name: str) -> NameParts:
    """Family name, given names, suffix, as far as a name tells them; academic titles are left out.

    One word, two writings of one name (“… (…)”), scripts without case (Chinese, Arabic …) and what
    is called as no person is stay whole; "Family, Given" says itself what is what. The last word
    counts as the family name otherwise.
    """
    if is_group(name):
        return NameParts(" ".join(name.split()))
    name = _without_degrees(name)
    if "," in name:
        family, _comma, given = name.partition(",")
        return NameParts(" ".join(words_of(family)), " ".join(words_of(given)))
    words = words_of(name)
    if (
        len(words) < 2
        or "(" in name
        or not _has_case(name)
        or _JOINING.intersection(fold(word) for word in words if not word[0].isupper())
    ):
        return NameParts(" ".join(words))
    tail: list[str] = []
    while len(words) > 2 and _plain(words[-1]) in _SUFFIXES:
        tail.insert(0, words.pop())
    start = len(words) - 1
    while start > 1 and _plain(words[start - 1]) in _PARTICLES:
        start -= 1
    return NameParts(" ".join(words[start:]), " ".join(words[:start]), " ".join(tail))


def is_group(name: str) -> bool:
    """Whether it names an organisation, as far as a name tells it: "Group 42", "Society of X"."""
    return any(c.isdigit() for c in name) or not _GROUPS.isdisjoint(re.findall(r"\w+", fold(name)))


def plain_name(name: str) -> str:
    """In the order it is spoken, without academic titles, which lists of references leave out."""
    family, given, suffix = name_parts(name)
    return " ".join(part for part in (given, family, suffix) if part)


def sort_name(name: str) -> str:
    """Lower case, no accents, family name first as far as a name tells it (`name_parts`).

    A guess that `edit_speaker(sort_as=...)` corrects.
    """
    return _plain(" ".join(name_parts(name)))[:200].rstrip()


def _plain(text: str) -> str:
    return fold(text.replace(".", " "))


def _without_degrees(name: str) -> str:
    """`Jane Doe, PhD` is no "Family, Given"; of what stands behind the comma a "Jr." stays."""
    head, _comma, tail = name.partition(",")
    behind = tail.replace(",", " ").split()
    known = _TITLES | _SUFFIXES
    if not all(_plain(word).replace(" ", "") in known for word in behind):
        return name
    return " ".join([head, *(word for word in behind if _plain(word).strip() in _SUFFIXES)])


def words_of(text: str) -> list[str]:
    """Words without academic titles; all of them where there is nothing else."""
    # A title may lean on the next word: "Prof.Dr. Kim".
    words = [part for word in text.split() for part in re.sub(r"\.(?=\w{2})", ". ", word).split()]
    return [word for word in words if _plain(word) not in _TITLES] or words


def _has_case(text: str) -> bool:
    return any(c.isupper() or c.islower() for c in text)
