"""Whose profile readers see: one predicate, as SQL.

A profile is listed as soon as something of the person is: a part in a listed
session, or what a room above adds (a published paper) by `also_listed`.
"""

from collections.abc import Callable

import sqlalchemy as sa

from webinar.speakers.models import SessionRole, Speaker
from webinar.webinars.models import Session
from webinar.webinars.policy import session_listed, session_readable

Condition = Callable[[], sa.ColumnElement[bool]]
_listed: list[Condition] = []
_readable: list[Condition] = []


def also_listed(condition: Condition, *, readable: Condition | None = None) -> None:
    """Add a SQL condition over `Speaker` that makes a profile public, too (wiring calls this)."""
    if condition not in _listed:
        _listed.append(condition)
        _readable.append(readable or condition)


def speaker_listed() -> sa.ColumnElement[bool]:
    """In lists, search and sitemap."""
    return sa.or_(_has_part(session_listed()), *(one() for one in _listed))


def speaker_readable() -> sa.ColumnElement[bool]:
    """Reachable by address: also those who speak only in unlisted webinars."""
    return sa.or_(_has_part(session_readable()), *(one() for one in _readable))


def _has_part(seen: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return Speaker.id.in_(
        sa.select(SessionRole.speaker_id)
        .join(Session, Session.id == SessionRole.session_id)
        .where(Session.deleted_at.is_(None), seen)
    )
