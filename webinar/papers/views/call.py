"""The open call: what may be handed in, and a form that mails a personal link."""

from datetime import timedelta
from urllib.parse import quote

import sqlalchemy as sa
from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webinar.calls.queries import open_calls, site_call
from webinar.calls.visibility import has_call
from webinar.core import clock, i18n, limits
from webinar.core.access import anyone, policy
from webinar.core.filetypes import PAPER_KINDS, wanted
from webinar.core.http import client_address, public
from webinar.core.journal import visitor
from webinar.core.limits import TooMany
from webinar.core.publicforms import later, say_too_often
from webinar.papers.blueprint import bp
from webinar.papers.forms import CallForm
from webinar.papers.joint_operations import answer_call
from webinar.papers.uploads import MOST_BYTES, MOST_FILES
from webinar.webinars.models import Webinar
from webinar.webinars.queries import upcoming_webinars

#: forms from one address, and links to one mail address, whoever asked
BURST, EVERY = 5, timedelta(minutes=2)
_LINKS, _LINKS_EVERY = 3, timedelta(hours=1)


def _page(form: CallForm) -> str:
    return render_template(
        "papers/call.html",
        form=form,
        kinds=wanted(PAPER_KINDS),
        size=i18n.size_words(MOST_BYTES),
        most_files=MOST_FILES,
        due=_due(),
        calls=open_calls(),
        begin=_where_to_begin(),
        zone_choice=i18n.chosen_zone() or None,
    )


def _where_to_begin() -> str:
    """The site's own open call asks what it asks; without one everything is taken."""
    found = site_call()
    return url_for("papers.begin", slug=found.slug) if found else url_for("papers.begin")


def _due() -> list[Webinar]:
    """Webinars to come whose last day for papers is ahead, the nearest first; one statement.

    Those with a call of their own stand in the list of calls.
    """
    now = clock.now()
    own = sa.and_(Webinar.papers_due_at > now, sa.not_(has_call()))
    found = upcoming_webinars(among=own, at=now)
    return sorted(
        (one for one in found if not one.is_cancelled and one.papers_due_at is not None),
        key=lambda one: (one.papers_due_at or now, one.id),
    )


@bp.get("/call")
@policy(anyone)
@public
def call() -> ResponseReturnValue:
    """The site's open call, where there is one; else what is always open."""
    if (open_one := site_call()) is not None:
        return redirect(f"/calls/{quote(open_one.slug, safe='')}", 302)
    return _page(CallForm(formdata=None))


@bp.get("/call/link")
@policy(anyone)
@public
def lost_link() -> ResponseReturnValue:
    """The form that mails a personal link again, wherever `/call` leads."""
    return _page(CallForm(formdata=None))


@bp.post("/call")
@policy(anyone)
def ask_for_link() -> ResponseReturnValue:
    """The same answer whether the address is known or not, and to programs, too."""
    form = CallForm()
    if form.is_trapped:
        return _receipt()
    if not form.validate():
        return _page(form), 422
    try:
        limits.spend("call", client_address(), burst=BURST, every=EVERY)
    except TooMany as error:
        say_too_often(form, error)
        return later(_page(form), error)
    email = (form.email.data or "").strip()
    if may_mail(email):
        answer_call(
            name=form.name.data,
            email=email,
            language=i18n.language(),
            by=visitor(form.name.data),
        )
    return _receipt()


def may_mail(email: str) -> bool:
    """Without this, the form could fill a stranger's mailbox."""
    try:
        limits.spend("call mail", email, burst=_LINKS, every=_LINKS_EVERY)
    except TooMany:
        return False
    return True


def _receipt() -> ResponseReturnValue:
    return redirect(url_for("papers.link_sent"), 303)


@bp.get("/call/sent")
@policy(anyone)
def link_sent() -> ResponseReturnValue:
    """Names no mail address: the address of a page stands in logs and histories."""
    return render_template("papers/link_sent.html")
