"""A board set up: started, its phases, what is scored."""

from typing import Any

import sqlalchemy as sa

from webinar.calls.models import Call, CallTrack
from webinar.core import clock
from webinar.core.clock import WallTime
from webinar.core.db import db, raise_version
from webinar.core.journal import Actor, about, operation
from webinar.core.plainerror import N_
from webinar.organization.models import Site
from webinar.reviews.errors import WrongReview
from webinar.reviews.models import (
    MEAN,
    MEDIAN,
    MOST_STEPS,
    Board,
    ReviewPhase,
    ScoreCategory,
)
from webinar.webinars.models import Webinar

#: of one board
MOST_PHASES, MOST_CATEGORIES = 20, 20


def board_row(public_id: str) -> Board:
    """Raises sqlalchemy.exc.NoResultFound."""
    return db.session.scalars(sa.select(Board).where(Board.public_id == public_id)).one()


def _part(kind: type[Any], board: Board, public_id: str) -> Any:
    found = sa.select(kind).where(kind.public_id == public_id, kind.board_id == board.id)
    return db.session.scalars(found).one()


@operation
def start_board(*, by: Actor, call_id: str = "", webinar_id: str = "") -> Board:
    """For a call, else for papers without one: of a webinar, or of none.

    Started twice there is still one. Raises sqlalchemy.exc.NoResultFound.
    """
    call = webinar = None
    if call_id:
        call = db.session.scalars(
            sa.select(Call.id).where(Call.public_id == call_id).with_for_update()
        ).one()
    elif webinar_id:
        webinar = db.session.scalars(
            sa.select(Webinar.id).where(Webinar.public_id == webinar_id).with_for_update()
        ).one()
    else:
        db.session.execute(sa.select(Site.id).with_for_update())
    known = db.session.scalar(
        sa.select(Board).where(
            Board.call_id.is_(None) if call is None else Board.call_id == call,
            Board.webinar_id.is_(None) if webinar is None else Board.webinar_id == webinar,
        )
    )
    if known is not None:
        about(known)
        return known
    board = Board(call_id=call, webinar_id=webinar)
    db.session.add(board)
    db.session.flush()
    return board


@operation
def edit_board(
    *, board_id: str, middle: str, by: Actor, expected_version: int | None = None
) -> Board:
    """How several reviews become one number. Raises StaleEdit."""
    board = board_row(board_id)
    about(board)
    raise_version(board, expected_version)
    if middle not in (MEAN, MEDIAN):
        raise WrongReview(N_("Choose the mean or the median."))
    board.middle = middle
    return board


def _set_phase(
    phase: ReviewPhase, opens: WallTime, closes: WallTime, rules: dict[str, Any]
) -> None:
    phase.set_times(opens, closes)
    if phase.closes_at <= phase.opens_at:
        raise WrongReview(N_("It must close after it opens."))
    for name, value in rules.items():
        setattr(phase, name, value)


@operation
def add_phase(
    *, board_id: str, opens: WallTime, closes: WallTime, by: Actor, **rules: Any
) -> ReviewPhase:
    """`rules` are the columns of ReviewPhase. Raises clock.WrongTime and WrongReview."""
    board = board_row(board_id)
    count = db.session.scalar(
        sa.select(sa.func.count(ReviewPhase.id)).where(ReviewPhase.board_id == board.id)
    )
    if (count or 0) >= MOST_PHASES:
        raise WrongReview(N_("A board has at most %(most)s phases."), most=MOST_PHASES)
    phase = ReviewPhase(board_id=board.id, name="")
    _set_phase(phase, opens, closes, rules)
    db.session.add(phase)
    db.session.flush()
    return phase


@operation
def edit_phase(
    *,
    board_id: str,
    phase_id: str,
    opens: WallTime,
    closes: WallTime,
    by: Actor,
    expected_version: int | None = None,
    **rules: Any,
) -> ReviewPhase:
    """Raises StaleEdit, clock.WrongTime and WrongReview."""
    phase: ReviewPhase = _part(ReviewPhase, board_row(board_id), phase_id)
    about(phase)
    raise_version(phase, expected_version)
    _set_phase(phase, opens, closes, rules)
    return phase


@operation
def remove_phase(*, board_id: str, phase_id: str, by: Actor) -> ReviewPhase:
    """What it hid is ruled by the phase before it, or by none: then nothing is shown."""
    phase: ReviewPhase = _part(ReviewPhase, board_row(board_id), phase_id)
    phase.deleted_at = clock.now()
    return phase


def _set_category(board: Board, row: ScoreCategory, values: dict[str, Any], track_id: str) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    if row.most <= row.least:
        raise WrongReview(N_("The most must be more than the least."))
    if row.most - row.least > MOST_STEPS:
        raise WrongReview(
            N_("A score has at most %(most)s steps: reviewers choose one of them."),
            most=MOST_STEPS,
        )
    row.track_id = None
    if track_id:
        found = sa.select(CallTrack.id).where(
            CallTrack.public_id == track_id, CallTrack.call_id == board.call_id
        )
        row.track_id = db.session.scalars(found).one()


@operation
def add_category(*, board_id: str, by: Actor, track_id: str = "", **values: Any) -> ScoreCategory:
    """`values` are the columns of ScoreCategory. Raises WrongReview."""
    board = board_row(board_id)
    there = db.session.scalars(
        sa.select(ScoreCategory.position).where(ScoreCategory.board_id == board.id)
    ).all()
    if len(there) >= MOST_CATEGORIES:
        raise WrongReview(N_("A board has at most %(most)s scores."), most=MOST_CATEGORIES)
    row = ScoreCategory(board_id=board.id, position=max(there, default=-1) + 1)
    _set_category(board, row, values, track_id)
    db.session.add(row)
    db.session.flush()
    return row


@operation
def edit_category(
    *,
    board_id: str,
    category_id: str,
    by: Actor,
    track_id: str = "",
    expected_version: int | None = None,
    **values: Any,
) -> ScoreCategory:
    """Scores that were given stay; those outside the new bounds count as its ends."""
    board = board_row(board_id)
    row: ScoreCategory = _part(ScoreCategory, board, category_id)
    about(row)
    raise_version(row, expected_version)
    _set_category(board, row, values, track_id)
    return row


@operation
def remove_category(*, board_id: str, category_id: str, by: Actor) -> ScoreCategory:
    """It is asked no more and counts no more; back again, it has its numbers."""
    row: ScoreCategory = _part(ScoreCategory, board_row(board_id), category_id)
    row.deleted_at = clock.now()
    return row
