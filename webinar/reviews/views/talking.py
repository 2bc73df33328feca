"""Interests that a reviewer declares, and words of the discussion."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.accounts.queries import current_actor, me
from webinar.core.access import policy
from webinar.core.notices import say
from webinar.reviews import operations
from webinar.reviews.blueprint import bp
from webinar.reviews.forms import InterestForm, RemarkForm
from webinar.reviews.policy import may_arrange_board, may_review_board
from webinar.reviews.views import deciding
from webinar.reviews.views.found import board_or_404, done, paper_or_404
from webinar.reviews.views.reviewing import reading_page, task_or_404

_ONE = "/organize/reviews/<board_id>/papers/<paper_id>"


@bp.post(f"{_ONE}/interest")
@policy(may_review_board)
def declare(board_id: str, paper_id: str) -> ResponseReturnValue:
    """From now on one sees nothing of its review."""
    task_or_404(board_or_404(board_id), paper_id)
    form = InterestForm()
    if not form.validate():
        return reading_page(board_id, paper_id, interest_form=form), 422
    made: list[str] = []

    def declare_it() -> None:
        row = operations.declare_interest(
            board_id=board_id,
            paper_id=paper_id,
            account_id=me().public_id,
            reason=form.reason.data or "",
            by=current_actor(),
        )
        made.append(row.public_id)

    if done(declare_it):
        back = url_for("reviews.take_back", board_id=board_id, interest_id=made[0])
        say(gettext("You declared an interest. You see nothing more of its review."), undo=back)
    return redirect(url_for("reviews.mine", board_id=board_id), 303)


@bp.post("/organize/reviews/<board_id>/interests/<interest_id>/take-back")
@policy(may_review_board)
def take_back(board_id: str, interest_id: str) -> ResponseReturnValue:
    board_or_404(board_id)
    if done(
        lambda: operations.take_interest_back(
            board_id=board_id,
            interest_id=interest_id,
            account_id=me().public_id,
            by=current_actor(),
        )
    ):
        say(gettext("Taken back. You may review it again."))
    return redirect(url_for("reviews.mine", board_id=board_id), 303)


@bp.post(f"{_ONE}/remarks")
@policy(may_review_board)
def say_something(board_id: str, paper_id: str) -> ResponseReturnValue:
    task_or_404(board_or_404(board_id), paper_id)
    form = RemarkForm()
    if not form.validate():
        return reading_page(board_id, paper_id, remark_form=form), 422
    if done(lambda: _remark(board_id, paper_id, form, is_organizer=False)):
        say(gettext("Your words are in the discussion."))
    return redirect(
        url_for("reviews.read", board_id=board_id, paper_id=paper_id) + "#discussion", 303
    )


@bp.post(f"{_ONE}/words")
@policy(may_arrange_board)
def say_as_organizer(board_id: str, paper_id: str) -> ResponseReturnValue:
    """The same from the organizers' page of the paper."""
    paper_or_404(board_or_404(board_id), paper_id)
    form = RemarkForm()
    if not form.validate():
        return deciding.page(board_id, paper_id, remark_form=form), 422
    if done(lambda: _remark(board_id, paper_id, form, is_organizer=True)):
        say(gettext("Your words are in the discussion."))
    return redirect(
        url_for("reviews.paper", board_id=board_id, paper_id=paper_id) + "#discussion", 303
    )


def _remark(board_id: str, paper_id: str, form: RemarkForm, *, is_organizer: bool) -> None:
    operations.remark(
        board_id=board_id,
        paper_id=paper_id,
        account_id=me().public_id,
        text=form.remark.data or "",
        parent_id=(form.parent.data or "")[:26],
        is_organizer=is_organizer,
        by=current_actor(),
    )


@bp.post("/organize/reviews/<board_id>/remarks/<remark_id>/remove")
@policy(may_review_board)
def unsay(board_id: str, remark_id: str) -> ResponseReturnValue:
    """One's own word."""
    board_or_404(board_id)
    if done(
        lambda: operations.remove_remark(
            board_id=board_id, remark_id=remark_id, account_id=me().public_id, by=current_actor()
        )
    ):
        say(gettext("Your words are removed."))
    return redirect(url_for("reviews.mine", board_id=board_id), 303)
