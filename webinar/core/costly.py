"""Work of a second or more that a person waits for: one piece at a time in each process.

Long texts that are made into pages or taken apart, and lists for spreadsheets. Who waits for the
place holds neither a turn nor a connection to the database, so that many of them at once, or one
person's program, keep no page from anybody. What else costs: files are read in child processes
(core/sandbox), in the background or two at a time (papers/reading); passwords have a place of their
own (accounts/passwords); searches and uploads have limits for each address or person; backups are
commands.
"""

import contextlib
import functools
import threading
from collections.abc import Callable, Iterator
from typing import ParamSpec, TypeVar

from flask import g, has_request_context, request

from webinar.core.db import is_writing, let_go
from webinar.core.limits import TooMany
from webinar.core.turns import stepped_aside

P = ParamSpec("P")
R = TypeVar("R")
#: characters from which a text counts as long: some tenths of a second at the worst
LONG = 20_000
#: seconds to wait for the place, and to come back after
_PATIENCE, _COME_BACK = 20, 20
_place = threading.BoundedSemaphore(1)


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait for the place. Rows read before are read again where they are looked at.

    Raises limits.TooMany when others take too long. Outside a request nobody waits.
    """
    if not has_request_context() or is_writing() or g.get("has_the_place"):
        yield
        return
    let_go()
    with stepped_aside(request.environ):
        if not _place.acquire(timeout=_PATIENCE):
            raise TooMany(_COME_BACK)
        g.has_the_place = True
        try:
            yield
        finally:
            g.has_the_place = False
            _place.release()


def if_long(text: str) -> contextlib.AbstractContextManager[None]:
    """The place, for work on a text that is long."""
    return one_at_a_time() if len(text) > LONG else contextlib.nullcontext()


def costly(view: Callable[P, R]) -> Callable[P, R]:
    """A whole view at that place. Stands below `@policy`."""

    @functools.wraps(view)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with one_at_a_time():
            return view(*args, **kwargs)

    return run
