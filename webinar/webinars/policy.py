"""Who may do what with webinars, and who sees them.

The predicates of visibility are written in `visibility.py`, because the room's
queries ask them too; rooms above take them from here.
"""

from collections.abc import Callable, Collection
from typing import Any

from flask import abort

from webinar.accounts.models import ORGANIZER
from webinar.accounts.policy import is_organizer, is_signed_in
from webinar.webinars.queries import session_webinar_number, webinar_number
from webinar.webinars.scope import own_roles, scope_of
from webinar.webinars.visibility import (
    is_series_listed,
    is_series_readable,
    is_session_listed,
    is_session_readable,
    is_webinar_coming,
    is_webinar_listed,
    is_webinar_readable,
    series_listed,
    series_readable,
    session_listed,
    session_readable,
    webinar_coming,
    webinar_listed,
    webinar_readable,
)

__all__ = [
    "holds_a_role",
    "is_series_listed",
    "is_series_readable",
    "is_session_listed",
    "is_session_readable",
    "is_webinar_coming",
    "is_webinar_listed",
    "is_webinar_readable",
    "may_arrange_session",
    "may_arrange_site",
    "may_arrange_some_webinar",
    "may_arrange_webinar",
    "only_within",
    "series_listed",
    "series_readable",
    "session_listed",
    "session_readable",
    "webinar_coming",
    "webinar_listed",
    "webinar_readable",
]


def only_within(role: str, webinars: Callable[[], Collection[int | None]]) -> bool:
    """Whether the person who asks holds `role` in every one of `webinars` (row numbers).

    False when they hold it nowhere: the route is not theirs (403). What lies in other
    webinars, in none, or nowhere is answered as if it did not exist (404).
    """
    scope = scope_of(role)
    if scope.everything or scope.is_empty:
        return scope.everything
    numbers = webinars()
    if not numbers or not all(scope.holds(number) for number in numbers):
        abort(404)
    return True


def may_arrange_site(**_: Any) -> bool:
    """Start webinars, write categories and rooms: organizers of the site."""
    return is_organizer()


def may_arrange_some_webinar(**_: Any) -> bool:
    """See the lists of webinars and sessions, each with one's own alone."""
    return not scope_of(ORGANIZER).is_empty


def may_arrange_webinar(*, webinar_id: str, **_: Any) -> bool:
    """Everything about one webinar: its organizers, and those of the site."""
    return only_within(ORGANIZER, lambda: [webinar_number(webinar_id)])


def may_arrange_session(*, session_id: str, **_: Any) -> bool:
    """Everything about one session, through its webinar."""
    return only_within(ORGANIZER, lambda: [session_webinar_number(session_id)])


def holds_a_role(*, webinar_id: str, **_: Any) -> bool:
    """Look at one's own roles in a webinar and give them back; any other webinar is a 404."""
    if not is_signed_in():
        return False
    number = webinar_number(webinar_id)
    if number not in {held for held, _role in own_roles()}:
        abort(404)
    return True
