"""What left a calendar that programs keep in step with, so that they hear of it (RFC 6578).

One step of `rewriting`, after the entries are written: each entry remembers the collections that
it stands in, and for each that it leaves one row says when. Rows outlive the entry.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from webinar.calendars.feeds import Revision
from webinar.calendars.models import SERIES, SITE, CalendarEntry, CalendarLeaving, CalendarMention
from webinar.calendars.queries import CANCELLED_STAYS, WINDOW
from webinar.core import clock
from webinar.core.db import db

#: how long it is told; who asked last before that begins anew
KEPT = timedelta(days=30)
#: as rows are kept a little longer than told, nobody misses one over a slow job
_SPARE = timedelta(days=10)


def remember(entry: CalendarEntry) -> None:
    """Before it changes: until when the site's calendar holds it, as it stands now."""
    if entry.is_listed:
        until = _last_day(entry.ends_at, is_cancelled=entry.is_cancelled)
        entry.held_until = max(until, entry.held_until or until)


def _last_day(ends_at: datetime, *, is_cancelled: bool) -> date:
    return (ends_at + (CANCELLED_STAYS if is_cancelled else WINDOW)).date()


def write(revision: Revision) -> None:
    """Bring collections and leavings of the entries that changed just now up to date.

    Two statements where none came or went, four in all.
    """
    number = revision.taken
    if number is None:
        return
    rows = db.session.execute(
        sa.select(
            CalendarEntry.id,
            CalendarEntry.uid,
            CalendarEntry.is_listed,
            CalendarEntry.covered_by,
            CalendarEntry.collections,
            CalendarEntry.ends_at,
            CalendarEntry.is_cancelled,
            CalendarEntry.held_until,
        ).where(CalendarEntry.revision == number)
    ).all()
    series = _series_of(number)
    changed, left = [], []
    for row in rows:
        now = _collections(row, series[row.id])
        if now != row.collections:
            changed.append({"id": row.id, "collections": now})
            until = _last_day(row.ends_at, is_cancelled=row.is_cancelled)
            until = max(until, row.held_until or until)
            left += [
                (kind, at, row.uid, until) for kind, at in row.collections if [kind, at] not in now
            ]
    if changed:
        db.session.execute(sa.update(CalendarEntry), changed)
    if left:
        _note(left, number)


def _series_of(revision: int) -> dict[int, list[int]]:
    """Entry of that revision -> the series it names."""
    found: dict[int, list[int]] = defaultdict(list)
    mentions = (
        sa.select(CalendarMention.entry_id, CalendarMention.object_id)
        .join(CalendarEntry)
        .where(CalendarMention.kind == SERIES, CalendarEntry.revision == revision)
    )
    for entry_id, number in db.session.execute(mentions):
        found[entry_id].append(number)
    return found


def _collections(row: Any, series: list[int]) -> list[list[Any]]:
    """[kind, subject] of what holds it, were it of any age."""
    if not row.is_listed or row.covered_by:
        return []
    return [[SITE, 0], *([SERIES, number] for number in sorted(series))]


def _note(left: list[tuple[str, int, str, date]], revision: int) -> None:
    now = clock.now()
    name = db.session.get_bind().dialect.name
    made = (postgresql if name == "postgresql" else sqlite).insert(CalendarLeaving)
    made = made.on_conflict_do_update(
        index_elements=["kind", "subject_id", "uid"],
        set_={
            "revision": made.excluded.revision,
            "held_until": made.excluded.held_until,
            "left_at": made.excluded.left_at,
        },
    )
    db.session.execute(
        made,
        [
            {
                "kind": kind,
                "subject_id": at,
                "uid": uid,
                "revision": revision,
                "held_until": until,
                "left_at": now,
            }
            for kind, at, uid, until in left
        ],
    )


def forget_old() -> None:
    """Delete what is told to nobody any more, in the open transaction."""
    limit = clock.now() - KEPT - _SPARE
    db.session.execute(sa.delete(CalendarLeaving).where(CalendarLeaving.left_at < limit))
