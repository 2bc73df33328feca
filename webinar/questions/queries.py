"""Reading questions and answers."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from webinar.core import clock
from webinar.core.db import db, with_deleted
from webinar.questions.models import AUDIENCES, Answer, Question

#: what somebody chose, read when it is needed
Chosen = Callable[[], Collection[str]]


def questions_of(questionnaire_id: int | None) -> list[Question]:
    """All of them in order; one statement, none without a questionnaire."""
    if questionnaire_id is None:
        return []
    return questions_in([questionnaire_id]).get(questionnaire_id, [])


def questions_in(questionnaires: Collection[int]) -> dict[int, list[Question]]:
    """Row number of a questionnaire -> its questions in order; one statement."""
    if not questionnaires:
        return {}
    found = sa.select(Question).where(Question.questionnaire_id.in_(questionnaires))
    seen: dict[int, list[Question]] = {}
    for one in db.session.scalars(found.order_by(Question.position, Question.id)):
        seen.setdefault(one.questionnaire_id, []).append(one)
    return seen


def asked_for(questions: Iterable[Question], chosen: Collection[str]) -> list[Question]:
    """Those asked of everybody, or for one of the chosen tracks and types (public ids)."""
    return [
        one for one in questions if not one.only_for or not set(one.only_for).isdisjoint(chosen)
    ]


def is_frozen(question: Question, at: datetime | None = None) -> bool:
    """Answers to it stay as they are from now on."""
    return question.frozen_from is not None and question.frozen_from <= (at or clock.now())


def is_needed(question: Question, at: datetime | None = None) -> bool:
    """Nothing can be handed in without an answer; what is frozen is asked of nobody any more."""
    at = at or clock.now()
    has_begun = question.required_from is None or question.required_from <= at
    return question.is_required and has_begun and not is_frozen(question, at)


def answers_of(sheet_id: int | None) -> dict[str, Answer]:
    """A question's public identifier -> the answer to it; one statement."""
    return answers_in([sheet_id]).get(sheet_id, {}) if sheet_id is not None else {}


def answers_in(sheets: Collection[int]) -> dict[int, dict[str, Answer]]:
    """Row number of a sheet -> its answers, as `answers_of` gives them; one statement."""
    if not sheets:
        return {}
    found = sa.select(Question.public_id, Answer).join(Question, Answer.question_id == Question.id)
    found = found.where(Answer.sheet_id.in_(sheets)).options(joinedload(Answer.file))
    seen: dict[int, dict[str, Answer]] = {}
    for public_id, answer in db.session.execute(found):
        seen.setdefault(answer.sheet_id, {})[public_id] = answer
    return seen


def audiences_within(audience: str) -> tuple[str, ...]:
    """Questions with these audiences are shown to somebody of that one: readers see least."""
    return AUDIENCES[AUDIENCES.index(audience) :]


def answers_on(sheets: Collection[int], audience: str) -> dict[int, list[tuple[Question, Answer]]]:
    """Sheet -> questions that `audience` may see the answers to, each with its answer, in order.

    One statement for any number of sheets.
    """
    if not sheets:
        return {}
    found = (
        sa.select(Answer, Question)
        .join(Question, Answer.question_id == Question.id)
        .where(Answer.sheet_id.in_(sheets), Question.audience.in_(audiences_within(audience)))
        .order_by(Answer.sheet_id, Question.position, Question.id)
        .options(joinedload(Answer.file))
    )
    seen: dict[int, list[tuple[Question, Answer]]] = {}
    for answer, question in db.session.execute(found):
        seen.setdefault(answer.sheet_id, []).append((question, answer))
    return seen


def answers_for(
    sheet_id: int | None, audience: str, chosen: Chosen | None = None
) -> list[tuple[Question, Answer]]:
    """What `audience` may see of one sheet, in the order of the questions; one statement.

    With `chosen` (public ids of tracks and types) only what is asked for these: an answer for
    another track stays on the sheet, where its author sees it no more. It is called when some
    question depends on it.
    """
    found = answers_on([sheet_id], audience).get(sheet_id, []) if sheet_id is not None else []
    if chosen is None or not any(question.only_for for question, _answer in found):
        return found
    asked = asked_for((question for question, _answer in found), chosen())
    return [(question, answer) for question, answer in found if question in asked]


def answer_counts(questionnaire_id: int | None) -> dict[int, int]:
    """Row number of a question -> how many answered it; one statement."""
    if questionnaire_id is None:
        return {}
    found = (
        sa.select(Answer.question_id, sa.func.count(Answer.id))
        .join(Question, Question.id == Answer.question_id)
        .where(Question.questionnaire_id == questionnaire_id)
        .group_by(Answer.question_id)
    )
    return {row[0]: row[1] for row in db.session.execute(found)}


def question_row(
    questionnaire_id: int | None, public_id: str, *, deleted: bool = False
) -> Question:
    """One question of that questionnaire. Raises sqlalchemy.exc.NoResultFound."""
    found = sa.select(Question).where(
        Question.public_id == public_id, Question.questionnaire_id == questionnaire_id
    )
    return db.session.scalars(with_deleted(found) if deleted else found).one()


def chosen_keys(question_id: int) -> set[str]:
    """Keys of choices that somebody chose already; one statement."""
    found = sa.select(Answer.value).where(Answer.question_id == question_id)
    keys: set[str] = set()
    for value in db.session.scalars(found):
        keys.update(value if isinstance(value, list) else [value])
    return keys


def has_answer(answer: Answer | None) -> bool:
    """Something stands there."""
    return answer is not None and (answer.file_id is not None or answer.value not in (None, "", []))


def sheet_file(
    sheet_id: int | None, question_id: str, audience: str, chosen: Chosen | None = None
) -> Answer | None:
    """The answer whose file `audience` may have, as `answers_for`; None where there is none."""
    for question, answer in answers_for(sheet_id, audience, chosen):
        if question.public_id == question_id and answer.file is not None:
            return answer
    return None
