"""WSGI: whoever sends slowly waits at the door and keeps nobody else out.

A thread that waits for the rest of a form answers nobody; a few such senders would stop the site.
So the server has many threads and the application few turns: an ordinary form is received whole
before its request gets a turn, and a large upload gives its turn back while more is awaited.
"""

import shutil
import tempfile
import threading
from collections.abc import Callable
from typing import IO, Any

from webinar.core.text import whole_number

#: bytes of a request that is received before it gets its turn; as much as a form without files has
WHOLE = 2 * 1024 * 1024
#: bytes of it kept in memory, the rest on disk
_IN_MEMORY = 64 * 1024


class Turns:
    """At most `at_once` requests of this process are in the application."""

    def __init__(self, app: Callable[..., Any], at_once: int) -> None:
        self._app = app
        self._turns = threading.BoundedSemaphore(at_once)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        sent = environ["wsgi.input"]
        length = whole_number(environ.get("CONTENT_LENGTH"), most=WHOLE)
        if length is None:
            environ["wsgi.input"] = _Patient(sent, self._turns)
            with self._turns:
                return self._app(environ, start_response)
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as whole:
            shutil.copyfileobj(sent, whole)
            if whole.tell() < length:
                # The line broke: half a text must not be taken for the whole one.
                start_response("400 Bad Request", [("Content-Length", "0")])
                return []
            whole.seek(0)
            environ["wsgi.input"] = whole
            with self._turns:
                return self._app(environ, start_response)


class _Patient:
    """A body that is read without holding a turn."""

    def __init__(self, sent: IO[bytes], turns: threading.Semaphore) -> None:
        self._sent = sent
        self._turns = turns

    def read(self, size: int = -1, /) -> bytes:
        """As the stream itself; another request may have the turn meanwhile."""
        self._turns.release()
        try:
            return self._sent.read(size)
        finally:
            self._turns.acquire()
