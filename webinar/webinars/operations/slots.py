"""The place that a series' rule keeps for one of its dates, when the date goes and comes back."""

import sqlalchemy as sa

from webinar.core import news
from webinar.core.db import db
from webinar.webinars import recurrence
from webinar.webinars.announcements import SeriesChanged
from webinar.webinars.models import Series, Webinar


def leave_slot_out(webinar: Webinar) -> None:
    """What was deleted is not made again, whatever becomes of the rule."""
    series = _series_of(webinar)
    if series is not None and webinar.slot_wall is not None:
        text = recurrence.written(webinar.slot_wall)
        series.skipped = sorted({*series.skipped, text})
        news.announce(SeriesChanged(series.id))


def take_slot_again(webinar: Webinar) -> None:
    """It has its place again; beside the rule where the series has another date there by now."""
    series = _series_of(webinar)
    if series is None or webinar.slot_wall is None:
        return
    text = recurrence.written(webinar.slot_wall)
    series.skipped = [one for one in series.skipped if one != text]
    others = sa.select(Webinar.id).where(
        Webinar.series_id == series.id,
        Webinar.slot_wall == webinar.slot_wall,
        Webinar.id != webinar.id,
    )
    if db.session.scalar(others.limit(1)) is not None:
        webinar.slot_wall = None
    news.announce(SeriesChanged(series.id))


def _series_of(webinar: Webinar) -> Series | None:
    """Locked: of two dates that are left out at the same time neither may be forgotten."""
    found = sa.select(Series).where(Series.id == webinar.series_id).with_for_update(of=Series)
    return db.session.scalar(found.execution_options(populate_existing=True))
