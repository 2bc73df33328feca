"""A paper's file as an answer: what may run in it, and who is told why there is none."""

from flask import Response, abort, request
from flask_babel import gettext

from webinar.core.files import StoredFile
from webinar.core.http import PUBLIC_CACHE, SANDBOX_CSP
from webinar.core.plainerror import N_
from webinar.core.scanner import Verdict
from webinar.core.sending import answer_with

#: a browser's own PDF viewer, which a sandbox would keep from starting; nothing else may load
VIEWER_CSP = (
    "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none';"
    " base-uri 'none'; form-action 'none'"
)
_PDF = "application/pdf"
#: why somebody does not get a file: what the virus scanner said, in words
_UNSCANNED = {
    Verdict.WAITING.value: N_(
        "This file was not checked for viruses yet. Try again in some minutes."
    ),
    Verdict.INFECTED.value: N_("A virus was found in this file, so nobody can open it."),
}


def send_stored(
    stored: StoredFile, name: str, *, inline: bool = False, is_public: bool = False
) -> Response:
    """The bytes, with ranges and a strong ETag; an attachment that may run and load nothing.

    `inline` is for pictures made here and for PDF (RFC 6266 section 4.2).
    """
    if stored.scan:
        abort(403, gettext(_UNSCANNED[stored.scan]))
    views_pdf = inline and stored.media_type == _PDF
    return answer_with(
        stored,
        name,
        inline=inline,
        cache=PUBLIC_CACHE if is_public else "private, no-store",
        csp=VIEWER_CSP if views_pdf else SANDBOX_CSP,
    )


def wants_view(stored: StoredFile) -> bool:
    """`?view=1` shows a PDF in the browser; every other kind is always an attachment."""
    return request.args.get("view") == "1" and stored.media_type == _PDF
