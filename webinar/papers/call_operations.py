"""A draft with all that its call asks for, kept in one transaction."""

from typing import Any

from webinar.calls.codes import find_code
from webinar.calls.queries import call_by_id, track_of, type_of
from webinar.core.journal import Actor, about, operation
from webinar.core.plainerror import N_
from webinar.core.prepared import renders
from webinar.papers.errors import WrongPaper
from webinar.papers.gate import refuse_late
from webinar.papers.models import DRAFT, Paper
from webinar.papers.operations import edit_paper, paper_row, start_paper
from webinar.papers.versions import BODY
from webinar.papers.wanted import Choice, Given
from webinar.questions.operations import save_answers


@renders(body=BODY)
@operation
def start_draft(
    *,
    by: Actor,
    body: str = "",
    choice: Choice | None = None,
    given: Given | None = None,
    **more: Any,
) -> Paper:
    """`more` as `start_paper` takes it. Sent twice, it makes one paper and changes nothing."""
    paper = start_paper(body=body, by=by, **more)
    about(paper)
    if choice is not None and paper.call_id is None:
        _choose(paper, choice)
    if given is not None and paper.sheet_id is None:
        _answer(paper, given, by)
    return paper


@renders(body=BODY)
@operation
def save_draft(
    *,
    paper_id: str,
    body: str,
    by: Actor,
    choice: Choice | None = None,
    given: Given | None = None,
    **more: Any,
) -> Paper:
    """`more` as `edit_paper` takes it. Raises StaleEdit, WrongPaper."""
    paper = edit_paper(paper_id=paper_id, body=body, by=by, **more)
    about(paper)
    if choice is not None:
        _choose(paper, choice)
    if given is not None:
        _answer(paper, given, by)
    return paper


@operation
def leave_call(*, paper_id: str, by: Actor) -> Paper:
    """A draft that its call does not take any more goes to the site's own, which is always open.

    What was answered to the call stays with the paper. Raises WrongPaper once it was handed in.
    """
    paper = paper_row(paper_id)
    about(paper)
    if paper.state != DRAFT:
        raise WrongPaper(N_("It was handed in to this call, and stays there."))
    _choose(paper, Choice())
    paper.version += 1
    return paper


@operation
def keep_answers(*, paper_id: str, given: Given, by: Actor) -> Paper:
    """Answers alone: files that came with a form that has a slip elsewhere. Raises WrongPaper."""
    paper = paper_row(paper_id)
    about(paper)
    refuse_late(paper, by)
    _answer(paper, given, by)
    return paper


def _choose(paper: Paper, choice: Choice) -> None:
    if not choice.call_id:
        paper.call = paper.track = paper.type = paper.code = None
        return
    call = call_by_id(choice.call_id)
    if call is None:
        raise WrongPaper(N_("This call is not there any more. Choose again."))
    paper.call = call
    paper.track = track_of(call, choice.track_id) if choice.track_id else None
    paper.type = type_of(call, choice.type_id) if choice.type_id else None
    paper.code = find_code(call, choice.code) if choice.code else None


def _answer(paper: Paper, given: Given, by: Actor) -> None:
    number = paper.call.questionnaire_id if paper.call is not None else None
    if number is None or not (given.values or given.taken or given.removed):
        return
    paper.sheet = save_answers(
        sheet_id=paper.sheet_id,
        questionnaire_id=number,
        values=given.values,
        taken=given.taken,
        removed=given.removed,
        by=by,
    )
