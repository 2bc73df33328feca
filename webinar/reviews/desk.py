"""What a reviewer may read on a board, and what comes next; a fixed number of statements each."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from webinar.accounts.models import Account
from webinar.calls.models import CallTrack, CallType
from webinar.core.db import db
from webinar.papers.drafts import Front, front_of
from webinar.papers.models import Paper, PaperVersion
from webinar.reviews.models import Assignment, Board, Interest, Review
from webinar.reviews.queries import (
    GONE,
    TO_REVIEW,
    in_conflict,
    newest_number,
    stands_on,
    that_count,
)
from webinar.reviews.rules import Rules


@dataclass(frozen=True)
class Task:
    """A paper as a reviewer's list tells it."""

    paper: Paper
    version: PaperVersion
    track: str
    type: str
    #: reviews that count, by anybody
    reviews: int
    is_assigned: bool
    #: None without an own one
    review: Review | None

    @property
    def front(self) -> Front:
        return front_of(self.version)

    @property
    def is_done(self) -> bool:
        return self.review is not None and self.review.handed_in_at is not None

    @property
    def waits(self) -> bool:
        """Still asks for this person's review."""
        return not self.is_done and self.paper.state in TO_REVIEW


def tasks(board: Board, account: Account, rules: Rules, *, paper_id: str = "") -> list[Task]:
    """What the person may read there now, in the order it came in; or that one. One statement.

    Nothing before the first phase, and nothing in which they have an interest.
    """
    if not rules.has_begun:
        return []
    done = (
        sa.select(sa.func.count(Review.id))
        .where(Review.paper_id == Paper.id, that_count())
        .correlate(Paper)
        .scalar_subquery()
    )
    asked = sa.exists().where(Assignment.paper_id == Paper.id, Assignment.account_id == account.id)
    found = (
        sa.select(Paper, PaperVersion, CallTrack.name, CallType.name, done, asked, Review)
        .join(
            PaperVersion,
            sa.and_(PaperVersion.paper_id == Paper.id, PaperVersion.number == newest_number()),
        )
        .outerjoin(CallTrack, CallTrack.id == Paper.track_id)
        .outerjoin(CallType, CallType.id == Paper.type_id)
        .outerjoin(Review, sa.and_(Review.paper_id == Paper.id, Review.account_id == account.id))
        .where(
            stands_on(board),
            Paper.state.not_in(GONE),
            Paper.deleted_at.is_(None),
            sa.not_(in_conflict(account)),
        )
        .order_by(Paper.id)
    )
    if not rules.reads_all:
        found = found.where(sa.or_(asked, Review.id.is_not(None)))
    if paper_id:
        found = found.where(Paper.public_id == paper_id)
    return [
        Task(row[0], row[1], row[2] or "", row[3] or "", row[4], bool(row[5]), row[6])
        for row in db.session.execute(found)
    ]


def next_task(found: Sequence[Task], after: str = "") -> Task | None:
    """The one with the fewest reviews, of these one was asked for, of these the oldest.

    `after` (a public identifier) is passed over while there is another.
    """
    waiting = [one for one in found if one.waits]
    waiting.sort(key=lambda one: (one.reviews, not one.is_assigned, one.paper.id))
    other = [one for one in waiting if one.paper.public_id != after]
    return next(iter(other or waiting), None)


def own_interests(board: Board, account: Account) -> list[Interest]:
    """Papers of the board in which the person has an interest. One statement."""
    return list(
        db.session.scalars(
            sa.select(Interest)
            .join(Interest.paper)
            .options(contains_eager(Interest.paper))
            .where(Interest.account_id == account.id, stands_on(board))
            .where(Paper.deleted_at.is_(None))
            .order_by(Interest.id)
        )
    )
