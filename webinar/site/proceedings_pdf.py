"""Proceedings as a PDF: contents with page numbers, then each paper from a page of its own.

Called in a child process (core/sandbox). It is written twice: the first time tells on which pages
the papers begin.
"""

from typing import Any

from webinar.calendars.formats.pdf import LINE, Programme, Style

#: kind of block -> how it looks
_STYLES = {
    "heading": Style(11.5, bold=True),
    "text": Style(9.5),
    "item": Style(9.5),
    "more": Style(9.5),
    "quote": Style(9.5, (95, 95, 95)),
    "code": Style(8.5),
    "row": Style(8.5),
}
_QUIET = (95, 95, 95)
#: millimetres of the column of page numbers
_NUMBER = 14.0


def render(told: dict[str, Any]) -> bytes:
    """The file; the same bytes for the same values. `told` is made by `site.proceedings`."""
    first = _Proceedings(told, {})
    first.written()
    return _Proceedings(told, first.pages).written()


class _Proceedings(Programme):
    def __init__(self, told: dict[str, Any], known: dict[int, int]) -> None:
        super().__init__(told)
        #: page on which each paper begins: as found now, and as found before
        self.pages: dict[int, int] = {}
        self._found = known

    def written(self) -> bytes:
        pdf = self.pdf
        pdf.add_page()
        self._head()
        self._contents()
        for number, paper in enumerate(self.told["papers"]):
            pdf.add_page()
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
        for kind, words in paper["blocks"]:
            self._block(kind, words)

    def _block(self, kind: str, words: str) -> None:
        pdf, style = self.pdf, _STYLES.get(kind, _STYLES["text"])
        if kind == "heading":
            pdf.ln(2.5)
            # A heading never stands alone at the foot of a page.
            self._room_for(self._height(words, style, self.inner) + 12)
        inset = {"item": 4.0, "more": 8.0, "quote": 8.0}.get(kind, 0.0)
        width = self.inner - inset
        x = pdf.l_margin + (0 if self.is_right else inset)
        # A paragraph longer than a page goes on line by line.
        for part in self._in_parts(words, style, width):
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
