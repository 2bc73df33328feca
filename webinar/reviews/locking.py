"""Whether authors may hand in a further version while their paper is reviewed."""

from webinar.core.plainerror import N_
from webinar.papers.models import SUBMITTED, Paper
from webinar.reviews.queries import board_of_paper
from webinar.reviews.rules import rules_for

LOCKED = N_("Your paper is being reviewed. You can hand in a new version when that is over.")


def why_locked(paper: Paper) -> str | None:
    """For `papers.locks`: a sentence while the open phase does not let authors change anything."""
    if paper.state != SUBMITTED or paper.submitted_at is None:
        return None
    board = board_of_paper(paper)
    if board is None:
        return None
    rules = rules_for(board)
    is_locked = rules.phase is not None and rules.is_open and not rules.phase.may_edit
    return LOCKED if is_locked else None
