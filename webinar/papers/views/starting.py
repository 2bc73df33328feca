"""The first save: no account, no waiting for a mail; a draft and its private page come at once."""

import hashlib
from datetime import timedelta
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinar.calls.models import Call
from webinar.calls.queries import call_by_slug, call_moved_from, was_call_deleted
from webinar.calls.standing import CLOSED, OPEN, next_closing
from webinar.calls.standing import standing as state_of
from webinar.core import i18n, ids, limits, links
from webinar.core.access import anyone, holder_of_link, policy
from webinar.core.http import client_address
from webinar.core.journal import visitor
from webinar.core.limits import TooMany
from webinar.core.publicforms import later, say_too_often
from webinar.organization.queries import site
from webinar.papers import queries
from webinar.papers.beginning import begun_behind, begun_of
from webinar.papers.blueprint import bp
from webinar.papers.forms import StartForm
from webinar.papers.standing import standing
from webinar.papers.start_operations import begin_paper
from webinar.papers.views.call import may_mail
from webinar.papers.views.place import behind_link
from webinar.papers.wanted import Given, wanted_of_call
from webinar.questions.asking import typed, with_questions
from webinar.questions.queries import questions_of

#: drafts for one mail address, whoever starts them
_DRAFTS, _DRAFTS_EVERY = 10, timedelta(hours=2)
#: drafts from one network address: a seminar that hands in on the last evening has one, too
_BURST, _EVERY = 30, timedelta(minutes=1)
#: shorter keys could be guessed: they join nothing
_KEY = 20


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
    return with_questions(StartForm, wanted.asked)(wanted=wanted, **given)


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
        lacks_code=call is not None and call.needs_code and code is None,
        closes_at=None if lets_in or call is None else next_closing(call),
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
    form = _form(call, formdata=None, data={"language": language, "code": code})
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
    form = _form(_call(slug))
    if form.is_trapped:
        return redirect(url_for("papers.link_sent"), 303)
    if not form.validate():
        return _page(form), 422
    email = form.email.data or ""
    try:
        limits.spend("begin a paper", client_address(), burst=_BURST, every=_EVERY)
        limits.spend("start a draft", email, burst=_DRAFTS, every=_DRAFTS_EVERY)
    except TooMany as error:
        say_too_often(form, error)
        return later(_page(form), error)
    values = form.values()
    link = begin_paper(
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
        given=Given(typed(form, form.wanted.asked)),
        **values,
    )
    token, paper_id = links.token(link), link.subject_id
    return redirect(url_for("papers.my_saved", token=token, paper_id=paper_id), 303)


def _public_id(form: StartForm) -> str:
    """Sent twice by one browser it is one draft; the browser's own key cannot be guessed."""
    key = form.key.data or ""
    if len(key) < _KEY:
        return ids.new_id()
    words = "\0".join(str(field.data) for field in form if field.name != "form_time")
    return ids.digest_id(b"begin/" + hashlib.sha256(words.encode()).digest())


@bp.get("/drafts/<token>")
@policy(holder_of_link)
def begun(token: str) -> ResponseReturnValue:
    found = begun_behind(token)
    if found is None:
        abort(404)
    return redirect(url_for("papers.my_edit", token=token, paper_id=found.paper_id), 302)


@bp.get("/my/<token>/papers/<paper_id>/saved")
@policy(holder_of_link)
def my_saved(token: str, paper_id: str) -> ResponseReturnValue:
    """In words: what state it is in, where the link went, what is missing."""
    place = behind_link(token)
    paper = place.find(paper_id)
    return render_template(
        "papers/saved.html",
        place=place,
        paper=paper,
        begun=begun_of(paper_id),
        standing=standing(paper, queries.versions_of(paper), queries.draft_files(paper)),
    )
