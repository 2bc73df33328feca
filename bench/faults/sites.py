"""Real sites: `webinar serve` on a throw-away folder, asked over HTTP as browsers ask."""

import contextlib
import http.client
import itertools
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Self
from urllib.parse import urlencode

from flask import Flask

from bench.serving import free_port
from webinar import runner
from webinar.app import create_app
from webinar.settings import Settings

_ROOT = Path(__file__).parents[2]
_PATIENCE = 90
_FORM = "application/x-www-form-urlencoded"
#: each form comes from another visitor, so that no limit stands in the way
_visitors = itertools.count(1)


@dataclass(frozen=True)
class Answer:
    """What came back, and after how many seconds."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")

    @property
    def is_designed(self) -> bool:
        """A page of ours, or a sentence for programs; nothing of the program's inside shows."""
        if "Traceback" in self.text:
            return False
        if self.headers.get_content_type() == "text/plain":
            return len(self.text.splitlines()) == 1
        return "<h1" in self.text and "masthead" in self.text


@dataclass
class Site:
    """One `webinar serve`."""

    port: int
    process: subprocess.Popen[bytes]
    environment: dict[str, str]
    log: Path
    #: what a browser holds
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return Path(self.environment["WEBINAR_DATA"])

    def ask(
        self,
        path: str,
        fields: Mapping[str, str] | None = None,
        *,
        file: tuple[str, bytes] | None = None,
        timeout: float = 60,
        cookies: bool = False,
    ) -> Answer:
        """GET, or POST with `fields` and a file; with `cookies` as the signed-in browser."""
        body, kind = None, ""
        if file is not None:
            body, kind = _multipart(fields or {}, file)
        elif fields is not None:
            body, kind = urlencode(fields).encode(), _FORM
        headers = {"Sec-Fetch-Site": "same-origin", "Accept": "text/html"}
        if body is not None:
            headers["Content-Type"] = kind
        if cookies and self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={it}" for name, it in self.cookies.items())
        began = time.perf_counter()
        line = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=timeout, source_address=(_visitor(body), 0)
        )
        with contextlib.closing(line):
            line.request("POST" if body is not None else "GET", path, body, headers)
            got = line.getresponse()
            answer = Answer(got.status, got.headers, got.read(), time.perf_counter() - began)
        if cookies:
            for sent in got.headers.get_all("Set-Cookie", []):
                name, _, value = sent.split(";")[0].partition("=")
                self.cookies[name] = value
        return answer

    def form_time(self, path: str = "/contact") -> str:
        """The signed hour of a public form."""
        found = re.search(r'name="form_time"[^>]*value="([^"]+)"', self.ask(path).text)
        if not found:
            raise RuntimeError(f"no form on {path}")
        return found[1]

    @contextlib.contextmanager
    def inside(self) -> Iterator[Flask]:
        """The same installation in this process: its operations and its database."""
        app = create_app(Settings.from_environment(self.environment))
        app.config["LIMITS_OFF"] = True
        with app.app_context():
            yield app
            from webinar.core.db import db

            db.session.remove()
            for engine in db.engines.values():
                engine.dispose()
        app.extensions["bytecache"].clear()

    def sign_in(self) -> None:
        """As an organizer, who is made for it."""
        from webinar.accounts.models import Account
        from webinar.accounts.passwords import make_hash
        from webinar.core import clock
        from webinar.core.db import transaction

        password = "a long broken passphrase"  # noqa: S105
        email = f"organizer{time.monotonic_ns()}@example.org"
        with self.inside(), transaction() as session:
            session.add(
                Account(
                    name="Ada",
                    email=email,
                    site_roles=["organizer"],
                    confirmed_at=clock.now(),
                    password=make_hash(password),
                )
            )
        answer = self.ask("/sign-in", {"email": email, "password": password}, cookies=True)
        if answer.status not in (302, 303):
            raise RuntimeError(f"signing in answers {answer.status}")

    def tree(self) -> dict[int, str]:
        """Every living process below and with this one, with its command line."""
        return {one: _command(one) for one in _below(self.process.pid)}

    def has_runner(self) -> bool:
        """Whether the process that runs the jobs lives."""
        return bool(self.runners())

    def runners(self) -> list[int]:
        """All of them; while one follows another there is none."""
        return [one for one in self.tree() if _is_runner(one)]

    def runner(self) -> int:
        """The process that runs the jobs."""
        found = self.runners()
        if not found:
            raise RuntimeError(f"no job runner; the log ends:\n{self.log.read_text()[-1500:]}")
        return found[0]

    def workers(self) -> list[int]:
        """The web processes."""
        return [
            one
            for one, words in self.tree().items()
            if not _is_runner(one) and one != self.process.pid and "serve" in words
        ]

    def stop(self, with_signal: int = signal.SIGTERM) -> None:
        if self.process.poll() is None:
            self.process.send_signal(with_signal)
        self.process.wait(40)


def _visitor(body: bytes | None) -> str:
    """The address of who asks: all of 127/8 is this machine."""
    if body is None:
        return "127.0.0.1"
    number = next(_visitors)
    return f"127.{1 + (number >> 16) % 250}.{number >> 8 & 255}.{number & 255}"


def _is_runner(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/comm").read_text().strip() == runner.NAME
    except OSError:
        return False


def _command(process: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    return ""


def _below(process: int) -> set[int]:
    """The process and all its living descendants."""
    parents: dict[int, int] = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        # Processes come and go while this reads.
        with contextlib.suppress(OSError):
            state, parent = place.read_text().rpartition(")")[2].split()[:2]
            if state != "Z":
                parents[int(place.parent.name)] = int(parent)
    found = {process} & parents.keys()
    while more := {one for one, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def _multipart(fields: Mapping[str, str], file: tuple[str, bytes]) -> tuple[bytes, str]:
    parts = [
        f'--limit\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    name, data = file
    parts.append(
        f'--limit\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
        "Content-Type: application/pdf\r\n\r\n".encode()
        + data
        + b"\r\n--limit--\r\n"
    )
    return b"".join(parts), "multipart/form-data; boundary=limit"


def start(
    data: Path,
    *arguments: str,
    port: int = 0,
    database_url: str = "",
    more: Mapping[str, str] | None = None,
    log: Path | None = None,
) -> Site:
    """A site that answers; whoever starts it stops it."""
    port = port or free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WEBINAR_")}
    environment = {
        **kept,
        "PYTHONPATH": str(_ROOT),
        "PYTHONUNBUFFERED": "1",
        "WEBINAR_DATA": str(data),
        "WEBINAR_PORT": str(port),
        **({"WEBINAR_DATABASE_URL": database_url} if database_url else {}),
        **(more or {}),
    }
    log = log or data.parent / f"{data.name}-{port}.log"
    command = [sys.executable, "-m", "webinar", "serve", "--workers", "2", *arguments]
    with log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603
            command, env=environment, stdout=output, stderr=output, start_new_session=True
        )
    # What stands in our own environment only must not reach the installation in this process.
    environment.pop("LD_PRELOAD", None)
    site = Site(port, process, environment, log)
    deadline = time.monotonic() + _PATIENCE
    while True:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if site.ask("/readyz", timeout=5).status == 200:
                return site
        if process.poll() is not None or time.monotonic() > deadline:
            site.stop(signal.SIGKILL)
            raise RuntimeError(f"webinar serve did not start:\n{log.read_text()[-2000:]}")
        time.sleep(0.1)


@contextlib.contextmanager
def serving(
    data: Path,
    *arguments: str,
    database_url: str = "",
    more: Mapping[str, str] | None = None,
    log: Path | None = None,
) -> Iterator[Site]:
    """A site with the example programme and its runner, until the block ends."""
    site = start(data, "--with-examples", *arguments, database_url=database_url, more=more, log=log)
    try:
        yield site
    finally:
        left = site.tree()
        with contextlib.suppress(subprocess.TimeoutExpired):
            site.stop()
        for one in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)


class Busy:
    """Threads that go on until the block ends."""

    _threads: list[Thread]
    _stop: Event

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(60)


class Load(Busy):
    """Readers that ask one page after the other, until the block ends."""

    def __init__(self, ask: Callable[[str], Answer], paths: Sequence[str], pause: float = 0.0):
        self._ask = ask
        self._pause = pause
        self._stop = Event()
        #: status or error, seconds, when it was answered (monotonic)
        self.seen: list[tuple[int | str, float, float]] = []
        self._threads = [Thread(target=self._go, args=(path,), daemon=True) for path in paths]

    def _go(self, path: str) -> None:
        while not self._stop.is_set():
            began = time.perf_counter()
            try:
                answer = self._ask(path)
                said: int | str = answer.status
                if said >= 500 and not answer.is_designed:
                    said = f"{said} without a page"
            except (OSError, http.client.HTTPException) as error:
                said = type(error).__name__
            self.seen.append((said, time.perf_counter() - began, time.monotonic()))
            time.sleep(self._pause)

    def failed(self) -> Counter[int | str]:
        """Everything but 200, counted."""
        return Counter(said for said, *_ in self.seen if said != 200)

    def seconds(self) -> list[float]:
        return [one[1] for one in self.seen]


def until(is_so: Callable[[], bool], seconds: float, pause: float = 0.2) -> float | None:
    """Seconds until it was so; None when it was not within the time."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if is_so():
            return time.monotonic() - began
        time.sleep(pause)
    return None
