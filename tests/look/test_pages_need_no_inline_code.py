"""The content security policy forbids inline styles and scripts: no source may hold any."""

import gzip
import re

import pytest

from tests.support import source

_STATIC = source.ROOT / "webinar" / "static"
_TEMPLATES = sorted((source.ROOT / "templates").rglob("*.html"))
_SHEETS = sorted((_STATIC / "css").glob("*.css"))
_MODULES = sorted((_STATIC / "js").glob("*.js"))
_LARGEST_CSS = 15 * 1024
#: left and right of a page depend on its language
_PHYSICAL = re.compile(
    r"(?<![\w-])((?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom"
    r"|width|height|(?:min|max)-(?:width|height))\s*:|text-align:\s*(?:left|right)|float:\s*(?:left|right)"
)


def _named(files):
    return pytest.mark.parametrize("file", files, ids=lambda file: file.name)


@_named(_TEMPLATES)
def test_a_template_holds_no_style_script_or_handler(file):
    text = re.sub(r"\{#.*?#\}", "", file.read_text(), flags=re.DOTALL)
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<[^>]*\son[a-z]+\s*=\s*[\"']", text)
    assert "javascript:" not in text
    for tag in re.findall(r"<script[^>]*>", text):
        assert "src=" in tag or "application/ld+json" in tag
    if file.name != "mail.html":
        assert "<style" not in text


@_named(_MODULES)
def test_a_module_builds_no_markup_from_text(file):
    text = file.read_text()
    for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert forbidden not in text


@_named(_SHEETS)
def test_a_style_sheet_turns_with_the_direction_of_the_language(file):
    text = re.sub(r"/\*.*?\*/|@media[^{]*\{", "", file.read_text(), flags=re.DOTALL)
    assert [match.group(0) for match in _PHYSICAL.finditer(text)] == []


#: the page of specimens shows the parts of all pages
_PAGES = [file for file in _TEMPLATES if file.name != "design.html"]


def _asked(template):
    names = re.findall(r"css/([\w-]+\.css)", template.read_text())
    return frozenset({"site.css", "parts.css", "desk.css", "editor.css", *names})


@pytest.mark.parametrize("names", sorted({_asked(one) for one in _PAGES}, key=sorted), ids=len)
def test_all_style_sheets_that_a_page_may_ask_for_stay_small(names):
    """Those of the desk's frame and of a form counted in, also where a page has neither."""
    sheets = b"".join((_STATIC / "css" / name).read_bytes() for name in sorted(names))
    assert len(gzip.compress(sheets)) < _LARGEST_CSS
