"""Finding names in a text however they are typed: accents, blanks, hyphens, tags between them."""

import functools
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence

#: signs that nobody sees, within a word
_UNSEEN = frozenset("\u00ad\u200b\u2060\ufeff")
#: scripts in which words follow each other without a blank, or lean on what stands before them
_UNSPACED = re.compile(
    "[\u0590-\u08ff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
    "\uf900-\ufaff\U00020000-\U0003ffff]"
)
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_LETTER = r"[^\W_]"
_BETWEEN = r"(?:[^\w<>]|_){0,3}"
_TAG = r"<[^<>]*>"


@functools.lru_cache(4096)
def _plain(char: str) -> str:
    """A letter without case and accents: none, one, or several ("ß")."""
    if char in _UNSEEN:
        return ""
    found = unicodedata.normalize("NFKD", char.casefold())
    return "".join(one for one in found if not unicodedata.combining(one))


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """The text in plain letters, and for each of them its place in the text."""
    if text.isascii():
        return text.lower(), range(len(text))
    letters: list[str] = []
    places: list[int] = []
    for number, char in enumerate(text):
        for one in _plain(char):
            letters.append(one)
            places.append(number)
    return "".join(letters), places


def plain_letters(text: str) -> str:
    """The text without case and accents."""
    return _folded(text)[0]


class Names:
    """Names to look for; one of a single word only as it is written, or in capitals.

    With `tags` the text is HTML: a name may be partly emphasised.
    """

    def __init__(self, words: Iterable[str], *, tags: bool = False) -> None:
        between = rf"{_BETWEEN}(?:{_TAG}{_BETWEEN})*" if tags else _BETWEEN
        written: dict[str, str] = {}
        for word in sorted(set(words), key=lambda one: (-len(one), one)):
            for form in {word, word.casefold().translate(UMLAUTS)}:
                parts = [_folded(part)[0] for part in form.split()]
                if any(parts):
                    written.setdefault(between.join(map(re.escape, parts)), word)
        #: single words -> how they are written
        self._single = {_folded(word)[0]: word for word in written.values() if word.isalpha()}
        ends = [_bounded(pattern, word) for pattern, word in written.items()]
        self._pattern = re.compile("|".join(ends)) if ends else None

    def __bool__(self) -> bool:
        return self._pattern is not None

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where they stand, from left to right."""
        if self._pattern is None:
            return
        plain, places = _folded(text)
        for found in self._pattern.finditer(plain):
            if found.end() == found.start():
                continue
            start, last = places[found.start()], places[found.end() - 1]
            end = last + 1
            while end < len(text) and (text[end] in _UNSEEN or unicodedata.combining(text[end])):
                end += 1
            if self._is_written(text[start:end]):
                yield start, end

    def _is_written(self, found: str) -> bool:
        plain = _folded(found)[0]
        word = self._single.get(plain) or self._single.get(re.sub(r"['’ʼ]?s$", "", plain))
        if word is None or not (word[0].isupper() or word[0].islower()):
            return True
        if word.isupper():
            return found[: len(word)].isupper()
        return found[0].isupper() or word[0].islower()

    def sub(self, text: str, write: Callable[[str], str]) -> str:
        """The text with what `write` makes of each name that stands there."""
        parts, done = [], 0
        for start, end in self.spans(text):
            parts += [text[done:start], write(text[start:end])]
            done = end
        return "".join([*parts, text[done:]])

    def stand_in(self, text: str) -> bool:
        return next(self.spans(text), None) is not None


def _bounded(pattern: str, word: str) -> str:
    """Not within a longer word, where words have ends; with the letter of a genitive."""
    before = "" if _UNSPACED.match(word[0]) else rf"(?<!{_LETTER})"
    after = "" if _UNSPACED.match(word[-1]) else rf"(?:['’ʼ]?s)?(?!{_LETTER})"
    return f"{before}{pattern}{after}"
