"""Style sheets, scripts and pictures of our own: an address that names a version is kept for ever.

The version is a digest of the bytes, so an upgrade gives new addresses to what it changed only.
"""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

FOR_EVER = "public, max-age=31536000, immutable"


@lru_cache(maxsize=256)
def version_of(file: Path) -> str:
    """Ten hexadecimal digits of the file's digest; empty for one that does not exist."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()[:10]
    except OSError:
        return ""


def may_keep_for_ever(app: Flask) -> bool:
    """Whether the asked address names the version that the file has."""
    name = (request.view_args or {}).get("filename", "")
    wanted = request.args.get("v")
    return bool(wanted) and wanted == version_of(Path(app.static_folder or "") / name)


def init_app(app: Flask) -> None:
    @app.url_defaults
    def name_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and "v" not in values:
            values["v"] = version_of(Path(app.static_folder or "") / values["filename"]) or None

    @app.after_request
    def keep(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code == 200:
            # Of a file without a version in its address nobody knows how long it stays.
            response.headers["Cache-Control"] = FOR_EVER if may_keep_for_ever(app) else "no-cache"
        return response
