"""Answer a poll: validators first, bytes only when they are wanted (RFC 9110, 13)."""

from collections.abc import Callable
from datetime import datetime

from flask import Response, current_app, request

from webinar.core import conditional, ids
from webinar.core.conditional import tag
from webinar.core.filenames import content_disposition
from webinar.core.http import COMPARED

#: five minutes fresh; an hour in which a cache may answer while it asks
CACHE = "public, max-age=300, stale-while-revalidate=3600"
MEDIA_TYPE = "text/calendar; charset=utf-8"


def is_unchanged(etag: str, last_modified: datetime) -> bool:
    """Whether the client has these bytes: 304."""
    return conditional.is_unchanged(request.environ, etag, last_modified)


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
        response.headers["Content-Disposition"] = content_disposition(filename)
    return _headed(response, etag, last_modified)


def coded(body: bytes, *, compressed: bool) -> bytes:
    """The body in the coding that was agreed upon."""
    return conditional.compressed(body) if compressed else body


def _may_compress() -> bool:
    return bool(current_app.config["FEED_COMPRESSION"])


def _headed(response: Response, etag: str, last_modified: datetime) -> Response:
    response.set_etag(etag)
    response.last_modified = last_modified
    # Nobody on the way may compress what should travel as it is (RFC 9111, 5.2.2.6).
    response.headers["Cache-Control"] = CACHE if _may_compress() else f"{CACHE}, no-transform"
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
    wanted = conditional.wants_gzip(request.headers.get("Accept-Encoding", ""))
    compressed = wanted and _may_compress()
    if is_unchanged(tag(etag, compressed=compressed), last_modified):
        return not_modified(tag(etag, compressed=compressed), last_modified)
    found = read(compressed)
    if found is None:
        return None
    body, etag, last_modified = found
    return calendar(body, tag(etag, compressed=compressed), last_modified, compressed=compressed)


def made(
    body: bytes,
    media_type: str,
    last_modified: datetime,
    *,
    filename: str = "",
    is_listed: bool = True,
) -> Response:
    """A form that is made when asked for. The byte cache before us answers 304 and compresses;
    what it never keeps, such as the answer to a search, does so here.

    What is not listed asks search engines to leave it out.
    """
    etag, is_ours = ids.digest_id(body), not request.environ.get(COMPARED)
    wanted = conditional.wants_gzip(request.headers.get("Accept-Encoding", ""))
    shrinks = is_ours and wanted and _may_compress() and conditional.is_worth_compressing(body)
    etag = tag(etag, compressed=shrinks)
    is_known = is_ours and is_unchanged(etag, last_modified)
    if is_known:
        response = not_modified(etag, last_modified)
    else:
        response = Response(coded(body, compressed=shrinks), content_type=media_type)
    if shrinks and not is_known:
        response.headers["Content-Encoding"] = "gzip"
    if not is_listed:
        response.headers["X-Robots-Tag"] = "noindex"
    if filename and not is_known:
        response.headers["Content-Disposition"] = content_disposition(filename, inline=True)
    return _headed(response, etag, last_modified)
