"""Categories: the list with a form beneath it, and one at a time."""

from flask import abort, flash, redirect, render_template, url_for
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
from webinar.webinars.errors import StillUsed
from webinar.webinars.forms import CategoryForm
from webinar.webinars.models import Category
from webinar.webinars.policy import may_arrange_site


def _list(form: CategoryForm, code: int = 200) -> ResponseReturnValue:
    page = render_template(
        "webinars/categories.html",
        form=form,
        categories=queries.categories(),
        counts=queries.filed_counts(),
    )
    return page, code


def _found(category_id: str) -> Category:
    category = queries.category_by_id(category_id)
    if category is None:
        abort(404)
    return category


def _values(form: CategoryForm) -> dict[str, str]:
    return {name: form[name].data or "" for name in ("name", "description", "accent", "slug")}


@bp.get("/categories/")
@policy(may_arrange_site)
def categories() -> ResponseReturnValue:
    return _list(CategoryForm(formdata=None))


@bp.post("/categories/")
@policy(may_arrange_site)
def create_category() -> ResponseReturnValue:
    form = CategoryForm()
    if not form.validate():
        return _list(form, 422)
    category = operations.create_category(**_values(form), by=current_actor())
    say(
        gettext("The category “%(name)s” is there.", name=category.name),
        undo=url_for("webinars.delete_category", category_id=category.public_id),
    )
    return redirect(url_for("webinars.categories"), 303)


@bp.get("/categories/<category_id>/")
@policy(may_arrange_site)
def category(category_id: str) -> ResponseReturnValue:
    row = _found(category_id)
    form = CategoryForm(formdata=None, obj=row)
    return render_template("webinars/category.html", form=form, category=row)


@bp.post("/categories/<category_id>/")
@policy(may_arrange_site)
def save_category(category_id: str) -> ResponseReturnValue:
    row = _found(category_id)
    form = CategoryForm()
    if not form.validate():
        return render_template("webinars/category.html", form=form, category=row), 422
    try:
        operations.edit_category(
            category_id=category_id,
            **_values(form),
            version=form.expected_version,
            by=current_actor(),
        )
    except StaleEdit:
        row = _found(category_id)
        saved = {name: getattr(row, name) for name in ("name", "description", "accent", "slug")}
        page = render_template(
            "webinars/category.html",
            form=form,
            category=row,
            conflict_rows=compare_with(form, saved, row.version),
        )
        return page, 409
    say_changed(gettext("“%(name)s” is saved.", name=form.name.data))
    return redirect(url_for("webinars.categories"), 303)


@bp.post("/categories/<category_id>/delete")
@policy(may_arrange_site)
def delete_category(category_id: str) -> ResponseReturnValue:
    row = _found(category_id)
    try:
        operations.delete_category(category_id=category_id, by=current_actor())
    except StillUsed as error:
        flash(gettext(error.message, **error.values), "warning")
        return redirect(url_for("webinars.category", category_id=category_id), 303)
    say(
        gettext("The category “%(name)s” is deleted.", name=row.name),
        undo=url_for("webinars.restore_category", category_id=category_id),
    )
    return redirect(url_for("webinars.categories"), 303)


@bp.post("/categories/<category_id>/restore")
@policy(may_arrange_site)
def restore_category(category_id: str) -> ResponseReturnValue:
    try:
        row = operations.restore_category(category_id=category_id, by=current_actor())
    except NoResultFound:
        abort(404)
    say(gettext("The category “%(name)s” is back.", name=row.name))
    return redirect(url_for("webinars.categories"), 303)
