"""The first save: no account, no waiting for a mail; a draft and its private page come at once."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import FileField

from webinar.calls.models import Call
from webinar.calls.queries import call_by_slug, call_moved_from, was_call_deleted
from webinar.calls.standing import CLOSED, OPEN, next_closing
from webinar.calls.standing import standing as state_of
from webinar.core import i18n, ids, limits, links
from webinar.core.access import anyone, holder_of_link, policy
from webinar.core.db import let_go
from webinar.core.filetypes import Refused
from webinar.core.held import HeldFiles
from webinar.core.http import client_address
from webinar.core.journal import visitor
from webinar.core.limits import TooMany
from webinar.core.links import PersonalLink
from webinar.core.notices import say
from webinar.core.publicforms import later, say_too_often
from webinar.core.toolarge import typed_words
from webinar.core.turns import WHOLE
from webinar.organization.queries import site
from webinar.papers import queries
from webinar.papers.beginning import begun_behind, begun_of
from webinar.papers.blueprint import bp
from webinar.papers.errors import WrongPaper
from webinar.papers.forms import AddressForm, StartForm
from webinar.papers.standing import standing
from webinar.papers.start_operations import begin_paper, correct_start
from webinar.papers.uploads import RULE
from webinar.papers.views.call import may_mail
from webinar.papers.views.place import Place, behind_link
from webinar.papers.views.taking import count_bytes_of_stranger, take_of_stranger
from webinar.papers.wanted import Given, wanted_of_call
from webinar.questions.asking import RULE as ANSWER_RULE
from webinar.questions.asking import held_files, hold_files, typed, with_questions
from webinar.questions.queries import questions_of

#: drafts for one mail address, whoever starts them
_DRAFTS, _DRAFTS_EVERY = 10, timedelta(hours=2)
#: drafts from one network address: a seminar that hands in on the last evening has one, too
_BURST, _EVERY = 30, timedelta(minutes=1)
#: mails for one draft to other addresses, or again
_CORRECTIONS, _CORRECTIONS_EVERY = 5, timedelta(hours=1)
#: forms with files from one network address, however they end
_LARGE, _LARGE_EVERY = 60, timedelta(minutes=1)
#: shorter keys could be guessed: they join nothing
_KEY = 20
#: differs where the same was typed
_NOT_TYPED = ("form_time",)


def _call(slug: str) -> Call | None:
    """The call at an address; None for the site's own, which is always open."""
    if not slug:
        return None
    found = call_by_slug(slug)
    if found is None:
        if present := call_moved_from(slug):
            abort(redirect(url_for("papers.begin", slug=present), 301))
        abort(410 if was_call_deleted(slug) else 404)
    return found


def _form(call: Call | None, **given: Any) -> StartForm:
    questions = questions_of(call.questionnaire_id) if call is not None else ()
    wanted = wanted_of_call(call, questions)
    form = with_questions(StartForm, wanted.asked, holds=True)
    # What was sent may come slowly.
    let_go()
    return form(wanted=wanted, **given)


def _page(form: StartForm) -> str:
    call, code = form.wanted.call, form.wanted.code
    now = state_of(call) if call is not None else OPEN
    lets_in = code is not None and code.is_good and code.is_for_late and now == CLOSED
    return render_template(
        "papers/begin.html",
        form=form,
        call=call,
        wanted=form.wanted,
        state=OPEN if lets_in else now,
        is_late=lets_in,
        # Somebody wrote while it closed.
        shows_form=lets_in or now == OPEN or request.method == "POST",
        lacks_code=call is not None and call.needs_code and code is None,
        closes_at=None if lets_in or call is None else next_closing(call),
        rule=replace(RULE, most_files=max(0, RULE.most_files - len(form.waiting))),
        answer_rule=ANSWER_RULE,
        zone_choice=i18n.chosen_zone() or None,
    )


@bp.get("/call/new", defaults={"slug": ""})
@bp.get("/calls/<slug>/new")
@policy(anyone)
def begin(slug: str) -> ResponseReturnValue:
    """The form, or why the call takes nothing now. `?code=` is the way in for late papers."""
    call = _call(slug)
    language = call.language if call is not None else site().language
    code = request.args.get("code", "")[:80]
    given = {"language": language, "code": code, "key": ids.new_id()}
    form = _form(call, formdata=None, data=given)
    if "code" in form and (problem := form.code_trouble):
        form.code.errors = [problem]
    return _page(form)


@bp.post("/call/new", defaults={"slug": ""})
@bp.post("/calls/<slug>/new")
@policy(anyone)
def begin_now(slug: str) -> ResponseReturnValue:
    """The same answer whether the mail address is known or not.

    What was written while the call closed is kept as a draft, whose page says what is possible.
    """
    call = _call(slug)
    try:
        if request.content_length is None or request.content_length > WHOLE:
            limits.spend("large form", client_address(), burst=_LARGE, every=_LARGE_EVERY)
    except TooMany as error:
        # Its files are read past and kept nowhere.
        form = _form(call, formdata=typed_words(request))
        say_too_often(form, error)
        return later(_page(form), error)
    form = _form(call)
    if form.is_trapped:
        return redirect(url_for("papers.link_sent"), 303)
    is_good = form.validate()
    if form.is_too_large:
        return _page(form), form.refusal
    if limits.is_own_form(form.sent_time):
        # Whatever else is wrong, what passes the gate is kept.
        if "held" in form:
            form.held.data = take_of_stranger(form.files, form.waiting)
        hold_files(form, form.wanted.asked, count_bytes_of_stranger)
    if not is_good or any(isinstance(one, FileField) and one.errors for one in form):
        return _page(form), 422
    email = form.email.data or ""
    try:
        limits.spend("begin a paper", client_address(), burst=_BURST, every=_EVERY)
        limits.spend("start a draft", email, burst=_DRAFTS, every=_DRAFTS_EVERY)
    except TooMany as error:
        say_too_often(form, error)
        return later(_page(form), error)
    try:
        link = _begin(form, email)
    except (Refused, WrongPaper) as error:
        # The call, or a file that waited, went while the form was sent.
        form.form_errors.append(gettext(error.message, **error.values))
        return _page(form), 422
    token, paper_id = links.token(link), link.subject_id
    return redirect(url_for("papers.my_saved", token=token, paper_id=paper_id), 303)


def _begin(form: StartForm, email: str) -> PersonalLink:
    values = form.values()
    return begin_paper(
        name=form.name.data or "",
        email=email,
        affiliation=form.typed_of("affiliation"),
        orcid=form.typed_of("orcid"),
        public_id=_public_id(form),
        mails=may_mail(email),
        by=visitor(form.name.data or ""),
        text_language=values.pop("language", ""),
        page_language=i18n.language(),
        choice=form.choice,
        given=Given(typed(form, form.wanted.asked), held=held_files(form, form.wanted.asked)),
        files=form.waiting,
        **values,
    )


def _public_id(form: StartForm) -> str:
    """Sent twice by one browser it is one draft; the browser's own key cannot be guessed."""
    key = form.key.data or ""
    if len(key) < _KEY:
        return ids.new_id()
    words = "\0".join(
        str(field.data)
        for field in form
        if field.name not in _NOT_TYPED and not isinstance(field, FileField | HeldFiles)
    )
    answers = held_files(form, form.wanted.asked).values()
    words += "\0".join(one.accepted.sha256 for one in (*form.waiting, *answers))
    return ids.digest_id(b"begin/" + hashlib.sha256(words.encode()).digest())


@bp.get("/drafts/<token>")
@policy(holder_of_link)
def begun(token: str) -> ResponseReturnValue:
    found = begun_behind(token)
    if found is None:
        abort(404)
    return redirect(url_for("papers.my_edit", token=token, paper_id=found.paper_id), 302)


_SAVED = "/my/<token>/papers/<paper_id>/saved"


@bp.get(_SAVED)
@policy(holder_of_link)
def my_saved(token: str, paper_id: str) -> ResponseReturnValue:
    """In words: what state it is in, where the link went, what is missing."""
    place = behind_link(token)
    return _saved_page(place, paper_id)


def _saved_page(place: Place, paper_id: str, form: AddressForm | None = None) -> str:
    paper = place.find(paper_id)
    begun = begun_of(paper_id)
    given = {"email": begun.email if begun is not None else ""}
    return render_template(
        "papers/saved.html",
        place=place,
        paper=paper,
        begun=begun,
        form=form or AddressForm(formdata=None, data=given),
        standing=standing(paper, queries.versions_of(paper), queries.draft_files(paper)),
    )


@bp.post(_SAVED)
@policy(holder_of_link)
def my_correct(token: str, paper_id: str) -> ResponseReturnValue:
    """The mail goes to another address, or again to the same; the answer is the same for all."""
    place = behind_link(token)
    place.find(paper_id)
    if place.begun is None:
        abort(404)
    form = AddressForm()
    if not form.validate():
        return _saved_page(place, paper_id, form), 422
    email = form.email.data or ""
    try:
        limits.spend("begin a paper", client_address(), burst=_BURST, every=_EVERY)
        limits.spend("correct an address", paper_id, burst=_CORRECTIONS, every=_CORRECTIONS_EVERY)
        if email.casefold() != place.begun.email.casefold():
            limits.spend("start a draft", email, burst=_DRAFTS, every=_DRAFTS_EVERY)
    except TooMany as error:
        say_too_often(form, error)
        return later(_saved_page(place, paper_id, form), error)
    try:
        correct_start(
            paper_id=paper_id,
            email=email,
            page_language=i18n.language(),
            mails=may_mail(email),
            by=place.actor,
        )
    except WrongPaper as error:
        form.form_errors.append(gettext(error.message, **error.values))
        return _saved_page(place, paper_id, form), 422
    say(gettext("The link is on its way to %(email)s.", email=email))
    return redirect(place.url("saved", paper_id=paper_id), 303)
