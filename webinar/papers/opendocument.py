"""ODT text read as simple HTML (OASIS OpenDocument 1.3, part 3).

Written on the standard library, because the whole of what a paper needs are headings, lists,
tables, emphasis, links, notes, pictures and formulas; odfdo and lxml would be 20 MB for that.
"""

import html
import posixpath
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import Element

from webinar.core.archives import open_archive, parse_xml, read_member
from webinar.core.text import whole_number
from webinar.papers import marks
from webinar.papers.formulas import tex_of_mathml

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_MATH = "{http://www.w3.org/1998/Math/MathML}math"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_MOST_PICTURE = 20 * 1024 * 1024
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
        self.marks: dict[str, str] = {}
        self.parents: dict[str, str] = {}
        self.ordered: dict[tuple[str, int], int] = {}
        for root in (styles, content):
            if root is not None:
                self._read_styles(root)
        self.notes: list[str] = []

    def _read_styles(self, root: Element) -> None:
        """Which text styles are bold or italic, which list styles count (and from where)."""
        for style in root.iter(f"{_STYLE}style"):
            name = style.get(f"{_STYLE}name", "")
            self.parents[name] = style.get(f"{_STYLE}parent-style-name", "")
            look = style.find(f"{_STYLE}text-properties")
            if look is not None and style.get(f"{_STYLE}family") == "text":
                bold = look.get(f"{_FO}font-weight") == "bold"
                italic = look.get(f"{_FO}font-style") in {"italic", "oblique"}
                self.marks[name] = "b" * bold + "i" * italic
        for style in root.iter(f"{_TEXT}list-style"):
            for level in style.iter(f"{_TEXT}list-level-style-number"):
                if level.get(f"{_STYLE}num-format"):
                    key = style.get(f"{_STYLE}name", ""), int(level.get(f"{_TEXT}level", "1"))
                    self.ordered[key] = int(level.get(f"{_TEXT}start-value", "1"))

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
        if tag == f"{_TEXT}h":
            level = min(6, max(1, int(element.get(f"{_TEXT}outline-level", "1"))))
            return f"<h{level}>{self._inline(element, depth)}</h{level}>"
        if tag == f"{_TEXT}p":
            words = self._inline(element, depth)
            if self._is_style(element, "Caption"):
                return f'<p class="caption">{words}</p>' if words.strip() else ""
            quoted = self._is_style(element, "Quotations")
            if not words.strip():
                return "<p></p>"
            return f"<blockquote><p>{words}</p></blockquote>" if quoted else f"<p>{words}</p>"
        if tag == f"{_TEXT}list":
            return self._list(element, list_style, 1, depth)
        if tag == f"{_TABLE}table":
            return self._table(element, depth)
        if tag == f"{_DRAW}frame":
            return f"<p>{self._frame(element, depth)}</p>"
        if tag in {f"{_TEXT}section", f"{_TEXT}index-body", f"{_TEXT}numbered-paragraph"}:
            return "".join(self._block(child, list_style, depth + 1) for child in element)
        return ""

    def _is_style(self, element: Element, wanted: str) -> bool:
        name = element.get(f"{_TEXT}style-name", "")
        for _ in range(10):
            if name == wanted:
                return True
            name = self.parents.get(name, "")
        return False

    def _list(self, element: Element, inherited: str, level: int, depth: int) -> str:
        style = element.get(f"{_TEXT}style-name", inherited)
        points: list[str] = []
        start: int | None = None
        for item in element:
            if item.tag not in {f"{_TEXT}list-item", f"{_TEXT}list-header"} or depth > _DEEPEST:
                continue
            said = whole_number(item.get(f"{_TEXT}start-value"))
            start = said if said is not None and not points else start
            inner = "".join(
                self._list(child, style, level + 1, depth + 1)
                if child.tag == f"{_TEXT}list"
                else self._block(child, style, depth + 1)
                for child in item
            )
            points.append(f"<li>{inner}</li>")
        begins = self.ordered.get((style, level))
        if begins is None:
            return f"<ul>{''.join(points)}</ul>"
        first = self._first(element, start, begins) if level == 1 else start or begins
        identity = element.get(f"{_XML}id", "")
        for name in (identity, f"style {style}") if level == 1 else ():
            self.counts[name] = first + len(points)
        return f'<ol start="{first}">{"".join(points)}</ol>'

    def _first(self, element: Element, start: int | None, begins: int) -> int:
        """The number a list begins with: its own, or where the one it goes on from has ended."""
        if start is not None:
            return start
        before = element.get(f"{_TEXT}continue-list", "")
        if element.get(f"{_TEXT}continue-numbering") == "true":
            before = f"style {element.get(f'{_TEXT}style-name', '')}"
        return self.counts.get(before, begins) if before else begins

    def _table(self, element: Element, depth: int) -> str:
        heads = {
            id(row)
            for holder in element.iter(f"{_TABLE}table-header-rows")
            for row in holder.iter(f"{_TABLE}table-row")
        }
        rows = []
        for row in element.iter(f"{_TABLE}table-row"):
            tag = "th" if id(row) in heads else "td"
            cells = "".join(
                f"<{tag}{self._spans(cell)}>"
                f"{''.join(self._block(child, '', depth + 1) for child in cell)}</{tag}>"
                for cell in row
                if cell.tag == f"{_TABLE}table-cell"
            )
            rows.append(f"<tr>{cells}</tr>")
        return f"<table>{''.join(rows)}</table>"

    @staticmethod
    def _spans(cell: Element) -> str:
        said = {
            "colspan": whole_number(cell.get(f"{_TABLE}number-columns-spanned")) or 1,
            "rowspan": whole_number(cell.get(f"{_TABLE}number-rows-spanned")) or 1,
        }
        return "".join(f' {name}="{number}"' for name, number in said.items() if number > 1)

    def _frame(self, frame: Element, depth: int) -> str:
        """A picture, a formula, or the words of a box of text."""
        for formula in frame.findall(f"{_DRAW}object"):
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
        return "".join(
            self._inline(paragraph, depth + 1)
            for box in frame.findall(f"{_DRAW}text-box")
            for paragraph in box.findall(f"{_TEXT}p")
        )

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
        is_block = inside.get("display") == "block"
        return html.escape(marks.formula(tex_of_mathml(inside), is_block=is_block))

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
            return " "
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
        if child.tag == f"{_DRAW}frame":
            return self._frame(child, depth)
        words = self._inline(child, depth)
        if child.tag == f"{_TEXT}a":
            return f'<a href="{html.escape(child.get(f"{_XLINK}href", ""))}">{words}</a>'
        if child.tag == f"{_TEXT}span":
            marks = self.marks.get(child.get(f"{_TEXT}style-name", ""), "")
            words = f"<em>{words}</em>" if "i" in marks else words
            return f"<strong>{words}</strong>" if "b" in marks else words
        known = {
            f"{_TEXT}{name}" for name in ("meta", "meta-field", "ruby", "ruby-base", "sequence")
        }
        return words if child.tag in known else ""
