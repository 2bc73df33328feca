"""Reads about series: the rows that their entries are rendered from, and their feeds."""

from collections.abc import Collection
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload

from webinar.calendars.models import SERIES, CalendarEntry, CalendarMention
from webinar.core.db import db, with_deleted
from webinar.webinars.models import Series, Session, Webinar


@dataclass
class SeriesRows:
    """A series with its webinars, and which of them have sessions."""

    series: Series
    webinars: list[Webinar] = field(default_factory=list)
    with_sessions: set[int] = field(default_factory=set)


def series_rows(series_ids: Collection[int]) -> list[SeriesRows]:
    """Series, deleted ones too, with those of their webinars that were not. Four statements."""
    statement = (
        sa.select(Series)
        .where(Series.id.in_(series_ids))
        .options(joinedload(Series.category), joinedload(Series.room))
        .order_by(Series.id)
    )
    found = {row.id: SeriesRows(row) for row in db.session.scalars(with_deleted(statement))}
    webinars = (
        sa.select(Webinar)
        .where(Webinar.series_id.in_(series_ids))
        .options(joinedload(Webinar.category), joinedload(Webinar.room), selectinload(Webinar.tags))
        .order_by(Webinar.slot_wall, Webinar.id)
    )
    for webinar in db.session.scalars(webinars):
        found[webinar.series_id or 0].webinars.append(webinar)
    with_sessions = sa.select(Webinar.series_id, Webinar.id).where(
        Webinar.series_id.in_(series_ids),
        Webinar.deleted_at.is_(None),
        sa.exists().where(Session.webinar_id == Webinar.id, Session.deleted_at.is_(None)),
    )
    for series_id, webinar_id in db.session.execute(with_sessions):
        found[series_id or 0].with_sessions.add(webinar_id)
    return list(found.values())


def series_says(kind: str, subject_id: int) -> sa.ColumnElement[bool]:
    """Whether the entry of its series is in that feed: over `CalendarEntry` of a webinar."""
    whole, named, part_of = (
        aliased(CalendarEntry),
        aliased(CalendarMention),
        aliased(CalendarMention),
    )
    return (
        sa.exists()
        .where(
            part_of.entry_id == CalendarEntry.id,
            part_of.kind == SERIES,
            whole.series_id == part_of.object_id,
            whole.is_listed,
            named.entry_id == whole.id,
            named.kind == kind,
            named.object_id == subject_id,
        )
        .correlate(CalendarEntry)
    )
