"""From pasted characters to paragraphs: lines, what each begins with, which belong together."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from webinar.papers.recognition.blocks import Span
from webinar.papers.recognition.furniture import furniture_reason

Family = Literal["number", "letter", "roman", "bullet", ""]

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_MARKERS: tuple[tuple[Family, re.Pattern[str]], ...] = (
    # A full stop needs a blank after it ("3.5 million"), unless Chinese follows at once.
    (
        "number",
        re.compile(r"(?P<mark>(?P<value>\d{1,3})(?:[.)]|\uff0e))(?:\s+|(?=[\u4e00-\u9fff]))"),
    ),
    ("number", re.compile(r"(?P<mark>(?P<value>\d{1,3})[、）])\s*")),
    ("number", re.compile(r"(?P<mark>[(（](?P<value>\d{1,3})[)）])\s*")),
    ("roman", re.compile(r"(?P<mark>\(?(?P<value>[ivx]{1,5})[.)])\s+")),
    ("letter", re.compile(r"(?P<mark>\(?(?P<value>[a-z])\))\s+")),
    ("letter", re.compile(r"(?P<mark>(?P<value>[a-zA-Z])[.)])\s+")),
    ("bullet", re.compile(r"(?P<mark>(?P<value>[•●▪‣◦■□➢✓·*+–—-]|o(?=\t)))(?:\s+|(?<=[•●▪‣◦■]))")),
)
_ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split()
#: Only lines in this range can be the wrapped lines of one paragraph (characters).
_WRAPPED = (40, 100)


@dataclass(frozen=True)
class Para:
    """One paragraph before it is known what it is.

    `text` has single blanks and no marker; `marker` is what it began with ("3.", "•"), `family`
    the kind of marker, `value` its number. `gap` counts the empty lines before it, `indent` its
    leading columns, `lines` the lines it was made of.
    """

    text: str
    span: Span
    gap: int
    indent: int
    lines: tuple[str, ...]
    marker: str = ""
    family: Family = ""
    value: int = 0

    @property
    def is_single_line(self) -> bool:
        return len(self.lines) == 1


@dataclass(frozen=True)
class _Line:
    text: str
    span: Span
    gap: int
    indent: int


def has_cjk(text: str) -> bool:
    """Whether the text holds Chinese or Japanese characters."""
    return bool(_CJK.search(text))


def _lines(source: str) -> list[_Line]:
    found, gap = [], 0
    for match in _LINE.finditer(source):
        raw = match.group().rstrip("\r\n").replace("\u00a0", " ").replace("\u200b", "")
        text = raw.strip().lstrip("\ufeff")
        if not text:
            gap += bool(match.group())
            continue
        wide = raw.expandtabs(4)
        indent = len(wide) - len(wide.lstrip())
        found.append(_Line(text, (match.start(), match.start() + len(match.group())), gap, indent))
        gap = 0
    return found


def readings(text: str) -> list[tuple[Family, str, int, str]]:
    """Every way to read the line's beginning as a marker: family, marker, value, the rest."""
    result: list[tuple[Family, str, int, str]] = []
    for family, pattern in _MARKERS:
        match = pattern.match(text)
        rest = text[match.end() :].strip() if match else ""
        if not match or not rest:
            continue
        value = match["value"]
        if family == "number":
            number = int(value)
        elif family == "roman":
            number = _ROMAN.index(value) + 1 if value in _ROMAN else 0
        elif family == "letter":
            number = ord(value.lower()) - ord("a") + 1
        else:
            number = 1
        if number or family == "number":
            result.append((family, match["mark"], number, rest))
    return result


def joined(first: str, second: str) -> str:
    """Two lines of one paragraph as running text; Chinese needs no blank between them."""
    if first.endswith("-") and second[:1].islower() and first[-2:-1].isalpha():
        return first[:-1] + second
    blank = "" if _CJK.match(second) and _CJK.search(first[-1:]) else " "
    return first + blank + second


def _continues(previous: _Line, line: _Line) -> bool:
    """A line that begins in lower case goes on with an unfinished sentence."""
    return line.text[0].islower() and previous.text[-1] not in ".!?:;…。！？："


def _is_wrapped(chunk: list[_Line], longest: int) -> bool:
    """Lines broken at a right margin, which is where the `longest` of their neighbours ends."""
    lengths = [len(line.text) for line in chunk]
    if len(chunk) < 2 or not _WRAPPED[0] <= longest <= _WRAPPED[1]:
        return False
    if has_cjk(chunk[0].text):
        return all(length >= longest - 3 for length in lengths[:-1])
    # At a margin, the first word of the next line would not have fitted any more.
    return all(
        len(line.text) + 1 + len(following.text.split()[0]) > longest - 4
        for line, following in pairwise(chunk)
    )


def _merge(lines: list[_Line], *, keep_breaks: bool = False) -> Para:
    text = lines[0].text
    for line in lines[1:]:
        text = f"{text}\n{line.text}" if keep_breaks else joined(text, line.text)
    first = lines[0]
    return Para(
        text=re.sub(r"[ \t]+", " ", text),
        span=(first.span[0], lines[-1].span[1]),
        gap=first.gap,
        indent=first.indent,
        lines=tuple(line.text for line in lines),
    )


def _is_furniture(line: _Line) -> bool:
    return bool(furniture_reason(line.text, at_edge=False))


def _stands_alone(line: _Line) -> bool:
    """A line that never goes on with the one before it."""
    return bool(readings(line.text)) or line.text.startswith(">") or _is_furniture(line)


def _paragraphs_of(chunk: list[_Line]) -> list[Para]:
    """The paragraphs of lines without an empty line between them."""
    runs: list[list[_Line]] = []
    for line in chunk:
        if runs and not _stands_alone(line) and _continues(runs[-1][-1], line):
            runs[-1].append(line)
        else:
            runs.append([line])
    if len(runs) < 2:
        return [_merge(run) for run in runs]
    # A wrapped item or paragraph: join what was broken at the margin, from each marker on.
    groups: list[list[list[_Line]]] = []
    for run in runs:
        if not groups or _stands_alone(run[0]) or _is_furniture(groups[-1][0][0]):
            groups.append([run])
        else:
            groups[-1].append(run)
    result: list[Para] = []
    longest = max(len(line.text) for line in chunk)
    for group in groups:
        lines = [line for run in group for line in run]
        short = all(len(line.text) < 60 for line in lines)
        verse = len(lines) > 2 and short and not readings(lines[0].text)
        if _is_wrapped(lines, longest):
            result.append(_merge(lines))
        elif verse and not has_cjk(lines[0].text):
            result.append(_merge(lines, keep_breaks=True))
        else:
            result.extend(map(_merge, group))
    return result


def paragraphs(source: str) -> list[Para]:
    """The paragraphs of a pasted text, with their places; markers are not yet taken off."""
    chunks: list[list[_Line]] = []
    for line in _lines(source):
        if chunks and not line.gap:
            chunks[-1].append(line)
        else:
            chunks.append([line])
    return [para for chunk in chunks for para in _paragraphs_of(chunk)]


def marked(para: Para, reading: tuple[Family, str, int, str]) -> Para:
    """The paragraph read as a list's point."""
    family, marker, value, _ = reading
    rest = para.text[len(marker) :].strip()
    return replace(para, text=rest, marker=marker, family=family, value=value)
