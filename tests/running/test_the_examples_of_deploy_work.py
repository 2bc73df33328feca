"""deploy/: nginx before two processes and PostgreSQL as the example has it; systemd's file."""

import contextlib
import http.client
import os
import re
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support import databases, missing, source
from tests.support.serving import Server, free_port, serving

pytestmark = [pytest.mark.slow]
NAME = "webinars.example.org"
DEPLOY = source.ROOT / "deploy"
_HTTP_CONF = """
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
{user}
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


@dataclass(frozen=True)
class Site:
    """Two processes behind nginx."""

    plain: int
    secure: int
    #: of which each can be stopped
    processes: tuple[contextlib.ExitStack, contextlib.ExitStack]
    environment: dict[str, str]
    errors: Path

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        body: bytes | None = None,
        sender: str = "127.0.0.1",
        **headers: str,
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """One request through nginx on a line of its own: status, headers, body."""
        line = http.client.HTTPSConnection(
            "127.0.0.1",
            self.secure,
            timeout=30,
            source_address=(sender, 0),
            context=ssl._create_unverified_context(),  # noqa: S323
        )
        sent = {"Host": NAME, "Sec-Fetch-Site": "same-origin"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        with contextlib.closing(line):
            line.request(method, path, body, sent)
            answer = line.getresponse()
            return answer.status, answer.headers, answer.read()


def _configured(folder: Path, ports: dict[str, int]) -> Path:
    """The example with our ports, our certificate, and nothing else changed."""
    words = (DEPLOY / "nginx.conf").read_text()
    for old, new in {
        "listen 80;": f"listen 127.0.0.1:{ports['plain']};",
        "listen [::]:80;": "",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{ports['secure']} ssl http2;",
        "listen [::]:443 ssl http2;": "",
        "127.0.0.1:8000": f"127.0.0.1:{ports['first']}",
        "127.0.0.1:8001": f"127.0.0.1:{ports['second']}",
        "/etc/ssl/webinar/": f"{folder}/",
    }.items():
        assert old in words, old
        words = words.replace(old, new)
    (folder / "site.conf").write_text(words)
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", f"/CN={NAME}", "-keyout", "privkey.pem", "-out", "fullchain.pem"),
        ],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(_HTTP_CONF.format(folder=folder, user=user))
    return folder / "nginx.conf"


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with contextlib.suppress(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), timeout=10).close()
            return
        time.sleep(0.05)
    raise RuntimeError("nginx did not start")


@contextlib.contextmanager
def _nginx(folder: Path, ports: dict[str, int]) -> Iterator[None]:
    program = missing.find("nginx")
    arguments = [program, "-p", str(folder), "-c", str(_configured(folder, ports))]
    checked = subprocess.run([*arguments, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    process = subprocess.Popen(arguments, stderr=subprocess.DEVNULL)
    try:
        _wait_for(ports["secure"])
        yield
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    missing.find("nginx")
    folder = tmp_path_factory.mktemp("deploy")
    database = databases.empty("postgresql", folder / "none")
    more = {"WEBINAR_BASE_URL": f"https://{NAME}", "WEBINAR_TRUSTED_PROXIES": "127.0.0.1"}
    first, second = contextlib.ExitStack(), contextlib.ExitStack()

    def process(stack: contextlib.ExitStack) -> Server:
        return stack.enter_context(
            serving(folder / "data", "--workers", "1", database_url=database.url, more=more)
        )

    with second, first:
        one, two = process(first), process(second)
        ports = {
            "first": int(one.base_url.rsplit(":", 1)[1]),
            "second": int(two.base_url.rsplit(":", 1)[1]),
            "plain": free_port(),
            "secure": free_port(),
        }
        proxy = folder / "nginx"
        proxy.mkdir()
        with _nginx(proxy, ports):
            yield Site(
                ports["plain"],
                ports["secure"],
                (first, second),
                one.environment,
                proxy / "error.log",
            )
    databases.discard(database)


def _personal_link(site: Site) -> str:
    """A speaker's, made beside the running processes."""
    from tests.support.world import BY, World
    from webinar.app import create_app
    from webinar.core import links
    from webinar.settings import Settings
    from webinar.speakers.operations import send_personal_link

    app = create_app(Settings.from_environment(site.environment))
    with app.app_context():
        link = send_personal_link(speaker_id=World(app).speaker.public_id, by=BY)
        token = links.token(link)
    databases.close(app)
    return f"/my/{token}"


def test_pages_and_redirects(site: Site) -> None:
    status, headers, body = site.ask("/")
    assert status == 200
    assert b"<html" in body
    assert "Strict-Transport-Security" in headers
    assert "nginx/" not in headers["Server"]
    line = http.client.HTTPConnection("127.0.0.1", site.plain, timeout=10)
    line.request("GET", "/contact", headers={"Host": NAME})
    answer = line.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/contact")
    line.close()
    status, headers, _ = site.ask("/organize/")
    assert status == 302
    assert re.match(rf"(https://{NAME})?/sign-in\?", headers["Location"])
    assert site.ask("/metrics")[0] == 404
    assert site.ask("/", Host="other.example.org")[0] in (400, 404)


def test_limits_know_the_visitors_apart(site: Site) -> None:
    """By nginx's word, and by nobody else's."""

    def found(sender: str, **headers: str) -> int:
        return site.ask("/search?q=rivers", sender=sender, **headers)[0]

    statuses = [found("127.0.0.2", X_Forwarded_For=f"203.0.113.{n}") for n in range(60)]
    assert 429 in statuses, "an invented address is no new visitor"
    assert found("127.0.0.3") == 200


def test_a_file_arrives_whole(site: Site) -> None:
    path = _personal_link(site)
    data = b"%PDF-1.4\n" + bytes(range(256)) * 20_000 + b"\n%%EOF\n"
    fields = {
        "title": "On rivers",
        "kind": "paper",
        "language": "en",
        "session_id": "",
        "abstract": "",
        "body": "Rivers carry what we give them.",
        "note": "",
        "authors-0-name": "Maria Nowak",
        "authors-0-affiliation": "",
    }
    parts = [
        f'--limit\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    parts.append(
        b'--limit\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n'
        b"Content-Type: application/pdf\r\n\r\n" + data + b"\r\n--limit--\r\n"
    )
    status, _, body = site.ask(
        f"{path}/papers/new",
        method="POST",
        body=b"".join(parts),
        Content_Type="multipart/form-data; boundary=limit",
    )
    assert status == 303, body.decode(errors="replace")
    stored = Path(site.environment["WEBINAR_DATA"]).glob("files/??/*")
    assert data in [place.read_bytes() for place in stored]


def test_one_process_stops_under_load_and_nobody_notices(site: Site) -> None:
    stop, statuses = threading.Event(), list[Any]()

    def load(path: str) -> None:
        while not stop.is_set():
            try:
                statuses.append(site.ask(path)[0])
            except OSError as error:
                statuses.append(repr(error))

    threads = [
        threading.Thread(target=load, args=(path,)) for path in ("/", "/contact", "/news/", "/")
    ]
    for thread in threads:
        thread.start()
    time.sleep(1.5)
    before = len(statuses)
    # SIGTERM, and waits until it has ended.
    site.processes[0].close()
    ended = len(statuses)
    time.sleep(2)
    stop.set()
    for thread in threads:
        thread.join(30)
    assert before > 10
    assert len(statuses) > ended, "the other one answers"
    failed = [one for one in statuses if one != 200]
    assert failed == [], site.errors.read_text()[-2000:]


def test_systemd_understands_its_file(tmp_path: Path) -> None:
    program = missing.find("systemd")
    unit = tmp_path / "webinar.service"
    words = (DEPLOY / "webinar.service").read_text()
    called = re.search(r"^ExecStart=(\S+) (.*)$", words, re.MULTILINE)
    assert called
    unit.write_text(words.replace(called[1], sys.executable))
    done = subprocess.run(
        [program, "verify", "--man=no", str(unit)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.strip()) == (0, "")
    from webinar.cli import main

    assert called[2].split()[0] in main.commands
