"""Answer a poll: validators first, bytes only when they are wanted (RFC 9110, 13)."""

from collections.abc import Callable
from datetime import datetime

from flask import Response, request
from werkzeug.datastructures import ETags

#: five minutes fresh; an hour in which a cache may answer while it asks
CACHE = "public, max-age=300, stale-while-revalidate=3600"
MEDIA_TYPE = "text/calendar; charset=utf-8"
#: of the ETag, so that each coding is a representation of its own (RFC 9110, 8.8.3.3)
GZIP_SUFFIX = "-gzip"


def wants_gzip() -> bool:
    """The client asked for gzip and does not like plain bytes better."""
    accepted = request.accept_encodings
    quality = accepted["gzip"]
    return quality > 0 and quality >= _named(dict(accepted), "identity")


def _named(accepted: dict[str, float], coding: str) -> float:
    return accepted.get(coding, 0)


def tag(etag: str, *, compressed: bool) -> str:
    return etag + GZIP_SUFFIX if compressed else etag


def is_unchanged(etag: str, last_modified: datetime) -> bool:
    """Whether the client has these bytes: 304.

    If-None-Match outranks If-Modified-Since and is compared weakly, in lists and as `*`; a date
    that cannot be read counts for nothing. What the request says about caches does not matter:
    Thunderbird sends `no-cache` with every conditional poll.
    """
    if "If-None-Match" in request.headers:
        known: ETags = request.if_none_match
        return known.star_tag or known.contains_weak(etag)
    since = request.if_modified_since
    return since is not None and last_modified <= since


def not_modified(etag: str, last_modified: datetime) -> Response:
    response = Response(status=304)
    # No body, so no type of one.
    response.headers.pop("Content-Type", None)
    return _headed(response, etag, last_modified)


def calendar(
    body: bytes, etag: str, last_modified: datetime, *, compressed: bool, filename: str = ""
) -> Response:
    """The whole file; with `filename` as a download."""
    response = Response(body, content_type=MEDIA_TYPE)
    if compressed:
        response.headers["Content-Encoding"] = "gzip"
    if filename:
        response.headers.set("Content-Disposition", "attachment", filename=filename)
    return _headed(response, etag, last_modified)


def _headed(response: Response, etag: str, last_modified: datetime) -> Response:
    response.set_etag(etag)
    response.last_modified = last_modified
    response.headers["Cache-Control"] = CACHE
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def answer(
    etag: str,
    last_modified: datetime,
    read: Callable[[bool], tuple[bytes, str, datetime] | None],
) -> Response | None:
    """304 from the validators alone, else what `read(compressed)` finds: body, ETag, date.

    None when the bytes are gone between both reads.
    """
    compressed = wants_gzip()
    if is_unchanged(tag(etag, compressed=compressed), last_modified):
        return not_modified(tag(etag, compressed=compressed), last_modified)
    found = read(compressed)
    if found is None:
        return None
    body, etag, last_modified = found
    return calendar(body, tag(etag, compressed=compressed), last_modified, compressed=compressed)
