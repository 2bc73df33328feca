"""ODT text read as simple HTML (OASIS OpenDocument 1.3, part 3).

Written on the standard library, because the whole of what a paper needs are headings, lists,
tables, emphasis, links, notes, pictures and formulas; odfdo and lxml would be 20 MB for that.
"""

import html
import posixpath
import re
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from xml.etree.ElementTree import Element

from webinar.core.archives import BadArchive, open_archive, parse_xml, read_member
from webinar.core.text import whole_number
from webinar.papers import marks
from webinar.papers.formulas import tex_of_mathml
from webinar.papers.openstyles import Styles
from webinar.papers.wordstyles import CAPTION, CONTENTS, LINE, PROGRAM, QUOTE

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_MATH = "{http://www.w3.org/1998/Math/MathML}math"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_MOST_PICTURE = 20 * 1024 * 1024
_PICTURE = re.compile("<img[^>]*>")
#: elements in a line whose words are not shown there
_UNSAID = frozenset(
    "tracked-changes page-number page-count hidden-text hidden-paragraph ruby-text script "
    "alphabetical-index-mark toc-mark user-index-mark".split()
)
#: A nesting beyond this is no document a person wrote.
_DEEPEST = 60


#: bytes of a picture -> the attributes of its `<img>`
Keep = Callable[[bytes], dict[str, str]]


def odt_to_html(path: Path, keep: Keep) -> str:
    """The document's body as HTML. Raises BadArchive, KeyError without content."""
    with open_archive(path) as archive:
        content = parse_xml(read_member(archive, "content.xml"))
        styles = None
        if "styles.xml" in archive.namelist():
            styles = parse_xml(read_member(archive, "styles.xml"))
        return _Reader(content, styles, archive, keep).html()


class _Reader:
    def __init__(
        self, content: Element, styles: Element | None, archive: zipfile.ZipFile, keep: Keep
    ) -> None:
        self.archive, self.keep = archive, keep
        self.members = set(archive.namelist())
        #: where the lists that others go on from have come to
        self.counts: dict[str, int] = {}
        self.body = content.find(f"{_OFFICE}body/{_OFFICE}text")
        self.styles = Styles()
        for root in (styles, content):
            if root is not None:
                self.styles.read(root)
        self.notes: list[str] = []
        #: blocks of text boxes, for which a paragraph has no room
        self.boxes: list[str] = []

    def html(self) -> str:
        """All blocks, then the notes as mammoth writes them."""
        if self.body is None:
            raise KeyError("office:text")
        text = "".join(self._block(child, "", 0) for child in self.body)
        if self.notes:
            points = "".join(
                f'<li id="footnote-{number}">{note}</li>'
                for number, note in enumerate(self.notes, 1)
            )
            text += f"<ol>{points}</ol>"
        return text

    def _block(self, element: Element, list_style: str, depth: int) -> str:
        if depth > _DEEPEST:
            return ""
        tag = element.tag
        if tag in {f"{_TEXT}h", f"{_TEXT}p"}:
            outside, self.boxes = self.boxes, []
            words = self._paragraph(element, depth)
            words, self.boxes = words + "".join(self.boxes), outside
            return words
        if tag == f"{_TEXT}list":
            return self._list(element, list_style, 1, depth)
        if tag == f"{_TABLE}table":
            return self._table(element, depth)
        if tag == f"{_TEXT}bibliography":
            body = element.find(f"{_TEXT}index-body")
            return self._block(body, list_style, depth + 1) if body is not None else ""
        if tag in {f"{_TEXT}section", f"{_TEXT}index-body", f"{_TEXT}numbered-paragraph"}:
            return "".join(self._block(child, list_style, depth + 1) for child in element)
        if tag.startswith(_DRAW):
            outside, self.boxes = self.boxes, []
            words = self._drawing(element, depth)
            words, self.boxes = "".join([f"<p>{words}</p>", *self.boxes]), outside
            return words
        return ""

    def _paragraph(self, element: Element, depth: int) -> str:
        style = element.get(f"{_TEXT}style-name", "")
        meaning = self.styles.meaning(style)
        words = self._inline(element, depth)
        if element.tag == f"{_TEXT}h" or meaning.startswith("heading"):
            level = whole_number(element.get(f"{_TEXT}outline-level") or meaning[-1:]) or 1
            level = min(6, max(1, level))
            return f"<h{level}>{words}</h{level}>"
        if meaning == CONTENTS:
            return ""
        if meaning == LINE:
            return "<hr>"
        if meaning == PROGRAM:
            return f"<pre>{words}</pre>"
        if not words.strip():
            return "<p></p>"
        if meaning == "Title":
            return f"<h1>{words}</h1>"
        if meaning == CAPTION:
            # A picture in a frame of its own stands in the paragraph of its caption.
            pictures = "".join(f"<p>{one}</p>" for one in _PICTURE.findall(words))
            words = _PICTURE.sub("", words)
            return pictures + (f'<p class="caption">{words}</p>' if words.strip() else "")
        if meaning == QUOTE:
            return f"<blockquote><p>{words}</p></blockquote>"
        return f"<p>{_within(self.styles.of_paragraph(style), words)}</p>"

    def _list(self, element: Element, inherited: str, at: int, depth: int) -> str:
        style = element.get(f"{_TEXT}style-name", inherited)
        level = self.styles.level(style, at)
        points: list[str] = []
        counted = 0
        start: int | None = None
        for item in element:
            if item.tag not in {f"{_TEXT}list-item", f"{_TEXT}list-header"} or depth > _DEEPEST:
                continue
            said = whole_number(item.get(f"{_TEXT}start-value"))
            start = said if said is not None and not counted else start
            inner = "".join(
                self._list(child, style, at + 1, depth + 1)
                if child.tag == f"{_TEXT}list"
                else self._block(child, style, depth + 1)
                for child in item
            )
            is_header = item.tag == f"{_TEXT}list-header"
            points.append(f"<li{' data-more' if level.is_silent or is_header else ''}>{inner}</li>")
            # A point that only holds deeper ones has no number.
            counted += not is_header and any(child.tag != f"{_TEXT}list" for child in item)
        if level.start is None:
            return f"<ul>{''.join(points)}</ul>"
        first = self._first(element, start, level.start) if at == 1 else start or level.start
        identity = element.get(f"{_XML}id", "")
        for name in (identity, f"style {style}") if at == 1 else ():
            self.counts[name] = first + counted
        kind = f' type="{level.kind}"' if level.kind else ""
        return f'<ol start="{first}"{kind}>{"".join(points)}</ol>'

    def _first(self, element: Element, start: int | None, begins: int) -> int:
        """The number a list begins with: its own, or where the one it goes on from has ended."""
        if start is not None:
            return start
        before = element.get(f"{_TEXT}continue-list", "")
        if element.get(f"{_TEXT}continue-numbering") == "true":
            before = f"style {element.get(f'{_TEXT}style-name', '')}"
        return self.counts.get(before, begins) if before else begins

    def _table(self, element: Element, depth: int) -> str:
        heads, rows = self._rows(element, is_head=True), self._rows(element, is_head=False)
        return "".join(
            [
                "<table>",
                *(self._row(row, "th", depth) for row in heads),
                *(self._row(row, "td", depth) for row in rows),
                "</table>",
            ]
        )

    def _rows(self, holder: Element, *, is_head: bool) -> list[Element]:
        """Those of the table itself, not of tables within its cells."""
        found = []
        for child in holder:
            if child.tag == f"{_TABLE}table-row" and not is_head:
                found.append(child)
            elif child.tag == f"{_TABLE}table-header-rows" and is_head:
                found += self._rows(child, is_head=False)
            elif child.tag in {f"{_TABLE}table-rows", f"{_TABLE}table-row-group"}:
                found += self._rows(child, is_head=is_head)
        return found

    def _row(self, row: Element, tag: str, depth: int) -> str:
        cells = "".join(
            f"<{tag}{self._spans(cell)}>"
            f"{''.join(self._block(child, '', depth + 1) for child in cell)}</{tag}>"
            for cell in row
            if cell.tag == f"{_TABLE}table-cell"
        )
        return f"<tr>{cells}</tr>"

    @staticmethod
    def _spans(cell: Element) -> str:
        said = {
            "colspan": whole_number(cell.get(f"{_TABLE}number-columns-spanned")) or 1,
            "rowspan": whole_number(cell.get(f"{_TABLE}number-rows-spanned")) or 1,
        }
        return "".join(f' {name}="{number}"' for name, number in said.items() if number > 1)

    def _drawing(self, element: Element, depth: int) -> str:
        """A picture or formula; the words of shapes and boxes are put aside."""
        if depth > _DEEPEST:
            return ""
        if element.tag == f"{_DRAW}frame":
            return self._frame(element, depth)
        if element.tag in {f"{_DRAW}g", f"{_DRAW}a"}:
            return "".join(self._drawing(child, depth + 1) for child in element)
        if element.tag.startswith(_DRAW):
            self._put_aside(element, depth)
        return ""

    def _put_aside(self, box: Element, depth: int) -> None:
        self.boxes.append("".join(self._block(child, "", depth + 1) for child in box))

    def _frame(self, frame: Element, depth: int) -> str:
        """A picture, a formula, or the words of a box of text."""
        for formula in frame.findall(f"{_DRAW}object"):
            # One that is damaged is no reason to lose the text around it.
            with suppress(BadArchive):
                if tex := self._formula(formula):
                    return tex
        for picture in frame.findall(f"{_DRAW}image"):
            name = posixpath.normpath(picture.get(f"{_XLINK}href", ""))
            if name in self.members:
                data = read_member(self.archive, name, _MOST_PICTURE)
                alt = self._said(frame, "desc") or self._said(frame, "title")
                kept = {"alt": alt, **self.keep(data)}
                told = "".join(f' {key}="{html.escape(value)}"' for key, value in kept.items())
                return f"<img{told}>"
        for box in frame.findall(f"{_DRAW}text-box"):
            self._put_aside(box, depth)
        return ""

    @staticmethod
    def _said(frame: Element, name: str) -> str:
        found = frame.find(f"{_SVG}{name}")
        return (found.text or "") if found is not None else ""

    def _formula(self, element: Element) -> str:
        inside = element.find(_MATH)
        if inside is None:
            folder = posixpath.normpath(element.get(f"{_XLINK}href", ""))
            name = f"{folder}/content.xml"
            if name not in self.members:
                return ""
            root = parse_xml(self._without_doctype(read_member(self.archive, name)))
            inside = root if root.tag == _MATH else root.find(f".//{_MATH}")
        if inside is None:
            return ""
        return html.escape(marks.formula(tex_of_mathml(inside)))

    @staticmethod
    def _without_doctype(data: bytes) -> bytes:
        """Old programs name MathML's document type; one with entities of its own is refused."""
        start = data.find(b"<!DOCTYPE")
        end = data.find(b">", start)
        if start < 0 or start > 500 or b"[" in data[start:end]:
            return data
        return data[:start] + data[end + 1 :]

    def _inline(self, element: Element, depth: int) -> str:
        if depth > _DEEPEST:
            return ""
        parts = [html.escape(marks.unmarked(element.text or ""))]
        for child in element:
            parts.append(self._run(child, depth + 1))
            parts.append(html.escape(marks.unmarked(child.tail or "")))
        return "".join(parts)

    def _run(self, child: Element, depth: int) -> str:
        if child.tag == f"{_TEXT}s":
            return " " * min(whole_number(child.get(f"{_TEXT}c")) or 1, 100)
        if child.tag == f"{_TEXT}tab":
            return "\t"
        if child.tag == f"{_TEXT}line-break":
            return "<br>"
        if child.tag == f"{_TEXT}note":
            body = child.find(f"{_TEXT}note-body")
            place = len(self.notes)
            self.notes.append("")
            if body is not None:
                self.notes[place] = "".join(self._block(part, "", depth) for part in body)
            return f'<a href="#footnote-{place + 1}"></a>'
        if child.tag.startswith(_DRAW):
            return self._drawing(child, depth)
        if not child.tag.startswith(_TEXT) or child.tag.removeprefix(_TEXT) in _UNSAID:
            return ""
        words = self._inline(child, depth)
        if child.tag == f"{_TEXT}a":
            return f'<a href="{html.escape(child.get(f"{_XLINK}href", ""))}">{words}</a>'
        style = child.get(f"{_TEXT}style-name", "")
        if child.tag != f"{_TEXT}span":
            return words
        return "" if self.styles.is_hidden(style) else _within(self.styles.of_words(style), words)


def _within(tags: list[str], words: str) -> str:
    for tag in reversed(tags):
        words = f"<{tag}>{words}</{tag}>"
    return words
