"""Proceedings as a PDF: contents with page numbers, then each paper from a page of its own.

Called in a child process (core/sandbox). It is written twice: the first time tells on which pages
the papers begin.
"""

import contextlib
import io
from typing import Any

from webinar.calendars.formats.pdf import BOTTOM, LINE, Style
from webinar.site.pdftables import Tables

#: kind of block -> how it looks
_STYLES = {
    "heading": Style(11.5, bold=True),
    "text": Style(9.5),
    "item": Style(9.5),
    "more": Style(9.5),
    "note": Style(8.5),
    "quote": Style(9.5, (95, 95, 95)),
    "formula": Style(10.5),
    "caption": Style(8.5, (95, 95, 95)),
    "code": Style(8.5),
}
#: kind -> millimetres from the margin
_INSETS = {"item": 4.0, "more": 8.0, "quote": 8.0, "formula": 10.0}
#: lists within lists that are set in further and further
_DEEPEST = 5
_QUIET = (95, 95, 95)
#: millimetres of the column of page numbers
_NUMBER = 14.0
#: pixels in a millimetre, and the highest picture in millimetres
_PIXELS, _HIGHEST = 150 / 25.4, 150.0
#: below a picture, for what it is called
_CAPTION = 10.0
#: pixels of the wider side that are kept, and bytes of all pictures together
_WIDEST, _MOST_PICTURES = 1100, 10 * 1024 * 1024


def render(told: dict[str, Any]) -> bytes:
    """The file; the same bytes for the same values. `told` is made by `site.proceedings`."""
    pictures = _pictures(told.pop("pictures", {}))
    first = _Proceedings(told, {}, pictures)
    first.written()
    return _Proceedings(told, first.pages, pictures).written()


def _pictures(places: dict[str, str]) -> dict[str, bytes]:
    """By name, as JPEG on white, which a PDF holds as it is; what is too much is left out."""
    from PIL import Image

    found: dict[str, bytes] = {}
    left = _MOST_PICTURES
    for name, place in places.items():
        with contextlib.suppress(OSError), Image.open(place, formats=("WEBP",)) as opened:
            opened.thumbnail((_WIDEST, 2 * _WIDEST))
            shown = opened.convert("RGBA")
            ground = Image.new("RGB", shown.size, "white")
            ground.paste(shown, mask=shown.getchannel("A"))
            out = io.BytesIO()
            ground.save(out, "JPEG", quality=82, optimize=True)
            left -= out.tell()
            if left < 0:
                break
            found[name] = out.getvalue()
    return found


class _Proceedings(Tables):
    def __init__(
        self, told: dict[str, Any], known: dict[int, int], pictures: dict[str, bytes]
    ) -> None:
        #: what stands above a page
        self._over = ""
        super().__init__(told)
        #: page on which each paper begins: as found now, and as found before
        self.pages: dict[int, int] = {}
        self._found = known
        self._pictures = pictures

    def header(self) -> None:
        """The paper's title above each page but its first."""
        pdf = self.pdf
        if self._over:
            pdf.y = 10
            style = Style(8, _QUIET)
            fits = self._fitting(self._over, style, self.inner - 4)
            words = self._over if fits >= len(self._over) else f"{self._over[:fits].rstrip()}…"
            self._write(words, style, pdf.l_margin, self.inner)
        pdf.y = pdf.t_margin

    def written(self) -> bytes:
        pdf = self.pdf
        pdf.add_page()
        self._head()
        self._contents()
        for number, paper in enumerate(self.told["papers"]):
            self._over = ""
            pdf.add_page()
            self._over = paper["title"]
            self.pages[number] = pdf.page_no()
            pdf.set_link(self._links[number], page=pdf.page_no())
            self._paper(paper)
        return bytes(pdf.output())

    def _contents(self) -> None:
        pdf = self.pdf
        pdf.ln(4)
        self._put(self.told["contents"], Style(14, self.accent, bold=True))
        pdf.ln(2)
        self._links = {number: pdf.add_link() for number in range(len(self.told["papers"]))}
        width = self.inner - _NUMBER
        left = pdf.l_margin + (_NUMBER if self.is_right else 0)
        aside = pdf.l_margin if self.is_right else pdf.l_margin + width
        for number, paper in enumerate(self.told["papers"]):
            title = Style(11, bold=True, link=self._links[number])
            people = Style(9, _QUIET)
            tall = self._height(paper["title"], title, width)
            self._room_for(tall + self._height(paper["authors"] or " ", people, width) + 3)
            top = pdf.y
            self._write(str(self._found.get(number, 0)), Style(11), aside, _NUMBER)
            pdf.y = top
            self._write(paper["title"], title, left, width)
            if paper["authors"]:
                self._write(paper["authors"], people, left, width)
            pdf.ln(3)

    def _paper(self, paper: dict[str, Any]) -> None:
        pdf = self.pdf
        pdf.start_section(paper["title"], level=1)
        self._put(paper["title"], Style(17, bold=True, link=paper["url"]))
        if paper["authors"]:
            pdf.ln(1)
            self._put(paper["authors"], Style(10.5))
        pdf.ln(1)
        for line in paper["facts"]:
            self._put(line, Style(8.5, _QUIET))
        for line in paper["errata"]:
            pdf.ln(1.5)
            self._put(line, Style(9.5, bold=True))
        pdf.ln(3)
        if paper["abstract"]:
            self._put(self.told["abstract"], Style(9.5, self.accent, bold=True))
            self._put(paper["abstract"], Style(9.5))
            pdf.ln(3)
        self._outlined = 1
        for block in paper["blocks"]:
            match block:
                case ["figure", name, alt]:
                    self._figure(name, alt)
                case ["table", rows, heads]:
                    if not self._table(rows, heads):
                        for row in rows:
                            self._block("text", " | ".join(filter(None, row)))
                case [kind, words, *more]:
                    self._block(kind, words, *more)

    def _figure(self, name: str, alt: str) -> None:
        """In the middle, never enlarged; where there is no picture, what it shows."""
        from PIL import Image

        data = self._pictures.get(name)
        if data is None:
            if alt:
                self._block("caption", f"[{alt}]")
            return
        with Image.open(io.BytesIO(data)) as picture:
            across, down = picture.size
        pdf = self.pdf
        pdf.ln(1.5)
        # Rather somewhat smaller than a page half empty.
        left = pdf.h - BOTTOM - pdf.y - _CAPTION
        scale = min(1 / _PIXELS, self.inner / across, _HIGHEST / down)
        scale = left / down if 0.6 * down * scale < left < down * scale else scale
        wide, high = across * scale, down * scale
        self._room_for(high + _CAPTION)
        x = pdf.l_margin + (self.inner - wide) / 2
        pdf.image(io.BytesIO(data), x=x, y=pdf.y, w=wide, h=high, alt_text=alt or None)
        pdf.y += high + 2.5

    def _block(self, kind: str, words: str, level: int = 0) -> None:
        pdf, style = self.pdf, _STYLES.get(kind, _STYLES["text"])
        if kind == "heading":
            style = Style(12.5 - min(level, 4) / 2, bold=True)
            pdf.ln(2.5)
            # A heading never stands alone at the foot of a page.
            self._room_for(self._height(words, style, self.inner) + 12)
            self._outlined = min(level, self._outlined + 1)
            pdf.start_section(words, level=self._outlined)
        inset = _INSETS.get(kind, 0.0)
        if kind in ("item", "more"):
            inset += _INSETS["item"] * (min(level, _DEEPEST) - 1)
        width = self.inner - inset
        x = pdf.l_margin + (0 if self.is_right else inset)
        # A paragraph longer than a page goes on line by line.
        lines = words.split("\n") if kind in ("code", "formula") else [words]
        for part in [one for line in lines for one in self._in_parts(line, style, width)]:
            self._room_for(self._height(part, style, width))
            self._write(part, style, x, width)
        pdf.ln(1.8)

    def _in_parts(self, words: str, style: Style, width: float) -> list[str]:
        if self.is_plain:
            return self._lines(words, style, width)
        self._choose(style)
        line = style.size * LINE
        found: Any = self.pdf.multi_cell(
            width, line, words, dry_run=True, output="LINES", **self._cell
        )
        return [str(one) for one in found if one]
