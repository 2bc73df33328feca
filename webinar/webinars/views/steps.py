"""Steps that change what readers see: each with a page that says what will happen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
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
from webinar.webinars.models import Webinar
from webinar.webinars.policy import may_arrange_webinar
from webinar.webinars.views.editing import found_or_404


@dataclass(frozen=True)
class Step:
    """One step of a webinar or a series: its operation, its words, and the step back."""

    operation: Callable[..., Any]
    #: the question that heads the page, with %(title)s
    question: Any
    #: what will happen
    consequence: Any
    button: Any
    #: the notice afterwards
    done: Any
    back: str = ""
    is_dangerous: bool = False


STEPS = {
    "publish": Step(
        operations.publish_webinar,
        _("Publish this webinar?"),
        _("Readers find it on the site, in search and in the calendars they subscribed to."),
        _("Publish"),
        _("It is published."),
        "unpublish",
    ),
    "unpublish": Step(
        operations.unpublish_webinar,
        _("Take this webinar back to a draft?"),
        _(
            "Its pages answer nobody until you publish it again, and it leaves the calendars. If"
            " people count on it, cancel it instead: then they see why."
        ),
        _("Take it back"),
        _("It is a draft again."),
        "publish",
    ),
    "unlist": Step(
        operations.unlist_webinar,
        _("Take this webinar out of lists?"),
        _("Who has the address still reads it; it stands in no list, calendar feed or search."),
        _("Take it out of lists"),
        _("It is unlisted."),
        "list",
    ),
    "list": Step(
        operations.list_webinar,
        _("Put this webinar into lists?"),
        _("It stands in lists, calendar feeds and search like any other."),
        _("Put it into lists"),
        _("It is listed."),
        "unlist",
    ),
    "cancel": Step(
        operations.cancel_webinar,
        _("Cancel this webinar?"),
        _(
            "Its page stays and says why. Calendars show it as cancelled, and its speakers get a"
            " mail at once."
        ),
        _("Cancel the webinar and tell its speakers"),
        _("It is cancelled."),
        "reopen",
        is_dangerous=True,
    ),
    "archive": Step(
        operations.archive_webinar,
        _("Archive this webinar?"),
        _("It stays readable and leaves what is coming."),
        _("Archive"),
        _("It is archived."),
        "reopen",
    ),
    "reopen": Step(
        operations.reopen_webinar,
        _("Open this webinar again?"),
        _("It is published as before. Calendars show it as taking place."),
        _("Open it again"),
        _("It is published again."),
    ),
    "delete": Step(
        operations.delete_webinar,
        _("Delete this webinar?"),
        _("It vanishes with its sessions. For 30 days it can be brought back."),
        _("Delete"),
        _("It is deleted."),
        "restore",
        is_dangerous=True,
    ),
}


@bp.get("/webinars/<webinar_id>/<any(" + ", ".join(STEPS) + "):step>")
@policy(may_arrange_webinar)
def ask(webinar_id: str, step: str) -> ResponseReturnValue:
    webinar = found_or_404(webinar_id)
    return _page(webinar, step, ReasonForm(formdata=None) if step == "cancel" else None)


def _page(webinar: Webinar, step: str, form: ReasonForm | None) -> str:
    back = url_for("webinars.show", webinar_id=webinar.public_id)
    return render_template(
        "webinars/step.html",
        title=webinar.title,
        when=webinar,
        crumbs=[(gettext("Webinars"), url_for("webinars.index")), (webinar.title, back)],
        back=back,
        action=url_for("webinars.take", webinar_id=webinar.public_id, step=step),
        step=STEPS[step],
        form=form,
    )


@bp.post("/webinars/<webinar_id>/<any(" + ", ".join(STEPS) + "):step>")
@policy(may_arrange_webinar)
def take(webinar_id: str, step: str) -> ResponseReturnValue:
    """Take the step; back to the webinar's page, or to the list when it is gone."""
    webinar = found_or_404(webinar_id)
    chosen = STEPS[step]
    more = {}
    if step == "cancel":
        form = ReasonForm()
        if not form.validate():
            return _page(webinar, step, form), 422
        more["reason"] = form.reason.data or ""
    try:
        chosen.operation(webinar_id=webinar_id, by=current_actor(), **more)
    except PlainError as error:
        flash(gettext(error.message, **error.values), "warning")
        return redirect(url_for("webinars.show", webinar_id=webinar_id), 303)
    if step == "delete":
        say(chosen.done, undo=url_for("webinars.restore", webinar_id=webinar_id))
        return redirect(url_for("webinars.index"), 303)
    back = chosen.back and url_for("webinars.take", webinar_id=webinar_id, step=chosen.back)
    say(chosen.done, undo=back or None)
    return redirect(url_for("webinars.show", webinar_id=webinar_id), 303)


@bp.post("/webinars/<webinar_id>/restore")
@policy(may_arrange_webinar)
def restore(webinar_id: str) -> ResponseReturnValue:
    try:
        operations.restore_webinar(webinar_id=webinar_id, by=current_actor())
    except NoResultFound:
        abort(404)
    say(gettext("It is back, with its sessions."))
    return redirect(url_for("webinars.show", webinar_id=webinar_id), 303)
