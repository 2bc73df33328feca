"""Who sees which webinar and session: one predicate per kind, as SQL and as Python.

Readable: its address answers. Listed: it also stands in lists, feeds, search and
sitemap. Coming: listed and not over; at its end it is. Deleted rows are left out by core/db.
"""

from datetime import datetime

import sqlalchemy as sa

from webinar.webinars.models import (
    ARCHIVED,
    CANCELLED,
    DRAFT,
    PUBLISHED,
    Series,
    Session,
    Webinar,
)

_SEEN = (PUBLISHED, CANCELLED, ARCHIVED)


def webinar_readable() -> sa.ColumnElement[bool]:
    return Webinar.state != DRAFT


def webinar_listed() -> sa.ColumnElement[bool]:
    return sa.and_(Webinar.state.in_(_SEEN), Webinar.is_unlisted.is_(False))


def webinar_coming(at: datetime) -> sa.ColumnElement[bool]:
    """Listed, not archived, and not over at that instant; cancelled ones are among them."""
    return sa.and_(webinar_listed(), Webinar.state != ARCHIVED, Webinar.ends_at > at)


def _within(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return Session.webinar_id.in_(
        sa.select(Webinar.id).where(condition, Webinar.deleted_at.is_(None))
    )


def session_readable() -> sa.ColumnElement[bool]:
    """Its webinar is readable; needs no join."""
    return _within(webinar_readable())


def session_listed() -> sa.ColumnElement[bool]:
    """Its webinar is listed; needs no join."""
    return _within(webinar_listed())


def is_webinar_readable(webinar: Webinar) -> bool:
    return webinar.deleted_at is None and webinar.state != DRAFT


def is_webinar_listed(webinar: Webinar) -> bool:
    return is_webinar_readable(webinar) and not webinar.is_unlisted


def is_webinar_coming(webinar: Webinar, at: datetime) -> bool:
    return is_webinar_listed(webinar) and webinar.state != ARCHIVED and webinar.ends_at > at


def is_session_readable(session: Session) -> bool:
    return session.deleted_at is None and is_webinar_readable(session.webinar)


def is_session_listed(session: Session) -> bool:
    return session.deleted_at is None and is_webinar_listed(session.webinar)


def series_readable() -> sa.ColumnElement[bool]:
    return Series.state != DRAFT


def series_listed() -> sa.ColumnElement[bool]:
    return sa.and_(Series.state.in_(_SEEN), Series.is_unlisted.is_(False))


def is_series_readable(series: Series) -> bool:
    return series.deleted_at is None and series.state != DRAFT


def is_series_listed(series: Series) -> bool:
    return is_series_readable(series) and not series.is_unlisted
