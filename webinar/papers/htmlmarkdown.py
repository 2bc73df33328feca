"""HTML of a word processor's document, written as Markdown.

Reads what mammoth and our ODT reader write (headings, lists, tables, emphasis, links, notes) and
drops everything else; the Markdown then goes the same way as text typed by hand, so this needs
to be faithful, not safe: `core.richtext` shows raw HTML as text and cleans links.
"""

import re
from html.parser import HTMLParser

from webinar.core.text import whole_number
from webinar.papers.recognition.markdown import escape_line

_SKIPPED = {"script", "style", "head", "title"}
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "s": "~~", "del": "~~", "strike": "~~"}
_SPECIAL = re.compile(r"([\\`*_\[\]<>~])")
_NOTE_REF = re.compile(r"#(?:footnote|endnote)-(\w+)")
_NOTE_ID = re.compile(r"(?:footnote|endnote)-(\w+)")


class _Node:
    """An element with its attributes and content (elements and strings)."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.content: list[_Node | str] = []

    def children(self, *tags: str) -> list["_Node"]:
        return [each for each in self.content if isinstance(each, _Node) and each.tag in tags]


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Node("body", {})
        self.stack = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = _Node(tag, {name: value or "" for name, value in attrs})
        self.stack[-1].content.append(node)
        if tag not in {"br", "hr", "img"}:
            self.stack.append(node)

    def handle_endtag(self, tag: str) -> None:
        for index in range(len(self.stack) - 1, 0, -1):
            if self.stack[index].tag == tag:
                del self.stack[index:]
                return

    def handle_data(self, data: str) -> None:
        self.stack[-1].content.append(data)


def html_to_markdown(html: str) -> str:
    """The document as Markdown, ending in a line end; "" for one without words."""
    tree = _Tree()
    tree.feed(html)
    tree.close()
    text = _blocks(tree.root)
    return text + "\n" if text else ""


def _inline(node: _Node) -> str:
    parts = []
    for each in node.content:
        if isinstance(each, str):
            parts.append(_SPECIAL.sub(r"\\\1", re.sub(r"\s+", " ", each)))
        elif each.tag == "br":
            parts.append("\\\n")
        elif each.tag in _MARKS:
            parts.append(_emphasised(_inline(each), _MARKS[each.tag]))
        elif each.tag == "a":
            parts.append(_link(each))
        elif each.tag not in _SKIPPED and each.tag not in {"ul", "ol", "table", "img"}:
            parts.append(_inline(each))
    return "".join(parts)


def _emphasised(text: str, mark: str) -> str:
    """Marks stand against letters, never against blanks (CommonMark 6.2)."""
    bare = text.strip()
    if not bare:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{mark}{bare}{mark}{after}"


def _link(node: _Node) -> str:
    href = node.attributes.get("href", "")
    note = _NOTE_REF.fullmatch(href)
    if note:
        return f"[^{note[1]}]"
    text = _inline(node)
    if not re.match(r"(?:https?://|mailto:)\S+$", href, re.IGNORECASE) or not text.strip():
        # An arrow back from a note, or a place in the document: its words are enough.
        return "" if href.startswith(("#footnote-ref", "#endnote-ref")) else text
    return f"[{text.strip()}](<{href.replace('>', '%3E').replace('<', '%3C')}>)"


def _paragraph(node: _Node) -> str:
    lines = [line.strip() for line in _inline(node).strip().removesuffix("\\").split("\n")]
    return "\n".join(escape_line(line) for line in lines if line.strip("\\ "))


def _blocks(node: _Node) -> str:
    parts: list[str] = []
    loose = _Node("p", {})
    previous = ""

    def flush() -> None:
        text = _paragraph(loose)
        if text:
            parts.append(text)
        loose.content = []

    for each in node.content:
        if isinstance(each, str) or each.tag in {*_MARKS, "a", "sup", "sub", "br", "span", "u"}:
            loose.content.append(each)
            continue
        flush()
        text = _block(each, again=previous == each.tag)
        if text:
            parts.append(text)
            previous = each.tag
    flush()
    return "\n\n".join(parts)


def _block(node: _Node, *, again: bool) -> str:
    if node.tag in _SKIPPED:
        return ""
    if re.fullmatch(r"h[1-6]", node.tag):
        text = re.sub(r"\\?\n", " ", _inline(node)).strip()
        # A heading is bold by itself.
        text = text.removeprefix("**").removesuffix("**") if text.count("**") == 2 else text
        return f"{'#' * int(node.tag[1])} {text}" if text else ""
    if node.tag in {"ul", "ol"}:
        return _list(node, again=again)
    if node.tag == "table":
        return _table(node)
    if node.tag == "blockquote":
        return "\n".join(f"> {line}".rstrip() for line in _blocks(node).split("\n"))
    if node.tag == "hr":
        return "---"
    if node.tag == "p":
        return _paragraph(node)
    return _blocks(node)


def _list(node: _Node, *, again: bool) -> str:
    points = node.children("li")
    notes = [_NOTE_ID.fullmatch(point.attributes.get("id", "")) for point in points]
    number = whole_number(node.attributes.get("start"))
    number = 1 if number is None else number
    lines = []
    for point, note in zip(points, notes, strict=True):
        body = _tight(point)
        if note:
            lines.append(f"[^{note[1]}]: " + body.replace("\n", "\n    "))
            continue
        sign = (")" if again else ".") if node.tag == "ol" else ("*" if again else "-")
        marker = f"{number}{sign}" if node.tag == "ol" else sign
        number += 1
        lines.append(f"{marker} " + re.sub(r"\n(?=.)", "\n" + " " * (len(marker) + 1), body))
    return ("\n\n" if any(notes) else "\n").join(line for line in lines if line.strip())


def _tight(point: _Node) -> str:
    """A point's text and, without an empty line between, the lists under it."""
    return re.sub(r"\n\n(?=(?:[-*]|\d+[.)]) )", "\n", _blocks(point))


def _table(node: _Node) -> str:
    rows = [
        [
            re.sub(r"\\?\n+", " ", _blocks(cell)).replace("|", "\\|").strip()
            for cell in row.children("td", "th")
        ]
        for holder in [node, *node.children("thead", "tbody", "tfoot")]
        for row in holder.children("tr")
    ]
    width = max((len(row) for row in rows), default=0)
    if not width:
        return ""
    filled = [row + [""] * (width - len(row)) for row in rows]
    lines = ["| " + " | ".join(row) + " |" for row in filled]
    lines.insert(1, "|" + " --- |" * width)
    return "\n".join(lines)
