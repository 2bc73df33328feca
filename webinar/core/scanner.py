"""A virus scanner that looks at what people hand in: ClamAV's daemon, where one is named.

`WEBINAR_SCANNER` names its socket. Whatever goes wrong on the way to it means "not looked at":
then nobody gets the file, until a later attempt finds nothing in it.
"""

import contextlib
import logging
import socket
from enum import Enum
from pathlib import Path

from flask import current_app, has_request_context, request

from webinar.core.db import let_go
from webinar.core.turns import stepped_aside

log = logging.getLogger("webinar.scanner")
#: seconds for the connection, and for each answer or piece that is sent
_CONNECT, _PATIENCE = 5, 60
_PIECE = 256 * 1024


class Verdict(Enum):
    """What the scanner says of a file; its values are those of `StoredFile.scan`."""

    #: it found nothing, or there is no scanner
    CLEAN = ""
    #: it could not be asked
    WAITING = "waiting"
    INFECTED = "infected"


def look(path: Path) -> Verdict:
    """Ask about the file at `path`. Takes seconds: never inside a transaction.

    During a request its turn and its connection to the database are given back meanwhile.
    """
    address = str(current_app.config["SCANNER"])
    if not address:
        return Verdict.CLEAN
    let_go()
    aside = stepped_aside(request.environ) if has_request_context() else contextlib.nullcontext()
    with aside:
        try:
            answer = _ask(address, path)
        except OSError as error:
            log.warning("the virus scanner cannot be asked", extra={"reason": str(error)})
            return Verdict.WAITING
    if answer.endswith(b"FOUND"):
        return Verdict.INFECTED
    if answer == b"stream: OK":
        return Verdict.CLEAN
    # Too large for it, or its signatures are missing; its own words hold no name of a file.
    log.warning(
        "the virus scanner has no verdict", extra={"reason": answer[:200].decode("latin-1")}
    )
    return Verdict.WAITING


def answers(address: str) -> bool:
    """Whether a scanner is there."""
    try:
        with _connected(address) as line:
            line.sendall(b"zPING\0")
            return line.recv(16).startswith(b"PONG")
    except OSError:
        return False


def _ask(address: str, path: Path) -> bytes:
    """clamd(8), INSTREAM: pieces with their length before them, an empty one at the end."""
    with _connected(address) as line, path.open("rb") as file:
        line.settimeout(_PATIENCE)
        # It may answer and hang up before everything is sent: its answer is what counts.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            line.sendall(b"zINSTREAM\0")
            while piece := file.read(_PIECE):
                line.sendall(len(piece).to_bytes(4) + piece)
            line.sendall(bytes(4))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < 4096:
            more = line.recv(4096)
            if not more:
                break
            answer += more
    return answer.rstrip(b"\0\n")


def _connected(address: str) -> socket.socket:
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(_CONNECT)
        try:
            line.connect(address)
        except OSError:
            line.close()
            raise
        return line
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=_CONNECT)
