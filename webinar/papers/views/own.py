"""A speaker's papers behind the personal link: written, handed in, withdrawn.

The link is the key, and only to the person's own papers: any other answers 404. Nothing here is
kept by caches.
"""

from datetime import timedelta
from html import unescape

from flask import abort, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import NoResultFound

from webinar.core import limits
from webinar.core.access import holder_of_link, policy
from webinar.core.limits import TooMany
from webinar.core.notices import say
from webinar.core.plainerror import PlainError
from webinar.core.prepared import html_of
from webinar.core.publicforms import say_too_often
from webinar.core.richrules import unread_formulas
from webinar.core.richtext import headings
from webinar.papers import operations, queries
from webinar.papers.beginning import begun_of, note_opened
from webinar.papers.blueprint import bp
from webinar.papers.call_operations import leave_call
from webinar.papers.drafts import draft_front
from webinar.papers.errors import WrongPaper
from webinar.papers.forms import SubmitForm, WithdrawForm
from webinar.papers.hints import hints_for
from webinar.papers.models import DRAFT, WITHDRAWN, Paper
from webinar.papers.sending import send_stored, wants_view
from webinar.papers.standing import Standing, standing
from webinar.papers.uploads import remove_file
from webinar.papers.versions import BODY
from webinar.papers.views import autosaving, editing, recognising
from webinar.papers.views.place import Place, behind_link, changing, say_where
from webinar.questions.models import ORGANIZERS
from webinar.questions.queries import sheet_file

#: new papers, versions and uploads of one person: a handful at once, then one more every minute
_BURST, _EVERY = 20, timedelta(minutes=1)
#: saved drafts of one person: people press often, programs oftener
_SAVES, _SAVES_EVERY = 60, timedelta(seconds=10)
_ONE = "/my/<token>/papers/<paper_id>"


def _spend(place: Place) -> None:
    limits.spend("hand in", place.whom, burst=_BURST, every=_EVERY)


def _too_often(place: Place, paper: Paper | None, error: TooMany) -> ResponseReturnValue:
    """The form as it was sent, with when to send it again."""
    form = place.form(paper, editing.wanted_of_address(place) if paper is None else None)
    say_too_often(form, error)
    response = make_response(editing.edit_page(place, form, paper, 429))
    response.headers["Retry-After"] = str(error.seconds)
    return response


def _own_page(token: str) -> Place:
    """A link to one draft starts no other."""
    place = behind_link(token)
    if place.speaker is None:
        abort(404)
    return place


@bp.get("/my/<token>/papers/new")
@policy(holder_of_link)
def my_new(token: str) -> ResponseReturnValue:
    place = _own_page(token)
    return editing.edit_page(place, editing.blank_form(place), None)


@bp.post("/my/<token>/papers/new")
@policy(holder_of_link)
def my_start(token: str) -> ResponseReturnValue:
    place = _own_page(token)
    try:
        _spend(place)
    except TooMany as error:
        return _too_often(place, None, error)
    return editing.save(place)


@bp.get(_ONE)
@policy(holder_of_link)
def my_edit(token: str, paper_id: str) -> ResponseReturnValue:
    place = behind_link(token)
    paper = place.find(paper_id)
    begun = begun_of(paper_id) if place.speaker is not None else None
    if begun is not None:
        note_opened(begun)
    return editing.edit_page(place, editing.stored_form(place, paper), paper)


@bp.post(_ONE)
@policy(holder_of_link)
def my_save(token: str, paper_id: str) -> ResponseReturnValue:
    place = changing(token, paper_id)
    paper = place.find(paper_id)
    try:
        limits.spend("save a draft", place.whom, burst=_SAVES, every=_SAVES_EVERY)
        if autosaving.is_asked():
            return autosaving.answer(place, paper_id)
    except TooMany as error:
        return _too_often(place, paper, error)
    return editing.save(place, paper_id)


@bp.post(f"{_ONE}/files")
@policy(holder_of_link)
def my_files(token: str, paper_id: str) -> ResponseReturnValue:
    place = changing(token, paper_id)
    _spend(place)
    return editing.upload(place, paper_id)


@bp.get(f"{_ONE}/files/<file_id>")
@policy(holder_of_link)
def my_draft_file(token: str, paper_id: str, file_id: str) -> ResponseReturnValue:
    found = queries.any_file(behind_link(token).find(paper_id), file_id)
    if found is None:
        abort(404)
    return send_stored(found.file, found.name, inline=wants_view(found.file))


@bp.get(f"{_ONE}/figures/<name>")
@policy(holder_of_link)
def my_figure(token: str, paper_id: str, name: str) -> ResponseReturnValue:
    return figure(behind_link(token), paper_id, name)


def figure(place: Place, paper_id: str, name: str) -> ResponseReturnValue:
    """A picture of the draft or of any version; shared with the desk."""
    found = queries.figure_of(place.find(paper_id), name)
    if found is None:
        abort(404)
    return send_stored(found, name, inline=True)


@bp.get(f"{_ONE}/answers/<question_id>")
@policy(holder_of_link)
def my_answer_file(token: str, paper_id: str, question_id: str) -> ResponseReturnValue:
    return answer_file(behind_link(token), paper_id, question_id)


def answer_file(place: Place, paper_id: str, question_id: str) -> ResponseReturnValue:
    """A file that answers a question of the call; shared with the desk."""
    found = sheet_file(place.find(paper_id).sheet_id, question_id, ORGANIZERS)
    if found is None or found.file is None:
        abort(404)
    return send_stored(found.file, found.file.filename, inline=wants_view(found.file))


@bp.post(f"{_ONE}/files/<file_id>/remove")
@policy(holder_of_link)
def my_remove(token: str, paper_id: str, file_id: str) -> ResponseReturnValue:
    return remove(changing(token, paper_id), paper_id, file_id)


def remove(place: Place, paper_id: str, file_id: str) -> ResponseReturnValue:
    """Take a file out of the draft; shared with the desk."""
    place.find(paper_id)
    try:
        remove_file(paper_id=paper_id, file_id=file_id, by=place.actor)
    except NoResultFound:
        abort(404)
    except WrongPaper as error:
        flash(gettext(error.message, **error.values), "warning")
        return redirect(place.url("edit", paper_id=paper_id), 303)
    words = gettext("The file is removed from the draft. Versions handed in keep theirs.")
    say_where(place, words)
    return redirect(place.url("edit", paper_id=paper_id) + "#draft-files", 303)


@bp.get(f"{_ONE}/preview")
@policy(holder_of_link)
def my_preview(token: str, paper_id: str) -> ResponseReturnValue:
    return preview(behind_link(token), paper_id)


def preview(place: Place, paper_id: str) -> ResponseReturnValue:
    """The draft as readers will see it; shared with the desk."""
    paper = place.find(paper_id)
    html = html_of(paper.body, BODY)
    return render_template(
        "papers/preview.html",
        place=place,
        paper=paper,
        front=draft_front(paper),
        files=queries.draft_files(paper),
        body_html=html,
        unread=[unescape(one) for one in unread_formulas(html)],
        headings=[(one.id, one.title, one.level) for one in headings(html) if one.level <= 3],
    )


@bp.get(f"{_ONE}/recognise")
@policy(holder_of_link)
def my_recognise(token: str, paper_id: str) -> ResponseReturnValue:
    return recognising.page(behind_link(token), paper_id)


@bp.post(f"{_ONE}/recognise")
@policy(holder_of_link)
def my_take_over(token: str, paper_id: str) -> ResponseReturnValue:
    return recognising.take_over(changing(token, paper_id), paper_id)


def _submit_page(
    place: Place, paper: Paper, form: SubmitForm, now: Standing, code: int = 200
) -> ResponseReturnValue:
    page = render_template(
        "papers/submit.html",
        place=place,
        paper=paper,
        front=draft_front(paper),
        form=form,
        standing=now,
        files=queries.draft_files(paper),
        hints=hints_for(paper),
    )
    return make_response(page, code)


def _standing(paper: Paper) -> Standing:
    return standing(paper, queries.versions_of(paper), queries.draft_files(paper))


@bp.get(f"{_ONE}/submit")
@policy(holder_of_link)
def my_submit(token: str, paper_id: str) -> ResponseReturnValue:
    """What is handed in, what is missing, what changed."""
    place = behind_link(token)
    paper = place.find(paper_id)
    now = _standing(paper)
    form = SubmitForm(formdata=None, data={"after": str(now.next_number - 1)})
    return _submit_page(place, paper, form, now)


@bp.post(f"{_ONE}/submit")
@policy(holder_of_link)
def my_hand_in(token: str, paper_id: str) -> ResponseReturnValue:
    place = changing(token, paper_id)
    paper = place.find(paper_id)
    form = SubmitForm()
    if not form.validate():
        return _submit_page(place, paper, form, _standing(paper), 422)
    try:
        _spend(place)
        operations.submit_paper(
            paper_id=paper_id,
            changes_note=form.changes_note.data or "",
            after=form.seen,
            by=place.actor,
        )
    except TooMany as error:
        say_too_often(form, error)
        return _submit_page(place, paper, form, _standing(paper), 429)
    except PlainError as error:
        form.form_errors.append(gettext(error.message, **error.values))
        paper = place.find(paper_id)
        return _submit_page(place, paper, form, _standing(paper), 422)
    flash(gettext("Thank you, it is handed in. A mail confirms it."), "success")
    return redirect(place.url("edit", paper_id=paper_id), 303)


@bp.post(f"{_ONE}/leave-call")
@policy(holder_of_link)
def my_leave_call(token: str, paper_id: str) -> ResponseReturnValue:
    place = changing(token, paper_id)
    place.find(paper_id)
    try:
        leave_call(paper_id=paper_id, by=place.actor)
    except PlainError as error:
        flash(gettext(error.message, **error.values), "warning")
    else:
        flash(gettext("It is for the open call now, which never closes."), "success")
    return redirect(place.url("edit", paper_id=paper_id), 303)


@bp.get(f"{_ONE}/withdraw")
@policy(holder_of_link)
def my_withdraw(token: str, paper_id: str) -> ResponseReturnValue:
    place = behind_link(token)
    paper = place.find(paper_id)
    return render_template(
        "papers/withdraw.html",
        place=place,
        paper=paper,
        deletes=_was_never_in(paper),
        form=WithdrawForm(formdata=None),
    )


def _was_never_in(paper: Paper) -> bool:
    """Nobody but its author has seen it: there is nothing to withdraw."""
    return paper.state == DRAFT and not queries.versions_of(paper)


@bp.post(f"{_ONE}/withdraw")
@policy(holder_of_link)
def my_withdraw_now(token: str, paper_id: str) -> ResponseReturnValue:
    place = changing(token, paper_id)
    if _was_never_in(place.find(paper_id)):
        try:
            operations.delete_paper(paper_id=paper_id, by=place.actor)
        except WrongPaper as error:
            flash(gettext(error.message, **error.values), "warning")
            return redirect(place.url("edit", paper_id=paper_id), 303)
        if place.speaker is None:
            return redirect(url_for("papers.call"), 303)
        flash(gettext("The draft is deleted."), "success")
        return redirect(place.home(None), 303)
    form = WithdrawForm()
    if not form.validate():
        paper = place.find(paper_id)
        page = render_template(
            "papers/withdraw.html", place=place, paper=paper, deletes=False, form=form
        )
        return page, 422
    try:
        operations.withdraw_paper(paper_id=paper_id, words=form.words.data or "", by=place.actor)
    except PlainError as error:
        flash(gettext(error.message, **error.values), "warning")
    else:
        back = place.url("unwithdraw", paper_id=paper_id)
        say(gettext("It is withdrawn. Nothing is lost: you can hand it in again."), undo=back)
    return redirect(place.url("edit", paper_id=paper_id), 303)


@bp.post(f"{_ONE}/withdraw/undo")
@policy(holder_of_link)
def my_unwithdraw(token: str, paper_id: str) -> ResponseReturnValue:
    """As it was before: handed in, accepted or confirmed."""
    place = changing(token, paper_id)
    if place.find(paper_id).state != WITHDRAWN:
        flash(gettext("It is not withdrawn any more."), "warning")
        return redirect(place.url("edit", paper_id=paper_id), 303)
    operations.reconsider_paper(paper_id=paper_id, by=place.actor)
    say(gettext("It is back, as it was before."))
    return redirect(place.url("edit", paper_id=paper_id), 303)
