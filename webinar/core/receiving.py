"""Writing an upload to disk while it arrives, without ever holding it in memory."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from webinar.core.filetypes import EMPTY, TOO_LARGE, Refused
from webinar.core.incoming import fresh_name

_CHUNK = 256 * 1024


class Readable(Protocol):
    """A stream of bytes, such as werkzeug's FileStorage.stream."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes, b"" at the end."""


@dataclass(frozen=True)
class Received:
    """An arrived file under a generated name; `size` in bytes, `sha256` in hexadecimal digits."""

    path: Path
    size: int
    sha256: str


def receive(stream: Readable, folder: Path, max_bytes: int) -> Received:
    """Write the stream to a new file (mode 0600) in `folder`.

    Raises Refused beyond `max_bytes` or when nothing came; what was written is removed then, as
    on any other error.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / fresh_name(".part")
    digest, size = hashlib.sha256(), 0
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if size > max_bytes:
                    raise Refused(TOO_LARGE, most=max(1, max_bytes // 1024 // 1024))
                digest.update(chunk)
                file.write(chunk)
            if not size:
                raise Refused(EMPTY)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Received(path, size, digest.hexdigest())
