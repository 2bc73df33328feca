"""Who may arrange calls, and what is open to whom."""

from typing import Any

from webinar.accounts.models import ORGANIZER
from webinar.calls.queries import call_webinar_number
from webinar.calls.standing import is_open, is_open_for, why_closed
from webinar.webinars.policy import may_arrange_some_webinar, only_within

__all__ = ["is_open", "is_open_for", "may_arrange_call", "may_arrange_calls", "why_closed"]


def may_arrange_calls(**_: Any) -> bool:
    """See the list of calls and make some, each organizer for their own webinars alone."""
    return may_arrange_some_webinar()


def may_arrange_call(*, call_id: str, **_: Any) -> bool:
    """Everything about one call: organizers of its webinar; those of the site for the others."""
    return only_within(ORGANIZER, lambda: [call_webinar_number(call_id)])
