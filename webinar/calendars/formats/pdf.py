"""A programme as a PDF: text that can be selected, links, an outline, pages "2 of 5".

Called in a child process (core/sandbox): the library and the fonts take 60 MB that no process
that serves should keep. It gets plain values, and gives the same bytes for the same ones.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

_FONTS = Path(__file__).parent / "fonts"
#: family and files, in the order in which they are asked
_FALLBACK = (
    ("Sans", "DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("Asian", "DroidSansFallback.ttf"),
)
#: where systems keep fonts, and how many files are looked at for what ours lack
_SYSTEM = (Path("/usr/local/share/fonts"), Path("/usr/share/fonts"))
_MOST_FILES = 150
_MARGIN = 18.0
#: of the column of times, and the space beside it, in millimetres
_TIMES, _GAP = 27.0, 4.0
BOTTOM = 20.0
#: points -> line height in millimetres
LINE = 0.3528 * 1.35
_INK, _QUIET = (26, 26, 26), (95, 95, 95)


class Style(NamedTuple):
    """How a paragraph looks; size in points."""

    size: float
    color: tuple[int, ...] = _INK
    bold: bool = False
    #: an address, or the number of a link within
    link: str | int = ""


_BOLD = Style(10, bold=True)


def render(told: dict[str, Any]) -> bytes:
    """The file. `told` is made by `site.printing`; `paper` is A4 or Letter."""
    return Programme(told).written()


def _of_system(missing: set[str]) -> Iterator[Path]:
    """Files of the system's fonts that have some of these characters, until none is missing."""
    from fontTools.ttLib import TTFont, TTLibError

    files = sorted(path for folder in _SYSTEM for path in folder.rglob("*.ttf"))
    # Plain faces before slanted and heavy ones.
    files.sort(key=lambda path: (not path.stem.endswith("Regular"), "-" in path.stem))
    for path in files[:_MOST_FILES]:
        if not missing:
            return
        try:
            with TTFont(path, lazy=True) as font:
                found = missing & {chr(code) for code in font.getBestCmap() or ()}
        except (OSError, TTLibError):
            continue
        if found:
            missing = missing - found
            yield path


def _texts(value: Any) -> Iterator[str]:
    """Every character of every text within."""
    if isinstance(value, str):
        yield from value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def _without(value: Any, missing: dict[int, None]) -> Any:
    """The same without these characters."""
    if isinstance(value, str):
        return value.translate(missing).strip() if missing else value
    if isinstance(value, dict):
        return {key: _without(one, missing) for key, one in value.items()}
    return [_without(one, missing) for one in value] if isinstance(value, list) else value


class Programme:
    def __init__(self, told: dict[str, Any]) -> None:
        # Heavy, and only ever needed in the child.
        from fpdf import FPDF

        outer, self.told = self, told
        self.accent = tuple(int(told["color"][place : place + 2], 16) for place in (1, 3, 5))
        self.is_right = told["direction"] == "rtl"

        class Pages(FPDF):
            def header(self) -> None:
                outer.header()

            def footer(self) -> None:
                outer.footer()

        self.pdf = Pages(format=told["paper"])
        pdf = self.pdf
        pdf.set_creation_date(datetime.fromisoformat(told["changed_at"]))
        pdf.set_title(told["title"])
        pdf.set_author(told["site"])
        pdf.set_subject(told["when"])
        pdf.set_creator("webinar")
        pdf.set_producer("fpdf2")
        pdf.set_lang(told["language"])
        pdf.set_margins(_MARGIN, _MARGIN, _MARGIN)
        pdf.set_auto_page_break(False)
        pdf.c_margin = 0
        self._add_fonts()
        self.inner = pdf.w - 2 * _MARGIN
        self.body = self.inner - _TIMES - _GAP
        self._heights: dict[tuple[str, Style, float], float] = {}
        self._widths: dict[tuple[str, bool], float] = {}
        #: what all paragraphs share
        self._cell: Any = {
            "align": "R" if self.is_right else "L",
            "new_x": "LMARGIN",
            "new_y": "NEXT",
        }
        self.left = _MARGIN if self.is_right else _MARGIN + _TIMES + _GAP

    def _add_fonts(self) -> None:
        """The serif for everything; others for scripts that it lacks, where the text has them.

        First ours, then the system's. What no font has is left out: it would be an empty box.
        """
        pdf = self.pdf
        words = set(_texts(self.told))
        missing = words - self._add_font("Serif", "DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf")
        fallback = []
        for family, *files in _FALLBACK:
            if missing:
                missing = missing - self._add_font(family, *files)
                fallback.append(family)
        for number, path in enumerate(_of_system({c for c in missing if not c.isspace()})):
            self._add_font(f"System{number}", path)
            fallback.append(f"System{number}")
            missing = missing - self._known(f"System{number}")
        #: one font has all characters, and each is as wide as it is alone
        self.is_plain = not fallback
        if fallback:
            pdf.set_fallback_fonts(fallback, exact_match=False)
        if any(unicodedata.bidirectional(c) in ("R", "AL", "NSM") for c in words - missing):
            # Characters beyond the first plane make it cut Arabic words apart (fpdf2 2.8.9).
            missing |= {c for c in words if ord(c) > 0xFFFF}
            # Arabic letters join, and marks stand over theirs.
            self.is_plain = False
            pdf.set_text_shaping(use_shaping_engine=True)
        # A line's end is in no font, and needs none.
        self.told = _without(self.told, dict.fromkeys(map(ord, missing - {"\n"})))

    def _add_font(self, family: str, *files: str | Path) -> set[str]:
        """The characters of the family, plain and, where there is a second file, bold."""
        for style, name in zip(("", "B"), files, strict=False):
            self.pdf.add_font(family, style, _FONTS / name)
        return self._known(family)

    def _known(self, family: str) -> set[str]:
        font: Any = self.pdf.fonts[family.lower()]
        return {chr(code) for code in font.cmap}

    def written(self) -> bytes:
        pdf = self.pdf
        pdf.add_page()
        self._head()
        if not self.told["days"]:
            self._put(self.told["nothing"], Style(11, _QUIET))
        for day in self.told["days"]:
            self._day(day)
        return bytes(pdf.output())

    def _head(self) -> None:
        told, pdf = self.told, self.pdf
        self._put(told["site"], Style(9, self.accent, bold=True))
        pdf.ln(1.5)
        pdf.start_section(told["title"])
        self._put(told["title"], Style(21, bold=True, link=told["url"]))
        if told["subtitle"]:
            pdf.ln(0.5)
            self._put(told["subtitle"], Style(12, _QUIET))
        pdf.ln(2)
        self._put(told["when"], Style(11))
        for words in told["notes"]:
            pdf.ln(1)
            self._put(words, Style(10))
        self._put(told["url"], Style(9, self.accent, link=told["url"]))
        pdf.ln(3)

    def _put(self, words: str, style: "Style") -> None:
        """A paragraph as wide as the page."""
        self._room_for(self._height(words, style, self.inner))
        self._write(words, style, _MARGIN, self.inner)

    def _day(self, day: dict[str, Any]) -> None:
        pdf = self.pdf
        # A day's name never stands alone at the foot of a page.
        self._room_for(16 + self._tall(day["events"][0]))
        pdf.ln(4)
        pdf.start_section(day["name"], level=1)
        self._write(day["name"], Style(14, self.accent, bold=True), _MARGIN, self.inner)
        pdf.set_draw_color(*self.accent)
        pdf.set_line_width(0.3)
        pdf.line(_MARGIN, pdf.y + 1, _MARGIN + self.inner, pdf.y + 1)
        pdf.ln(3)
        for event in day["events"]:
            self._event(event)

    def _event(self, event: dict[str, Any]) -> None:
        pdf = self.pdf
        self._room_for(self._tall(event))
        top = pdf.y
        x = _MARGIN + self.inner - _TIMES if self.is_right else _MARGIN
        self._write(event["times"], _BOLD, x, _TIMES)
        low, pdf.y = pdf.y, top
        for words, style in self._parts(event):
            # Longer than a page: what cannot stay together goes on at the next one.
            self._room_for(self._height(words, style, self.body))
            low = low if pdf.y > top else 0
            self._write(words, style, self.left, self.body)
        pdf.y = max(pdf.y, low) + 3

    def _tall(self, event: dict[str, Any]) -> float:
        parts = self._parts(event)
        return max(
            sum(self._height(words, style, self.body) for words, style in parts),
            self._height(event["times"], _BOLD, _TIMES),
        )

    def _parts(self, event: dict[str, Any]) -> "list[tuple[str, Style]]":
        """An event's paragraphs beside its time."""
        parts = [(event["title"], Style(11.5, bold=True, link=event["url"]))]
        parts += [(words, Style(10)) for words in event["people"]]
        parts += [(words, Style(9, _QUIET)) for words in event["facts"]]
        if event["abstract"]:
            parts.append((event["abstract"], Style(9)))
        return parts + [(words, Style(9, self.accent, link=url)) for words, url in event["links"]]

    def _room_for(self, height: float) -> None:
        """A new page where so much does not fit, unless this one is empty."""
        pdf = self.pdf
        if pdf.y + height > pdf.h - BOTTOM and pdf.y > _MARGIN + 1:
            pdf.add_page()

    def _height(self, words: str, style: "Style", width: float) -> float:
        key = words, style, width
        if key not in self._heights:
            self._choose(style)
            line = style.size * LINE
            found: Any = (
                len(self._lines(words, style, width)) * line
                if self.is_plain
                else self.pdf.multi_cell(
                    width, line, words, dry_run=True, output="HEIGHT", **self._cell
                )
            )
            self._heights[key] = found
        return self._heights[key]

    def _write(self, words: str, style: "Style", x: float, width: float) -> None:
        """The paragraph at `x`; what follows stands beneath it."""
        self._choose(style)
        if not self.is_plain:
            self.pdf.x = x
            self.pdf.multi_cell(width, style.size * LINE, words, link=style.link, **self._cell)
            return
        for line in self._lines(words, style, width):
            self.pdf.x = x
            self.pdf.cell(width, style.size * LINE, line, link=style.link, **self._cell)

    def _lines(self, words: str, style: "Style", width: float) -> list[str]:
        """As `multi_cell` breaks them, after spaces, and within what is longer than a line: it
        measures the whole line again for each character, which took two thirds of all time.
        """
        found: list[str] = []
        for paragraph in words.split("\n"):
            line, used = "", 0.0
            for one in re.findall(r"[^ ]+ *| +", paragraph):
                word = one
                wide = self._wide(word.rstrip(" "), style)
                if line and used + wide > width:
                    found.append(line.rstrip(" "))
                    line, used = "", 0.0
                while wide > width:
                    fits = self._fitting(word, style, width)
                    found.append(word[:fits])
                    word = word[fits:]
                    wide = self._wide(word.rstrip(" "), style)
                line, used = line + word, used + self._wide(word, style)
            found.append(line.rstrip(" "))
        return found

    def _fitting(self, word: str, style: "Style", width: float) -> int:
        """How many characters fit, one at least."""
        used = 0.0
        for number, character in enumerate(word):
            used += self._wide(character, style)
            if used > width:
                return max(1, number)
        return len(word)

    def _wide(self, text: str, style: "Style") -> float:
        """Millimetres."""
        total = 0.0
        for character in text:
            key = character, style.bold
            if key not in self._widths:
                self.pdf.set_font("Serif", "B" if style.bold else "", 10)
                self._widths[key] = self.pdf.get_string_width(character) / 10
                self._choose(style)
            total += self._widths[key]
        return total * style.size

    def _choose(self, style: "Style") -> None:
        self.pdf.set_font("Serif", "B" if style.bold else "", style.size)
        self.pdf.set_text_color(*style.color)

    def header(self) -> None:
        """What stands above each page: nothing."""

    def footer(self) -> None:
        pdf, told = self.pdf, self.told
        pdf.y = pdf.h - 13
        pdf.set_font("Serif", "", 8)
        pdf.set_text_color(*_QUIET)
        pdf.x = _MARGIN
        pages = told["pages"].replace("#1", str(pdf.page_no())).replace("#2", "{nb}")
        one, other = told["foot"], pages
        if self.is_right:
            one, other = other, one
        pdf.cell(self.inner / 2, 4, one, align="L")
        pdf.cell(self.inner / 2, 4, other, align="R")
        pdf.y = _MARGIN
