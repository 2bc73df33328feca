"""“Is this you?”: from a public profile the way to one's own page, by mail and by nothing else; and
“this is not me” for whoever got somebody else's; and a new link for one that others have, too.

On the public profile the answer is the same whether an address is known, to whom it belongs and
how often somebody asked.
"""

from datetime import timedelta

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webinar.core import limits
from webinar.core.access import anyone, holder_of_link, policy
from webinar.core.http import client_address, public
from webinar.core.limits import TooMany
from webinar.core.publicforms import PublicForm, later, say_too_often
from webinar.site import answers, operations
from webinar.site.blueprint import bp
from webinar.site.links import path_of
from webinar.speakers.holders import holder, whoever_asks
from webinar.speakers.models import Speaker
from webinar.speakers.queries import speaker_by_slug, speaker_moved_from, was_deleted

#: forms from one visitor, and mails to one person, whoever asked
_BURST, _EVERY = 5, timedelta(minutes=2)
_MAILS, _MAILS_EVERY = 2, timedelta(hours=6)


def _found(slug: str) -> Speaker | ResponseReturnValue:
    found = speaker_by_slug(slug)
    if found is None:
        if (other := speaker_moved_from(slug)) is not None:
            return answers.moved(path_of("speakers", other.slug, "mine"))
        answers.gone_or_missing(was_deleted(slug))
    return found


def _page(speaker: Speaker, form: PublicForm) -> str:
    return render_template("site/is_this_you.html", speaker=speaker, form=form)


@bp.get("/speakers/<slug>/mine/")
@policy(anyone)
@public
def is_this_you(slug: str) -> ResponseReturnValue:
    found = _found(slug)
    return _page(found, PublicForm(formdata=None)) if isinstance(found, Speaker) else found


@bp.post("/speakers/<slug>/mine/")
@policy(anyone)
def ask_for_my_page(slug: str) -> ResponseReturnValue:
    """Mail the link to the address that the organizers know."""
    found = _found(slug)
    if not isinstance(found, Speaker):
        return found
    form = PublicForm()
    sent = redirect(url_for("site.page_asked"), 303)
    if form.is_trapped:
        return sent
    if not form.validate():
        return _page(found, form), 422
    try:
        limits.spend("is this you", client_address(), burst=_BURST, every=_EVERY)
    except TooMany as error:
        say_too_often(form, error)
        return later(_page(found, form), error)
    if _may_mail(found):
        operations.ask_for_page(speaker=found)
    return sent


def _may_mail(speaker: Speaker) -> bool:
    """Without this, the form could fill a stranger's mailbox."""
    try:
        limits.spend("is this you mail", speaker.public_id, burst=_MAILS, every=_MAILS_EVERY)
    except TooMany:
        return False
    return True


@bp.get("/speakers/mine/sent")
@policy(anyone)
def page_asked() -> ResponseReturnValue:
    """Names nobody: the address of a page stands in logs and histories."""
    return render_template("site/page_asked.html")


@bp.get("/my/<token>/not-me")
@policy(holder_of_link)
def not_me(token: str) -> ResponseReturnValue:
    """What happens when somebody says so, before they do."""
    return render_template("site/not_me.html", token=token, speaker=holder(token))


@bp.post("/my/<token>/not-me")
@policy(holder_of_link)
def say_not_me(token: str) -> ResponseReturnValue:
    """The mail address came to a profile that is somebody else's: it is taken off."""
    operations.disown_page(speaker=holder(token))
    return redirect(url_for("site.not_me_said"), 303)


@bp.get("/speakers/mine/not-me")
@policy(anyone)
def not_me_said() -> ResponseReturnValue:
    """Names nobody, for the link that led here is good for nothing any more."""
    return render_template("site/not_me_said.html")


@bp.post("/my/<token>/link")
@policy(holder_of_link)
def renew_my_link(token: str) -> ResponseReturnValue:
    """A new link, by mail to the address that is known, also for one whose time is over."""
    operations.renew_link(speaker=whoever_asks(token))
    return redirect(url_for("site.new_link_sent"), 303)


@bp.get("/speakers/mine/new-link")
@policy(anyone)
def new_link_sent() -> ResponseReturnValue:
    """Names nobody, for the link that led here is good for nothing any more."""
    return render_template("site/new_link_sent.html")
