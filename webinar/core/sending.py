"""Stored bytes as an answer: the same headers and ranges whatever the storage is."""

import re
from typing import Any

from flask import Response, request
from werkzeug.exceptions import NotFound, PreconditionFailed
from werkzeug.wsgi import wrap_file

from webinar.core.filenames import content_disposition
from webinar.core.files import StoredFile, storage
from webinar.core.http import ASKED_BY_HEAD, SANDBOX_CSP

#: one range of bytes (RFC 9110, 14.1.2); of anything else the whole is sent, as 14.2 allows
_ONE_RANGE = re.compile(r"bytes=(?:(\d{1,15})-(\d{0,15})|-(\d{1,15}))", re.IGNORECASE | re.ASCII)
#: smaller ones take as long by way of a second address as at once
_WORTH_A_LINK = 1024 * 1024


def answer_with(
    stored: StoredFile,
    name: str,
    *,
    inline: bool = False,
    cache: str = "private, no-store",
    csp: str = SANDBOX_CSP,
) -> Response:
    """The bytes under that name: a strong ETag, ranges, an attachment if not `inline`.

    A large attachment may be answered by a link to the storage instead. Raises NotFound for bytes
    that are lost.
    """
    place, media_type, etag = stored.storage_name, stored.media_type, stored.sha256[:32]
    size, made_at = stored.size, stored.created_at
    link = None
    is_head = request.method == "HEAD" or ASKED_BY_HEAD in request.environ
    if not inline and not is_head and size >= _WORTH_A_LINK:
        link = storage().link(place)
    if link is not None:
        response = Response(status=302, headers={"Location": link})
        # The link opens for everybody who has it, for a minute: nobody keeps it.
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response
    try:
        content = storage().open(place)
    except FileNotFoundError:
        raise NotFound from None
    response = Response(
        wrap_file(request.environ, content, 256 * 1024),
        mimetype=media_type,
        direct_passthrough=True,
    )
    response.content_length = size
    response.last_modified = made_at
    response.set_etag(etag)
    response.headers["Content-Disposition"] = content_disposition(name, inline=inline)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = csp
    response.headers["Cache-Control"] = cache
    try:
        response.make_conditional(_asked(), accept_ranges=True, complete_length=size)
        if response.status_code == PreconditionFailed.code:
            # Not what was asked for (RFC 9110, 13.1.1); the library would send it all the same.
            raise PreconditionFailed
    except Exception:
        content.close()
        raise
    return response


def _asked() -> dict[str, Any]:
    """The request without a range that no answer can be made of."""
    environ = request.environ
    found = _ONE_RANGE.fullmatch(environ.get("HTTP_RANGE", "").replace(" ", ""))
    if found and not (found[1] and found[2] and int(found[1]) > int(found[2])):
        return environ
    return {name: value for name, value in environ.items() if name != "HTTP_RANGE"}
