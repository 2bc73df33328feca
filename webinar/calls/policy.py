"""Who may arrange calls; what is open to whom is in `standing`."""

from typing import Any

from webinar.accounts.models import ORGANIZER
from webinar.calls.queries import call_webinar_number
from webinar.webinars.policy import may_arrange_some_webinar, only_within


def may_arrange_calls(**_: Any) -> bool:
    """See the list of calls and make some, each organizer for their own webinars alone."""
    return may_arrange_some_webinar()


def may_arrange_call(*, call_id: str, **_: Any) -> bool:
    """Everything about one call: organizers of its webinar; those of the site for the others."""
    return only_within(ORGANIZER, lambda: [call_webinar_number(call_id)])
