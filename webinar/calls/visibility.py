"""Who sees which call: one predicate as SQL; the same as Python is in `standing`."""

import sqlalchemy as sa

from webinar.calls.models import PUBLISHED, SERIES, SITE, WEBINAR, Call
from webinar.webinars.models import Series, Webinar

_WEBINARS = sa.select(Webinar.id).where(Webinar.deleted_at.is_(None))
_SERIES = sa.select(Series.id).where(Series.deleted_at.is_(None))


def call_readable() -> sa.ColumnElement[bool]:
    """Published, and what it belongs to is not deleted; needs no join."""
    return sa.and_(Call.state == PUBLISHED, _belongs(_WEBINARS, _SERIES))


def call_listed() -> sa.ColumnElement[bool]:
    """The same, and neither it nor what it belongs to is unlisted."""
    return sa.and_(
        Call.state == PUBLISHED,
        Call.is_unlisted.is_(False),
        _belongs(
            _WEBINARS.where(Webinar.is_unlisted.is_(False)),
            _SERIES.where(Series.is_unlisted.is_(False)),
        ),
    )


def _belongs(webinars: sa.Select[int], series: sa.Select[int]) -> sa.ColumnElement[bool]:
    return sa.or_(
        Call.belongs_to == SITE,
        sa.and_(Call.belongs_to == WEBINAR, Call.webinar_id.in_(webinars)),
        sa.and_(Call.belongs_to == SERIES, Call.series_id.in_(series)),
    )


def is_orphaned() -> sa.ColumnElement[bool]:
    """What it belongs to was deleted."""
    return sa.not_(_belongs(_WEBINARS, _SERIES))


def has_call() -> sa.ColumnElement[bool]:
    """Over `Webinar`: a listed call belongs to it, which tells its last day for papers."""
    calls = sa.select(Call.webinar_id).where(
        call_listed(), Call.webinar_id.is_not(None), Call.deleted_at.is_(None)
    )
    return Webinar.id.in_(calls)
