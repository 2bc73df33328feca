"""Counts of requests, right across processes: each keeps its own, and a scrape adds all up.

A process counts in a file of fixed cells that it holds locked and mapped into memory. A process
that takes the place of another goes on counting in its file, so sums never fall. Routes and
statuses are known beforehand: whatever people ask for, there are no more numbers than these.
"""

import array
import contextlib
import fcntl
import hashlib
import mmap
import os
import threading
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

#: upper ends of the classes of duration, in seconds
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
STATUSES = (
    *(200, 206, 207, 301, 302, 303, 304, 308, 400, 401, 403, 404, 405, 409, 410, 411, 413),
    *(415, 416, 422, 429, 500, 503, 507),
)
_OTHER = len(STATUSES)
_FIRST_BUCKET = _OTHER + 1
_SUM = _FIRST_BUCKET + len(BUCKETS) + 1
_WIDTH = _SUM + 1
#: requests that no route answers
NO_ROUTE = "(none)"
#: counted beside requests
EXTRAS = ("cache_hits", "cache_misses", "sqlite_busy")
_HEAD = 32
_MOST_PROCESSES = 256


class Counts:
    """This process's cells, taken when first needed, and the sum of everybody's."""

    def __init__(self, folder: Path, routes: Iterable[str]) -> None:
        self.routes = (NO_ROUTE, *sorted(set(routes) - {NO_ROUTE}))
        self._folder = folder
        self._at = {route: number * _WIDTH for number, route in enumerate(self.routes)}
        self._extra_at = {
            name: len(self.routes) * _WIDTH + number for number, name in enumerate(EXTRAS)
        }
        self._status_at = {str(status): number for number, status in enumerate(STATUSES)}
        self._length = len(self.routes) * _WIDTH + len(EXTRAS)
        plan = repr((self.routes, STATUSES, BUCKETS, EXTRAS)).encode()
        self._head = hashlib.sha256(plan).digest()
        self._lock = threading.Lock()
        self._cells: Any = None

    def request(self, route: str, status: str, seconds: float, also: str = "") -> None:
        """Count one request, and with it one of EXTRAS; `status` begins with its number."""
        at = self._at.get(route, 0)
        place = at + self._status_at.get(status[:3], _OTHER)
        bucket = at + _FIRST_BUCKET + bisect_left(BUCKETS, seconds)
        with self._lock:
            cells = self._cells or self._taken()
            cells[place] += 1
            cells[bucket] += 1
            cells[at + _SUM] += int(seconds * 1e6)
            if also:
                cells[self._extra_at[also]] += 1

    def one(self, name: str) -> None:
        """Count one of EXTRAS."""
        with self._lock:
            (self._cells or self._taken())[self._extra_at[name]] += 1

    def _taken(self) -> Any:
        """The cells of this process: of the first file that nobody holds."""
        size = _HEAD + self._length * 8
        try:
            handle = self._free_file(size)
        except OSError:
            # No room on the disk: this process counts for itself.
            handle = -1
        memory = mmap.mmap(handle, size)
        self._cells = memoryview(memory)[_HEAD:].cast("Q")
        return self._cells

    def _free_file(self, size: int) -> int:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        for number in range(_MOST_PROCESSES):
            handle = os.open(self._folder / str(number), os.O_RDWR | os.O_CREAT, 0o600)
            try:
                # Held as long as this process lives.
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(handle)
                continue
            if os.pread(handle, _HEAD, 0) != self._head:
                os.ftruncate(handle, 0)
                # Reserved now: a full disk would end the process when a cell is written.
                os.posix_fallocate(handle, 0, size)
                os.pwrite(handle, self._head, 0)
            return handle
        raise OSError("too many processes")

    def total(self) -> Sequence[int]:
        """All processes' cells added up, those of ended ones too."""
        sums = [0] * self._length
        for file in sorted(self._folder.glob("[0-9]*")):
            with contextlib.suppress(OSError):
                content = file.read_bytes()
                if content[:_HEAD] != self._head or len(content) != _HEAD + 8 * self._length:
                    continue
                cells = array.array("Q", content[_HEAD:])
                sums = [one + more for one, more in zip(sums, cells, strict=True)]
        return sums

    def lines(self) -> Iterator[str]:
        """Prometheus' text format, version 0.0.4."""
        sums = self.total()
        used = [
            (route.replace("\\", r"\\").replace('"', r"\""), sums[at : at + _WIDTH])
            for route, at in self._at.items()
            if any(sums[at : at + _WIDTH])
        ]
        yield from _head("webinar_requests_total", "counter", "Answers by route and status.")
        for route, row in used:
            for status, count in zip((*STATUSES, "other"), row, strict=False):
                if count:
                    yield f'webinar_requests_total{{route="{route}",status="{status}"}} {count}'
        yield from _head(
            "webinar_request_seconds", "histogram", "Seconds until an answer begins, by route."
        )
        for route, row in used:
            yield from _histogram(route, row)
        for name in EXTRAS:
            yield from _head(f"webinar_{name}_total", "counter", _WORDS[name])
            yield f"webinar_{name}_total {sums[self._extra_at[name]]}"


_WORDS = {
    "cache_hits": "Answers from kept bytes.",
    "cache_misses": "Answers that were made and then kept.",
    "sqlite_busy": "Statements that waited for SQLite's lock in vain.",
}


def _head(name: str, kind: str, words: str) -> Iterator[str]:
    yield f"# HELP {name} {words}"
    yield f"# TYPE {name} {kind}"


def _histogram(route: str, row: Sequence[int]) -> Iterator[str]:
    count = 0
    name = "webinar_request_seconds"
    for end, more in zip((*BUCKETS, "+Inf"), row[_FIRST_BUCKET:_SUM], strict=True):
        count += more
        yield f'{name}_bucket{{route="{route}",le="{end}"}} {count}'
    yield f'{name}_sum{{route="{route}"}} {row[_SUM] / 1e6}'
    yield f'{name}_count{{route="{route}"}} {count}'


def gauges(values: Iterable[tuple[str, str, dict[str, float]]]) -> Iterator[str]:
    """Lines for what is as it is now: name, words, and values by label ("" for none)."""
    for name, words, found in values:
        yield from _head(name, "gauge", words)
        for label, value in found.items():
            yield f"{name}{label} {value:g}"
