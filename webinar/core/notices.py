"""What an organizer reads after a change: a sentence, and "Undo" where there is a way back."""

from typing import Any

from flask import flash

from webinar.core.journal import entries_to_undo

#: more entries than this would not fit into the cookie that carries notices
MOST = 60


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
