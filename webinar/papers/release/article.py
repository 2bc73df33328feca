"""A version's text as its page shows it: headings link to themselves, tables scroll inside."""

import re
from functools import lru_cache

from flask_babel import gettext
from markupsafe import Markup, escape

# The text was cleaned when it was stored: its tags are nh3's, so these shapes are all there are.
_HEADING = re.compile(r'<(h[2-6]) id="([^"<>]+)">(.*?)</\1>', re.DOTALL)
_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)


def article(html: str) -> Markup:
    """Ready to be shown; in the language of the page that asks."""
    return _article(html, gettext("Table"))


@lru_cache(maxsize=32)
def _article(html: str, word: str) -> Markup:
    linked = _HEADING.sub(_heading, html)
    # What scrolls must be reached by keyboard, and then it needs a name.
    frame = (
        f'<div class="scrolls" role="region" tabindex="0" aria-label="{escape(word)} %s">%s</div>'
    )
    count = 0

    def framed(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return frame % (count, found[0])

    return Markup(_TABLE.sub(framed, linked))  # noqa: S704 - cleaned when it was stored


def _heading(found: re.Match[str]) -> str:
    tag, anchor, words = found.groups()
    if "<a " in words:
        return found[0]
    return f'<{tag} id="{anchor}"><a class="anchor" href="#{anchor}">{words}</a></{tag}>'
