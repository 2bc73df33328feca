"""Real `webinar serve` processes, on a port of their own."""

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.support import source

_PATIENCE = 90
_LAST_WORDS = 4000


@dataclass(frozen=True)
class Server:
    """A site that answers."""

    #: without a final slash
    base_url: str
    #: its WEBINAR_DATA
    data: Path
    #: what it has printed so far
    log: Path
    process: int
    #: the environment it runs in, for `webinar` commands on the same site
    environment: dict[str, str]
    #: how `webinar` is called
    command: tuple[str, ...]

    def printed(self) -> str:
        return self.log.read_text(errors="replace")

    def first_organizer_link(self) -> str:
        """The one-time link that `webinar serve` prints; "" when it printed none."""
        found = re.search(rf"{re.escape(self.base_url)}/\S+", self.printed())
        return found.group().rstrip(".") if found else ""

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """`webinar <arguments>` on this site's data."""
        return subprocess.run(
            [*self.command, *arguments],
            env=self.environment,
            cwd=self.data,
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
        )

    def python(self, words: str) -> str:
        """What these lines of Python print, in a process of their own that knows the site."""
        ran = subprocess.run(
            [sys.executable, "-c", words],
            env=self.environment,
            cwd=self.data,
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
        )
        if ran.returncode:
            raise RuntimeError(ran.stderr[-_LAST_WORDS:])
        return ran.stdout


#: how a site is reached that was given no name
_NUMBER = "127.0.0.1"


def webinar_command() -> tuple[str, ...]:
    return (sys.executable, "-m", "webinar")


def environment(
    data: Path, *, port: int, database_url: str = "", more: Mapping[str, str] | None = None
) -> dict[str, str]:
    """What a site sees of the world: this process's PATH and language, and its own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WEBINAR_")}
    return {
        **kept,
        # The checkout, wherever the process starts; whoever tests a wheel overrides it.
        "PYTHONPATH": str(source.ROOT),
        "PYTHONUNBUFFERED": "1",
        "NO_COLOR": "1",
        "COLUMNS": "200",
        "WEBINAR_DATA": str(data),
        "WEBINAR_PORT": str(port),
        **({"WEBINAR_DATABASE_URL": database_url} if database_url else {}),
        **(more or {}),
    }


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@contextlib.contextmanager
def serving(
    data: Path,
    *arguments: str,
    database_url: str = "",
    command: Sequence[str] | None = None,
    more: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    name: str = _NUMBER,
) -> Iterator[Server]:
    """Run `webinar serve <arguments>` until the block ends; it is stopped by SIGTERM.

    `name` is what the site calls itself: browsers keep passkeys for `localhost`, for no number.
    """
    data.parent.mkdir(parents=True, exist_ok=True)
    port = free_port()
    base_url = f"http://{name}:{port}"
    log = data.parent / f"{data.name}.log"
    around = environment(data, port=port, database_url=database_url, more=more)
    if name != _NUMBER:
        around["WEBINAR_BASE_URL"] = base_url
    called = tuple(command or webinar_command())
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*called, "serve", *arguments],
            env=around,
            cwd=cwd or data.parent,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait(process, base_url, log)
        yield Server(base_url, data, log, process.pid, around, called)
    finally:
        _stop(process)


def _wait(process: subprocess.Popen[bytes], base_url: str, log: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        if process.poll() is not None:
            # Another server on the port would answer: ours must be alive.
            raise RuntimeError(f"webinar serve ended early:\n{_tail(log)}")
        if _answers(f"{base_url}/readyz"):
            return
        if time.monotonic() > deadline:
            raise RuntimeError(f"webinar serve is not ready after {_PATIENCE} s:\n{_tail(log)}")
        time.sleep(0.1)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return bool(answer.status == http.HTTPStatus.OK)
    except (urllib.error.URLError, ConnectionError, http.client.HTTPException):
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise RuntimeError("webinar serve did not stop within 20 s of SIGTERM") from None


def _tail(log: Path) -> str:
    return log.read_text(errors="replace")[-_LAST_WORDS:]
