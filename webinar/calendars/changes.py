"""What an edit changed, in the words of those who follow: noted entry by entry, then written.

`rewriting` notes each entry before it takes over what the entry says now. Before the commit the
notes become at most one row of news for each entry, and one for a whole webinar where most of it
changed. What was never listed is no news.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from webinar.calendars.feeds import Revision
from webinar.calendars.models import (
    BY_DEADLINES,
    BY_SERIES,
    SERIES,
    SESSION,
    WEBINAR,
    CalendarEntry,
    CalendarNews,
    CalendarProgramme,
)
from webinar.core import clock
from webinar.core.db import db, with_deleted
from webinar.webinars.models import Webinar

NEW, MOVED, RENAMED, PLACE = "new", "moved", "renamed", "place"
CANCELLED, BACK, PAPER, RECORDING = "cancelled", "back", "paper", "recording"
#: many sessions of one webinar at once: [[kind, how many], ...]
PROGRAMME = "programme"
#: several dates of a series at once: [None, how many]
DATES = "dates"
#: more sessions than this are told as one change of their webinar
_MANY = 5
#: edits of one entry within this time are one piece of news
_FOLDED = timedelta(hours=1)
#: how long news is kept
KEPT = timedelta(days=365)
_NOTED = "calendar changes"


@dataclass
class _Note:
    entry: CalendarEntry
    changes: dict[str, Any] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)


@dataclass
class _Noted:
    """Of one transaction."""

    news: list[_Note] = field(default_factory=list)
    #: whose programmes say something else, news or not
    webinars: set[int] = field(default_factory=set)


def note(entry: CalendarEntry, told: dict[str, Any] | None, *, is_listed: bool) -> None:
    """Remember what will be different; `entry` still has what it said before.

    `told` is `EventContent.stored`, None for an entry that readers see no more.
    """
    was = entry.is_readable, entry.is_listed
    if (told or entry.content) == entry.content and was == (told is not None, is_listed):
        return
    found = _Note(entry)
    if told is not None:
        facts = told["facts"]
        found.told = {
            "title": facts["title"],
            "webinar": facts.get("webinar", ""),
            "url": told["url"],
            "timezone": facts["timezone"],
            "starts_at": told["starts_at"],
            "ends_at": told["ends_at"],
        }
        if is_listed and entry.first_listed_at is None:
            entry.first_listed_at = clock.whole_seconds(clock.now())
            found.changes = {NEW: [None, [told["starts_at"], told["ends_at"]]]}
        elif is_listed and entry.is_listed:
            found.changes = differences(entry.content, told)
    noted = db.session().info.setdefault(_NOTED, _Noted())
    if entry.webinar_id is not None:
        noted.webinars.add(entry.webinar_id)
    if found.changes:
        # Another base address changes thousands of entries, and none of them is news.
        noted.news.append(found)


def differences(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Kind of change -> [old, new], of two stored contents; only what followers want to hear."""
    before, now = old["facts"], new["facts"]
    found: dict[str, Any] = {}
    if old["is_cancelled"] != new["is_cancelled"]:
        found[CANCELLED if new["is_cancelled"] else BACK] = ["", now["reason"]]
    times = [[told["starts_at"], told["ends_at"]] for told in (old, new)]
    if times[0] != times[1]:
        found[MOVED] = times
    if before["title"] != now["title"]:
        found[RENAMED] = [before["title"], now["title"]]
    places = [facts["place"] or facts["room"] for facts in (before, now)]
    if places[0] != places[1]:
        found[PLACE] = places
    known = {paper["url"] for paper in before["papers"]}
    papers = [paper for paper in now["papers"] if paper["url"] not in known]
    if papers:
        found[PAPER] = [[], papers]
    if now.get("recording") and not before.get("recording"):
        found[RECORDING] = ["", now["recording"]]
    return found


def write(revision: Revision) -> None:
    """Take the notes of this transaction: raise the programmes' revisions, store the news."""
    noted: _Noted | None = db.session().info.pop(_NOTED, None)
    if noted is None:
        return
    now = clock.whole_seconds(clock.now())
    _raise_programmes(noted.webinars, revision.number(), now)
    by_webinar: dict[int | None, list[_Note]] = defaultdict(list)
    for one in noted.news:
        if one.entry.covered_by == BY_DEADLINES:
            # It has a feed of its own, and its webinar's name would be told twice.
            continue
        by_webinar[one.entry.webinar_id].append(one)
    told = [one for group in by_webinar.values() for one in _folded(group) if one.changes]
    dates = {one.entry.webinar_id for one in told if one.entry.covered_by == BY_SERIES}
    _store(_of_series(told, _series_of(dates)), now)


def _raise_programmes(webinar_ids: Collection[int], revision: int, now: datetime) -> None:
    known = {
        row.webinar_id: row
        for row in db.session.scalars(
            sa.select(CalendarProgramme).where(CalendarProgramme.webinar_id.in_(webinar_ids))
        )
    }
    for number in sorted(webinar_ids):
        row = known.get(number)
        if row is None:
            row = CalendarProgramme(webinar_id=number, revision=revision, changed_at=now)
            db.session.add(row)
        elif row.revision != revision:
            row.revision = revision
            row.changed_at = max(now, row.changed_at + timedelta(seconds=1))


def _folded(group: list[_Note]) -> list[_Note]:
    """One webinar's notes, without what the whole webinar says already."""
    whole = next((one for one in group if one.entry.kind == WEBINAR), None)
    parts = [one for one in group if one.entry.kind == SESSION]
    others = [one for one in group if one.entry.kind not in (WEBINAR, SESSION)]
    if whole is not None:
        for kind in (NEW, CANCELLED, BACK):
            if kind in whole.changes:
                if kind == NEW:
                    whole.changes[PROGRAMME] = [[], [[NEW, len(parts)]]] if parts else None
                    parts = []
                for one in parts:
                    one.changes.pop(kind, None)
        whole.changes = {kind: value for kind, value in whole.changes.items() if value}
    parts = [one for one in parts if one.changes]
    if len(parts) > _MANY:
        parts = [_together(parts, whole)]
        whole = None
    return [*others, *([whole] if whole is not None else []), *parts]


def _of_series(notes: Collection[_Note], series: dict[int | None, int | None]) -> list[_Note]:
    """What happened to a series, and to several of its dates, is told once.

    The series' own entry says it, where it is different too; else the first of its dates does.
    `series` is that of each date's webinar (row numbers).
    """
    found = [one for one in notes if one.entry.covered_by != BY_SERIES]
    wholes = {one.entry.series_id: one for one in found if one.entry.kind == SERIES}
    alike: dict[tuple[Any, ...], list[_Note]] = defaultdict(list)
    for one in notes:
        if one.entry.covered_by == BY_SERIES:
            number = series[one.entry.webinar_id]
            alike[number, one.told["title"], *sorted(one.changes)].append(one)
    counts: dict[int, int] = defaultdict(int)
    for (number, *_), group in alike.items():
        first = min(group, key=lambda one: one.told["starts_at"])
        whole = wholes.get(number)
        if whole is not None and first.changes.keys() <= whole.changes.keys():
            first = whole
        else:
            found.append(first)
        counts[first.entry.id] += len(group)
        if counts[first.entry.id] > 1:
            first.changes[DATES] = [None, counts[first.entry.id]]
    return found


def _series_of(webinar_ids: Collection[int | None]) -> dict[int | None, int | None]:
    """Webinar -> its series; one statement, none for no webinars."""
    if not webinar_ids:
        return {}
    rows = sa.select(Webinar.id, Webinar.series_id).where(Webinar.id.in_(webinar_ids))
    return {row[0]: row[1] for row in db.session.execute(with_deleted(rows))}


def _together(parts: list[_Note], whole: _Note | None) -> _Note:
    counts: dict[str, int] = defaultdict(int)
    for one in parts:
        counts[next(iter(one.changes))] += 1
    if whole is None:
        entry = db.session.scalar(
            sa.select(CalendarEntry).where(
                CalendarEntry.webinar_id == parts[0].entry.webinar_id,
                CalendarEntry.kind == WEBINAR,
            )
        )
        if entry is None or not entry.content:
            return parts[0]
        facts = entry.content["facts"]
        told = {
            "title": facts["title"],
            "webinar": facts["title"],
            "url": entry.content["url"],
            "timezone": facts["timezone"],
            "starts_at": entry.content["starts_at"],
            "ends_at": entry.content["ends_at"],
        }
        whole = _Note(entry, told=told)
    whole.changes[PROGRAMME] = [[], sorted([kind, number] for kind, number in counts.items())]
    return whole


def _store(notes: Collection[_Note], now: datetime) -> None:
    numbers = [one.entry.id for one in notes]
    latest: dict[int, CalendarNews] = {}
    recent = (
        sa.select(CalendarNews)
        .where(CalendarNews.entry_id.in_(numbers), CalendarNews.updated_at > now - _FOLDED)
        .order_by(CalendarNews.updated_at, CalendarNews.id)
    )
    for row in db.session.scalars(recent) if numbers else ():
        latest[row.entry_id] = row
    for one in notes:
        known = latest.get(one.entry.id)
        if known is None:
            db.session.add(
                CalendarNews(
                    entry_id=one.entry.id,
                    created_at=now,
                    updated_at=now,
                    changes=one.changes,
                    told=one.told,
                )
            )
            continue
        changes = _merged(known.changes, one.changes)
        if changes:
            known.changes, known.told, known.updated_at = changes, one.told, now
        else:
            # Back to how it was before anybody looked.
            db.session.delete(known)


def _merged(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Both as one edit; what came back to where it was is no change."""
    if NEW in old:
        # Nobody knew it another way: of what is new only its present state is told.
        both = old | new
        kept = {DATES: old[DATES]} if DATES in old else {}
        if CANCELLED in both and BACK not in new:
            kept[CANCELLED] = both[CANCELLED]
        if PROGRAMME in both:
            counted = _summed(old.get(PROGRAMME), new.get(PROGRAMME))
            kept[PROGRAMME] = [[], [one for one in counted if one[0] == NEW]]
        span = new[MOVED][1] if MOVED in new else old[NEW][1]
        return {NEW: [None, span]} | {kind: value for kind, value in kept.items() if value[1]}
    found = old | new
    for kind in set(old) & set(new):
        before, now = old[kind][0], new[kind][1]
        if kind == PAPER:
            now = old[kind][1] + new[kind][1]
        if kind == PROGRAMME:
            now = _summed(old[kind], new[kind])
        found[kind] = [before, now]
        if before == now:
            del found[kind]
    for kind, other in ((CANCELLED, BACK), (BACK, CANCELLED)):
        if kind in old and other in new:
            found.pop(kind, None)
            found.pop(other, None)
    return found


def _summed(*programmes: list[Any] | None) -> list[list[Any]]:
    """[kind, how many] of what several changes of a programme say together."""
    counts: dict[str, int] = defaultdict(int)
    for _before, now in filter(None, programmes):
        for name, number in now:
            counts[name] += number
    return sorted([name, number] for name, number in counts.items())


def forget_old() -> None:
    """Delete news that is older than a year, in the open transaction."""
    limit = clock.now() - KEPT
    db.session.execute(sa.delete(CalendarNews).where(CalendarNews.updated_at < limit))
