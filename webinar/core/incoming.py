"""Names of files on their way in: they say which process writes them, so that its death is seen."""

import os
import re
import secrets
import socket
import zlib
from pathlib import Path

_NAME = re.compile(r"([0-9a-f]{8})-(\d{1,10})-(\d{1,20})-[0-9a-f]{32}(?:\.\w+)?")


def fresh_name(ending: str) -> str:
    """A name that nobody guesses, for a file of this process."""
    process = os.getpid()
    return f"{_machine()}-{process}-{_began(process)}-{secrets.token_hex(16)}{ending}"


def is_abandoned(name: str) -> bool:
    """The process that wrote it ran on this machine, and runs no more."""
    found = _NAME.fullmatch(name)
    if found is None or found[1] != _machine():
        return False
    return _began(int(found[2])) != int(found[3])


def _machine() -> str:
    """Several machines may share the folder; of others nobody here knows what runs."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_bytes()
    except OSError:
        boot = b""
    return f"{zlib.crc32(socket.gethostname().encode() + boot):08x}"


def _began(process: int) -> int:
    """When it began, in ticks since the machine did (proc(5), stat, field 22); 0 if it is gone.

    Another process may have got its number since.
    """
    try:
        words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return 0 if words[0] == "Z" else int(words[19])
