"""What waits for whom, over all boards: what the desk counts is what these lists show."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager, selectinload

from webinar.accounts.models import Account
from webinar.calls.models import Call
from webinar.core import clock
from webinar.core.db import db
from webinar.papers.decisions import OPEN_STATES
from webinar.papers.drafts import Front, front_of
from webinar.papers.models import ACCEPTED, CONFIRMED, PUBLISHED, SUBMITTED, Paper, PaperVersion
from webinar.reviews.asked import still_asked
from webinar.reviews.models import ALL, Assignment, Board, Review, ReviewPhase
from webinar.reviews.queries import (
    GONE,
    TO_REVIEW,
    in_conflict,
    lacks_session,
    newest_number,
    of_the_site,
)
from webinar.reviews.rules import Rules
from webinar.webinars.models import Session, Webinar
from webinar.webinars.scope import Scope

#: for whom or what a paper can wait; organizers' lists have these names
WAITING = ("review", "decision", "announcement", "confirmation", "programme")
#: rows on one page
PER_PAGE = 50


def waits_for() -> sa.ColumnElement[str]:
    """Over `Paper`, of a board: one of WAITING, or nothing."""
    has_review = sa.exists().where(
        Review.paper_id == Assignment.paper_id,
        Review.account_id == Assignment.account_id,
        Review.handed_in_at.is_not(None),
    )
    lacks_one = sa.exists().where(
        Assignment.paper_id == Paper.id,
        still_asked(),
        sa.not_(has_review.correlate(Assignment)),
    )
    return sa.case(
        (sa.and_(Paper.state.in_(OPEN_STATES), Paper.decision.is_not(None)), "announcement"),
        (sa.and_(Paper.state.in_(TO_REVIEW), lacks_one.correlate(Paper)), "review"),
        (Paper.state == SUBMITTED, "decision"),
        (Paper.state == ACCEPTED, "confirmation"),
        (
            sa.and_(Paper.state.in_((CONFIRMED, PUBLISHED)), lacks_session()),
            "programme",
        ),
        else_="",
    )


def _on_boards() -> sa.Select[Paper, PaperVersion, Board]:
    """Papers that were handed in, each with its newest version and its board."""
    given = sa.select(Session.webinar_id).where(Session.id == Paper.session_id).correlate(Paper)
    stands = sa.or_(
        sa.and_(Paper.call_id.is_not(None), Board.call_id == Paper.call_id),
        sa.and_(Paper.call_id.is_(None), Board.webinar_id == given.scalar_subquery()),
        sa.and_(of_the_site(), Board.call_id.is_(None), Board.webinar_id.is_(None)),
    )
    is_theirs = sa.or_(
        Call.id.is_not(None),
        Webinar.id.is_not(None),
        sa.and_(Board.call_id.is_(None), Board.webinar_id.is_(None)),
    )
    return (
        sa.select(Paper, PaperVersion, Board)
        .join(
            PaperVersion,
            sa.and_(PaperVersion.paper_id == Paper.id, PaperVersion.number == newest_number()),
        )
        .join(Board, stands)
        .outerjoin(Call, Call.id == Board.call_id)
        .outerjoin(Webinar, Webinar.id == Board.webinar_id)
        .where(Paper.state.not_in(GONE), Paper.deleted_at.is_(None), is_theirs)
    )


def _within(scope: Scope) -> sa.ColumnElement[bool]:
    if scope.everything:
        return sa.true()
    return sa.or_(scope.covers(Call.webinar_id), scope.covers(Board.webinar_id))


def papers_waiting(
    what: str, scope: Scope, account: Account
) -> sa.Select[Paper, PaperVersion, Board]:
    """Papers of these webinars' boards that wait for that, of WAITING, by title.

    Of a review that goes on nothing is told to who has an interest in the paper.
    """
    found = _on_boards().where(_within(scope), waits_for() == what)
    if what in ("review", "decision", "announcement"):
        found = found.where(sa.not_(in_conflict(account)))
    return found.order_by(Paper.title, Paper.id)


def _asked(account: Account) -> sa.ColumnElement[bool]:
    return (
        sa.exists()
        .where(Assignment.paper_id == Paper.id, Assignment.account_id == account.id)
        .correlate(Paper)
    )


def reviews_to_write(
    scope: Scope, arranged: Scope, account: Account
) -> sa.Select[Paper, PaperVersion, Board]:
    """What the person can review just now and has not, what closes soonest first.

    What they were asked for; where a phase lets reviewers read everything, and they do not
    decide there (`arranged`), all of the board.
    """
    now = clock.now()
    other = aliased(ReviewPhase)
    # As `rules.rules_of` chooses it.
    ruling = (
        sa.select(other.id)
        .where(other.board_id == Board.id, other.opens_at <= now)
        .order_by((other.closes_at > now).desc(), other.opens_at.desc(), other.id.desc())
        .limit(1)
        .correlate(Board)
        .scalar_subquery()
    )
    written = (
        sa.exists()
        .where(
            Review.paper_id == Paper.id,
            Review.account_id == account.id,
            Review.handed_in_at.is_not(None),
        )
        .correlate(Paper)
    )
    # A board of the site lies in no webinar, whose numbers begin with 1.
    webinar = sa.func.coalesce(Call.webinar_id, Board.webinar_id, 0)
    decides = sa.true() if arranged.everything else webinar.in_(arranged.numbers)
    reads_all = sa.and_(ReviewPhase.reads == ALL, sa.not_(decides))
    return (
        _on_boards()
        .join(ReviewPhase, ReviewPhase.id == ruling)
        .where(
            _within(scope),
            ReviewPhase.may_review,
            ReviewPhase.closes_at > now,
            Paper.state.in_(TO_REVIEW),
            sa.not_(written),
            sa.not_(in_conflict(account)),
            sa.or_(_asked(account), reads_all),
        )
        .order_by(ReviewPhase.closes_at, Paper.id)
    )


@dataclass(frozen=True)
class Row:
    """A paper on one of these lists."""

    paper: Paper
    version: PaperVersion
    board: Board

    @property
    def front(self) -> Front:
        return front_of(self.version)


def page_of(found: sa.Select[Paper, PaperVersion, Board], number: int) -> tuple[list[Row], bool]:
    """One page, counted from 1, and whether another follows. Two statements.

    With the boards' phases and what they are named after.
    """
    found = found.options(
        contains_eager(Board.call), contains_eager(Board.webinar), selectinload(Board.phases)
    )
    rows = db.session.execute(found.limit(PER_PAGE + 1).offset((number - 1) * PER_PAGE)).all()
    return [Row(*row) for row in rows[:PER_PAGE]], len(rows) > PER_PAGE


@dataclass(frozen=True)
class Progress:
    """ "7 of 12 done"."""

    done: int
    total: int

    @property
    def left(self) -> int:
        return self.total - self.done


def progress_on(boards: Sequence[tuple[Board, Rules]], account: Account) -> dict[int, Progress]:
    """Row number of a board -> how far the person is there. One statement for any number.

    Counts what `desk.tasks` lists: what waits for their review, and what has it.
    """
    begun = [board.id for board, rules in boards if rules.has_begun]
    open_to_all: Collection[int] = [board.id for board, rules in boards if rules.reads_all]
    if not begun:
        return {}
    done = Review.handed_in_at.is_not(None)
    waits = sa.and_(Paper.state.in_(TO_REVIEW), Review.handed_in_at.is_(None))
    found = (
        _on_boards()
        .outerjoin(Review, sa.and_(Review.paper_id == Paper.id, Review.account_id == account.id))
        .where(
            Board.id.in_(begun),
            sa.not_(in_conflict(account)),
            sa.or_(Board.id.in_(open_to_all), _asked(account), Review.id.is_not(None)),
        )
        .with_only_columns(
            Board.id,
            sa.func.count(sa.case((done, 1))),
            sa.func.count(sa.case((sa.or_(done, waits), 1))),
        )
        .group_by(Board.id)
    )
    return {row[0]: Progress(row[1], row[2]) for row in db.session.execute(found)}
