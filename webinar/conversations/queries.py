"""Comments as readers see them, and the piles that wait for organizers."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from webinar.conversations.models import (
    ANSWERED,
    CLOSED,
    NEW,
    REFUSED,
    SHOWN,
    WAITING,
    Comment,
    ContactMessage,
)
from webinar.core import clock
from webinar.core.db import db, with_deleted
from webinar.papers.models import Paper
from webinar.webinars.models import Session, Webinar
from webinar.webinars.scope import Scope

DELETED, OVERDUE = "deleted", "overdue"
COMMENT_STATES = (WAITING, SHOWN, REFUSED, DELETED)
MESSAGE_STATES = (NEW, OVERDUE, ANSWERED, CLOSED, DELETED)
#: rows on one page of the desk
PAGE = 50
#: the list of comments that wait
WAITING_COMMENTS = f"/organize/comments/?state={WAITING}"
#: answers to answers are shown beside the first answer: two levels are enough for a phone
_DEEPEST = 2


@dataclass
class ShownComment:
    """A comment on a public page, with what was answered to it, oldest first."""

    public_id: str
    author_name: str
    body_html: str
    created_at: datetime
    language: str
    children: list["ShownComment"] = field(default_factory=list)


@dataclass(frozen=True)
class Pile:
    """Rows that wait for somebody, and the address of exactly that list."""

    rows: sa.Select[Any]
    path: str

    @property
    def count(self) -> int:
        """How many there are now. One statement."""
        counted = sa.select(sa.func.count()).select_from(self.rows.order_by(None).subquery())
        return db.session.scalar(counted) or 0


def comments_of(kind: str, public_id: str) -> list[ShownComment]:
    """The tree of shown comments under a thing, two levels deep. One statement.

    An answer to a comment that is no longer shown stands by itself.
    """
    rows = db.session.scalars(
        sa.select(Comment)
        .where(
            Comment.subject_kind == kind, Comment.subject_id == public_id, Comment.state == SHOWN
        )
        .order_by(Comment.created_at, Comment.id)
    )
    return _tree(rows)


def _tree(rows: Iterable[Comment]) -> list[ShownComment]:
    roots: list[ShownComment] = []
    #: row number -> the comment below which answers to it are shown, and their level
    below: dict[int, tuple[ShownComment, int]] = {}
    for row in rows:
        shown = ShownComment(
            row.public_id, row.author_name, row.body_html, row.created_at, row.language
        )
        parent = below.get(row.parent_id or 0)
        if parent is None:
            roots.append(shown)
            below[row.id] = shown, 1
            continue
        place, level = parent
        place.children.append(shown)
        below[row.id] = (shown, level + 1) if level + 1 < _DEEPEST else (place, level)
    return roots


def comment_count(kind: str, public_id: str) -> int:
    """How many comments readers see under a thing."""
    return comment_counts(kind, [public_id]).get(public_id, 0)


def comment_counts(kind: str, public_ids: Collection[str]) -> dict[str, int]:
    """Shown comments by public identifier; things without any are left out. One statement."""
    rows = db.session.execute(
        sa.select(Comment.subject_id, sa.func.count())
        .where(
            Comment.subject_kind == kind,
            Comment.subject_id.in_(public_ids),
            Comment.state == SHOWN,
            Comment.deleted_at.is_(None),
        )
        .group_by(Comment.subject_id)
    )
    return {row[0]: row[1] for row in rows}


def shown_comment(kind: str, subject_id: str, public_id: str) -> Comment | None:
    """A comment that can be answered: shown, and under that very thing."""
    return db.session.scalar(
        sa.select(Comment).where(
            Comment.public_id == public_id,
            Comment.subject_kind == kind,
            Comment.subject_id == subject_id,
            Comment.state == SHOWN,
        )
    )


def under(scope: Scope) -> sa.ColumnElement[bool]:
    """Over `Comment`: under one of these webinars, its sessions or the papers given there.

    Deleted things count. News is in no webinar: only `EVERYTHING` holds it.
    """
    if scope.everything:
        return sa.true()
    webinars, sessions, papers = Webinar.__table__, Session.__table__, Paper.__table__
    given = papers.join(sessions, sessions.c.id == papers.c.session_id)
    ids = {
        "webinar": sa.select(webinars.c.public_id).where(scope.covers(webinars.c.id)),
        "session": sa.select(sessions.c.public_id).where(scope.covers(sessions.c.webinar_id)),
        "paper": sa.select(papers.c.public_id)
        .select_from(given)
        .where(scope.covers(sessions.c.webinar_id)),
    }
    return sa.or_(
        *(
            sa.and_(Comment.subject_kind == kind, Comment.subject_id.in_(found))
            for kind, found in ids.items()
        )
    )


def comments_in_state(scope: Scope, state: str = "") -> sa.Select[Any]:
    """Comments in these webinars of one of COMMENT_STATES, or all; the newest first."""
    found = sa.select(Comment).where(under(scope))
    found = found.order_by(Comment.created_at.desc(), Comment.id.desc())
    if state == DELETED:
        return with_deleted(found.where(Comment.deleted_at.is_not(None)))
    return found.where(Comment.state == state) if state else found


def waiting_comments(scope: Scope) -> Pile:
    """Comments that wait for approval."""
    return Pile(comments_in_state(scope, WAITING), WAITING_COMMENTS)


def messages_in_state(state: str = "", *, at: datetime | None = None) -> sa.Select[Any]:
    """Messages of one of MESSAGE_STATES, or all; the newest first, overdue ones oldest first."""
    found = sa.select(ContactMessage)
    newest = ContactMessage.created_at.desc(), ContactMessage.id.desc()
    if state == DELETED:
        return with_deleted(found.where(ContactMessage.deleted_at.is_not(None))).order_by(*newest)
    if state == OVERDUE:
        late = ContactMessage.state == NEW, ContactMessage.promised_by < (at or clock.now())
        return found.where(*late).order_by(ContactMessage.promised_by, ContactMessage.id)
    return (found.where(ContactMessage.state == state) if state else found).order_by(*newest)


def overdue_messages(at: datetime) -> Pile:
    """Messages that nobody answered by the promised time."""
    return Pile(messages_in_state(OVERDUE, at=at), f"/organize/messages/?state={OVERDUE}")


def new_messages() -> Pile:
    """Messages that nobody has answered yet."""
    return Pile(messages_in_state(NEW), f"/organize/messages/?state={NEW}")


def message_by_id(public_id: str, *, deleted: bool = False) -> ContactMessage | None:
    """A message; with `deleted` also one that was deleted."""
    found = sa.select(ContactMessage).where(ContactMessage.public_id == public_id)
    return db.session.scalar(with_deleted(found) if deleted else found)


def page_of(rows: sa.Select[Any], number: int) -> tuple[list[Any], bool]:
    """The rows of a page, counted from 1, and whether another follows. One statement."""
    found = list(db.session.scalars(rows.limit(PAGE + 1).offset((number - 1) * PAGE)))
    return found[:PAGE], len(found) > PAGE


def comment_by_id(public_id: str, *, deleted: bool = False) -> Comment | None:
    """A comment in any state; with `deleted` also one that was deleted."""
    found = sa.select(Comment).where(Comment.public_id == public_id)
    return db.session.scalar(with_deleted(found) if deleted else found)


def comments_by_ids(scope: Scope, public_ids: Collection[str]) -> list[Comment]:
    """Comments in any state, deleted ones too; what lies elsewhere is not found. One statement."""
    found = sa.select(Comment).where(Comment.public_id.in_(public_ids), under(scope))
    return list(db.session.scalars(with_deleted(found)))
