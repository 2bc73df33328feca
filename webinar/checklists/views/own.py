"""A person's part of checklists, behind the personal link: ticks, consents, the own talk.

The link is the key, and only to what is asked of that person: any other answers 404.
"""

import hashlib

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.checklists import operations, queries
from webinar.checklists.blueprint import bp
from webinar.checklists.forms import TalkForm
from webinar.checklists.models import CONSENT, DONE, REFUSED
from webinar.checklists.operations import NotAnItem
from webinar.checklists.tasks import Task, is_placeholder
from webinar.checklists.words import asked
from webinar.core import clock
from webinar.core.access import holder_of_link, policy
from webinar.core.conflicts import compare_with
from webinar.core.db import StaleEdit
from webinar.core.journal import Actor
from webinar.core.journal import speaker as as_speaker
from webinar.core.notices import say
from webinar.speakers.holders import holder
from webinar.speakers.models import Speaker
from webinar.speakers.queries import talks_of
from webinar.webinars.models import Session

_BASE = "/my/<token>/checklist/<item_id>"
_TALK = "/my/<token>/sessions/<session_id>"


def _task(speaker: Speaker, item_id: str) -> Task:
    """What is asked of this person; anything else is not found from here."""
    for task in queries.tasks_of_speakers([speaker.id]):
        if task.item.public_id == item_id:
            break
    else:
        abort(404)
    return task


def _home(token: str) -> ResponseReturnValue:
    return redirect(f"{url_for('site.my', token=token)}#needed", 303)


@bp.post(_BASE)
@policy(holder_of_link)
def tick(token: str, item_id: str) -> ResponseReturnValue:
    """Say that a sound check (or what organizers asked for besides) is done, or not after all."""
    found = holder(token)
    task = _task(found, item_id)
    if not task.can_be_ticked:
        abort(404)
    try:
        if request.form.get("state") == "open":
            _unmark(found, item_id, as_speaker(found.name))
            say(gettext("It is open again."))
        else:
            operations.mark_item(
                item_id=item_id,
                speaker_id=found.public_id,
                state=DONE,
                by=as_speaker(found.name),
            )
            say(gettext("Done: %(what)s. Thank you.", what=asked(task.item)))
    except NotAnItem as error:
        say(gettext(error.message, **error.values))
    return _home(token)


def _unmark(speaker: Speaker, item_id: str, by: Actor) -> None:
    operations.unmark_item(item_id=item_id, speaker_id=speaker.public_id, states=(DONE,), by=by)


def _seal(words: str) -> str:
    """Which words a form showed: what is agreed to is what was read."""
    return hashlib.sha256(words.encode()).hexdigest()


def _consent_page(token: str, task: Task, trouble: str = "", code: int = 200) -> tuple[str, int]:
    page = render_template(
        "checklists/consent.html",
        token=token,
        task=task,
        asked=asked(task.item),
        seal=_seal(task.item.words),
        trouble=trouble,
    )
    return page, code


def _consent(token: str, item_id: str) -> tuple[Speaker, Task]:
    found = holder(token)
    for task in queries.consents_of(found):
        if task.item.public_id == item_id:
            return found, task
    task = _task(found, item_id)
    if task.item.kind != CONSENT:
        abort(404)
    return found, task


@bp.get(f"{_BASE}/consent")
@policy(holder_of_link)
def consent(token: str, item_id: str) -> ResponseReturnValue:
    return _consent_page(token, _consent(token, item_id)[1])


@bp.post(f"{_BASE}/consent")
@policy(holder_of_link)
def answer_consent(token: str, item_id: str) -> ResponseReturnValue:
    """Agree to exactly the words that were shown, or not; either can be said anew."""
    found, task = _consent(token, item_id)
    said = request.form.get("answer")
    if said not in ("yes", "no"):
        return _consent_page(token, task, gettext("Choose one of the two."), 422)
    if request.form.get("seal") != _seal(task.item.words):
        words = gettext("The words were changed meanwhile. Please read them again.")
        return _consent_page(token, task, words, 409)
    had_agreed = task.mark is not None and task.mark.state == DONE
    try:
        operations.mark_item(
            item_id=item_id,
            speaker_id=found.public_id,
            state=DONE if said == "yes" else REFUSED,
            words=task.item.words,
            by=as_speaker(found.name),
        )
    except NotAnItem:
        abort(404)
    if said == "yes":
        say(gettext("You agreed. You can take it back here at any time."))
    elif had_agreed:
        say(gettext("You took it back. A mail tells the organizers."))
    else:
        say(gettext("You did not agree. The organizers see it; nothing else happens."))
    return _home(token)


def _talk(speaker: Speaker, session_id: str) -> Session:
    """A session that the person gives, until its webinar is over."""
    for talk in talks_of(speaker, everything=True):
        if talk.session.public_id == session_id and talk.role == "speaker":
            break
    else:
        abort(404)
    if talk.webinar.ends_at <= clock.now() or talk.session.is_cancelled:
        abort(404)
    return talk.session


def _stored(session: Session, speaker: Speaker) -> dict[str, str]:
    # A title that only keeps the place is nothing to begin from.
    title = "" if is_placeholder(session.title, [speaker.name]) else session.title
    return {"title": title, "abstract": session.abstract, "slides_url": session.slides_url}


def _talk_page(
    token: str,
    session: Session,
    form: TalkForm,
    code: int = 200,
    conflict_rows: list[tuple[str, str, str]] | None = None,
) -> tuple[str, int]:
    page = render_template(
        "checklists/talk.html",
        token=token,
        session=session,
        form=form,
        conflict_rows=conflict_rows,
    )
    return page, code


@bp.get(_TALK)
@policy(holder_of_link)
def my_talk(token: str, session_id: str) -> ResponseReturnValue:
    found = holder(token)
    session = _talk(found, session_id)
    values = _stored(session, found) | {"version": str(session.version)}
    return _talk_page(token, session, TalkForm(formdata=None, data=values))


@bp.post(_TALK)
@policy(holder_of_link)
def save_my_talk(token: str, session_id: str) -> ResponseReturnValue:
    found = holder(token)
    session = _talk(found, session_id)
    form = TalkForm()
    if not form.validate():
        return _talk_page(token, session, form, 422)
    try:
        operations.describe_talk(
            session_id=session_id,
            title=form.title.data or "",
            abstract=form.abstract.data or "",
            slides_url=form.slides_url.data or "",
            version=form.expected_version,
            by=as_speaker(found.name),
        )
    except StaleEdit:
        session = _talk(found, session_id)
        rows = compare_with(form, _stored(session, found), session.version)
        return _talk_page(token, session, form, 409, rows)
    say(gettext("Your talk is saved. Readers see it on its page."))
    return _home(token)


@bp.get("/my/<token>/reminders")
@policy(holder_of_link)
def my_reminders(token: str) -> ResponseReturnValue:
    """Where a reminder's "no reminders any more" leads. Looking changes nothing."""
    return render_template("checklists/reminders.html", token=token, speaker=holder(token))


@bp.post("/my/<token>/reminders")
@policy(holder_of_link)
def set_my_reminders(token: str) -> ResponseReturnValue:
    """By the page's button, or by one press in a mail program (RFC 8058)."""
    found = holder(token)
    is_reminded = request.form.get("state") == "on"
    operations.set_own_reminders(speaker=found, is_reminded=is_reminded, by=as_speaker(found.name))
    if "List-Unsubscribe" in request.form:
        # A mail program, which RFC 8058, 3.1 lets follow no redirect.
        return "", 204
    if is_reminded:
        say(gettext("A mail reminds you again before something is due."))
    else:
        say(gettext("No mail reminds you any more. What is needed still stands on your page."))
    return redirect(url_for("checklists.my_reminders", token=token), 303)
