"""What can be read off a text: its plain words, length, headings, a short form.

Works on the HTML that `core.richtext` stores and on plain text; knows nothing of Markdown.
"""

import math
import re
import unicodedata
from dataclasses import dataclass
from html.parser import HTMLParser

#: Words a minute of a reader who reads to understand (Brysbaert 2019 found 238 for English
#: non-fiction; papers are read somewhat slower).
WORDS_PER_MINUTE = 200

_BLOCKS = set("p br hr div section li ul ol blockquote pre table tr h1 h2 h3 h4 h5 h6".split())
_SILENT = {"script", "style", "template", "title", "head"}
# Scripts written without spaces: each character counts as half a word, as their readers do.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af]")
_WORD = re.compile(r"\w+(?:[’'\-]\w+)*")
# What may be a vowel sign of Devanagari, a point of Hebrew, an accent of its own, or a joiner.
_ODD = re.compile(r"[^\w\s\x00-\xac\u2010-\u206f\u3000-\u303f]")


@dataclass(frozen=True)
class Heading:
    """One line of a table of contents: `level` 1 to 6, the `id` to link to, the plain `title`."""

    level: int
    id: str
    title: str


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent += 1
        elif tag in _BLOCKS:
            self.parts.append("\n")
        elif tag in {"td", "th"}:
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(data)


def plain_text(html: str) -> str:
    """The words of the HTML, one line per block, no markup, no surplus blanks."""
    parser = _Text()
    parser.feed(html)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _without_marks(found: re.Match[str]) -> str:
    """Signs that stand on or within a letter's word do not end it."""
    is_part = unicodedata.category(found[0])[0] == "M" or found[0] in "\u200c\u200d\xad"
    return "" if is_part else found[0]


def word_count(text: str) -> int:
    """Words in plain text; two characters of Chinese, Japanese or Korean count as one word."""
    text = _ODD.sub(_without_marks, text)
    unspaced = len(_UNSPACED.findall(text))
    return len(_WORD.findall(_UNSPACED.sub(" ", text))) + math.ceil(unspaced / 2)


def reading_minutes(words: int) -> int:
    """Whole minutes to read that many words, rounded up; 0 only for no words at all."""
    return math.ceil(max(0, words) / WORDS_PER_MINUTE)


class _Headings(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Heading] = []
        self.open: tuple[int, str] | None = None
        self.title: list[str] = []
        self.note = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if re.fullmatch(r"h[1-6]", tag):
            self.open = (int(tag[1]), dict(attrs).get("id") or "")
            self.title = []
        elif tag == "sup" and (self.note or dict(attrs).get("class") == "footnote-ref"):
            self.note += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "sup":
            self.note = max(0, self.note - 1)
        elif self.open and tag == f"h{self.open[0]}":
            self.found.append(Heading(*self.open, " ".join("".join(self.title).split())))
            self.open = None

    def handle_data(self, data: str) -> None:
        # The mark of a footnote is no part of the heading's words.
        if self.open and not self.note:
            self.title.append(data)


def headings(html: str) -> list[Heading]:
    """The headings of a stored text in order, for a table of contents."""
    parser = _Headings()
    parser.feed(html)
    parser.close()
    return parser.found


def outline_levels(levels: list[int], *, top: int = 2) -> list[int]:
    """The same outline beginning at `top` and without skipped levels, at most 6."""
    stack: list[int] = []
    result = []
    for level in levels:
        while stack and stack[-1] >= level:
            stack.pop()
        stack.append(level)
        result.append(min(6, top + len(stack) - 1))
    return result


def slugify_heading(title: str, prefix: str, taken: dict[str, int]) -> str:
    """An id `prefix-title-words` that is not in `taken`, which it joins with its last number.

    Letters of every script stay: HTML allows any character but blanks in an id.
    """
    folded = unicodedata.normalize("NFC", title).casefold()
    words = re.sub(r"[^\w]+", "-", folded).strip("-_")[:60].strip("-_") or "section"
    first = candidate = f"{prefix}-{words}"
    # From the last number on: counting from the start takes minutes for ten thousand like titles.
    number = taken.get(first, 0)
    while candidate in taken:
        number += 1
        candidate = f"{first}-{number}"
    taken[candidate] = 1
    taken[first] = max(number, 1)
    return candidate


def summary(text: str, length: int = 200) -> str:
    """The beginning of plain text in at most `length` characters.

    Ends at a sentence where one ends in the second half, else after a whole word with "…".
    """
    flat = " ".join(text.split())
    if len(flat) <= length:
        return flat
    cut = flat[:length]
    ends = [match.end() for match in re.finditer(r"[.!?](?=\s)|[。！？]", flat[: length + 1])]
    if ends and length // 2 <= ends[-1] <= length:
        return cut[: ends[-1]]
    cut = flat[: length - 1]
    space = cut.rfind(" ")
    if flat[length - 1] != " " and space > length // 2:
        cut = cut[:space]
    return cut.rstrip(" ,;:–—-") + "…"
