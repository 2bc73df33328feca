"""Who has reviewed how much of what they were asked for. A fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from webinar.accounts.models import Account
from webinar.core import clock
from webinar.core.db import db
from webinar.papers.models import Paper
from webinar.reviews.asked import still_asked
from webinar.reviews.desk import Task
from webinar.reviews.models import Assignment, Board, Nudge, Review
from webinar.reviews.queries import TO_REVIEW, conflicts_on, in_conflict, stands_on
from webinar.reviews.rules import rules_for
from webinar.reviews.waiting import Progress


def progress_of(found: Sequence[Task]) -> Progress:
    """Of what still asks for a review, or has one of this person."""
    done = sum(one.is_done for one in found)
    return Progress(done, done + sum(one.waits for one in found))


@dataclass(frozen=True)
class Behind:
    """A reviewer who was asked for more than they handed in."""

    account: Account
    done: int
    #: what they were asked for: public identifiers
    papers: list[str]
    closes_at: datetime | None
    timezone: str
    #: or since the day that was asked for
    was_told_today: bool

    @property
    def total(self) -> int:
        return len(self.papers)


def day_of(moment: datetime) -> datetime:
    """As `Nudge` notes it."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def who_is_behind(
    board: Board, *, seen_by: Account | None = None, told_since: datetime | None = None
) -> list[Behind]:
    """By name; nobody while no open phase allows reviews, or what the board is for is deleted.

    Whether they were told is asked for today, or for the day of `told_since` and what came after.

    As `seen_by` may know it: without papers in which they have an interest. Four statements, and
    the phases.
    """
    rules = rules_for(board)
    if board.is_gone or not rules.may_review or rules.phase is None:
        return []
    handed_in = sa.and_(
        Review.paper_id == Assignment.paper_id,
        Review.account_id == Assignment.account_id,
        Review.handed_in_at.is_not(None),
    )
    rows = db.session.execute(
        sa.select(Account, Paper.id, Paper.public_id, Review.id.is_not(None))
        .join(Assignment, Assignment.account_id == Account.id)
        .join(Paper, Paper.id == Assignment.paper_id)
        .outerjoin(Review, handed_in)
        .where(
            stands_on(board),
            still_asked(),
            sa.true() if seen_by is None else sa.not_(in_conflict(seen_by)),
            Paper.state.in_(TO_REVIEW),
            Paper.deleted_at.is_(None),
        )
        .order_by(Paper.id)
    ).all()
    barred = conflicts_on(board, [*{row[0].id: row[0] for row in rows}.values()])
    asked: dict[Account, list[tuple[str, bool]]] = {}
    for account, number, paper_id, is_done in rows:
        if (account.id, number) not in barred:
            asked.setdefault(account, []).append((paper_id, is_done))
    since = day_of(told_since or clock.now())
    told = set(
        db.session.scalars(
            sa.select(Nudge.account_id).where(Nudge.board_id == board.id, Nudge.day >= since)
        )
    )
    found = [
        Behind(
            account,
            sum(is_done for _, is_done in papers),
            [paper_id for paper_id, _ in papers],
            rules.phase.closes_at,
            rules.phase.timezone,
            account.id in told,
        )
        for account, papers in asked.items()
        if not all(is_done for _, is_done in papers)
    ]
    return sorted(found, key=lambda one: (one.account.name.casefold(), one.account.id))
