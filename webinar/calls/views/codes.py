"""Access codes of a call: made, changed, mailed, revoked."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy.exc import NoResultFound

from webinar.accounts.queries import current_actor
from webinar.calls import part_operations as operations
from webinar.calls import queries
from webinar.calls.addresses import code_address
from webinar.calls.blueprint import bp
from webinar.calls.errors import WrongCode
from webinar.calls.models import AccessCode, Call
from webinar.calls.partforms import CodeForm, NewCodesForm, SendCodeForm, stored_code
from webinar.calls.policy import may_arrange_call
from webinar.calls.views.finding import call_or_404, code_or_404
from webinar.core.access import policy
from webinar.core.conflicts import compare_with
from webinar.core.csvfiles import as_download
from webinar.core.db import StaleEdit
from webinar.core.notices import say, say_changed


def _names(call: Call) -> dict[str, str]:
    """Public identifiers of tracks and types -> their names."""
    return {one.public_id: one.name for one in call.parts}


def _list(call: Call, form: NewCodesForm, code: int = 200) -> ResponseReturnValue:
    page = render_template(
        "calls/codes.html",
        call=call,
        codes=queries.codes_of(call),
        names=_names(call),
        form=form,
        code_address=code_address,
    )
    return page, code


def _page(
    call: Call,
    row: AccessCode,
    form: CodeForm,
    send: SendCodeForm,
    code: int = 200,
    conflict_rows: list[tuple[str, str, str]] | None = None,
) -> ResponseReturnValue:
    page = render_template(
        "calls/code.html",
        call=call,
        row=row,
        form=form,
        send=send,
        address=code_address(call, row),
        conflict_rows=conflict_rows,
    )
    return page, code


def _form_of(call: Call, row: AccessCode) -> CodeForm:
    data = stored_code(row, call.timezone)
    return CodeForm(formdata=None, data=data, call=call, kept=row.only_for)


def _back(call_id: str) -> ResponseReturnValue:
    return redirect(url_for("calls.codes", call_id=call_id), 303)


@bp.get("/<call_id>/codes/")
@policy(may_arrange_call)
def codes(call_id: str) -> ResponseReturnValue:
    call = call_or_404(call_id)
    return _list(call, NewCodesForm(formdata=None, data={"most_uses": 1}, call=call))


@bp.post("/<call_id>/codes/")
@policy(may_arrange_call)
def make_codes(call_id: str) -> ResponseReturnValue:
    call = call_or_404(call_id)
    form = NewCodesForm(call=call)
    words = form.code_words(call.timezone) if form.validate() else None
    if words is None:
        return _list(call, form, 422)
    try:
        made = operations.make_codes(
            call_id=call_id,
            words=words,
            count=form.count.data or 1,
            code=form.code.data or "",
            by=current_actor(),
        )
    except WrongCode as error:
        form.code.errors = [gettext(error.message, **error.values)]
        return _list(call_or_404(call_id), form, 422)
    say_changed(ngettext("%(num)s code is made.", "%(num)s codes are made.", len(made)))
    return _back(call_id)


@bp.get("/<call_id>/codes.csv")
@policy(may_arrange_call)
def codes_csv(call_id: str) -> ResponseReturnValue:
    """For a mail merge: code, link, for whom, uses, expiry."""
    call = call_or_404(call_id)
    heads = [gettext("Code"), gettext("Link"), gettext("For whom"), gettext("Used"), gettext("Of")]
    rows = [
        [one.code, code_address(call, one), one.note, one.used, one.most_uses or ""]
        for one in queries.codes_of(call)
    ]
    return as_download(f"codes-{call.slug}", heads, rows)


@bp.get("/<call_id>/codes/<code_id>")
@policy(may_arrange_call)
def code(call_id: str, code_id: str) -> ResponseReturnValue:
    call = call_or_404(call_id)
    row = code_or_404(call, code_id)
    return _page(call, row, _form_of(call, row), SendCodeForm(formdata=None))


@bp.post("/<call_id>/codes/<code_id>")
@policy(may_arrange_call)
def code_save(call_id: str, code_id: str) -> ResponseReturnValue:
    call = call_or_404(call_id)
    row = code_or_404(call, code_id)
    form = CodeForm(call=call, kept=row.only_for)
    words = form.code_words(call.timezone) if form.validate() else None
    if words is None:
        return _page(call, row, form, SendCodeForm(formdata=None), 422)
    try:
        operations.edit_code(
            call_id=call_id,
            code_id=code_id,
            words=words,
            expected_version=form.expected_version,
            by=current_actor(),
        )
    except StaleEdit:
        call = call_or_404(call_id)
        row = code_or_404(call, code_id)
        rows = compare_with(form, {"note": row.note}, row.version)
        return _page(call, row, form, SendCodeForm(formdata=None), 409, rows)
    say_changed(gettext("The code is saved."))
    return _back(call_id)


@bp.post("/<call_id>/codes/<code_id>/send")
@policy(may_arrange_call)
def code_send(call_id: str, code_id: str) -> ResponseReturnValue:
    call = call_or_404(call_id)
    row = code_or_404(call, code_id)
    form = SendCodeForm()
    if not form.validate():
        return _page(call, row, _form_of(call, row), form, 422)
    try:
        operations.send_code(
            call_id=call_id, code_id=code_id, email=form.email.data or "", by=current_actor()
        )
    except WrongCode as error:
        form.email.errors = [gettext(error.message, **error.values)]
        return _page(call, row, _form_of(call, row), form, 422)
    say(gettext("The code is on its way to %(email)s.", email=form.email.data))
    return _back(call_id)


@bp.post("/<call_id>/codes/<code_id>/<any(revoke, restore):step>")
@policy(may_arrange_call)
def code_take(call_id: str, code_id: str, step: str) -> ResponseReturnValue:
    """Papers that came in by it stay."""
    act = operations.revoke_code if step == "revoke" else operations.restore_code
    try:
        act(call_id=call_id, code_id=code_id, by=current_actor())
    except NoResultFound:
        abort(404)
    if step == "revoke":
        undo = url_for("calls.code_take", call_id=call_id, code_id=code_id, step="restore")
        say(gettext("The code is revoked: it opens nothing any more."), undo=undo)
    else:
        say(gettext("The code is good again."))
    return _back(call_id)
