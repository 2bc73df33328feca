"""The security log: who tried what where, and how it went; one line of JSON for each.

It is written here and nowhere else, into the same stream as every other line (core/logs): when
(UTC), what, result, who (public identifier of the account that asks, or ""), about (of the row it
was done to), method, route (the pattern of the address), request_id. `from` tells requests of one
network address from those of others within a day: a keyed hash, which nobody can turn back into
the address once the day and the secret are gone. No mail address, no name, no token.

Three sources: operations of the rooms that are watched, as the journal has them; answers that
refuse or fail; and the few refusals that are ordinary pages (a wrong password, a file).
"""

import logging
from typing import Any

from flask import Flask, Response, g, has_request_context, request

from webinar.core import clock, links
from webinar.core.http import client_address

log = logging.getLogger("webinar.security")
#: what stands in this log: `room.operation`, or `room.` for all of a room
_WATCHED: set[str] = set()
#: answers that say no: not signed in, not allowed, too often
_REFUSALS = frozenset({401, 403, 429})


def watch(room: str, *operations: str) -> None:
    """These operations of a room, or all, concern who may come in; each leaves a line."""
    _WATCHED.update(f"{room}.{one}" for one in operations or ("",))


def is_watched(intention: str) -> bool:
    """Whether `room.operation` leaves a line."""
    room, _, _ = intention.partition(".")
    return intention in _WATCHED or f"{room}." in _WATCHED


def is_asking(account_id: str) -> None:
    """Remember for this request's lines whose sign-in came along (a public identifier)."""
    g.asking = account_id


def asking() -> str:
    """Public identifier of the account that is signed in, as far as anybody asked."""
    return str(g.get("asking", "")) if has_request_context() else ""


def note(what: str, result: str, *, who: str = "", about: str = "") -> None:
    """Write one line. `who` and `about` are public identifiers."""
    line = {"result": result, "who": who or asking(), "about": about, **_where()}
    log.info(what, extra=line)


def _where() -> dict[str, Any]:
    if not has_request_context():
        return {}
    today = clock.now().date().isoformat()
    return {
        "method": request.method[:10],
        "route": str(request.url_rule or "(none)"),
        "from": links.sign(f"address on {today}", client_address())[:12],
    }


def refused() -> None:
    """This request is sent to the sign-in, which is no error in HTTP."""
    g.was_refused = True


def init_app(app: Flask) -> None:
    """Note every answer that refuses or fails."""

    @app.after_request
    def look(response: Response) -> Response:
        code = response.status_code
        if code in _REFUSALS or g.pop("was_refused", False):
            note("request", f"refused {code}")
        elif code >= 500:
            note("request", f"failed {code}")
        return response
