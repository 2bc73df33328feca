"""facts/reliability.md 3.6: whoever sends slowly keeps nobody else waiting; half a text is none."""

import socket
import time
import urllib.request

import pytest

from tests.support.serving import Server, serving

pytestmark = [pytest.mark.slow, pytest.mark.checklist(38)]
#: seconds; the bar is half a second on a machine that does nothing else
_SOON = 5.0
_OF_EVERY_ANSWER = (
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "X-Frame-Options",
    "Permissions-Policy",
    "Cross-Origin-Opener-Policy",
    "Cache-Control",
)


def _begin(server: Server, length: int, kind: str, body: bytes) -> socket.socket:
    """A request to /contact, of which only the beginning is sent."""
    host, port = server.base_url.removeprefix("http://").split(":")
    line = socket.create_connection((host, int(port)), timeout=10)
    line.sendall(
        (
            f"POST /contact HTTP/1.1\r\nHost: {host}:{port}\r\nSec-Fetch-Site: same-origin\r\n"
            f"Content-Type: {kind}\r\nContent-Length: {length}\r\n\r\n"
        ).encode()
        + body
    )
    return line


def test_a_hundred_half_sent_forms(tmp_path):
    form = "application/x-www-form-urlencoded"
    with serving(tmp_path / "data", "--workers", "1") as server:
        lines = [_begin(server, 100_000, form, b"name=") for _ in range(100)]
        time.sleep(1)
        for path in ("/livez", "/", "/contact"):
            began = time.monotonic()
            with urllib.request.urlopen(server.base_url + path, timeout=20) as answer:
                assert answer.status == 200
            assert time.monotonic() - began < _SOON, path
        for line in lines:
            line.close()
        # The line breaks in the middle: refused before the application sees it.
        line = _begin(server, 1_000, form, b"name=Ada&body=half of what I wan")
        line.shutdown(socket.SHUT_WR)
        answer = line.recv(4096)
        assert answer.startswith(b"HTTP/1.1 400")
        with urllib.request.urlopen(server.base_url + "/call/sent", timeout=20) as other:
            for name in _OF_EVERY_ANSWER:
                assert f"{name}: {other.headers[name]}".lower().encode() in answer.lower(), name
        line.close()
