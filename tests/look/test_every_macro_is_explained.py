"""docs/components.md is what pages are written from, /design shows what it says."""

import re

import pytest

from tests.support import source

_COMPONENTS = source.ROOT / "templates" / "components"
#: parts of other macros in the same file
_INNER = {"error_lines", "anchor", "notes", "described", "optional_words", "lines", "about",
          "header_search", "search_dialog", "comment", "side", "row", "_window",
          "_weeks", "icon", "tools", "how_to_write"}  # fmt: skip
#: once in a page or its frame, or acting, or hidden, or for mails, or made of those that are shown:
#: not on the page of specimens
_NOT_SHOWN = {"speaker_profile", "flashes", "post_button", "order_buttons", "mail_button",
              "passkey_form",
              "kept_fields", "feed_in_head", "coming_and_past"}  # fmt: skip
_MACROS = [
    (file.name, name)
    for file in sorted(_COMPONENTS.glob("*.html"))
    if file.name != "addresses.html"
    for name in re.findall(r"\{%-? macro (\w+)\(", file.read_text())
    if name not in _INNER
]


@pytest.mark.parametrize(("file", "name"), _MACROS, ids=[f"{f}-{n}" for f, n in _MACROS])
def test_it_stands_in_the_document(file, name):
    assert re.search(rf"`[^`]*\b{name}\(", (source.ROOT / "docs" / "components.md").read_text())


@pytest.mark.parametrize(
    "mark", ["hovered", "focused", "disabled=true", "empty_state(", "wrong", "long", 'dir="rtl"']
)
def test_states_are_shown_on_the_page_of_specimens(mark):
    """The dark ones stand in its photographs: colours follow the system, not the page."""
    page = (source.ROOT / "templates" / "organize" / "design.html").read_text()
    assert mark in page.partition("{% block crumbs %}")[2]


@pytest.mark.parametrize("name", sorted({name for _, name in _MACROS} - _NOT_SHOWN))
def test_it_is_shown_on_the_page_of_specimens(name):
    page = (source.ROOT / "templates" / "organize" / "design.html").read_text()
    body = page.partition("{% block crumbs %}")[2]
    assert re.search(rf"\b{name}\(", body)
