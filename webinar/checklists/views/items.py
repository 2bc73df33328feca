"""What is on a checklist: of one webinar, and what is usual here."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.accounts.queries import current_actor
from webinar.checklists import operations, queries
from webinar.checklists.blueprint import bp
from webinar.checklists.forms import ItemForm, RemindingForm, stored_values
from webinar.checklists.models import OWN, ChecklistItem
from webinar.checklists.operations import NotAnItem
from webinar.checklists.usual import built_in
from webinar.checklists.views.board import webinar_or_404
from webinar.checklists.words import KIND_WORDS, due_words, item_title
from webinar.core.access import policy
from webinar.core.conflicts import compare_with
from webinar.core.db import StaleEdit
from webinar.core.notices import say_changed
from webinar.core.ordering import moved
from webinar.webinars.models import Webinar
from webinar.webinars.policy import may_arrange_site, may_arrange_webinar

_ITEMS = "/organize/webinars/<webinar_id>/checklist/items"
_USUAL = "/organize/checklist/"


def _new_form() -> ItemForm:
    return ItemForm(formdata=None, data={"kind": OWN, "days_before": 7})


def _items_page(
    webinar: Webinar,
    form: ItemForm | None = None,
    reminding: RemindingForm | None = None,
    code: int = 200,
) -> ResponseReturnValue:
    checklist = queries.checklist_of(webinar.id)
    if checklist is None:
        return redirect(url_for("checklists.board", webinar_id=webinar.public_id), 303)
    page = render_template(
        "checklists/items.html",
        webinar=webinar,
        items=queries.items_of(webinar.id),
        form=form or _new_form(),
        reminding=reminding
        or RemindingForm(
            formdata=None,
            data={
                "is_reminding": checklist.is_reminding,
                "remind_days": checklist.remind_days,
            },
        ),
        item_title=item_title,
        due_words=due_words,
    )
    return page, code


@bp.get(_ITEMS)
@policy(may_arrange_webinar)
def items(webinar_id: str) -> ResponseReturnValue:
    return _items_page(webinar_or_404(webinar_id))


@bp.post(_ITEMS)
@policy(may_arrange_webinar)
def add(webinar_id: str) -> ResponseReturnValue:
    webinar, form = webinar_or_404(webinar_id), ItemForm()
    if not form.validate():
        return _items_page(webinar, form, code=422)
    operations.add_item(webinar_id=webinar_id, values=form.values(), by=current_actor())
    say_changed(gettext("It is on the checklist."))
    return redirect(url_for("checklists.items", webinar_id=webinar_id), 303)


@bp.post("/organize/webinars/<webinar_id>/checklist/reminding")
@policy(may_arrange_webinar)
def set_reminding(webinar_id: str) -> ResponseReturnValue:
    webinar, form = webinar_or_404(webinar_id), RemindingForm()
    if not form.validate():
        return _items_page(webinar, reminding=form, code=422)
    try:
        operations.set_reminding(
            webinar_id=webinar_id,
            is_reminding=form.is_reminding.data,
            remind_days=form.remind_days.data,
            by=current_actor(),
        )
    except NotAnItem:
        abort(404)
    say_changed(gettext("Saved."))
    return redirect(url_for("checklists.items", webinar_id=webinar_id, _anchor="reminding"), 303)


def _edit_page(
    item: ChecklistItem,
    form: ItemForm,
    webinar: Webinar | None,
    code: int = 200,
    conflict_rows: list[tuple[str, str, str]] | None = None,
) -> ResponseReturnValue:
    page = render_template(
        "checklists/item.html",
        item=item,
        title=item_title(item),
        form=form,
        webinar=webinar,
        back=_back_to(webinar),
        conflict_rows=conflict_rows,
    )
    return page, code


def _back_to(webinar: Webinar | None) -> str:
    if webinar is None:
        return url_for("checklists.usual")
    return url_for("checklists.items", webinar_id=webinar.public_id)


def _item(item_id: str, webinar: Webinar | None) -> ChecklistItem:
    """An item of that list; one of another webinar is not found from here."""
    found = queries.item_by_id(item_id, webinar.id if webinar is not None else None)
    if found is None:
        abort(404)
    return found


def _save(item_id: str, webinar: Webinar | None) -> ResponseReturnValue:
    item = _item(item_id, webinar)
    form = ItemForm(fixed=item.kind)
    if not form.validate():
        return _edit_page(item, form, webinar, 422)
    values = form.values()
    try:
        operations.edit_item(
            item_id=item_id,
            title=values.title,
            words=values.words,
            days_before=values.days_before,
            version=form.expected_version,
            by=current_actor(),
        )
    except StaleEdit:
        item = _item(item_id, webinar)
        stored = stored_values(item)
        stored["days_before"] = str(stored["days_before"])
        rows = compare_with(form, stored, item.version)
        return _edit_page(item, form, webinar, 409, rows)
    except NotAnItem:
        abort(404)
    say_changed(gettext("Saved."))
    return redirect(_back_to(webinar), 303)


def _remove(item_id: str, webinar: Webinar | None) -> ResponseReturnValue:
    title = item_title(_item(item_id, webinar))
    try:
        operations.remove_item(item_id=item_id, by=current_actor())
    except NotAnItem:
        abort(404)
    say_changed(gettext("“%(title)s” is off the checklist.", title=title))
    return redirect(_back_to(webinar), 303)


@bp.get(f"{_ITEMS}/<item_id>")
@policy(may_arrange_webinar)
def item(webinar_id: str, item_id: str) -> ResponseReturnValue:
    webinar = webinar_or_404(webinar_id)
    found = _item(item_id, webinar)
    return _edit_page(found, ItemForm.of(found), webinar)


@bp.post(f"{_ITEMS}/<item_id>")
@policy(may_arrange_webinar)
def save(webinar_id: str, item_id: str) -> ResponseReturnValue:
    return _save(item_id, webinar_or_404(webinar_id))


@bp.post(f"{_ITEMS}/<item_id>/remove")
@policy(may_arrange_webinar)
def remove(webinar_id: str, item_id: str) -> ResponseReturnValue:
    return _remove(item_id, webinar_or_404(webinar_id))


def _usual_page(form: ItemForm | None = None, code: int = 200) -> ResponseReturnValue:
    page = render_template(
        "checklists/usual.html",
        items=queries.items_of(None),
        built_in=built_in(),
        form=form or _new_form(),
        item_title=item_title,
        kind_words=KIND_WORDS,
        due_words=due_words,
    )
    return page, code


def _move(webinar: Webinar | None) -> ResponseReturnValue:
    """One place up or down, by two buttons at each."""
    rows = queries.items_of(webinar.id if webinar is not None else None)
    order = moved([row.public_id for row in rows], request.form.get("move", ""))
    if order is None:
        flash(gettext("It is at the end already."), "info")
        return redirect(_back_to(webinar), 303)
    number = webinar.public_id if webinar is not None else ""
    operations.order_items(webinar_id=number, item_ids=order, by=current_actor())
    say_changed(gettext("The order is changed."))
    return redirect(_back_to(webinar), 303)


@bp.post(f"{_ITEMS}/order")
@policy(may_arrange_webinar)
def move(webinar_id: str) -> ResponseReturnValue:
    return _move(webinar_or_404(webinar_id))


@bp.post(f"{_USUAL}order")
@policy(may_arrange_site)
def move_usual() -> ResponseReturnValue:
    return _move(None)


@bp.get(_USUAL)
@policy(may_arrange_site)
def usual() -> ResponseReturnValue:
    return _usual_page()


@bp.post(_USUAL)
@policy(may_arrange_site)
def add_usual() -> ResponseReturnValue:
    form = ItemForm()
    if not form.validate():
        return _usual_page(form, 422)
    # Whoever adds to what comes with the product means all of it.
    operations.write_usual_items(items=built_in(), by=current_actor())
    operations.add_item(webinar_id="", values=form.values(), by=current_actor())
    say_changed(gettext("It is usual from now on. Checklists that are there stay as they are."))
    return redirect(url_for("checklists.usual"), 303)


@bp.post(f"{_USUAL}own")
@policy(may_arrange_site)
def write_usual() -> ResponseReturnValue:
    operations.write_usual_items(items=built_in(), by=current_actor())
    say_changed(gettext("You can change each of them now."))
    return redirect(url_for("checklists.usual"), 303)


@bp.get(f"{_USUAL}<item_id>")
@policy(may_arrange_site)
def usual_item(item_id: str) -> ResponseReturnValue:
    found = _item(item_id, None)
    return _edit_page(found, ItemForm.of(found), None)


@bp.post(f"{_USUAL}<item_id>")
@policy(may_arrange_site)
def save_usual(item_id: str) -> ResponseReturnValue:
    return _save(item_id, None)


@bp.post(f"{_USUAL}<item_id>/remove")
@policy(may_arrange_site)
def remove_usual(item_id: str) -> ResponseReturnValue:
    return _remove(item_id, None)
