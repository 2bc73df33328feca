"""Co-authors: invited from the paper's own page or the desk; asked on a page of their own."""

from datetime import timedelta
from typing import Any

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import NoResultFound

from webinar.core import limits, links
from webinar.core.access import holder_of_link, policy
from webinar.core.errorwords import wait_words
from webinar.core.journal import visitor
from webinar.core.limits import TooMany
from webinar.core.links import PersonalLink
from webinar.core.plainerror import PlainError
from webinar.core.publicforms import later, say_too_often
from webinar.core.text import fold
from webinar.papers import author_operations as operations
from webinar.papers.author_operations import author_of
from webinar.papers.blueprint import bp
from webinar.papers.drafts import draft_front
from webinar.papers.forms import CoauthorForm, InviteForm
from webinar.papers.inviting import (
    COAUTHOR,
    Correction,
    by_name,
    invitation_behind,
    invitation_row,
    invitations_of,
    is_stopped,
    most_invitations,
)
from webinar.papers.models import AuthorInvitation, Paper
from webinar.papers.policy import may_arrange_paper
from webinar.papers.views.place import Place, behind_link, changing, on_desk, say_where

_MY, _DESK = "/my/<token>/papers/<paper_id>/coauthors", "/organize/papers/<paper_id>/coauthors"
_STEP = "<invitation_id>/<any(resend, take_over):step>"
#: mails a day: of one person, whatever the papers; and to one address, whoever invites
_OF_ONE, _TO_ONE = 20, 3
_DAY = timedelta(days=1)


def _page(
    place: Place, paper: Paper, form: InviteForm | None = None, code: int = 200
) -> ResponseReturnValue:
    authors, found = draft_front(paper).authors, invitations_of(paper)
    page = render_template(
        "papers/coauthors.html",
        place=place,
        paper=paper,
        authors=authors,
        invitations=found,
        by_name=by_name(found),
        fold=fold,
        left=max(0, most_invitations(paper) - len(found)),
        most=most_invitations(paper),
        form=form or _form(place, paper, found, formdata=None),
    )
    return make_response(page, code)


def _form(
    place: Place, paper: Paper, invitations: list[AuthorInvitation], **given: Any
) -> InviteForm:
    """The authors who were not asked yet; the person who writes needs no mail."""
    asked = by_name(invitations)
    own = fold(place.speaker.name) if place.speaker is not None else ""
    names = [one.name for one in draft_front(paper).authors]
    return InviteForm(
        names=[name for name in names if fold(name) not in asked and fold(name) != own], **given
    )


def _invite(place: Place, paper_id: str) -> ResponseReturnValue:
    if place.begun is not None:
        # Who has not shown that the mail address is theirs sends no mail to others.
        abort(403)
    paper = place.find(paper_id)
    form = _form(place, paper, invitations_of(paper))
    if not form.validate():
        return _page(place, paper, form, 422)
    email = form.email.data or ""
    try:
        _spend(place, email)
        operations.invite_author(
            paper_id=paper_id, name=form.name.data, email=email, by=place.actor
        )
    except TooMany as error:
        say_too_often(form, error)
        return _page(place, paper, form, 429)
    except PlainError as error:
        form.email.errors = [gettext(error.message, **error.values)]
        return _page(place, place.find(paper_id), form, 422)
    say_where(place, gettext("The mail is on its way to %(name)s.", name=form.name.data))
    return redirect(place.url("coauthors", paper_id=paper_id), 303)


def _spend(place: Place, email: str) -> None:
    """Raises TooMany. Organizers write to whom they like, but not to one person again and again."""
    if place.is_personal:
        limits.spend("invite a co-author", place.whom, burst=_OF_ONE, every=_DAY / _OF_ONE)
    limits.spend("invited as co-author", email.lower(), burst=_TO_ONE, every=_DAY / _TO_ONE)


def _step(place: Place, paper_id: str, invitation_id: str, step: str) -> ResponseReturnValue:
    paper = place.find(paper_id)
    if place.begun is not None:
        abort(403)
    given: dict[str, Any] = {
        "paper_id": paper_id,
        "invitation_id": invitation_id,
        "by": place.actor,
    }
    try:
        if step == "resend":
            invitation = invitation_row(paper, invitation_id)
            # Before it is counted: what does not go out is nobody's mail.
            operations.refuse_mail(invitation)
            _spend(place, invitation.email)
            operations.resend_invitation(**given)
            words = gettext("The mail is sent once more.")
        else:
            operations.take_over_correction(**given)
            words = gettext("The correction stands in the draft. Hand it in for the next version.")
    except NoResultFound:
        abort(404)
    except TooMany as error:
        wait = wait_words(error.seconds)
        flash(gettext("That was too often. The mail can go %(wait)s.", wait=wait), "warning")
    except PlainError as error:
        flash(gettext(error.message, **error.values), "warning")
    else:
        say_where(place, words)
    return redirect(place.url("coauthors", paper_id=paper_id), 303)


@bp.get(_MY)
@policy(holder_of_link)
def my_coauthors(token: str, paper_id: str) -> ResponseReturnValue:
    place = behind_link(token)
    return _page(place, place.find(paper_id))


@bp.post(_MY)
@policy(holder_of_link)
def my_invite(token: str, paper_id: str) -> ResponseReturnValue:
    return _invite(changing(token, paper_id), paper_id)


@bp.post(f"{_MY}/{_STEP}")
@policy(holder_of_link)
def my_invitation_step(
    token: str, paper_id: str, invitation_id: str, step: str
) -> ResponseReturnValue:
    return _step(changing(token, paper_id), paper_id, invitation_id, step)


@bp.get(_DESK)
@policy(may_arrange_paper)
def coauthors(paper_id: str) -> ResponseReturnValue:
    place = on_desk()
    return _page(place, place.find(paper_id))


@bp.post(_DESK)
@policy(may_arrange_paper)
def invite(paper_id: str) -> ResponseReturnValue:
    return _invite(on_desk(), paper_id)


@bp.post(f"{_DESK}/{_STEP}")
@policy(may_arrange_paper)
def invitation_step(paper_id: str, invitation_id: str, step: str) -> ResponseReturnValue:
    return _step(on_desk(), paper_id, invitation_id, step)


def _opened(token: str) -> PersonalLink:
    found = links.open_link(token, COAUTHOR)
    if found is None:
        abort(404)
    return found


def _gone(token: str, link: PersonalLink) -> str:
    """The paper was deleted; what the mailbox wants can still be said."""
    return render_template("papers/coauthor_gone.html", token=token, is_last=is_stopped(link))


def _asking(token: str, link: PersonalLink, found: AuthorInvitation, form: CoauthorForm) -> str:
    return render_template(
        "papers/coauthor.html",
        token=token,
        is_last=is_stopped(link),
        invitation=found,
        front=draft_front(found.paper),
        author=author_of(found.paper, found),
        form=form,
    )


@bp.get("/coauthor/<token>")
@policy(holder_of_link)
def coauthor(token: str) -> ResponseReturnValue:
    """Title, abstract and authors, and how the person stands among them; never the text."""
    link = _opened(token)
    found = invitation_behind(link)
    if found is None:
        return _gone(token, link)
    author = author_of(found.paper, found)
    stands = Correction(author.name, author.affiliation, author.orcid) if author else None
    wanted = Correction(**found.correction) if found.correction else stands
    values = vars(wanted) if wanted is not None else {"name": found.name}
    return _asking(token, link, found, CoauthorForm(formdata=None, data=dict(values)))


@bp.post("/coauthor/<token>")
@policy(holder_of_link)
def answer_coauthor(token: str) -> ResponseReturnValue:
    """Yes, with a correction or without, or no."""
    link = _opened(token)
    found = invitation_behind(link)
    if found is None:
        return _gone(token, link), 410
    form, agrees = CoauthorForm(), "decline" not in request.form
    if agrees and not form.validate():
        return _asking(token, link, found, form), 422
    try:
        limits.spend("answer as co-author", found.public_id, burst=20, every=timedelta(minutes=5))
    except TooMany as error:
        say_too_often(form, error)
        return later(_asking(token, link, found, form), error)
    operations.answer_invitation(
        invitation_id=found.public_id,
        agrees=agrees,
        correction=Correction(
            form.name.data or "", form.affiliation.data or "", form.orcid.data or ""
        ),
        by=visitor(found.name),
    )
    flash(
        gettext("Thank you. You can change your answer here as long as you like.")
        if agrees
        else gettext("Thank you. Your name is marked: whoever wrote the paper sees it."),
        "success",
    )
    return redirect(url_for("papers.coauthor", token=token), 303)


@bp.get("/coauthor/<token>/mails")
@policy(holder_of_link)
def coauthor_mails(token: str) -> ResponseReturnValue:
    """Where "no such mails" leads from a mail program that shows a page."""
    _opened(token)
    return redirect(url_for("papers.coauthor", token=token, _anchor="mails"), 302)


@bp.post("/coauthor/<token>/mails")
@policy(holder_of_link)
def set_coauthor_mails(token: str) -> ResponseReturnValue:
    """No such mails any more, by the page's button or by one press (RFC 8058)."""
    link = _opened(token)
    found, is_last = invitation_behind(link), request.form.get("state") != "on"
    operations.stop_invitations(
        link_id=link.public_id, is_last=is_last, by=visitor(found.name if found else "")
    )
    if "List-Unsubscribe" in request.form:
        # A mail program, which RFC 8058, 3.1 lets follow no redirect.
        return "", 204
    flash(
        gettext("Nobody asks you any more whether you are an author.")
        if is_last
        else gettext("Authors can ask you again."),
        "success",
    )
    return redirect(url_for("papers.coauthor", token=token), 303)
