"""HTML of a word processor's document, written as Markdown.

Reads what mammoth and our ODT reader write (headings, lists, tables, emphasis, links, notes) and
drops everything else; the Markdown then goes the same way as text typed by hand, so this needs
to be faithful, not safe: `core.richtext` shows raw HTML as text and cleans links.
"""

import re
from html.parser import HTMLParser

from webinar.core.richrules import FIGURE
from webinar.core.text import whole_number
from webinar.papers import marks
from webinar.papers.recognition.markdown import escape_line

_SKIPPED = {"script", "style", "head", "title"}
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "s": "~~", "del": "~~", "strike": "~~"}
_SPECIAL = re.compile(r"([\\`*_\[\]<>~$])")
_NOTE_REF = re.compile(r"#((?:footnote|endnote)-\w+)")
_NOTE_ID = re.compile(r"(?:footnote|endnote)-\w+")
#: a word that is a formula, next to a digit: there a "$" would be money
_NEXT_TO_A_DIGIT = re.compile(r"(?<=\d)(?=[\ue000\ue001])|(?<=\ue003)(?=\d)")
_HAIR_SPACE = "\u200a"


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
    tree.feed(_NEXT_TO_A_DIGIT.sub(_HAIR_SPACE, html))
    tree.close()
    text = _numbered_notes(marks.STARTS_AT.sub("", _blocks(tree.root)))
    return text + "\n" if text else ""


def _numbered_notes(text: str) -> str:
    """Footnotes and endnotes in one count, in the order in which the text refers to them."""
    order = list(dict.fromkeys(re.findall(r"\[\^((?:footnote|endnote)-\w+)\](?!:)", text)))
    numbers = {name: str(number) for number, name in enumerate(order, 1)}
    return re.sub(
        r"\[\^((?:footnote|endnote)-\w+)\]",
        lambda found: f"[^{numbers.get(found[1], found[1])}]",
        text,
    )


def _words(text: str) -> str:
    """Words with what Markdown would take for its own escaped, formulas as they are."""
    parts = []
    last = 0
    for found in marks.FORMULA.finditer(text):
        parts += [escaped(text[last : found.start()]), marks.dollars(found)]
        last = found.end()
    return "".join([*parts, escaped(text[last:])])


def escaped(text: str) -> str:
    """Words in one line, in which Markdown takes nothing for its own."""
    return _SPECIAL.sub(r"\\\1", re.sub(r"[ \t\r\n\f]+", " ", text))


def _picture(node: _Node, caption: str = "") -> str:
    source = node.attributes.get("src", "")
    if FIGURE.fullmatch(source) is None:
        return ""
    words = escaped(" ".join(node.attributes.get("alt", "").split()))
    title = " ".join(caption.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f"![{words}]({source}" + (f' "{title}")' if title else ")")


def _inline(node: _Node) -> str:
    parts = []
    for each in node.content:
        if isinstance(each, str):
            parts.append(_words(each))
        elif each.tag == "br":
            parts.append("\\\n")
        elif each.tag in _MARKS:
            parts.append(_emphasised(_inline(each), _MARKS[each.tag]))
        elif each.tag == "a":
            parts.append(_link(each))
        elif each.tag == "img":
            parts.append(_picture(each))
        elif each.tag not in _SKIPPED and each.tag not in {"ul", "ol", "table"}:
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
    return "\n".join(
        line if line.startswith("$$") else escape_line(line) for line in lines if line.strip("\\ ")
    )


def _blocks(node: _Node) -> str:
    parts: list[str] = []
    loose = _Node("p", {})
    previous = ""

    def flush() -> None:
        text = _paragraph(loose)
        if text:
            parts.append(text)
        loose.content = []

    for each in _with_captions(node.content):
        if isinstance(each, str) or each.tag in {
            *_MARKS,
            "a",
            "sup",
            "sub",
            "br",
            "span",
            "u",
            "img",
        }:
            loose.content.append(each)
            continue
        flush()
        text = _block(each, again=previous == each.tag)
        if text:
            parts.append(text)
            previous = each.tag
    flush()
    return "\n\n".join(parts)


def _with_captions(content: list["_Node | str"]) -> list["_Node | str"]:
    """A paragraph in the style of captions goes with the picture before it."""
    joined: list[_Node | str] = []
    for each in content:
        before = next((one for one in reversed(joined) if one != "" and str(one).strip()), None)
        if (
            isinstance(each, _Node)
            and each.attributes.get("class") == "caption"
            and isinstance(before, _Node)
            and _only_picture(before) is not None
        ):
            figure = _Node("figure", {})
            figure.content = [before, each]
            joined[joined.index(before)] = figure
        else:
            joined.append(each)
    return joined


def _only_picture(node: _Node) -> _Node | None:
    if node.tag == "img":
        return node
    rest = [one for one in node.content if not (isinstance(one, str) and not one.strip())]
    if node.tag in {"p", "span", "a"} and len(rest) == 1 and isinstance(rest[0], _Node):
        return _only_picture(rest[0])
    return None


def _figure(node: _Node) -> str:
    picture = _only_picture(node.content[0]) if isinstance(node.content[0], _Node) else None
    caption = node.content[1] if isinstance(node.content[1], _Node) else None
    if picture is None or caption is None:
        return _blocks(node)
    words = marks.FORMULA.sub(lambda found: found[2], _plain(caption))
    shown = _picture(picture, words)
    return shown or _paragraph(caption)


def _plain(node: _Node) -> str:
    return "".join(each if isinstance(each, str) else _plain(each) for each in node.content)


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
    if node.tag == "figure":
        return _figure(node)
    if node.tag == "p":
        return _paragraph(node)
    return _blocks(node)


def _list(node: _Node, *, again: bool) -> str:
    points = node.children("li")
    notes = [_NOTE_ID.fullmatch(point.attributes.get("id", "")) for point in points]
    number = whole_number(node.attributes.get("start"))
    number = 1 if number is None else number
    if points and (said := marks.STARTS_AT.match(_plain(points[0]))):
        number = int(said[1])
    lines = []
    for point, note in zip(points, notes, strict=True):
        body = _tight(point)
        if note:
            lines.append(f"[^{note[0]}]: " + body.replace("\n", "\n    "))
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
    """The table, cells that reach over others with "<<" and "^^" in these (core/richrules.py)."""
    rows: list[list[str]] = []
    reaching: dict[int, tuple[int, int]] = {}
    heads = 0
    for row in _rows(node):
        cells: list[str] = []
        for cell in row.children("td", "th"):
            _fill(cells, reaching)
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            at = len(cells)
            cells += [_cell(cell), *["<<"] * (across - 1)]
            if down > 1:
                reaching[at] = (down - 1, across)
        _fill(cells, reaching)
        is_head = bool(row.children("th")) and not row.children("td")
        if is_head and len(rows) == heads:
            heads += 1
        rows.append(cells)
    width = max((len(row) for row in rows), default=0)
    if not width:
        return ""
    filled = [row + [""] * (width - len(row)) for row in rows]
    # Nothing reaches from the line of heads into the others.
    filled[1:2] = [["" if cell == "^^" else cell for cell in row] for row in filled[1:2]]
    for line in filled[1:heads]:
        line[:] = [cell if cell in {"", "<<", "^^"} else f"**{cell.strip('*')}**" for cell in line]
    lines = ["| " + " | ".join(row) + " |" for row in filled]
    lines.insert(1, "|" + " --- |" * width)
    return "\n".join(lines)


def _rows(node: _Node) -> list[_Node]:
    return [
        row
        for holder in [node, *node.children("thead", "tbody", "tfoot")]
        for row in holder.children("tr")
    ]


def _fill(cells: list[str], reaching: dict[int, tuple[int, int]]) -> None:
    """Places that a cell above reaches into."""
    while (at := len(cells)) in reaching:
        left, across = reaching.pop(at)
        cells += ["^^"] * across
        if left > 1:
            reaching[at] = (left - 1, across)


def _span(cell: _Node, name: str) -> int:
    return min(max(whole_number(cell.attributes.get(name)) or 1, 1), 50)


def _cell(cell: _Node) -> str:
    return re.sub(r"\\?\n+", " ", _blocks(cell)).replace("|", "\\|").strip()
