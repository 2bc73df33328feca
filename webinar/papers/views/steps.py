"""Steps organizers take with a paper: a version, publishing, declining, deleting, and back."""

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
from webinar.core.notices import say, say_changed
from webinar.core.plainerror import PlainError
from webinar.papers import operations
from webinar.papers.blueprint import bp
from webinar.papers.forms import CancelForm, SubmitForm
from webinar.papers.policy import may_arrange_paper
from webinar.papers.views import arranging
from webinar.papers.views.place import on_desk


@dataclass(frozen=True)
class Step:
    """One step: its operation, the notice afterwards, and the step back."""

    operation: Callable[..., Any]
    done: Any
    back: str = ""


STEPS = {
    "publish": Step(operations.publish_paper, _("It is published."), "unpublish"),
    "unpublish": Step(operations.unpublish_paper, _("Readers no longer see it."), "publish"),
    "decline": Step(operations.decline_paper, _("It is declined."), "reconsider"),
    "reconsider": Step(operations.reconsider_paper, _("It waits for you again.")),
    "delete": Step(operations.delete_paper, _("The paper is deleted."), "restore"),
}


@bp.post("/organize/papers/<paper_id>/<any(" + ", ".join(STEPS) + "):step>")
@policy(may_arrange_paper)
def take(paper_id: str, step: str) -> ResponseReturnValue:
    on_desk().find(paper_id)
    chosen = STEPS[step]
    try:
        chosen.operation(paper_id=paper_id, by=current_actor())
    except PlainError as error:
        flash(gettext(error.message, **error.values), "warning")
        return redirect(url_for("papers.show", paper_id=paper_id), 303)
    if step == "delete":
        say(chosen.done, undo=url_for("papers.restore", paper_id=paper_id))
        return redirect(url_for("papers.index"), 303)
    back = chosen.back and url_for("papers.take", paper_id=paper_id, step=chosen.back)
    say(chosen.done, undo=back or None)
    return redirect(url_for("papers.show", paper_id=paper_id), 303)


@bp.post("/organize/papers/<paper_id>/version")
@policy(may_arrange_paper)
def make_version(paper_id: str) -> ResponseReturnValue:
    """The draft becomes the next version; readers see it when that is published."""
    on_desk().find(paper_id)
    form = SubmitForm()
    if not form.validate():
        return arranging.page(paper_id, form), 422
    try:
        version = operations.submit_paper(
            paper_id=paper_id,
            changes_note=form.changes_note.data or "",
            after=form.seen,
            by=current_actor(),
        )
    except PlainError as error:
        flash(gettext(error.message, **error.values), "warning")
        return redirect(url_for("papers.show", paper_id=paper_id), 303)
    say_changed(gettext("Version %(number)s is there.", number=version.number))
    return redirect(url_for("papers.show", paper_id=paper_id), 303)


@bp.post("/organize/papers/<paper_id>/restore")
@policy(may_arrange_paper)
def restore(paper_id: str) -> ResponseReturnValue:
    try:
        operations.restore_paper(paper_id=paper_id, by=current_actor())
    except NoResultFound:
        abort(404)
    say(gettext("The paper is back, with its files."))
    return redirect(url_for("papers.show", paper_id=paper_id), 303)


@bp.get("/organize/papers/<paper_id>/cancel")
@policy(may_arrange_paper)
def cancel(paper_id: str) -> ResponseReturnValue:
    """Ask before what was accepted is called off."""
    return _cancel_page(paper_id, CancelForm(formdata=None))


def _cancel_page(paper_id: str, form: CancelForm) -> str:
    return render_template("papers/cancel.html", paper=on_desk().find(paper_id), form=form)


@bp.post("/organize/papers/<paper_id>/cancel")
@policy(may_arrange_paper)
def cancel_now(paper_id: str) -> ResponseReturnValue:
    """With words to whoever handed it in, who gets a mail; and a way back."""
    form = CancelForm()
    if not form.validate():
        return _cancel_page(paper_id, form), 422
    on_desk().find(paper_id)
    try:
        operations.cancel_paper(paper_id=paper_id, words=form.words.data or "", by=current_actor())
    except PlainError as error:
        flash(gettext(error.message, **error.values), "warning")
        return redirect(url_for("papers.show", paper_id=paper_id), 303)
    back = url_for("papers.take", paper_id=paper_id, step="reconsider")
    say(gettext("It is cancelled. Whoever handed it in gets a mail."), undo=back)
    return redirect(url_for("papers.show", paper_id=paper_id), 303)
