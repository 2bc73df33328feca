"""A version's text as its page shows it: headings link to themselves, tables scroll inside.

Paragraphs before the notes are counted: `#p-12` is the twelfth, so that a place can be cited.
"""

import itertools
import re

from flask_babel import gettext
from markupsafe import Markup, escape

# The text was cleaned when it was stored: its tags are nh3's, so these shapes are all there are.
_HEADING = re.compile(r'<(h[2-6]) id="([^"<>]+)">(.*?)</\1>', re.DOTALL)
_TABLE = re.compile(
    r'<div class="table-scroll" tabindex="0">(?P<inside><table\b.*?</table>)</div>'
    r"|<table\b.*?</table>",
    re.DOTALL,
)
_PARAGRAPH = re.compile("<p>")
_NOTED = re.compile(r'<a href="#fn-[^"]*"')
_BACK = re.compile(r'<a href="#fnref-[^":]*?-(\d+)(?::(\d+))?"')
_NOTES = '<div class="footnotes">'
_FORMULA = re.compile(r'<(div|span) class="formula" tabindex="0">')


def article(html: str) -> Markup:
    """Ready to be shown; in the language of the page that asks."""
    # What scrolls must be reached by keyboard, and then it needs a name.
    table, formula = escape(gettext("Table")), escape(gettext("Formula"))
    tables, formulas = itertools.count(1), itertools.count(1)

    paragraphs = itertools.count(1)

    def numbered(_found: re.Match[str]) -> str:
        return f'<p id="p-{next(paragraphs)}">'

    def framed(found: re.Match[str]) -> str:
        name = f'role="group" tabindex="0" aria-label="{table} {next(tables)}"'
        return f'<div class="scrolls" {name}>{found["inside"] or found[0]}</div>'

    def named(found: re.Match[str]) -> str:
        name = f'role="group" tabindex="0" aria-label="{formula} {next(formulas)}"'
        return f'<{found[1]} class="formula" {name}>'

    def back(found: re.Match[str]) -> str:
        number = found[1] if found[2] is None else f"{found[1]} ({int(found[2]) + 1})"
        words = escape(gettext("Back to note %(number)s in the text", number=number))
        return f'{found[0]} role="doc-backlink" aria-label="{words}"'

    text, notes, rest = html.partition(_NOTES)
    html = _PARAGRAPH.sub(numbered, text) + notes + _BACK.sub(back, rest)
    html = _NOTED.sub(lambda found: f'{found[0]} role="doc-noteref"', html)
    linked = _FORMULA.sub(named, _HEADING.sub(_heading, html))
    return Markup(_TABLE.sub(framed, linked))  # noqa: S704 - cleaned when it was stored


def _heading(found: re.Match[str]) -> str:
    tag, anchor, words = found.groups()
    if "<a " in words:
        return found[0]
    return f'<{tag} id="{anchor}"><a class="anchor" href="#{anchor}">{words}</a></{tag}>'
