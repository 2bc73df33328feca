"""Rich text made ready before the write lock is taken.

An operation stores the HTML of what was typed, but must not render while it
holds the database's one writer. `@renders` stands above `@operation`: it renders
the named keyword arguments first, and the operation finds them done.
"""

import contextlib
import functools
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from typing import ParamSpec, TypeVar

from webinar.core import costly
from webinar.core.remembered import Remembered
from webinar.core.richtext import render_markdown

P = ParamSpec("P")
R = TypeVar("R")

#: many texts at once, of a whole programme: more than are remembered otherwise
_ready: ContextVar[dict[tuple[str, str], str]] = ContextVar("ready texts")
_known = Remembered(64, 6_000_000)
#: longest text of a description, an abstract, a biography, in characters
LONGEST_TEXT = 50_000


def html_of(source: str, prefix: str) -> str:
    """The Markdown as HTML that may stand on a page; ids begin with `prefix`."""
    if not source:
        return ""
    if (found := _ready.get({}).get((source, prefix))) is not None:
        return found
    with costly.if_long(source):
        return _rendered(source, prefix)


@contextlib.contextmanager
def made_ready(texts: Iterable[tuple[str, str]]) -> Iterator[None]:
    """Render all of these (source, prefix) now; inside the block `html_of` finds them done."""
    made = {(source, prefix): html_of(source, prefix) for source, prefix in texts if source}
    token = _ready.set(made)
    try:
        yield
    finally:
        _ready.reset(token)


def _rendered(source: str, prefix: str) -> str:
    key = (source, prefix)
    if (found := _known.get(key)) is None:
        _known.keep(key, found := render_markdown(source, prefix=prefix))
    return found


def preview_of(source: str | None) -> str:
    """A text as it will stand on its page, under its form; nothing when no page could hold it."""
    return html_of(source or "", "preview") if len(source or "") <= LONGEST_TEXT else ""


def renders(**fields: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Render these keyword arguments (name=prefix) before the function runs."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            for name, prefix in fields.items():
                source = kwargs.get(name)
                if isinstance(source, str):
                    html_of(source, prefix)
            return function(*args, **kwargs)

        return run

    return decorate
