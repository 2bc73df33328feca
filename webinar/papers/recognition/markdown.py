"""From what was recognised to the Markdown that is stored."""

import re
from collections.abc import Iterable, Sequence

from webinar.papers.recognition.blocks import (
    Block,
    BulletList,
    Heading,
    Item,
    NumberedList,
    Paragraph,
    Quote,
    Recognition,
    Span,
    Verbatim,
)

# Beginnings of a line that Markdown would read as something else than text.
_MARKUP = re.compile(
    r"#{1,6}(?:\s|$)|>|```|~~~|[-+*](?:\s|$)|=+\s*$|-+\s*$|(?:[-*_]\s*){3,}$|\[[^\]]+\]:|\|"
)
_COUNTED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")


def escape_line(text: str) -> str:
    """The line so that Markdown takes its beginning for words; emphasis inside stays possible."""
    counted = _COUNTED.match(text)
    if counted:
        return f"{counted[1]}\\{counted[2]}{text[counted.end() :]}"
    return "\\" + text if _MARKUP.match(text) else text


def escape_text(text: str) -> str:
    """A paragraph; its own line breaks become hard ones."""
    return "\\\n".join(escape_line(line) for line in text.split("\n"))


def _indented(text: str, width: int) -> str:
    return re.sub(r"\n(?=[^\n])", "\n" + " " * width, text)


def _items(items: Sequence[Item], markers: Iterable[str]) -> str:
    lines = []
    for item, marker in zip(items, markers, strict=False):
        body = escape_text(item.text)
        if item.children:
            tight = all(isinstance(child, NumberedList | BulletList) for child in item.children)
            body += ("\n" if tight else "\n\n") + write_blocks(item.children)
        lines.append(f"{marker} {_indented(body, len(marker) + 1)}")
    return "\n".join(lines)


def _letters(block: NumberedList) -> list[str]:
    if block.style == "letter":
        return [chr(ord("a") + index) for index in range(len(block.items))]
    roman = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split()
    return roman[: len(block.items)]


def _write(block: Block, other_marker: bool) -> str:
    match block:
        case Heading():
            return "#" * block.level + " " + re.sub(r"(#+)$", r"\\\1", block.text)
        case Paragraph():
            return escape_text(block.text)
        case Quote():
            return "\n>\n".join("> " + escape_line(text) for text in block.paragraphs)
        case Verbatim():
            return block.text
        case BulletList():
            return _items(block.items, ["*" if other_marker else "-"] * len(block.items))
        case NumberedList(style="number"):
            sign = ")" if other_marker else "."
            numbers = range(block.start, block.start + len(block.items))
            return _items(block.items, [f"{number}{sign}" for number in numbers])
        case NumberedList():
            bullet = "*" if other_marker else "-"
            return _items(block.items, [f"{bullet} ({letter})" for letter in _letters(block)])


def write_blocks(blocks: Sequence[Block]) -> str:
    """The blocks as Markdown; neighbouring lists get different signs, or they would be one."""
    parts: list[str] = []
    other_marker, before = False, None
    for block in blocks:
        ordered = isinstance(block, NumberedList) and block.style == "number"
        kind = "list" if isinstance(block, NumberedList | BulletList) else None
        key = f"{kind}-{ordered}" if kind else None
        other_marker = not other_marker if key and key == before else False
        parts.append(_write(block, other_marker))
        before = key
    return "\n\n".join(parts)


def _inside(span: Span, spans: Sequence[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spans)


def to_markdown(recognition: Recognition, accepted: set[str]) -> str:
    """The text as Markdown without the parts whose suggestion was accepted.

    Unknown keys in `accepted` are ignored. A refused suggestion's part stays where it was.
    """
    spans = [
        span for each in recognition.suggestions if each.key in accepted for span in each.spans
    ]
    if recognition.is_markdown:
        source, position, kept = recognition.source, 0, []
        for start, end in sorted(spans):
            kept.append(source[position:start])
            position = max(position, end)
        kept.append(source[position:])
        text = "".join(kept).replace("\r\n", "\n").replace("\r", "\n")
        return re.sub(r"\n{4,}", "\n\n\n", text).strip("\n") + "\n" if text.strip() else ""
    blocks = [block for block in recognition.blocks if not _inside(block.span, spans)]
    return write_blocks(blocks) + "\n" if blocks else ""
