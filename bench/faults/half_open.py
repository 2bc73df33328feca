"""Hundreds of connections that never finish a request, or read a large file a byte a second."""

import contextlib
import io
import re
import resource
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from bench.faults import sites
from bench.faults.verdicts import Verdict, milliseconds, percentile
from webinar.core.journal import SYSTEM
from webinar.papers import operations as papers
from webinar.papers.operations import Author
from webinar.papers.uploads import attach_file, take_upload
from webinar.speakers import operations as speakers

_FAULT = "slow and half-open lines"
_PATHS = ("/", "/webinars/", "/papers/")
#: seconds of asking
_ASKING = 6
#: what is left of a turn of others when the machine does nothing else
_BAR = 0.1


def faults(folder: Path) -> Iterator[Verdict]:
    """Some readers ask kept pages ten times a second each, beside the slow ones."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(8192, hard), hard))
    with sites.serving(folder / "data") as site:
        path = _a_large_file(site)
        for one in _PATHS:
            for _ in range(8):
                site.ask(one)
        yield _asked(site, "nobody slow", "for comparison")
        for count in (100, 500):
            with _half_open(site, count, _HEADERS):
                yield _asked(site, f"{count} lines that stop in the headers")
            with _half_open(site, count, _BODY):
                yield _asked(site, f"{count} lines that stop in a form")
        for count in (100, 500):
            with _slow_readers(site, path, count):
                yield _asked(site, f"{count} readers of a 20 MB file, a byte a second")
        yield _asked(site, "all of them gone")
        whole = site.ask(path)
        yield Verdict(
            _FAULT,
            "a download afterwards",
            f"{whole.status}, {len(whole.body) / 2**20:.0f} MB in {milliseconds(whole.seconds)}",
            "200",
            whole.status == 200 and len(whole.body) > 2**20,
        )
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


_HEADERS = "GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nX-Slow: "
_BODY = (
    "POST /contact HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nSec-Fetch-Site: same-origin\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 90000\r\n\r\nname="
)


def _asked(site: sites.Site, what: str, bar: str = "") -> Verdict:
    """Tried three times at most: other programs of the machine may have their second, too."""
    for number in range(3):
        verdict = _once(site, what if not number else f"{what} (try {number + 1})", bar)
        if verdict.is_kept:
            break
    return verdict


def _once(site: sites.Site, what: str, bar: str) -> Verdict:
    with sites.Load(site.ask, _PATHS, pause=0.1) as load:
        time.sleep(_ASKING)
    p50, p99 = (percentile(load.seconds(), share) for share in (0.5, 0.99))
    return Verdict(
        _FAULT,
        what,
        f"{len(load.seen)} pages, p50 {milliseconds(p50)}, p99 {milliseconds(p99)},"
        f" failed {dict(load.failed()) or 'none'}",
        bar or f"p99 < {milliseconds(_BAR)}",
        not load.failed() and len(load.seen) > 30 and (bool(bar) or p99 < _BAR),
    )


@contextlib.contextmanager
def _half_open(site: sites.Site, count: int, words: str) -> Iterator[None]:
    with contextlib.ExitStack() as stack:
        for _ in range(count):
            line = stack.enter_context(socket.create_connection(("127.0.0.1", site.port), 10))
            line.sendall(words.format(port=site.port).encode())
        time.sleep(1)
        yield


@contextlib.contextmanager
def _slow_readers(site: sites.Site, path: str, count: int) -> Iterator[None]:
    """Each takes one byte a second out of a small buffer."""
    lines: list[socket.socket] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.wait(1):
            for line in lines:
                with contextlib.suppress(OSError):
                    line.recv(1)

    with contextlib.ExitStack() as stack:
        for _ in range(count):
            line = stack.enter_context(socket.socket())
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            line.settimeout(0.05)
            line.connect(("127.0.0.1", site.port))
            asked = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\n\r\n"
            line.sendall(asked.encode())
            lines.append(line)
        reader = threading.Thread(target=read, daemon=True)
        reader.start()
        time.sleep(1)
        yield
        stop.set()
        reader.join(10)


def _a_large_file(site: sites.Site) -> str:
    """Of a published paper, as readers download it; its address."""
    data = b"%PDF-1.4\n" + b"% words of a large file\n" * (20 * 2**20 // 24) + b"%%EOF\n"
    with site.inside():
        speaker = speakers.create_speaker(name="Ada", email="ada@example.org", by=SYSTEM)
        paper = papers.start_paper(
            title="On patience",
            abstract="Slowly.",
            body="Slowly, slowly.",
            authors=[Author("Ada", "", speaker.public_id)],
            by=SYSTEM,
        )
        place, accepted = take_upload(io.BytesIO(data), "patience.pdf")
        attach_file(paper_id=paper.public_id, path=place, accepted=accepted, by=SYSTEM)
        papers.submit_paper(paper_id=paper.public_id, by=SYSTEM)
        made = papers.publish_paper(paper_id=paper.public_id, by=SYSTEM)
        page = site.ask(f"/papers/{made.slug}/").text
    found = re.search(r'href="(/[^"]*patience[^"]*\.pdf[^"]*)"', page)
    if not found:
        raise RuntimeError("the paper's page offers no file")
    return found[1]
