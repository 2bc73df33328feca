"""The call, track, type, question or code that an address names, or 404."""

from typing import Any, Literal

from flask import abort
from sqlalchemy.exc import NoResultFound

from webinar.calls import queries
from webinar.calls.models import AccessCode, Call, CallTrack, CallType
from webinar.questions.models import Question
from webinar.questions.queries import question_row

Kind = Literal["tracks", "types"]


def call_or_404(call_id: str) -> Call:
    """With its tracks and types."""
    found = queries.call_by_id(call_id)
    if found is None:
        abort(404)
    return found


def part_or_404(call: Call, kind: str, part_id: str) -> CallTrack | CallType:
    """One of its tracks or types."""
    look: Any = queries.track_of if kind == "tracks" else queries.type_of
    found: CallTrack | CallType | None = look(call, part_id)
    if found is None:
        abort(404)
    return found


def question_or_404(call: Call, question_id: str) -> Question:
    """One of its questions."""
    try:
        return question_row(call.questionnaire_id, question_id)
    except NoResultFound:
        abort(404)


def code_or_404(call: Call, code_id: str) -> AccessCode:
    """One of its codes."""
    try:
        return queries.code_row(call, code_id)
    except NoResultFound:
        abort(404)
