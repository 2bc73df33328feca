"""ODT text read as simple HTML (OASIS OpenDocument 1.3, part 3).

Written on the standard library, because the whole of what a paper needs are headings, lists,
tables, emphasis, links and notes; odfdo and lxml would be 20 MB for that.
"""

import html
from pathlib import Path
from xml.etree.ElementTree import Element

from webinar.core.archives import open_archive, parse_xml, read_member
from webinar.core.text import whole_number

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_XLINK = "{http://www.w3.org/1999/xlink}"
#: A nesting beyond this is no document a person wrote.
_DEEPEST = 60


def odt_to_html(path: Path) -> str:
    """The document's body as HTML. Raises BadArchive, KeyError without content."""
    with open_archive(path) as archive:
        content = parse_xml(read_member(archive, "content.xml"))
        styles = None
        if "styles.xml" in archive.namelist():
            styles = parse_xml(read_member(archive, "styles.xml"))
    return _Reader(content, styles).html()


class _Reader:
    def __init__(self, content: Element, styles: Element | None) -> None:
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
            quoted = self._is_style(element, "Quotations")
            paragraph = f"<p>{words}</p>" if words.strip() else ""
            return f"<blockquote>{paragraph}</blockquote>" if quoted and paragraph else paragraph
        if tag == f"{_TEXT}list":
            return self._list(element, list_style, 1, depth)
        if tag == f"{_TABLE}table":
            return self._table(element, depth)
        if tag in {f"{_TEXT}section", f"{_TEXT}index-body"}:
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
        first = start if start is not None else begins
        return f'<ol start="{first}">{"".join(points)}</ol>'

    def _table(self, element: Element, depth: int) -> str:
        rows = []
        for row in element.iter(f"{_TABLE}table-row"):
            cells = "".join(
                f"<td>{''.join(self._block(child, '', depth + 1) for child in cell)}</td>"
                for cell in row
                if cell.tag == f"{_TABLE}table-cell"
            )
            rows.append(f"<tr>{cells}</tr>")
        return f"<table>{''.join(rows)}</table>"

    def _inline(self, element: Element, depth: int) -> str:
        if depth > _DEEPEST:
            return ""
        parts = [html.escape(element.text or "")]
        for child in element:
            parts.append(self._run(child, depth + 1))
            parts.append(html.escape(child.tail or ""))
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
            self.notes.append(
                "".join(self._block(part, "", depth) for part in body) if body is not None else ""
            )
            return f'<a href="#footnote-{len(self.notes)}"></a>'
        words = self._inline(child, depth)
        if child.tag == f"{_TEXT}a":
            return f'<a href="{html.escape(child.get(f"{_XLINK}href", ""))}">{words}</a>'
        if child.tag == f"{_TEXT}span":
            marks = self.marks.get(child.get(f"{_TEXT}style-name", ""), "")
            words = f"<em>{words}</em>" if "i" in marks else words
            return f"<strong>{words}</strong>" if "b" in marks else words
        known = {f"{_TEXT}{name}" for name in ("meta", "meta-field", "ruby", "ruby-base")}
        return words if child.tag in known else ""
