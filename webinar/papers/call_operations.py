"""A draft leaves its call, or keeps answers to it alone."""

from webinar.core.db import lock
from webinar.core.journal import Actor, about, operation
from webinar.core.plainerror import N_
from webinar.papers.choice_operations import answer, choose
from webinar.papers.errors import WrongPaper
from webinar.papers.gate import refuse_late
from webinar.papers.models import DRAFT, Paper
from webinar.papers.operations import paper_row
from webinar.papers.wanted import Choice, Given


@operation
def leave_call(*, paper_id: str, by: Actor) -> Paper:
    """A draft that its call does not take any more goes to the site's own, which is always open.

    What was answered to the call stays with the paper. Raises WrongPaper once it was handed in.
    """
    paper = paper_row(paper_id)
    about(paper)
    # Handed in at the same moment: this waits, and then finds it so.
    lock(paper)
    if paper.state != DRAFT:
        raise WrongPaper(N_("It was handed in to this call, and stays there."))
    choose(paper, Choice())
    paper.version += 1
    return paper


@operation
def keep_answers(*, paper_id: str, given: Given, by: Actor) -> Paper:
    """Answers alone: files that came with a form that has a slip elsewhere. Raises WrongPaper."""
    paper = paper_row(paper_id)
    about(paper)
    refuse_late(paper, by)
    answer(paper, given, by)
    return paper
