"""The organizers' pages for standing pages, on the room's blueprint."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.accounts.queries import current_actor
from webinar.core.access import policy
from webinar.core.conflicts import compare_with
from webinar.core.db import StaleEdit
from webinar.core.notices import say, say_changed
from webinar.core.plainerror import N_
from webinar.posts import operations
from webinar.posts.forms import PageForm
from webinar.posts.models import Page
from webinar.posts.operations import NoSuchPost
from webinar.posts.policy import may_write_posts
from webinar.posts.queries import DELETED, DRAFT, PUBLISHED, page_by_id, pages_in_state


def add_to(bp: Blueprint) -> None:
    """Hang the routes of this file on the room's blueprint."""
    base = "/organize/pages/"
    one = f"{base}<page_id>/"
    steps = f"{one}<any(publish, unpublish, delete, restore):step>"
    bp.add_url_rule(base, view_func=pages)
    bp.add_url_rule(f"{base}new", view_func=new_page, methods=["GET", "POST"])
    bp.add_url_rule(one, view_func=show_page)
    bp.add_url_rule(f"{one}edit", view_func=edit_page)
    bp.add_url_rule(f"{one}edit", view_func=save_page, methods=["POST"])
    bp.add_url_rule(steps, view_func=step_page, methods=["POST"])


@policy(may_write_posts)
def pages() -> ResponseReturnValue:
    state = request.args.get("state", "")
    state = state if state in (DRAFT, PUBLISHED, DELETED) else ""
    return render_template("posts/pages.html", pages=pages_in_state(state), state=state)


@policy(may_write_posts)
def new_page() -> ResponseReturnValue:
    form = PageForm()
    if not form.is_submitted():
        return render_template("posts/edit_page.html", form=form, page=None)
    if not form.validate():
        return render_template("posts/edit_page.html", form=form, page=None), 422
    is_published = "publish" in request.form
    page = operations.create_page(by=current_actor(), is_published=is_published, **_values(form))
    return _saved(page, is_new=True)


@policy(may_write_posts)
def edit_page(page_id: str) -> ResponseReturnValue:
    page = _page(page_id)
    return render_template("posts/edit_page.html", form=PageForm(obj=page), page=page)


@policy(may_write_posts)
def save_page(page_id: str) -> ResponseReturnValue:
    page = _page(page_id)
    form = PageForm()
    if not form.validate_on_submit():
        return render_template("posts/edit_page.html", form=form, page=page), 422
    try:
        page = operations.edit_page(
            by=current_actor(),
            page_id=page_id,
            expected_version=form.expected_version,
            **_values(form),
        )
    except StaleEdit:
        page = _page(page_id)
        saved = {name: str(getattr(page, name)) for name in _values(form)}
        rows = compare_with(form, saved, page.version)
        html = render_template("posts/edit_page.html", form=form, page=page, conflict_rows=rows)
        return html, 409
    return _saved(page)


def _values(form: PageForm) -> dict[str, Any]:
    return {
        "title": form.title.data,
        "body": form.body.data,
        "slug": form.slug.data or "",
        "position": form.position.data or 0,
    }


def _saved(page: Page, *, is_new: bool = False) -> ResponseReturnValue:
    if "publish" in request.form and not page.is_published:
        operations.publish_page(by=current_actor(), page_id=page.public_id)
    if is_new:
        say(
            gettext("Saved."),
            undo=url_for("posts.step_page", page_id=page.public_id, step="delete"),
        )
    else:
        say_changed(gettext("Saved."))
    return redirect(url_for("posts.show_page", page_id=page.public_id), 303)


@policy(may_write_posts)
def show_page(page_id: str) -> ResponseReturnValue:
    """Preview: as readers see it or will see it, also of a deleted page."""
    page = page_by_id(page_id, deleted=True)
    if page is None:
        abort(404)
    return render_template("posts/show_page.html", page=page)


def _page(page_id: str) -> Page:
    page = page_by_id(page_id)
    if page is None:
        abort(404)
    return page


_STEPS = {
    "publish": (operations.publish_page, N_("Published."), "unpublish"),
    "unpublish": (operations.unpublish_page, N_("It is a draft again."), "publish"),
    "delete": (operations.delete_page, N_("Deleted. It can be restored for 30 days."), "restore"),
    "restore": (operations.restore_page, N_("Restored."), "delete"),
}


@policy(may_write_posts)
def step_page(page_id: str, step: str) -> ResponseReturnValue:
    """One of the four steps in the life of a page."""
    take, words, back = _STEPS[step]
    try:
        take(by=current_actor(), page_id=page_id)
    except NoSuchPost:
        abort(404)
    say(gettext(words), undo=url_for("posts.step_page", page_id=page_id, step=back))
    return redirect(url_for("posts.show_page", page_id=page_id), 303)
