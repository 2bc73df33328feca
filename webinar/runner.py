"""The job runner: `webinar worker` by itself, or a child of `webinar serve`."""

import contextlib
import functools
import logging
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from webinar.core import jobs, logs

log = logging.getLogger("webinar.running")
#: seconds that the web workers have the machine to themselves at the start
_WORKERS_FIRST = 1.5
#: what `ps` and `top` call it; the forked one has its server's command line
NAME = "webinar-jobs"


def run(app: Flask, *, parent: int | None = None, after: float = 0.0) -> None:
    """Run jobs, in `after` seconds, until SIGTERM or until the process `parent` is gone."""
    logs.configure(requests=False)
    with contextlib.suppress(OSError):
        # Linux has it.
        Path("/proc/self/comm").write_text(NAME)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if parent is not None:
        threading.Thread(target=_stop_with, args=(parent, stop), daemon=True).start()
    stop.wait(after)
    jobs.run_forever(app, stop)


def _stop_with(parent: int, stop: threading.Event) -> None:
    """A runner whose server was killed must not go on alone."""
    while os.getppid() == parent:
        if stop.wait(1):
            return
    stop.set()


@contextlib.contextmanager
def beside(app: Flask, *, grace: float) -> Iterator[None]:
    """A child process that runs jobs, started again when it dies, until the block ends.

    The first is forked, before there are threads, and shares the memory of an application that is
    ready (some 90 MB); one that follows it starts from nothing. `grace`: seconds to finish a job.
    """
    stop = threading.Event()
    child: list[_Child] = [_Forked(app)]

    def watch() -> None:
        pause, started = 0.5, time.monotonic()
        while True:
            child[0].wait()
            pause = 0.5 if time.monotonic() - started > 30 else min(30.0, pause * 2)
            if not stop.is_set():
                log.warning("the job runner ended; it is started again")
                stop.wait(pause)
            if stop.is_set():
                return
            started = time.monotonic()
            child[0] = _Started()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        stop.set()
        child[0].end(grace)
        watcher.join(timeout=2)


class _Forked:
    """A copy of this process."""

    def __init__(self, app: Flask) -> None:
        # Its output is this process's: nothing may be written twice.
        sys.stdout.flush()
        self._process = multiprocessing.get_context("fork").Process(
            # The web workers start first: people wait for pages, not for jobs.
            target=functools.partial(run, app, parent=os.getpid(), after=_WORKERS_FIRST)
        )
        self._process.start()

    def wait(self) -> None:
        self._process.join()

    def end(self, grace: float) -> None:
        self._process.terminate()
        self._process.join(grace)
        self._process.kill()


class _Started:
    """A new interpreter with `webinar worker`."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "webinar", "worker", "--parent", str(os.getpid())]
        self._process = subprocess.Popen(command)  # noqa: S603

    def wait(self) -> None:
        self._process.wait()

    def end(self, grace: float) -> None:
        self._process.terminate()
        try:
            self._process.wait(timeout=grace)
        except subprocess.TimeoutExpired:
            self._process.kill()


_Child = _Forked | _Started
