"""One paper for the organizers: its reviews, who reviews it, the discussion, the decision."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.accounts.queries import current_actor, me
from webinar.core.access import policy
from webinar.core.notices import say, say_changed
from webinar.core.plainerror import PlainError
from webinar.papers.decisions import OPEN_STATES, decide_papers, mark_of
from webinar.papers.models import Paper
from webinar.papers.queries import versions_of
from webinar.reviews import operations
from webinar.reviews.anonymity import mask_of_people
from webinar.reviews.blueprint import bp
from webinar.reviews.forms import AskForm, DecideForm, DeclareForm, RemarkForm
from webinar.reviews.models import Board, Review
from webinar.reviews.naming import names_in_version
from webinar.reviews.policy import may_arrange_board
from webinar.reviews.queries import (
    assigned_to,
    categories_of,
    conflicts_on,
    interests_of,
    remarks_of,
    reviewers_of,
    reviews_of,
    scored_in,
)
from webinar.reviews.rules import rules_for
from webinar.reviews.totals import measures_in, measures_of, middle, scale_of, total
from webinar.reviews.views.found import board_or_404, done, paper_or_404
from webinar.reviews.words import (
    DECIDED_WORDS,
    RECOMMENDATION_WORDS,
    board_title,
    score_words,
    state_words,
)

_ONE = "/organize/reviews/<board_id>/papers/<paper_id>"


@bp.get(f"{_ONE}/decision")
@policy(may_arrange_board)
def paper(board_id: str, paper_id: str) -> ResponseReturnValue:
    return page(board_id, paper_id)


def page(board_id: str, paper_id: str, **forms: Any) -> str:
    """`form`, `ask_form`, `declare_form` and `remark_form` as somebody sent them."""
    board = board_or_404(board_id)
    row = paper_or_404(board, paper_id)
    categories = categories_of(board)
    # The scale of the board: a paper has one number, here as in the list.
    measures = measures_of(categories)
    scale = scale_of(measures)
    reviews = reviews_of(row)
    measured = measures_in(measures, row.track_id)
    totals = [total(_scores(one), measured, scale) for one in reviews]
    counted = [one for one in totals if one is not None]
    people = assigned_to(row)
    ask, declare = _people_forms(board, row, {one.id for one in people}, **forms)
    form = forms.get("form") or DecideForm(
        formdata=None,
        data={
            "decision": row.decision,
            "words": row.decision_note,
            "version": mark_of(row),
        },
    )
    newest = versions_of(row)[0]
    return render_template(
        "reviews/paper.html",
        board=board,
        board_title=board_title(board),
        paper=row,
        mark=mark_of(row),
        newest=newest,
        named=[] if rules_for(board).shows_authors else names_in_version(row, newest),
        reviews=list(zip(reviews, totals, strict=True)),
        score=middle(counted, board.middle),
        scale=scale,
        asked=scored_in(categories, row.track_id),
        people=people,
        done={one.account_id for one in reviews},
        interests=interests_of(row),
        remarks=remarks_of(row),
        form=form,
        ask_form=ask,
        declare_form=declare,
        remark_form=forms.get("remark_form") or RemarkForm(formdata=None),
        can_decide=row.state in OPEN_STATES,
        decided=DECIDED_WORDS,
        recommendations=RECOMMENDATION_WORDS,
        score_words=score_words,
        state_words=state_words(),
        own_account=me(),
    )


def _scores(review: Review) -> dict[int, int]:
    return {row.category_id: row.value for row in review.scores}


def _people_forms(
    board: Board, row: Paper, asked: set[int], **forms: Any
) -> tuple[AskForm, DeclareForm]:
    everybody = reviewers_of(board)
    barred = {person for person, number in conflicts_on(board, everybody) if number == row.id}
    ask: AskForm = forms.get("ask_form") or AskForm(formdata=None)
    ask.reviewers.choices = [
        (one.public_id, one.name or one.email)
        for one in everybody
        if one.id not in barred and one.id not in asked
    ]
    declare: DeclareForm = forms.get("declare_form") or DeclareForm(formdata=None)
    declare.who.choices = [("", gettext("Choose…"))] + [
        (one.public_id, one.name or one.email) for one in everybody if one.id not in barred
    ]
    return ask, declare


@bp.post(f"{_ONE}/decision")
@policy(may_arrange_board)
def decide_one(board_id: str, paper_id: str) -> ResponseReturnValue:
    row = paper_or_404(board_or_404(board_id), paper_id)
    form = DecideForm()
    if not form.validate():
        return page(board_id, paper_id, form=form), 422
    words = form.words.data or ""
    if form.with_reviews.data:
        reviews = reviews_of(row)
        # A reviewer who signs is hidden from the authors all the same.
        hidden = mask_of_people(one.account for one in reviews)
        said = [hidden.strictly(found) for one in reviews if (found := one.to_authors.strip())]
        words = "\n\n".join([words.strip(), *(one for one in said if one not in words)]).strip()
    seen = form.version.data
    try:
        decide_papers(
            decisions={paper_id: form.decision.data},
            words=words,
            seen={paper_id: seen} if seen else None,
            by=current_actor(),
        )
    except PlainError as error:
        form.form_errors.append(gettext(error.message, **error.values))
        return page(board_id, paper_id, form=form), 422
    say_changed(gettext("It is decided. Nobody outside knows before you announce it."))
    return redirect(url_for("reviews.paper", board_id=board_id, paper_id=paper_id), 303)


@bp.post(f"{_ONE}/undecide")
@policy(may_arrange_board)
def undecide(board_id: str, paper_id: str) -> ResponseReturnValue:
    """Take back what was decided and not announced."""
    paper_or_404(board_or_404(board_id), paper_id)
    seen = request.form.get("seen", "")
    if done(
        lambda: decide_papers(
            decisions={paper_id: None},
            seen={paper_id: seen} if seen else None,
            by=current_actor(),
        )
    ):
        say_changed(gettext("The decision is taken back."))
    return redirect(url_for("reviews.paper", board_id=board_id, paper_id=paper_id), 303)


@bp.post(f"{_ONE}/reviewers")
@policy(may_arrange_board)
def ask_reviewers(board_id: str, paper_id: str) -> ResponseReturnValue:
    """By hand, for this paper."""
    board = board_or_404(board_id)
    row = paper_or_404(board, paper_id)
    form = AskForm()
    _people_forms(board, row, {one.id for one in assigned_to(row)}, ask_form=form)
    if not form.validate():
        return page(board_id, paper_id, ask_form=form), 422
    pairs = [(person, paper_id) for person in form.reviewers.data or ()]
    if done(
        lambda: operations.assign_reviewers(
            board_id=board_id, pairs=pairs, account_id=me().public_id, by=current_actor()
        )
    ):
        say_changed(gettext("They find it on their page of papers to review."))
    return redirect(url_for("reviews.paper", board_id=board_id, paper_id=paper_id) + "#people", 303)


@bp.post(f"{_ONE}/reviewers/<account_id>/remove")
@policy(may_arrange_board)
def unask(board_id: str, paper_id: str, account_id: str) -> ResponseReturnValue:
    paper_or_404(board_or_404(board_id), paper_id)
    if done(
        lambda: operations.unassign_reviewer(
            board_id=board_id, paper_id=paper_id, account_id=account_id, by=current_actor()
        )
    ):
        say_changed(gettext("They are no longer asked to review it."))
    return redirect(url_for("reviews.paper", board_id=board_id, paper_id=paper_id) + "#people", 303)


@bp.post(f"{_ONE}/interests")
@policy(may_arrange_board)
def declare_for(board_id: str, paper_id: str) -> ResponseReturnValue:
    board = board_or_404(board_id)
    row = paper_or_404(board, paper_id)
    form = DeclareForm()
    _people_forms(board, row, set(), declare_form=form)
    if not form.validate():
        return page(board_id, paper_id, declare_form=form), 422
    if done(
        lambda: operations.declare_for(
            board_id=board_id,
            paper_id=paper_id,
            account_id=form.who.data or "",
            reason=form.reason.data or "",
            by=current_actor(),
        )
    ):
        say(gettext("From now on they see nothing of its review."))
    if form.who.data == me().public_id:
        return redirect(url_for("reviews.show", board_id=board_id), 303)
    return redirect(url_for("reviews.paper", board_id=board_id, paper_id=paper_id) + "#people", 303)


@bp.post(f"{_ONE}/interests/<interest_id>/remove")
@policy(may_arrange_board)
def undeclare_for(board_id: str, paper_id: str, interest_id: str) -> ResponseReturnValue:
    paper_or_404(board_or_404(board_id), paper_id)
    if done(
        lambda: operations.remove_interest(
            board_id=board_id, paper_id=paper_id, interest_id=interest_id, by=current_actor()
        )
    ):
        flash(gettext("The conflict of interest is taken back."), "success")
    return redirect(url_for("reviews.paper", board_id=board_id, paper_id=paper_id) + "#people", 303)
