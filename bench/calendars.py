"""`python -m bench.calendars`: what feeds cost, and how that grows. See docs/benchmarks.md."""

import argparse
import asyncio
import gc
import gzip
import hashlib
import multiprocessing
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bench import content, inside, serving, table
from bench.table import Row
from webinar.app import create_app
from webinar.core import clock, ids, jobs
from webinar.core.conditional import GZIP_SUFFIX
from webinar.core.db import db
from webinar.core.journal import SYSTEM
from webinar.running import prepare
from webinar.settings import Settings
from webinar.webinars import operations as webinars
from webinar.webinars.models import Session, Webinar

_OPTIONS = (
    ("alarm=15", 30.0),
    ("zone=Europe/Paris", 30.0),
    ("sessions=no&days=yes", 30.0),
    ("alarm=15&days=yes&past=all&zone=Europe/Paris", 30.0),
    ("lang=de", None),
)
_ASK = "Accept-Encoding: gzip\r\nConnection: close\r\n\r\n"
#: connections of the polling clients at once, and what 99 of 100 may wait at most
_TOGETHER, _BAR = 32, 100.0


def main() -> None:
    arguments = argparse.ArgumentParser(prog="bench.calendars", description=__doc__)
    arguments.add_argument("--sizes", default="10,100,1000,10000", help="sessions of a webinar")
    arguments.add_argument("--clients", type=int, default=5_000, help="who poll every feed once")
    chosen = arguments.parse_args()
    sizes = [int(size) for size in chosen.sizes.split(",")]
    with tempfile.TemporaryDirectory(prefix="webinar-bench-") as folder:
        rows = _measure(Path(folder), sizes, chosen.clients)
    table.show(rows, told="Calendars, measured on this machine, in one run")
    if any(row.is_kept is False for row in rows):
        sys.exit(1)


def _measure(folder: Path, sizes: list[int], clients: int) -> list[Row]:
    data, floors = folder / "data", folder / "floors"
    floors.mkdir()
    port = serving.free_port()
    settings = Settings.from_environment({"WEBINAR_DATA": str(data), "WEBINAR_PORT": str(port)})
    app = create_app(settings)
    prepare(app)
    rows: list[Row] = []
    with app.app_context():
        for step in reversed(app.extensions["welcome"]):
            step(with_examples=True)
        slugs = {size: content.a_webinar(size, now=clock.now()) for size in sorted({1, *sizes})}
        gc.collect()
        gc.freeze()
        for size in sizes:
            rows += inside.first_build(slugs[size], size)
            rows += _poll(app, slugs[size], size)
            rows += _memory(app, slugs[size], size)
        jobs.run_due()
        rows += _options(app, slugs[max(size for size in sizes if size <= 1_000)])
    feeds = {
        f"feed of {size:,}": f"/feeds/webinar/{slugs[size]}.ics"
        for size in (1, 100, 1_000)
        if size in slugs
    }
    with serving.serve(data, port):
        rows += serving.rates(port, feeds, floors)
        rows += _crowd(data, port, slugs[sizes[0]], list(feeds.values()), clients)
    return rows


def _poll(app: Any, slug: str, size: int) -> Iterator[Row]:
    """A 304 that no cache answers: one narrow row, whatever the feed's length."""
    browser, path = app.test_client(), f"/feeds/webinar/{slug}.ics"
    base = app.config["BASE_URL"]
    tag = browser.get(path, base_url=base).headers["ETag"]

    def poll() -> None:
        app.extensions["bytecache"].clear()
        answer = browser.get(path, base_url=base, headers={"If-None-Match": tag})
        if answer.status_code != 304:
            raise RuntimeError(f"{path} answers {answer.status_code}")

    spent = inside.milliseconds(poll)
    what = f"a poll of {size:,} sessions that no cache answers, 304"
    yield Row("Feeds", what, f"{spent:.2f} ms", value=spent, size=size, line="a poll")


def _memory(app: Any, slug: str, size: int) -> Iterator[Row]:
    """What a whole answer takes at its peak, beside the bytes it hands out."""
    browser, path = app.test_client(), f"/feeds/webinar/{slug}.ics"
    app.extensions["bytecache"].clear()
    tracemalloc.start()
    body = browser.get(path, base_url=app.config["BASE_URL"]).data
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    own = len(body) / 2**20
    what = f"memory of one answer of {size:,} sessions, at its peak"
    yield Row("Feeds", what, f"{peak:.1f} MB", f"{own:.2f} MB", peak / own)


def _options(app: Any, slug: str) -> Iterator[Row]:
    """Built on request, in one process, no cache in front."""
    browser, base = app.test_client(), app.config["BASE_URL"]
    for query, bar in _OPTIONS:
        path = f"/feeds/webinar/{slug}.ics?{query}"

        def ask(path: str = path) -> None:
            app.extensions["bytecache"].clear()
            answer = browser.get(path, base_url=base)
            if answer.status_code != 200:
                raise RuntimeError(f"{path} answers {answer.status_code}")

        spent = inside.milliseconds(ask)
        yield Row(
            "Feeds with options, the longest of up to 1,000 sessions",
            query,
            f"{spent:.1f} ms",
            bar=f"{bar:.0f} ms" if bar else "",
            is_kept=spent <= bar if bar else None,
            value=spent,
        )


def _crowd(data: Path, port: int, slug: str, feeds: list[str], clients: int) -> Iterator[Row]:
    """Everybody polls every feed once while an organizer edits: how long, and whether whole."""
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    edits = context.Value("i", 0)
    editor = context.Process(target=_edit, args=(data, port, slug, stop, edits))
    editor.start()
    try:
        while not edits.value and editor.is_alive():
            time.sleep(0.1)
        paths = ["/feeds/site.ics", f"/feeds/webinar/{slug}.ics", *feeds]
        spent, broken, revisions = asyncio.run(
            _everybody(port, list(dict.fromkeys(paths)), clients)
        )
    finally:
        stop.set()
        editor.join(60)
    p50, p99 = statistics.median(spent), statistics.quantiles(spent, n=100)[98]
    group = f"{clients:,} clients poll every feed once, {edits.value} edits meanwhile"
    what = f"{len(spent):,} answers of {revisions} revisions, p50"
    yield Row(group, what, f"{p50:.1f} ms", value=p50)
    yield Row(group, "p99", f"{p99:.1f} ms", bar=f"{_BAR:.0f} ms", is_kept=p99 < _BAR, value=p99)
    yield Row(
        group, "answers that are not one whole revision", str(broken), bar="0", is_kept=not broken
    )


def _edit(data: Path, port: int, slug: str, stop: Any, edits: Any) -> None:
    """An organizer who renames a session again and again, in a process of its own."""
    app = create_app(
        Settings.from_environment({"WEBINAR_DATA": str(data), "WEBINAR_PORT": str(port)})
    )
    with app.app_context():
        while not stop.wait(0.2):
            row = db.session.scalars(
                sa.select(Session).join(Session.webinar).where(Webinar.slug == slug).limit(1)
            ).one()
            name, starts, ends = row.public_id, row.starts_wall, row.ends_wall
            webinars.edit_session(
                session_id=name,
                title=f"Renamed {edits.value}",
                starts=starts,
                ends=ends,
                by=SYSTEM,
            )
            edits.value += 1


async def _everybody(port: int, paths: list[str], clients: int) -> tuple[list[float], int, int]:
    """Milliseconds of each answer, how many were broken, how many revisions were seen."""
    waiting = iter(paths * clients)
    spent: list[float] = []
    seen: dict[tuple[str, str], str] = {}
    broken = 0

    async def client() -> None:
        nonlocal broken
        for path in waiting:
            began = time.perf_counter()
            head, body = await _ask(port, path)
            spent.append((time.perf_counter() - began) * 1000)
            tag, digest = head.get("etag", "").strip('"'), hashlib.sha256(body).hexdigest()
            if (path, tag) not in seen:
                seen[path, tag] = digest if _is_whole(body, tag) else ""
            broken += seen[path, tag] != digest

    await asyncio.gather(*(client() for _ in range(_TOGETHER)))
    return spent, broken, len(seen)


def _is_whole(body: bytes, tag: str) -> bool:
    """Whether these are the bytes that the tag was made of."""
    try:
        return ids.digest_id(gzip.decompress(body)) + GZIP_SUFFIX == tag
    except (OSError, EOFError):
        return False


async def _ask(port: int, path: str) -> tuple[dict[str, str], bytes]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{_ASK}".encode())
    raw = await reader.read()
    writer.close()
    head, _, body = raw.partition(b"\r\n\r\n")
    pairs = (line.partition(":") for line in head.decode("latin-1").split("\r\n")[1:])
    found = {name.lower(): value.strip() for name, _colon, value in pairs}
    if len(body) != int(found.get("content-length", len(body))):
        body = b""
    return found, body


if __name__ == "__main__":
    main()
