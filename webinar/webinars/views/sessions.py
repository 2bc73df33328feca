"""One session moved, cancelled, deleted, and back again; its form stands in the room organize."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import NoResultFound

from webinar.accounts.queries import current_actor
from webinar.core import spans
from webinar.core.access import policy
from webinar.core.conflicts import compare_with
from webinar.core.db import StaleEdit
from webinar.core.notices import say, say_changed
from webinar.core.plainerror import PlainError
from webinar.core.spans import SpanForm
from webinar.organization.queries import site
from webinar.webinars import operations
from webinar.webinars.blueprint import bp
from webinar.webinars.forms import ReasonForm
from webinar.webinars.models import Session
from webinar.webinars.policy import may_arrange_session
from webinar.webinars.queries import session_by_id

#: as browsers write a local time in a form
_WALL = "%Y-%m-%dT%H:%M"


def _session(session_id: str) -> Session:
    session = session_by_id(session_id)
    if session is None:
        abort(404)
    return session


@bp.get("/sessions/<session_id>/move")
@policy(may_arrange_session)
def session_move(session_id: str) -> ResponseReturnValue:
    session = _session(session_id)
    stored = {
        "starts": session.starts_wall,
        "ends": session.ends_wall,
        "starts_fold": str(session.starts_fold),
        "ends_fold": str(session.ends_fold),
        "version": str(session.version),
    }
    return _move_page(SpanForm(formdata=None, data=stored), session)


def _move_page(
    form: SpanForm,
    session: Session,
    *,
    code: int = 200,
    conflict_rows: list[tuple[str, str, str]] | None = None,
) -> ResponseReturnValue:
    form.offer_folds(session.timezone)
    page = render_template(
        "webinars/session_move.html",
        form=form,
        session=session,
        webinar=session.webinar,
        other_zones=site().other_zones,
        beside=spans.beside(form.starts.data, form.ends.data, session.timezone, site().other_zones),
        conflict_rows=conflict_rows,
    )
    return page, code


@bp.post("/sessions/<session_id>/move")
@policy(may_arrange_session)
def session_move_now(session_id: str) -> ResponseReturnValue:
    session = _session(session_id)
    form = SpanForm()
    good = form.validate()
    span = form.span(session.timezone)
    if not good or span is None:
        return _move_page(form, session, code=422)
    try:
        session = operations.move_session(
            session_id=session_id,
            **span.values(),
            version=form.expected_version,
            by=current_actor(),
        )
    except StaleEdit:
        session = _session(session_id)
        texts = {
            "starts": session.starts_wall.strftime(_WALL),
            "ends": session.ends_wall.strftime(_WALL),
        }
        rows = compare_with(form, texts, session.version)
        return _move_page(form, session, code=409, conflict_rows=rows)
    say_changed(gettext("“%(title)s” has a new time.", title=session.title))
    return redirect(url_for("webinars.show", webinar_id=session.webinar.public_id), 303)


@bp.get("/sessions/<session_id>/cancel")
@policy(may_arrange_session)
def session_cancel(session_id: str) -> ResponseReturnValue:
    session = _session(session_id)
    return render_template(
        "webinars/session_cancel.html",
        form=ReasonForm(formdata=None),
        session=session,
        webinar=session.webinar,
    )


@bp.post("/sessions/<session_id>/cancel")
@policy(may_arrange_session)
def session_cancel_now(session_id: str) -> ResponseReturnValue:
    session = _session(session_id)
    form = ReasonForm()
    if not form.validate():
        page = render_template(
            "webinars/session_cancel.html", form=form, session=session, webinar=session.webinar
        )
        return page, 422
    return _step(
        operations.cancel_session(
            session_id=session_id, reason=form.reason.data or "", by=current_actor()
        )
        if not session.is_cancelled
        else session,
        gettext("“%(title)s” is cancelled.", title=session.title),
        "webinars.session_reinstate",
    )


@bp.post("/sessions/<session_id>/reinstate")
@policy(may_arrange_session)
def session_reinstate(session_id: str) -> ResponseReturnValue:
    session = _session(session_id)
    if session.is_cancelled:
        session = operations.reinstate_session(session_id=session_id, by=current_actor())
    return _step(session, gettext("“%(title)s” takes place.", title=session.title))


@bp.post("/sessions/<session_id>/delete")
@policy(may_arrange_session)
def session_delete(session_id: str) -> ResponseReturnValue:
    session = _session(session_id)
    webinar_id, title = session.webinar.public_id, session.title
    operations.delete_session(session_id=session_id, by=current_actor())
    say(
        gettext("“%(title)s” is deleted.", title=title),
        undo=url_for("webinars.session_restore", session_id=session_id),
    )
    return redirect(url_for("webinars.show", webinar_id=webinar_id), 303)


@bp.post("/sessions/<session_id>/restore")
@policy(may_arrange_session)
def session_restore(session_id: str) -> ResponseReturnValue:
    try:
        session = operations.restore_session(session_id=session_id, by=current_actor())
    except NoResultFound:
        abort(404)
    except PlainError as error:
        flash(gettext(error.message, **error.values), "warning")
        return redirect(url_for("webinars.index"), 303)
    return _step(session, gettext("“%(title)s” is back.", title=session.title))


def _step(session: Session, words: str, undo: str | None = None) -> ResponseReturnValue:
    say(words, undo=url_for(undo, session_id=session.public_id) if undo else None)
    return redirect(url_for("webinars.show", webinar_id=session.webinar.public_id), 303)
