"""Which profiles an organizer of single webinars may choose and edit.

A profile belongs to nobody; it is in somebody's hands while everything the person does here,
sessions and what rooms above add by `also_bound` (papers), lies in webinars they organize.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import request

from webinar.accounts.models import ORGANIZER
from webinar.core.db import db
from webinar.speakers.models import SessionRole, Speaker
from webinar.speakers.visibility import speaker_readable
from webinar.webinars.models import Session
from webinar.webinars.scope import Scope, scope_of

_KEPT = "webinar.speakers in hand"
#: SELECT of (speaker's row number, webinar's row number or NULL), one row for each tie
Ties = Callable[[], sa.Select[Any]]
# Tables, not models: what was deleted can come back, and ties until it is gone.
_PARTS, _SESSIONS = SessionRole.__table__, Session.__table__
_ties: list[Ties] = []


def also_bound(ties: Ties) -> None:
    """Add what else ties a person to a webinar, or to none (wiring calls this)."""
    if ties not in _ties:
        _ties.append(ties)


def _parts() -> sa.Select[Any]:
    return sa.select(_PARTS.c.speaker_id, _SESSIONS.c.webinar_id).join(
        _SESSIONS, _SESSIONS.c.id == _PARTS.c.session_id
    )


@dataclass(frozen=True)
class _Bound:
    """Where people are tied: SQL over (speaker_id, webinar_id)."""

    rows: sa.Subquery

    def within(self, scope: Scope) -> sa.Select[Any]:
        return sa.select(self.rows.c.speaker_id).where(scope.covers(self.rows.c.webinar_id))

    def beyond(self, scope: Scope) -> sa.Select[Any]:
        column = self.rows.c.webinar_id
        outside = sa.or_(column.is_(None), sa.not_(scope.covers(column)))
        return sa.select(self.rows.c.speaker_id).where(self.rows.c.speaker_id.is_not(None), outside)


def _bound() -> _Bound:
    return _Bound(sa.union_all(_parts(), *(ties() for ties in _ties)).subquery())


def takes_part(scope: Scope) -> sa.ColumnElement[bool]:
    """Over `Speaker`: has a part, or a paper, in one of these webinars."""
    return sa.true() if scope.everything else Speaker.id.in_(_bound().within(scope))


def can_be_chosen(scope: Scope) -> sa.ColumnElement[bool]:
    """Over `Speaker`: whom readers know, and who takes part there."""
    if scope.everything:
        return sa.true()
    return sa.or_(takes_part(scope), speaker_readable())


def in_hand(scope: Scope) -> sa.ColumnElement[bool]:
    """Over `Speaker`: takes part there, and nowhere else."""
    if scope.everything:
        return sa.true()
    return sa.and_(takes_part(scope), Speaker.id.not_in(_bound().beyond(scope)))


def edits_speaker(speaker: Speaker) -> bool:
    """Whether the person who asks may edit that profile. One statement a request at most."""
    scope = scope_of(ORGANIZER)
    if scope.everything or scope.is_empty:
        return scope.everything
    if _KEPT not in request.environ:
        numbers = db.session.scalars(sa.select(Speaker.id).where(in_hand(scope)))
        request.environ[_KEPT] = frozenset(numbers)
    return speaker.id in request.environ[_KEPT]
