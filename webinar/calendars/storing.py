"""Taking over what an entry says: its bytes, its stamps, what it names; see `rewriting`."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from webinar.calendars import changes, leavings
from webinar.calendars.feeds import Revision
from webinar.calendars.ical import EventContent, Stamps, render_event
from webinar.calendars.models import CalendarEntry, CalendarMention
from webinar.core import clock, ids
from webinar.core.db import db
from webinar.organization.models import Site

#: (kind, row number) of what an entry's bytes name
Mentions = set[tuple[str, int]]


def new_uid(kind: str, site: Site) -> str:
    return f"{kind}-{ids.new_id()}@{site.install_id}"


def blank_entry(kind: str, site: Site, at: datetime, **subject: int) -> CalendarEntry:
    """A new entry that says nothing yet; `subject` names its webinar, session, series or call."""
    now = clock.whole_seconds(clock.now())
    entry = CalendarEntry(
        uid=new_uid(kind, site),
        kind=kind,
        created_at=now,
        revised_at=now,
        starts_at=at,
        ends_at=at,
        is_readable=False,
        is_listed=False,
        is_archived=False,
        sequence=0,
        schedule="",
        body=b"",
        content={},
        **subject,
    )
    db.session.add(entry)
    db.session.flush()
    return entry


def store(
    entry: CalendarEntry,
    content: EventContent,
    named: Mentions,
    before: Mentions,
    revision: Revision,
    *,
    is_listed: bool,
    is_archived: bool,
    covered_by: str = "",
) -> bool:
    """Take over what an entry says now; whether any feed may be different."""
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
        name(entry, named, before)
    if told != entry.content:
        entry.content = told
    return changed or moved


def take_away(entry: CalendarEntry, revision: Revision) -> bool:
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


def name(entry: CalendarEntry, named: Mentions, before: Mentions) -> None:
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
