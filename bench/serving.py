"""Real servers under load: ours and the floor, with the same settings, in turns."""

import contextlib
import http.client
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.table import Row

_SECONDS = 1
_TURNS = 3
_CLIENTS = 32
_RATE = re.compile(r"Requests/sec:\s+([0-9.]+)")
_GZIP = {"Accept-Encoding": "gzip"}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextlib.contextmanager
def running(command: list[str], port: int, path: str, more: dict[str, str]) -> Iterator[int]:
    """The server's process number, once it answers `path`."""
    process = subprocess.Popen(  # noqa: S603
        command, env={**os.environ, **more}, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                fetch(port, path, {})
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"{command[2]} did not start") from None
                time.sleep(0.02)
        yield process.pid
    finally:
        process.terminate()
        process.wait(40)


def fetch(
    port: int, path: str, headers: dict[str, str]
) -> tuple[int, list[tuple[str, str]], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.getheaders(), body


def serve(
    data: Path, port: int, *, workers: int = 2, database_url: str = ""
) -> contextlib.AbstractContextManager[int]:
    command = [sys.executable, "-m", "webinar", "serve", "--workers", str(workers)]
    more = {"WEBINAR_DATA": str(data), "WEBINAR_PORT": str(port)}
    if database_url:
        more["WEBINAR_DATABASE_URL"] = database_url
    return running(command, port, "/livez", more)


def _floor(file: Path, port: int, path: str) -> contextlib.AbstractContextManager[int]:
    command = [sys.executable, "-m", "granian", "bench.floor:app", "--interface", "wsgi"]
    command += ["--port", str(port), "--workers", "2", "--http", "1", "--log-level", "warning"]
    command += ["--backlog", "1024"]
    return running(command, port, path, {"BENCH_FLOOR": str(file)})


def _rate(port: int, path: str, headers: dict[str, str]) -> float:
    said = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    done = subprocess.run(  # noqa: S603
        ["wrk", "-t1", f"-c{_CLIENTS}", f"-d{_SECONDS}s", *said, f"http://127.0.0.1:{port}{path}"],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    )
    if "Non-2xx" in done.stdout and "If-None-Match" not in headers:
        raise RuntimeError(f"{path}: {done.stdout}")
    found = _RATE.search(done.stdout)
    return float(found[1]) if found else 0.0


def rates(port: int, pages: dict[str, str], folder: Path) -> Iterator[Row]:
    """Kept answers and 304 of every page, as a ratio to the floor: the median of three turns."""
    known: dict[str, tuple[str, list[tuple[str, str]], str]] = {}
    wanted: list[tuple[str, str, str, dict[str, str], int]] = []
    for number, (name, path) in enumerate(pages.items()):
        status, headers, body = fetch(port, path, _GZIP)
        if status != 200:
            raise RuntimeError(f"{path} answers {status}")
        tag = dict(headers)["etag"]
        for kind, asked in (("200", _GZIP), ("304", {**_GZIP, "If-None-Match": tag})):
            status, headers, sent = fetch(port, path, asked)
            file = folder / f"{number}-{kind}"
            file.write_bytes(sent)
            kept = [pair for pair in headers if pair[0].lower() not in ("date", "server")]
            known[f"/{number}/{kind}"] = (f"{status} OK", kept, str(file))
            wanted.append((name, path, f"/{number}/{kind}", asked, len(body)))
    listing = folder / "floor.json"
    listing.write_text(json.dumps(known))
    floor_port = free_port()
    with _floor(listing, floor_port, "/0/200"):
        for name, path, bare, asked, size in wanted:
            pairs = [(_rate(port, path, asked), _rate(floor_port, bare, {})) for _ in range(_TURNS)]
            ratio = statistics.median(ours / floor for ours, floor in pairs)
            ours, floor = (statistics.median(column) for column in zip(*pairs, strict=True))
            is_judged = size <= 30_000 or "If-None-Match" in asked
            yield Row(
                "Kept answers, two workers",
                f"{name}, {bare[-3:]}, {size / 1024:.1f} KB",
                f"{ours:,.0f}/s",
                f"{floor:,.0f}/s",
                ratio,
                "0.50" if is_judged else "",
                ratio >= 0.5 if is_judged else None,
                ours,
            )


def proportional_memory(process: int) -> float:
    """MB of a process and all below it; what is shared counts once."""
    total = 0.0
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            total = int(line.split()[1]) / 1024
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        total += sum(proportional_memory(int(child)) for child in task.read_text().split())
    return total


def start_and_memory(data: Path, pages: dict[str, str]) -> Iterator[Row]:
    port = free_port()
    began = time.perf_counter()
    with serve(data, port) as process:
        fetch(port, "/", {})
        started = time.perf_counter() - began
        for path in list(pages.values()) * 4:
            fetch(port, path, _GZIP)
        time.sleep(6)
        memory = proportional_memory(process)
    yield Row(
        "The process tree", "start to first page", f"{started:.1f} s", "", None, "5 s", started < 5
    )
    yield Row(
        "The process tree",
        "memory of all processes, two workers and the runner",
        f"{memory:.0f} MB",
        "",
        None,
        "250 MB",
        memory < 250,
    )
