"""Who reviews what: evenly or by track with a plan first; and mails to those who are behind."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from webinar.accounts.models import Account
from webinar.accounts.queries import current_actor, me
from webinar.core.access import policy
from webinar.core.notices import say, say_changed
from webinar.reviews import operations
from webinar.reviews.asked import assignments_on
from webinar.reviews.blueprint import bp
from webinar.reviews.forms import AssignForm, NudgeForm
from webinar.reviews.models import Assignment, Board
from webinar.reviews.overview import Line, overview
from webinar.reviews.policy import may_arrange_board
from webinar.reviews.progress import Behind, who_is_behind
from webinar.reviews.queries import TO_REVIEW, conflicts_on, reviewers_of
from webinar.reviews.rules import rules_for
from webinar.reviews.sharing import Share, share_evenly
from webinar.reviews.views.found import board_or_404, done
from webinar.reviews.words import board_title

_BOARD = "/organize/reviews/<board_id>"
#: pairs of one plan
_MOST_PAIRS = 5000


def _form(everybody: list[Account], lines: list[Line], **given: Any) -> AssignForm:
    form = AssignForm(**given)
    form.reviewers.choices = [(one.public_id, one.name or one.email) for one in everybody]
    tracks = sorted({(line.track_id, line.track) for line in lines if line.track_id})
    form.track.choices = [
        ("", gettext("All that wait for a review")),
        *((name, gettext("Track: %(name)s", name=words)) for name, words in tracks),
    ]
    return form


def _page(
    board: Board,
    everybody: list[Account],
    form: AssignForm,
    plan: list[tuple[Line, list[Account]]] | None = None,
    share: Share | None = None,
    standing: Sequence[Assignment] | None = None,
) -> str:
    if standing is None:
        standing = assignments_on(board, me())
    return render_template(
        "reviews/assign.html",
        board=board,
        title=board_title(board),
        form=form,
        people=everybody,
        loads=Counter(row.account_id for row in standing),
        plan=plan,
        share=share,
    )


@bp.get(f"{_BOARD}/assign")
@policy(may_arrange_board)
def assign(board_id: str) -> ResponseReturnValue:
    """Who is asked for how much already, and the form for more."""
    board = board_or_404(board_id)
    everybody = reviewers_of(board)
    chosen = [one.public_id for one in everybody if not one.is_organizer]
    lines = overview(board, me()).everything
    form = _form(everybody, lines, formdata=None, data={"reviewers": chosen, "each": 3})
    return _page(board, everybody, form)


@bp.post(f"{_BOARD}/assign")
@policy(may_arrange_board)
def plan(board_id: str) -> ResponseReturnValue:
    """The plan first: nothing is stored before it is saved as it stands."""
    board = board_or_404(board_id)
    everybody = reviewers_of(board)
    lines = overview(board, me()).everything
    form = _form(everybody, lines)
    if not form.validate():
        return _page(board, everybody, form), 422
    people = {one.id: one for one in everybody if one.public_id in (form.reviewers.data or ())}
    papers = {
        line.number: line
        for line in lines
        if line.state in TO_REVIEW
        and not line.is_hidden
        and (not form.track.data or line.track_id == form.track.data)
    }
    standing = assignments_on(board, me())
    share = share_evenly(
        list(papers),
        list(people),
        each=form.each.data or 1,
        standing=[(row.account_id, row.paper_id) for row in standing],
        barred=conflicts_on(board, everybody),
    )
    wanted: dict[int, list[Account]] = {}
    for person, paper in share.pairs:
        wanted.setdefault(paper, []).append(people[person])
    rows = [(papers[number], found) for number, found in wanted.items()]
    rows.sort(key=lambda row: row[0].title.casefold())
    return _page(board, everybody, form, rows, share, standing)


@bp.post(f"{_BOARD}/assign/save")
@policy(may_arrange_board)
def save_plan(board_id: str) -> ResponseReturnValue:
    """Exactly the pairs that the plan showed, none of a paper in which one has an interest."""
    board_or_404(board_id)
    pairs = [
        (person, paper)
        for person, _, paper in (
            one[:60].partition(":") for one in request.form.getlist("pair")[:_MOST_PAIRS]
        )
    ]
    if done(
        lambda: operations.assign_reviewers(
            board_id=board_id, pairs=pairs, account_id=me().public_id, by=current_actor()
        )
    ):
        say_changed(gettext("The reviewers find their papers on their page."))
    return redirect(url_for("reviews.assign", board_id=board_id), 303)


@bp.get(f"{_BOARD}/remind")
@policy(may_arrange_board)
def remind(board_id: str) -> ResponseReturnValue:
    """Who is behind, and the mail that each would get."""
    board = board_or_404(board_id)
    behind = who_is_behind(board, seen_by=me())
    form = _nudge_form(behind, formdata=None)
    form.people.data = [one.account.public_id for one in behind if not one.was_told_today]
    return _remind_page(board, behind, form)


def _remind_page(board: Board, behind: Sequence[Behind], form: NudgeForm) -> str:
    return render_template(
        "reviews/remind.html",
        board=board,
        title=board_title(board),
        behind=behind,
        form=form,
        rules=rules_for(board),
    )


def _nudge_form(behind: Sequence[Behind], **given: Any) -> NudgeForm:
    form = NudgeForm(**given)
    form.people.choices = [
        (
            one.account.public_id,
            gettext(
                "%(name)s: %(done)s of %(total)s done",
                name=one.account.name or one.account.email,
                done=one.done,
                total=one.total,
            ),
        )
        for one in behind
        if not one.was_told_today
    ]
    return form


@bp.post(f"{_BOARD}/remind")
@policy(may_arrange_board)
def send_reminders(board_id: str) -> ResponseReturnValue:
    board = board_or_404(board_id)
    behind = who_is_behind(board, seen_by=me())
    form = _nudge_form(behind)
    if not form.validate():
        return _remind_page(board, behind, form), 422
    told = operations.nudge_reviewers(
        board_id=board_id,
        account_ids=form.people.data or [],
        words=form.words.data or "",
        by=current_actor(),
    )
    say(ngettext("%(num)s person gets a mail.", "%(num)s people get a mail.", len(told)))
    return redirect(url_for("reviews.remind", board_id=board_id), 303)
