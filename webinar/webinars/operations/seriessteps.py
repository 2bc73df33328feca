"""What becomes of a series: published, archived, deleted; and of single dates of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from webinar.core import clock, news
from webinar.core.clock import wall
from webinar.core.db import db, lock, with_deleted
from webinar.core.journal import Actor, about, operation
from webinar.core.plainerror import N_
from webinar.core.slugs import choose_slug
from webinar.webinars import recurrence
from webinar.webinars.announcements import (
    SeriesChanged,
    SessionChanged,
    WebinarChanged,
    WebinarCopied,
    WebinarPublished,
)
from webinar.webinars.errors import WrongState
from webinar.webinars.models import (
    ARCHIVED,
    CANCELLED,
    DRAFT,
    PUBLISHED,
    Series,
    Session,
    Webinar,
)
from webinar.webinars.operations.series import dates_of, make_dates, series_row
from webinar.webinars.operations.webinars import (
    copy_session,
    delete_webinar,
    duplicate_webinar,
    restore_webinar,
    sessions_in_order,
    set_off,
    set_on,
    webinar_row,
)


@operation
def publish_series(*, series_id: str, by: Actor) -> Series:
    """Readers see it and its dates that were drafts. Raises WrongState."""
    series = series_row(series_id)
    lock(series)
    if series.state != DRAFT:
        raise WrongState(N_("Only a draft can be published."))
    series.state = PUBLISHED
    series.published_at = series.published_at or clock.now()
    series.version += 1
    for webinar in dates_of(series):
        if webinar.state == DRAFT:
            webinar.state = PUBLISHED
            webinar.published_at = webinar.published_at or clock.now()
            webinar.version += 1
            news.announce(WebinarPublished(webinar.id))
            news.announce(WebinarChanged(webinar.id))
    news.announce(SeriesChanged(series.id))
    return series


@operation
def unpublish_series(*, series_id: str, by: Actor) -> Series:
    """A draft again; its dates stay as they are, each on its own page. Raises WrongState."""
    return _step(series_id, (PUBLISHED,), DRAFT, N_("Only what is published can become a draft."))


@operation
def archive_series(*, series_id: str, by: Actor) -> Series:
    """Over: readable still, and no dates are added any more. Raises WrongState."""
    return _step(series_id, (PUBLISHED,), ARCHIVED, N_("Only what is published can be archived."))


@operation
def reopen_series(*, series_id: str, by: Actor) -> Series:
    """An archived series goes on. Raises WrongState."""
    return _step(
        series_id, (ARCHIVED,), PUBLISHED, N_("Only what was archived can be opened again.")
    )


@operation
def cancel_series(*, series_id: str, reason: str, by: Actor, webinar_id: str = "") -> Series:
    """Its published dates that are not over do not take place, all or from that of `webinar_id` on.

    Their pages stay and say why; no dates are added any more. Raises WrongState.
    """
    series = series_row(series_id)
    lock(series)
    dates = dates_to_cancel(dates_of(series), webinar_id)
    if series.state == DRAFT or not dates:
        raise WrongState(N_("No published date of this series is to come."))
    now = clock.now()
    for webinar in dates:
        set_off(webinar, reason, now)
    series.state, series.cancelled_at = ARCHIVED, now
    series.version += 1
    _announce(series)
    return series


def dates_to_cancel(dates: Sequence[Webinar], webinar_id: str = "") -> list[Webinar]:
    """What `cancel_series` cancels among a series' dates."""
    now, since = clock.now(), None
    if webinar_id:
        first = next((one for one in dates if one.public_id == webinar_id), None)
        if first is None:
            return []
        since = first.slot
    return [
        one
        for one in dates
        if one.state == PUBLISHED and one.ends_at > now and (since is None or one.slot >= since)
    ]


@operation
def reinstate_series(*, series_id: str, by: Actor) -> Series:
    """What was cancelled with the series takes place after all, and it goes on by its rule.

    Dates that were cancelled by themselves stay so. Raises WrongState.
    """
    series = series_row(series_id)
    lock(series)
    if series.cancelled_at is None:
        raise WrongState(N_("This series is not cancelled."))
    for webinar in dates_of(series):
        if webinar.state == CANCELLED and webinar.cancelled_at == series.cancelled_at:
            set_on(webinar)
    series.state, series.cancelled_at = PUBLISHED, None
    series.version += 1
    _announce(series)
    return series


def _step(series_id: str, origin: tuple[str, ...], state: str, refusal: str) -> Series:
    series = series_row(series_id)
    lock(series)
    if series.state not in origin:
        raise WrongState(refusal)
    series.state, series.cancelled_at = state, None
    series.version += 1
    _announce(series)
    return series


def _announce(series: Series) -> None:
    """Whether its dates stand in calendars on their own depends on it, too."""
    for webinar in dates_of(series):
        news.announce(WebinarChanged(webinar.id))
    news.announce(SeriesChanged(series.id))


@operation
def unlist_series(*, series_id: str, by: Actor) -> Series:
    """Reachable by its address, in no list, feed, search or sitemap; its dates stay listed."""
    return _set_unlisted(series_id, True)


@operation
def list_series(*, series_id: str, by: Actor) -> Series:
    return _set_unlisted(series_id, False)


def _set_unlisted(series_id: str, value: bool) -> Series:
    series = series_row(series_id)
    about(series)
    lock(series)
    series.is_unlisted = value
    series.version += 1
    _announce(series)
    return series


@operation
def delete_series(*, series_id: str, by: Actor) -> Series:
    """With its dates that are not over; what has been stays as webinars without a series' page."""
    series = series_row(series_id)
    about(series)
    lock(series)
    _announce(series)
    series.deleted_at = clock.now()
    for webinar in dates_of(series):
        if webinar.ends_at > series.deleted_at:
            webinar.deleted_at = series.deleted_at
            for session in sessions_in_order(webinar):
                session.deleted_at = series.deleted_at
                news.announce(SessionChanged(session.id))
    return series


@operation
def restore_series(*, series_id: str, by: Actor) -> Series:
    """The dates that went with it come back."""
    series = series_row(series_id, deleted=True)
    about(series)
    gone = sa.select(Webinar).where(
        Webinar.series_id == series.id, Webinar.deleted_at == series.deleted_at
    )
    for webinar in db.session.scalars(with_deleted(gone.order_by(Webinar.id))).all():
        sessions = sa.select(Session).where(
            Session.webinar_id == webinar.id, Session.deleted_at == series.deleted_at
        )
        for session in db.session.scalars(with_deleted(sessions)):
            session.deleted_at = None
            news.announce(SessionChanged(session.id))
        webinar.deleted_at = None
    series.deleted_at = None
    db.session.flush()
    _announce(series)
    return series


@operation
def skip_date(*, webinar_id: str, by: Actor) -> Webinar:
    """One date of a series does not take place and nobody needs to be told why: it leaves pages and
    calendars. `unskip_date` brings it back. Raises WrongState for what is no date of a series.
    """
    _series_of(webinar_row(webinar_id))
    return delete_webinar(webinar_id=webinar_id, by=by)


@operation
def unskip_date(*, webinar_id: str, by: Actor) -> Webinar:
    """It takes place after all. Raises WrongState for what is no date of a series."""
    _series_of(webinar_row(webinar_id, deleted=True))
    return restore_webinar(webinar_id=webinar_id, by=by)


def _series_of(webinar: Webinar) -> Series:
    series = db.session.get(Series, webinar.series_id) if webinar.series_id else None
    if series is None:
        raise WrongState(N_("This webinar is no date of a series."))
    return series


@operation
def extend_series(*, by: Actor) -> int:
    """Make the dates of series without an end that have come within the horizon; how many."""
    made = 0
    found = sa.select(Series).where(Series.state == PUBLISHED, Series.rule != "")
    # Locked: who changes a series meanwhile makes its dates, too.
    for series in db.session.scalars(found.order_by(Series.id).with_for_update(of=Series)).all():
        count = make_dates(series, after=series.made_until)
        if count:
            made += count
            news.announce(SeriesChanged(series.id))
    return made


@operation
def repeat_webinar(*, webinar_id: str, by: Actor) -> Webinar:
    """The same again at the next date: its sessions and words, in one step.

    In a series that is its next date without a programme, which is filled; where all are made and
    filled a further date a week after the last. A webinar of no series: a draft at the same time a
    week later, or as many weeks as it takes to lie ahead.
    """
    original = webinar_row(webinar_id)
    series = db.session.get(Series, original.series_id) if original.series_id else None
    if series is None:
        start = original.starts_wall + timedelta(days=7)
        while start < wall(clock.now(), original.timezone).local:
            start += timedelta(days=7)
        return duplicate_webinar(webinar_id=webinar_id, starts=start, by=by)
    lock(series)
    begin = original.slot
    dates = dates_of(series)
    for webinar in dates:
        slot = webinar.slot
        if slot > begin and _is_free(webinar):
            _fill(webinar, original)
            about(webinar)
            return webinar
    last = max(webinar.slot for webinar in dates)
    return _further_date(series, original, last + timedelta(days=7), by)


def _is_free(webinar: Webinar) -> bool:
    return (
        webinar.state in (DRAFT, PUBLISHED)
        and webinar.ends_at > clock.now()
        and not sessions_in_order(webinar)
    )


_COPIED = ("title", "subtitle", "summary", "description", "description_html", "language", "room_id")


def _fill(webinar: Webinar, original: Webinar) -> None:
    for name in _COPIED:
        setattr(webinar, name, getattr(original, name))
    shift = webinar.starts_wall - original.starts_wall
    for session in sessions_in_order(original):
        if not session.is_cancelled:
            copy_session(session, webinar, shift)
    webinar.version += 1
    news.announce(WebinarChanged(webinar.id))
    news.announce(WebinarCopied(original.id, webinar.id))


def _further_date(series: Series, original: Webinar, slot: datetime, by: Actor) -> Webinar:
    copy = duplicate_webinar(
        webinar_id=original.public_id,
        starts=recurrence.takes_place(slot, original.timezone).local,
        by=by,
    )
    copy.slug = choose_slug(Webinar, f"{series.slug}-{slot:%Y-%m-%d}", row=copy)
    copy.series_id, copy.slot_wall = series.id, slot
    series.dates = sorted({*series.dates, recurrence.written(slot)})
    series.made_until = max(slot, series.made_until or slot)
    series.version += 1
    news.announce(WebinarChanged(copy.id))
    news.announce(SeriesChanged(series.id))
    return copy
