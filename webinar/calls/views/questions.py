"""What organizers ask besides the built-in fields."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import NoResultFound

from webinar.accounts.queries import current_actor
from webinar.calls import question_operations as operations
from webinar.calls.blueprint import bp
from webinar.calls.models import Call
from webinar.calls.partforms import part_choices
from webinar.calls.policy import may_arrange_call
from webinar.calls.views.finding import call_or_404, question_or_404
from webinar.core.access import policy
from webinar.core.conflicts import compare_with
from webinar.core.db import StaleEdit
from webinar.core.notices import say, say_changed
from webinar.core.ordering import moved
from webinar.questions.editing import QuestionForm, stored_question
from webinar.questions.errors import WrongQuestion
from webinar.questions.models import Question
from webinar.questions.queries import answer_counts, questions_of


def _page(
    call: Call,
    form: QuestionForm,
    question: Question | None = None,
    code: int = 200,
    conflict_rows: list[tuple[str, str, str]] | None = None,
) -> ResponseReturnValue:
    counts = answer_counts(call.questionnaire_id) if question is not None else {}
    page = render_template(
        "calls/question.html",
        call=call,
        form=form,
        question=question,
        answers=counts.get(question.id, 0) if question is not None else 0,
        conflict_rows=conflict_rows,
    )
    return page, code


def _back(call_id: str) -> ResponseReturnValue:
    return redirect(url_for("calls.show", call_id=call_id) + "#questions", 303)


@bp.get("/<call_id>/questions/new")
@policy(may_arrange_call)
def question_new(call_id: str) -> ResponseReturnValue:
    call = call_or_404(call_id)
    return _page(call, QuestionForm(formdata=None, parts=part_choices(call)))


@bp.post("/<call_id>/questions/new")
@policy(may_arrange_call)
def question_create(call_id: str) -> ResponseReturnValue:
    call = call_or_404(call_id)
    form = QuestionForm(parts=part_choices(call))
    if row := request.form.get("row", ""):
        form.move(row)
        return _page(call, form)
    asking = form.asking(call.timezone) if form.validate() else None
    if asking is None:
        return _page(call, form, code=422)
    try:
        operations.add_question(call_id=call_id, asking=asking, by=current_actor())
    except WrongQuestion as error:
        _refuse(form, error)
        return _page(call_or_404(call_id), form, code=422)
    say_changed(gettext("The question is there."))
    return _back(call_id)


@bp.get("/<call_id>/questions/<question_id>")
@policy(may_arrange_call)
def question(call_id: str, question_id: str) -> ResponseReturnValue:
    call = call_or_404(call_id)
    row = question_or_404(call, question_id)
    data = stored_question(row, call.timezone)
    return _page(call, _form_of(call, row, formdata=None, data=data), row)


def _form_of(call: Call, row: Question, **kwargs: object) -> QuestionForm:
    is_answered = answer_counts(call.questionnaire_id).get(row.id, 0) > 0
    parts = part_choices(call, row.only_for)
    return QuestionForm(parts=parts, is_answered=is_answered, **kwargs)


@bp.post("/<call_id>/questions/<question_id>")
@policy(may_arrange_call)
def question_save(call_id: str, question_id: str) -> ResponseReturnValue:
    call = call_or_404(call_id)
    row = question_or_404(call, question_id)
    form = _form_of(call, row)
    if wanted := request.form.get("row", ""):
        form.move(wanted)
        return _page(call, form, row)
    asking = form.asking(call.timezone) if form.validate() else None
    if asking is None:
        return _page(call, form, row, 422)
    try:
        operations.edit_question(
            call_id=call_id,
            question_id=question_id,
            asking=asking,
            expected_version=form.expected_version,
            by=current_actor(),
        )
    except StaleEdit:
        call = call_or_404(call_id)
        row = question_or_404(call, question_id)
        saved = {name: str(getattr(row, name)) for name in ("label", "help", "kind", "audience")}
        return _page(call, form, row, 409, compare_with(form, saved, row.version))
    except WrongQuestion as error:
        _refuse(form, error)
        call = call_or_404(call_id)
        return _page(call, form, question_or_404(call, question_id), 422)
    say_changed(gettext("The question is saved."))
    return _back(call_id)


def _refuse(form: QuestionForm, error: WrongQuestion) -> None:
    """Beside the field that it is about."""
    sentence = gettext(error.message, **error.values)
    if error.beside:
        form[error.beside].errors = [sentence]
    else:
        form.form_errors.append(sentence)


@bp.post("/<call_id>/questions/<question_id>/<any(delete, restore):step>")
@policy(may_arrange_call)
def question_take(call_id: str, question_id: str, step: str) -> ResponseReturnValue:
    """Answers stay, so that it can come back with them."""
    call_or_404(call_id)
    act = operations.delete_question if step == "delete" else operations.restore_question
    try:
        act(call_id=call_id, question_id=question_id, by=current_actor())
    except NoResultFound:
        abort(404)
    if step == "delete":
        undo = url_for(
            "calls.question_take", call_id=call_id, question_id=question_id, step="restore"
        )
        say(gettext("The question is deleted."), undo=undo)
    else:
        say(gettext("The question is back, with its answers."))
    return _back(call_id)


@bp.post("/<call_id>/questions/order")
@policy(may_arrange_call)
def question_move(call_id: str) -> ResponseReturnValue:
    """One place up or down, by two buttons at each."""
    call = call_or_404(call_id)
    present = [row.public_id for row in questions_of(call.questionnaire_id)]
    order = moved(present, request.form.get("move", ""))
    if order is None:
        flash(gettext("It is at the end already."), "info")
        return _back(call_id)
    operations.order_questions(call_id=call_id, question_ids=order, by=current_actor())
    say_changed(gettext("The order is changed."))
    return _back(call_id)
