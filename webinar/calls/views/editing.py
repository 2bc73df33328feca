"""Making a call, changing its words and times, its closing alone, and copying it."""

from datetime import timedelta

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import NoResultFound

from webinar.accounts.models import ORGANIZER
from webinar.accounts.queries import current_account, current_actor
from webinar.calls import operations, queries
from webinar.calls.blueprint import bp
from webinar.calls.errors import WrongCall
from webinar.calls.forms import CallForm, ClosingForm, CopyForm, stored_call
from webinar.calls.models import SERIES, WEBINAR, Call
from webinar.calls.policy import may_arrange_call, may_arrange_calls
from webinar.calls.views.finding import call_or_404
from webinar.calls.words import standing_words
from webinar.core import clock, ids
from webinar.core.access import policy
from webinar.core.conflicts import compare_with
from webinar.core.db import StaleEdit
from webinar.core.notices import say, say_changed
from webinar.core.prepared import preview_of
from webinar.organization.queries import site
from webinar.webinars.scope import scope_of


def _page(
    form: CallForm,
    call: Call | None = None,
    *,
    code: int = 200,
    conflict_rows: list[tuple[str, str, str]] | None = None,
) -> ResponseReturnValue:
    form.offer_folds(form.timezone.data or site().timezone)
    texts = (form.description, form.guidelines, form.example)
    wants_preview = "preview" in request.form
    page = render_template(
        "calls/edit.html",
        form=form,
        call=call,
        previews=[
            (str(field.label.text), html)
            for field in texts
            if wants_preview and (html := preview_of(field.data))
        ],
        conflict_rows=conflict_rows,
    )
    return page, code


def _owners() -> list[tuple[str, str]]:
    """What a call may be for: only what the person who asks organizes."""
    scope = scope_of(ORGANIZER)
    webinars = [
        (f"{WEBINAR}:{public_id}", gettext("Webinar: %(title)s", title=title))
        for public_id, title in queries.webinar_choices(scope)
    ]
    if not scope.everything:
        return webinars
    series = [
        (f"{SERIES}:{public_id}", gettext("Series: %(title)s", title=title))
        for public_id, title in queries.series_choices()
    ]
    return [("", gettext("The whole site")), *webinars, *series]


@bp.get("/new")
@policy(may_arrange_calls)
def new() -> ResponseReturnValue:
    """Starts with the site's zone, and a closing at the end of a day four weeks from now."""
    owners = _owners()
    zone, wanted = site().timezone, request.args.get("for", "")
    if wanted not in {key for key, _words in owners}:
        wanted = owners[0][0] if owners else ""
    kind, _colon, public_id = wanted.partition(":")
    zone = queries.zone_of(kind, public_id) or zone
    day = clock.wall(clock.now() + timedelta(days=28), zone).local
    data = {
        "key": ids.new_id(),
        "owner": wanted,
        "timezone": zone,
        "closes": day.replace(hour=23, minute=59, second=0, microsecond=0),
        "language": site().language,
    }
    return _page(CallForm(formdata=None, data=data, owners=owners))


@bp.post("/new")
@policy(may_arrange_calls)
def create() -> ResponseReturnValue:
    form = CallForm(owners=_owners())
    if "preview" in request.form:
        return _page(form)
    if not form.validate():
        return _page(form, code=422)
    kind, _colon, public_id = (form.owner.data or "").partition(":")
    account = current_account()
    whose = account.public_id if account is not None else ""
    try:
        call = operations.create_call(
            words=form.words(),
            webinar_id=public_id if kind == WEBINAR else "",
            series_id=public_id if kind == SERIES else "",
            public_id=ids.digest_id(
                f"call/{whose}/{(form.key.data or ids.new_id())[:40]}".encode()
            ),
            by=current_actor(),
        )
    except NoResultFound:
        form.owner.errors = [gettext("This was deleted meanwhile. Choose again.")]
        return _page(form, code=422)
    say(
        gettext("The draft of “%(title)s” is saved.", title=call.title),
        undo=url_for("calls.take", call_id=call.public_id, step="delete"),
    )
    return redirect(url_for("calls.show", call_id=call.public_id), 303)


@bp.get("/<call_id>/edit")
@policy(may_arrange_call)
def edit(call_id: str) -> ResponseReturnValue:
    call = call_or_404(call_id)
    form = CallForm(formdata=None, data=stored_call(call))
    # Whose it is was settled when it was made.
    del form.owner
    return _page(form, call)


@bp.post("/<call_id>/edit")
@policy(may_arrange_call)
def save(call_id: str) -> ResponseReturnValue:
    call = call_or_404(call_id)
    form = CallForm()
    del form.owner
    if "preview" in request.form:
        return _page(form, call)
    if not form.validate():
        return _page(form, call, code=422)
    try:
        operations.edit_call(
            call_id=call_id,
            words=form.words(),
            expected_version=form.expected_version,
            by=current_actor(),
        )
    except StaleEdit:
        call = call_or_404(call_id)
        rows = compare_with(form, _texts(call), call.version)
        return _page(form, call, code=409, conflict_rows=rows)
    say_changed(gettext("“%(title)s” is saved.", title=form.title.data))
    return redirect(url_for("calls.show", call_id=call_id), 303)


def _texts(call: Call) -> dict[str, str]:
    """The row's present texts by field, as `compare_with` wants them."""
    values = stored_call(call)
    names = ("title", "timezone", "summary", "description", "guidelines", "example", "language")
    texts = {name: str(values[name]) for name in names}
    for name in ("opens", "closes"):
        texts[name] = values[name].strftime("%Y-%m-%dT%H:%M") if values[name] else ""
    return texts


@bp.get("/<call_id>/closing")
@policy(may_arrange_call)
def closing(call_id: str) -> ResponseReturnValue:
    """A week later than now, or than the closing that there is."""
    call = call_or_404(call_id)
    last = max(call.closes_at or clock.now(), clock.now()) + timedelta(days=7)
    later = clock.wall(last, call.timezone).local
    if call.closes_wall is not None:
        later = later.replace(hour=call.closes_wall.hour, minute=call.closes_wall.minute)
    data = {"closes": later.replace(second=0, microsecond=0)}
    return _closing_page(ClosingForm(formdata=None, data=data), call)


def _closing_page(form: ClosingForm, call: Call, code: int = 200) -> ResponseReturnValue:
    form.offer_folds(call.timezone)
    words = standing_words(call)
    return render_template("calls/closing.html", form=form, call=call, state_words=words), code


@bp.post("/<call_id>/closing")
@policy(may_arrange_call)
def move_closing(call_id: str) -> ResponseReturnValue:
    call = call_or_404(call_id)
    form = ClosingForm()
    if not form.validate() or form.has_wrong_times(call.timezone):
        return _closing_page(form, call, 422)
    try:
        operations.extend_call(
            call_id=call_id, closes=form.time("closes", call.timezone), by=current_actor()
        )
    except WrongCall as error:
        form.closes.errors = [gettext(error.message, **error.values)]
        return _closing_page(form, call_or_404(call_id), 422)
    say_changed(gettext("The closing is moved."))
    return redirect(url_for("calls.show", call_id=call_id), 303)


@bp.get("/<call_id>/duplicate")
@policy(may_arrange_call)
def duplicate(call_id: str) -> ResponseReturnValue:
    call = call_or_404(call_id)
    form = CopyForm(formdata=None, data={"title": call.title})
    return render_template("calls/duplicate.html", form=form, call=call)


@bp.post("/<call_id>/duplicate")
@policy(may_arrange_call)
def duplicate_now(call_id: str) -> ResponseReturnValue:
    call = call_or_404(call_id)
    form = CopyForm()
    if not form.validate():
        return render_template("calls/duplicate.html", form=form, call=call), 422
    copy = operations.duplicate_call(
        call_id=call_id, title=form.title.data or "", by=current_actor()
    )
    say(
        gettext("This is the copy, a draft without opening and closing. Nobody sees it yet."),
        undo=url_for("calls.take", call_id=copy.public_id, step="delete"),
    )
    return redirect(url_for("calls.show", call_id=copy.public_id), 303)
