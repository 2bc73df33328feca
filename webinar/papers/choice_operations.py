"""What a paper chose in its call and answered there, written within an operation about it."""

from webinar.calls.codes import find_code
from webinar.calls.queries import call_by_id, track_of, type_of
from webinar.core.db import db, lock
from webinar.core.journal import Actor
from webinar.core.plainerror import N_
from webinar.papers.errors import WrongPaper
from webinar.papers.models import Paper
from webinar.papers.wanted import Choice, Given
from webinar.questions.operations import save_answers


def choose(paper: Paper, choice: Choice) -> None:
    """Raises WrongPaper when the call is gone."""
    if not choice.call_id:
        # By number: a call that was deleted is none already, and would stay.
        paper.call_id = paper.track_id = paper.type_id = paper.code_id = None
        db.session.flush()
        db.session.expire(paper, ("call", "track", "type", "code"))
        return
    call = call_by_id(choice.call_id)
    if call is None:
        raise WrongPaper(N_("This call is not there any more. Choose again."))
    paper.call = call
    paper.track = track_of(call, choice.track_id) if choice.track_id else None
    paper.type = type_of(call, choice.type_id) if choice.type_id else None
    paper.code = find_code(call, choice.code) if choice.code else None


def answer(paper: Paper, given: Given, by: Actor) -> None:
    """Nothing without a call, or where nothing is given."""
    number = paper.call.questionnaire_id if paper.call is not None else None
    if number is None or not (given.values or given.taken or given.held or given.removed):
        return
    # Of two at once one makes the sheet, and the other finds it.
    lock(paper, "sheet_id")
    paper.sheet = save_answers(
        sheet_id=paper.sheet_id,
        questionnaire_id=number,
        values=given.values,
        taken=given.taken,
        held=given.held,
        removed=given.removed,
        by=by,
    )
