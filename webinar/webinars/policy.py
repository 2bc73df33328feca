"""Who may do what with webinars, and who sees them.

The predicates of visibility are written in `visibility.py`, because the room's
queries ask them too; rooms above take them from here.
"""

from typing import Any

from webinar.accounts.policy import is_organizer
from webinar.webinars.visibility import (
    is_session_listed,
    is_session_readable,
    is_webinar_coming,
    is_webinar_listed,
    is_webinar_readable,
    session_listed,
    session_readable,
    webinar_coming,
    webinar_listed,
    webinar_readable,
)

__all__ = [
    "is_session_listed",
    "is_session_readable",
    "is_webinar_coming",
    "is_webinar_listed",
    "is_webinar_readable",
    "may_arrange_webinars",
    "session_listed",
    "session_readable",
    "webinar_coming",
    "webinar_listed",
    "webinar_readable",
]


def may_arrange_webinars(**_: Any) -> bool:
    """Write webinars, sessions, categories and rooms: organizers."""
    return is_organizer()
