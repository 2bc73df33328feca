"""The organizers' board: every paper with what was said of it, in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from webinar.accounts.models import Account
from webinar.calls.models import CallTrack, CallType
from webinar.core.db import db
from webinar.core.text import fold
from webinar.papers.decisions import OPEN_STATES
from webinar.papers.models import (
    DRAFT,
    STATES,
    Paper,
    PaperVersion,
)
from webinar.reviews.asked import still_asked
from webinar.reviews.models import Assignment, Board, Review, Score
from webinar.reviews.queries import (
    categories_of,
    in_conflict,
    newest_number,
    stands_on,
    that_count,
)
from webinar.reviews.totals import Measure, Scale, measures_in, measures_of, middle, scale_of, total
from webinar.reviews.waiting import WAITING, waits_for

#: what the list can be sorted by; a minus before it turns it round
SORTS = ("title", "track", "state", "handed_in", "reviews", "score", "spread")


@dataclass
class Line:
    """One paper."""

    number: int
    public_id: str
    title: str
    authors: list[str]
    language: str
    state: str
    decision: str | None
    decided_at: datetime | None
    track: str
    track_id: str
    type: str
    submitted_at: datetime | None
    #: the person who looks has an interest in it: nothing of its review is told
    is_hidden: bool
    #: one of WAITING, or nothing
    waits_for: str
    #: reviewers who were asked, and those of them who have not handed in
    assigned: set[int] = field(default_factory=set)
    #: one number for each review that was handed in and can be counted
    totals: list[float] = field(default_factory=list)
    done: int = 0
    score: float | None = None
    track_number: int | None = None
    #: category -> mean
    categories: dict[int, float] = field(default_factory=dict)

    @property
    def spread(self) -> float | None:
        """From the lowest to the highest review."""
        return max(self.totals) - min(self.totals) if self.totals else None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


@dataclass(frozen=True)
class Waiting:
    """What waits for whom: numbers for one sentence each."""

    review: int
    reviewers: int
    decision: int
    announcement: int
    confirmation: int
    programme: int


@dataclass(frozen=True)
class Overview:
    """The board as the page and the downloads show it."""

    lines: list[Line]
    #: before any filter
    everything: list[Line]
    measures: list[Measure]
    scale: Scale
    waiting: Waiting


@dataclass(frozen=True)
class Asked:
    """Filters and order as the address holds them."""

    search: str = ""
    state: str = ""
    track: str = ""
    type: str = ""
    waits: str = ""
    sort: str = "title"
    with_categories: bool = False

    def address(self, **changes: str) -> dict[str, str]:
        """Values for the address of the same list with these changes."""
        now = {
            "q": self.search,
            "state": self.state,
            "track": self.track,
            "type": self.type,
            "waits": self.waits,
            "sort": "" if self.sort == "title" else self.sort,
            "scores": "1" if self.with_categories else "",
        }
        return {name: value for name, value in {**now, **changes}.items() if value}


def asked_board(asked: Mapping[str, str]) -> Asked:
    """What is not known counts as none."""
    sort = asked.get("sort", "")
    state, waits = asked.get("state", ""), asked.get("waits", "")
    return Asked(
        search=asked.get("q", "")[:100],
        state=state if state in STATES else "",
        track=asked.get("track", "")[:120],
        type=asked.get("type", "")[:120],
        waits=waits if waits in WAITING else "",
        sort=sort if sort.removeprefix("-") in SORTS else "title",
        with_categories=asked.get("scores") == "1",
    )


def overview(board: Board, account: Account, asked: Asked | None = None) -> Overview:
    """Four statements for any number of papers and reviews."""
    asked = asked or Asked()
    lines = {line.number: line for line in _papers(board, account)}
    measures = measures_of(categories_of(board))
    scale = scale_of(measures)
    _people(board, lines)
    _reviews(board, lines, measures, scale)
    for line in lines.values():
        line.score = middle(line.totals, board.middle)
    found = list(lines.values())
    return Overview(_chosen(found, asked), found, measures, scale, _waiting(found))


def _papers(board: Board, account: Account) -> list[Line]:
    rows = db.session.execute(
        sa.select(
            Paper.id,
            Paper.public_id,
            Paper.title,
            Paper.state,
            Paper.decision,
            Paper.decided_at,
            Paper.language,
            Paper.submitted_at,
            CallTrack.name.label("track"),
            CallTrack.public_id.label("track_id"),
            Paper.track_id.label("track_number"),
            CallType.name.label("type"),
            PaperVersion.front,
            sa.case((in_conflict(account), 1), else_=0).label("hidden"),
            waits_for().label("waits_for"),
        )
        .outerjoin(CallTrack, CallTrack.id == Paper.track_id)
        .outerjoin(CallType, CallType.id == Paper.type_id)
        .join(
            PaperVersion,
            sa.and_(PaperVersion.paper_id == Paper.id, PaperVersion.number == newest_number()),
        )
        .where(stands_on(board), Paper.state != DRAFT, Paper.deleted_at.is_(None))
        .order_by(Paper.id)
    )
    return [
        Line(
            row.id,
            row.public_id,
            row.front.get("title") or row.title,
            [one["name"] for one in row.front.get("authors", ())],
            row.language,
            row.state,
            None if row.hidden else row.decision,
            None if row.hidden else row.decided_at,
            row.track or "",
            row.track_id or "",
            row.type or "",
            row.submitted_at,
            bool(row.hidden),
            "" if row.hidden and row.state in OPEN_STATES else row.waits_for,
            track_number=row.track_number,
        )
        for row in rows
    ]


def _people(board: Board, lines: Mapping[int, Line]) -> None:
    """Who was asked, still reviews here and has no interest goes into the lines."""
    here = sa.select(Paper.id).where(stands_on(board))
    asked = sa.select(Assignment.account_id, Assignment.paper_id).where(
        Assignment.paper_id.in_(here), still_asked()
    )
    for account_id, paper_id in db.session.execute(asked):
        if paper_id in lines:
            lines[paper_id].assigned.add(account_id)


def _reviews(
    board: Board,
    lines: Mapping[int, Line],
    measures: Sequence[Measure],
    scale: Scale,
) -> None:
    """Reviews that count, into the lines."""
    here = sa.select(Paper.id).where(stands_on(board))
    rows = db.session.execute(
        sa.select(Review.id, Review.paper_id, Review.account_id, Score.category_id, Score.value)
        .outerjoin(Score, Score.review_id == Review.id)
        .where(Review.paper_id.in_(here), that_count())
        .order_by(Review.id)
    )
    given: dict[tuple[int, int, int], dict[int, int]] = {}
    for review_id, paper_id, account_id, category_id, value in rows:
        scores = given.setdefault((review_id, paper_id, account_id), {})
        if category_id is not None:
            scores[category_id] = value
    values: dict[tuple[int, int], list[int]] = defaultdict(list)
    for (_, paper_id, account_id), scores in given.items():
        line = lines.get(paper_id)
        if line is None or line.is_hidden:
            continue
        line.done += 1
        line.assigned.discard(account_id)
        measured = measures_in(measures, line.track_number)
        for one in measured:
            if one.id in scores:
                values[paper_id, one.id].append(scores[one.id])
        if (number := total(scores, measured, scale)) is not None:
            line.totals.append(number)
    for (paper_id, category_id), found in values.items():
        lines[paper_id].categories[category_id] = sum(found) / len(found)


def _waiting(lines: Sequence[Line]) -> Waiting:
    counts = {name: sum(line.waits_for == name for line in lines) for name in WAITING}
    people: set[int] = set()
    for line in lines:
        if line.waits_for == "review":
            people |= line.assigned
    return Waiting(
        counts["review"],
        len(people),
        counts["decision"],
        counts["announcement"],
        counts["confirmation"],
        counts["programme"],
    )


_KEYS: dict[str, Callable[[Line], Any]] = {
    "title": lambda line: fold(line.title),
    "track": lambda line: (fold(line.track), fold(line.title)),
    "state": lambda line: (STATES.index(line.state), fold(line.title)),
    "handed_in": lambda line: line.submitted_at.timestamp() if line.submitted_at else 0.0,
    "reviews": lambda line: line.done,
    "score": lambda line: line.score,
    "spread": lambda line: line.spread,
}


def _chosen(lines: Sequence[Line], asked: Asked) -> list[Line]:
    words = fold(asked.search).split()
    found = [
        line
        for line in lines
        if (not asked.state or line.state == asked.state)
        and (not asked.track or line.track == asked.track)
        and (not asked.type or line.type == asked.type)
        and (not asked.waits or line.waits_for == asked.waits)
        and all(word in fold(" ".join([line.title, *line.authors])) for word in words)
    ]
    key = _KEYS[asked.sort.removeprefix("-")]
    # What has no number yet stands last, whichever way.
    known = [line for line in found if key(line) is not None]
    unknown = [line for line in found if key(line) is None]
    known.sort(key=lambda line: (key(line), line.number), reverse=asked.sort.startswith("-"))
    return known + unknown
