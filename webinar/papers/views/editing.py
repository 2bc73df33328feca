"""The form of a paper, the same for its speaker and for organizers.

Files are judged first and kept with the draft at once, whatever else the form holds.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import RequestEntityTooLarge

from webinar.calls.queries import call_by_slug, open_calls
from webinar.calls.standing import CALLED_OFF, CLOSED
from webinar.core import clock, i18n, ids
from webinar.core.db import StaleEdit, let_go
from webinar.core.filetypes import TYPES
from webinar.core.notices import say, say_changed
from webinar.core.richtext import MAX_SOURCE
from webinar.core.text import fold, whole_number
from webinar.papers import queries
from webinar.papers.beginning import begun_of
from webinar.papers.call_operations import keep_answers
from webinar.papers.drafts import WITHDRAWABLE, Author
from webinar.papers.errors import WrongPaper
from webinar.papers.forms import PaperForm, stored_values
from webinar.papers.inviting import invitations_of
from webinar.papers.models import DRAFT, KINDS, Paper
from webinar.papers.operations import edit_paper, start_paper
from webinar.papers.reading import recognised
from webinar.papers.standing import Standing, standing, why_locked_now
from webinar.papers.uploads import (
    MOST_BYTES,
    RULE,
)
from webinar.papers.views.comparing import compared
from webinar.papers.views.place import Place
from webinar.papers.views.taking import Taken, attach, count_bytes, take
from webinar.papers.wanted import Choice, Given, Wanted, wanted_of_call, why_not_taken
from webinar.questions.asking import RULE as ANSWER_RULE
from webinar.questions.asking import files_of, removed, typed
from webinar.questions.queries import questions_of
from webinar.speakers.queries import talks_of

#: kinds whose text can become the paper's text
TEXT_KINDS = {TYPES[kind][1]: kind for kind in ("docx", "odt", "markdown", "text")}


def edit_page(
    place: Place,
    form: PaperForm,
    paper: Paper | None,
    code: int = 200,
    conflict_rows: list[tuple[str, str, str]] | None = None,
) -> ResponseReturnValue:
    """The form with the files so far and what comes next."""
    wanted = form.wanted
    files = queries.draft_files(paper) if paper is not None else []
    versions = queries.versions_of(paper) if paper is not None else []
    now = None
    if paper is not None:
        # What this request saved counts, too, and the form was made before.
        fresh = wanted if request.method == "GET" else place.wanted(paper)
        now = standing(paper, versions, files, fresh)
        wanted = _with_files(wanted, fresh)
    page = render_template(
        "papers/edit.html",
        place=place,
        form=form,
        paper=paper,
        files=files,
        versions=versions,
        wanted=wanted,
        answer_url=_answer_url(place, paper),
        now=clock.now(),
        answer_rule=ANSWER_RULE,
        standing=now,
        lacking=_beside(now),
        is_closed=_is_closed(place, paper),
        calls=open_calls() if paper is None and not _is_placed(wanted) else [],
        invited={one.name: one for one in invitations_of(paper)} if paper is not None else {},
        begun=begun_of(paper.public_id) if paper is not None else None,
        can_withdraw=paper is not None and paper.state in WITHDRAWABLE,
        has_proposals="body" in form and _has_proposals(form.body.data or ""),
        text_kinds=TEXT_KINDS,
        conflict_rows=conflict_rows,
        rule=replace(RULE, most_files=max(0, RULE.most_files - len(files))),
    )
    return make_response(page, code)


def _with_files(wanted: Wanted, fresh: Wanted) -> Wanted:
    """What was asked when the form was made, with the answers of now: files came along."""
    answers = {one.question.public_id: one.answer for one in fresh.asked}
    asked = [
        replace(one, answer=answers.get(one.question.public_id, one.answer)) for one in wanted.asked
    ]
    return replace(wanted, asked=asked)


def _answer_url(place: Place, paper: Paper | None) -> Callable[[str], str] | None:
    """Public identifier of a question -> address of the file that answers it."""
    if paper is None:
        return None
    return partial(place.answer_url, paper.public_id)


def _is_closed(place: Place, paper: Paper | None) -> bool:
    """A draft whose call takes it no more: its author may hand it in to the open one."""
    if paper is None or not place.is_personal or paper.state != DRAFT:
        return False
    return why_not_taken(paper, paper.code) in (CLOSED, CALLED_OFF)


def _beside(now: Standing | None) -> dict[str, str]:
    """Identifier of a field -> what it lacks; not what is simply still empty."""
    found = now.missing if now is not None else []
    return {lack.anchor: lack.sentence for lack in found if lack.is_of_length}


def _has_proposals(body: str) -> bool:
    """The text looks pasted: something in it could be set apart. Not in one that is refused."""
    is_read = bool(body.strip()) and len(body) <= MAX_SOURCE
    return is_read and bool(recognised(body).suggestions)


def blank_form(place: Place) -> PaperForm:
    """For a new paper; a speaker is its first author."""
    author: dict[str, str] = {}
    if place.speaker is not None:
        author = {"name": place.speaker.name, "affiliation": place.speaker.affiliation}
    wanted = wanted_of_address(place)
    language = wanted.call.language if wanted.call is not None else place.language
    return place.form(
        wanted=wanted,
        formdata=None,
        data={"key": ids.new_id(), "language": language, "authors": [author], **_asked(place)},
    )


def _is_placed(wanted: Wanted) -> bool:
    """It is known where a new paper belongs: to a call, or to a session."""
    return wanted.call is not None or "session" in request.args


def _asked(place: Place) -> dict[str, str]:
    """What `?session=` and `?kind=` say of a new paper: a checklist asks for a session's slides."""
    wanted, kind = request.args.get("session", ""), request.args.get("kind", "")
    if place.speaker is None or kind not in KINDS:
        return {}
    for talk in talks_of(place.speaker, everything=True):
        if talk.session.public_id == wanted:
            return {"kind": kind, "session_id": wanted, "title": talk.session.title}
    return {}


def wanted_of_address(place: Place) -> Wanted:
    """What the call asks that `?call=` names, for a paper that does not exist yet."""
    slug = request.args.get("call", "")
    call = call_by_slug(slug) if slug else None
    questions = questions_of(call.questionnaire_id) if call is not None else ()
    return replace(wanted_of_call(call, questions), is_free=not place.is_personal)


def stored_form(place: Place, paper: Paper) -> PaperForm:
    return place.form(paper, formdata=None, data=stored_values(paper))


def save(place: Place, paper_id: str = "") -> ResponseReturnValue:
    """Take in what was sent: files, then fields; answer with the next page."""
    paper = place.find(paper_id) if paper_id else None
    let_go()
    form = place.form(paper, wanted_of_address(place) if paper is None else None)
    good = form.validate()
    if form.is_too_large:
        # Without any words nothing of the form arrived: better the draft as it is stored.
        if not form.title.raw_data:
            return _too_large(place, paper)
        return edit_page(place, form, paper, form.refusal)
    if place.is_personal and paper is not None and (words := why_locked_now(paper)):
        form.form_errors.append(words)
        return edit_page(place, form, paper, 422)
    row = request.form.get("row", "")
    if row:
        _move_rows(form, row)
    asked = form.wanted.asked
    with files_of(form, asked, partial(count_bytes, place)) as answered:
        taken = take(place, form.files) if form.files else []
        given = Given(typed(form, asked), answered, frozenset(removed(form, asked)))
        try:
            return _keep(place, form, paper, taken, given, good=good, row=row)
        except WrongPaper as error:
            # Closed, decided or deleted while it was sent.
            form.form_errors.append(gettext(error.message, **error.values))
            return edit_page(place, form, paper and place.find(paper_id), 422)
        finally:
            for path, _accepted in taken:
                # What was kept has been moved away.
                path.unlink(missing_ok=True)


def _keep(
    place: Place,
    form: PaperForm,
    paper: Paper | None,
    taken: Taken,
    given: Given,
    *,
    good: bool,
    row: str,
) -> ResponseReturnValue:
    known = paper
    conflict_rows = None
    # Without a session an organizer of one webinar could not find the paper again.
    is_placed = not (place.needs_session and form.session_id.errors)
    if paper is None and is_placed and (good or taken or given.taken):
        paper = place.find(_start(place, form, taken, given).public_id)
    elif paper is not None and good:
        try:
            paper = edit(place, form, paper, given)
        except StaleEdit:
            _keep_files(place, paper, given)
            paper = place.find(paper.public_id)
            conflict_rows = compared(place, form, paper)
    elif paper is not None:
        _keep_files(place, paper, given)
    if paper is not None:
        attach(place, paper.public_id, taken, form.files)
        good = good and not _refused(form)
        paper = place.find(paper.public_id)
        if conflict_rows is not None:
            return edit_page(place, form, paper, 409, conflict_rows)
        if good or known is None:
            form.version.data, form.version.raw_data = str(paper.version), None
    if not good or _refused(form):
        return edit_page(place, form, paper, 422)
    if row or paper is None:
        return edit_page(place, form, paper)
    return _onwards(place, paper, is_new=known is None)


def _keep_files(place: Place, paper: Paper, given: Given) -> None:
    """Files that answer questions survive whatever is wrong with another field."""
    if given.taken:
        keep_answers(paper_id=paper.public_id, given=replace(given, values={}), by=place.actor)


def _refused(form: PaperForm) -> bool:
    """Some file did not pass the gate; the sentence stands beside its field."""
    asked = [form[one.name] for one in form.wanted.asked if one.name in form]
    return any(field.errors for field in (form.files, *asked) if field is not None)


def _onwards(place: Place, paper: Paper, *, is_new: bool) -> ResponseReturnValue:
    """Where the pressed button leads."""
    for button in ("preview", "recognise", "submit"):
        if button in request.form and (button != "submit" or place.is_personal):
            return redirect(place.url(button, paper_id=paper.public_id), 303)
    if place.is_personal:
        flash(gettext("The draft is saved."), "success")
        return redirect(place.url("edit", paper_id=paper.public_id), 303)
    if is_new:
        undo = place.url("take", paper_id=paper.public_id, step="delete")
        say(gettext("The draft is saved."), undo=undo)
    else:
        say_changed(gettext("The draft is saved."))
    return redirect(place.url("show", paper_id=paper.public_id), 303)


def _start(place: Place, form: PaperForm, taken: Taken, given: Given) -> Paper:
    """A new draft from the fields that are right; a file's name is a title for the moment."""
    values = form.values()
    stem = Path(taken[0][1].safe_name).stem if taken else ""
    values["title"] = values.get("title") or stem or gettext("Untitled")
    values.setdefault("kind", "paper")
    if place.speaker is not None:
        values["submitter_id"] = place.speaker.public_id
    owner = place.speaker.public_id if place.speaker is not None else place.actor.account_id
    key = (form.key.data or ids.new_id())[:40]
    call = form.wanted.call
    # A wrong code or track loses neither the call nor the answers to it.
    choice = form.choice or (Choice(call_id=call.public_id) if call is not None else None)
    return start_paper(
        **values,
        choice=choice,
        given=given,
        authors=_authors(place, form, None),
        public_id=ids.digest_id(f"paper/{owner}/{key}".encode()),
        by=place.actor,
    )


def edit(
    place: Place, form: PaperForm, paper: Paper, given: Given, *, is_by_itself: bool = False
) -> Paper:
    """The fields into the draft; what is not asked stays. Raises StaleEdit, WrongPaper."""
    stored = stored_values(paper)
    values = {name: stored[name] for name in ("abstract", "body", "kind")} | form.values()
    if "slug" in form and form["slug"].data != paper.slug:
        values["slug"] = form["slug"].data or paper.slug
    return edit_paper(
        paper_id=paper.public_id,
        **values,
        choice=form.choice,
        given=given,
        authors=_authors(place, form, paper),
        expected_version=form.expected_version,
        is_by_itself=is_by_itself,
        by=place.actor,
    )


def _authors(place: Place, form: PaperForm, paper: Paper | None) -> list[Author]:
    """As typed. Speakers link only themselves; links that organizers made stay with the name."""
    named = [] if form.authors.errors else form.authors_named()
    if not place.is_personal:
        return named
    links = {
        fold(author.name): author.speaker.public_id
        for author in (paper.authors if paper is not None else [])
        if author.speaker is not None
    }
    if place.speaker is not None:
        links[fold(place.speaker.name)] = place.speaker.public_id
    return [replace(author, speaker_id=links.get(fold(author.name), "")) for author in named]


def _move_rows(form: PaperForm, row: str) -> None:
    """`add`, `remove-2`, `up-2`, `down-2`: the authors' rows without a script."""
    rows = form.author_rows()
    action, _, place = row.partition("-")
    number = whole_number(place, most=999)
    if action == "add":
        rows.append({})
    elif number is not None and number < len(rows):
        moved = rows.pop(number)
        if action in ("up", "down"):
            rows.insert(max(0, number + (1 if action == "down" else -1)), moved)
    form.set_author_rows(rows)


def _too_large(place: Place, paper: Paper | None) -> ResponseReturnValue:
    """413 when no words could be read: the stored draft, and how to get the typed ones back."""
    form = stored_form(place, paper) if paper is not None else blank_form(place)
    beside = form.files if "files" in form else form.title
    beside.errors = [
        gettext(
            "That was too large: a file can have %(size)s. Nothing of it was taken. Go back in"
            " your browser: what you typed is still there; then choose a smaller file.",
            size=i18n.size_words(MOST_BYTES),
        )
    ]
    return edit_page(place, form, paper, 413)


def upload(place: Place, paper_id: str) -> ResponseReturnValue:
    """Files alone, without the fields."""
    paper = place.find(paper_id)
    let_go()
    try:
        found: list[Any] = request.files.getlist("files")
    except RequestEntityTooLarge:
        return _too_large(place, paper)
    form = stored_form(place, paper)
    if form.files is None or (place.is_personal and why_locked_now(paper)):
        return edit_page(place, form, paper, 422)
    form.files.data = found
    form.files.errors = []
    taken = take(place, form.files)
    try:
        attach(place, paper_id, taken, form.files)
    finally:
        for path, _accepted in taken:
            path.unlink(missing_ok=True)
    if form.files.errors or not taken:
        return edit_page(place, form, place.find(paper_id), 422)
    return redirect(place.url("edit", paper_id=paper_id) + "#draft-files", 303)
