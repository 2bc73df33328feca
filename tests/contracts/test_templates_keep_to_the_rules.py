"""Templates: nothing that the content security policy refuses, no word past the translators."""

import re
from pathlib import Path

import jinja2
import pytest

from tests.support import source

TEMPLATES = source.ROOT / "templates"
_ALL = sorted(TEMPLATES.rglob("*.html"))
#: Mails bring their style along, as mail programs want it.
_MAIL = re.compile(r"(^|/)(mail|mails)(/|$|_)|/base/mail")
_REFUSED = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script in the page": re.compile(
        r"<script\b(?![^>]*\bsrc=)(?![^>]*type=.application/(ld\+)?json)", re.IGNORECASE
    ),
    "an address elsewhere": re.compile(r"<(?!a\b)[^>]*\s(src|href)=[\"']https?://", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
}
_SPOKEN = re.compile(r"\b(?:alt|title|placeholder|aria-label|aria-description)=\"([^\"]*)\"")
_WORD = re.compile(r"[^\W\d_]{2,}")
#: Names and codes that are the same in every language.
_SAME_EVERYWHERE = re.compile(
    r"(?:^|(?<=\s))/[\w\-./\uFFFC]*|&[a-z]+;|&#\w+;|\b(?:UTC|PDF|DOCX|ODT|PPTX|CSV|iCal|ICS|RSS|Atom|BibTeX|Markdown|Google|"
    r"Outlook|Apple|ORCID|DOI|UTF|https?|www)\b"
)


def _name(file: Path) -> str:
    return str(file.relative_to(TEMPLATES))


def _is_mail(file: Path) -> bool:
    return bool(_MAIL.search("/" + _name(file)))


def _said(text: str) -> str:
    """The template's own text: what stands outside of Jinja and outside of trans blocks."""
    kept, in_block, in_trans, words = [], False, False, []
    for _line, kind, value in jinja2.Environment(autoescape=True).lex(text):
        if kind == "block_begin":
            in_block, words = True, []
        elif kind == "block_end":
            in_block = False
            if words[:1] == ["trans"]:
                in_trans = True
            elif words[:1] == ["endtrans"]:
                in_trans = False
        elif in_block and kind == "name":
            words.append(value)
        elif kind == "data" and not in_trans:
            kept.append(value)
        elif kind == "variable_begin":
            kept.append("\N{OBJECT REPLACEMENT CHARACTER}")
    return "".join(kept)


def _has_word(text: str) -> bool:
    return bool(_WORD.search(_SAME_EVERYWHERE.sub("", text)))


@pytest.mark.parametrize("file", [one for one in _ALL if not _is_mail(one)], ids=_name)
def test_nothing_that_the_policy_refuses(file):
    text = _said(file.read_text())
    assert [what for what, pattern in _REFUSED.items() if pattern.search(text)] == []


@pytest.mark.parametrize("file", _ALL, ids=_name)
def test_every_word_can_be_translated(file):
    text = _said(file.read_text())
    text = re.sub(r"<(style|script|pre|code)\b.*?</\1>", "", text, flags=re.S)
    spoken = [one for one in _SPOKEN.findall(text) if _has_word(one)]
    between = re.sub(r"<!--.*?-->|<[^>]*>", "\n", text, flags=re.S)
    bare = [one.strip() for one in between.splitlines() if _has_word(one)]
    assert spoken + bare == []


def test_there_are_templates():
    assert len(_ALL) > 10
