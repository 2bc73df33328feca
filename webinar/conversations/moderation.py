"""The page on which comments are approved, refused and deleted, singly or many at once."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from webinar.accounts.models import MODERATOR
from webinar.accounts.queries import current_actor
from webinar.conversations import operations
from webinar.conversations.models import Comment
from webinar.conversations.policy import may_moderate
from webinar.conversations.queries import (
    COMMENT_STATES,
    DELETED,
    PAGE,
    comments_by_ids,
    comments_in_state,
    page_of,
)
from webinar.conversations.subjects import subjects_of
from webinar.core.access import policy
from webinar.core.text import whole_number
from webinar.webinars.scope import scope_of

_STEPS = {
    "approve": operations.approve_comments,
    "refuse": operations.refuse_comments,
    "delete": operations.delete_comments,
    "restore": operations.restore_comments,
}


def add_to(bp: Blueprint) -> None:
    """Hang the routes of this file on the room's blueprint."""
    bp.add_url_rule("/organize/comments/", view_func=comments)
    bp.add_url_rule("/organize/comments/", view_func=moderate, methods=["POST"])
    bp.add_url_rule("/organize/comments/undo", view_func=undo, methods=["POST"])


def _state() -> str:
    state = request.args.get("state", "")
    return state if state in COMMENT_STATES else ""


def _number() -> int:
    return whole_number(request.args.get("page"), most=99_999) or 1


@policy(may_moderate)
def comments() -> ResponseReturnValue:
    """Comments of one state, or all; what was just done can be undone here."""
    number = _number()
    rows, has_more = page_of(comments_in_state(scope_of(MODERATOR), _state()), number)
    subjects = subjects_of({(row.subject_kind, row.subject_id) for row in rows})
    return render_template(
        "conversations/comments.html",
        rows=rows,
        subjects=subjects,
        state=_state(),
        number=number,
        has_more=has_more,
        undo=request.args.get("undo", "") if _undone(request.args.get("undo", "")) else "",
    )


@policy(may_moderate)
def moderate() -> ResponseReturnValue:
    """One step for one comment (its own button) or for all that were ticked."""
    name, _, single = request.form.get("do", "").partition(".")
    step = _STEPS.get(name)
    chosen = [single] if single else request.form.getlist("comment")[:PAGE]
    # Each is looked up by itself: one of another webinar is as if it did not exist.
    found = comments_by_ids(scope_of(MODERATOR), chosen)
    before = {row.public_id: _state_of(row) for row in found}
    if step is None or not before:
        flash(gettext("Tick the comments first, then choose what is to happen."), "error")
        return redirect(_list(), 303)
    changed = step(by=current_actor(), comment_ids=list(before))
    flash(_words(name, len(changed)))
    undo = "~".join(f"{row.public_id}.{before[row.public_id]}" for row in changed)
    return redirect(_list(undo), 303)


def _words(name: str, count: int) -> str:
    if name == "approve":
        words = ngettext("%(num)s comment is shown now.", "%(num)s comments are shown now.", count)
    elif name == "refuse":
        words = ngettext("%(num)s comment is not shown.", "%(num)s comments are not shown.", count)
    elif name == "delete":
        words = ngettext("%(num)s comment is deleted.", "%(num)s comments are deleted.", count)
    else:
        words = ngettext("%(num)s comment is back.", "%(num)s comments are back.", count)
    return str(words)


def _list(undo: str = "") -> str:
    return url_for("conversations.comments", state=_state() or None, undo=undo or None)


def _state_of(row: Comment) -> str:
    return DELETED if row.deleted_at is not None else row.state


def _undone(value: str) -> dict[str, str]:
    """Comments and the states they had, from an address; empty when it is not one of ours."""
    found: dict[str, str] = {}
    for part in value.split("~")[:PAGE]:
        public_id, _, state = part.partition(".")
        if len(public_id) != 26 or not public_id.isalnum() or state not in COMMENT_STATES:
            return {}
        found[public_id] = state
    return found


@policy(may_moderate)
def undo() -> ResponseReturnValue:
    """Give the comments of the last step the states they had before."""
    wanted = _undone(request.form.get("undo", ""))
    found = comments_by_ids(scope_of(MODERATOR), wanted)
    states = {row.public_id: wanted[row.public_id] for row in found}
    if states:
        rows = operations.put_back_comments(by=current_actor(), states=states)
        flash(
            ngettext(
                "%(num)s comment is as it was before.",
                "%(num)s comments are as they were before.",
                len(rows),
            )
        )
    return redirect(_list(), 303)
