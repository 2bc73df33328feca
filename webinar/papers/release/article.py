"""A version's text as its page shows it: headings link to themselves, tables scroll inside."""

import re

from flask_babel import gettext
from markupsafe import Markup, escape

# The text was cleaned when it was stored: its tags are nh3's, so these shapes are all there are.
_HEADING = re.compile(r'<(h[2-6]) id="([^"<>]+)">(.*?)</\1>', re.DOTALL)
_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)


def article(html: str) -> Markup:
    """Ready to be shown; in the language of the page that asks."""
    word = escape(gettext("Table"))
    linked = _HEADING.sub(_heading, html)
    count = 0

    def framed(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        # What scrolls must be reached by keyboard, and then it needs a name.
        start = f'<div class="scrolls" role="group" tabindex="0" aria-label="{word} {count}">'
        return f"{start}{found[0]}</div>"

    return Markup(_TABLE.sub(framed, linked))  # noqa: S704 - cleaned when it was stored


def _heading(found: re.Match[str]) -> str:
    tag, anchor, words = found.groups()
    if "<a " in words:
        return found[0]
    return f'<{tag} id="{anchor}"><a class="anchor" href="#{anchor}">{words}</a></{tag}>'
