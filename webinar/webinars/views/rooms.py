"""Rooms: the list with a form beneath it, and one at a time."""

from typing import Any

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import NoResultFound

from webinar.accounts.queries import current_actor
from webinar.core.access import policy
from webinar.core.conflicts import compare_with
from webinar.core.db import StaleEdit
from webinar.core.notices import say, say_changed
from webinar.webinars import operations, queries
from webinar.webinars.blueprint import bp
from webinar.webinars.forms import RoomForm
from webinar.webinars.models import Room
from webinar.webinars.policy import may_arrange_site

_FIELDS = ("name", "join_address", "opens_minutes_before", "place")


def _list(form: RoomForm, code: int = 200) -> ResponseReturnValue:
    return render_template("webinars/rooms.html", form=form, rooms=queries.rooms()), code


def _found(room_id: str) -> Room:
    room = queries.room_by_id(room_id)
    if room is None:
        abort(404)
    return room


def _values(form: RoomForm) -> dict[str, Any]:
    texts = {name: form[name].data or "" for name in ("name", "join_address", "place")}
    return texts | {"opens_minutes_before": form.opens_minutes_before.data}


@bp.get("/rooms/")
@policy(may_arrange_site)
def rooms() -> ResponseReturnValue:
    return _list(RoomForm(formdata=None))


@bp.post("/rooms/")
@policy(may_arrange_site)
def create_room() -> ResponseReturnValue:
    form = RoomForm()
    if not form.validate():
        return _list(form, 422)
    room = operations.create_room(**_values(form), by=current_actor())
    say(
        gettext("The room “%(name)s” is there.", name=room.name),
        undo=url_for("webinars.delete_room", room_id=room.public_id),
    )
    return redirect(url_for("webinars.rooms"), 303)


@bp.get("/rooms/<room_id>/")
@policy(may_arrange_site)
def room(room_id: str) -> ResponseReturnValue:
    row = _found(room_id)
    return render_template("webinars/room.html", form=RoomForm(formdata=None, obj=row), room=row)


@bp.post("/rooms/<room_id>/")
@policy(may_arrange_site)
def save_room(room_id: str) -> ResponseReturnValue:
    row = _found(room_id)
    form = RoomForm()
    if not form.validate():
        return render_template("webinars/room.html", form=form, room=row), 422
    try:
        operations.edit_room(
            room_id=room_id, **_values(form), version=form.expected_version, by=current_actor()
        )
    except StaleEdit:
        row = _found(room_id)
        saved = {name: str(getattr(row, name)) for name in _FIELDS}
        rows = compare_with(form, saved, row.version)
        page = render_template("webinars/room.html", form=form, room=row, conflict_rows=rows)
        return page, 409
    say_changed(gettext("“%(name)s” is saved.", name=form.name.data))
    return redirect(url_for("webinars.rooms"), 303)


@bp.post("/rooms/<room_id>/delete")
@policy(may_arrange_site)
def delete_room(room_id: str) -> ResponseReturnValue:
    row = _found(room_id)
    operations.delete_room(room_id=room_id, by=current_actor())
    say(
        gettext("The room “%(name)s” is deleted.", name=row.name),
        undo=url_for("webinars.restore_room", room_id=room_id),
    )
    return redirect(url_for("webinars.rooms"), 303)


@bp.post("/rooms/<room_id>/restore")
@policy(may_arrange_site)
def restore_room(room_id: str) -> ResponseReturnValue:
    try:
        row = operations.restore_room(room_id=room_id, by=current_actor())
    except NoResultFound:
        abort(404)
    say(gettext("The room “%(name)s” is back.", name=row.name))
    return redirect(url_for("webinars.rooms"), 303)
