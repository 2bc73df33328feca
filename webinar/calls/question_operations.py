"""The questions of a call; each is one operation of the room of questions."""

from webinar.calls.operations import call_row
from webinar.core.journal import Actor
from webinar.questions import operations
from webinar.questions.models import Question
from webinar.questions.said import Asking


def _number(call_id: str) -> int:
    """Row number of its questionnaire, which it has from the beginning."""
    return call_row(call_id).questionnaire_id or 0


def add_question(*, call_id: str, asking: Asking, by: Actor) -> Question:
    """Ask one more. Raises questions.errors.WrongQuestion."""
    return operations.add_question(questionnaire_id=_number(call_id), asking=asking, by=by)


def edit_question(
    *, call_id: str, question_id: str, asking: Asking, expected_version: int | None, by: Actor
) -> Question:
    """Ask it otherwise. Raises questions.errors.WrongQuestion, StaleEdit."""
    return operations.edit_question(
        questionnaire_id=_number(call_id),
        question_id=question_id,
        asking=asking,
        expected_version=expected_version,
        by=by,
    )


def order_questions(*, call_id: str, question_ids: list[str], by: Actor) -> None:
    """Those not named follow as they were."""
    number = _number(call_id)
    operations.order_questions(questionnaire_id=number, question_ids=question_ids, by=by)


def delete_question(*, call_id: str, question_id: str, by: Actor) -> Question:
    """Answers come back with it. Raises NoResultFound for a question of another call."""
    number = _number(call_id)
    return operations.delete_question(questionnaire_id=number, question_id=question_id, by=by)


def restore_question(*, call_id: str, question_id: str, by: Actor) -> Question:
    """Raises NoResultFound for a question of another call."""
    number = _number(call_id)
    return operations.restore_question(questionnaire_id=number, question_id=question_id, by=by)
