"""The first save: no account, no waiting for a mail; a draft and its private page come at once."""

import hashlib
from datetime import timedelta

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webinar.core import i18n, ids, limits, links
from webinar.core.access import anyone, holder_of_link, policy
from webinar.core.http import client_address, public
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
from webinar.papers.views.call import BURST, EVERY, may_mail
from webinar.papers.views.place import behind_link

#: drafts for one mail address, whoever starts them
_DRAFTS, _DRAFTS_EVERY = 10, timedelta(hours=2)
#: shorter keys could be guessed: they join nothing
_KEY = 20


def _page(form: StartForm) -> str:
    return render_template("papers/begin.html", form=form)


@bp.get("/call/new")
@policy(anyone)
@public
def begin() -> ResponseReturnValue:
    return _page(StartForm(formdata=None, data={"language": site().language}))


@bp.post("/call/new")
@policy(anyone)
def begin_now() -> ResponseReturnValue:
    """The same answer whether the mail address is known or not."""
    form = StartForm()
    if form.is_trapped:
        return redirect(url_for("papers.link_sent"), 303)
    if not form.validate():
        return _page(form), 422
    email = form.email.data or ""
    try:
        limits.spend("call", client_address(), burst=BURST, every=EVERY)
        limits.spend("start a draft", email, burst=_DRAFTS, every=_DRAFTS_EVERY)
    except TooMany as error:
        say_too_often(form, error)
        return later(_page(form), error)
    link = begin_paper(
        name=form.name.data or "",
        email=email,
        affiliation=form.affiliation.data or "",
        orcid=form.orcid.data or "",
        public_id=_public_id(form),
        mails=may_mail(email),
        by=visitor(form.name.data or ""),
        text_language=form.language.data or "",
        page_language=i18n.language(),
        **{name: value for name, value in form.values().items() if name != "language"},
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
