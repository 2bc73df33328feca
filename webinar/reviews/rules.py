"""What the phases of a board allow a reviewer at this moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from webinar.core import clock
from webinar.reviews.models import AFTER_OWN, ALL, ALWAYS, NEVER, Board, ReviewPhase


@dataclass(frozen=True)
class Rules:
    """The phase that opened last rules on after it closed: what it hid stays hidden."""

    phase: ReviewPhase | None
    #: between its first and its last instant
    is_open: bool

    @property
    def has_begun(self) -> bool:
        """Before the first phase reviewers see nothing of the papers."""
        return self.phase is not None

    @property
    def may_review(self) -> bool:
        return self.phase is not None and self.is_open and self.phase.may_review

    @property
    def reads_all(self) -> bool:
        """All papers of the board, or only those one was asked to review."""
        return self.phase is not None and self.phase.reads == ALL

    @property
    def shows_authors(self) -> bool:
        return self.phase is not None and self.phase.shows_authors

    @property
    def shows_reviewers(self) -> bool:
        return self.phase is not None and self.phase.shows_reviewers

    def sees_others(self, *, has_own: bool) -> bool:
        """Whether a reviewer reads what others wrote about a paper, with an own review or not."""
        how = self.phase.sees_others if self.phase is not None else NEVER
        return how == ALWAYS or (how == AFTER_OWN and has_own)


def rules_of(phases: Sequence[ReviewPhase], now: datetime | None = None) -> Rules:
    """`phases` of one board, in any order. What is open comes before what opened later and is over.

    Of several that are open the one that opened last counts.
    """
    now = now or clock.now()
    begun = [one for one in phases if one.opens_at <= now]
    if not begun:
        return Rules(None, False)
    latest = max(begun, key=lambda one: (now < one.closes_at, one.opens_at, one.id))
    return Rules(latest, now < latest.closes_at)


def rules_for(board: Board) -> Rules:
    return rules_of(board.phases)


def next_phase(board: Board) -> ReviewPhase | None:
    """The one that opens next."""
    coming = [one for one in board.phases if one.opens_at > clock.now()]
    return min(coming, key=lambda one: (one.opens_at, one.id), default=None)
