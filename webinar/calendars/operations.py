"""Keeping calendars whole. Derived rows, nobody's intention: no journal entries."""

from datetime import timedelta

import sqlalchemy as sa

from webinar.calendars import addresses, changes, feeds, leavings, queries
from webinar.calendars.ical import FORMAT
from webinar.calendars.models import (
    ARCHIVE,
    SERIES,
    SPEAKER,
    WEBINAR,
    WHOLE,
    CalendarEntry,
    CalendarMention,
    Feed,
)
from webinar.calendars.notes import Notes, noted
from webinar.calendars.rewriting import feeds_of, rewrite
from webinar.calendars.zones import installed_version
from webinar.calls.models import Call
from webinar.calls.operations import follow_zone_rules_of_calls
from webinar.calls.queries import has_stale_closings
from webinar.calls.visibility import call_readable
from webinar.core import clock, jobs
from webinar.core.db import db, retrying, transaction, with_deleted
from webinar.core.journal import SYSTEM
from webinar.organization.queries import stored_site
from webinar.webinars.models import CANCELLED, Series, Session, Webinar
from webinar.webinars.operations import follow_zone_rules
from webinar.webinars.queries import has_stale_instants


def ensure_calendars() -> None:
    """Note what has no entry or feed yet, and everything when the base address is another.

    For the start, after a migration, and after data came in without announcements. More than 200
    entries are left to a job.
    """
    with transaction():
        site = stored_site()
        if site is None:
            return
        state = feeds.stored_state()
        made_with = (addresses.base_url(), site.language, FORMAT)
        is_same = (state.base_url, state.language, state.format) == made_with
        state.base_url, state.language, state.format = made_with
        notes = noted()
        sessions = sa.select(Session.id)
        webinars = sa.select(Webinar.id)
        if is_same:
            sessions = sessions.where(~sa.exists().where(CalendarEntry.session_id == Session.id))
            webinars = webinars.where(
                ~sa.exists().where(CalendarEntry.webinar_id == Webinar.id),
            )
        notes.sessions |= set(db.session.scalars(sessions))
        notes.webinars |= set(db.session.scalars(webinars))
        series = sa.select(Series.id)
        if is_same:
            series = series.where(~sa.exists().where(CalendarEntry.series_id == Series.id))
        notes.series |= set(db.session.scalars(series))
        calls = sa.select(Call.id).where(call_readable())
        if is_same:
            calls = calls.where(~sa.exists().where(CalendarEntry.call_id == Call.id))
        notes.calls |= set(db.session.scalars(calls))
        known: set[tuple[str, int]] = set()
        if is_same:
            known = {
                (kind, number)
                for kind, number in db.session.execute(sa.select(Feed.kind, Feed.subject_id))
            }
        notes.feeds |= {(kind, 0) for kind in WHOLE} - known
        for kind, model in queries.SUBJECTS.items():
            subjects = db.session.scalars(with_deleted(sa.select(model.id)))
            notes.feeds |= {(kind, number) for number in subjects} - known


def follow_zones() -> int:
    """After another release of the zone data: instants derived anew, zones in feeds written anew.

    What people typed stays. Answers how many webinars and sessions take place at another instant;
    acts once for each release. Raises nothing for data that says the same: no byte changes then.
    """
    state, version = queries.state(), installed_version()
    db.session.rollback()
    if state is None or state.zones == version:
        return 0
    moved = follow_zone_rules(by=SYSTEM) if has_stale_instants() else 0
    if has_stale_closings():
        moved += follow_zone_rules_of_calls(by=SYSTEM)
    with transaction():
        feeds.stored_state().zones = version
        zoned = sa.select(CalendarEntry).where(
            CalendarEntry.timezone != "", CalendarEntry.is_listed.is_(True)
        )
        entries = list(db.session.scalars(zoned))
        notes = noted()
        notes.series |= {entry.series_id for entry in entries if entry.series_id is not None}
        named = queries.mentions_of([entry.id for entry in entries])
        for entry in entries:
            notes.feeds |= feeds_of(entry, named[entry.id], is_over=True)
    return moved


def rewrite_noted(notes: Notes) -> None:
    """Entries and feeds of a large change, all in one transaction: the old whole or the new."""
    retrying(lambda: _rewrite(notes))


def _rewrite(notes: Notes) -> None:
    with transaction():
        rewrite(notes, at_once=None)


def rebuild_stale() -> None:
    """Build every feed that was left for later, each in a transaction of its own."""
    site = stored_site()
    stale = db.session.scalars(sa.select(Feed.id).where(Feed.is_stale).order_by(Feed.id)).all()
    db.session.rollback()
    if site is None:
        return
    for feed_id in stale:
        retrying(lambda feed_id=feed_id: _rebuild(feed_id))  # type: ignore[misc]


def _rebuild(feed_id: int) -> None:
    with transaction():
        site = stored_site()
        if site is not None:
            feeds.rebuild_one(feed_id, site)


def move_day() -> None:
    """Move the stored day boundary to today: entries leave the windows, feeds are built later.

    Other feeds are touched only where a cancelled entry's 30 days are over.
    Does nothing when it stands at today already.
    """
    with transaction():
        state = feeds.stored_state()
        today = clock.now().date()
        if state.day >= today:
            return
        first, last = (
            queries.day_start(day) - queries.CANCELLED_STAYS for day in (state.day, today)
        )
        state.day = today
        # What was asked for with options moves with the day, too.
        state.changed_at = max(
            clock.whole_seconds(clock.now()), state.changed_at + timedelta(seconds=1)
        )
        kinds = sa.update(Feed).where(Feed.kind.in_((ARCHIVE, *queries.WINDOWED)))
        db.session.execute(kinds.values(is_stale=True))
        gone = sa.select(CalendarEntry.id).where(
            CalendarEntry.is_cancelled,
            CalendarEntry.is_listed,
            CalendarEntry.ends_at >= first - timedelta(days=1),
            CalendarEntry.ends_at < last,
        )
        webinars = sa.select(CalendarEntry.webinar_id).where(CalendarEntry.id.in_(gone))
        # A cancelled date of a series becomes one that is left out.
        noted().series |= set(
            db.session.scalars(
                sa.select(Webinar.series_id).where(
                    Webinar.series_id.is_not(None),
                    Webinar.state == CANCELLED,
                    Webinar.ends_at >= first - timedelta(days=1),
                    Webinar.ends_at < last,
                )
            )
        )
        named = [
            (
                kind,
                sa.select(CalendarMention.object_id).where(
                    CalendarMention.kind == kind, CalendarMention.entry_id.in_(gone)
                ),
            )
            for kind in (SPEAKER, SERIES)
        ]
        for kind, numbers in ((WEBINAR, webinars), *named):
            feed = sa.update(Feed).where(Feed.kind == kind, Feed.subject_id.in_(numbers))
            db.session.execute(
                feed.values(is_stale=True).execution_options(synchronize_session=False)
            )
        changes.forget_old()
        leavings.forget_old()
        jobs.enqueue(feeds.REBUILD)
