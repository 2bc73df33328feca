"""Board, its phases and score categories; who reviews what; reviews, scores and their discussion.

Nothing here is ever public. What a reviewer wrote stands in the journal as a sign alone, and
who has an interest in a paper finds none of its entries there (`guarding`).
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinar.accounts.models import Account
from webinar.calls.models import Call, CallTrack
from webinar.core.clock import WallTime
from webinar.core.db import Base, Dated, Deletable, Identified, UtcDateTime, Versioned
from webinar.core.journal import Journaled
from webinar.papers.models import Paper
from webinar.webinars.models import Webinar

MEAN, MEDIAN = "mean", "median"
NEVER, AFTER_OWN, ALWAYS = "never", "after", "always"
ASSIGNED, ALL = "assigned", "all"
#: what a reviewer recommends, best first; empty for nothing said
RECOMMENDATIONS = ("accept", "lean_accept", "undecided", "lean_decline", "decline")
#: widest score: a group of radio buttons has one for each number
MOST_STEPS = 10


class Board(Identified, Dated, Versioned, Journaled, Base):
    """Where papers of one call are chosen from; or those without one, of a webinar or of none."""

    __tablename__ = "review_board"
    __is_public__ = False

    #: at most one of the two; neither for papers that answer no call and have no session
    call_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("call.id", ondelete="CASCADE"), unique=True
    )
    webinar_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("webinar.id", ondelete="CASCADE"), unique=True
    )
    #: how several reviews become one number
    middle: Mapped[str] = mapped_column(sa.String(10), default=MEAN)
    #: decision -> {"subject", "text"}; what is missing is our own wording
    letters: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    call: Mapped[Call | None] = relationship()
    webinar: Mapped[Webinar | None] = relationship()
    phases: Mapped[list["ReviewPhase"]] = relationship(
        back_populates="board", order_by="(ReviewPhase.opens_at, ReviewPhase.id)"
    )
    categories: Mapped[list["ScoreCategory"]] = relationship(
        back_populates="board", order_by="(ScoreCategory.position, ScoreCategory.id)"
    )

    @property
    def title(self) -> str:
        """What it is named after; empty for papers without a call or a session."""
        named = self.call or self.webinar
        return named.title if named is not None else ""

    @property
    def is_gone(self) -> bool:
        """What it is named after was deleted; it comes back with it."""
        return bool(self.call_id or self.webinar_id) and not self.title

    @property
    def webinar_number(self) -> int | None:
        """Row number of the webinar whose people work here; None for the people of the site."""
        return self.call.webinar_id if self.call is not None else self.webinar_id


class ReviewPhase(Identified, Dated, Versioned, Deletable, Journaled, Base):
    """A stretch of time with its rules; what it hides stays hidden until the next one opens."""

    __tablename__ = "review_phase"
    __is_public__ = False

    board_id: Mapped[int] = mapped_column(sa.ForeignKey("review_board.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    #: IANA name; both wall times are in it
    timezone: Mapped[str] = mapped_column(sa.String(64))
    opens_wall: Mapped[datetime] = mapped_column(sa.DateTime)
    opens_fold: Mapped[int] = mapped_column(default=0)
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    closes_wall: Mapped[datetime] = mapped_column(sa.DateTime)
    closes_fold: Mapped[int] = mapped_column(default=0)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    #: whether reviews are written and changed in it
    may_review: Mapped[bool] = mapped_column(default=True)
    #: which papers a reviewer reads: those assigned, or all of the board
    reads: Mapped[str] = mapped_column(sa.String(10), default=ASSIGNED)
    #: when a reviewer sees what others wrote about the same paper
    sees_others: Mapped[str] = mapped_column(sa.String(10), default=AFTER_OWN)
    shows_authors: Mapped[bool] = mapped_column(default=False)
    #: whether reviewers know of each other who wrote what
    shows_reviewers: Mapped[bool] = mapped_column(default=False)
    #: whether authors may hand in further versions meanwhile
    may_edit: Mapped[bool] = mapped_column(default=True)
    #: days before it closes on which who is behind gets a mail; None for no such mail
    reminds_before: Mapped[int | None] = mapped_column(default=3)
    board: Mapped[Board] = relationship(back_populates="phases")

    def set_times(self, opens: WallTime, closes: WallTime) -> None:
        """Take over both wall times, in one zone. Raises clock.WrongTime."""
        self.timezone = opens.timezone
        self.opens_wall, self.opens_fold, self.opens_at = opens.local, opens.fold, opens.to_utc()
        self.closes_wall, self.closes_fold = closes.local, closes.fold
        self.closes_at = closes.to_utc()


class ScoreCategory(Identified, Dated, Versioned, Deletable, Journaled, Base):
    """One thing that is scored, in whole numbers."""

    __tablename__ = "score_category"
    __is_public__ = False

    board_id: Mapped[int] = mapped_column(sa.ForeignKey("review_board.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    help: Mapped[str] = mapped_column(sa.String(500), default="")
    position: Mapped[int] = mapped_column(default=0)
    least: Mapped[int] = mapped_column(default=1)
    most: Mapped[int] = mapped_column(default=5)
    #: counts so many times; 0 is shown and not counted
    weight: Mapped[int] = mapped_column(default=1)
    is_required: Mapped[bool] = mapped_column(default=True)
    #: only for papers of this track
    track_id: Mapped[int | None] = mapped_column(sa.ForeignKey("call_track.id"), index=True)
    board: Mapped[Board] = relationship(back_populates="categories")
    track: Mapped[CallTrack | None] = relationship()


class Assignment(Identified, Dated, Journaled, Base):
    """A reviewer is asked to review a paper."""

    __tablename__ = "review_assignment"
    __is_public__ = False
    __table_args__ = (sa.UniqueConstraint("account_id", "paper_id"),)

    account_id: Mapped[int] = mapped_column(
        sa.ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    paper_id: Mapped[int] = mapped_column(sa.ForeignKey("paper.id"), index=True)
    account: Mapped[Account] = relationship()
    paper: Mapped[Paper] = relationship()


class Interest(Identified, Dated, Journaled, Base):
    """A conflict of interest: this person sees nothing of the paper's review."""

    __tablename__ = "review_interest"
    __is_public__ = False
    __table_args__ = (sa.UniqueConstraint("account_id", "paper_id"),)
    __unspoken__ = frozenset({"reason"})

    account_id: Mapped[int] = mapped_column(
        sa.ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    paper_id: Mapped[int] = mapped_column(sa.ForeignKey("paper.id"), index=True)
    reason: Mapped[str] = mapped_column(sa.String(500), default="")
    #: declared by an organizer: the reviewer cannot take it back
    is_from_desk: Mapped[bool] = mapped_column(default=False)
    account: Mapped[Account] = relationship()
    paper: Mapped[Paper] = relationship()


class Review(Identified, Dated, Versioned, Journaled, Base):
    """What one reviewer thinks of one paper; a draft until it is handed in."""

    __tablename__ = "review"
    __is_public__ = False
    __table_args__ = (sa.UniqueConstraint("account_id", "paper_id"),)
    __unspoken__ = frozenset({"text", "to_authors", "private_note", "recommendation"})

    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    paper_id: Mapped[int] = mapped_column(sa.ForeignKey("paper.id"), index=True)
    #: number of the version that was read
    version_number: Mapped[int] = mapped_column(default=0)
    recommendation: Mapped[str] = mapped_column(sa.String(20), default="")
    #: to the organizers, and to other reviewers where the phase says so
    text: Mapped[str] = mapped_column(sa.Text, default="")
    #: to the authors: organizers choose whether it goes along with the decision
    to_authors: Mapped[str] = mapped_column(sa.Text, default="")
    #: for nobody else
    private_note: Mapped[str] = mapped_column(sa.Text, default="")
    #: None while it is a draft, which nobody else sees
    handed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    account: Mapped[Account] = relationship()
    paper: Mapped[Paper] = relationship()
    scores: Mapped[list["Score"]] = relationship(
        back_populates="review", cascade="all, delete-orphan", order_by="Score.category_id"
    )


class Score(Journaled, Base):
    """A number in one category of one review."""

    __tablename__ = "review_score"
    __is_public__ = False
    __table_args__ = (sa.UniqueConstraint("review_id", "category_id"),)
    __unspoken__ = frozenset({"value"})

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(sa.ForeignKey("review.id"), index=True)
    category_id: Mapped[int] = mapped_column(sa.ForeignKey("score_category.id"), index=True)
    value: Mapped[int] = mapped_column()
    review: Mapped[Review] = relationship(back_populates="scores")


class ReviewRemark(Identified, Dated, Deletable, Journaled, Base):
    """A word in the discussion of a paper; an answer has a parent, which has none."""

    __tablename__ = "review_remark"
    __is_public__ = False
    __unspoken__ = frozenset({"text"})

    paper_id: Mapped[int] = mapped_column(sa.ForeignKey("paper.id"), index=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("account.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("review_remark.id"), index=True)
    text: Mapped[str] = mapped_column(sa.Text)
    account: Mapped[Account] = relationship()


class Nudge(Base):
    """Somebody was reminded on a day: one mail a person and day, whoever asks."""

    __tablename__ = "review_nudge"
    __is_public__ = False
    __table_args__ = (sa.UniqueConstraint("account_id", "board_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        sa.ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    board_id: Mapped[int] = mapped_column(sa.ForeignKey("review_board.id"), index=True)
    day: Mapped[datetime] = mapped_column(UtcDateTime)


class GuardedEntry(Base):
    """An entry of the journal tells of a paper's review: who has an interest does not read it."""

    __tablename__ = "review_guarded_entry"
    __is_public__ = False

    id: Mapped[int] = mapped_column(primary_key=True)
    #: public identifier of the entry
    entry_id: Mapped[str] = mapped_column(sa.String(26), index=True)
    #: None once the paper is gone for good: then nobody can tell who had one
    paper_id: Mapped[int | None] = mapped_column(sa.ForeignKey("paper.id"), index=True)
