"""Trouble below us that passes: the database is away or busy, the disk is full.

Nobody did anything wrong, so the answer is no 500: it says what happened and when to come back, and
what was typed stands in it, ready to be sent again.
"""

import contextlib
import errno
import logging
import shutil
import sqlite3
from dataclasses import dataclass

import sqlalchemy as sa
from flask import Flask, Response, current_app, make_response, render_template, request
from flask_babel import gettext
from werkzeug.exceptions import HTTPException

from webinar.core.db import db
from webinar.core.errors import wants_plain_text
from webinar.core.http import safe_next
from webinar.core.kept import FILE, has_secrets, typed_fields
from webinar.core.storage import StorageAway

log = logging.getLogger("webinar.trouble")
#: bytes below which SQLite cannot go on
_FULL_BELOW = 256 * 1024
#: a typed value of so many characters, with spaces in it, is a text that its author wants to see
_A_TEXT = 40
#: seconds after which another attempt makes sense
_AGAIN = 10
_FULL_DISK = (errno.ENOSPC, errno.EDQUOT)
#: PostgreSQL's codes: connection, resources, operator, system, somebody else's lock (its manual, A)
_AWAY = ("08", "53", "57", "58", "40", "55P03")
_FULL = "53100"
#: SQLite's own: everything else that it calls "operational" is a mistake of ours
_SQLITE_AWAY = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_IOERR", "SQLITE_CANTOPEN")


@dataclass(frozen=True)
class Trouble:
    """What kind of trouble it is."""

    #: as the log names it
    name: str
    is_full: bool = False

    @property
    def code(self) -> int:
        """507 (RFC 4918, 11.5) for a full disk, which somebody has to see to; else 503."""
        return 507 if self.is_full else 503


def trouble_in(error: BaseException) -> Trouble | None:
    """What passes by itself or with the operator's help; None for a mistake in the program."""
    if isinstance(error, StorageAway):
        return Trouble("storage away")
    if isinstance(error, sa.exc.TimeoutError):
        return Trouble("no free connection")
    if isinstance(error, sa.exc.DBAPIError):
        return _of_database(error)
    if isinstance(error, OSError) and error.errno in _FULL_DISK:
        return Trouble("disk full", is_full=True)
    return None


def _of_database(error: sa.exc.DBAPIError) -> Trouble | None:
    raised = error.orig
    if isinstance(raised, sqlite3.Error):
        name = getattr(raised, "sqlite_errorname", "")
        if name == "SQLITE_FULL" or (name.startswith("SQLITE_IOERR") and _disk_is_full()):
            return Trouble(name, is_full=True)
        return Trouble(name) if name.startswith(_SQLITE_AWAY) else None
    code = getattr(raised, "sqlstate", None) or ""
    if code.startswith(_AWAY):
        return Trouble(code, is_full=code == _FULL)
    if error.connection_invalidated or (isinstance(error, sa.exc.OperationalError) and not code):
        # Lost, or never had: then there is no code.
        return Trouble("no connection")
    return None


def _disk_is_full() -> bool:
    return shutil.disk_usage(current_app.config["DATA"]).free < _FULL_BELOW


def _words(trouble: Trouble) -> tuple[str, str]:
    """What happened, and what to do."""
    if trouble.is_full:
        return (
            gettext("The site has no room left to store this"),
            gettext("Reading goes on. Tell the organizers, and try again later."),
        )
    return (
        gettext("The site is busy for a moment"),
        gettext("Nothing is wrong with what you did. Try again in a minute."),
    )


def _answer(trouble: Trouble) -> Response:
    with contextlib.suppress(sa.exc.SQLAlchemyError):
        db.session.rollback()
    title, advice = _words(trouble)
    if wants_plain_text():
        response = make_response(f"{title}. {advice}\n", trouble.code)
        response.mimetype = "text/plain"
    else:
        typed, is_whole = _typed()
        page = render_template(
            "base/trouble.html",
            title=title,
            what_to_do=advice,
            code=trouble.code,
            typed=[(name, value, _is_text(value)) for name, value in typed],
            has_files=not is_whole,
            target=safe_next(request.full_path.rstrip("?"), "/"),
            has_session=current_app.config["SESSION_COOKIE_NAME"] in request.cookies,
        )
        response = make_response(page, trouble.code)
    response.headers["Retry-After"] = str(_AGAIN)
    return response


def _typed() -> tuple[list[tuple[str, str]], bool]:
    """What came in the form, and whether that is all of it: files cannot be given back."""
    if request.method != "POST":
        return [], True
    try:
        if has_secrets():
            # Without its password a form is worth nothing.
            return [], True
        fields = typed_fields()
        words = [pair for pair in fields if pair[0] != FILE]
        return words, len(words) == len(fields)
    except (HTTPException, OSError):
        # It could not even be received.
        return [], False


def _is_text(value: str) -> bool:
    return "\n" in value or (len(value) > _A_TEXT and " " in value)


def init_app(app: Flask) -> None:
    """Answer trouble with its page; everything else goes on to be an error 500."""

    def answer(error: Exception) -> Response:
        trouble = trouble_in(error)
        if trouble is None:
            raise error
        # Only the pattern of the address: the rest may be a personal link.
        route = f"{request.method} {request.url_rule or '(no route)'}"
        log.warning("%s", trouble.name, extra={"route": route, "status": trouble.code})
        return _answer(trouble)

    for kind in (sa.exc.DBAPIError, sa.exc.TimeoutError, OSError):
        app.register_error_handler(kind, answer)
