"""Rules of a series: chosen in words, written as RRULE (RFC 5545, 3.3.10), expanded in wall time.

Pure: no database, no clock. A rule is kept without its name, and its UNTIL is the wall time at the
end of the last day, in the series' zone; calendars get what the standard wants, an instant in UTC.
The wall clock survives changes of the zone's clock. Where the clock jumps over a date's time, it
takes place at what the clock shows instead (RFC 5545, 3.3.5); where it shows the time twice, at the
first. A day that a month or year does not have is left out, as the standard says.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any

from dateutil.rrule import rrule, rrulestr

from webinar.core.clock import WallTime, zone
from webinar.core.plainerror import N_, PlainError
from webinar.webinars.times import shown

DAILY, WEEKLY, MONTHLY_DAY, MONTHLY_WEEKDAY, YEARLY, DATES = (
    "daily",
    "weekly",
    "monthly-day",
    "monthly-weekday",
    "yearly",
    "dates",
)
PATTERNS = (WEEKLY, MONTHLY_WEEKDAY, MONTHLY_DAY, DAILY, YEARLY, DATES)
NEVER, AFTER, UNTIL = "never", "after", "until"
ENDS = (NEVER, AFTER, UNTIL)
#: the most dates that are ever looked at (54 years of every day): no rule runs away
MOST = 20_000
#: the most times that a form takes, and how far a last day may be
MOST_TIMES = 500
_GENERATION = 28
_MORNING, _NIGHT = 5, 21
_YEARS = 12
LAST = -1
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class WrongRule(PlainError):
    """The words of a rule contradict each other or make no date."""


@dataclass(frozen=True)
class Recurrence:
    """When a series takes place, as a form asks for it. Weekdays count from Monday, 0."""

    pattern: str = WEEKLY
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    #: day of the month; LAST is the last
    day: int = 1
    #: which of its weekdays in a month: 1 to 4, or LAST
    week: int = 1
    weekday: int = 0
    month: int = 1
    #: how often altogether; None without such an end
    times: int | None = None
    #: the last day on which one may be
    until: date | None = None

    @property
    def end(self) -> str:
        if self.times is not None:
            return AFTER
        return NEVER if self.until is None else UNTIL

    def rule(self) -> str:
        """The RRULE without its name; empty for chosen dates."""
        if self.pattern == DATES:
            return ""
        parts = [f"FREQ={self.pattern.partition('-')[0].upper()}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.pattern == WEEKLY:
            parts.append("BYDAY=" + ",".join(_CODES[day] for day in sorted(set(self.weekdays))))
        elif self.pattern == MONTHLY_DAY:
            parts.append(f"BYMONTHDAY={self.day}")
        elif self.pattern == MONTHLY_WEEKDAY:
            parts.append(f"BYDAY={self.week}{_CODES[self.weekday]}")
        elif self.pattern == YEARLY:
            parts += [f"BYMONTH={self.month}", f"BYMONTHDAY={self.day}"]
        if self.times is not None:
            parts.append(f"COUNT={self.times}")
        elif self.until is not None:
            parts.append(f"UNTIL={self.until:%Y%m%d}T235959")
        return ";".join(parts)


def parse(rule: str) -> Recurrence:
    """The words of a kept rule. Raises WrongRule for one that no form of ours makes."""
    if not rule:
        return Recurrence(pattern=DATES)
    try:
        parts = dict(part.split("=", 1) for part in rule.upper().split(";"))
        parts.pop("WKST", None)
        until = parts.get("UNTIL")
        common: dict[str, Any] = {
            "interval": int(parts.get("INTERVAL", "1")),
            "times": int(parts["COUNT"]) if "COUNT" in parts else None,
            "until": datetime.strptime(until[:8], "%Y%m%d").date() if until else None,  # noqa: DTZ007
        }
        keys = frozenset(parts) - {"INTERVAL", "COUNT", "UNTIL"}
        found = _pattern(parts, keys, common)
    except (KeyError, ValueError, IndexError):
        found = None
    if found is None:
        raise WrongRule(N_("This rule cannot be said in the words of our form."))
    return found


def _pattern(
    parts: dict[str, str], keys: frozenset[str], common: dict[str, Any]
) -> Recurrence | None:
    by_day, month_day = parts.get("BYDAY", ""), int(parts.get("BYMONTHDAY", "1"))
    match parts["FREQ"], keys:
        case "DAILY", k if k == {"FREQ"}:
            return Recurrence(DAILY, **common)
        case "WEEKLY", k if k == {"FREQ", "BYDAY"}:
            days = tuple(_CODES.index(code) for code in by_day.split(","))
            return Recurrence(WEEKLY, weekdays=days, **common)
        case "MONTHLY", k if k == {"FREQ", "BYMONTHDAY"}:
            return Recurrence(MONTHLY_DAY, day=month_day, **common)
        case "MONTHLY", k if k == {"FREQ", "BYDAY"}:
            week, weekday = int(by_day[:-2]), _CODES.index(by_day[-2:])
            return Recurrence(MONTHLY_WEEKDAY, week=week, weekday=weekday, **common)
        case "YEARLY", k if k == {"FREQ", "BYMONTH", "BYMONTHDAY"}:
            month = int(parts["BYMONTH"])
            return Recurrence(YEARLY, month=month, day=month_day, **common)
    return None


def _expansion(rule: str, starts: datetime) -> rrule:
    found = rrulestr(rule, dtstart=starts, ignoretz=True)
    assert isinstance(found, rrule)  # noqa: S101 - one RRULE makes one
    return found


def _slots(rule: str, starts: datetime) -> Iterator[datetime]:
    """The rule's wall times, at most MOST; none for an empty rule."""
    return islice(_expansion(rule, starts), MOST) if rule else iter(())


def first_slot(recurrence: Recurrence, starts: datetime) -> datetime:
    """The first date of the pattern at or after a wall time. Raises WrongRule when it has none.

    A series begins with it: DTSTART has to be one of the rule's dates (RFC 5545, 3.8.5.3).
    """
    if recurrence.pattern == DATES:
        return starts
    open_ended = Recurrence(
        recurrence.pattern,
        weekdays=recurrence.weekdays,
        day=recurrence.day,
        week=recurrence.week,
        weekday=recurrence.weekday,
        month=recurrence.month,
    )
    try:
        found = next(_slots(open_ended.rule(), starts), None)
    except ValueError:
        found = None
    if found is None or (recurrence.until and found.date() > recurrence.until):
        raise WrongRule(N_("This rule makes no date at all. Look at its end and its days."))
    return found


def check(recurrence: Recurrence, starts: datetime) -> None:
    """Raises WrongRule with what a person should do about it."""
    if recurrence.pattern == WEEKLY and not recurrence.weekdays:
        raise WrongRule(N_("Choose at least one day of the week."))
    if not 1 <= recurrence.interval <= 99:
        raise WrongRule(N_("The distance is a number from 1 to 99."))
    if recurrence.times is not None and not 1 <= recurrence.times <= MOST_TIMES:
        raise WrongRule(N_("The number of dates is from 1 to %(most)s."), most=MOST_TIMES)
    if recurrence.until is not None:
        if recurrence.until < starts.date():
            raise WrongRule(N_("The last day lies before the first date."))
        if recurrence.until.year > starts.year + _YEARS:
            raise WrongRule(
                N_("The last day is more than %(years)s years away. Leave the end open instead."),
                years=_YEARS,
            )
    first_slot(recurrence, starts)


def slots(
    rule: str,
    starts: datetime,
    dates: Sequence[str] = (),
    skipped: Sequence[str] = (),
    *,
    before: datetime | None = None,
    most: int = MOST,
) -> list[datetime]:
    """The wall times of a series in order: its rule's and its further dates, less those left out.

    At most `most`, and none at or after `before`. Without a rule the first date is `starts`.
    """
    extra = {datetime.fromisoformat(one) for one in dates}
    if not rule:
        extra.add(starts)
    out = {datetime.fromisoformat(one) for one in skipped}
    further = sorted(extra)
    found: list[datetime] = []
    for slot in _merged(_slots(rule, starts), further):
        if before is not None and slot >= before:
            break
        if slot not in out:
            found.append(slot)
            if len(found) >= most:
                break
    return found


def _merged(ruled: Iterator[datetime], further: list[datetime]) -> Iterator[datetime]:
    last = None
    queue = list(further)
    for slot in ruled:
        while queue and queue[0] <= slot:
            one = queue.pop(0)
            if one != slot and one != last:
                yield one
            last = one
        yield slot
        last = slot
    yield from (one for one in queue if one != last)


def is_slot(rule: str, starts: datetime, slot: datetime) -> bool:
    """Whether the rule itself makes that wall time."""
    return bool(rule) and slot in _until_year(rule, starts, slot.year)


@lru_cache(maxsize=256)
def _until_year(rule: str, starts: datetime, year: int) -> frozenset[datetime]:
    """The rule's wall times up to the end of a year."""
    after = starts.replace(year=year + 1, month=1, day=1, hour=0, minute=0)
    return frozenset(_before(rule, starts, after))


@lru_cache(maxsize=256)
def is_plain_rule(rule: str, starts: datetime, timezone: str) -> bool:
    """Whether the zone's clock shows each time of a rule exactly once, for a generation.

    Readers disagree about the others, some even about all that follow. Clocks change at night.
    """
    if not rule:
        return False
    if _MORNING <= starts.hour < _NIGHT:
        return True
    after = starts + timedelta(days=366 * _GENERATION)
    return all(is_plain(slot, timezone) for slot in _before(rule, starts, after))


def last_slot(rule: str, starts: datetime) -> datetime | None:
    """The last wall time of a rule that ends; None for one that does not, or makes none."""
    if not rule or not ("COUNT=" in rule or "UNTIL=" in rule):
        return None
    found = None
    for found in _slots(rule, starts):  # noqa: B007 - the last one is wanted
        pass
    return found


def count_before(rule: str, starts: datetime, slot: datetime) -> int:
    """How many of the rule's dates lie before a wall time."""
    return sum(1 for _ in _before(rule, starts, slot))


def _before(rule: str, starts: datetime, slot: datetime) -> Iterator[datetime]:
    for one in _slots(rule, starts):
        if one >= slot:
            return
        yield one


def ended_before(rule: str, slot: datetime) -> str:
    """The rule with an end on the day before a wall time's, instead of the end it had."""
    parts = [p for p in rule.split(";") if not p.startswith(("COUNT=", "UNTIL="))]
    last = slot.date() - timedelta(days=1)
    return ";".join([*parts, f"UNTIL={last:%Y%m%d}T235959"])


def continued_from(rule: str, starts: datetime, slot: datetime) -> str:
    """The rule of what follows from a slot on: a number of times loses those before it."""
    found = parse(rule)
    if found.times is None:
        return rule
    rest = max(1, found.times - count_before(rule, starts, slot))
    return ";".join(p if not p.startswith("COUNT=") else f"COUNT={rest}" for p in rule.split(";"))


def utc_rule(rule: str, timezone: str, last: datetime | None) -> str:
    """The RRULE for calendars: its end as the instant of the last date (RFC 5545, 3.3.10).

    Never COUNT: readers that leave out a time which the clock jumps over would count on.
    """
    parts = [p for p in rule.split(";") if not p.startswith(("COUNT=", "UNTIL="))]
    if last is not None:
        until = instant(last, timezone)
        parts.append(f"UNTIL={until:%Y%m%dT%H%M%SZ}")
    return ";".join(parts)


def takes_place(slot: datetime, timezone: str) -> WallTime:
    """The wall time at which a slot's date begins: itself, or what the clock shows instead."""
    return WallTime(shown(slot, timezone), timezone)


def instant(slot: datetime, timezone: str) -> datetime:
    """Aware UTC."""
    return takes_place(slot, timezone).to_utc()


def is_plain(slot: datetime, timezone: str) -> bool:
    """Whether the clock shows that time exactly once, so that all readers agree on it."""
    tz = zone(timezone)
    first = slot.replace(tzinfo=tz, fold=0).utcoffset()
    second = slot.replace(tzinfo=tz, fold=1).utcoffset()
    return first == second and slot.replace(tzinfo=tz).astimezone(UTC) == instant(slot, timezone)


def written(slot: datetime) -> str:
    """A slot as it is kept in lists and addresses: ISO 8601 to the minute."""
    return slot.isoformat(timespec="minutes")
