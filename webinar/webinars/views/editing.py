"""Making a webinar, and changing its words and times."""

from datetime import timedelta

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.accounts.queries import current_actor
from webinar.core import clock, spans
from webinar.core.access import policy
from webinar.core.clock import WrongTime
from webinar.core.conflicts import compare_with
from webinar.core.db import StaleEdit
from webinar.core.notices import say, say_changed
from webinar.core.prepared import preview_of
from webinar.organization.queries import site
from webinar.webinars import operations
from webinar.webinars.blueprint import bp
from webinar.webinars.forms import DuplicateForm, WebinarForm, stored_values
from webinar.webinars.models import Webinar
from webinar.webinars.policy import may_arrange_site, may_arrange_webinar
from webinar.webinars.queries import webinar_by_id


def found_or_404(webinar_id: str) -> Webinar:
    webinar = webinar_by_id(webinar_id)
    if webinar is None:
        abort(404)
    return webinar


def _page(
    form: WebinarForm,
    webinar: Webinar | None = None,
    *,
    code: int = 200,
    conflict_rows: list[tuple[str, str, str]] | None = None,
) -> ResponseReturnValue:
    timezone = form.timezone.data or site().timezone
    form.offer_folds(timezone)
    page = render_template(
        "webinars/edit.html",
        form=form,
        webinar=webinar,
        other_zones=site().other_zones,
        beside=spans.beside(form.starts.data, form.ends.data, timezone, site().other_zones),
        preview=preview_of(form.description.data) if "preview" in request.form else "",
        conflict_rows=conflict_rows,
    )
    return page, code


@bp.get("/webinars/new")
@policy(may_arrange_site)
def new() -> ResponseReturnValue:
    """Starts with the site's zone and an afternoon two weeks from now."""
    zone = site().timezone
    day = clock.wall(clock.now() + timedelta(days=14), zone).local
    start = day.replace(hour=14, minute=0, second=0, microsecond=0)
    form = WebinarForm(
        formdata=None,
        data={
            "timezone": zone,
            "starts": start,
            "ends": start + timedelta(hours=2),
            "language": site().language,
        },
    )
    return _page(form)


@bp.post("/webinars/new")
@policy(may_arrange_site)
def create() -> ResponseReturnValue:
    form = WebinarForm()
    if "preview" in request.form:
        return _page(form)
    if not form.validate():
        return _page(form, code=422)
    webinar = operations.create_webinar(**form.values(), by=current_actor())
    say(
        gettext("The draft of “%(title)s” is saved.", title=webinar.title),
        undo=url_for("webinars.take", webinar_id=webinar.public_id, step="delete"),
    )
    return redirect(url_for("webinars.show", webinar_id=webinar.public_id), 303)


@bp.get("/webinars/<webinar_id>/edit")
@policy(may_arrange_webinar)
def edit(webinar_id: str) -> ResponseReturnValue:
    webinar = found_or_404(webinar_id)
    data = stored_values(webinar) | {"version": str(webinar.version), "move_sessions": True}
    return _page(WebinarForm(formdata=None, data=data), webinar)


@bp.post("/webinars/<webinar_id>/edit")
@policy(may_arrange_webinar)
def save(webinar_id: str) -> ResponseReturnValue:
    webinar = found_or_404(webinar_id)
    form = WebinarForm()
    if "preview" in request.form:
        return _page(form, webinar)
    if not form.validate():
        return _page(form, webinar, code=422)
    try:
        operations.edit_webinar(
            webinar_id=webinar_id,
            **form.values(),
            move_sessions=form.move_sessions.data,
            version=form.expected_version,
            by=current_actor(),
        )
    except StaleEdit:
        webinar = found_or_404(webinar_id)
        rows = compare_with(form, _texts(webinar), webinar.version)
        return _page(form, webinar, code=409, conflict_rows=rows)
    except WrongTime as error:
        # A session's time falls into a gap of the new zone's clock.
        form.timezone.errors = [*form.timezone.errors, str(error)]
        return _page(form, found_or_404(webinar_id), code=422)
    say_changed(gettext("“%(title)s” is saved.", title=form.title.data))
    return redirect(url_for("webinars.show", webinar_id=webinar_id), 303)


def _texts(webinar: Webinar) -> dict[str, str]:
    """The row's present texts by field, as `compare_with` wants them."""
    values = stored_values(webinar)
    for name in ("starts", "ends", "papers_due", "registration_closes"):
        values[name] = values[name].strftime("%Y-%m-%dT%H:%M") if values[name] else ""
        del values[f"{name}_fold"]
    return values


@bp.get("/webinars/<webinar_id>/duplicate")
@policy(may_arrange_site)
def duplicate(webinar_id: str) -> ResponseReturnValue:
    webinar = found_or_404(webinar_id)
    start = webinar.starts_wall
    while start < clock.wall(clock.now(), webinar.timezone).local:
        start += timedelta(days=7)
    form = DuplicateForm(formdata=None, data={"title": webinar.title, "starts": start})
    return render_template("webinars/duplicate.html", form=form, webinar=webinar)


@bp.post("/webinars/<webinar_id>/duplicate")
@policy(may_arrange_site)
def duplicate_now(webinar_id: str) -> ResponseReturnValue:
    webinar = found_or_404(webinar_id)
    form = DuplicateForm()
    if not form.validate() or form.starts.data is None:
        return render_template("webinars/duplicate.html", form=form, webinar=webinar), 422
    copy = operations.duplicate_webinar(
        webinar_id=webinar_id, title=form.title.data, starts=form.starts.data, by=current_actor()
    )
    say(
        gettext("This is the copy, a draft. Nobody sees it yet."),
        undo=url_for("webinars.take", webinar_id=copy.public_id, step="delete"),
    )
    return redirect(url_for("webinars.show", webinar_id=copy.public_id), 303)
