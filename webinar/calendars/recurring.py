"""A series as one calendar entry: its master with the rule, then its dates that differ.

The same instances as our webinars, whatever the rule says: a date of the rule without a webinar to
show is left out (EXDATE), and what differs from the series is an override (RECURRENCE-ID). Each of
them has stamps of its own, so that a change of one date leaves the others as they were, byte for
byte. There is no RDATE: libical takes its wall time for UTC, ical.js loses the first date beside
it, Outlook does not read it; a date beside the rule is an entry of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from webinar.calendars.contents import series_content, webinar_content
from webinar.calendars.ical import EventContent, Stamps, Zoned, render_event
from webinar.calendars.models import CalendarEntry
from webinar.core import clock, ids
from webinar.core.clock import wall
from webinar.webinars import recurrence
from webinar.webinars.models import Series, Webinar
from webinar.webinars.policy import is_series_listed, is_webinar_listed
from webinar.webinars.recurrence import is_plain

#: the end of what has none, for windows and orders
NEVER = datetime(9000, 1, 1, tzinfo=UTC)
_MASTER = ""


def covers(series: Series | None, webinar: Webinar, *, has_sessions: bool) -> bool:
    """Whether a series' entry speaks for one of its webinars.

    Not for one with a programme: its sessions are entries of their own. Nor for a date beside the
    rule, nor where the rule makes times that the clock skips or shows twice: those are instants.
    """
    return (
        series is not None
        and is_series_listed(series)
        and is_webinar_listed(webinar)
        and not has_sessions
        and webinar.slot_wall is not None
        and recurrence.is_plain_rule(series.rule, series.starts_wall, series.timezone)
        and recurrence.is_slot(series.rule, series.starts_wall, webinar.slot_wall)
    )


@dataclass
class Part:
    """One VEVENT of an entry: the master, or an override named by its slot."""

    key: str
    content: EventContent
    zoned: Zoned
    #: an override that says another time, place or state than the series
    is_rescheduled: bool = False

    @property
    def schedule(self) -> str:
        """Digest of what makes its SEQUENCE rise (RFC 5546, 2.1.4)."""
        zoned = self.zoned
        said = (
            self.content.schedule if self.key else self.content.location,
            zoned.timezone,
            zoned.starts.isoformat(),
            zoned.ends.isoformat(),
            zoned.rule,
            *(moment.isoformat() for moment in zoned.excluded),
        )
        return ids.digest_id("\n".join(said).encode())


@dataclass
class Whole:
    """All that a series' entry says."""

    master: Part
    overrides: list[Part] = field(default_factory=list)
    #: end of its last date; NEVER where there is none
    ends_at: datetime = NEVER


def whole_series(
    uid: str, series: Series, covered: Iterable[Webinar], *, cancelled_since: datetime
) -> Whole | None:
    """The parts of a series' entry, or None when it speaks for no webinar.

    Webinars that were cancelled and over at `cancelled_since` are left out.
    """
    shown = {
        webinar.slot_wall: webinar
        for webinar in covered
        if webinar.slot_wall is not None
        and not (webinar.is_cancelled and webinar.ends_at < cancelled_since)
    }
    if not shown:
        return None
    zone, length, start = series.timezone, timedelta(minutes=series.minutes), series.starts_wall
    made_until = max(filter(None, (series.made_until, *shown)))
    last = recurrence.last_slot(series.rule, start)
    made = recurrence.slots(series.rule, start, before=made_until + timedelta(seconds=1))
    # What was left out before its webinar was made.
    later = {
        slot
        for slot in map(datetime.fromisoformat, series.skipped)
        if slot > made_until and recurrence.is_slot(series.rule, start, slot)
    }
    excluded = sorted((set(made) - set(shown)) | later)
    begins = recurrence.instant(start, zone)
    ends = wall(begins + length, zone).local
    rule = recurrence.utc_rule(series.rule, zone, last)
    content = series_content(uid, series, begins, length)
    master = Part(_MASTER, content, Zoned(zone, start, ends, rule, tuple(excluded)))
    whole = Whole(master)
    for slot in sorted(shown):
        part = _override(uid, series, shown[slot], slot)
        if part is not None:
            whole.overrides.append(part)
    if last is not None:
        last_end = recurrence.instant(last, zone) + length
        whole.ends_at = max(last_end, *(webinar.ends_at for webinar in shown.values()))
    return whole


def _override(uid: str, series: Series, webinar: Webinar, slot: datetime) -> Part | None:
    """What one date says differently from its series; None for nothing."""
    zone = series.timezone
    begins = recurrence.instant(slot, zone)
    is_moved = (
        webinar.starts_at != begins
        or webinar.ends_at - webinar.starts_at != timedelta(minutes=series.minutes)
    )  # fmt: skip
    is_elsewhere = webinar.standing_room != series.standing_room
    differs = is_moved or is_elsewhere or webinar.is_cancelled or bool(webinar.subtitle)
    for name in ("title", "summary", "description_html", "description", "category_id"):
        differs = differs or getattr(webinar, name) != getattr(series, name)
    if not differs:
        return None
    starts, ends = wall(webinar.starts_at, zone).local, wall(webinar.ends_at, zone).local
    in_utc = not (is_plain(starts, zone) and is_plain(ends, zone))
    zoned = Zoned(zone, starts, ends, recurrence_id=slot, in_utc=in_utc)
    return Part(
        recurrence.written(slot),
        webinar_content(uid, webinar),
        zoned,
        is_rescheduled=is_moved or is_elsewhere or webinar.is_cancelled,
    )


@dataclass
class _Stamp:
    """What is remembered of a part, also while it is not there."""

    sequence: int
    revised_at: datetime
    schedule: str
    digest: str
    is_gone: bool = False

    def stored(self) -> list[Any]:
        return [
            self.sequence,
            self.revised_at.isoformat(),
            self.schedule,
            self.digest,
            self.is_gone,
        ]


@dataclass(frozen=True)
class Stamped:
    """A series' entry, ready to be stored."""

    body: bytes
    #: `EventContent.stored` of the master; its facts say the rest, and keep the stamps
    told: dict[str, Any]
    #: SEQUENCE of the master, and the latest DTSTAMP
    sequence: int
    revised_at: datetime


def stamped(entry: CalendarEntry, whole: Whole, *, is_return: bool) -> Stamped:
    """The bytes of an entry; a part's stamps move where its bytes do, and are kept in its facts.

    SEQUENCE of an override is the master's at least (facts/icalendar.md, 2).
    """
    now = clock.whole_seconds(clock.now())
    facts = entry.content.get("facts", {}) if entry.content else {}
    kept = {
        key: _Stamp(one[0], datetime.fromisoformat(one[1]), *one[2:])
        for key, one in facts.get("stamps", {}).items()
    }
    bodies: list[bytes] = []
    parts = (whole.master, *whole.overrides)
    for part in parts:
        master = kept[_MASTER].sequence if part.key else 0
        body, stamp = _written(
            part, entry.created_at, kept.get(part.key), master, now, is_return=is_return
        )
        bodies.append(body)
        kept[part.key] = stamp
    present = {part.key for part in parts}
    for key, stamp in kept.items():
        stamp.is_gone = key not in present
    told = whole.master.content.stored()
    told["facts"] = told["facts"] | {
        "stamps": {key: kept[key].stored() for key in sorted(kept)},
        "recurrence": _told(whole),
        "parts": [part.content.stored() for part in whole.overrides],
    }
    latest = max(kept[key].revised_at for key in present)
    return Stamped(b"".join(bodies), told, kept[_MASTER].sequence, latest)


def _written(
    part: Part,
    created_at: datetime,
    old: _Stamp | None,
    least: int,
    now: datetime,
    *,
    is_return: bool,
) -> tuple[bytes, _Stamp]:
    schedule = part.schedule
    if old is None:
        sequence, revised_at = least + part.is_rescheduled, max(now, created_at)
    else:
        sequence, revised_at = max(old.sequence, least), old.revised_at
        if old.is_gone or is_return or schedule != old.schedule:
            sequence = max(old.sequence + 1, least)
        body = render_event(part.content, Stamps(created_at, revised_at, sequence), part.zoned)
        if ids.digest_id(body) == old.digest and not old.is_gone:
            return body, old
        revised_at = max(now, old.revised_at + timedelta(seconds=1))
    body = render_event(part.content, Stamps(created_at, revised_at, sequence), part.zoned)
    return body, _Stamp(sequence, revised_at, schedule, ids.digest_id(body))


def _told(whole: Whole) -> dict[str, Any]:
    """The recurrence for other forms of calendars (`formats.jscalendar`). Slots are wall times;
    what differs stands in the master's facts, as `parts` in their order.
    """
    zoned = whole.master.zoned
    return {
        "rule": zoned.rule,
        "skipped": [moment.isoformat() for moment in zoned.excluded],
        "overrides": [part.key for part in whole.overrides],
    }
