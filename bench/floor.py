"""The floor: a bare WSGI callable that hands out the same bytes, under the same server.

`BENCH_FLOOR` names a JSON file: path -> [status line, headers, file with the body].
"""

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Known = dict[str, tuple[str, list[tuple[str, str]], bytes]]


def _read(file: Path) -> Known:
    return {
        path: (status, [(name, value) for name, value in headers], Path(body).read_bytes())
        for path, (status, headers, body) in json.loads(file.read_text()).items()
    }


_known: Known = _read(Path(os.environ["BENCH_FLOOR"]))


def app(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """The kept answer for the path, whatever else was asked."""
    status, headers, body = _known[environ["PATH_INFO"]]
    start(status, headers)
    return [body]
