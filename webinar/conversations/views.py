"""Writing a comment, confirming it, and writing to the organizers: the public side of this room."""

from datetime import datetime

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.conversations import inbox, moderation, operations
from webinar.conversations.forms import CommentForm, ContactForm
from webinar.conversations.models import Comment
from webinar.conversations.operations import CannotComment
from webinar.conversations.operations.comments import CONFIRMS
from webinar.conversations.public import may_mail, spend_attempt
from webinar.conversations.queries import comment_by_id, shown_comment
from webinar.conversations.receipts import Receipt, read_receipt
from webinar.conversations.subjects import Subject, open_subject, subjects_of
from webinar.core import clock, links
from webinar.core.access import anyone, holder_of_link, policy
from webinar.core.http import public
from webinar.core.journal import visitor
from webinar.core.limits import TooMany
from webinar.core.publicforms import later, say_too_often
from webinar.organization.queries import office_state, promised_by, site
from webinar.organization.words import by_when, office_sentence

bp = Blueprint("conversations", __name__)
moderation.add_to(bp)
inbox.add_to(bp)

_COMMENTS = "/comments/<any(paper, session, webinar, post):kind>/<public_id>"


def _subject(kind: str, public_id: str) -> Subject:
    subject = open_subject(kind, public_id)
    if subject is None:
        abort(404)
    return subject


def _comment_page(subject: Subject, form: CommentForm) -> str:
    answered = shown_comment(subject.kind, subject.public_id, form.parent.data or "")
    return render_template(
        "conversations/comment.html", subject=subject, form=form, answered=answered
    )


@bp.get(_COMMENTS)
@policy(anyone)
@public
def comment_form(kind: str, public_id: str) -> ResponseReturnValue:
    """The form alone, for who lost the page it stood on."""
    form = CommentForm(formdata=None, parent=request.args.get("reply", "")[:26])
    return _comment_page(_subject(kind, public_id), form)


@bp.post(_COMMENTS)
@policy(anyone)
def comment(kind: str, public_id: str) -> ResponseReturnValue:
    """Take a comment in; whatever goes wrong, everything typed is still there."""
    subject = _subject(kind, public_id)
    form = CommentForm()
    receipt = redirect(url_for("conversations.received", kind=kind, public_id=public_id), 303)
    if form.is_trapped:
        # A program must not learn that it was recognised.
        return receipt
    if not form.validate():
        return _comment_page(subject, form), 422
    try:
        spend_attempt("comment")
    except TooMany as error:
        say_too_often(form, error)
        return later(_comment_page(subject, form), error)
    email = form.email.data or ""
    try:
        operations.write_comment(
            by=visitor(form.name.data),
            kind=kind,
            subject_id=public_id,
            author_name=form.name.data,
            author_email=email,
            body=form.body.data,
            parent_id=form.parent.data or "",
            send_receipt=bool(email) and may_mail(email),
        )
    except CannotComment as error:
        form.form_errors.append(gettext(error.message, **error.values))
        form.parent.data = ""
        return _comment_page(subject, form), 422
    return receipt


@bp.get(f"{_COMMENTS}/received")
@policy(anyone)
def received(kind: str, public_id: str) -> ResponseReturnValue:
    subject = _subject(kind, public_id)
    return render_template("conversations/received.html", subject=subject)


@bp.get("/comments/mine/<token>")
@policy(holder_of_link)
def mine(token: str) -> ResponseReturnValue:
    """An author's own comment; looking at it changes nothing (mail scanners look, too)."""
    row = _own(token)
    subject = subjects_of([(row.subject_kind, row.subject_id)]).get(
        (row.subject_kind, row.subject_id)
    )
    return render_template("conversations/mine.html", row=row, subject=subject, token=token)


@bp.post("/comments/mine/<token>")
@policy(holder_of_link)
def settle(token: str) -> ResponseReturnValue:
    """Confirm it, or take it back."""
    row = _own(token)
    link = links.open_link(token, CONFIRMS)
    if link is not None and row.deleted_at is None:
        settled = (
            operations.withdraw_comment
            if "withdraw" in request.form
            else operations.confirm_comment
        )
        settled(by=visitor(row.author_name), link_id=link.public_id)
    return redirect(url_for("conversations.mine", token=token), 303)


def _own(token: str) -> Comment:
    link = links.open_link(token, CONFIRMS)
    row = comment_by_id(link.subject_id, deleted=True) if link is not None else None
    if row is None:
        abort(404)
    return row


def _contact_page(form: ContactForm) -> str:
    now, here = clock.now(), site()
    state = office_state(now)
    return render_template(
        "conversations/contact.html",
        form=form,
        office=office_sentence(state, now, here.timezone),
        away="" if state.is_open else here.away_text,
        promise=by_when(promised_by(now), here.timezone),
    )


@bp.get("/contact")
@policy(anyone)
@public
def contact() -> ResponseReturnValue:
    """Whether somebody is around, and the form."""
    return _contact_page(ContactForm(formdata=None))


@bp.post("/contact")
@policy(anyone)
def write() -> ResponseReturnValue:
    """Take a message in; whatever goes wrong, everything typed is still there."""
    form = ContactForm()
    if form.is_trapped:
        return _receipt(promised_by(clock.now()), is_mailed=True)
    if not form.validate():
        return _contact_page(form), 422
    try:
        spend_attempt("contact")
    except TooMany as error:
        say_too_often(form, error)
        return later(_contact_page(form), error)
    is_mailed = may_mail(form.email.data)
    row = operations.write_message(
        by=visitor(form.name.data),
        name=form.name.data,
        email=form.email.data,
        subject=form.subject.data or "",
        body=form.body.data,
        send_confirmation=is_mailed,
    )
    return _receipt(row.promised_by, is_mailed=is_mailed)


def _receipt(promised: datetime, *, is_mailed: bool) -> ResponseReturnValue:
    said = str(Receipt(promised, is_mailed))
    return redirect(url_for("conversations.message_received", receipt=said), 303)


@bp.get("/contact/received")
@policy(anyone)
def message_received() -> ResponseReturnValue:
    """The promise that was made; looking again, later, makes no other."""
    receipt = read_receipt(request.args.get("receipt", ""))
    return render_template(
        "conversations/message_received.html",
        promise=by_when(receipt.promised_by, site().timezone) if receipt else "",
        is_mailed=receipt is not None and receipt.is_mailed,
    )
