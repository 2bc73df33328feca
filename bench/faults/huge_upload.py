"""Two gigabytes are sent to forms that take none, or take files of 50 MB."""

import contextlib
import http.client
import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from bench.faults import sites
from bench.faults.verdicts import Verdict
from bench.serving import proportional_memory
from webinar.core import links
from webinar.core.db import transaction
from webinar.core.journal import SYSTEM
from webinar.speakers import operations as speakers

_FAULT = "2 GB sent"
_SIZE = 2 * 2**30
_BLOCK = b"x" * 65536
#: MB that all processes together may need more meanwhile
_MORE = 20
_MULTIPART = "multipart/form-data; boundary=limit"
_FORM = "application/x-www-form-urlencoded"


def faults(folder: Path) -> Iterator[Verdict]:
    """The memory is that of all processes, what they share counted once."""
    with sites.serving(folder / "data") as site:
        with site.inside():
            ada = speakers.create_speaker(name="Ada", email="ada@example.org", by=SYSTEM)
            with transaction():
                token = links.token(speakers.personal_link(ada))
        mine = f"/my/{token}/papers/new"
        # What is made once has been made before anything is measured.
        sites.until(lambda: bool(site.has_runner()), 30)
        time.sleep(5)
        for _ in range(8):
            site.ask("/contact")
            for path, kind in ((mine, _MULTIPART), ("/contact", _FORM)):
                _send(site, path, kind, chunked=False, size=4 * 2**20)
        for path, kind, what in (
            ("/contact", _FORM, "the contact form"),
            ("/call", _MULTIPART, "the call"),
            (mine, _MULTIPART, "a speaker's upload"),
        ):
            for chunked in (False, True):
                how = "without a length" if chunked else "with its length"
                yield _sent(site, path, kind, f"{what}, {how}", chunked=chunked)
        yield _next_on_the_line(site)
        yield _browser(site, folder, mine)


def _sent(site: sites.Site, path: str, kind: str, what: str, *, chunked: bool) -> Verdict:
    before = proportional_memory(site.process.pid)
    with _Memory(site) as memory:
        answer, megabytes, seconds = _send(site, path, kind, chunked=chunked)
    more = memory.most - before
    status = int(answer.split(b" ")[1]) if answer.startswith(b"HTTP") else 0
    page = b"<h1" in answer
    expected = 411 if chunked else 413
    return Verdict(
        _FAULT,
        what,
        f"{status} after {seconds:.2f} s and {megabytes:.0f} MB,"
        f" {'a page' if page else 'NO page'}, memory +{more:.0f} MB",
        f"{expected}, < +{_MORE} MB",
        status == expected and page and more < _MORE,
    )


def _send(
    site: sites.Site, path: str, kind: str, *, chunked: bool, size: int = _SIZE
) -> tuple[bytes, float, float]:
    """The answer, and how many MB were sent and seconds passed before it began."""
    length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {size}"
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\nSec-Fetch-Site: same-origin\r\n"
        f"Content-Type: {kind}\r\nAccept: text/html\r\n{length}\r\n\r\n"
    )
    block = b"%x\r\n%s\r\n" % (len(_BLOCK), _BLOCK) if chunked else _BLOCK
    began = time.monotonic()
    sent, at, answer = 0, 0.0, b""
    came = threading.Event()
    with socket.create_connection(("127.0.0.1", site.port), timeout=60) as line:

        def read() -> None:
            nonlocal answer, at
            with contextlib.suppress(OSError):
                while part := line.recv(65536):
                    if not answer:
                        at = time.monotonic() - began
                    answer += part
                    came.set()
                    if b"</html>" in answer:
                        break
            came.set()

        reader = threading.Thread(target=read)
        line.sendall(head.encode())
        reader.start()
        until_answer = 0
        with contextlib.suppress(OSError):
            while sent < size:
                line.sendall(block)
                sent += len(_BLOCK)
                if not came.is_set():
                    until_answer = sent
        reader.join(60)
    return answer, until_answer / 2**20, at


class _Memory:
    """The most that all processes needed while the block ran, in MB."""

    def __init__(self, site: sites.Site) -> None:
        self._site = site
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self.most = 0.0

    def _watch(self) -> None:
        while not self._stop.is_set():
            with contextlib.suppress(OSError):
                self.most = max(self.most, proportional_memory(self._site.process.pid))
            self._stop.wait(0.1)

    def __enter__(self) -> "_Memory":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()


def _next_on_the_line(site: sites.Site) -> Verdict:
    """A form of 3 MB is refused; the same line asks for a page after it."""
    line = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)
    with contextlib.closing(line):
        headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": _FORM}
        line.request("POST", "/contact", b"name=" + b"x" * 3 * 2**20, headers)
        refused = line.getresponse()
        refused.read()
        was_closed = refused.will_close
        # http.client opens the line again where it was closed.
        line.request("GET", "/contact")
        after = line.getresponse()
        after.read()
    return Verdict(
        _FAULT,
        "a form of 3 MB, and another request on the same line",
        f"{refused.status}, then {after.status}"
        f" {'on a new line' if was_closed else 'on the same line'}",
        "413, 200",
        (refused.status, after.status) == (413, 200),
    )


def _browser(site: sites.Site, folder: Path, path: str) -> Verdict:
    """What Chromium shows."""
    what = "a person with Chromium, without scripts"
    chromium = shutil.which("chromium")
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        return Verdict(_FAULT, what, "playwright is not installed", is_kept=None)
    if chromium is None:
        return Verdict(_FAULT, what, "Chromium is not installed", is_kept=None)
    file = folder / "huge.pdf"
    with file.open("wb") as sparse:
        sparse.write(b"%PDF-1.4\n")
        sparse.truncate(_SIZE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(java_script_enabled=False)
        page.goto(f"http://127.0.0.1:{site.port}{path}")
        page.set_input_files("input[type=file]", file)
        try:
            with page.expect_navigation(timeout=90_000) as came:
                page.get_by_role("button", name="Save and preview").click()
            status = came.value.status if came.value else 0
            said = " ".join(page.inner_text("main").split())[:80]
        except Error as error:
            status, said = 0, re.sub(r"\s+", " ", str(error))[:80]
        browser.close()
    file.unlink()
    return Verdict(_FAULT, what, f"{status}: {said}", "413, a page", status == 413)
