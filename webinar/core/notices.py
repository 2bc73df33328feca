"""What an organizer reads after a change: a sentence, and "Undo" where there is a way back."""

from typing import Any

from flask import Flask, current_app, flash, message_flashed, session
from flask.sessions import SecureCookieSessionInterface

from webinar.core.journal import entries_to_undo

#: entries that one notice takes back at most
MOST = 60
#: characters of the cookie's value, which carries notices to the next page; browsers drop one
#: whose name and value are longer than 4096
_ROOM = 3800
#: of a sentence that does not fit
_SHORT = 200


def init_app(app: Flask) -> None:
    message_flashed.connect(_make_fit, app)


def say(text: str, *, undo: str | None = None) -> None:
    """Show `text` on the next page; `undo` is the address that a POST takes it back at."""
    # The session keeps messages as JSON; flashes() of the templates knows this shape.
    message: Any = {"text": str(text), "undo": undo} if undo else str(text)
    flash(message, "success")


def say_changed(text: str) -> None:
    """Show `text`, with "Undo" for all that this request changed where the journal can do it.

    For organizers' pages: only they may turn entries of the journal round.
    """
    entries = entries_to_undo()
    message: Any = str(text)
    if 0 < len(entries) <= MOST:
        message = {"text": str(text), "entries": entries}
    flash(message, "success")


def _make_fit(_app: Flask, **_: Any) -> None:
    """A cookie that is too large is lost, and the sign-in with it.

    First "Undo" goes, which the journal has as well, then older notices, then words.
    """
    found: list[Any] = list(session["_flashes"])

    def fits() -> bool:
        session["_flashes"] = found
        return _size() <= _ROOM

    for number, (category, message) in enumerate(found):
        if fits():
            return
        if isinstance(message, dict):
            found[number] = (category, message["text"])
    while len(found) > 1 and not fits():
        del found[0]
    if not fits():
        category, message = found[0]
        found[0] = (category, message[:_SHORT] + "…")
        session["_flashes"] = found


def _size() -> int:
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    keeper = app.session_interface
    if not isinstance(keeper, SecureCookieSessionInterface):
        raise TypeError("notices stand in the cookie of the session")
    serializer = keeper.get_signing_serializer(app)
    return len(serializer.dumps(dict(session))) if serializer is not None else 0
