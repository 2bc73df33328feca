"""Error answers: a sentence on what happened, one on what to do; plain text for programs."""

import logging
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_babel import gettext, ngettext
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.utils import redirect

from webinar.core.db import db
from webinar.core.limits import TooMany

log = logging.getLogger("webinar.errors")
#: addresses whose readers are programs
_PLAIN_ENDINGS = (".ics", ".atom", ".json", ".xml", ".txt", ".bib")


@dataclass(frozen=True)
class Words:
    """What the page says."""

    title: str
    advice: str


def _words(code: int, error: Any, reference: str) -> Words:
    said = {
        400: (
            gettext("This request could not be understood"),
            gettext("Go back, open the page again and retry."),
        ),
        401: (
            gettext("Please sign in again"),
            gettext("You were signed out while you were away. Sign in and send the form again."),
        ),
        403: (
            gettext("This page is not yours to open"),
            gettext("Sign in with an account that may, or ask an organizer for access."),
        ),
        404: (
            gettext("There is no such page"),
            gettext("Check the address, or search for what you were looking for."),
        ),
        405: (
            gettext("This address does not take that kind of request"),
            gettext("Open the page it belongs to and use its buttons."),
        ),
        409: (
            gettext("Somebody else changed this meanwhile"),
            gettext("Open it again, compare, and save once more."),
        ),
        410: (
            gettext("This page was taken down"),
            gettext("What stood here was removed by the organizers. Search for something like it."),
        ),
        411: (
            gettext("This request does not say how long it is"),
            gettext("Send it with its length (Content-Length), as browsers do."),
        ),
        413: (gettext("That is too large"), gettext("Choose a smaller file, or send it in parts.")),
        415: (
            gettext("This kind of content is not accepted here"),
            gettext("Use the form on the page."),
        ),
        422: (
            gettext("Some of this could not be accepted"),
            gettext("Go back and correct what is marked."),
        ),
        429: (gettext("That was too often"), gettext("Wait a little and try again.")),
        503: (gettext("The site is busy for a moment"), gettext("Try again in a minute.")),
    }
    title, advice = said.get(
        code,
        (
            gettext("Something went wrong on our side"),
            gettext("It has been noted. Try again in a minute; if it stays, write to us."),
        ),
    )
    if code == 500 and reference:
        advice += " " + gettext("Reference: %(reference)s.", reference=reference)
    if isinstance(error, TooMany):
        minutes = max(1, -(-error.seconds // 60))
        advice = ngettext("Try again in %(num)s minute.", "Try again in %(num)s minutes.", minutes)
    own = getattr(error, "description", None)
    standard = getattr(type(error), "description", None)
    if own and own != standard and code in (400, 403, 409, 413, 422):
        advice = str(own)
    return Words(title, advice)


def wants_plain_text() -> bool:
    """The asking program reads feeds or text, not pages."""
    if request.path.endswith(_PLAIN_ENDINGS) or request.path.startswith("/feeds/"):
        return True
    accepts = request.accept_mimetypes
    return bool(request.headers.get("Accept")) and not accepts.accept_html


def error_response(code: int, error: Any = None, *, reference: str = "") -> Response:
    """The page or plain text for a status code."""
    words = _words(code, error, reference)
    if wants_plain_text():
        response = make_response(f"{words.title}. {words.advice}\n", code)
        response.mimetype = "text/plain"
    else:
        page = render_template(
            "base/error.html", title=words.title, what_to_do=words.advice, code=code
        )
        response = make_response(page, code)
    return response


def _without_slash() -> Response | None:
    """308 from an address with a slash too many to the page that was meant; None if none was.

    The other way round, from a missing slash, the router does it by itself.
    """
    path = request.path.rstrip("/")
    adapter = current_app.create_url_adapter(request)
    if adapter is None or path == request.path or request.method not in ("GET", "HEAD"):
        return None
    try:
        adapter.match(path, method="GET")
    except HTTPException:
        return None
    query = request.query_string.decode("latin-1")
    return make_response(redirect(f"{path}?{query}" if query else path, 308))


def _route() -> str:
    """The asked address for the log: only its pattern, the rest may be a personal link."""
    return f"{request.method} {request.url_rule or '(no route)'}"


def _reference() -> str:
    """What the page says and the log keeps, to find one by the other."""
    return str(g.get("request_id", ""))


def _log_exception(exc_info: Any) -> None:
    """In Flask's place, which would write the asked address."""
    log.error(
        "request failed",
        exc_info=exc_info,
        extra={"reference": _reference(), "route": _route()},
    )


def init_app(app: Flask) -> None:
    """Install the handlers."""
    app.log_exception = _log_exception  # type: ignore[method-assign]

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        if error.response is not None:
            return make_response(error.response)
        code = error.code or 500
        if code == 404 and (other := _without_slash()) is not None:
            return other
        response = error_response(code, error)
        for name, value in error.get_headers():
            if name not in ("Content-Type", "Content-Length"):
                response.headers[name] = value
        return response

    @app.errorhandler(TooMany)
    def too_many(error: TooMany) -> Response:
        response = error_response(429, error)
        response.headers["Retry-After"] = str(error.seconds)
        return response

    @app.errorhandler(InternalServerError)
    def broken(error: InternalServerError) -> Response:
        reference = _reference()
        # After a failed statement PostgreSQL answers no question until the transaction is over,
        # and the error page asks for the site's name.
        db.session.rollback()
        try:
            return error_response(500, reference=reference)
        except Exception:  # the page itself may need what is broken
            current_app.logger.exception("the error page failed too")
            response = make_response(
                f"Something went wrong on our side. Reference: {reference}\n", 500
            )
            response.mimetype = "text/plain"
            return response
