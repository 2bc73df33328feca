"""Who may do what with papers, and who sees them."""

from typing import Any

from webinar.accounts.policy import is_organizer
from webinar.papers.visibility import (
    author_listed,
    author_readable,
    is_paper_listed,
    is_paper_readable,
    paper_listed,
    paper_readable,
)

__all__ = [
    "author_listed",
    "author_readable",
    "is_paper_listed",
    "is_paper_readable",
    "may_arrange_papers",
    "paper_listed",
    "paper_readable",
]


def may_arrange_papers(**_: Any) -> bool:
    """Publish, decline and edit anybody's papers: organizers."""
    return is_organizer()
