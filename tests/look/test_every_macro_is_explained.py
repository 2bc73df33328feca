"""docs/components.md is what pages are written from: a macro that is not in it does not exist."""

import re

import pytest

from tests.support import source

_COMPONENTS = source.ROOT / "templates" / "components"
#: parts of other macros in the same file
_INNER = {"error_lines", "anchor", "notes", "described", "optional_words", "lines", "about",
          "header_search", "search_dialog", "comment"}  # fmt: skip
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
