"""What an organizer reads after a change: a sentence, and "Undo" where there is a way back."""

from typing import Any

from flask import flash


def say(text: str, *, undo: str | None = None) -> None:
    """Show `text` on the next page; `undo` is the address that a POST takes it back at."""
    # The session keeps messages as JSON; flashes() of the templates knows this shape.
    message: Any = {"text": str(text), "undo": undo} if undo else str(text)
    flash(message, "success")
