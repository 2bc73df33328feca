"""Which paragraphs are headings, which are points of one list, which are quotes."""

import re
from collections.abc import Sequence, Set

from webinar.papers.recognition.blocks import (
    Block,
    BulletList,
    Heading,
    Item,
    NumberedList,
    Paragraph,
    Quote,
    Span,
)
from webinar.papers.recognition.lines import Family, Para, has_cjk, marked, readings

#: Longest heading, in characters; a Chinese character says about three times as much.
_LONGEST, _LONGEST_CJK = 100, 30
_MOST_WORDS = 14
_SURE_BULLETS = "•●▪‣◦■□➢✓"
_ENDINGS = ".,;:!…。，；：、！"
_OPENING_MARKS = "\"'“‘«„([《「¿¡#"
_LEVELS = re.compile(r"\d{1,2}(?P<more>(?:\.\d{1,2}){1,3})\.?\s+(?=\S)")
_ROMAN_CAPS = re.compile(r"(?P<value>[IVX]{1,5})[.)]\s+(?=\S)")
_HAN = "[一二三四五六七八九十]{1,3}"
#: 一、 and 第一章 count parts, （一） what is inside a part
_HAN_NUMBER = re.compile(
    rf"(?:第?{_HAN}[、.．]|第{_HAN}[章节]|(?P<inside>[（(]{_HAN}[)）]))\s*(?=\S)"
)
_NOT_A_HEADING = re.compile(
    r"https?://|www\.|\S+@\S+\.\S|^\d[\d\s./:-]*$|^(?:by|von|par|por|作者)[ :：]", re.IGNORECASE
)

Reading = tuple[Family, str, int, str]
#: Lists inside lists are followed this far down.
_DEEPEST = 4


def looks_like_heading(text: str) -> bool:
    """Short, begins like a title and does not end like a sentence."""
    if "\n" in text or len(text) > (_LONGEST_CJK if has_cjk(text[:_LONGEST]) else _LONGEST):
        return False
    if _NOT_A_HEADING.search(text) or not any(map(str.isalpha, text)):
        return False
    words = len(text.split())
    if words > _MOST_WORDS or text[-1] in _ENDINGS or (text[-1] in "?？" and words > 10):
        return False
    first = text[0]
    return first in _OPENING_MARKS or first.isdigit() or not first.islower()


def is_prose(text: str) -> bool:
    """Running text: long, or a sentence that is ended."""
    bare = text.rstrip("\"'”’»)]」》")
    ended = bare[-1:] in ".!?。！？…:："
    if has_cjk(text):
        return len(text) > _LONGEST_CJK or (ended and len(text) > 12)
    return len(text) > _LONGEST or (ended and len(text.split()) >= 4)


def is_caps(text: str) -> bool:
    """Written in capitals throughout (scripts without capitals never are)."""
    return text.isupper() and sum(map(str.isalpha, text)) > 3


class Outline:
    """Decides for each paragraph whether it is a heading, and of which level."""

    def __init__(self, paras: Sequence[Para], apart: Set[int]) -> None:
        """`apart` are the positions that are no part of the text (furniture, biography)."""
        self.paras = paras
        self.apart = apart
        self.levels: dict[int, int] = {}
        self._find_han()
        self._find_numbered()
        self._find_plain()

    def _next(self, index: int) -> int | None:
        later = range(index + 1, len(self.paras))
        return next((position for position in later if position not in self.apart), None)

    def _body_follows(self, index: int) -> bool:
        """Prose or a list comes next: what a heading is above of."""
        following = self._next(index)
        if following is None:
            return False
        text = self.paras[following].text
        return is_prose(text) or (bool(readings(text)) and not _section_title(text))

    def _find_han(self) -> None:
        """Chinese numbers with something between them, short as it may be: else it is a list."""
        styles = [_han_style(para.text) for para in self.paras]
        for index, para in enumerate(self.paras):
            style, following = styles[index], self._next(index)
            if not style or index in self.apart or following is None:
                continue
            if not (para.is_single_line and looks_like_heading(para.text)):
                continue
            if style not in (styles[following], styles[index - 1] if index else ""):
                parts_before = "part" in styles[:index]
                self.levels[index] = 3 if style == "inside" and parts_before else 2

    def _find_numbered(self) -> None:
        """Numbered headings: "1. Introduction" with text under it, in a row that starts at 1."""
        expected = 1
        for index, para in enumerate(self.paras):
            if index in self.apart or index in self.levels or not para.is_single_line:
                continue
            following = self._next(index)
            below = self.paras[following].text if following is not None else ""
            deeper = _LEVELS.match(para.text)
            if deeper and looks_like_heading(para.text) and below:
                if is_prose(below) or readings(below):
                    self.levels[index] = min(6, 2 + deeper["more"].count("."))
                continue
            number = _section_title(para.text)
            if number is None:
                continue
            has_text = is_prose(below) and not _numbered(below)
            opens_part = bool(_LEVELS.match(below)) or (number == 0 and has_text)
            if (has_text or opens_part) and number in {0, 1, expected}:
                self.levels[index] = 2
                expected = number + 1 if number else expected

    def _find_plain(self) -> None:
        """Headings without a number: a short line of its own above its text."""
        found: list[int] = []
        for index, para in enumerate(self.paras):
            if index in self.apart or index in self.levels or not para.is_single_line:
                continue
            if readings(para.text) or para.text.startswith(">"):
                continue
            if not looks_like_heading(para.text) or not self._stands_free(index):
                continue
            if self._body_follows(index) or self._heads_headings(index):
                found.append(index)
        caps = [index for index in found if is_caps(self.paras[index].text)]
        for index in found:
            below_caps = bool(caps) and index > caps[0] and index not in caps
            self.levels[index] = 3 if below_caps else 2

    def _stands_free(self, index: int) -> bool:
        if index == 0 or self.paras[index].gap:
            return True
        before = self.paras[index - 1]
        return index - 1 in self.apart or is_prose(before.text) or bool(readings(before.text))

    def _heads_headings(self, index: int) -> bool:
        """A title or a part in capitals may stand directly above another heading."""
        following = self._next(index)
        if following is None:
            return False
        is_first = all(position in self.apart for position in range(index))
        if following in self.levels:
            return is_first or not _numbered(self.paras[index].text)
        below = self.paras[following]
        if not (is_first or (is_caps(self.paras[index].text) and not is_caps(below.text))):
            return False
        return below.gap > 0 and looks_like_heading(below.text)


def _section_title(text: str) -> int | None:
    """The number of a heading such as "2. Methods", 0 where the kind of number has no order."""
    if not looks_like_heading(text):
        return None
    for family, _, value, rest in readings(text):
        if family == "number" and looks_like_heading(rest) and not rest[0].isdigit():
            return value
    if _ROMAN_CAPS.match(text) or _HAN_NUMBER.match(text):
        return 0
    return None


def _han_style(text: str) -> str:
    """How the line counts in Chinese: "part", "inside", or "" for not at all."""
    match = _HAN_NUMBER.match(text)
    if match is None:
        return ""
    return "inside" if match["inside"] else "part"


def _numbered(text: str) -> bool:
    return any(family == "number" for family, *_ in readings(text))


def _shape(reading: Reading) -> tuple[str, str]:
    """What the markers of one list have in common: "1." and "2." but not "2)"."""
    family, marker, _, _ = reading
    if family == "bullet":
        return family, marker
    return family, re.sub(r"\w+", "", marker) + ("U" if marker.strip("().")[:1].isupper() else "")


class _Lists:
    """Reads lists with their sub-lists out of the paragraphs."""

    def __init__(self, paras: Sequence[Para], stops: Set[int]) -> None:
        self.paras = paras
        self.readings = [readings(para.text) for para in paras]
        self.stops = stops
        #: each list is read once: looked at from all its ancestors, deep ones would take minutes
        self._known: dict[tuple[int, int], tuple[Block, int] | None] = {}

    def _reading(self, index: int, shape: tuple[str, str], value: int) -> Reading | None:
        """How the paragraph continues that list with that number, if it does."""
        if index >= len(self.paras) or index in self.stops:
            return None
        for reading in self.readings[index]:
            goes_on = reading[0] == "bullet" or reading[2] == value
            if goes_on and _shape(reading) == shape:
                return reading
        return None

    def at(self, index: int, depth: int = 1) -> tuple[Block, int] | None:
        """The list that begins at this paragraph and the position after it, or None."""
        if index in self.stops or depth > _DEEPEST:
            return None
        if (index, depth) not in self._known:
            self._known[index, depth] = self._read(index, depth)
        return self._known[index, depth]

    def _read(self, index: int, depth: int) -> tuple[Block, int] | None:
        best: tuple[Block, int] | None = None
        for reading in self.readings[index]:
            if reading[0] in {"letter", "roman"} and reading[2] != 1:
                continue
            found = self._run(index, reading, depth)
            if found and (best is None or found[1] > best[1]):
                best = found
        return best

    def _run(self, index: int, first: Reading, depth: int) -> tuple[Block, int] | None:
        shape, base = _shape(first), self.paras[index].indent
        items: list[Item] = []
        last, reading, position = index, first, index
        while True:
            text = marked(self.paras[position], reading).text
            value = reading[2]
            children, after = self._children(position + 1, shape, value + 1, base, depth)
            items.append(Item(text, children))
            last = after - 1
            following = self._reading(after, shape, value + 1)
            if following is None or self.paras[after].indent < base:
                break
            position, reading = after, following
        if len(items) < 2 and first[1] not in _SURE_BULLETS:
            return None
        span = (self.paras[index].span[0], self.paras[last].span[1])
        if first[0] == "bullet":
            return BulletList(tuple(items), span), last + 1
        styles = {"letter": "letter", "roman": "roman"}
        style = styles.get(first[0], "number")
        return NumberedList(tuple(items), first[2], style, span), last + 1  # type: ignore[arg-type]

    def _children(
        self, index: int, shape: tuple[str, str], value: int, base: int, depth: int
    ) -> tuple[tuple[Block, ...], int]:
        """What stands under a point: deeper paragraphs, and lists after which the row goes on."""
        children: list[Block] = []
        while index < len(self.paras) and index not in self.stops:
            para = self.paras[index]
            deeper = para.indent >= base + 2
            if self._reading(index, shape, value) and not deeper:
                break
            kinds = [_shape(reading) for reading in self.readings[index]]
            if shape in kinds and not deeper:
                # The same marks begin anew: another list, not one under this point.
                break
            sub = self.at(index, depth + 1)
            if sub and (deeper or self._reading(sub[1], shape, value)):
                children.append(sub[0])
                index = sub[1]
            elif deeper and not self.readings[index]:
                children.append(Paragraph(para.text, para.span))
                index += 1
            else:
                break
        return tuple(children), index


def _quoted(para: Para) -> bool:
    return all(line.startswith(">") for line in para.lines)


def build(paras: Sequence[Para], levels: dict[int, int], apart: Set[int]) -> tuple[Block, ...]:
    """The blocks of the text; positions in `apart` stay single paragraphs."""
    lists = _Lists(paras, apart | levels.keys())
    blocks: list[Block] = []
    index = 0
    while index < len(paras):
        para = paras[index]
        found = None if index in apart or index in levels else lists.at(index)
        if index in levels:
            blocks.append(Heading(levels[index], para.text, para.span))
        elif found:
            blocks.append(found[0])
            index = found[1]
            continue
        elif index not in apart and _quoted(para):
            start, words = index, []
            while index < len(paras) and index not in apart and _quoted(paras[index]):
                words.append(re.sub(r"(?m)^>+ ?", "", " ".join(paras[index].lines)).strip())
                index += 1
            span: Span = (paras[start].span[0], paras[index - 1].span[1])
            blocks.append(Quote(tuple(word for word in words if word), span))
            continue
        else:
            blocks.append(Paragraph(para.text, para.span))
        index += 1
    return tuple(blocks)
