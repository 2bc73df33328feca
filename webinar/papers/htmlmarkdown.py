"""HTML of a word processor's document, written as Markdown.

Reads what mammoth and our ODT reader write (headings, lists, tables, emphasis, links, notes) and
drops everything else; the Markdown then goes the same way as text typed by hand, so this needs
to be faithful, not safe: `core.richtext` shows raw HTML as text and cleans links.
"""

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from webinar.core.richrules import FIGURE
from webinar.papers import marks
from webinar.papers.htmltables import table_of
from webinar.papers.htmltree import LISTS, Node, only_picture, plain, start_of, tree_of
from webinar.papers.recognition.markdown import escape_line

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_SKIPPED = {"script", "style", "head", "title"}
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "s": "~~", "del": "~~", "strike": "~~"}
#: what Markdown would take for its own, names of characters too
_SPECIAL = re.compile(r"([\\`*_\[\]<>~$]|&(?=#?\w+;))")
_INLINE = {*_MARKS, "a", "sup", "sub", "br", "span", "u", "img", "code", "input"}
#: words and blanks at which emphasis begins or ends wherever it stands (CommonMark 6.2)
_WORD = re.compile(r"[\w\\]")
_SIGNS_BEFORE = re.compile(r"(?:\\.|[^\w\s*~`$\[\]<>\\!])+")
#: begun only where no sign stands before: a long row of dots is looked at once
_SIGNS_AFTER = re.compile(r"(?<![^\w\s*~`$\[\]<>\\])(?:\\.|[^\w\s*~`$\[\]<>\\])+$")
_NOTE_REF = re.compile(r"#((?:footnote|endnote)-\w+)")
_NOTE_ID = re.compile(r"(?:footnote|endnote)-\w+")
#: a word that is a formula, next to a digit: there a "$" would be money
_NEXT_TO_A_DIGIT = re.compile(r"(?<=\d)(?=\ue000)|(?<=\ue003)(?=\d)")
_HAIR_SPACE = "\u200a"


def html_to_markdown(html: str) -> str:
    """The document as Markdown, ending in a line end; "" for one without words."""
    tree = tree_of(_NEXT_TO_A_DIGIT.sub(_HAIR_SPACE, html))
    text = _numbered_notes(marks.POINTS.sub("", _blocks(tree)))
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
        parts += [escaped(text[last : found.start()]), f"${found[1]}$"]
        last = found.end()
    return "".join([*parts, escaped(text[last:])])


def escaped(text: str) -> str:
    """Words in one line, in which Markdown takes nothing for its own."""
    return _SPECIAL.sub(r"\\\1", re.sub(r"[ \t\r\n\f]+", " ", text))


def _picture(node: Node, caption: str = "") -> str:
    source = node.attributes.get("src", "")
    if FIGURE.fullmatch(source) is None:
        return ""
    words = escaped(" ".join(node.attributes.get("alt", "").split()))
    title = " ".join(caption.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f"![{words}]({source}" + (f' "{title}")' if title else ")")


def _inline(node: Node, *, is_plain: bool = False) -> str:
    """Its words in one line or, with breaks, in several; `is_plain` leaves emphasis out."""
    parts: list[str] = []
    for each, after in pairwise([*node.content, ""]):
        if isinstance(each, str):
            parts.append(_words(each))
        elif each.tag == "br":
            parts.append("\\\n")
        elif each.tag in _MARKS and not is_plain:
            before = parts[-1][-1:] if parts else ""
            following = (after if isinstance(after, str) else plain(after))[:1]
            parts.append(_emphasised(_inline(each), _MARKS[each.tag], before, following))
        elif each.tag in {"sup", "sub"}:
            parts.append(_raised(_inline(each, is_plain=is_plain), each.tag))
        elif each.tag == "code":
            parts.append(_code(plain(each)))
        elif each.tag == "a":
            parts.append(_link(each, is_plain=is_plain))
        elif each.tag == "img":
            parts.append(_picture(each))
        elif each.tag == "input":
            parts.append("☒" if "checked" in each.attributes else "☐")
        elif each.tag not in _SKIPPED and each.tag not in {*LISTS, "table"}:
            parts.append(_inline(each, is_plain=is_plain))
    return "".join(parts)


def _emphasised(text: str, mark: str, before: str, after: str) -> str:
    """Marks stand against letters, never against blanks (CommonMark 6.2).

    Next to a word outside they cannot stand at a sign, so that sign is left outside, too.
    """
    bare = text.strip()
    if not bare:
        return text
    start = text[: len(text) - len(text.lstrip())]
    end = text[len(text.rstrip()) :]
    if not start and _WORD.match(before) and (found := _SIGNS_BEFORE.match(bare)):
        start, bare = found[0], bare[found.end() :]
    if not end and _WORD.match(after) and (found := _SIGNS_AFTER.search(bare)):
        bare, end = bare[: found.start()], found[0]
    return f"{start}{mark}{bare}{mark}{end}" if bare.strip() else start + bare + end


def _raised(text: str, tag: str) -> str:
    """Raised or lowered words; the mark of a note is raised by itself."""
    bare = text.strip()
    if not bare or len(bare) > 200 or re.search(r"[<>\n]|\[\^", bare):
        return text
    return text.replace(bare, f"<{tag}>{bare}</{tag}>", 1)


def _code(text: str) -> str:
    """Words of a program within a line."""
    bare = " ".join(marks.FORMULA.sub(r"\1", text).split())
    fence = "`" * (max((len(run) for run in re.findall("`+", bare)), default=0) + 1)
    pad = " " if "`" in (bare[:1], bare[-1:]) else ""
    return f"{fence}{pad}{bare}{pad}{fence}" if bare else text


def _link(node: Node, *, is_plain: bool) -> str:
    href = node.attributes.get("href", "")
    note = _NOTE_REF.fullmatch(href)
    if note:
        return f"[^{note[1]}]"
    text = _inline(node, is_plain=is_plain)
    if not re.match(r"(?:https?://|mailto:)\S+$", href, re.IGNORECASE) or not text.strip():
        # An arrow back from a note, or a place in the document: its words are enough.
        return "" if href.startswith(("#footnote-ref", "#endnote-ref")) else text
    return f"[{text.strip()}](<{href.replace('>', '%3E').replace('<', '%3C')}>)"


def _paragraph(node: Node, *, may_stand_alone: bool = False) -> str:
    words = plain(node).strip()
    alone = marks.FORMULA.fullmatch(words.rstrip(".,;: \t")) if may_stand_alone else None
    if alone:
        # What ends the sentence is shown with it.
        return f"$${alone[1]}{words[alone.end() :].strip()}$$"
    return _lines(_said(node))


def _said(node: Node) -> str:
    """Its words in a line, without emphasis where the marks of it would be shown."""
    text = _inline(node)
    if any(mark in text for mark in ("*", "~~")) and _shows_marks(text, node):
        return _inline(node, is_plain=True)
    return text


def _lines(text: str) -> str:
    lines = [line.strip() for line in text.strip().removesuffix("\\").split("\n")]
    return "\n".join(
        line if line.startswith("$$") else escape_line(line) for line in lines if line.strip("\\ ")
    )


def _shows_marks(text: str, node: Node) -> bool:
    """Whether a mark would be shown instead of meant: words come before their emphasis."""
    words = marks.FORMULA.sub("", plain(node))
    shown = re.sub(r"\$[^$]*\$", "", text)
    found = [
        child.content
        for token in _emphasis().parseInline(shown)
        for child in token.children or []
        if child.type in {"text", "code_inline"}
    ]
    return any("".join(found).count(sign) > words.count(sign) for sign in "*~")


@cache
def _emphasis() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("strikethrough")


def _blocks(node: Node) -> str:
    parts: list[str] = []
    loose = Node("p")
    previous, is_other = "", False

    may_stand_alone = node.tag not in {"li", "td", "th"}

    def flush() -> str:
        text = _paragraph(loose, may_stand_alone=may_stand_alone)
        if text:
            parts.append(text)
        loose.content = []
        return text

    for each in node.content:
        if isinstance(each, str) or each.tag in _INLINE:
            loose.content.append(each)
            continue
        if flush():
            previous = ""
        kind = _kind_of_list(each) if each.tag in LISTS else each.tag
        # Lists of one kind that follow each other get different signs, or they would be one.
        is_other = not is_other if kind == previous else False
        if each.tag == "p":
            text = _paragraph(each, may_stand_alone=may_stand_alone)
        else:
            text = _block(each, is_other=is_other)
        if text:
            parts.append(text)
            previous = kind
    flush()
    return "\n\n".join(parts)


def _figure(node: Node) -> str:
    picture = only_picture(node.content[0]) if isinstance(node.content[0], Node) else None
    caption = node.content[1] if isinstance(node.content[1], Node) else None
    if picture is None or caption is None:
        return _blocks(node)
    words = marks.FORMULA.sub(lambda found: found[1], plain(caption))
    shown = _picture(picture, words)
    return shown or _paragraph(caption)


def _block(node: Node, *, is_other: bool) -> str:
    if node.tag in _SKIPPED:
        return ""
    if re.fullmatch(r"h[1-6]", node.tag):
        text = re.sub(r"\\?\n", " ", _said(node)).strip()
        # A heading is bold by itself.
        text = found[1] if (found := re.fullmatch(r"\*\*((?:(?!\*\*).)+)\*\*", text)) else text
        return f"{'#' * int(node.tag[1])} {text}" if text else ""
    if node.tag in LISTS:
        return _list(node, is_other=is_other)
    if node.tag == "table":
        return table_of(node, _cell)
    if node.tag == "blockquote":
        return "\n".join(f"> {line}".rstrip() for line in _blocks(node).split("\n"))
    if node.tag == "pre":
        return _program(node)
    if node.tag == "hr":
        return "---"
    if node.tag == "figure":
        return _figure(node)
    return _blocks(node)


def _program(node: Node) -> str:
    """Lines that stay as they are."""
    text = marks.FORMULA.sub(r"\1", plain(node)).expandtabs(4).replace("\u00a0", " ")
    lines = [line.rstrip() for line in text.strip("\n").split("\n")]
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", text)), 3)
    return "\n".join([fence, *lines, fence]) if any(lines) else ""


def _kind_of_list(node: Node) -> str:
    """Lists with letters are written with bullets (core/richtext.py)."""
    return "ul" if node.attributes.get("type") else node.tag


def _list(node: Node, *, is_other: bool) -> str:
    points = node.children("li")
    notes = [_NOTE_ID.fullmatch(point.attributes.get("id", "")) for point in points]
    lines = []
    for place, (point, note) in enumerate(zip(points, notes, strict=True)):
        body = _tight(point)
        if note:
            lines.append(f"[^{note[0]}]: " + re.sub(r"\n(?=.)", "\n    ", body))
            continue
        sign, letter = _sign(node, place, is_other=is_other)
        lines.append(f"{sign} {letter}" + re.sub(r"\n(?=.)", "\n" + " " * (len(sign) + 1), body))
    return ("\n\n" if any(notes) else "\n").join(line for line in lines if line.strip())


def _sign(node: Node, place: int, *, is_other: bool) -> tuple[str, str]:
    """What stands before a point, and its letter if it has one."""
    if node.tag == "ul":
        return ("*" if is_other else "-"), ""
    number, kind = start_of(node) + place, node.attributes.get("type", "")
    if not kind:
        return f"{number}{')' if is_other else '.'}", ""
    return ("*" if is_other else "-"), f"({_lettered(number, kind)}) "


def _lettered(number: int, kind: str) -> str:
    if kind in "aA":
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    else:
        values = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
        names = "m cm d cd c xc l xl x ix v iv i".split()
        letters, left = "", min(number, 4000)
        for value, name in zip(values, names, strict=True):
            letters += name * (left // value)
            left %= value
    return letters.upper() if kind.isupper() else letters


def _tight(point: Node) -> str:
    """A point's text and, without an empty line between, the lists under it."""
    return re.sub(r"\n\n(?=(?:[-*]|1[.)]) )", "\n", _blocks(point))


def _cell(cell: Node) -> str:
    """Its lines; a cell of our tables holds no blocks."""
    lines = "\n".join(_cell_lines(cell)).split("\n")
    text = "<br>".join(line.removesuffix("\\").strip() for line in lines if line.strip("\\ "))
    return text.replace("|", "\\|")


def _cell_lines(node: Node) -> list[str]:
    found: list[str] = []
    loose = Node("p")
    for each in [*node.content, Node("p")]:
        if isinstance(each, str) or each.tag in _INLINE:
            loose.content.append(each)
            continue
        found.append(_paragraph(loose))
        loose.content = []
        if each.tag in LISTS:
            for place, point in enumerate(each.children("li")):
                sign, letter = _sign(each, place, is_other=False)
                first, *rest = _cell_lines(point) or [""]
                found += [f"{'•' if sign == '-' and not letter else letter or sign} {first}", *rest]
        elif each.tag == "pre":
            found += [_code(line) for line in plain(each).split("\n")]
        elif each.tag in {"p", "h1", "h2", "h3", "h4", "h5", "h6"}:
            found.append(_paragraph(each))
        elif each.tag in {"td", "th"}:
            found.append(" ".join(_cell_lines(each)))
        elif each.tag not in _SKIPPED:
            found += _cell_lines(each)
    return [line for line in found if line.strip()]
