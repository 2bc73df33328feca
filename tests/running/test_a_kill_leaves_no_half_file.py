"""kill -9 during an upload and during a conversion: nothing half remains, no draft is lost."""

import contextlib
import os
import re
import signal
import socket
import sqlite3
import time
import urllib.request
from pathlib import Path

import pytest

from tests.core.test_pdf_facts import pdf_with_words
from tests.running.test_large_uploads_cost_no_memory import link_of_a_speaker, multipart, post
from tests.support import memory
from tests.support.serving import Server, serving
from webinar.core.incoming import fresh_name

pytestmark = pytest.mark.slow
MB = 1024 * 1024


def holds(data: Path) -> dict[str, int | None]:
    """What the storage, the rows and the folder of what arrives hold."""
    with contextlib.closing(sqlite3.connect(data / "webinar.sqlite")) as database:
        rows = {name for (name,) in database.execute("SELECT storage_name FROM stored_file")}
        [(pages,)] = database.execute("SELECT max(pages) FROM paper_file")
    kept = {place.name for place in data.glob("files/??/*")}
    return {
        "lost": len(rows - kept),
        "over": len(kept - rows),
        "rows": len(rows),
        "incoming": len(list(data.glob("incoming/*"))),
        "pages": pages,
    }


def let_leases_end(data: Path) -> None:
    """As if the minute had passed for which a job belongs to the one that took it."""
    with contextlib.closing(sqlite3.connect(data / "webinar.sqlite", timeout=20)) as database:
        database.execute(
            "UPDATE job SET lease_until = '2020-01-01 00:00:00.000000'"
            " WHERE lease_until IS NOT NULL"
        )
        database.commit()


def kill(server: Server) -> None:
    """All processes of the site at once, as when the machine loses its power."""
    for one in memory.family(server.process):
        with contextlib.suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)
    time.sleep(0.3)


def wait_for(what, words: str, seconds: float = 60):
    until = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < until, words
        time.sleep(0.02)
    return found


def half_an_upload(server: Server, path: str) -> socket.socket:
    length, pieces = multipart("half.pdf", 20 * MB, pdf_with_words("Half"))
    host, port = server.base_url.removeprefix("http://").split(":")
    line = socket.create_connection((host, int(port)), timeout=30)
    edge = next(pieces)
    boundary = re.match(rb"--(\w+)", edge)[1].decode()
    line.sendall(
        (
            f"POST {path} HTTP/1.1\r\nHost: {host}:{port}\r\nSec-Fetch-Site: same-origin\r\n"
            f"Content-Type: multipart/form-data; boundary={boundary}\r\n"
            f"Content-Length: {length}\r\n\r\n"
        ).encode()
        + edge
    )
    for _ in range(30):
        line.sendall(next(pieces))
    return line


def converting(server: Server) -> list[int]:
    """Children that read a file just now."""
    found = []
    for one in memory.family(server.process):
        with contextlib.suppress(OSError):
            if b"webinar.core.sandbox" in Path(f"/proc/{one}/cmdline").read_bytes():
                found.append(one)
    return found


def test_nothing_half_remains_and_no_draft_is_lost(tmp_path):
    data = tmp_path / "data"
    small, sound = pdf_with_words("Rivers", "Towns"), {"lost": 0, "over": 0, "incoming": 0}
    with serving(data, "--workers", "1") as server:
        link = link_of_a_speaker(server)
        sent = multipart("first.pdf", len(small), small)
        assert post(server, f"{link}/papers/new", *sent)[0] == 303
        wait_for(lambda: holds(data)["pages"] == 2, "the first file is read")
        before = holds(data)
        line = half_an_upload(server, f"{link}/papers/new")
        # What a process had begun to write that is gone now, and what one writes just now.
        half = server.python(
            "from webinar.core.incoming import fresh_name\nprint(fresh_name('.part'))"
        )
        kill(server)
        line.close()
    (data / "incoming" / half.strip()).write_bytes(b"half")
    mine = data / "incoming" / fresh_name(".part")
    mine.write_bytes(b"still being written")
    with serving(data, "--workers", "1") as server:
        assert holds(data) == before | {"incoming": 1}
        assert mine.exists()
        mine.unlink()
        with urllib.request.urlopen(f"{server.base_url}{link}", timeout=20) as page:
            assert "Large" in page.read().decode()
        # Pages enough that it is still being read when the site is ended.
        long = pdf_with_words(*(f"{number} " + "word " * 300 for number in range(400)))
        sent = multipart("long.pdf", len(long), long)
        assert post(server, f"{link}/papers/new", *sent)[0] == 303
        children = wait_for(lambda: converting(server), "the file is being read")
        kill(server)
    with serving(data, "--workers", "1"):
        during = holds(data)
        assert during == before | sound | {"rows": (before["rows"] or 0) + 1}
        let_leases_end(data)
        wait_for(lambda: holds(data)["pages"] == 400, "it is read again")
        assert holds(data).items() >= sound.items()
    wait_for(lambda: not any(map(_runs, children)), "its reader has ended", 20)


def _runs(process: int) -> bool:
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return memory.held(process).now > 0
    return False
