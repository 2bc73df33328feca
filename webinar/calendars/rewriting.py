"""Write entries and feeds anew: one step before the commit, in the transaction of the change.

An entry is rendered with the stamps it has. When that yields the stored bytes, nothing a reader
could see has changed, and nothing is touched; else it gets new stamps and its feeds are built.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

import sqlalchemy as sa
from flask_babel import force_locale

from webinar.calendars import changes, feeds, leavings
from webinar.calendars.closings import (
    ENDINGS,
    deadline_of,
    webinars_with_calls,
    write_closings,
    write_deadline,
)
from webinar.calendars.contents import session_content, webinar_content
from webinar.calendars.feeds import Revision
from webinar.calendars.models import (
    ARCHIVE,
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
)
from webinar.calendars.notes import Notes, taken
from webinar.calendars.queries import (
    CANCELLED_STAYS,
    SessionRows,
    authors_of,
    day_start,
    mentions_of,
    session_rows,
    webinar_rows,
)
from webinar.calendars.recurring import covers, stamped, whole_series
from webinar.calendars.series_queries import SeriesRows, series_rows
from webinar.calendars.storing import (
    Mentions,
    blank_entry,
    name,
    new_uid,
    store,
    take_away,
)
from webinar.core import clock, jobs
from webinar.core.db import BEFORE_COMMIT, RoutedSession, db
from webinar.organization.models import Site
from webinar.organization.queries import stored_site
from webinar.webinars.models import ARCHIVED, Room, Session, Webinar
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


def _finish(_session: RoutedSession) -> None:
    notes = taken()
    if not notes:
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
        since = day_start(feeds.day())
        whole, papers = set(notes.webinars), set[int]()
        for chunk in _chunks(notes.sessions):
            rows = session_rows(chunk)
            whole |= {row.session.webinar_id for row in rows}
            touched |= _write_sessions(rows, site, revision, since, papers)
        for chunk in _chunks(whole):
            touched |= _write_webinars(list(webinar_rows(chunk).values()), site, revision, since)
        # What changed in one of its dates may change the entry of a series.
        series = notes.series | {number for kind, number in touched if kind == SERIES}
        for chunk in _chunks(series):
            touched |= _write_series(series_rows(chunk), site, revision, since)
        for chunk in _chunks(notes.calls):
            touched |= write_closings(chunk, site, revision)
        db.session.flush()
        changes.write(revision)
        leavings.write(revision)
        # With a session its published papers come and go, and with these their authors' profiles.
        heads = notes.heads | {(SPEAKER, number) for number in authors_of(papers)}
        feeds.refresh(touched, heads, site, at_once=at_once)


def _chunks(numbers: Iterable[int]) -> Iterator[list[int]]:
    """Sorted pieces that fit into one IN list."""
    rest = iter(sorted(numbers))
    while piece := list(islice(rest, _CHUNK)):
        yield piece


def _write_sessions(
    rows: list[SessionRows],
    site: Site,
    revision: Revision,
    since: datetime,
    papers: set[int],
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
        was_over = is_over(entry, since)
        if is_session_readable(session):
            named = _named(session.webinar, session.effective_room)
            named |= {(SPEAKER, role.speaker_id) for role in row.roles}
            named |= {(PAPER, one.paper.id) for one in row.papers}
            content = session_content(entry.uid, session, row.roles, row.papers)
            before = mentions[entry.id]
            changed = store(
                entry,
                content,
                named,
                before,
                revision,
                is_listed=is_webinar_listed(session.webinar),
                is_archived=session.webinar.state == ARCHIVED,
            )
        else:
            named, changed = mentions[entry.id], take_away(entry, revision)
        if changed:
            named |= mentions[entry.id]
            papers |= {number for kind, number in named if kind == PAPER}
            touched |= feeds_of(entry, named, was_over or is_over(entry, since))
    return touched


def _write_webinars(
    rows: list[tuple[Webinar, bool]], site: Site, revision: Revision, since: datetime
) -> set[tuple[str, int]]:
    numbers = [webinar.id for webinar, _ in rows]
    entries = {
        (entry.kind, entry.webinar_id): entry
        for entry in db.session.scalars(
            sa.select(CalendarEntry).where(
                CalendarEntry.webinar_id.in_(numbers), CalendarEntry.kind.in_((WEBINAR, *ENDINGS))
            )
        )
    }
    mentions = mentions_of([entry.id for entry in entries.values()])
    touched: set[tuple[str, int]] = set()
    with_calls = webinars_with_calls(numbers)
    for webinar, has_sessions in rows:
        for kind in ENDINGS:
            at = deadline_of(kind, webinar, has_call=webinar.id in with_calls)
            if write_deadline(kind, webinar, at, entries.get((kind, webinar.id)), site, revision):
                touched.add((DEADLINES, 0))
        entry = entries.get((WEBINAR, webinar.id))
        if not is_webinar_readable(webinar):
            if entry is not None and take_away(entry, revision):
                touched |= feeds_of(entry, mentions[entry.id], is_over(entry, since))
            continue
        if entry is None:
            entry = _new_entry(WEBINAR, site, webinar)
        was_over = is_over(entry, since)
        named = _named(webinar, webinar.standing_room)
        content = webinar_content(entry.uid, webinar)
        covered = BY_SESSIONS if has_sessions else ""
        if covers(webinar.series, webinar, has_sessions=has_sessions):
            covered = BY_SERIES
        before = mentions[entry.id]
        if store(
            entry,
            content,
            named,
            before,
            revision,
            is_listed=is_webinar_listed(webinar),
            is_archived=webinar.state == ARCHIVED,
            covered_by=covered,
        ):
            touched |= feeds_of(
                entry, named | mentions[entry.id], was_over or is_over(entry, since)
            )
    return touched


def _write_series(
    rows: list[SeriesRows], site: Site, revision: Revision, since: datetime
) -> set[tuple[str, int]]:
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
        uid = entry.uid if entry is not None else new_uid(SERIES, site)
        whole = whole_series(uid, series, covered, cancelled_since=since - CANCELLED_STAYS)
        if whole is None or not is_series_listed(series):
            if entry is not None and take_away(entry, revision):
                touched |= feeds_of(entry, mentions[entry.id], False)
            continue
        if entry is None:
            entry = blank_entry(SERIES, site, clock.now(), series_id=series.id)
            entry.uid = uid
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
            name(entry, named, before)
        if changed or moved:
            touched |= feeds_of(entry, named | before, False)
    return touched


def _named(webinar: Webinar, room: Room | None) -> Mentions:
    """What decides about the feeds that hold an entry of the webinar."""
    named = {(CATEGORY, webinar.category_id)} | {(TAG, tag.id) for tag in webinar.tags}
    if room is not None:
        named.add((ROOM, room.id))
    if webinar.series_id is not None:
        named.add((SERIES, webinar.series_id))
    return named


def _new_entry(kind: str, site: Site, subject: Session | Webinar) -> CalendarEntry:
    at = subject.starts_at
    if isinstance(subject, Session):
        named = {"session_id": subject.id, "webinar_id": subject.webinar_id}
        return blank_entry(kind, site, at, **named)
    return blank_entry(kind, site, at, webinar_id=subject.id)


def is_over(entry: CalendarEntry, since: datetime) -> bool:
    """As `queries.held_by` has it: whether it is past, at that boundary of the day."""
    return entry.ends_at < since or entry.is_archived


def feeds_of(entry: CalendarEntry, named: Mentions, is_over: bool) -> set[tuple[str, int]]:
    """(kind, subject) of every feed that may hold an entry which names these.

    The archive's alone when it is over, or was.
    """
    found = {(SITE, 0)}
    if is_over and entry.kind != SERIES:
        found.add((ARCHIVE, 0))
    if entry.webinar_id is not None:
        found.add((WEBINAR, entry.webinar_id))
    return found | {(kind, number) for kind, number in named if kind in MENTIONED}
