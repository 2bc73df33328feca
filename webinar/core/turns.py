"""WSGI: whoever sends slowly waits at the door and keeps nobody else out.

A thread that waits for the rest of a form answers nobody; a few such senders would stop the site.
So the server has many threads and the application few turns: an ordinary form is received whole
before its request gets a turn, and whoever waits inside for something slow (more of a large upload,
a child process that reads a file) gives the turn back meanwhile.
"""

import contextlib
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any

from webinar.core.text import whole_number

#: bytes of a request that is received before it gets its turn; as much as a form without files has
WHOLE = 2 * 1024 * 1024
#: bytes of it kept in memory, the rest on disk
_IN_MEMORY = 64 * 1024
#: after an answer that came before the whole request: bytes and seconds for which the rest is
#: taken and thrown away, so that the sender reads the answer and sees no broken line (as nginx does)
LINGER_BYTES, LINGER_SECONDS = 256 * 1024 * 1024, 30.0
_CHUNK = 256 * 1024
#: where in its environment a request finds the turns
_TURNS = "webinar.turns"


class Turns:
    """At most `at_once` requests of this process are in the application.

    `headers` are those of every answer, for the one that is given here.
    """

    def __init__(
        self, app: Callable[..., Any], at_once: int, headers: list[tuple[str, str]]
    ) -> None:
        self._app = app
        self._headers = headers
        self._turns = threading.BoundedSemaphore(at_once)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        environ[_TURNS] = self._turns
        sent = environ["wsgi.input"]
        length = whole_number(environ.get("CONTENT_LENGTH"), most=WHOLE)
        if length is None:
            environ["wsgi.input"] = _Patient(sent, environ)
            with self._turns:
                parts = self._app(environ, start_response)
            return (
                parts if environ["REQUEST_METHOD"] in ("GET", "HEAD") else _Lingering(parts, sent)
            )
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as whole:
            shutil.copyfileobj(sent, whole)
            if whole.tell() < length:
                # The line broke: half a text must not be taken for the whole one.
                start_response("400 Bad Request", [("Content-Length", "0"), *self._headers])
                return []
            whole.seek(0)
            environ["wsgi.input"] = whole
            with self._turns:
                return self._app(environ, start_response)


@contextlib.contextmanager
def stepped_aside(environ: dict[str, Any]) -> Iterator[None]:
    """Another request may have the turn while this one waits; give connections back before."""
    turns: threading.Semaphore | None = environ.get(_TURNS)
    if turns is None:
        yield
        return
    turns.release()
    try:
        yield
    finally:
        turns.acquire()


class _Lingering:
    """An answer, and after it what its sender had still to say."""

    def __init__(self, parts: Iterable[bytes], sent: IO[bytes]) -> None:
        self._parts = parts
        self._sent = sent

    def __iter__(self) -> Iterator[bytes]:
        yield from self._parts
        until, left = time.monotonic() + LINGER_SECONDS, LINGER_BYTES
        while left > 0 and time.monotonic() < until and (chunk := self._sent.read(_CHUNK)):
            left -= len(chunk)

    def close(self) -> None:
        if hasattr(self._parts, "close"):
            self._parts.close()


class _Patient:
    """A body that is read without holding a turn."""

    def __init__(self, sent: IO[bytes], environ: dict[str, Any]) -> None:
        self._sent = sent
        self._environ = environ

    def read(self, size: int = -1, /) -> bytes:
        """As the stream itself."""
        with stepped_aside(self._environ):
            return self._sent.read(size)
