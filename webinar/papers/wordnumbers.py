"""The numbers that Word reckons for its lists (ECMA-376 part 1, section 17.9)."""

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from webinar.core.text import whole_number
from webinar.papers import marks
from webinar.papers.wordstyles import Styles

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PICTURE = f"{_W}lvlPicBulletId"
_LETTERS = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}


class Numbers:
    """At which number each list begins, or goes on after something between (section 17.9)."""

    def __init__(self, numbering: Element | None, styles: Styles | None) -> None:
        """Links of lists to styles that are not there go, as they mean nothing."""
        self.starts: dict[tuple[str, int], int] = {}
        #: levels with letters or Roman numbers, and those that show nothing before their words
        self.kinds: dict[tuple[str, int], str] = {}
        self.silent: set[tuple[str, int]] = set()
        self.overridden: set[tuple[str, int]] = set()
        self.abstract: dict[str, str] = {}
        self.styles: dict[str, tuple[str, int]] = {}
        self.counts: dict[tuple[str, int], int] = {}
        self.begun: set[str] = set()
        self.headings = styles.headings if styles is not None else set()
        known = styles.known if styles is not None else {}
        if numbering is not None:
            self._read(numbering)
            for one in numbering.iter(f"{_W}abstractNum"):
                for link in one.findall(f"{_W}numStyleLink"):
                    if link.get(f"{_W}val") not in known:
                        one.remove(link)
        for identity, style in known.items() if self.abstract else ():
            found = _numbering(style.find(f"{_W}pPr"))
            if found is not None:
                self.styles[identity] = found

    def _read(self, root: Element) -> None:
        levels: dict[tuple[str, int], int] = {}
        for one in root.iter(f"{_W}abstractNum"):
            for level in one.iter(f"{_W}lvl"):
                kind = _value(level, "numFmt")
                at = whole_number(level.get(f"{_W}ilvl")) or 0
                key = one.get(f"{_W}abstractNumId", ""), at
                shown = _value(level, "lvlText")
                if shown is not None and not shown.strip() and level.find(_PICTURE) is None:
                    self.silent.add(key)
                elif kind not in {"bullet", "none", None}:
                    levels[key] = _number(_value(level, "start"), 1)
                    self.kinds[key] = _LETTERS.get(kind, "")
        for num in root.iter(f"{_W}num"):
            identity, parent = num.get(f"{_W}numId", ""), _value(num, "abstractNumId") or ""
            self.abstract[identity] = parent
            for (owner, at), start in levels.items():
                if owner == parent:
                    self.starts[identity, at] = start
            for override in num.iter(f"{_W}lvlOverride"):
                at = whole_number(override.get(f"{_W}ilvl")) or 0
                said = _value(override, "startOverride")
                if said is not None and (identity, at) in self.starts:
                    self.starts[identity, at] = _number(said, 1)
                    self.overridden.add((identity, at))

    def mark(self, root: Element) -> None:
        """Put the number of each numbered paragraph before its words."""
        for paragraph in root.iter(f"{_W}p"):
            if self._is_heading(paragraph):
                # Word goes on counting in lists that are only a style; their authors mean another.
                for style in self.styles.values():
                    self.counts.pop((self.abstract.get(style[0], ""), style[1]), None)
            mark = self._of(paragraph.find(f"{_W}pPr"))
            if mark is None:
                continue
            run = Element(f"{_W}r")
            ElementTree.SubElement(run, f"{_W}t").text = mark
            first = 1 if len(paragraph) and paragraph[0].tag == f"{_W}pPr" else 0
            if any((node.text or "").strip() for node in paragraph.iter(f"{_W}t")):
                paragraph.insert(first, run)

    def _is_heading(self, paragraph: Element) -> bool:
        look = paragraph.find(f"{_W}pPr")
        return look is not None and _value(look, "pStyle") in self.headings

    def _of(self, look: Element | None) -> str | None:
        found = _numbering(look)
        if found is None and look is not None:
            found = self.styles.get(_value(look, "pStyle") or "")
        if found is None or found[0] not in self.abstract:
            return None
        identity, at = found
        owner = self.abstract[identity]
        if identity not in self.begun:
            # Lists of one kind share their count, but one that says where it begins does.
            self.begun.add(identity)
            for level in range(9):
                if (identity, level) in self.overridden:
                    self.counts.pop((owner, level), None)
        if (owner, at) in self.silent:
            return marks.GOES_ON
        start = self.starts.get((identity, at))
        for deeper in range(at + 1, 9):
            self.counts.pop((owner, deeper), None)
        if start is None:
            return None
        self.counts[owner, at] = self.counts.get((owner, at), start - 1) + 1
        return marks.point(self.counts[owner, at], self.kinds.get((owner, at), ""))


def _numbering(look: Element | None) -> tuple[str, int] | None:
    found = look.find(f"{_W}numPr") if look is not None else None
    if found is None:
        return None
    identity = _value(found, "numId")
    return (identity, _number(_value(found, "ilvl"), 0)) if identity else None


def _value(element: Element, name: str) -> str | None:
    found = element.find(f"{_W}{name}")
    return found.get(f"{_W}val") if found is not None else None


def _number(said: str | None, default: int) -> int:
    found = whole_number(said)
    return default if found is None else found
