"""Tracks and types of a call: one form and four buttons for both."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import NoResultFound

from webinar.accounts.queries import current_actor
from webinar.calls import part_operations as operations
from webinar.calls.blueprint import bp
from webinar.calls.models import Call, CallTrack, CallType
from webinar.calls.partforms import TrackForm, TypeForm, stored_part
from webinar.calls.policy import may_arrange_call
from webinar.calls.views.finding import call_or_404, part_or_404
from webinar.core.access import policy
from webinar.core.conflicts import compare_with
from webinar.core.db import StaleEdit
from webinar.core.notices import say, say_changed
from webinar.core.ordering import moved
from webinar.core.plainerror import PlainError

_KIND = "<any(tracks, types):kind>"


def _form(kind: str, **kwargs: Any) -> TrackForm:
    return TrackForm(**kwargs) if kind == "tracks" else TypeForm(**kwargs)


def _page(
    call: Call,
    kind: str,
    form: TrackForm,
    part: CallTrack | CallType | None = None,
    code: int = 200,
    conflict_rows: list[tuple[str, str, str]] | None = None,
) -> ResponseReturnValue:
    form.offer_folds(call.timezone)
    page = render_template(
        "calls/part.html",
        call=call,
        kind=kind,
        form=form,
        part=part,
        conflict_rows=conflict_rows,
    )
    return page, code


def _back(call_id: str, kind: str) -> ResponseReturnValue:
    return redirect(url_for("calls.show", call_id=call_id) + f"#{kind}", 303)


@bp.get(f"/<call_id>/{_KIND}/new")
@policy(may_arrange_call)
def part_new(call_id: str, kind: str) -> ResponseReturnValue:
    return _page(call_or_404(call_id), kind, _form(kind, formdata=None))


@bp.post(f"/<call_id>/{_KIND}/new")
@policy(may_arrange_call)
def part_create(call_id: str, kind: str) -> ResponseReturnValue:
    call = call_or_404(call_id)
    form = _form(kind)
    if not form.validate() or form.has_wrong_times(call.timezone):
        return _page(call, kind, form, code=422)
    add: Any = operations.add_track if kind == "tracks" else operations.add_type
    try:
        add(call_id=call_id, words=form.words(call.timezone), by=current_actor())
    except PlainError as error:
        form.form_errors.append(gettext(error.message, **error.values))
        return _page(call_or_404(call_id), kind, form, code=422)
    say_changed(gettext("“%(name)s” is there.", name=form.name.data))
    return _back(call_id, kind)


@bp.get(f"/<call_id>/{_KIND}/<part_id>")
@policy(may_arrange_call)
def part(call_id: str, kind: str, part_id: str) -> ResponseReturnValue:
    call = call_or_404(call_id)
    row = part_or_404(call, kind, part_id)
    return _page(call, kind, _form(kind, formdata=None, data=stored_part(row)), row)


@bp.post(f"/<call_id>/{_KIND}/<part_id>")
@policy(may_arrange_call)
def part_save(call_id: str, kind: str, part_id: str) -> ResponseReturnValue:
    call = call_or_404(call_id)
    row = part_or_404(call, kind, part_id)
    form = _form(kind)
    if not form.validate() or form.has_wrong_times(call.timezone):
        return _page(call, kind, form, row, 422)
    edit: Any = operations.edit_track if kind == "tracks" else operations.edit_type
    named = {"track_id" if kind == "tracks" else "type_id": part_id}
    try:
        edit(
            call_id=call_id,
            words=form.words(call.timezone),
            expected_version=form.expected_version,
            by=current_actor(),
            **named,
        )
    except StaleEdit:
        call = call_or_404(call_id)
        row = part_or_404(call, kind, part_id)
        saved = {name: str(getattr(row, name)) for name in ("name", "description")}
        return _page(call, kind, form, row, 409, compare_with(form, saved, row.version))
    say_changed(gettext("“%(name)s” is saved.", name=form.name.data))
    return _back(call_id, kind)


@bp.post(f"/<call_id>/{_KIND}/<part_id>/<any(delete, restore):step>")
@policy(may_arrange_call)
def part_take(call_id: str, kind: str, part_id: str, step: str) -> ResponseReturnValue:
    """Papers that chose it keep it, so that it can come back."""
    name = f"{step}_{'track' if kind == 'tracks' else 'type'}"
    named = {"track_id" if kind == "tracks" else "type_id": part_id}
    try:
        row = getattr(operations, name)(call_id=call_id, by=current_actor(), **named)
    except NoResultFound:
        abort(404)
    if step == "delete":
        undo = url_for(
            "calls.part_take", call_id=call_id, kind=kind, part_id=part_id, step="restore"
        )
        say(gettext("“%(name)s” is deleted.", name=row.name), undo=undo)
    else:
        say(gettext("“%(name)s” is back.", name=row.name))
    return _back(call_id, kind)


@bp.post(f"/<call_id>/{_KIND}/order")
@policy(may_arrange_call)
def part_move(call_id: str, kind: str) -> ResponseReturnValue:
    """One place up or down, by two buttons at each."""
    call = call_or_404(call_id)
    rows: Any = call.tracks if kind == "tracks" else call.types
    order = moved([row.public_id for row in rows], request.form.get("move", ""))
    if order is None:
        flash(gettext("It is at the end already."), "info")
        return _back(call_id, kind)
    if kind == "tracks":
        operations.order_tracks(call_id=call_id, track_ids=order, by=current_actor())
    else:
        operations.order_types(call_id=call_id, type_ids=order, by=current_actor())
    say_changed(gettext("The order is changed."))
    return _back(call_id, kind)
