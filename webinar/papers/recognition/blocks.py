"""What recognition finds: blocks of a text and suggestions about some of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

#: Where something stands in the text as it was pasted: first character, one past the last.
Span = tuple[int, int]
Kind = Literal["title", "author", "abstract", "biography", "furniture"]
#: How the items of a numbered list are counted.
Style = Literal["number", "letter", "roman"]


@dataclass(frozen=True)
class Paragraph:
    """Running text; a line break inside stands where the author meant one (a verse, an address)."""

    text: str
    span: Span


@dataclass(frozen=True)
class Heading:
    """A heading; `level` 2 is the highest inside a paper, whose title is the page's own."""

    level: int
    text: str
    span: Span


@dataclass(frozen=True)
class Item:
    """One point of a list, with the lists and paragraphs that belong under it."""

    text: str
    children: tuple["Block", ...] = ()


@dataclass(frozen=True)
class NumberedList:
    """Counted points; `start` is the first number."""

    items: tuple[Item, ...]
    start: int
    style: Style
    span: Span


@dataclass(frozen=True)
class BulletList:
    """Points without numbers."""

    items: tuple[Item, ...]
    span: Span


@dataclass(frozen=True)
class Quote:
    """Words of somebody else, set apart by the author."""

    paragraphs: tuple[str, ...]
    span: Span


@dataclass(frozen=True)
class Verbatim:
    """A text that is Markdown already and stays as it was written."""

    text: str
    span: Span


Block = Paragraph | Heading | NumberedList | BulletList | Quote | Verbatim


@dataclass(frozen=True)
class Suggestion:
    """A proposal the author confirms or refuses beside the original.

    `key` names it in the form ("furniture-2"). Accepting takes the part out of the paper's text:
    furniture is dropped, title, author, abstract and biography go to their own fields.
    `text` is what would go there, `original` the pasted characters at `spans`, `reason` a word
    for the view to explain (see `furniture.REASONS`), `name` the person of a biography or byline
    without title, `honorific` that title ("Professor").
    """

    key: str
    kind: Kind
    text: str
    original: str
    spans: tuple[Span, ...]
    reason: str = ""
    name: str = ""
    honorific: str = ""


@dataclass(frozen=True)
class Recognition:
    """The pasted text as blocks in order, and what is proposed about them."""

    source: str
    blocks: tuple[Block, ...]
    suggestions: tuple[Suggestion, ...]
    is_markdown: bool = False

    def of_kind(self, kind: Kind) -> tuple[Suggestion, ...]:
        """The suggestions of one kind, in the order of the text."""
        return tuple(each for each in self.suggestions if each.kind == kind)

    @property
    def all_keys(self) -> set[str]:
        """Every suggestion's key: what the form offers ticked."""
        return {each.key for each in self.suggestions}

    def parts(self) -> Iterator[tuple[str, Suggestion | None]]:
        """The source cut into pieces with the suggestion each belongs to, for showing it whole."""
        marks = sorted((span, each) for each in self.suggestions for span in each.spans)
        position = 0
        for (start, end), suggestion in marks:
            if start > position:
                yield self.source[position:start], None
            if end > max(start, position):
                yield self.source[max(start, position) : end], suggestion
            position = max(position, end)
        if position < len(self.source):
            yield self.source[position:], None
