"""Organizers' pages about speakers."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import NoResultFound

from webinar.accounts.models import ORGANIZER
from webinar.accounts.queries import current_actor
from webinar.core import links, securitylog
from webinar.core.access import policy
from webinar.core.conflicts import compare_with
from webinar.core.db import StaleEdit, let_go
from webinar.core.images import MAX_BYTES, PICTURE, ImageRefused
from webinar.core.notices import say, say_changed
from webinar.core.prepared import preview_of
from webinar.organization.queries import site
from webinar.speakers import merge_views, operations, pictures, queries
from webinar.speakers.forms import PortraitForm, SpeakerForm, stored_values, with_row
from webinar.speakers.models import Speaker
from webinar.speakers.operations import NoAddress
from webinar.speakers.policy import (
    may_arrange_speaker,
    may_arrange_speakers,
    may_see_speakers,
)
from webinar.speakers.reach import edits_speaker, takes_part
from webinar.webinars.scope import scope_of

bp = Blueprint("speakers", __name__, url_prefix="/organize/speakers")

merge_views.add_to(bp)

PER_PAGE = 100


def _found(speaker_id: str) -> Speaker:
    speaker = queries.speaker_by_id(speaker_id)
    if speaker is None:
        abort(404)
    return speaker


@bp.get("/")
@policy(may_see_speakers)
def index() -> ResponseReturnValue:
    search = request.args.get("q", "")[:100]
    scope = scope_of(ORGANIZER)
    found = queries.all_speakers(takes_part(scope), search=search)
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    return render_template(
        "speakers/index.html",
        speakers=found[(page - 1) * PER_PAGE : page * PER_PAGE],
        total=len(found),
        counts=queries.talk_counts(scope),
        edits=edits_speaker,
        search=search,
        page=page,
        pages=pages,
    )


def _page(
    form: SpeakerForm,
    speaker: Speaker | None = None,
    *,
    portrait: PortraitForm | None = None,
    code: int = 200,
    conflict_rows: list[tuple[str, str, str]] | None = None,
) -> ResponseReturnValue:
    more: dict[str, Any] = {}
    if speaker is not None:
        link = queries.link_of(speaker)
        more = {
            "portrait": portrait or PortraitForm(formdata=None),
            "talks": queries.talks_of(speaker, everything=True),
            "masked": links.masked(link) if link else "",
            "rule": PICTURE,
            "merges": queries.merges_into(speaker),
        }
    page = render_template(
        "speakers/edit.html",
        form=form,
        speaker=speaker,
        preview=preview_of(form.biography.data) if "preview" in request.form else "",
        conflict_rows=conflict_rows,
        **more,
    )
    return page, code


def _sent_form() -> tuple[SpeakerForm, bool]:
    """The form as it was sent, and whether it is to be saved or only shown again."""
    if "add-link" in request.form:
        return SpeakerForm(formdata=with_row(request.form)), False
    return SpeakerForm(), "preview" not in request.form


@bp.get("/new")
@policy(may_arrange_speakers)
def new() -> ResponseReturnValue:
    return _page(SpeakerForm(formdata=None, data={"language": site().language, "links": [{}]}))


@bp.post("/new")
@policy(may_arrange_speakers)
def create() -> ResponseReturnValue:
    form, is_final = _sent_form()
    if not is_final:
        return _page(form)
    if not form.validate():
        return _page(form, code=422)
    speaker = operations.create_speaker(**form.values(), by=current_actor())
    say(
        gettext("The profile of %(name)s is saved. You can add a portrait now.", name=speaker.name),
        undo=url_for("speakers.delete", speaker_id=speaker.public_id),
    )
    return redirect(url_for("speakers.edit", speaker_id=speaker.public_id), 303)


def _stored_form(speaker: Speaker) -> SpeakerForm:
    return SpeakerForm(
        formdata=None, data=stored_values(speaker) | {"version": str(speaker.version)}
    )


@bp.get("/<speaker_id>/")
@policy(may_arrange_speaker)
def edit(speaker_id: str) -> ResponseReturnValue:
    speaker = _found(speaker_id)
    return _page(_stored_form(speaker), speaker)


@bp.post("/<speaker_id>/")
@policy(may_arrange_speaker)
def save(speaker_id: str) -> ResponseReturnValue:
    speaker = _found(speaker_id)
    form, is_final = _sent_form()
    if not is_final:
        return _page(form, speaker)
    if not form.validate():
        return _page(form, speaker, code=422)
    try:
        operations.edit_speaker(
            speaker_id=speaker_id,
            **form.values(),
            version=form.expected_version,
            by=current_actor(),
        )
    except StaleEdit:
        speaker = _found(speaker_id)
        saved = stored_values(speaker)
        del saved["links"]
        rows = compare_with(form, saved, speaker.version)
        return _page(form, speaker, code=409, conflict_rows=rows)
    say_changed(gettext("The profile of %(name)s is saved.", name=form.name.data))
    return redirect(url_for("speakers.edit", speaker_id=speaker_id), 303)


@bp.post("/<speaker_id>/portrait")
@policy(may_arrange_speaker)
def set_portrait(speaker_id: str) -> ResponseReturnValue:
    """Cut, write anew and keep an uploaded picture."""
    # A photograph is larger than any other form of the desk may be.
    request.max_content_length = MAX_BYTES + 64 * 1024
    speaker = _found(speaker_id)
    let_go()
    form = PortraitForm()
    if not form.validate():
        return _page(_stored_form(speaker), speaker, portrait=form, code=form.refusal)
    upload = request.files.get("picture")
    try:
        made = pictures.make(upload.stream.read() if upload else b"", form.crop())
    except ImageRefused as error:
        securitylog.note("upload", "refused", about=speaker_id)
        form.picture.errors = [gettext(error.message, **error.values)]
        return _page(_stored_form(speaker), speaker, portrait=form, code=422)
    operations.set_portrait(speaker_id=speaker_id, pictures=made, by=current_actor())
    say_changed(gettext("The portrait is saved."))
    return redirect(url_for("speakers.edit", speaker_id=speaker_id, _anchor="portrait"), 303)


@bp.post("/<speaker_id>/portrait/remove")
@policy(may_arrange_speaker)
def remove_portrait(speaker_id: str) -> ResponseReturnValue:
    _found(speaker_id)
    operations.remove_portrait(speaker_id=speaker_id, by=current_actor())
    say_changed(gettext("The portrait is gone."))
    return redirect(url_for("speakers.edit", speaker_id=speaker_id, _anchor="portrait"), 303)


@bp.post("/<speaker_id>/link")
@policy(may_arrange_speaker)
def send_link(speaker_id: str) -> ResponseReturnValue:
    """Mail the person the link to their own page."""
    speaker = _found(speaker_id)
    try:
        operations.send_personal_link(speaker_id=speaker_id, by=current_actor())
    except NoAddress as error:
        flash(gettext(error.message, **error.values), "warning")
    else:
        say(gettext("The link is on its way to %(name)s.", name=speaker.name))
    return redirect(url_for("speakers.edit", speaker_id=speaker_id, _anchor="link"), 303)


@bp.post("/<speaker_id>/link/revoke")
@policy(may_arrange_speaker)
def revoke_link(speaker_id: str) -> ResponseReturnValue:
    """Links sent so far end; with `send` the new one is on its way."""
    speaker = _found(speaker_id)
    if "send" not in request.form:
        operations.revoke_personal_link(speaker_id=speaker_id, by=current_actor())
        say(gettext("Links sent so far no longer work. The next one you send is a new one."))
        return redirect(url_for("speakers.edit", speaker_id=speaker_id, _anchor="link"), 303)
    try:
        operations.renew_personal_link(speaker_id=speaker_id, by=current_actor())
    except NoAddress as error:
        flash(gettext(error.message, **error.values), "warning")
    else:
        say(
            gettext(
                "Links sent so far no longer work. A new one is on its way to %(name)s.",
                name=speaker.name,
            )
        )
    return redirect(url_for("speakers.edit", speaker_id=speaker_id, _anchor="link"), 303)


@bp.post("/<speaker_id>/delete")
@policy(may_arrange_speakers)
def delete(speaker_id: str) -> ResponseReturnValue:
    speaker = _found(speaker_id)
    operations.delete_speaker(speaker_id=speaker_id, by=current_actor())
    say(
        gettext("The profile of %(name)s is deleted.", name=speaker.name),
        undo=url_for("speakers.restore", speaker_id=speaker_id),
    )
    return redirect(url_for("speakers.index"), 303)


@bp.post("/<speaker_id>/restore")
@policy(may_arrange_speakers)
def restore(speaker_id: str) -> ResponseReturnValue:
    try:
        speaker = operations.restore_speaker(speaker_id=speaker_id, by=current_actor())
    except NoResultFound:
        abort(404)
    say(gettext("The profile of %(name)s is back.", name=speaker.name))
    return redirect(url_for("speakers.edit", speaker_id=speaker_id), 303)
