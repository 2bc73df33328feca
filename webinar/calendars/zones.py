"""VTIMEZONE (RFC 5545, 3.6.5) out of a zone's own file: the same bytes for the same data.

What the file's POSIX rule says stands as yearly rules from 1970 on, two observances as a rule;
Outlook reads nothing else. What it cannot say for the time that is asked about (a month of fasting,
a law that changed) stands before them, one observance for each change. Readers trust these lines
more than their own data, so an onset is written in the local time before it (TZOFFSETFROM).
"""

import calendar
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from webinar.core.tzfile import Kind, ZoneFile, installed_version, zone_file

__all__ = ["installed_version", "vtimezone", "zones_of"]

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - wall time, as all of a zone's rule
_ANCHOR = 1970
#: how many years of changes are written out where no rule will ever say them
_FAR = 30
#: years after which an end is none
_LIFETIME = 100
_DAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
_LAST = 5
_HOUR = 3600
_DAY = 86_400


@dataclass(frozen=True)
class _Change:
    """From that instant (seconds since 1970 UTC) on the clock shows something else."""

    at: int
    before: Kind
    after: Kind

    @property
    def offsets(self) -> tuple[int, int, int]:
        """The moment and both offsets: what two sources must agree on."""
        return self.at, self.before.offset, self.after.offset

    @property
    def local(self) -> datetime:
        """What the clock shows at that moment, had it not changed."""
        return _EPOCH + timedelta(seconds=self.at + self.before.offset)

    @property
    def name(self) -> str:
        """DAYLIGHT is what is later than the other half of the year, whatever the law calls it:
        in Dublin and Casablanca the data calls winter the exception.
        """
        if self.before.is_dst == self.after.is_dst:
            return "DAYLIGHT" if self.after.is_dst else "STANDARD"
        return "DAYLIGHT" if self.after.offset > self.before.offset else "STANDARD"


@dataclass(frozen=True)
class _Yearly:
    """The POSIX form Mm.w.d/time: a weekday of a month, and seconds from its midnight on."""

    month: int
    week: int
    weekday: int
    seconds: int

    def local(self, year: int) -> datetime:
        """The wall time in that year, on the clock that is used until then."""
        first = date(year, self.month, 1)
        day = 1 + (self.weekday - first.isoweekday()) % 7 + 7 * (self.week - 1)
        if day > calendar.monthrange(year, self.month)[1]:
            day -= 7
        midnight = datetime.combine(date(year, self.month, day), time())
        return midnight + timedelta(seconds=self.seconds)

    def rules(self) -> list[str]:
        """The same as RRULEs; two where a day after midnight may lie in the next month."""
        days, _seconds = divmod(self.seconds, _DAY)
        weekday = _DAYS[(self.weekday + days) % 7]
        if not days:
            week = -1 if self.week == _LAST else self.week
            return [f"FREQ=YEARLY;BYMONTH={self.month};BYDAY={week}{weekday}"]
        # A leap day would move what is counted from the end of February; nobody does that.
        length = calendar.monthrange(2001, self.month)[1]
        first = (length - 6 if self.week == _LAST else 7 * self.week - 6) + days
        within: dict[int, list[int]] = {}
        for number in range(first, first + 7):
            month, day = self.month, number
            if day > length:
                month, day = month + 1, day - length
            within.setdefault(month, []).append(day)
        return [
            f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={','.join(map(str, numbers))};BYDAY={weekday}"
            for month, numbers in within.items()
        ]


@dataclass(frozen=True)
class _Rule:
    """A zone's rule for all years (POSIX TZ): one kind of time, or two and when each begins."""

    standard: Kind
    daylight: Kind | None = None
    begins: _Yearly | None = None
    ends: _Yearly | None = None

    def onsets(self) -> list[tuple[_Yearly, Kind, Kind]]:
        """(when, before, after), none where the clock never changes."""
        if self.daylight is None or self.begins is None or self.ends is None:
            return []
        return [
            (self.begins, self.standard, self.daylight),
            (self.ends, self.daylight, self.standard),
        ]

    def changes(self, first: int, last: int) -> list[_Change]:
        """All changes of these years, in order."""
        found = [
            _change(yearly.local(year), before, after)
            for year in range(first, last + 1)
            for yearly, before, after in self.onsets()
        ]
        return sorted(found, key=lambda change: change.at)


def _change(local: datetime, before: Kind, after: Kind) -> _Change:
    return _Change(int((local - _EPOCH).total_seconds()) - before.offset, before, after)


_NAME = r"(?:<([^>]+)>|([A-Za-z]+))"
_CLOCK = r"([+-]?\d+(?::\d+){0,2})"
_WHEN = rf"M(\d+)\.(\d)\.(\d)(?:/{_CLOCK})?"
_FOOTER = re.compile(rf"{_NAME}{_CLOCK}(?:{_NAME}{_CLOCK}?,{_WHEN},{_WHEN})?")


def _seconds(text: str) -> int:
    sign = -1 if text.startswith("-") else 1
    parts = [int(part) for part in text.lstrip("+-").split(":")]
    return sign * sum(part * size for part, size in zip(parts, (_HOUR, 60, 1), strict=False))


def _rule(footer: str) -> _Rule | None:
    """The rule of a footer; None for a form that zone data does not use (Julian days)."""
    match = _FOOTER.fullmatch(footer)
    if match is None:
        return None
    quoted, plain, west, dst_quoted, dst_plain, dst_west, *when = match.groups()
    standard = Kind(-_seconds(west), False, quoted or plain)
    if not (dst_quoted or dst_plain):
        return _Rule(standard)
    offset = -_seconds(dst_west) if dst_west else standard.offset + _HOUR
    yearly = [
        _Yearly(int(month), int(week), int(day), _seconds(clock) if clock else 2 * _HOUR)
        for month, week, day, clock in (when[:4], when[4:])
    ]
    return _Rule(standard, Kind(offset, True, dst_quoted or dst_plain), *yearly)


def _file_changes(data: ZoneFile) -> Iterator[_Change]:
    """Changes of what the clock shows; a new name for the same time is none."""
    before = data.first
    for at, after in data.changes:
        if after.offset != before.offset:
            yield _Change(at, before, after)
        before = after


@dataclass(frozen=True)
class _Span:
    """What has to be said about a zone from an instant on."""

    #: what the clock shows then
    kind: Kind
    #: changes that no rule says, in order
    odd: list[_Change]
    rule: _Rule | None
    #: the rule was right all the time
    is_ruled: bool
    #: else the change from which on it is; None where it has none, or none before the end
    ruled_from: _Change | None


def _span(data: ZoneFile, first: int, last: int) -> _Span:
    rule = _rule(data.footer)
    known = list(_file_changes(data))
    end = known[-1].at if known else 0
    year = (_EPOCH + timedelta(seconds=max(end, first, last))).year + 2
    ruled = rule.changes(_ANCHOR, year) if rule else []
    known += [change for change in ruled if change.at > end]
    since = next((change for change in reversed(known) if change.at <= first), None)
    coming = [change for change in known if change.at > first]
    by_rule = [change for change in ruled if change.at > first]
    same = 0
    for one, other in zip(reversed(coming), reversed(by_rule), strict=False):
        if one.offsets != other.offsets:
            break
        same += 1
    odd = coming[: len(coming) - same]
    return _Span(
        kind=since.after if since else data.first,
        odd=[change for change in odd if change.at <= last],
        rule=rule,
        is_ruled=rule is not None and not odd and same == len(by_rule),
        ruled_from=next((c for c in coming[len(odd) :] if c.at <= last), None),
    )


@lru_cache(maxsize=256)
def vtimezone(zone: str, first: datetime, last: datetime | None) -> bytes:
    """The VTIMEZONE of an IANA zone, right for all between two instants, with its last line end.

    `first` and `last` are aware; None for what never ends: a rule then holds for ever, changes that
    no rule says are written for 30 years. Raises OSError for a name that zone data does not know.
    """
    if last is not None and last - first > timedelta(days=366 * _LIFETIME):
        last = None
    start = int(first.timestamp()) - 2 * _DAY
    end = int((last or first + timedelta(days=366 * _FAR)).timestamp()) + 2 * _DAY
    span = _span(zone_file(zone), start, end)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{zone}"]
    if not span.is_ruled:
        lines += _standing(span.kind)
        for change in span.odd:
            lines += _observance(change, change.local)
    if span.rule is not None and (span.is_ruled or span.ruled_from is not None):
        since = None if span.is_ruled else span.ruled_from
        for yearly, before, after in span.rule.onsets():
            for rule in yearly.rules():
                change = _first_onset(yearly, before, after, rule, since)
                lines += _observance(change, change.local, rule)
        if not span.rule.onsets():
            lines += _standing(span.kind)
    lines.append("END:VTIMEZONE")
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


_TIME = re.compile(rb"\r\n(?:DTSTART|RECURRENCE-ID);TZID=[^:]+:(\d{8}T\d{6})")
_UNTIL = re.compile(rb"\r\nRRULE:[^\r]*;UNTIL=(\d{8}T\d{6})Z")


def zones_of(parts: Iterable[tuple[bytes, str]]) -> list[bytes]:
    """The VTIMEZONEs that VEVENTs need, sorted: one for each zone named beside them.

    Read from the bytes alone, so that the same entries come with the same zones anywhere.
    """
    spans: dict[str, tuple[datetime, datetime | None]] = {}
    for body, zone in parts:
        if not zone or zone == "UTC":
            continue
        flat = body.replace(b"\r\n ", b"")
        times = [_read(text) for text in _TIME.findall(flat)]
        until: datetime | None = None
        if b"\r\nRRULE:" in flat:
            found = _UNTIL.search(flat)
            until = _read(found[1]) if found else None
            last = max(*times, until) if until is not None else None
        else:
            last = max(times)
        first = min(times)
        if zone in spans:
            first = min(first, spans[zone][0])
            before = spans[zone][1]
            last = max(last, before) if last is not None and before is not None else None
        spans[zone] = first, last
    return [vtimezone(zone, *spans[zone]) for zone in sorted(spans)]


def _read(text: bytes) -> datetime:
    """A wall time taken for UTC: spans are wider than that by two days."""
    return datetime.strptime(text.decode("ascii"), "%Y%m%dT%H%M%S").replace(tzinfo=UTC)


def _standing(kind: Kind) -> list[str]:
    """What is so at the beginning, said since 1970: what was so before concerns no entry, and
    vobject takes a zone that was like UTC twenty years ago for UTC.
    """
    return _observance(_Change(0, kind, kind), _EPOCH)


def _first_onset(
    yearly: _Yearly, before: Kind, after: Kind, rule: str, since: _Change | None
) -> _Change:
    """The first time of a rule, as DTSTART has to be one: from 1970 on, or from a change on."""
    month = int(rule.partition("BYMONTH=")[2].partition(";")[0])
    year = _ANCHOR if since is None else since.local.year
    while True:
        local = yearly.local(year)
        change = _change(local, before, after)
        if local.month == month and (since is None or change.at >= since.at):
            return change
        year += 1


def _observance(change: _Change, local: datetime, rule: str = "") -> list[str]:
    kind = change.name
    lines = [f"BEGIN:{kind}", f"DTSTART:{local:%Y%m%dT%H%M%S}"]
    if rule:
        lines.append(f"RRULE:{rule}")
    return [
        *lines,
        f"TZNAME:{change.after.name}",
        f"TZOFFSETFROM:{_offset(change.before.offset)}",
        f"TZOFFSETTO:{_offset(change.after.offset)}",
        f"END:{kind}",
    ]


def _offset(seconds: int) -> str:
    """UTC-OFFSET (RFC 5545, 3.3.14): seconds only where there are any."""
    sign = "-" if seconds < 0 else "+"
    minutes, rest = divmod(abs(seconds), 60)
    text = f"{sign}{minutes // 60:02}{minutes % 60:02}"
    return f"{text}{rest:02}" if rest else text
