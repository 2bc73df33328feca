"""50 MB are taken and 2 GB refused by a real server whose processes do not grow by it."""

import contextlib
import http.client
import re
import secrets
import socket
import time
from collections.abc import Iterator

import pytest

from tests.core.test_pdf_facts import pdf_with_words
from tests.support import memory
from tests.support.serving import Server, serving

pytestmark = [pytest.mark.slow, pytest.mark.checklist(38)]
MB = 1024 * 1024
GROWTH = 20 * MB
_EDGE = "edge" + secrets.token_hex(8)


def link_of_a_speaker(server: Server) -> str:
    """`/my/<token>` of somebody new, made by a process of its own as the site's."""
    words = (
        "from webinar.app import create_app\n"
        "from webinar.settings import Settings\n"
        "from webinar.core import links\n"
        "from webinar.core.db import transaction\n"
        "from webinar.core.journal import SYSTEM\n"
        "from webinar.speakers.operations import create_speaker, personal_link\n"
        "with create_app(Settings.from_environment()).app_context():\n"
        "    made = create_speaker(name='Maria', email='m@example.org', language='en', by=SYSTEM)\n"
        "    with transaction():\n"
        "        print('token', links.token(personal_link(made)))\n"
    )
    answer = server.python(words)
    return "/my/" + re.search(r"^token (\S+)$", answer, re.MULTILINE)[1]


def multipart(
    name: str, size: int, start: bytes = b"", end: bytes = b""
) -> tuple[int, Iterator[bytes]]:
    """Length and pieces of a form with one file of that many bytes."""
    fields = {"title": "Large", "kind": "paper", "language": "en", "body": "", "abstract": ""}
    fields |= {"authors-0-name": "Maria", "authors-0-affiliation": "", "key": secrets.token_hex(13)}
    head = "".join(
        f'--{_EDGE}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
        for key, value in fields.items()
    )
    head += (
        f'--{_EDGE}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    )
    tail = f"\r\n--{_EDGE}--\r\n".encode()
    middle = size - len(start) - len(end)

    def pieces() -> Iterator[bytes]:
        yield head.encode() + start
        left = middle
        while left:
            piece = min(left, 256 * 1024)
            yield b"%" * piece
            left -= piece
        yield end + tail

    return len(head.encode()) + size + len(tail), pieces()


def post(server: Server, path: str, length: int | None, pieces: Iterator[bytes]) -> tuple[int, int]:
    """Send until everything is sent or the server has answered; status and bytes sent."""
    host, port = server.base_url.removeprefix("http://").split(":")
    line = socket.create_connection((host, int(port)), timeout=60)
    size = f"Content-Length: {length}" if length is not None else "Transfer-Encoding: chunked"
    line.sendall(
        (
            f"POST {path} HTTP/1.1\r\nHost: {host}:{port}\r\nSec-Fetch-Site: same-origin\r\n"
            f"Content-Type: multipart/form-data; boundary={_EDGE}\r\n{size}\r\n\r\n"
        ).encode()
    )
    sent = 0
    with contextlib.closing(line):
        with contextlib.suppress(BrokenPipeError, ConnectionResetError, TimeoutError):
            for piece in pieces:
                line.sendall(piece if length else b"%x\r\n%s\r\n" % (len(piece), piece))
                sent += len(piece)
                line.settimeout(0.0)
                with contextlib.suppress(BlockingIOError):
                    if line.recv(1, socket.MSG_PEEK):
                        break
                line.settimeout(60)
        line.settimeout(60)
        answer = http.client.HTTPResponse(line)
        answer.begin()
        return answer.status, sent


@contextlib.contextmanager
def staying_small(server: Server, growth: dict[str, int], name: str) -> Iterator[None]:
    """Notes how much the most that any process of the site held is above what it held before."""
    processes = memory.family(server.process)
    memory.forget_peaks(processes)
    before = {}
    for one in processes:
        # A child that looked at the file before may end just now.
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            before[one] = memory.held(one).now
    yield
    time.sleep(0.5)
    grown = []
    for one, held in before.items():
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            grown.append(memory.held(one).peak - held)
    growth[name] = max(grown)


def test_fifty_mb_are_taken_and_two_gb_refused_at_constant_memory(tmp_path):
    growth: dict[str, int] = {}
    with serving(tmp_path / "data", "--workers", "1") as server:
        path = f"{link_of_a_speaker(server)}/papers/new"
        small = pdf_with_words("Rivers")
        for _ in range(2):
            # Whatever is loaded at the first upload is loaded then.
            assert post(server, path, *multipart("small.pdf", len(small), small))[0] == 303
        time.sleep(3)
        with staying_small(server, growth, "50 MB"):
            length, pieces = multipart("large.pdf", 50 * MB, small + b"\n", b"\n%%EOF\n")
            assert post(server, path, length, pieces)[0] == 303
        with staying_small(server, growth, "2 GB"):
            length, pieces = multipart("huge.pdf", 2048 * MB, small)
            status, sent = post(server, path, length, pieces)
            assert status == 413
            # Read past for a while, so that the browser hears the answer and the words come back.
            assert sent < 700 * MB
        with staying_small(server, growth, "endless"):
            _, pieces = multipart("endless.pdf", 2048 * MB, small)
            status, sent = post(server, path, None, pieces)
            assert status in (411, 413)
            assert sent < 300 * MB
        kept = [one for one in server.data.glob("files/*/*") if one.stat().st_size == 50 * MB]
        assert len(kept) == 1
        assert not list(server.data.glob("incoming/*"))
    assert max(growth.values()) < GROWTH, {name: size // MB for name, size in growth.items()}
