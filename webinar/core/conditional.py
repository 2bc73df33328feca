"""Conditional requests and codings (RFC 9110, 8.4, 8.8, 13), for the cache and for feeds alike."""

import functools
import gzip
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header, parse_date, parse_etags

#: of the ETag, so that each coding is a representation of its own (RFC 9110, 8.8.3.3)
GZIP_SUFFIX = "-gzip"
#: octets from which on a body is compressed less thoroughly
_LONG = 256 * 1024
#: shorter answers travel as they are
_WORTH_COMPRESSING = 600


@functools.lru_cache(maxsize=256)
def wants_gzip(accept_encoding: str) -> bool:
    """The client asked for gzip and does not like plain bytes better."""
    accepted = parse_accept_header(accept_encoding, Accept)
    quality = accepted["gzip"]
    return quality > 0 and quality >= dict(accepted).get("identity", 0)


def is_worth_compressing(body: bytes) -> bool:
    return len(body) >= _WORTH_COMPRESSING


def compressed(body: bytes) -> bytes:
    """The same bytes for the same body, whenever and wherever it is done."""
    # Of a long one the last tenths of its size cost most of the time.
    return gzip.compress(body, 3 if len(body) > _LONG else 6, mtime=0)


def tag(etag: str, *, compressed: bool) -> str:
    return etag + GZIP_SUFFIX if compressed else etag


def is_unchanged(environ: Mapping[str, Any], etag: str, last_modified: datetime | None) -> bool:
    """Whether the client has these bytes: 304.

    If-None-Match outranks If-Modified-Since and is compared weakly, in lists and as `*`; a date
    that cannot be read counts for nothing. What the request says about caches does not matter:
    Thunderbird sends `no-cache` with every conditional poll.
    """
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known is not None:
        if known == f'"{etag}"':
            return True
        tags = parse_etags(known)
        return tags.star_tag or tags.contains_weak(etag)
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    if since is None or last_modified is None:
        return False
    seen = parse_date(since)
    return seen is not None and last_modified <= seen
