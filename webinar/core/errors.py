"""Error answers: a sentence on what happened, one on what to do; plain text for programs."""

import logging
from typing import Any

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_babel import gettext
from sqlalchemy.exc import NoResultFound
from werkzeug.exceptions import Conflict, HTTPException, InternalServerError
from werkzeug.routing import MapAdapter
from werkzeug.utils import redirect

from webinar.core.db import db
from webinar.core.errorwords import SOON, words_for
from webinar.core.limits import TooMany

log = logging.getLogger("webinar.errors")
#: addresses whose readers are programs
_PLAIN_ENDINGS = (".ics", ".jcal", ".atom", ".json", ".xml", ".txt", ".bib")
_PLAIN_STARTS = ("/feeds/", "/dav/", "/static/", "/media/")
#: what people's programs read; the first is taken where anything is
_PAGES = ("text/html", "application/xhtml+xml")
#: statuses whose page says what stands above, and how deep an address may be for that
_LEADS_UP, _DEEPEST = frozenset({403, 404, 405, 409, 410}), 12


def wants_plain_text() -> bool:
    """The asking program reads feeds or text, not pages."""
    path = request.path
    if path.endswith(_PLAIN_ENDINGS) or path.startswith(_PLAIN_STARTS):
        return True
    accepts = request.accept_mimetypes
    if not request.headers.get("Accept"):
        return False
    return accepts.best_match((*_PAGES, "text/plain", "application/json")) not in _PAGES


def error_response(code: int, error: Any = None, *, reference: str = "") -> Response:
    """The page or plain text for a status code; a reference is what the log knows it by."""
    words = words_for(code, error, is_typed=request.method == "POST" and bool(request.mimetype))
    if wants_plain_text():
        text = f"{words.title}. {words.advice}"
        if reference:
            text += " " + gettext("Reference: %(reference)s.", reference=reference)
        response = make_response(f"{text}\n", code)
        response.mimetype = "text/plain"
    else:
        page = render_template(
            "base/error.html",
            title=words.title,
            what_to_do=words.advice,
            code=code,
            reference=reference,
            page_above=_page_above(code),
        )
        response = make_response(page, code)
    response.vary.add("Accept")
    return response


def _page_above(code: int) -> str:
    """The nearest address above the asked one that is a page; empty where that helps nobody."""
    adapter = current_app.create_url_adapter(request)
    if code not in _LEADS_UP or adapter is None:
        return ""
    # What names one thing may be missing itself.
    is_fixed = code in (404, 410)
    parts = request.path.rstrip("/").split("/")[:_DEEPEST]
    for length in range(len(parts) - 1, 1, -1):
        path = "/".join(parts[:length])
        for candidate in (f"{path}/", path):
            if _is_page(adapter, candidate, is_fixed=is_fixed):
                return candidate
    return ""


def _is_page(adapter: MapAdapter, path: str, *, is_fixed: bool = False) -> bool:
    try:
        rule, _values = adapter.match(path, method="GET", return_rule=True)
    except HTTPException:
        return False
    return not (is_fixed and rule.arguments)


def _without_slash() -> Response | None:
    """308 from an address with a slash too many to the page that was meant; None if none was.

    The other way round, from a missing slash, the router does it by itself.
    """
    path = request.path.rstrip("/")
    adapter = current_app.create_url_adapter(request)
    if adapter is None or path == request.path or request.method not in ("GET", "HEAD"):
        return None
    if not _is_page(adapter, path) or adapter.match(path, return_rule=True)[0] is request.url_rule:
        # Of the same view, which has said already that there is nothing.
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
        if code == 503:
            response.headers.setdefault("Retry-After", str(SOON))
        return response

    @app.errorhandler(TooMany)
    def too_many(error: TooMany) -> Response:
        response = error_response(429, error)
        response.headers["Retry-After"] = str(error.seconds)
        return response

    @app.errorhandler(NoResultFound)
    def went_meanwhile(error: NoResultFound) -> Response:
        """An operation looks for what its page still had: somebody deleted it since."""
        if request.method != "POST":
            raise error
        db.session.rollback()
        words = gettext(
            "What this belongs to was deleted meanwhile, so nothing was saved. Go back in your"
            " browser: what you typed is still there."
        )
        return error_response(409, Conflict(words))

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
