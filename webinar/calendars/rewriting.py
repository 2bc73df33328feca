"""Write entries and feeds anew: one step before the commit, in the transaction of the change.

An entry is rendered with the stamps it has. When that yields the stored bytes, nothing a reader
could see has changed, and nothing is touched; else it gets new stamps and its feeds are built.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

import sqlalchemy as sa
from flask_babel import force_locale

from webinar.calendars import changes, feeds, leavings
from webinar.calendars.contents import deadline_content, session_content, webinar_content
from webinar.calendars.feeds import Revision
from webinar.calendars.ical import EventContent, Stamps, render_event
from webinar.calendars.models import (
    ARCHIVE,
    BY_DEADLINES,
    BY_SERIES,
    BY_SESSIONS,
    CATEGORY,
    DEADLINES,
    MENTIONED,
    PAPER,
    ROOM,
    SERIES,
    SESSION,
    SITE,
    SPEAKER,
    TAG,
    WEBINAR,
    CalendarEntry,
    CalendarMention,
)
from webinar.calendars.notes import Notes, taken
from webinar.calendars.queries import (
    CANCELLED_STAYS,
    SessionRows,
    day_start,
    mentions_of,
    session_rows,
    webinar_rows,
)
from webinar.calendars.recurring import covers, stamped, whole_series
from webinar.calendars.series_queries import SeriesRows, series_rows
from webinar.calendars.telling import PAPERS_DUE, REGISTRATION_CLOSES
from webinar.core import clock, ids, jobs
from webinar.core.db import BEFORE_COMMIT, RoutedSession, db
from webinar.organization.models import Site
from webinar.organization.queries import stored_site
from webinar.webinars.models import ARCHIVED, Room, Series, Session, Webinar
from webinar.webinars.policy import (
    is_series_listed,
    is_session_readable,
    is_webinar_listed,
    is_webinar_readable,
)

#: more entries, or feeds of more entries, than this are left to a job
AT_ONCE = 200
_CHUNK = 200
REWRITE = "calendars.rewrite"
#: kinds of entries beside a webinar's own
_ENDINGS = (PAPERS_DUE, REGISTRATION_CLOSES)
_Mentions = set[tuple[str, int]]


def _finish(_session: RoutedSession) -> None:
    notes = taken()
    if notes is None:
        return
    if len(notes) > AT_ONCE:
        jobs.enqueue(REWRITE, **notes.as_payload())
    else:
        rewrite(notes, at_once=AT_ONCE)


BEFORE_COMMIT.append(_finish)


def rewrite(notes: Notes, *, at_once: int | None) -> None:
    """Bring entries and then feeds up to date, in the open transaction.

    Feeds that held more than `at_once` entries are marked and left to a job; None builds all.
    Before the first start there is no site row, so nothing is written; `ensure_calendars` catches
    up.
    """
    site = stored_site()
    if site is None:
        return
    with force_locale(site.language):
        touched, revision = set(notes.feeds), Revision()
        whole = set(notes.webinars)
        for chunk in _chunks(notes.sessions):
            rows = session_rows(chunk)
            whole |= {row.session.webinar_id for row in rows}
            touched |= _write_sessions(rows, site, revision)
        for chunk in _chunks(whole):
            touched |= _write_webinars(list(webinar_rows(chunk).values()), site, revision)
        # What changed in one of its dates may change the entry of a series.
        series = notes.series | {number for kind, number in touched if kind == SERIES}
        for chunk in _chunks(series):
            touched |= _write_series(series_rows(chunk), site, revision)
        db.session.flush()
        changes.write(revision)
        leavings.write(revision)
        feeds.refresh(touched, site, at_once=at_once)


def _chunks(numbers: Iterable[int]) -> Iterator[list[int]]:
    """Sorted pieces that fit into one IN list."""
    rest = iter(sorted(numbers))
    while piece := list(islice(rest, _CHUNK)):
        yield piece


def _write_sessions(
    rows: list[SessionRows], site: Site, revision: Revision
) -> set[tuple[str, int]]:
    numbers = [row.session.id for row in rows]
    entries = {
        entry.session_id: entry
        for entry in db.session.scalars(
            sa.select(CalendarEntry).where(CalendarEntry.session_id.in_(numbers))
        )
    }
    mentions = mentions_of([entry.id for entry in entries.values()])
    touched: set[tuple[str, int]] = set()
    for row in rows:
        session = row.session
        entry = entries.get(session.id) or _new_entry(SESSION, site, session)
        entry.session_id, entry.webinar_id = session.id, session.webinar_id
        if is_session_readable(session):
            named = _named(session.webinar, session.effective_room)
            named |= {(SPEAKER, role.speaker_id) for role in row.roles}
            named |= {(PAPER, one.paper.id) for one in row.papers}
            content = session_content(entry.uid, session, row.roles, row.papers)
            before = mentions[entry.id]
            changed = _store(entry, content, named, before, revision, session.webinar)
        else:
            named, changed = mentions[entry.id], _take_away(entry, revision)
        if changed:
            touched |= feeds_of(entry, named | mentions[entry.id])
    return touched


def _write_webinars(
    rows: list[tuple[Webinar, bool]], site: Site, revision: Revision
) -> set[tuple[str, int]]:
    numbers = [webinar.id for webinar, _ in rows]
    entries = {
        (entry.kind, entry.webinar_id): entry
        for entry in db.session.scalars(
            sa.select(CalendarEntry).where(
                CalendarEntry.webinar_id.in_(numbers), CalendarEntry.kind.in_((WEBINAR, *_ENDINGS))
            )
        )
    }
    mentions = mentions_of([entry.id for entry in entries.values()])
    touched: set[tuple[str, int]] = set()
    for webinar, has_sessions in rows:
        for kind in _ENDINGS:
            if _write_deadline(kind, webinar, entries.get((kind, webinar.id)), site, revision):
                touched.add((DEADLINES, 0))
        entry = entries.get((WEBINAR, webinar.id))
        if not is_webinar_readable(webinar):
            if entry is not None and _take_away(entry, revision):
                touched |= feeds_of(entry, mentions[entry.id])
            continue
        if entry is None:
            entry = _new_entry(WEBINAR, site, webinar)
        named = _named(webinar, webinar.standing_room)
        content = webinar_content(entry.uid, webinar)
        covered = BY_SESSIONS if has_sessions else ""
        if covers(webinar.series, webinar, has_sessions=has_sessions):
            covered = BY_SERIES
        before = mentions[entry.id]
        if _store(entry, content, named, before, revision, webinar, covered_by=covered):
            touched |= feeds_of(entry, named | mentions[entry.id])
    return touched


def _write_deadline(
    kind: str, webinar: Webinar, entry: CalendarEntry | None, site: Site, revision: Revision
) -> bool:
    """The entry of one deadline, in its own feed only; whether that may be different."""
    at = webinar.papers_due_at if kind == PAPERS_DUE else webinar.registration_closes_at
    if at is None or not is_webinar_readable(webinar):
        return entry is not None and _take_away(entry, revision)
    if entry is None:
        entry = _new_entry(kind, site, webinar)
    content = deadline_content(entry.uid, webinar, kind, at)
    named: _Mentions = set()
    return _store(entry, content, named, named, revision, webinar, covered_by=BY_DEADLINES)


def _write_series(rows: list[SeriesRows], site: Site, revision: Revision) -> set[tuple[str, int]]:
    numbers = [row.series.id for row in rows]
    entries = {
        entry.series_id: entry
        for entry in db.session.scalars(
            sa.select(CalendarEntry).where(CalendarEntry.series_id.in_(numbers))
        )
    }
    mentions = mentions_of([entry.id for entry in entries.values()])
    touched: set[tuple[str, int]] = set()
    for row in rows:
        series, entry = row.series, entries.get(row.series.id)
        covered = [
            one
            for one in row.webinars
            if covers(series, one, has_sessions=one.id in row.with_sessions)
        ]
        uid = entry.uid if entry is not None else _new_uid(SERIES, site)
        since = day_start(feeds.day()) - CANCELLED_STAYS
        whole = whole_series(uid, series, covered, cancelled_since=since)
        if whole is None or not is_series_listed(series):
            if entry is not None and _take_away(entry, revision):
                touched |= feeds_of(entry, mentions[entry.id])
            continue
        if entry is None:
            entry = _new_series_entry(uid, series)
        named = {(CATEGORY, series.category_id), (SERIES, series.id)}
        if series.standing_room is not None:
            named.add((ROOM, series.standing_room.id))
        named |= set.intersection(*({(TAG, tag.id) for tag in one.tags} for one in covered))
        before = mentions[entry.id]
        is_return = bool(entry.body) and not entry.is_readable
        found = stamped(entry, whole, is_return=is_return)
        changes.note(entry, found.told, is_listed=True)
        changed = is_return or found.body != entry.body
        moved = named != before or not entry.is_listed
        is_new = changed or moved or entry.content != found.told
        if is_new:
            leavings.remember(entry)
            entry.revision = revision.number()
        entry.body, entry.content, entry.sequence = found.body, found.told, found.sequence
        # Times of UTC are written as instants, which need no zone.
        entry.timezone = "" if series.timezone == "UTC" else series.timezone
        entry.revised_at = max(entry.revised_at, found.revised_at)
        entry.starts_at = clock.whole_seconds(whole.master.content.starts_at)
        entry.ends_at = clock.whole_seconds(whole.ends_at)
        entry.is_readable = entry.is_listed = True
        if named != before:
            _name(entry, named, before)
        if changed or moved:
            touched |= feeds_of(entry, named | before)
    return touched


def _new_uid(kind: str, site: Site) -> str:
    return f"{kind}-{ids.new_id()}@{site.install_id}"


def _new_series_entry(uid: str, series: Series) -> CalendarEntry:
    now = clock.whole_seconds(clock.now())
    entry = CalendarEntry(
        uid=uid,
        kind=SERIES,
        series_id=series.id,
        created_at=now,
        revised_at=now,
        starts_at=now,
        ends_at=now,
        sequence=0,
        content={},
        is_readable=False,
        is_listed=False,
        is_archived=False,
        body=b"",
    )
    db.session.add(entry)
    db.session.flush()
    return entry


def _named(webinar: Webinar, room: Room | None) -> _Mentions:
    """What decides about the feeds that hold an entry of the webinar."""
    named = {(CATEGORY, webinar.category_id)} | {(TAG, tag.id) for tag in webinar.tags}
    if room is not None:
        named.add((ROOM, room.id))
    if webinar.series_id is not None:
        named.add((SERIES, webinar.series_id))
    return named


def _new_entry(kind: str, site: Site, subject: Session | Webinar) -> CalendarEntry:
    now = clock.whole_seconds(clock.now())
    entry = CalendarEntry(
        uid=_new_uid(kind, site),
        kind=kind,
        webinar_id=subject.webinar_id if isinstance(subject, Session) else subject.id,
        session_id=subject.id if isinstance(subject, Session) else None,
        created_at=now,
        revised_at=now,
        starts_at=subject.starts_at,
        ends_at=subject.ends_at,
        is_readable=False,
        is_listed=False,
        is_archived=False,
        sequence=0,
        schedule="",
        body=b"",
        content={},
    )
    db.session.add(entry)
    db.session.flush()
    return entry


def _store(
    entry: CalendarEntry,
    content: EventContent,
    named: _Mentions,
    before: _Mentions,
    revision: Revision,
    webinar: Webinar,
    *,
    covered_by: str = "",
) -> bool:
    """Take over what the entry of a webinar, or of a session in it, says now; whether any feed
    may be different.
    """
    is_listed, is_archived = is_webinar_listed(webinar), webinar.state == ARCHIVED
    told = content.stored()
    changes.note(entry, told, is_listed=is_listed)
    schedule = ids.digest_id(content.schedule.encode())
    is_return = bool(entry.body) and not entry.is_readable
    rendered = render_event(content, _stamps(entry))
    changed = is_return or rendered != entry.body
    stood = (entry.is_listed, entry.is_archived, entry.covered_by)
    moved = named != before or stood != (is_listed, is_archived, covered_by)
    if changed or moved or told != entry.content:
        leavings.remember(entry)
        entry.revision = revision.number()
    if changed:
        now = clock.whole_seconds(clock.now())
        if entry.body:
            entry.revised_at = after(entry.revised_at, now)
            if is_return or schedule != entry.schedule:
                entry.sequence += 1
        else:
            entry.revised_at = max(entry.revised_at, now)
        entry.body = render_event(content, _stamps(entry))
        entry.schedule = schedule
        entry.starts_at = clock.whole_seconds(content.starts_at)
        entry.ends_at = clock.whole_seconds(content.ends_at)
        entry.is_cancelled = content.is_cancelled
    entry.is_readable, entry.is_listed = True, is_listed
    entry.is_archived, entry.covered_by = is_archived, covered_by
    if named != before:
        _name(entry, named, before)
    if told != entry.content:
        entry.content = told
    return changed or moved


def _take_away(entry: CalendarEntry, revision: Revision) -> bool:
    """Leave the feeds, keep the UID and the last bytes; whether any feed is different."""
    was_listed = entry.is_listed
    changes.note(entry, None, is_listed=False)
    if entry.is_readable:
        entry.revision = revision.number()
    entry.is_readable = entry.is_listed = False
    return was_listed


def _stamps(entry: CalendarEntry) -> Stamps:
    return Stamps(entry.created_at, entry.revised_at, entry.sequence)


def after(earlier: datetime, now: datetime) -> datetime:
    """`now`, but later than `earlier` by a second at least: stamps never stand still."""
    return max(now, earlier + timedelta(seconds=1))


def _name(entry: CalendarEntry, named: _Mentions, before: _Mentions) -> None:
    for kind, number in sorted(before - named):
        db.session.execute(
            sa.delete(CalendarMention).where(
                CalendarMention.entry_id == entry.id,
                CalendarMention.kind == kind,
                CalendarMention.object_id == number,
            )
        )
    for kind, number in sorted(named - before):
        db.session.add(CalendarMention(entry_id=entry.id, kind=kind, object_id=number))


def feeds_of(entry: CalendarEntry, named: _Mentions) -> set[tuple[str, int]]:
    """(kind, subject) of every feed that may hold an entry which names these."""
    found = {(SITE, 0), (ARCHIVE, 0)}
    if entry.webinar_id is not None:
        found.add((WEBINAR, entry.webinar_id))
    return found | {(kind, number) for kind, number in named if kind in MENTIONED}
