"""Who decides, and who reviews: both where they hold the role."""

from typing import Any

from webinar.accounts.models import ORGANIZER, REVIEWER
from webinar.reviews.queries import board_webinars
from webinar.webinars.policy import only_within
from webinar.webinars.scope import scope_of


def may_see_boards(**_: Any) -> bool:
    """The list of boards: reviewers' and organizers', each their own."""
    return not scope_of(REVIEWER).is_empty


def may_arrange_boards(**_: Any) -> bool:
    """Start a board: organizers, each within their own webinars."""
    return not scope_of(ORGANIZER).is_empty


def may_review_board(*, board_id: str, **_: Any) -> bool:
    """Read and review what was handed in there, as far as the phase says."""
    return only_within(REVIEWER, lambda: board_webinars(board_id))


def may_arrange_board(*, board_id: str, **_: Any) -> bool:
    """Set it up, read every review, decide and announce."""
    return only_within(ORGANIZER, lambda: board_webinars(board_id))
