"""The timetable: the page of one webinar, and its sessions made, edited, moved, cancelled."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.accounts.models import ORGANIZER
from webinar.accounts.queries import current_actor
from webinar.core import spans
from webinar.core.access import policy
from webinar.core.conflicts import compare_with
from webinar.core.db import StaleEdit
from webinar.core.notices import say, say_changed
from webinar.core.prepared import preview_of
from webinar.core.spans import SpanForm
from webinar.organization.queries import site
from webinar.organize.blueprint import bp
from webinar.organize.session_form import (
    SessionForm,
    parts_as_data,
    rearranged,
    shown_names,
    stored_values,
)
from webinar.organize.session_operations import change_session, plan_session
from webinar.organize.session_words import clashes, next_step
from webinar.reviews.placing import placing_of
from webinar.speakers.conflicts import Conflict, conflicts
from webinar.speakers.models import Speaker
from webinar.speakers.queries import (
    all_speakers,
    sessions_without_speaker,
    speakers_of_sessions,
)
from webinar.speakers.reach import can_be_chosen, edits_speaker
from webinar.webinars.models import Session, Webinar
from webinar.webinars.policy import (
    is_webinar_readable,
    may_arrange_session,
    may_arrange_some_webinar,
    may_arrange_webinar,
)
from webinar.webinars.queries import missing_for_publishing, session_by_id, webinar_by_id
from webinar.webinars.scope import scope_of


def _speakers() -> list[Speaker]:
    """Whom the person who asks may choose."""
    return all_speakers(can_be_chosen(scope_of(ORGANIZER)))


def _webinar(webinar_id: str) -> Webinar:
    webinar = webinar_by_id(webinar_id)
    if webinar is None:
        abort(404)
    return webinar


def _session(session_id: str) -> Session:
    session = session_by_id(session_id)
    if session is None:
        abort(404)
    return session


@policy(may_arrange_webinar)
def show(webinar_id: str) -> ResponseReturnValue:
    """One webinar: its state, the next step, its timetable and what does not fit in it."""
    webinar = _webinar(webinar_id)
    people = speakers_of_sessions([session.id for session in webinar.sessions])
    found = conflicts(webinar, scope_of(ORGANIZER))
    return render_template(
        "webinars/show.html",
        webinar=webinar,
        people=people,
        other_zones=site().other_zones,
        clashes=clashes(found),
        step=next_step(webinar, missing_for_publishing(webinar), found, people),
        is_readable=is_webinar_readable(webinar),
        edits=edits_speaker,
        placing=placing_of(webinar, everything=scope_of(ORGANIZER).everything),
    )


# The endpoint keeps the family name of webinars' pages, wherever the page is composed.
bp.record(
    lambda setup: setup.app.add_url_rule(
        "/organize/webinars/<webinar_id>/", endpoint="webinars.show", view_func=show
    )
)


@bp.get("/sessions/")
@policy(may_arrange_some_webinar)
def sessions() -> ResponseReturnValue:
    """Sessions to come in which nobody speaks yet, soonest first."""
    found = sessions_without_speaker(scope_of(ORGANIZER))
    return render_template("organize/sessions.html", sessions=found)


def _form_page(
    form: SessionForm,
    webinar: Webinar,
    speakers: Sequence[Speaker],
    session: Session | None = None,
    *,
    code: int = 200,
    conflict_rows: list[tuple[str, str, str]] | None = None,
) -> ResponseReturnValue:
    form.offer_folds(webinar.timezone)
    names = shown_names(speakers)
    return (
        render_template(
            "organize/session.html",
            form=form,
            webinar=webinar,
            session=session,
            names=[(names[one.public_id], one.affiliation) for one in speakers],
            other_zones=site().other_zones,
            beside=_beside(form, webinar),
            preview=preview_of(form.abstract.data) if "preview" in request.form else "",
            clashes=[one.words for one in _clashes_of(session, webinar)],
            conflict_rows=conflict_rows,
        ),
        code,
    )


def _beside(form: SpanForm, webinar: Webinar) -> list[str]:
    return spans.beside(form.starts.data, form.ends.data, webinar.timezone, site().other_zones)


def _clashes_of(session: Session | None, webinar: Webinar) -> list[Conflict]:
    if session is None:
        return []
    return clashes(conflicts(webinar, scope_of(ORGANIZER))).get(session.id, [])


def _sent_form() -> tuple[SessionForm, bool]:
    """The form as it was sent, and whether it is to be saved or only shown again."""
    changed = rearranged(request.form)
    if changed is not None:
        return SessionForm(formdata=changed), False
    return SessionForm(), "preview" not in request.form


@bp.get("/webinars/<webinar_id>/sessions/new")
@policy(may_arrange_webinar)
def session_new(webinar_id: str) -> ResponseReturnValue:
    """Starts where the last session ends, for half an hour, or with the webinar."""
    webinar = _webinar(webinar_id)
    starts, ends = _free_time(webinar)
    form = SessionForm(
        formdata=None,
        data={
            "starts": starts,
            "ends": ends,
            "language": webinar.language,
            "parts": parts_as_data([], []),
        },
    )
    return _form_page(form, webinar, _speakers())


def _free_time(webinar: Webinar) -> tuple[datetime, datetime]:
    if not webinar.sessions:
        return webinar.starts_wall, webinar.ends_wall
    starts = max(session.ends_wall for session in webinar.sessions)
    ends = min(starts + timedelta(minutes=30), webinar.ends_wall)
    return starts, ends if ends > starts else starts + timedelta(minutes=30)


@bp.post("/webinars/<webinar_id>/sessions/new")
@policy(may_arrange_webinar)
def session_create(webinar_id: str) -> ResponseReturnValue:
    webinar, speakers = _webinar(webinar_id), _speakers()
    form, is_final = _sent_form()
    if not is_final:
        return _form_page(form, webinar, speakers)
    if not form.check(webinar.timezone, speakers):
        return _form_page(form, webinar, speakers, code=422)
    session, made = plan_session(
        webinar_id=webinar_id,
        values=form.values(webinar.timezone),
        people=form.people,
        by=current_actor(),
    )
    say(
        _saved_words(session.title, made),
        undo=url_for("webinars.session_delete", session_id=session.public_id),
    )
    return redirect(url_for("webinars.show", webinar_id=webinar_id), 303)


def _saved_words(title: str, made: Sequence[Speaker]) -> str:
    words = gettext("“%(title)s” is saved.", title=title)
    if made:
        names = ", ".join(speaker.name for speaker in made)
        words += " " + gettext("New profiles: %(names)s.", names=names)
    return str(words)


@bp.get("/sessions/<session_id>/")
@policy(may_arrange_session)
def session_edit(session_id: str) -> ResponseReturnValue:
    session, speakers = _session(session_id), _speakers()
    roles = speakers_of_sessions([session.id])[session.id]
    data = stored_values(session) | {
        "version": str(session.version),
        "parts": parts_as_data(roles, speakers),
    }
    return _form_page(SessionForm(formdata=None, data=data), session.webinar, speakers, session)


@bp.post("/sessions/<session_id>/")
@policy(may_arrange_session)
def session_save(session_id: str) -> ResponseReturnValue:
    session, speakers = _session(session_id), _speakers()
    webinar = session.webinar
    form, is_final = _sent_form()
    if not is_final:
        return _form_page(form, webinar, speakers, session)
    if not form.check(webinar.timezone, speakers):
        return _form_page(form, webinar, speakers, session, code=422)
    webinar_id = webinar.public_id
    try:
        session, made = change_session(
            session_id=session_id,
            values=form.values(webinar.timezone),
            people=form.people,
            version=form.expected_version,
            by=current_actor(),
        )
    except StaleEdit:
        session = _session(session_id)
        rows = compare_with(form, _texts(session), session.version)
        return _form_page(form, session.webinar, _speakers(), session, code=409, conflict_rows=rows)
    say_changed(_saved_words(session.title, made))
    return redirect(url_for("webinars.show", webinar_id=webinar_id), 303)


def _texts(session: Session) -> dict[str, str]:
    values: dict[str, Any] = stored_values(session)
    for name in ("starts", "ends"):
        values[name] = values[name].strftime("%Y-%m-%dT%H:%M")
    del values["starts_fold"], values["ends_fold"]
    return values
