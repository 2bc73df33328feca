"""What reviewers do: write, hand in, discuss, declare an interest. Each asks the phase again."""

from collections.abc import Mapping

import sqlalchemy as sa

from webinar.accounts.models import Account
from webinar.core import clock
from webinar.core.db import db, lock, raise_version, with_deleted
from webinar.core.journal import Actor, about, operation
from webinar.core.plainerror import N_
from webinar.papers.models import Paper
from webinar.reviews.desk import Task, tasks
from webinar.reviews.errors import WrongReview
from webinar.reviews.models import (
    RECOMMENDATIONS,
    Board,
    Interest,
    Review,
    ReviewRemark,
    Score,
    ScoreCategory,
)
from webinar.reviews.operations.boards import board_row
from webinar.reviews.queries import categories_of, is_in_conflict, scored_in, stands_on
from webinar.reviews.rules import rules_for

NOT_YOURS = N_("This paper is not among those you review.")


def account_row(public_id: str) -> Account:
    """Raises sqlalchemy.exc.NoResultFound."""
    return db.session.scalars(sa.select(Account).where(Account.public_id == public_id)).one()


def paper_on(board: Board, public_id: str) -> Paper:
    """Raises sqlalchemy.exc.NoResultFound for what stands elsewhere."""
    found = sa.select(Paper).where(Paper.public_id == public_id, stands_on(board))
    return db.session.scalars(found).one()


def _task(board: Board, account: Account, paper_id: str) -> Task:
    found = tasks(board, account, rules_for(board), paper_id=paper_id)
    if not found:
        raise WrongReview(NOT_YOURS)
    return found[0]


@operation
def save_review(
    *,
    board_id: str,
    paper_id: str,
    account_id: str,
    scores: Mapping[str, int],
    by: Actor,
    text: str = "",
    to_authors: str = "",
    private_note: str = "",
    recommendation: str = "",
    version_number: int | None = None,
    hand_in: bool = False,
    expected_version: int | None = None,
) -> Review:
    """Keep it as a draft, or hand it in; handed in, it stays so and can be changed.

    `scores` by a category's public identifier. `version_number` is the version that was read,
    the newest without it. Raises WrongReview when the phase is over, and StaleEdit.
    """
    board, account = board_row(board_id), account_row(account_id)
    if not rules_for(board).may_review:
        raise WrongReview(
            N_("Reviews cannot be written or changed now: the phase for that is not open.")
        )
    task = _task(board, account, paper_id)
    # The second of two browsers waits here and finds the review of the first.
    lock(task.paper, "version")
    review = db.session.scalar(
        sa.select(Review).where(Review.paper_id == task.paper.id, Review.account_id == account.id)
    )
    if review is None:
        review = Review(paper_id=task.paper.id, account_id=account.id, version=1)
        db.session.add(review)
        db.session.flush()
    else:
        raise_version(review, expected_version)
    about(review)
    if recommendation not in ("", *RECOMMENDATIONS):
        raise WrongReview(N_("Choose one of the recommendations."))
    review.text, review.to_authors = text, to_authors
    review.private_note, review.recommendation = private_note, recommendation
    review.version_number = min(version_number or task.version.number, task.version.number)
    asked = scored_in(categories_of(board), task.paper.track_id)
    _score(review, asked, scores)
    if hand_in and review.handed_in_at is None:
        missing = [one.name for one in asked if one.is_required and one.public_id not in scores]
        if missing:
            raise WrongReview(N_("Score %(name)s, too."), name=missing[0])
        review.handed_in_at = clock.now()
    return review


def _score(review: Review, asked: list[ScoreCategory], scores: Mapping[str, int]) -> None:
    known = {row.category_id: row for row in review.scores}
    for category in asked:
        value = scores.get(category.public_id)
        row = known.get(category.id)
        if value is None:
            if row is not None:
                review.scores.remove(row)
            continue
        if not category.least <= value <= category.most:
            raise WrongReview(
                N_("%(name)s has scores from %(least)s to %(most)s."),
                name=category.name,
                least=category.least,
                most=category.most,
            )
        if row is None:
            review.scores.append(Score(category_id=category.id, value=value))
        else:
            row.value = value


@operation
def declare_interest(
    *, board_id: str, paper_id: str, account_id: str, by: Actor, reason: str = ""
) -> Interest:
    """From now on this person sees nothing of the paper's review. Said twice it is said once."""
    board, account = board_row(board_id), account_row(account_id)
    paper = _task(board, account, paper_id).paper
    # Pressed twice, the second waits here and finds the interest of the first.
    lock(paper, "version")
    known = db.session.scalar(
        sa.select(Interest).where(Interest.account_id == account.id, Interest.paper_id == paper.id)
    )
    if known is not None:
        return known
    row = Interest(account_id=account.id, paper_id=paper.id, reason=reason)
    db.session.add(row)
    db.session.flush()
    about(paper)
    return row


@operation
def take_interest_back(*, board_id: str, interest_id: str, account_id: str, by: Actor) -> Paper:
    """Only what one declared oneself. Raises WrongReview and sqlalchemy.exc.NoResultFound."""
    account, board = account_row(account_id), board_row(board_id)
    row = db.session.scalars(
        sa.select(Interest)
        .join(Interest.paper)
        .where(
            Interest.public_id == interest_id,
            Interest.account_id == account.id,
            stands_on(board),
        )
    ).one()
    if row.is_from_desk:
        raise WrongReview(N_("The organizers declared this interest; ask them to take it back."))
    paper = row.paper
    db.session.delete(row)
    about(paper)
    return paper


@operation
def remark(
    *,
    board_id: str,
    paper_id: str,
    account_id: str,
    text: str,
    by: Actor,
    parent_id: str = "",
    is_organizer: bool = False,
) -> ReviewRemark:
    """A word in the discussion, or an answer to one. Raises WrongReview.

    Reviewers join when the phase lets them see what others wrote; organizers always, unless they
    have an interest in the paper.
    """
    board, account = board_row(board_id), account_row(account_id)
    if is_organizer:
        paper = paper_on(board, paper_id)
        if is_in_conflict(account, paper):
            raise WrongReview(NOT_YOURS)
    else:
        task = _task(board, account, paper_id)
        if not rules_for(board).sees_others(has_own=task.is_done):
            raise WrongReview(N_("The discussion is open to you once you have handed in a review."))
        paper = task.paper
    parent = None
    if parent_id:
        found = sa.select(ReviewRemark).where(
            ReviewRemark.public_id == parent_id, ReviewRemark.paper_id == paper.id
        )
        # Removed while somebody wrote an answer: that is kept all the same.
        parent = db.session.scalars(with_deleted(found)).one()
    row = ReviewRemark(
        paper_id=paper.id,
        account_id=account.id,
        # One level: an answer to an answer stands beneath the same word.
        parent_id=(parent.parent_id or parent.id) if parent else None,
        text=text,
    )
    db.session.add(row)
    db.session.flush()
    about(paper)
    return row


@operation
def remove_remark(*, board_id: str, remark_id: str, account_id: str, by: Actor) -> ReviewRemark:
    """One's own word. Raises sqlalchemy.exc.NoResultFound."""
    account, board = account_row(account_id), board_row(board_id)
    row = db.session.scalars(
        sa.select(ReviewRemark)
        .join(Paper, Paper.id == ReviewRemark.paper_id)
        .where(
            ReviewRemark.public_id == remark_id,
            ReviewRemark.account_id == account.id,
            stands_on(board),
        )
    ).one()
    row.deleted_at = clock.now()
    return row
