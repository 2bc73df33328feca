"""Pasted text is recognised: headings, lists, and the parts that are no part of the paper.

`recognise(text)` reads plain text as people paste it from web pages and word processors; it
changes nothing by itself. The author confirms each suggestion beside the original, and
`to_markdown(recognition, accepted)` writes the rest as Markdown for `core.richtext`.
Recognition works by the look of lines (length, endings, numbers in a row, empty lines), with one
small table of phrases for web pages; it never asks a network and always gives the same answer.
"""

import re

from webinar.papers.recognition.blocks import (
    Block,
    BulletList,
    Heading,
    Item,
    Kind,
    NumberedList,
    Paragraph,
    Quote,
    Recognition,
    Span,
    Suggestion,
    Verbatim,
)
from webinar.papers.recognition.lines import paragraphs
from webinar.papers.recognition.markdown import to_markdown
from webinar.papers.recognition.structure import Outline, build
from webinar.papers.recognition.suggestions import Finder

__all__ = [
    "Block",
    "BulletList",
    "Heading",
    "Item",
    "Kind",
    "NumberedList",
    "Paragraph",
    "Quote",
    "Recognition",
    "Span",
    "Suggestion",
    "Verbatim",
    "is_markdown",
    "recognise",
    "to_markdown",
]

_ATX = re.compile(r"^ {0,3}#{1,6}[ \t]+\S", re.MULTILINE)
_SETEXT = re.compile(r"^ {0,3}\S[^\r\n]*(?:\r\n|\r|\n) {0,3}(?:={3,}|-{3,})[ \t]*$", re.MULTILINE)
_FENCE = re.compile(r"^ {0,3}(```|~~~)[^`\r\n]*$", re.MULTILINE)
_TABLE = re.compile(
    r"^\|?[ \t]*:?-{3,}:?[ \t]*(?:\|[ \t]*:?-{3,}:?[ \t]*)+\|?[ \t]*$", re.MULTILINE
)


def is_markdown(text: str) -> bool:
    """Whether the text has marks that only Markdown has: "# " or underlined headings, fences."""
    return any(pattern.search(text) for pattern in (_ATX, _SETEXT, _FENCE, _TABLE))


def recognise(text: str) -> Recognition:
    """The blocks of a pasted text and what is proposed about some of them."""
    if is_markdown(text):
        return _recognise_markdown(text)
    paras = paragraphs(text)
    finder = Finder(text, paras)
    finder.find_furniture()
    finder.find_biography()
    apart = frozenset(finder.taken)
    outline = Outline(paras, apart)
    finder.find_title_and_author()
    title = {index for index, kind in finder.taken.items() if kind in {"title", "author"}}
    if title:
        # Seen without its title and byline, the text may begin differently.
        levels = Outline(paras, apart | title).levels
        levels.update(dict.fromkeys(title & outline.levels.keys(), 2))
    else:
        levels = outline.levels
    for index, kind in finder.taken.items():
        if kind == "title":
            levels[index] = 2
        elif kind == "author":
            levels.pop(index, None)
    finder.find_abstract(sorted(levels))
    return Recognition(text, build(paras, levels, apart), finder.sorted())


def _recognise_markdown(text: str) -> Recognition:
    """Markdown stays as written; only what surrounds it is proposed for removal."""
    paras = paragraphs(text)
    finder = Finder(text, paras)
    finder.find_furniture()
    finder.find_biography()
    finder.find_abstract([index for index, para in enumerate(paras) if _ATX.match(para.text)])
    whole = Verbatim(text.replace("\r\n", "\n").replace("\r", "\n"), (0, len(text)))
    return Recognition(text, (whole,), finder.sorted(), is_markdown=True)
