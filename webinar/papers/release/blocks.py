"""A version's text in plain blocks, for what knows no HTML: a PDF.

A block is a list: its kind, its value, and where a kind has it one thing more.

| kind | value | more |
|---|---|---|
| heading | words | its level, 2 to 6 |
| item, more | words | how many lists it stands in |
| text, quote, code, formula, note | words | |
| figure | its picture, as the text names it | alternative text |
| caption | words | |
| table | rows of cells | how many rows are its head |
"""

from html.parser import HTMLParser
from typing import Any

from webinar.papers.release.formulawords import Node, on_a_line

#: element -> what its block is
_KINDS = {
    **{f"h{level}": "heading" for level in range(1, 7)},
    **dict.fromkeys(("p", "dd", "dt"), "text"),
    **dict.fromkeys(("figcaption", "caption"), "caption"),
    "li": "item",
    "blockquote": "quote",
    "pre": "code",
}
_CELLS = frozenset({"td", "th"})
#: columns of one cell
_WIDEST = 200
_SILENT = frozenset({"script", "style"})
Block = list[Any]


class _Blocks(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Block] = []
        self.kind, self.words, self.level = "text", "", 2
        #: of the lists around: the number of the next item, or 0 for bullets
        self.lists: list[int] = []
        self.quotes = self.silent = self.code = 0
        self.is_noted = False
        self.rows: list[list[str]] | None = None
        self.heads = 0
        #: column -> rows to come that a cell above reaches into; how far the present one reaches
        self.hanging: dict[int, int] = {}
        self.span = 1, "1"
        self.formula: list[Node] = []
        self.is_displayed = False

    def end(self) -> None:
        text = self.words.strip("\n") if self.code else " ".join(self.words.split())
        if text:
            kind = "quote" if self.quotes and self.kind == "text" else self.kind
            more = [self.level] if kind == "heading" else []
            if kind in ("item", "more"):
                more = [len(self.lists)]
            self.found.append([kind, text, *more])
            if self.kind == "item":
                self.kind = "more"
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        leads_back = "footnote-backref" in values.get("class", "")
        if self.formula or tag == "math":
            self._begin_formula(tag, values)
        elif tag in _SILENT or (tag == "a" and (self.silent or leads_back)):
            self.silent += 1
        elif tag == "div" and "footnotes" in values.get("class", "").split():
            self.end()
            self.is_noted = True
        elif tag == "img":
            self._picture(values)
        elif tag in ("table", "thead", "tr", *_CELLS):
            self._begin_table(tag, values)
        else:
            self._begin_block(tag, values)

    def _begin_formula(self, tag: str, values: dict[str, str]) -> None:
        if not self.formula:
            self.is_displayed = values.get("display") == "block"
        node = Node(tag, is_stack=values.get("linethickness", "") in ("0", "0em", "0px"))
        if self.formula:
            self.formula[-1].inner.append(node)
        self.formula.append(node)

    def _picture(self, values: dict[str, str]) -> None:
        alt = values.get("alt", "")
        if self.rows is not None or self.lists:
            # Within a line there is room for words only.
            self.words += f"[{alt}]" if alt else ""
            return
        self.end()
        self.found.append(["figure", values.get("src", ""), alt])

    def _begin_table(self, tag: str, values: dict[str, str]) -> None:
        if tag == "table":
            self.end()
            self.rows, self.heads, self.hanging = [], 0, {}
        elif self.rows is not None and tag == "tr":
            self.rows.append([])
        elif self.rows and tag in _CELLS:
            self._pass_hanging(self.rows[-1])
            across, down = (values.get(name, "1") for name in ("colspan", "rowspan"))
            self.span = min(int(across), _WIDEST) if across.isdecimal() else 1, down
        self.words = ""

    def _pass_hanging(self, row: list[str]) -> None:
        """Columns that a cell above takes stay empty, so that no other cell slips there."""
        while self.hanging.get(len(row)):
            self.hanging[len(row)] -= 1
            row.append("")

    def _end_cell(self, row: list[str]) -> None:
        across, down = self.span
        more = int(down) - 1 if down.isdecimal() else 0
        self.hanging |= dict.fromkeys(range(len(row), len(row) + across), more)
        row += [" ".join(self.words.split()), *[""] * (across - 1)]

    def _begin_block(self, tag: str, values: dict[str, str]) -> None:
        if tag in ("ol", "ul"):
            self.end()
            start = values.get("start", "1")
            self.lists.append(int(start) if tag == "ol" and start.isdecimal() else 0)
        elif tag == "li":
            self.end()
            self.kind = "note" if self.is_noted else "item"
            if self.lists and self.lists[-1]:
                number = self.lists[-1]
                # As the text refers to it.
                self.words = f"[{number}] " if self.is_noted else f"{number}. "
                self.lists[-1] += 1
            else:
                self.words = "• "
        elif tag == "br":
            self.words += " "
        elif tag in _KINDS and not (tag == "p" and self.lists and self.kind in _IN_LISTS):
            self.end()
            self.kind = _KINDS[tag]
            self.quotes += tag == "blockquote"
            self.code += tag == "pre"
            if tag == "blockquote":
                self.kind = "text"
            if self.kind == "heading":
                self.level = max(2, int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        if self.formula:
            self._end_formula()
        elif tag in _SILENT or (self.silent and tag == "a"):
            self.silent = max(0, self.silent - 1)
        elif tag in ("ol", "ul"):
            self.end()
            self.lists = self.lists[:-1]
            # The item around goes on.
            goes_on = "note" if self.is_noted else "more"
            self.kind = goes_on if self.lists else "text"
        elif tag in ("table", "thead", "tr", *_CELLS) and self.rows is not None:
            self._end_table(tag)
        elif tag in _KINDS:
            self.end()
            self.quotes -= tag == "blockquote"
            self.code -= tag == "pre"
            if not self.lists:
                self.kind = "text"

    def _end_formula(self) -> None:
        whole = self.formula.pop()
        if self.formula:
            return
        words = on_a_line(whole)
        if self.is_displayed and self.rows is None and not self.lists:
            self.end()
            self.found.append(["formula", words])
        else:
            self.words += words.replace("\n", "; ")

    def _end_table(self, tag: str) -> None:
        rows = self.rows or []
        if tag == "table":
            if any(map(any, rows)):
                self.found.append(["table", [row for row in rows if row], self.heads])
            self.rows = None
        elif tag == "thead":
            self.heads = len(rows)
        elif tag in _CELLS and rows:
            self._end_cell(rows[-1])
        elif tag == "tr" and rows:
            self._pass_hanging(rows[-1])
        self.words = ""

    def handle_data(self, data: str) -> None:
        if self.formula:
            self.formula[-1].words += data
        elif not self.silent:
            self.words += data


#: paragraphs that go on with what an item began
_IN_LISTS = frozenset({"item", "more", "note"})


def lines_of(html: str) -> list[str]:
    """The same in words, for what compares texts: rows of tables and pictures are lines."""
    found: list[str] = []
    for kind, value, *more in blocks(html):
        if kind == "table":
            found += [" | ".join(row) for row in value]
        elif kind == "figure":
            found += filter(None, more)
        else:
            found.append(value)
    return found


def blocks(html: str) -> list[Block]:
    """The text's blocks in the order of reading."""
    reader = _Blocks()
    reader.feed(html)
    reader.close()
    reader.end()
    return reader.found
