"""The inbox: messages with their states, and answering them by mail."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.accounts.queries import current_actor
from webinar.conversations import operations
from webinar.conversations.forms import AnswerForm
from webinar.conversations.models import ContactMessage
from webinar.conversations.operations import NoSuchMessage
from webinar.conversations.policy import may_answer
from webinar.conversations.queries import (
    MESSAGE_STATES,
    message_by_id,
    messages_in_state,
    page_of,
)
from webinar.core import clock
from webinar.core.access import policy
from webinar.core.db import StaleEdit
from webinar.core.notices import say
from webinar.core.plainerror import N_
from webinar.core.text import whole_number

_STEPS = {
    "close": (operations.close_message, N_("Closed."), "reopen"),
    "reopen": (operations.reopen_message, N_("Open again."), "close"),
    "renew": (operations.renew_message, N_("It waits for an answer again."), ""),
    "delete": (
        operations.delete_message,
        N_("Deleted. It can be restored for 30 days."),
        "restore",
    ),
    "restore": (operations.restore_message, N_("Restored."), "delete"),
}


def add_to(bp: Blueprint) -> None:
    """Hang the routes of this file on the room's blueprint."""
    one = "/organize/messages/<message_id>/"
    steps = f"{one}<any(close, reopen, renew, delete, restore):step>"
    bp.add_url_rule("/organize/messages/", view_func=messages)
    bp.add_url_rule(one, view_func=message)
    bp.add_url_rule(one, view_func=answer, methods=["POST"])
    bp.add_url_rule(steps, view_func=step_message, methods=["POST"])


@policy(may_answer)
def messages() -> ResponseReturnValue:
    """Messages of one state, or all; `overdue` are those past their promise."""
    state = request.args.get("state", "")
    state = state if state in MESSAGE_STATES else ""
    number = whole_number(request.args.get("page"), most=99_999) or 1
    now = clock.now()
    rows, has_more = page_of(messages_in_state(state, at=now), number)
    return render_template(
        "conversations/messages.html",
        rows=rows,
        state=state,
        number=number,
        has_more=has_more,
        now=now,
    )


def _message(message_id: str) -> ContactMessage:
    row = message_by_id(message_id, deleted=True)
    if row is None:
        abort(404)
    return row


@policy(may_answer)
def message(message_id: str) -> ResponseReturnValue:
    row = _message(message_id)
    form = AnswerForm(formdata=None, answers_seen=str(len(row.answers)))
    return render_template("conversations/message.html", row=row, form=form, now=clock.now())


@policy(may_answer)
def answer(message_id: str) -> ResponseReturnValue:
    """Mail an answer; whoever was second sees the first answer before sending another."""
    row = _message(message_id)
    form = AnswerForm()
    if not form.validate():
        page = render_template("conversations/message.html", row=row, form=form, now=clock.now())
        return page, 422
    try:
        operations.answer_message(
            by=current_actor(), message_id=message_id, body=form.body.data, answers_seen=form.seen
        )
    except NoSuchMessage:
        abort(404)
    except StaleEdit:
        row = _message(message_id)
        form.answers_seen.data = str(len(row.answers))
        form.answers_seen.raw_data = None
        page = render_template(
            "conversations/message.html",
            row=row,
            form=form,
            now=clock.now(),
            conflict_rows=[(form.body.label.text, form.body.data, row.answers[-1].body)],
        )
        return page, 409
    flash(gettext("The answer is on its way."))
    return redirect(url_for("conversations.message", message_id=message_id), 303)


@policy(may_answer)
def step_message(message_id: str, step: str) -> ResponseReturnValue:
    """One of the steps in the life of a message."""
    take, words, back = _STEPS[step]
    try:
        take(by=current_actor(), message_id=message_id)
    except NoSuchMessage:
        abort(404)
    undo = back and url_for("conversations.step_message", message_id=message_id, step=back)
    say(gettext(words), undo=undo or None)
    return redirect(url_for("conversations.message", message_id=message_id), 303)
