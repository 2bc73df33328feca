"""Every write of this room."""

from webinar.reviews.operations.announcing import announce_decisions
from webinar.reviews.operations.assigning import (
    assign_reviewers,
    declare_for,
    nudge_reviewers,
    remove_interest,
    unassign_reviewer,
)
from webinar.reviews.operations.boards import (
    add_category,
    add_phase,
    edit_board,
    edit_category,
    edit_phase,
    remove_category,
    remove_phase,
    start_board,
)
from webinar.reviews.operations.programme import fill_session, place_paper, plan_papers
from webinar.reviews.operations.reviewing import (
    declare_interest,
    remark,
    remove_remark,
    save_review,
    take_interest_back,
)

__all__ = [
    "add_category",
    "add_phase",
    "announce_decisions",
    "assign_reviewers",
    "declare_for",
    "declare_interest",
    "edit_board",
    "edit_category",
    "edit_phase",
    "fill_session",
    "nudge_reviewers",
    "place_paper",
    "plan_papers",
    "remark",
    "remove_category",
    "remove_interest",
    "remove_phase",
    "remove_remark",
    "save_review",
    "start_board",
    "take_interest_back",
    "unassign_reviewer",
]
