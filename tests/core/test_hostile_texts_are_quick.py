"""facts/security.md 16: 50 kB made to keep a reader of texts busy; seconds, never minutes."""

import time
from collections.abc import Callable

import pytest

from webinar.core.richtext import clean_html, plain_text, render_comment, render_markdown
from webinar.core.text import clean, fold, slugify
from webinar.papers.recognition import recognise, to_markdown

pytestmark = pytest.mark.checklist(16)

#: processor seconds; the bar is one, on a machine that does nothing else
_MOST = 4.0
_PIECES = (
    "a", "*", "_*_*", "**a ", "[", "![", "[a](", "`", "<", "<!--", "&", "> ", "- ", "- a\n  - ",
    "# a\n", "a\n=\n", "|a|\n|-|\n", "[^1]: [^1] ", "~~a", "http://", "a@b.", "a\u0301", "1. a\n",
    "\u2022 a\n", "a) a\ni) b\n", "A\n\n", "Abstract\n", " ", "\u4e2d",
)  # fmt: skip


def _recognised(text: str) -> object:
    found = recognise(text)
    return to_markdown(found, {one.key for one in found.suggestions})


@pytest.mark.parametrize(
    "read",
    [render_markdown, render_comment, plain_text, clean_html, clean, fold, slugify, _recognised],
    ids=lambda read: read.__name__.strip("_"),
)
def test_repeated_pieces(read: Callable[[str], object]) -> None:
    slow = {}
    for piece in _PIECES:
        text = (piece * 50_000)[:50_000] + "!"
        began = time.process_time()
        read(text)
        if (taken := time.process_time() - began) > _MOST:
            slow[piece] = taken
    assert slow == {}


def test_lists_in_lists() -> None:
    text = "".join("  " * depth + "- a\n" for depth in range(220))
    began = time.process_time()
    assert _recognised(text)
    assert time.process_time() - began < _MOST
