"""What the styles of an ODT mean (OASIS OpenDocument 1.3, part 3, chapters 16 and 17)."""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from webinar.core.text import whole_number
from webinar.papers.wordstyles import CHARACTERS, CONTENTS, PARAGRAPHS, PROGRAM

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_DEEPEST = 20
#: tags of a look, from the outermost to the innermost
TAGS = ("strong", "em", "s", "sup", "sub")


@dataclass(frozen=True)
class Level:
    """What stands before the points of a list: a number from `start` in `kind`, a sign, nothing."""

    start: int | None = None
    kind: str = ""
    is_silent: bool = False


class Styles:
    """The styles of both parts."""

    def __init__(self) -> None:
        self._text: dict[str, Element] = {}
        self._paragraph: dict[str, Element] = {}
        self._automatic: set[str] = set()
        self._levels: dict[tuple[str, int], Level] = {}

    def read(self, root: Element) -> None:
        """Add those of a part."""
        for style in root.iter(f"{_STYLE}style"):
            family, name = style.get(f"{_STYLE}family"), style.get(f"{_STYLE}name", "")
            if family == "text":
                self._text[name] = style
            elif family == "paragraph":
                self._paragraph[name] = style
        for holder in root.iter(f"{_OFFICE}automatic-styles"):
            self._automatic |= {style.get(f"{_STYLE}name", "") for style in holder}
        for style in root.iter(f"{_TEXT}list-style"):
            for level in style:
                at = whole_number(level.get(f"{_TEXT}level")) or 1
                self._levels[style.get(f"{_STYLE}name", ""), at] = _level(level)

    def level(self, style: str, at: int) -> Level:
        """What a list of that style shows at a depth from 1 on."""
        known = (self._levels.get((style, one)) for one in range(at, 0, -1))
        return next((level for level in known if level is not None), Level())

    def meaning(self, style: str) -> str:
        """One of `wordstyles.PARAGRAPHS`, or "heading 1" to "heading 6"."""
        for name in _names(style, self._paragraph):
            if found := re.fullmatch(r"(heading|contents) ([1-9])", name):
                is_heading = found[1] == "heading"
                return f"heading {min(int(found[2]), 6)}" if is_heading else CONTENTS
            if name in PARAGRAPHS:
                return PARAGRAPHS[name]
        return ""

    def of_paragraph(self, style: str) -> list[str]:
        """Tags of a paragraph that was made bold as a whole, by hand."""
        own = self._paragraph.get(style)
        return _tags([own]) if own is not None and style in self._automatic else []

    def of_words(self, style: str) -> list[str]:
        """Tags of a span, "code" alone for the words of a program."""
        if any(CHARACTERS.get(name) == PROGRAM for name in _names(style, self._text)):
            return ["code"]
        return _tags(_chain(style, self._text))

    def is_hidden(self, style: str) -> bool:
        """Words that are not shown."""
        return _said(_chain(style, self._text), f"{_TEXT}display") == "none"


def _names(style: str, known: dict[str, Element]) -> list[str]:
    """Its name and those of what it is based on, as people read them."""
    chain = _chain(style, known)
    names = [style, *(one.get(f"{_STYLE}parent-style-name", "") for one in chain)]
    return [name.replace("_20_", " ").replace("_", " ").lower() for name in names]


def _chain(style: str, known: dict[str, Element]) -> list[Element]:
    found: list[Element] = []
    while style in known and len(found) < _DEEPEST:
        found.append(known[style])
        style = known[style].get(f"{_STYLE}parent-style-name", "")
    return found


def _said(chain: list[Element], name: str) -> str | None:
    """What the nearest style says of it."""
    for style in chain:
        look = style.find(f"{_STYLE}text-properties")
        if look is not None and (said := look.get(name)) is not None:
            return said
    return None


def _tags(chain: list[Element]) -> list[str]:
    weight = _said(chain, f"{_FO}font-weight") or ""
    line = _said(chain, f"{_STYLE}text-line-through-style") or "none"
    place = (_said(chain, f"{_STYLE}text-position") or "").partition(" ")[0]
    raised = re.fullmatch(r"-?\d+(?:\.\d+)?%", place)
    height = float(place[:-1]) if raised else {"super": 1.0, "sub": -1.0}.get(place, 0.0)
    is_bold = weight in {"bold", "bolder", "600", "700", "800", "900"}
    is_slanted = _said(chain, f"{_FO}font-style") in {"italic", "oblique"}
    are = (is_bold, is_slanted, line != "none", height > 0, height < 0)
    return [tag for tag, is_so in zip(TAGS, are, strict=True) if is_so]


def _level(level: Element) -> Level:
    if level.tag == f"{_TEXT}list-level-style-number":
        kind = level.get(f"{_STYLE}num-format", "")
        around = level.get(f"{_STYLE}num-prefix", "") + level.get(f"{_STYLE}num-suffix", "")
        if not kind:
            return Level(is_silent=not around.strip())
        start = whole_number(level.get(f"{_TEXT}start-value"))
        return Level(1 if start is None else start, kind if kind in "aAiI" else "")
    is_blank = not level.get(f"{_TEXT}bullet-char", "").strip()
    return Level(is_silent=level.tag == f"{_TEXT}list-level-style-bullet" and is_blank)
