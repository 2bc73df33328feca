"""How names are sorted: one key, derived here, the same bytes on both databases."""

from webinar.core.text import fold

_TITLES = frozenset(
    "dr prof professor mr mrs ms mx sir dame rev revd fr frau herr mag dipl ing phd".split()
)
#: family names that begin with these keep them: "van der Berg" stands under V
_PARTICLES = frozenset("da das de del della den der di do dos du el la le ten ter van von".split())
_SUFFIXES = frozenset("jr sr ii iii iv".split())


def sort_name(name: str) -> str:
    """Lower case, no accents, family name first as far as a name tells it.

    One word, names written "Family, Given" and names in scripts without case (Chinese,
    Arabic …) stay in their order. The last word counts as the family name otherwise:
    a guess that `edit_speaker(sort_as=...)` corrects.
    """
    plain = fold(name.replace(".", " "))
    words = [word for word in plain.replace(",", " ").split() if word not in _TITLES]
    words = words or plain.split()
    if "," in name or len(words) < 2 or not _has_case(name):
        return " ".join(words)[:200]
    tail: list[str] = []
    while len(words) > 2 and words[-1] in _SUFFIXES:
        tail.insert(0, words.pop())
    start = len(words) - 1
    while start > 1 and words[start - 1] in _PARTICLES:
        start -= 1
    return " ".join([*words[start:], *words[:start], *tail])[:200]


def _has_case(text: str) -> bool:
    return any(c.isupper() or c.islower() for c in text)
