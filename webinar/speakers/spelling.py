"""One key for a name however it is written, to find profiles that may be one person's.

It is coarse on purpose: people look at what it finds. Names in Chinese, Arabic and other scripts
whose letters do not tell their sounds one by one are compared as they stand.
"""

import functools
import re

from webinar.core.text import fold
from webinar.speakers.sorting import words_of

_LATIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "a", "œ": "o", "ı": "i"}
)
_CYRILLIC = dict(
    zip("абвгґдеєжзиіїйклмнопрстуфхцчшщъыьэюяўјљњћђџ", (
        "a b v g g d e ie zh z i i i i k l m n o p r s t u f h ts ch sh shch  i  e iu ia u j lj nj"
        " c dj dz"
    ).split(" "), strict=True)
)  # fmt: skip
_GREEK = dict(
    zip("αβγδεζηθικλμνξοπρσςτυφχψω", (
        "a v g d e z i th i k l m n ks o p r s s t i f h ps o"
    ).split(" "), strict=True)
)  # fmt: skip
_OTHER_LETTERS = str.maketrans(_CYRILLIC | _GREEK)
#: letters that are written now so, now so: Müller and Mueller, Nowak and Novak, Mikhail and Michail
_USUAL = (
    (r"[aou]e", lambda found: found[0][0]),
    (r"ph", "f"),
    (r"[ckg]h", "h"),
    (r"[ck]|q", "k"),
    (r"x", "ks"),
    (r"w", "v"),
    (r"[yj]", "i"),
    (r"(.)\1+", r"\1"),
)


@functools.lru_cache(maxsize=4096)
def spelling(name: str) -> str:
    """Words in order of the alphabet, without titles; empty without any."""
    return " ".join(sorted(filter(None, map(_word, _parts(name)))))


def _parts(name: str) -> list[str]:
    return re.split(r"[\s\-.,'’]+", " ".join(words_of(name.replace(",", " "))))


def _word(word: str) -> str:
    plain = fold(word).replace("ου", "ou").translate(_LATIN).translate(_OTHER_LETTERS)
    for pattern, usual in _USUAL:
        plain = re.sub(pattern, usual, plain)
    return plain
