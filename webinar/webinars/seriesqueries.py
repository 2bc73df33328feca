"""What pages and jobs ask about series; a fixed number of statements each."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from webinar.core import clock
from webinar.core.db import db, with_deleted
from webinar.core.slugs import find_former
from webinar.webinars import seriesplan
from webinar.webinars.models import ARCHIVED, CANCELLED, PUBLISHED, Series, Session, Webinar
from webinar.webinars.visibility import (
    series_listed,
    series_readable,
    webinar_listed,
)


@dataclass(frozen=True)
class SeriesCount:
    """How many dates a series has, and which is next; drafts count for organizers only."""

    total: int = 0
    coming: int = 0
    next_at: datetime | None = None


def _complete() -> sa.Select[Series]:
    return sa.select(Series).options(joinedload(Series.category), joinedload(Series.room))


def series_by_id(public_id: str) -> Series | None:
    """With category and room; one statement."""
    return db.session.scalar(_complete().where(Series.public_id == public_id))


def series_by_slug(slug: str) -> Series | None:
    """What readers can read at that address; one statement."""
    return db.session.scalar(_complete().where(Series.slug == slug, series_readable()))


def series_moved_from(slug: str) -> str | None:
    """The present slug of the readable series that had this one; two statements."""
    public_id = find_former("series", slug)
    if public_id is None:
        return None
    return db.session.scalar(
        sa.select(Series.slug).where(Series.public_id == public_id, series_readable())
    )


def was_series_deleted(slug: str) -> bool:
    """Readers saw a series here once, and it was deleted."""
    found = sa.select(Series.id).where(
        Series.slug == slug, Series.deleted_at.is_not(None), Series.published_at.is_not(None)
    )
    return db.session.scalar(with_deleted(found).limit(1)) is not None


def listed_series() -> list[Series]:
    """What stands in public lists, by title; archived ones last. One statement."""
    found = _complete().where(series_listed())
    return list(
        db.session.scalars(found.order_by(Series.state == ARCHIVED, Series.title, Series.id))
    )


def all_series() -> list[Series]:
    """For organizers: all that was not deleted, archived ones last. One statement."""
    return list(
        db.session.scalars(_complete().order_by(Series.state == ARCHIVED, Series.title, Series.id))
    )


def series_counts(
    series_ids: Collection[int], *, only_listed: bool = False
) -> dict[int, SeriesCount]:
    """Dates of each series, cancelled ones not among the coming; one statement."""
    now = clock.now()
    is_coming = sa.and_(Webinar.ends_at > now, Webinar.state != CANCELLED)
    found = (
        sa.select(
            Webinar.series_id,
            sa.func.count(Webinar.id),
            sa.func.sum(sa.case((is_coming, 1), else_=0)),
            sa.func.min(sa.case((is_coming, Webinar.starts_at), else_=None)),
        )
        .where(Webinar.series_id.in_(series_ids), Webinar.deleted_at.is_(None))
        .group_by(Webinar.series_id)
    )
    if only_listed:
        found = found.where(webinar_listed())
    return {
        number: SeriesCount(total, int(coming or 0), next_at)
        for number, total, coming, next_at in db.session.execute(found)
        if number is not None
    }


def dates_of_series(series: Series, *, only_listed: bool = False) -> list[Webinar]:
    """Its webinars in order of time, with category, room and sessions; two statements."""
    found = (
        sa.select(Webinar)
        .where(Webinar.series_id == series.id)
        .options(
            joinedload(Webinar.category),
            joinedload(Webinar.room),
            selectinload(Webinar.sessions).load_only(Session.id, Session.webinar_id),
        )
        .order_by(Webinar.starts_at, Webinar.id)
    )
    if only_listed:
        found = found.where(webinar_listed())
    return list(db.session.scalars(found))


def neighbours_in_series(webinar: Webinar) -> tuple[Webinar | None, Webinar | None]:
    """The dates before and after one that readers may know of; two statements."""
    if webinar.series_id is None:
        return None, None
    others = sa.select(Webinar).where(
        Webinar.series_id == webinar.series_id, webinar_listed(), Webinar.id != webinar.id
    )
    before = others.where(Webinar.starts_at < webinar.starts_at).order_by(
        Webinar.starts_at.desc(), Webinar.id.desc()
    )
    after = others.where(Webinar.starts_at >= webinar.starts_at).order_by(
        Webinar.starts_at, Webinar.id
    )
    return db.session.scalar(before.limit(1)), db.session.scalar(after.limit(1))


def skipped_dates(series: Series) -> list[Webinar]:
    """Dates that were skipped and can come back; one statement."""
    found = sa.select(Webinar).where(
        Webinar.series_id == series.id,
        Webinar.deleted_at.is_not(None),
        Webinar.ends_at > clock.now(),
    )
    return list(db.session.scalars(with_deleted(found.order_by(Webinar.starts_at, Webinar.id))))


def series_to_extend() -> bool:
    """Whether a published series has a date within the horizon that was not made yet."""
    now = clock.now()
    rows = db.session.scalars(
        sa.select(Series).where(Series.state == PUBLISHED, Series.rule != "").order_by(Series.id)
    ).all()
    slots: dict[int, set[datetime]] = {row.id: set() for row in rows}
    taken = sa.select(Webinar.series_id, Webinar.slot_wall).where(
        Webinar.series_id.in_(slots), Webinar.slot_wall.is_not(None), Webinar.deleted_at.is_(None)
    )
    for number, slot in db.session.execute(taken):
        if number is not None and slot is not None:
            slots[number].add(slot)
    return any(
        seriesplan.slots_to_make(
            seriesplan.values_of(row), slots[row.id], row.skipped, after=row.made_until, now=now
        )
        for row in rows
    )


def series_readable_of(webinar: Webinar) -> Series | None:
    """The series that readers of a webinar may be led to; one statement, none for no series."""
    if webinar.series_id is None:
        return None
    return db.session.scalar(
        sa.select(Series).where(Series.id == webinar.series_id, series_readable())
    )
