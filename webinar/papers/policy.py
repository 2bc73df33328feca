"""Who may do what with papers, and who sees them."""

from typing import Any

from webinar.accounts.models import ORGANIZER, REVIEWER
from webinar.papers.queries import paper_webinar_number
from webinar.papers.visibility import (
    author_listed,
    author_readable,
    is_paper_listed,
    is_paper_readable,
    is_text_open,
    paper_listed,
    paper_readable,
    text_open,
)
from webinar.webinars.policy import may_arrange_some_webinar, only_within
from webinar.webinars.scope import scope_of

__all__ = [
    "author_listed",
    "author_readable",
    "is_paper_listed",
    "is_paper_readable",
    "is_text_open",
    "may_arrange_paper",
    "may_arrange_papers",
    "may_review",
    "may_review_paper",
    "paper_listed",
    "paper_readable",
    "text_open",
]


def may_arrange_papers(**_: Any) -> bool:
    """See the list of papers and add some, each organizer in their own webinars alone."""
    return may_arrange_some_webinar()


def may_arrange_paper(*, paper_id: str, **_: Any) -> bool:
    """Publish, decline and edit it: who organizes the webinar it is given in, or called for."""
    return only_within(ORGANIZER, lambda: [paper_webinar_number(paper_id)])


def may_review(**_: Any) -> bool:
    """See the list of papers that were handed in: reviewers, and organizers."""
    return not scope_of(REVIEWER).is_empty


def may_review_paper(*, paper_id: str, **_: Any) -> bool:
    """Read what was handed in of one paper, and change nothing."""
    return only_within(REVIEWER, lambda: [paper_webinar_number(paper_id)])
