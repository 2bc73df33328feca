"""WSGI: whoever sends or reads slowly waits at the door and keeps nobody else out.

A thread that waits for the rest of a form answers nobody; a few such senders would stop the site.
So the server has many threads and the application few turns: an ordinary form is received whole
before its request gets a turn, and whoever waits inside for something slow (more of a large upload,
a child process that reads a file) gives the turn back meanwhile. Threads are not endless either:
only so many of them wait for senders and for readers of large files; more are asked to come again.
"""

import contextlib
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any

from webinar.core.text import whole_number

#: threads of a process that may wait for senders, and for readers of long answers
SENDERS, READERS = 160, 64
#: bytes of a request that is received before it gets its turn; as much as a form without files has
WHOLE = 2 * 1024 * 1024
#: bytes of it kept in memory, the rest on disk
_IN_MEMORY = 64 * 1024
#: bytes of an answer from which on its reader can make the thread wait
_LONG = 256 * 1024
#: after an answer that came before the whole request: bytes and seconds for which the rest is
#: taken and thrown away, so that its sender reads the answer and sees no broken line (nginx, too)
LINGER_BYTES, LINGER_SECONDS = 256 * 1024 * 1024, 30.0
_CHUNK = 256 * 1024
#: for whoever still listens; the language of the page is not known here
_CUT_OFF = b"The line broke before everything had arrived. Nothing was changed: send it again.\n"
_BUSY = b"The site is busy for a moment. Try again in a minute.\n"
#: where in its environment a request finds the turns
_TURNS = "webinar.turns"


class Turns:
    """At most `at_once` requests of this process are in the application.

    `headers` are those of every answer, for the ones that are given here.
    """

    def __init__(
        self, app: Callable[..., Any], at_once: int, headers: list[tuple[str, str]]
    ) -> None:
        self._app = app
        self._headers = headers
        self._turns = threading.BoundedSemaphore(at_once)
        self._senders = threading.BoundedSemaphore(SENDERS)
        self._readers = threading.BoundedSemaphore(READERS)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        environ[_TURNS] = self._turns
        length = whole_number(environ.get("CONTENT_LENGTH"), most=WHOLE)
        if length == 0 or (length is None and environ["REQUEST_METHOD"] in ("GET", "HEAD")):
            with self._turns:
                return self._within_measure(environ, start_response)
        if not self._senders.acquire(blocking=False):
            return self._later(start_response)
        if length is None:
            with _released_on_error(self._senders):
                sent = environ["wsgi.input"]
                environ["wsgi.input"] = _Patient(sent, environ)
                with self._turns:
                    parts = self._app(environ, start_response)
            return _Held(parts, self._senders, rest=sent)
        return self._received(environ, start_response, length)

    def _received(
        self, environ: dict[str, Any], start_response: Callable[..., Any], length: int
    ) -> Any:
        """An ordinary form: whole before it has a turn."""
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as whole:
            try:
                shutil.copyfileobj(environ["wsgi.input"], whole)
            except OSError:
                # No room even for that.
                return self._later(start_response)
            finally:
                self._senders.release()
            if whole.tell() < length:
                # The line broke: half a text must not be taken for the whole one.
                return self._say(start_response, "400 Bad Request", _CUT_OFF)
            whole.seek(0)
            environ["wsgi.input"] = whole
            with self._turns:
                return self._within_measure(environ, start_response)

    def _within_measure(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """The application's answer; a long one only while there are threads for its reader."""
        began: list[Any] = []

        def note(status: str, headers: list[tuple[str, str]], error: Any = None) -> Any:
            began[:] = [status, headers, error]
            return lambda _: None

        parts: Iterable[bytes] = self._app(environ, note)
        status, headers, error = began
        long = any(k.lower() == "content-length" and int(value) > _LONG for k, value in headers)
        if long and not self._readers.acquire(blocking=False):
            _close(parts)
            return self._later(start_response)
        start_response(status, headers, error)
        return _Held(parts, self._readers) if long else parts

    def _later(self, start_response: Callable[..., Any]) -> list[bytes]:
        """In a sentence, without asking anybody: all others are busy with slow lines."""
        return self._say(start_response, "503 Service Unavailable", _BUSY, ("Retry-After", "60"))

    def _say(
        self, start_response: Callable[..., Any], status: str, words: bytes, *more: tuple[str, str]
    ) -> list[bytes]:
        kind = ("Content-Type", "text/plain; charset=utf-8")
        length = ("Content-Length", str(len(words)))
        start_response(status, [kind, length, *more, *self._headers])
        return [words]


@contextlib.contextmanager
def _released_on_error(place: threading.BoundedSemaphore) -> Iterator[None]:
    try:
        yield
    except BaseException:
        place.release()
        raise


def _close(parts: Iterable[bytes]) -> None:
    if hasattr(parts, "close"):
        parts.close()


class _Held:
    """An answer whose sender or reader has a place among the slow ones until it is over.

    `rest` is what the sender had still to say when the answer began.
    """

    def __init__(
        self,
        parts: Iterable[bytes],
        place: threading.BoundedSemaphore,
        rest: IO[bytes] | None = None,
    ) -> None:
        self._parts = parts
        self._place: threading.BoundedSemaphore | None = place
        self._rest = rest

    def __iter__(self) -> Iterator[bytes]:
        yield from self._parts
        until, left = time.monotonic() + LINGER_SECONDS, LINGER_BYTES
        while self._rest is not None and left > 0 and time.monotonic() < until:
            chunk = self._rest.read(_CHUNK)
            if not chunk:
                break
            left -= len(chunk)

    def close(self) -> None:
        """The end, also of a line that broke; more than once is fine."""
        place, self._place = self._place, None
        if place is not None:
            place.release()
            _close(self._parts)

    def __del__(self) -> None:
        self.close()


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


class _Patient:
    """A body that is read without holding a turn."""

    def __init__(self, sent: IO[bytes], environ: dict[str, Any]) -> None:
        self._sent = sent
        self._environ = environ

    def read(self, size: int = -1, /) -> bytes:
        """As the stream itself."""
        with stepped_aside(self._environ):
            return self._sent.read(size)
