"""What the styles of a DOCX mean, told by the names that our map for mammoth knows.

A style of one's own means what it is based on (ECMA-376 part 1, section 17.7).
"""

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
QUOTE, CAPTION, PROGRAM, CONTENTS, LINE = "Quote", "Caption", "Program", "Contents", "Line"
STRONG, EMPHASIS, BOTH = "Strong", "Emphasis", "Strong Emphasis"
PARAGRAPHS = {
    **dict.fromkeys(
        ("quote", "intense quote", "block text", "quotations", "block quotation"), QUOTE
    ),
    **dict.fromkeys(("caption", "image caption", "table caption"), CAPTION),
    **dict.fromkeys(
        ("html preformatted", "preformatted text", "source code", "macro text"), PROGRAM
    ),
    **dict.fromkeys(("toc heading", "contents heading", "table of figures"), CONTENTS),
    "horizontal line": LINE,
    "title": "Title",
}
CHARACTERS = dict.fromkeys(
    (
        "verbatim char",
        "html code",
        "html typewriter",
        "html keyboard",
        "html sample",
        "source text",
    ),
    PROGRAM,
)
_NUMBERED = re.compile(r"(heading|toc|contents) ([1-9])")
_DEEPEST = 20


class Styles:
    """`headings`: identifiers of the styles of headings."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.known: dict[str, Element] = {}
        for style in root.iter(f"{_W}style"):
            for name, usual in (("type", "paragraph"), ("styleId", "")):
                if style.get(f"{_W}{name}") is None:
                    style.set(f"{_W}{name}", usual)
            self.known.setdefault(style.get(f"{_W}styleId", ""), style)
        self.headings: set[str] = set()

    def tell(self) -> None:
        """Give each style the name of what it means."""
        told = {}
        for identity, style in self.known.items():
            kind = style.get(f"{_W}type")
            if kind == "paragraph":
                told[identity] = self._paragraph(style)
            elif kind == "character":
                told[identity] = self._characters(style)
        for identity, meaning in told.items():
            if meaning:
                _named(self.known[identity], meaning)
            if meaning.startswith("heading"):
                self.headings.add(identity)
        for level in range(1, 7):
            added = ElementTree.SubElement(self.root, f"{_W}style")
            added.set(f"{_W}type", "paragraph")
            added.set(f"{_W}styleId", heading_style(level))
            _named(added, f"heading {level}")
            self.headings.add(heading_style(level))

    def _paragraph(self, style: Element) -> str:
        for one in self._chain(style):
            name = _name(one)
            if numbered := _NUMBERED.fullmatch(name):
                is_heading = numbered[1] == "heading"
                return f"heading {min(int(numbered[2]), 6)}" if is_heading else CONTENTS
            if name in PARAGRAPHS:
                return PARAGRAPHS[name]
            outline = outline_level(one.find(f"{_W}pPr"))
            if outline is not None:
                return f"heading {outline}" if outline else ""
        return ""

    def _characters(self, style: Element) -> str:
        looks: dict[str, bool] = {}
        for one in self._chain(style):
            if _name(one) in CHARACTERS:
                return CHARACTERS[_name(one)]
            for mark in ("b", "i"):
                found = one.find(f"{_W}rPr/{_W}{mark}")
                if found is not None:
                    looks.setdefault(mark, found.get(f"{_W}val") not in {"0", "false"})
        if looks.get("b"):
            return BOTH if looks.get("i") else STRONG
        return EMPHASIS if looks.get("i") else ""

    def _chain(self, style: Element) -> list[Element]:
        """It and what it is based on."""
        found = [style]
        while len(found) < _DEEPEST:
            based = found[-1].find(f"{_W}basedOn")
            parent = self.known.get(based.get(f"{_W}val", "")) if based is not None else None
            if parent is None:
                break
            found.append(parent)
        return found


def heading_style(level: int) -> str:
    """The identifier of a style that every document gets."""
    return f"webinar-heading-{level}"


def outline_level(look: Element | None) -> int | None:
    """1 to 6 for a heading, 0 for words that are said to be none, None where nothing is said."""
    found = look.find(f"{_W}outlineLvl") if look is not None else None
    said = found.get(f"{_W}val", "") if found is not None else ""
    if not re.fullmatch("[0-9]", said):
        return None
    return 0 if said == "9" else min(int(said) + 1, 6)


def _name(style: Element) -> str:
    found = style.find(f"{_W}name")
    return " ".join(found.get(f"{_W}val", "").lower().split()) if found is not None else ""


def _named(style: Element, name: str) -> None:
    found = style.find(f"{_W}name")
    if found is None:
        found = ElementTree.SubElement(style, f"{_W}name")
    found.set(f"{_W}val", name)
