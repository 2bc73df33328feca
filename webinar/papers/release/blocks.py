"""A version's text in plain blocks, for what knows no HTML: a PDF."""

from html.parser import HTMLParser

#: element -> what its block is
_KINDS = {
    **{f"h{level}": "heading" for level in range(1, 7)},
    **dict.fromkeys(("p", "dd", "dt", "figcaption", "caption"), "text"),
    "li": "item",
    "blockquote": "quote",
    "pre": "code",
    "tr": "row",
}
_CELLS = frozenset({"td", "th"})
_SILENT = frozenset({"script", "style", "annotation"})


class _Blocks(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[list[str]] = []
        self.kind, self.words = "text", ""
        #: of the lists around: the number of the next item, or 0 for bullets
        self.lists: list[int] = []
        self.quotes = self.silent = self.code = 0

    def end(self) -> None:
        text = self.words.strip("\n") if self.code else " ".join(self.words.split())
        if text:
            kind = "quote" if self.quotes and self.kind == "text" else self.kind
            self.found.append([kind, text])
            if self.kind == "item":
                self.kind = "more"
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        leads_back = "footnote-backref" in (values.get("class") or "")
        if tag in _SILENT or (tag == "a" and (self.silent or leads_back)):
            self.silent += 1
        elif tag in ("ol", "ul"):
            self.end()
            start = values.get("start") or "1"
            self.lists.append(int(start) if tag == "ol" and start.isdecimal() else 0)
        elif tag == "li":
            self.end()
            self.kind = "item"
            if self.lists and self.lists[-1]:
                self.words = f"{self.lists[-1]}. "
                self.lists[-1] += 1
            else:
                self.words = "• "
        elif tag in _CELLS:
            self.words += " | " if self.words.strip() else ""
        elif tag == "br":
            self.words += " "
        elif tag == "img":
            self.words += f"[{values['alt']}]" if values.get("alt") else ""
        elif tag in _KINDS and not (tag == "p" and self.kind in ("item", "more") and self.lists):
            self.end()
            self.kind = _KINDS[tag]
            self.quotes += tag == "blockquote"
            self.code += tag == "pre"
            if tag == "blockquote":
                self.kind = "text"

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT or (self.silent and tag == "a"):
            self.silent = max(0, self.silent - 1)
        elif tag in ("ol", "ul"):
            self.end()
            self.lists = self.lists[:-1]
            self.kind = "text"
        elif tag in _KINDS:
            self.end()
            self.quotes -= tag == "blockquote"
            self.code -= tag == "pre"
            if not self.lists:
                self.kind = "text"

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words += data


def blocks(html: str) -> list[list[str]]:
    """[kind, words] each; kinds are heading, text, item, more, quote, code and row."""
    reader = _Blocks()
    reader.feed(html)
    reader.close()
    reader.end()
    return reader.found
