"""SIGTERM under load: two processes behind nginx, restarted one after the other."""

import contextlib
import http.client
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from bench.faults import postgres, sites
from bench.faults.verdicts import Verdict
from bench.faults.writers import Writers
from bench.serving import free_port

_FAULT = "SIGTERM under load"
_CONF = Path(__file__).parents[2] / "deploy/nginx.conf"
_ROUNDS = 3
_PATHS = ("/", "/webinars/", "/papers/", "/contact", "/feeds/site.ics")
_AROUND = """
worker_processes 1;
daemon off;
user root;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


def faults(folder: Path) -> Iterator[Verdict]:
    """Needs Debian's nginx, and PostgreSQL (else one SQLite file serves both)."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        yield Verdict(_FAULT, "everything", "nginx is not installed", is_kept=None)
        return
    with postgres.server() as server, contextlib.ExitStack() as stack:
        url = server.url if server else ""
        door = free_port()
        more = {"WEBINAR_BASE_URL": f"http://127.0.0.1:{door}"}
        more["WEBINAR_TRUSTED_PROXIES"] = "127.0.0.1"

        def start(port: int = 0) -> sites.Site:
            return sites.start(
                folder / "data", "--with-examples", port=port, database_url=url, more=more
            )

        both = [start(), start()]
        stack.callback(lambda: [one.stop() for one in both])
        stack.enter_context(_nginx(nginx, folder, door, [one.port for one in both]))
        front = sites.Site(door, both[0].process, both[0].environment, both[0].log)
        sites.until(lambda: _answers(front), 20)
        for one in both:
            sites.until(one.has_runner, 30)
        writers = Writers(front)
        longest = 0.0
        with sites.Load(front.ask, _PATHS, pause=0.01) as load, writers:
            time.sleep(1)
            for _ in range(_ROUNDS):
                for number, one in enumerate(both):
                    began = time.monotonic()
                    one.stop(signal.SIGTERM)
                    longest = max(longest, time.monotonic() - began)
                    time.sleep(0.5)
                    both[number] = start(one.port)
            time.sleep(1)
        yield Verdict(
            _FAULT,
            f"{2 * _ROUNDS} restarts behind nginx: readers",
            f"{len(load.seen)} asked, failed {dict(load.failed()) or 'none'},"
            f" stopped within {longest:.1f} s",
            "none failed",
            not load.failed() and len(load.seen) > 200,
        )
        yield Verdict(
            _FAULT,
            "the same: visitors who comment",
            writers.words(),
            "all answered, none lost",
            writers.is_kept() and not writers.refused,
        )
        yield _alone(both[0])


def _alone(site: sites.Site) -> Verdict:
    """Without a proxy: what was begun is finished; what comes later finds a closed door."""
    with sites.Load(site.ask, _PATHS) as load:
        time.sleep(1)
        site.stop(signal.SIGTERM)
        time.sleep(0.5)
    failed = load.failed()
    refused = failed.pop("ConnectionRefusedError", 0)
    broken = sum(failed.values())
    return Verdict(
        _FAULT,
        "one process without a proxy",
        f"{len(load.seen) - refused} taken, {dict(failed) or 'none'} broken off, then refused",
        "at most one per reader",
        broken <= len(_PATHS),
    )


def _answers(site: sites.Site) -> bool:
    with contextlib.suppress(OSError, http.client.HTTPException):
        return site.ask("/").status == 200
    return False


@contextlib.contextmanager
def _nginx(program: str, folder: Path, door: int, ports: list[int]) -> Iterator[None]:
    """deploy/nginx.conf before our ports; without TLS, which is not what is tried here."""
    words = _CONF.read_text()
    words = re.sub(r"(?s)server \{\s*listen 80;.*?\n\}\n", "", words)
    words = re.sub(r"\s*listen \[::\]:443[^;]*;|\s*ssl_\w+ [^;]*;", "", words)
    for old, new in {
        "listen 443 ssl http2;": f"listen 127.0.0.1:{door};",
        "server_name webinars.example.org;": "server_name _;",
        "127.0.0.1:8000": f"127.0.0.1:{ports[0]}",
        "127.0.0.1:8001": f"127.0.0.1:{ports[1]}",
    }.items():
        if old not in words:
            raise RuntimeError(f"deploy/nginx.conf has no {old!r} any more")
        words = words.replace(old, new)
    words = words.replace("proxy_set_header Host $host;", "proxy_set_header Host $http_host;")
    (folder / "site.conf").write_text(words)
    (folder / "nginx.conf").write_text(_AROUND.format(folder=folder))
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)  # noqa: S603
    try:
        yield
    finally:
        process.terminate()
        process.wait(10)
