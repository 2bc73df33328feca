"""The speaker's word about an accepted paper, behind the personal link: one button, or no."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.core.access import holder_of_link, policy
from webinar.core.notices import say
from webinar.core.plainerror import PlainError
from webinar.papers import decisions
from webinar.papers.blueprint import bp
from webinar.papers.views.place import Place, behind_link

_ONE = "/my/<token>/papers/<paper_id>"


def _owners_place(token: str) -> Place:
    """The browser that began a draft has proved no mail address: the mailed link alone answers."""
    place = behind_link(token)
    if place.speaker is None:
        abort(404)
    return place


@bp.get(f"{_ONE}/answer")
@policy(holder_of_link)
def my_answer(token: str, paper_id: str) -> ResponseReturnValue:
    """What the mail of acceptance leads to. Looking at it confirms nothing."""
    place = _owners_place(token)
    return render_template("papers/answer.html", place=place, paper=place.find(paper_id))


@bp.post(f"{_ONE}/confirm")
@policy(holder_of_link)
def my_confirm(token: str, paper_id: str) -> ResponseReturnValue:
    place = _owners_place(token)
    place.find(paper_id)
    back = url_for("papers.my_answer", token=token, paper_id=paper_id)
    try:
        decisions.confirm_paper(paper_id=paper_id, by=place.actor)
    except PlainError as error:
        flash(gettext(error.message, **error.values), "warning")
        return redirect(back, 303)
    undo = url_for("papers.my_unconfirm", token=token, paper_id=paper_id)
    say(gettext("Thank you! The organizers see that you come."), undo=undo)
    return redirect(back, 303)


@bp.post(f"{_ONE}/unconfirm")
@policy(holder_of_link)
def my_unconfirm(token: str, paper_id: str) -> ResponseReturnValue:
    """Pressed by mistake."""
    place = _owners_place(token)
    place.find(paper_id)
    try:
        decisions.take_confirmation_back(paper_id=paper_id, by=place.actor)
    except PlainError as error:
        flash(gettext(error.message, **error.values), "warning")
    else:
        say(gettext("It waits for your answer again."))
    return redirect(url_for("papers.my_answer", token=token, paper_id=paper_id), 303)
