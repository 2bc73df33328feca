"""WSGI, outermost: every request is counted, and written to the log where that is wished.

Costs a microsecond or two, also in front of kept answers; without either wish it is not there.
"""

import logging
import time
from collections.abc import Callable, Iterable
from typing import Any

from webinar.core.logs import REQUEST_ID
from webinar.core.metrics import Counts

log = logging.getLogger("webinar.requests")
#: where the application writes down what it finds out about a request
SEEN = "webinar.seen"


class Seen:
    """What is known of a request once it is answered."""

    __slots__ = ("cache", "route", "status")

    def __init__(self) -> None:
        self.route = ""
        self.status = "500"
        #: one of metrics.EXTRAS, or ""
        self.cache = ""


class Observed:
    """`counts` and `logs` say what is done; `name` finds the name of a request."""

    def __init__(
        self,
        app: Callable[..., Any],
        name: Callable[[dict[str, Any]], str],
        *,
        counts: Counts | None,
        logs: bool,
    ) -> None:
        self._app = app
        self._name = name
        self._counts = counts
        self._logs = logs

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        began = time.perf_counter()
        seen = environ[SEEN] = Seen()
        if self._logs:
            environ[REQUEST_ID] = self._name(environ)

        def started(status: str, headers: list[tuple[str, str]], error: Any = None) -> Any:
            seen.status = status
            return start(status, headers, error)

        try:
            return self._app(environ, started)
        finally:
            seconds = time.perf_counter() - began
            if self._counts is not None:
                self._counts.request(seen.route, seen.status, seconds, seen.cache)
            if self._logs:
                _write(environ, seen, seconds)


def _write(environ: dict[str, Any], seen: Seen, seconds: float) -> None:
    """The pattern of the address only: the rest may be a personal link."""
    log.info(
        "request",
        extra={
            "request_id": environ[REQUEST_ID],
            "method": environ["REQUEST_METHOD"][:10],
            "route": seen.route or "(none)",
            "status": int(seen.status[:3]),
            "milliseconds": round(seconds * 1000, 2),
        },
    )
