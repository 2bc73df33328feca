"""What error answers say: what happened in one sentence, and what to do."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, ngettext
from werkzeug.exceptions import BadRequest, Forbidden

#: seconds after which a busy site may be asked again
SOON = 60
#: whose own description is the advice; of other codes it is Werkzeug's
_SAYS_MORE = frozenset({400, 403, 409, 413, 422})


class UnknownName(BadRequest):
    """Asked by a host name that is not the site's; `address` is where it is."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address


class ForeignForm(Forbidden):
    """A form that may not have come from our own page."""


@dataclass(frozen=True)
class Words:
    """What the page says."""

    title: str
    advice: str


def wait_words(seconds: float) -> str:
    """`in a minute`, `in 5 minutes`, `in 3 hours`: rounded up, nobody comes back too early."""
    minutes = max(1, -(-int(seconds) // 60))
    if minutes == 1:
        return gettext("in a minute")
    if minutes < 120:
        return ngettext("in %(num)s minute", "in %(num)s minutes", minutes)
    return ngettext("in %(num)s hour", "in %(num)s hours", -(-minutes // 60))


def words_for(code: int, error: Any = None, *, is_typed: bool = False) -> Words:
    """The sentences for a status and the error behind it.

    `is_typed`: a form was sent, so the browser that goes back still has what was typed.
    """
    if isinstance(error, UnknownName):
        return Words(
            gettext("This site does not answer to that name"),
            gettext("Open it at %(address)s.", address=error.address),
        )
    if isinstance(error, ForeignForm):
        return Words(
            gettext("This form did not come from our own page"),
            gettext("Nothing was changed. Open the page again here, and send the form from there.")
            + _still_there(is_typed),
        )
    words = _table(code, getattr(error, "seconds", None) or getattr(error, "retry_after", None))
    own = getattr(error, "description", None)
    if own and own != getattr(type(error), "description", None) and code in _SAYS_MORE:
        return Words(words.title, str(own))
    return Words(words.title, words.advice + _still_there(is_typed))


def _still_there(is_typed: bool) -> str:
    if not is_typed:
        return ""
    return " " + gettext("Go back in your browser: what you typed is still there.")


def _table(code: int, seconds: Any) -> Words:
    wait = wait_words(seconds if isinstance(seconds, int | float) else SOON)
    said = {
        400: (
            gettext("This request could not be understood"),
            gettext("Open the page again and retry."),
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
        413: (
            gettext("That is too large"),
            gettext("Nothing of it was taken. Choose a smaller file, or send it in parts."),
        ),
        415: (
            gettext("This kind of content is not accepted here"),
            gettext("Use the form on the page."),
        ),
        416: (
            gettext("This file does not have the part that was asked for"),
            gettext("Ask for the whole file."),
        ),
        422: (
            gettext("Some of this could not be accepted"),
            gettext("Correct what is marked and send it again."),
        ),
        429: (gettext("That was too often"), gettext("Try again %(wait)s.", wait=wait)),
        503: (
            gettext("The site is busy for a moment"),
            gettext("Nothing is lost. Try again %(wait)s.", wait=wait),
        ),
    }
    broken = (
        gettext("Something went wrong on our side"),
        gettext("It has been noted. Try again in a minute; if it stays, write to us."),
    )
    return Words(*said.get(code, broken))
