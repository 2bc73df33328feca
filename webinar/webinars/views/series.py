"""Series: the list, a new one, its page, and what changes for one date, those that follow, all."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.accounts.queries import current_actor
from webinar.core import clock
from webinar.core.access import policy
from webinar.core.clock import WrongTime
from webinar.core.conflicts import compare_with
from webinar.core.db import StaleEdit
from webinar.core.notices import say, say_changed
from webinar.organization.queries import site
from webinar.webinars import operations
from webinar.webinars.blueprint import bp
from webinar.webinars.models import Series, Webinar
from webinar.webinars.operations.series import ALL, FOLLOWING, SCOPES, THIS
from webinar.webinars.policy import is_series_readable, may_arrange_site
from webinar.webinars.rulewords import sentence
from webinar.webinars.seriesforms import (
    DateForm,
    SeriesForm,
    date_data,
    following_data,
    rule_values,
    stored_values,
    texts_of,
)
from webinar.webinars.seriespreview import (
    Preview,
    next_dates,
    preview_of_change,
    preview_of_date,
)
from webinar.webinars.seriesqueries import (
    all_series,
    dates_of_series,
    series_by_id,
    series_counts,
    skipped_dates,
)


def _found(series_id: str) -> Series:
    series = series_by_id(series_id)
    if series is None:
        abort(404)
    return series


@bp.get("/series/")
@policy(may_arrange_site)
def series_list() -> ResponseReturnValue:
    """Every series with its rule, how many dates are to come, and the next of them."""
    found = all_series()
    return render_template(
        "webinars/series_list.html",
        series=found,
        counts=series_counts([one.id for one in found]),
        words={one.id: sentence(one.rule, one.dates) for one in found},
    )


@bp.get("/series/<series_id>/")
@policy(may_arrange_site)
def series(series_id: str) -> ResponseReturnValue:
    found = _found(series_id)
    dates = dates_of_series(found)
    now = clock.now()
    return render_template(
        "webinars/series.html",
        series=found,
        words=sentence(found.rule, found.dates),
        coming=[one for one in dates if one.ends_at > now],
        past=[one for one in reversed(dates) if one.ends_at <= now],
        skipped=skipped_dates(found),
        is_readable=is_series_readable(found),
    )


def _new_page(
    form: SeriesForm, *, code: int = 200, dates: list[Any] | None = None
) -> ResponseReturnValue:
    page = render_template(
        "webinars/series_new.html",
        form=form,
        dates=dates,
        words=sentence(form.recurrence().rule(), texts(form)) if dates else "",
    )
    return page, code


def texts(form: SeriesForm) -> list[str]:
    """The chosen dates as a series keeps them, for the words of its rule."""
    return [one.isoformat(timespec="minutes") for one in form.chosen_dates()]


@bp.get("/series/new")
@policy(may_arrange_site)
def series_new() -> ResponseReturnValue:
    """Starts with a week from now at six in the evening, each week on that day."""
    zone = site().timezone
    start = clock.wall(clock.day_after(clock.now(), 7), zone).local
    start = start.replace(hour=18, minute=0, second=0, microsecond=0)
    data = rule_values("", start) | {
        "pattern": "weekly",
        "starts": start,
        "timezone": zone,
        "language": site().language,
    }
    return _new_page(SeriesForm(formdata=None, data=data))


@bp.post("/series/new")
@policy(may_arrange_site)
def series_create() -> ResponseReturnValue:
    form = SeriesForm()
    if not form.validate():
        return _new_page(form, code=422)
    if "preview" in request.form:
        return _new_page(form, dates=next_dates(form))
    made = operations.create_series(**form.values(), by=current_actor())
    say(
        gettext("The draft of the series “%(title)s” is saved, with its dates.", title=made.title),
        undo=url_for("webinars.series_step_taken", series_id=made.public_id, step="delete"),
    )
    return redirect(url_for("webinars.series", series_id=made.public_id), 303)


def _chosen(series: Series, dates: list[Webinar]) -> tuple[str, Webinar | None]:
    """What is to change, and the date that it begins with; a 404 for a date of another series."""
    scope = request.args.get("scope", ALL)
    public_id = request.args.get("date", "")
    if scope not in SCOPES:
        abort(404)
    first = next((one for one in dates if one.public_id == public_id), None)
    if (public_id and first is None) or (scope != ALL and first is None):
        abort(404)
    return scope, first


def _change_page(
    form: SeriesForm,
    series: Series,
    scope: str,
    first: Webinar | None,
    *,
    code: int = 200,
    preview: Preview | None = None,
    conflict_rows: list[tuple[str, str, str]] | None = None,
) -> ResponseReturnValue:
    page = render_template(
        "webinars/series_change.html",
        form=form,
        series=series,
        scope=scope,
        first=first,
        preview=preview,
        conflict_rows=conflict_rows,
    )
    return page, code


@bp.get("/series/<series_id>/change")
@policy(may_arrange_site)
def series_change(series_id: str) -> ResponseReturnValue:
    found = _found(series_id)
    scope, first = _chosen(found, dates_of_series(found))
    if scope == THIS and first is not None:
        date = DateForm(formdata=None, data=date_data(first) | {"version": str(first.version)})
        return _change_page(date, found, scope, first)
    data = following_data(found, first) if scope == FOLLOWING and first else stored_values(found)
    form = SeriesForm(formdata=None, data=data | {"version": str(found.version)})
    return _change_page(form, found, scope, first)


@bp.post("/series/<series_id>/change")
@policy(may_arrange_site)
def series_changed(series_id: str) -> ResponseReturnValue:
    """First what would change, then, on the second button, the change itself."""
    found = _found(series_id)
    dates = dates_of_series(found)
    scope, first = _chosen(found, dates)
    if scope == THIS and first is not None:
        return _change_date(found, first)
    form = SeriesForm()
    if not form.validate():
        return _change_page(form, found, scope, first, code=422)
    if "save" not in request.form:
        preview = preview_of_change(found, dates, form, scope=scope, first=first)
        return _change_page(form, found, scope, first, preview=preview)
    try:
        changed = operations.change_series(
            series_id=series_id,
            **form.values(),
            scope=scope,
            webinar_id=first.public_id if first is not None else "",
            overwrite=bool(form.overwrite.data),
            version=form.expected_version,
            by=current_actor(),
        )
    except StaleEdit:
        found = _found(series_id)
        saved = texts_of(stored_values(found))
        del saved["weekdays"]
        rows = compare_with(form, saved, found.version)
        return _change_page(form, found, scope, first, code=409, conflict_rows=rows)
    except WrongTime as error:
        form.timezone.errors = [*form.timezone.errors, str(error)]
        return _change_page(form, _found(series_id), scope, first, code=422)
    say_changed(gettext("“%(title)s” is saved.", title=form.title.data))
    return redirect(url_for("webinars.series", series_id=changed.public_id), 303)


def _change_date(found: Series, first: Webinar) -> ResponseReturnValue:
    form = DateForm()
    if not form.validate():
        return _change_page(form, found, THIS, first, code=422)
    if "save" not in request.form:
        return _change_page(form, found, THIS, first, preview=preview_of_date(first, form))
    series_id, webinar_id = found.public_id, first.public_id
    try:
        operations.edit_webinar(
            webinar_id=webinar_id,
            **form.edited(first),
            move_sessions=True,
            version=form.expected_version,
            by=current_actor(),
        )
    except StaleEdit:
        found = _found(series_id)
        _scope, again = _chosen(found, dates_of_series(found))
        if again is None:
            abort(404)
        rows = compare_with(form, texts_of(date_data(again)), again.version)
        return _change_page(form, found, THIS, again, code=409, conflict_rows=rows)
    except WrongTime as error:
        form.timezone.errors = [*form.timezone.errors, str(error)]
        return _change_page(form, _found(series_id), THIS, first, code=422)
    say_changed(gettext("“%(title)s” is saved.", title=form.title.data))
    return redirect(url_for("webinars.series", series_id=series_id), 303)
