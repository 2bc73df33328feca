"""A series: its words, its rule, and the webinars that are its dates."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from webinar.core import clock, news
from webinar.core.clock import WallTime, wall
from webinar.core.db import db, raise_version, with_deleted
from webinar.core.journal import Actor, about, operation
from webinar.core.prepared import html_of, renders
from webinar.core.slugs import choose_slug, keep_former
from webinar.webinars import recurrence, seriesplan
from webinar.webinars.announcements import SeriesChanged, WebinarChanged, WebinarPublished
from webinar.webinars.deadlines import shift_deadlines
from webinar.webinars.models import DRAFT, PUBLISHED, Series, Webinar
from webinar.webinars.operations.filing import category_row, create_category, room_row
from webinar.webinars.operations.webinars import (
    DESCRIPTION,
    shift_sessions,
)
from webinar.webinars.recurrence import Recurrence
from webinar.webinars.seriesplan import FOLLOWED, SeriesValues, Step, values_of
from webinar.webinars.times import take_times

THIS, FOLLOWING, ALL = "this", "following", "all"
SCOPES = (THIS, FOLLOWING, ALL)


def series_row(public_id: str, *, deleted: bool = False) -> Series:
    """Raises sqlalchemy.exc.NoResultFound."""
    found = sa.select(Series).where(Series.public_id == public_id)
    return db.session.scalars(with_deleted(found) if deleted else found).one()


def dates_of(series: Series) -> list[Webinar]:
    """Its webinars in order, deleted ones not among them."""
    found = sa.select(Webinar).where(Webinar.series_id == series.id)
    return list(db.session.scalars(found.order_by(Webinar.slot_wall, Webinar.id)))


def _taken_slots(series: Series) -> set[datetime]:
    """Slots that have a webinar."""
    found = sa.select(Webinar.slot_wall).where(Webinar.series_id == series.id)
    return {slot for slot in db.session.scalars(found) if slot is not None}


def wanted_values(
    *,
    title: str,
    timezone: str,
    starts: datetime,
    minutes: int,
    recurrence_words: Recurrence,
    category_id: int,
    room_id: int | None,
    dates: Sequence[datetime] = (),
    summary: str = "",
    description: str = "",
    language: str = "en",
) -> SeriesValues:
    """A form's words as a series keeps them: it begins with the first date that its rule makes.

    Raises WrongRule, clock.WrongTime for an unknown zone.
    """
    clock.zone(timezone)
    recurrence.check(recurrence_words, starts)
    first = recurrence.first_slot(recurrence_words, starts)
    further = sorted({recurrence.written(one) for one in dates} - {recurrence.written(first)})
    return SeriesValues(
        title=title,
        summary=summary,
        description=description,
        description_html=html_of(description, DESCRIPTION),
        language=language,
        category_id=category_id,
        room_id=room_id,
        timezone=timezone,
        starts_wall=first,
        minutes=minutes,
        rule=recurrence_words.rule(),
        dates=tuple(further),
    )


def _placed(values: dict[str, Any], by: Actor) -> dict[str, Any]:
    """Public identifiers of category and room as rows' numbers."""
    category, new_category = values.pop("category_id", ""), values.pop("new_category", "")
    row = create_category(name=new_category, by=by) if new_category else category_row(category)
    room = values.pop("room_id", "")
    return values | {
        "category_id": row.id,
        "room_id": room_row(room).id if room else None,
    }


@renders(description=DESCRIPTION)
@operation
def create_series(
    *,
    title: str,
    timezone: str,
    starts: datetime,
    minutes: int,
    recurrence_words: Recurrence,
    by: Actor,
    dates: Sequence[datetime] = (),
    category_id: str = "",
    new_category: str = "",
    room_id: str = "",
    summary: str = "",
    description: str = "",
    language: str = "en",
    slug: str = "",
) -> Series:
    """A draft with its dates as drafts, up to a year and 60 ahead.

    `starts` and `dates` are naive wall times in `timezone`. Raises WrongRule, clock.WrongTime.
    """
    placed = _placed(
        {"category_id": category_id, "new_category": new_category, "room_id": room_id}, by
    )
    values = wanted_values(
        title=title,
        timezone=timezone,
        starts=starts,
        minutes=minutes,
        recurrence_words=recurrence_words,
        dates=dates,
        summary=summary,
        description=description,
        language=language,
        **placed,
    )
    series = Series(slug=choose_slug(Series, slug or title), state=DRAFT, skipped=[])
    _take(series, values)
    db.session.add(series)
    db.session.flush()
    about(series)
    make_dates(series, after=None)
    news.announce(SeriesChanged(series.id))
    return series


def _take(series: Series, values: SeriesValues) -> None:
    for name in (*FOLLOWED, "description_html", "timezone", "starts_wall", "minutes", "rule"):
        setattr(series, name, getattr(values, name))
    series.dates = list(values.dates)


def make_dates(series: Series, *, after: datetime | None) -> int:
    """Webinars for the slots after a wall time that have none; how many were made."""
    now = clock.now()
    found = seriesplan.slots_to_make(
        values_of(series), _taken_slots(series), series.skipped, after=after, now=now
    )
    for slot in found:
        _make_date(series, slot)
    last = [slot for slot in (series.made_until, *found) if slot is not None]
    series.made_until = max(last) if last else None
    return len(found)


def _make_date(series: Series, slot: datetime) -> Webinar:
    webinar = Webinar(
        series_id=series.id,
        slot_wall=slot,
        slug=choose_slug(Webinar, f"{series.slug}-{slot:%Y-%m-%d}"),
        timezone=series.timezone,
        state=series.state if series.state in (DRAFT, PUBLISHED) else DRAFT,
        is_unlisted=series.is_unlisted,
        description_html=series.description_html,
        **{name: getattr(series, name) for name in FOLLOWED},
    )
    if webinar.state == PUBLISHED:
        webinar.published_at = clock.now()
    _set_times(webinar, recurrence.takes_place(slot, series.timezone), series.minutes)
    db.session.add(webinar)
    db.session.flush()
    news.announce(WebinarChanged(webinar.id))
    if webinar.state == PUBLISHED:
        news.announce(WebinarPublished(webinar.id))
    return webinar


def _set_times(webinar: Webinar, start: WallTime, minutes: int) -> None:
    """Begin at a wall time and last so long in real time, whatever the clock does meanwhile."""
    end = wall(start.to_utc() + timedelta(minutes=minutes), start.timezone)
    webinar.timezone = start.timezone
    take_times(webinar, start.timezone, start.local, end.local, start.fold, end.fold)


@renders(description=DESCRIPTION)
@operation
def change_series(
    *,
    series_id: str,
    title: str,
    timezone: str,
    starts: datetime,
    minutes: int,
    recurrence_words: Recurrence,
    by: Actor,
    dates: Sequence[datetime] = (),
    category_id: str = "",
    new_category: str = "",
    room_id: str = "",
    summary: str = "",
    description: str = "",
    language: str = "en",
    slug: str = "",
    scope: str = ALL,
    webinar_id: str = "",
    overwrite: bool = False,
    version: int | None = None,
) -> Series:
    """Change all dates of a series, or one and those that follow it; the series they belong to now.

    With FOLLOWING the series ends before the date of `webinar_id` and what follows becomes a series
    of its own. What was changed by hand stays unless `overwrite`; what is over never moves. Raises
    StaleEdit, WrongRule, clock.WrongTime.
    """
    series = series_row(series_id)
    about(series)
    raise_version(series, version)
    placed = _placed(
        {"category_id": category_id, "new_category": new_category, "room_id": room_id}, by
    )
    values = wanted_values(
        title=title,
        timezone=timezone,
        starts=starts,
        minutes=minutes,
        recurrence_words=recurrence_words,
        dates=dates,
        summary=summary,
        description=description,
        language=language,
        **placed,
    )
    if scope == FOLLOWING:
        first = next(one for one in dates_of(series) if one.public_id == webinar_id)
        before = [one for one in dates_of(series) if one.slot < first.slot]
        if before:
            series = _split(series, first)
    elif slug and slug != series.slug:
        old, series.slug = series.slug, choose_slug(Series, slug, row=series)
        if series.slug != old and series.published_at is not None:
            keep_former(series, old)
    _apply(series, values, overwrite=overwrite)
    news.announce(SeriesChanged(series.id))
    return series


def _split(series: Series, first: Webinar) -> Series:
    """End a series before one of its dates; that and what follows is another series, returned."""
    slot = first.slot
    text = recurrence.written(slot)
    follow = Series(slug=choose_slug(Series, series.title), state=series.state)
    _take(follow, seriesplan.following_values(values_of(series), slot))
    follow.is_unlisted, follow.published_at = series.is_unlisted, series.published_at
    follow.skipped = [one for one in series.skipped if one >= text]
    follow.made_until = series.made_until
    db.session.add(follow)
    db.session.flush()
    series.skipped = [one for one in series.skipped if one < text]
    series.dates = [one for one in series.dates if one < text]
    if series.rule:
        series.rule = recurrence.ended_before(series.rule, slot)
    moved = sa.select(Webinar).where(Webinar.series_id == series.id, Webinar.slot_wall >= slot)
    for webinar in db.session.scalars(with_deleted(moved)):
        webinar.series_id = follow.id
        news.announce(WebinarChanged(webinar.id))
    series.version += 1
    news.announce(SeriesChanged(series.id))
    return follow


def _apply(series: Series, values: SeriesValues, *, overwrite: bool) -> None:
    now = clock.now()
    old = values_of(series)
    steps = seriesplan.plan(old, values, dates_of(series), now=now, overwrite=overwrite)
    skipped = [datetime.fromisoformat(one) for one in series.skipped]
    mapping = seriesplan.slot_mapping(old, values, now=now)
    series.skipped = [recurrence.written(mapping.get(one, one)) for one in skipped]
    _take(series, values)
    for step in steps:
        _do(step, values)
    if (old.rule, old.starts_wall, old.dates) != (values.rule, values.starts_wall, values.dates):
        series.made_until = None
        db.session.flush()
        make_dates(series, after=wall(now, values.timezone).local)
        made = [one.slot_wall for one in dates_of(series) if one.slot_wall is not None]
        series.made_until = max(made, default=None)


def _do(step: Step, values: SeriesValues) -> None:
    """Carry out what the plan says about one date."""
    webinar = step.webinar
    if step.kind == seriesplan.DROPPED:
        webinar.deleted_at = clock.now()
        news.announce(WebinarChanged(webinar.id))
        return
    if step.kind == seriesplan.KEPT and step.slot == webinar.slot_wall:
        return
    for name in step.takes:
        setattr(webinar, name, getattr(values, name))
    if "description" in step.takes:
        webinar.description_html = values.description_html
    webinar.slot_wall = step.slot
    if step.kind == seriesplan.MOVED and step.new_wall is not None:
        before, old_zone = webinar.starts_wall, webinar.timezone
        start = WallTime(step.new_wall, step.new_timezone)
        _set_times(webinar, start, values.minutes)
        shift = webinar.starts_wall - before
        if shift or webinar.timezone != old_zone:
            shift_sessions(webinar, shift)
            shift_deadlines(webinar, shift)
    webinar.version += 1
    news.announce(WebinarChanged(webinar.id))
