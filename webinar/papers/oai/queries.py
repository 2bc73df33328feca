"""Records to be harvested: papers that readers see, and those that they saw."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from webinar.core import clock
from webinar.core.db import UtcDateTime, db, with_deleted
from webinar.papers.models import Paper, PaperAuthor, PaperFile
from webinar.papers.oai.asking import Selection
from webinar.papers.queries import current_files
from webinar.papers.visibility import paper_listed
from webinar.webinars.models import Category, Session, Webinar

#: records of one answer
PAGE = 100


@dataclass(frozen=True)
class Record:
    """A paper with what decides about its header."""

    paper: Paper
    #: what readers see of its files; empty for a deleted one
    files: list[PaperFile]
    changed_at: datetime
    #: public identifier of its category, or empty
    category: str
    is_deleted: bool


@dataclass(frozen=True)
class Page:
    records: list[Record]
    total: int
    #: (change, row number) of the last one, where more follow
    after: tuple[datetime, int] | None


def _greatest(*columns: Any) -> Any:
    name = "max" if db.session.get_bind().dialect.name == "sqlite" else "greatest"
    found = getattr(sa.func, name)(*(sa.func.coalesce(one, Paper.updated_at) for one in columns))
    return sa.type_coerce(found, UtcDateTime)


def _changed_at() -> Any:
    """When what a record says, or whether it is to be seen, changed last.

    An embargo that has ended changed it at that instant: its files are told of from then on.
    """
    ended = sa.case((Paper.embargo_until <= clock.now(), Paper.embargo_until))
    return _greatest(
        Paper.updated_at,
        ended,
        Paper.deleted_at,
        Session.updated_at,
        Session.deleted_at,
        Webinar.updated_at,
        Webinar.deleted_at,
    )


def _is_seen() -> Any:
    return sa.and_(Paper.deleted_at.is_(None), paper_listed())


def _was_seen() -> Any:
    """It was published, and not in a webinar that only those find who were told of it."""
    return sa.and_(
        Paper.published_at.is_not(None),
        sa.or_(
            Paper.session_id.is_(None),
            sa.and_(Webinar.is_unlisted.is_(False), Webinar.published_at.is_not(None)),
        ),
    )


def _within(selection: Selection) -> list[Any]:
    found = [_was_seen()]
    if selection.since is not None:
        found.append(_changed_at() >= selection.since)
    if selection.before is not None:
        found.append(_changed_at() < selection.before)
    if selection.category:
        found.append(Category.public_id == selection.category)
    return found


def _joined(statement: Any) -> Any:
    return (
        statement.select_from(Paper)
        .outerjoin(Session, Session.id == Paper.session_id)
        .outerjoin(Webinar, Webinar.id == Session.webinar_id)
        .outerjoin(Category, Category.id == Webinar.category_id)
    )


def records(selection: Selection, *, size: int = PAGE) -> Page:
    """The next ones, oldest change first. Five statements at most, for any number."""
    condition = _within(selection)
    total = db.session.scalar(
        with_deleted(_joined(sa.select(sa.func.count(Paper.id))).where(*condition))
    )
    changed = _changed_at()
    if selection.after is not None:
        at, number = selection.after
        condition.append(sa.or_(changed > at, sa.and_(changed == at, Paper.id > number)))
    found = _read(condition, size + 1)
    after = None
    if len(found) > size:
        found = found[:size]
        after = found[-1].changed_at, found[-1].paper.id
    return Page(found, total or 0, after)


def record(public_id: str) -> Record | None:
    """One record, deleted or not."""
    return next(iter(_read([_was_seen(), Paper.public_id == public_id], 1)), None)


def _read(condition: list[Any], most: int) -> list[Record]:
    changed = _changed_at()
    columns = sa.select(
        Paper,
        changed,
        sa.func.coalesce(Category.public_id, ""),
        _is_seen(),
    )
    statement = (
        _joined(columns)
        .where(*condition)
        .order_by(changed, Paper.id)
        .limit(most)
        .options(
            selectinload(Paper.authors).joinedload(PaperAuthor.speaker),
            joinedload(Paper.session).joinedload(Session.webinar).joinedload(Webinar.room),
            joinedload(Paper.session).joinedload(Session.room),
        )
    )
    rows = db.session.execute(with_deleted(statement)).all()
    files = current_files([paper.id for paper, _changed, _category, is_seen in rows if is_seen])
    return [
        Record(paper, files.get(paper.id, []), changed_at, category, not is_seen)
        for paper, changed_at, category, is_seen in rows
    ]


def earliest() -> datetime | None:
    """The first change that any record has."""
    found = _joined(sa.select(sa.func.min(_changed_at()))).where(_was_seen())
    return db.session.scalar(with_deleted(found))


def sets() -> list[Category]:
    """Categories that hold a record, in their order."""
    inside = _joined(sa.select(Category.id)).where(_was_seen())
    statement = sa.select(Category).where(Category.id.in_(inside)).order_by(Category.position)
    return list(db.session.scalars(with_deleted(statement)))
