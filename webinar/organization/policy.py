"""Who changes the site. Accounts stand above this room, so the app tells who is an organizer."""

from typing import Any

from flask import current_app

from webinar.core.journal import Actor


def may_change_site(**_: Any) -> bool:
    """Identity, office hours, holidays: organizers."""
    return bool(current_app.config["IS_ORGANIZER"]())


def who_asks() -> Actor:
    """The person at the desk, for the journal."""
    actor: Actor = current_app.config["CURRENT_ACTOR"]()
    return actor
