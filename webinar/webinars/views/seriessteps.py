"""Steps of a series and of single dates of it, each with what will happen said before."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy.exc import NoResultFound

from webinar.accounts.queries import current_actor
from webinar.core.access import policy
from webinar.core.notices import say
from webinar.core.plainerror import PlainError
from webinar.webinars import operations
from webinar.webinars.blueprint import bp
from webinar.webinars.forms import ReasonForm
from webinar.webinars.models import Series
from webinar.webinars.policy import may_arrange_site
from webinar.webinars.queries import webinar_by_id
from webinar.webinars.seriespreview import preview_of_cancelling
from webinar.webinars.seriesqueries import dates_of_series, series_by_id
from webinar.webinars.views.steps import Step

STEPS = {
    "publish": Step(
        operations.publish_series,
        _("Publish this series?"),
        _("Its page and its dates stand on the site, in search and in calendars from now on."),
        _("Publish the series and its dates"),
        _("The series is published, and its dates with it."),
    ),
    "unpublish": Step(
        operations.unpublish_series,
        _("Take this series back to a draft?"),
        _("Its page answers nobody. Its dates stay as they are, each on a page of its own."),
        _("Take it back"),
        _("It is a draft again."),
        "publish",
    ),
    "unlist": Step(
        operations.unlist_series,
        _("Take this series out of lists?"),
        _("Who has the address still reads its page. Its dates stay in lists and calendars."),
        _("Take it out of lists"),
        _("It is unlisted."),
        "list",
    ),
    "list": Step(
        operations.list_series,
        _("Put this series into lists?"),
        _("It stands among the series, in search and in calendars."),
        _("Put it into lists"),
        _("It is listed."),
        "unlist",
    ),
    "cancel": Step(
        operations.cancel_series,
        _("Cancel these dates?"),
        _(
            "Their pages stay and say why, and calendars show them as cancelled. No dates are added"
            " any more. What has been stays as it is."
        ),
        _("Cancel these dates"),
        _("The series is cancelled."),
        "reinstate",
        is_dangerous=True,
    ),
    "reinstate": Step(
        operations.reinstate_series,
        _("Let this series take place after all?"),
        _("The dates that were cancelled with it are announced again, and it goes on by its rule."),
        _("Let it take place"),
        _("The series takes place after all."),
    ),
    "archive": Step(
        operations.archive_series,
        _("End this series?"),
        _("Its page stays readable, and no dates are added any more. Those announced stay."),
        _("Archive"),
        _("It is archived."),
        "reopen",
    ),
    "reopen": Step(
        operations.reopen_series,
        _("Open this series again?"),
        _("It goes on by its rule."),
        _("Open it again"),
        _("It goes on."),
    ),
    "delete": Step(
        operations.delete_series,
        _("Delete this series?"),
        _(
            "Its page and the dates still to come vanish; what has taken place stays. For 30 days"
            " it can be brought back."
        ),
        _("Delete"),
        _("It is deleted."),
        "restore",
        is_dangerous=True,
    ),
}


@bp.get("/series/<series_id>/<any(" + ", ".join(STEPS) + "):step>")
@policy(may_arrange_site)
def series_step(series_id: str, step: str) -> ResponseReturnValue:
    series = series_by_id(series_id)
    if series is None:
        abort(404)
    return _step_page(series, step, ReasonForm(formdata=None) if step == "cancel" else None)


def _step_page(series: Series, step: str, form: ReasonForm | None) -> str:
    """What will happen, before it does; `?date=` cancels from that date on."""
    back = url_for("webinars.series", series_id=series.public_id)
    date, preview = "", None
    if step == "cancel":
        date = request.args.get("date", "")
        preview = preview_of_cancelling(dates_of_series(series), date)
    return render_template(
        "webinars/step.html",
        title=series.title,
        crumbs=[(gettext("Series"), url_for("webinars.series_list")), (series.title, back)],
        back=back,
        action=url_for(
            "webinars.series_step_taken", series_id=series.public_id, step=step, date=date or None
        ),
        step=STEPS[step],
        form=form,
        preview=preview,
    )


@bp.post("/series/<series_id>/<any(" + ", ".join(STEPS) + "):step>")
@policy(may_arrange_site)
def series_step_taken(series_id: str, step: str) -> ResponseReturnValue:
    """Take the step; back to the series' page, or to the list when it is gone."""
    series = series_by_id(series_id)
    if series is None:
        abort(404)
    chosen, more = STEPS[step], {}
    if step == "cancel":
        form = ReasonForm()
        if not form.validate():
            return _step_page(series, step, form), 422
        more = {"reason": form.reason.data or "", "webinar_id": request.args.get("date", "")}
    try:
        chosen.operation(series_id=series_id, by=current_actor(), **more)
    except PlainError as error:
        flash(gettext(error.message, **error.values), "warning")
        return redirect(url_for("webinars.series", series_id=series_id), 303)
    if step == "delete":
        say(chosen.done, undo=url_for("webinars.series_restore", series_id=series_id))
        return redirect(url_for("webinars.series_list"), 303)
    back = chosen.back and url_for(
        "webinars.series_step_taken", series_id=series_id, step=chosen.back
    )
    say(chosen.done, undo=back or None)
    return redirect(url_for("webinars.series", series_id=series_id), 303)


@bp.post("/series/<series_id>/restore")
@policy(may_arrange_site)
def series_restore(series_id: str) -> ResponseReturnValue:
    try:
        operations.restore_series(series_id=series_id, by=current_actor())
    except NoResultFound:
        abort(404)
    say(gettext("The series is back, with its dates."))
    return redirect(url_for("webinars.series", series_id=series_id), 303)


@bp.post("/series/dates/<webinar_id>/skip")
@policy(may_arrange_site)
def series_skip(webinar_id: str) -> ResponseReturnValue:
    """Leave one date out; it can come back."""
    webinar = webinar_by_id(webinar_id)
    if webinar is None or webinar.series is None:
        abort(404)
    series_id = webinar.series.public_id
    operations.skip_date(webinar_id=webinar_id, by=current_actor())
    say(
        gettext("This date is skipped. It left pages and calendars."),
        undo=url_for("webinars.series_unskip", webinar_id=webinar_id),
    )
    return redirect(url_for("webinars.series", series_id=series_id), 303)


@bp.post("/series/dates/<webinar_id>/unskip")
@policy(may_arrange_site)
def series_unskip(webinar_id: str) -> ResponseReturnValue:
    try:
        webinar = operations.unskip_date(webinar_id=webinar_id, by=current_actor())
    except NoResultFound:
        abort(404)
    except PlainError as error:
        flash(gettext(error.message, **error.values), "warning")
        return redirect(url_for("webinars.series_list"), 303)
    say(gettext("It takes place after all."))
    found = webinar_by_id(webinar.public_id)
    if found is not None and found.series is not None:
        return redirect(url_for("webinars.series", series_id=found.series.public_id), 303)
    return redirect(url_for("webinars.show", webinar_id=webinar.public_id), 303)


@bp.post("/webinars/<webinar_id>/repeat")
@policy(may_arrange_site)
def webinar_repeat(webinar_id: str) -> ResponseReturnValue:
    """The same at the next date, in one click."""
    if webinar_by_id(webinar_id) is None:
        abort(404)
    made = operations.repeat_webinar(webinar_id=webinar_id, by=current_actor())
    say(gettext("This is the next date, with the same programme. Look it through."))
    return redirect(url_for("webinars.show", webinar_id=made.public_id), 303)
