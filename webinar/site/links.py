"""Addresses of this site: paths with quoted parts, and absolute from the configured base."""

from functools import lru_cache
from urllib.parse import quote

from flask import current_app


@lru_cache(maxsize=4096)
def path_of(*parts: str, end: str = "/") -> str:
    """`/a/b/` with each part quoted (RFC 3986)."""
    return "/" + "/".join(quote(part, safe="") for part in parts) + end


def absolute(path: str) -> str:
    """The address that people use for a path of this site."""
    return str(current_app.config["BASE_URL"]) + path
