"""What reviewers read: papers as they were handed in, never a draft or a word to the organizers."""

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from webinar.calls.models import Call
from webinar.core.db import db
from webinar.papers.drafts import Front, front_of
from webinar.papers.models import (
    DRAFT,
    STATES,
    SUBMITTED,
    WITHDRAWN,
    Paper,
    PaperFile,
    PaperVersion,
)
from webinar.webinars.models import Session
from webinar.webinars.scope import Scope

PER_PAGE = 50
#: what its authors withdrew, or have not handed in, is nobody's business
_READ = tuple(one for one in STATES if one not in (DRAFT, WITHDRAWN))


#: over `Paper`: what is read and chosen on another page, by its rules
Condition = Callable[[], sa.ColumnElement[bool]]
_elsewhere: list[Condition] = []


def also_elsewhere(condition: Condition) -> None:
    """Leave these papers to the page of a room above (wiring calls this)."""
    if condition not in _elsewhere:
        _elsewhere.append(condition)


def not_elsewhere() -> sa.ColumnElement[bool]:
    """Over `Paper`: no page of a room above has it."""
    return sa.and_(sa.true(), *(sa.not_(condition()) for condition in _elsewhere))


@dataclass(frozen=True)
class HandedIn:
    """A paper, and its newest version: the only words of it that reviewers see."""

    paper: Paper
    version: PaperVersion

    @property
    def front(self) -> Front:
        return front_of(self.version)


def handed_in(scope: Scope) -> sa.Select[Paper, PaperVersion]:
    """Papers of these webinars with the newest version of each, the last handed in first."""
    newest = (
        sa.select(sa.func.max(PaperVersion.number))
        .where(PaperVersion.paper_id == Paper.id)
        .correlate(Paper)
        .scalar_subquery()
    )
    found = (
        sa.select(Paper, PaperVersion)
        .join(
            PaperVersion, sa.and_(PaperVersion.paper_id == Paper.id, PaperVersion.number == newest)
        )
        .where(Paper.state.in_(_READ), Paper.deleted_at.is_(None))
        .where(not_elsewhere())
        .order_by(PaperVersion.created_at.desc(), Paper.id.desc())
    )
    if scope.everything:
        return found
    given = sa.select(Session.id).where(
        scope.covers(Session.webinar_id), Session.deleted_at.is_(None)
    )
    called = sa.select(Call.id).where(scope.covers(Call.webinar_id), Call.deleted_at.is_(None))
    return found.where(
        sa.or_(
            Paper.session_id.in_(given),
            sa.and_(Paper.session_id.is_(None), Paper.call_id.in_(called)),
        )
    )


def papers_to_review(scope: Scope) -> sa.Select[Paper, PaperVersion]:
    """Those that wait for a decision."""
    return handed_in(scope).where(Paper.state == SUBMITTED)


def review_page(scope: Scope, *, waiting: bool, page: int) -> tuple[list[HandedIn], bool]:
    """One page of the list, counted from 1, and whether another follows. One statement."""
    found = papers_to_review(scope) if waiting else handed_in(scope)
    found = found.options(joinedload(Paper.session).joinedload(Session.webinar))
    rows = db.session.execute(found.limit(PER_PAGE + 1).offset((page - 1) * PER_PAGE)).all()
    return [HandedIn(row[0], row[1]) for row in rows[:PER_PAGE]], len(rows) > PER_PAGE


def paper_to_review(scope: Scope, paper_id: str) -> HandedIn | None:
    """One of them by its public identifier. One statement."""
    found = handed_in(scope).options(joinedload(Paper.session).joinedload(Session.webinar))
    row = db.session.execute(found.where(Paper.public_id == paper_id)).one_or_none()
    return HandedIn(row[0], row[1]) if row is not None else None


def file_to_review(paper: Paper, file_id: str) -> PaperFile | None:
    """A file of a version of this paper; those of the draft are none."""
    return db.session.scalar(
        sa.select(PaperFile)
        .join(PaperFile.version)
        .options(contains_eager(PaperFile.version))
        .where(PaperFile.public_id == file_id, PaperVersion.paper_id == paper.id)
    )
