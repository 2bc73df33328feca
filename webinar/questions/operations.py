"""Questions: asked, changed, put in order, taken away. Answers: kept."""

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from webinar.core import clock, files, ids
from webinar.core.db import db, lock, raise_version
from webinar.core.files import StoredFile
from webinar.core.filetypes import Accepted
from webinar.core.held import Held, claim
from webinar.core.journal import Actor, about, operation
from webinar.core.plainerror import N_
from webinar.questions import queries
from webinar.questions.errors import WrongQuestion
from webinar.questions.models import (
    AUDIENCES,
    CHOICE,
    CHOICES,
    CONSENT,
    DAY,
    FILE,
    KINDS,
    NUMBER,
    Answer,
    AnswerSheet,
    Question,
    Questionnaire,
)
from webinar.questions.said import MOST_CHOICES, MOST_QUESTIONS, Asking


@operation
def add_question(*, questionnaire_id: int, asking: Asking, by: Actor) -> Question:
    """Ask one more, after all others. Raises WrongQuestion."""
    lock(db.session.get_one(Questionnaire, questionnaire_id))
    present = queries.questions_of(questionnaire_id)
    if len(present) >= MOST_QUESTIONS:
        raise WrongQuestion(
            N_("Nobody answers more than %(most)s questions. Delete one first."),
            most=MOST_QUESTIONS,
        )
    last = max((one.position for one in present), default=-1)
    question = Question(questionnaire_id=questionnaire_id, position=last + 1)
    _fill(question, asking, locked=frozenset())
    db.session.add(question)
    return question


@operation
def edit_question(
    *,
    questionnaire_id: int,
    question_id: str,
    asking: Asking,
    by: Actor,
    expected_version: int | None = None,
) -> Question:
    """Ask it otherwise. Once somebody answered, its kind and the choices they took stay.

    Raises WrongQuestion, StaleEdit.
    """
    question = queries.question_row(questionnaire_id, question_id)
    about(question)
    raise_version(question, expected_version)
    is_answered = queries.answer_counts(questionnaire_id).get(question.id, 0) > 0
    if is_answered and asking.kind != question.kind:
        raise WrongQuestion(
            N_(
                "Somebody answered this already, so the kind of answer stays. Add another question."
            ),
            beside="kind",
        )
    _fill(question, asking, locked=queries.chosen_keys(question.id) if is_answered else set())
    return question


def _fill(question: Question, asking: Asking, *, locked: Collection[str]) -> None:
    if asking.kind not in KINDS or asking.audience not in AUDIENCES:
        raise WrongQuestion(N_("Choose the kind of answer, and who sees it."), beside="kind")
    if None not in (asking.least, asking.most) and (asking.least or 0) > (asking.most or 0):
        raise WrongQuestion(
            N_("The least is more than the most. Turn the two round."), beside="most"
        )
    choices = _choices(question, asking, locked) if asking.kind in (CHOICE, CHOICES) else []
    question.kind, question.label, question.help = asking.kind, asking.label, asking.help
    question.is_required = asking.is_required
    question.required_from = asking.required_from if asking.is_required else None
    question.frozen_from = asking.frozen_from
    question.choices = choices
    question.least, question.most = asking.least, asking.most
    question.audience, question.only_for = asking.audience, sorted(asking.only_for)


def _choices(question: Question, asking: Asking, locked: Collection[str]) -> list[dict[str, str]]:
    """With keys: a choice that is renamed in its place keeps its own."""
    known = {one["key"] for one in question.choices or ()}
    rows = [
        {"key": one.get("key") if one.get("key") in known else ids.new_id()[:8], "label": label}
        for one in asking.choices
        if (label := one.get("label", ""))
    ]
    if not 1 < len(rows) <= MOST_CHOICES:
        raise WrongQuestion(
            N_("Write at least two choices, and at most %(most)s."),
            beside="choices",
            most=MOST_CHOICES,
        )
    labels = [one["label"] for one in rows]
    if twice := next((one for one in labels if labels.count(one) > 1), None):
        raise WrongQuestion(N_("“%(label)s” stands there twice."), beside="choices", label=twice)
    kept = {one["key"] for one in rows}
    for one in question.choices or ():
        if one["key"] in locked and one["key"] not in kept:
            raise WrongQuestion(
                N_("Somebody chose “%(label)s” already, so it has to stay."),
                beside="choices",
                label=one["label"],
            )
    return [{"key": str(one["key"]), "label": str(one["label"])} for one in rows]


@operation
def order_questions(*, questionnaire_id: int, question_ids: list[str], by: Actor) -> None:
    """Put them in this order; those not named follow as they were."""
    lock(db.session.get_one(Questionnaire, questionnaire_id))
    wanted = {public_id: place for place, public_id in enumerate(question_ids)}
    rows = queries.questions_of(questionnaire_id)
    rows.sort(key=lambda row: (wanted.get(row.public_id, len(wanted)), row.position, row.id))
    for place, row in enumerate(rows):
        row.position = place


@operation
def delete_question(*, questionnaire_id: int, question_id: str, by: Actor) -> Question:
    """Ask it no longer; answers come back with it."""
    question = queries.question_row(questionnaire_id, question_id)
    question.deleted_at = clock.now()
    question.version += 1
    return question


@operation
def restore_question(*, questionnaire_id: int, question_id: str, by: Actor) -> Question:
    question = queries.question_row(questionnaire_id, question_id, deleted=True)
    question.deleted_at = None
    question.version += 1
    return question


@operation
def save_answers(
    *,
    sheet_id: int | None,
    questionnaire_id: int,
    by: Actor,
    values: Mapping[str, Any],
    taken: Mapping[str, tuple[Path, Accepted]] | None = None,
    held: Mapping[str, Held] | None = None,
    removed: Collection[str] = (),
) -> AnswerSheet:
    """Keep answers on a sheet, which is made where there is none; keys are public identifiers.

    `values` as the forms give them (None takes an answer back), `taken` judged files, `held` files
    that waited, `removed` questions whose file goes. What is not named stays. Frozen questions,
    and those of other questionnaires, are passed over. A file that is taken over is moved away
    from its path. Raises Refused when one waits no more.
    """
    sheet = db.session.get_one(AnswerSheet, sheet_id) if sheet_id is not None else AnswerSheet()
    if sheet_id is None:
        db.session.add(sheet)
        db.session.flush()
    else:
        # Two requests at once must not both make the first answer to a question.
        lock(sheet)
    answers, taken, now = queries.answers_of(sheet.id), taken or {}, clock.now()
    for question in queries.questions_of(questionnaire_id):
        key = question.public_id
        if queries.is_frozen(question, now):
            continue
        answer = answers.get(key)
        if question.kind == FILE:
            if key in removed and answer is not None:
                _let_go(answer)
                db.session.delete(answer)
                answer = None
            if key in taken:
                _keep_file(sheet, question, answer, _stored(*taken[key]))
            elif held and key in held:
                _keep_file(sheet, question, answer, claim(held[key]))
        elif key in values:
            _keep_value(sheet, question, answer, as_kind(question, values[key]))
    return sheet


def as_kind(question: Question, value: Any) -> Any:
    """A value as answers hold it; None for nothing. Choices that are not offered fall away."""
    if value is None or value is False or value in ("", []):
        # Nought is an answer.
        return None
    keys = [one["key"] for one in question.choices]
    if question.kind == CHOICES:
        return [key for key in keys if key in value] or None
    if question.kind == CHOICE:
        return value if value in keys else None
    if question.kind == CONSENT:
        return True
    if question.kind == DAY:
        return value.isoformat() if isinstance(value, date) else str(value)
    return value if question.kind == NUMBER else str(value)


def _keep_value(sheet: AnswerSheet, question: Question, answer: Answer | None, value: Any) -> None:
    if answer is None and value is not None:
        db.session.add(Answer(sheet_id=sheet.id, question_id=question.id, value=value))
    elif answer is not None and value is None:
        db.session.delete(answer)
    elif answer is not None and answer.value != value:
        answer.value, answer.answered_at = value, clock.now()


def _stored(path: Path, accepted: Accepted) -> StoredFile:
    return files.keep(
        path,
        filename=accepted.safe_name,
        media_type=accepted.media_type,
        sha256=accepted.sha256,
        scan=accepted.scan,
    )


def _keep_file(
    sheet: AnswerSheet, question: Question, answer: Answer | None, stored: StoredFile
) -> None:
    if answer is None:
        db.session.add(Answer(sheet_id=sheet.id, question_id=question.id, file_id=stored.id))
        return
    _let_go(answer)
    answer.file_id, answer.answered_at = stored.id, clock.now()


def _let_go(answer: Answer) -> None:
    files.let_go(StoredFile.id == answer.file_id)


@operation
def copy_questions(
    *, questionnaire_id: int | None, by: Actor, renamed: Mapping[str, str] | None = None
) -> Questionnaire:
    """A questionnaire with the same questions and no answers.

    `renamed`: public identifiers of tracks and types -> of their copies.
    """
    copy = Questionnaire()
    db.session.add(copy)
    db.session.flush()
    for one in queries.questions_of(questionnaire_id):
        db.session.add(
            Question(
                questionnaire_id=copy.id,
                **{
                    name: getattr(one, name)
                    for name in (
                        *("position", "kind", "label", "help", "is_required", "required_from"),
                        *("frozen_from", "choices", "least", "most", "audience"),
                    )
                },
                only_for=[(renamed or {}).get(key, key) for key in one.only_for],
            )
        )
    return copy


@operation
def make_questionnaire(*, by: Actor) -> Questionnaire:
    """An empty one."""
    made = Questionnaire()
    db.session.add(made)
    db.session.flush()
    return made
