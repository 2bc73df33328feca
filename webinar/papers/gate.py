"""What an author may not do any more, checked where it is written down; organizers always may."""

from webinar.calls.codes import spend_code
from webinar.core.journal import Actor
from webinar.core.plainerror import N_
from webinar.papers.drafts import CLOSED, is_author
from webinar.papers.errors import WrongPaper
from webinar.papers.models import Paper
from webinar.papers.wanted import has_spent, is_too_late, is_wanted_anyway, why_not_taken


def refuse_late(paper: Paper, by: Actor) -> None:
    """Raises WrongPaper when an author changes what the organizers have in hands."""
    if not is_author(by):
        return
    if paper.state in CLOSED:
        raise WrongPaper(N_("The organizers have decided about this paper. Write to them."))
    if is_too_late(paper):
        raise WrongPaper(
            N_("The call has closed: what you handed in stays as it is. Write to the organizers.")
        )


def use_code(paper: Paper, by: Actor) -> None:
    """The code that lets it in is used up by one, once for each paper, in this transaction.

    A code that nothing needs stays whole. Raises calls.errors.WrongCode when none is left.
    """
    if not is_author(by) or paper.code_id is None or has_spent(paper):
        return
    if not is_wanted_anyway(paper) and why_not_taken(paper, None):
        spend_code(code_id=paper.code_id, by=by)
        paper.spent_code_id = paper.code_id
