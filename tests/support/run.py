"""One run of the tests: a folder that all its processes share, and services started once in it.

pytest-xdist runs several worker processes under one controller. The controller
makes the folder; whichever process first needs a service (a database server, the
HTML checker) starts it under a lock and writes down how to reach it. A guard
process ends every service when the controller is gone, however it went.
"""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

FOLDER = "WEBINAR_TESTS_FOLDER"
OWNER = "WEBINAR_TESTS_OWNER"
_MEMORY = "/dev/shm"
#: bytes that must be free there; a whole run takes a fraction of it
_ROOM = 6 * 2**30
_GUARD = Path(__file__).with_name("guard.py")


def begin() -> None:
    """Called by the controller, before any worker starts.

    Temporary files of the tests and of the programs they start go into the run's folder, too.
    """
    os.environ[FOLDER] = tempfile.mkdtemp(prefix="webinar-tests-", dir=place())
    os.environ[OWNER] = str(os.getpid())
    os.environ["TMPDIR"], tempfile.tempdir = os.environ[FOLDER], None


def place() -> str | None:
    """Where files of this run go: into memory where there is room, else where they always go.

    A new database of PostgreSQL is 14 MB in 900 files: on a disk's file system it costs
    up to a second of work, in memory a twentieth.
    """
    with contextlib.suppress(OSError):
        found = os.statvfs(_MEMORY)
        if found.f_bavail * found.f_frsize > _ROOM and not found.f_flag & os.ST_NOEXEC:
            return _MEMORY
    return None


def end() -> None:
    """Called by the controller at the very end: stops every service, removes the folder."""
    guards = [json.loads(state.read_text()).get("guard") for state in folder().glob("*.json")]
    for guard in filter(None, guards):
        with contextlib.suppress(ProcessLookupError):
            os.kill(guard, signal.SIGTERM)
    deadline = time.monotonic() + 8
    while any(guard and _lives(guard) for guard in guards) and time.monotonic() < deadline:
        time.sleep(0.05)
    shutil.rmtree(folder(), ignore_errors=True)


def folder() -> Path:
    return Path(os.environ[FOLDER])


@contextlib.contextmanager
def locked(name: str) -> Iterator[None]:
    """Only one process of the run at a time."""
    with (folder() / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def once(name: str, start: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What `start` answered, the first time any process of this run asked for it.

    An answer with a "guard" key names the process to stop at the end. What failed
    once is not tried again: every other test that needs it says the first reason.
    """
    state = folder() / f"{name}.json"
    with locked(name):
        if not state.exists():
            try:
                answer = start()
            except Exception:
                state.write_text(json.dumps({"failed": traceback.format_exc(limit=-3)}))
                raise
            state.write_text(json.dumps(answer))
        known: dict[str, Any] = json.loads(state.read_text())
    if "failed" in known:
        raise RuntimeError(f"{name} could not be had:\n{known['failed']}")
    return known


def guarded(
    command: Sequence[str],
    *,
    log: Path,
    stop_signal: signal.Signals = signal.SIGTERM,
    account: str = "",
    remove: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a service that ends, at the latest, half a second after the controller.

    `account` is the user it runs as; `remove` a folder to delete after it.
    """
    with log.open("ab") as output:
        return subprocess.Popen(
            [
                sys.executable,
                str(_GUARD),
                os.environ[OWNER],
                str(int(stop_signal)),
                account,
                str(remove or ""),
                *command,
            ],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )


def _lives(process: int) -> bool:
    with contextlib.suppress(ChildProcessError):
        os.waitpid(process, os.WNOHANG)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
