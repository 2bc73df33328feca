"""A speaker's own page behind the personal link: profile, sessions, papers.

The link is the key: whoever has none gets 404, nothing here is public or kept by caches.
"""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from webinar.calendars.personal.queries import speaking_feeds
from webinar.checklists.queries import consents_of, tasks_of_speakers
from webinar.checklists.words import asked
from webinar.core import clock, i18n, ids, securitylog
from webinar.core.access import holder_of_link, policy
from webinar.core.conflicts import compare_with
from webinar.core.db import StaleEdit, let_go
from webinar.core.images import MAX_BYTES, PICTURE, ImageRefused
from webinar.core.notices import say
from webinar.papers.queries import own_papers
from webinar.papers.standing import standings_of
from webinar.site import operations
from webinar.site.blueprint import bp
from webinar.site.cards import Person
from webinar.site.forms import PortraitForm, ProfileForm, ZoneForm, stored_values
from webinar.speakers.holders import holder
from webinar.speakers.models import Speaker
from webinar.speakers.queries import talks_of
from webinar.webinars.policy import is_session_readable


def _page(token: str, found: Speaker, zone: ZoneForm | None = None) -> str:
    """Eleven statements beside the frame, however much there is; two more with a calendar."""
    now = clock.now()
    talks = talks_of(found, everything=True)
    papers = own_papers(found.id, in_detail=True)
    tasks = tasks_of_speakers([found.id])
    asked_now = {task.item.id for task in tasks}
    return render_template(
        "site/my.html",
        token=token,
        speaker=found,
        person=Person.of(found, width=480),
        ahead=[talk for talk in reversed(talks) if talk.session.ends_at > now],
        past=[talk for talk in talks if talk.session.ends_at <= now],
        papers=papers,
        standings=standings_of(papers),
        missing=_missing(found),
        tasks=tasks,
        consents=[one for one in consents_of(found) if one.item.id not in asked_now],
        asked=asked,
        zone_form=zone or ZoneForm(formdata=None, data={"timezone": found.timezone}),
        feeds=speaking_feeds(found.email),
        feed_id=ids.new_id(),
        is_readable=is_session_readable,
        now=now,
    )


@bp.get("/my/<token>")
@policy(holder_of_link)
def my(token: str) -> str:
    return _page(token, holder(token))


@bp.post("/my/<token>/claim")
@policy(holder_of_link)
def claim_my_page(token: str) -> ResponseReturnValue:
    """The person says that it is their profile; looking at the page says nothing."""
    found = holder(token)
    operations.claim_page(speaker=found)
    say(_("Welcome. This profile is yours from now on."))
    return redirect(url_for("site.my", token=token), 303)


@bp.post("/my/<token>/zone")
@policy(holder_of_link)
def choose_my_zone(token: str) -> ResponseReturnValue:
    """In which zone this page, and mails, tell times."""
    found, form = holder(token), ZoneForm()
    if not form.validate():
        return _page(token, found, form), 422
    operations.choose_zone(speaker=found, timezone=form.timezone.data or "")
    if form.timezone.data:
        say(_("Times are shown in %(zone)s now.", zone=i18n.zone_name(form.timezone.data)))
    else:
        say(_("Times are shown as the webinars give them."))
    return redirect(url_for("site.my", token=token, _anchor="sessions-title"), 303)


def _missing(speaker: Speaker) -> list[str]:
    """What readers would like to know of this person and the profile does not say yet."""
    wanted = [
        (speaker.affiliation or speaker.position_title, _("where you work")),
        (speaker.biography, _("a few sentences about you")),
        (speaker.portrait, _("a portrait")),
    ]
    return [words for value, words in wanted if not value]


def _profile_page(
    token: str,
    speaker: Speaker,
    form: ProfileForm,
    *,
    portrait: PortraitForm | None = None,
    conflict_rows: list[tuple[str, str, str]] | None = None,
    code: int = 200,
) -> ResponseReturnValue:
    page = render_template(
        "site/my_profile.html",
        token=token,
        speaker=speaker,
        person=Person.of(speaker),
        form=form,
        portrait=portrait or PortraitForm(formdata=None),
        conflict_rows=conflict_rows,
        rule=PICTURE,
    )
    return page, code


@bp.get("/my/<token>/profile")
@policy(holder_of_link)
def my_profile(token: str) -> ResponseReturnValue:
    found = holder(token)
    return _profile_page(token, found, ProfileForm.of(found))


@bp.post("/my/<token>/profile")
@policy(holder_of_link)
def change_my_profile(token: str) -> ResponseReturnValue:
    found = holder(token)
    form = ProfileForm()
    if not form.validate():
        return _profile_page(token, found, form, code=422)
    try:
        operations.change_profile(speaker=found, **form.values(), version=form.expected_version)
    except StaleEdit:
        found = holder(token)
        rows = compare_with(form, stored_values(found), found.version)
        return _profile_page(token, found, form, conflict_rows=rows, code=409)
    say(_("Your profile is saved. Readers see it where you speak."))
    return redirect(url_for("site.my", token=token), 303)


@bp.post("/my/<token>/portrait")
@policy(holder_of_link)
def change_my_portrait(token: str) -> ResponseReturnValue:
    # A photograph is larger than any other form of this page may be.
    request.max_content_length = MAX_BYTES + 64 * 1024
    found = holder(token)
    let_go()
    form = PortraitForm()
    if not form.validate():
        return _profile_page(token, found, ProfileForm.of(found), portrait=form, code=form.refusal)
    upload = request.files.get("picture")
    try:
        operations.change_portrait(speaker=found, data=upload.stream.read() if upload else b"")
    except ImageRefused as error:
        securitylog.note("upload", "refused", who=found.public_id)
        form.picture.errors = [_(error.message, **error.values)]
        return _profile_page(token, found, ProfileForm.of(found), portrait=form, code=422)
    say(_("Your portrait is saved."))
    return redirect(url_for("site.my_profile", token=token), 303)


@bp.post("/my/<token>/portrait/remove")
@policy(holder_of_link)
def drop_my_portrait(token: str) -> ResponseReturnValue:
    operations.drop_portrait(speaker=holder(token))
    say(_("Your portrait is gone."))
    return redirect(url_for("site.my_profile", token=token), 303)
