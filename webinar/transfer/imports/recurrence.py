"""What repeats becomes its dates: RRULE and RDATE without EXDATE (RFC 5545, section 3.8.5)."""

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from webinar.core import clock
from webinar.core.plainerror import N_
from webinar.transfer.imports.icslines import Line, Part
from webinar.transfer.imports.icstimes import Moment, moments
from webinar.transfer.imports.programme import Doubt
from webinar.transfer.imports.words import BrokenFile

BAD_RULE = N_("Line %(line)s: “%(value)s” is no rule of repetition.")
ENDLESS = N_(
    "“%(title)s” repeats without end, or very often: its dates from %(first)s to %(last)s were"
    " taken, %(count)s of them."
)
DATE_BY_DATE = N_(
    "“%(title)s” repeats by a rule. Its dates were taken one by one (%(count)s of them), not as a"
    " series that goes on by itself."
)
LONG_AGO = N_(
    "“%(title)s” repeats and has no date from a year ago to two years ahead: none was taken."
)
TOO_OFTEN = N_("“%(title)s” repeats every hour or oftener: only its first date was taken.")

#: most dates of one rule; of an endless one those from a year ago to two years ahead
MOST = 200
_BEHIND, _AHEAD = timedelta(days=366), timedelta(days=731)
#: steps of a rule that are looked at before it is given up
_STEPS = 200_000
_FREQUENT = re.compile(r"FREQ=(?:SECONDLY|MINUTELY|HOURLY)", re.IGNORECASE)


@dataclass(frozen=True)
class Dates:
    """Beginnings of what repeats, as naive times like those of DTSTART."""

    starts: list[datetime]
    doubts: list[Doubt]
    #: of an endless rule where it was begun; None where all dates are here
    since: datetime | None = None


def repeats(event: Part) -> bool:
    return any(event.first(name) is not None for name in ("RRULE", "RDATE"))


def dates(event: Part, start: Moment, title: str, frame: Callable[[Moment], datetime]) -> Dates:
    """All dates of a repeating event, at most MOST. Raises BrokenFile for a wrong rule.

    `frame` gives any moment of the event as the clock shows it that DTSTART is written by.
    """
    out = [one for line in event.all("EXDATE") for one in moments(line)]
    left_out = {frame(one) for one in out if not one.is_day or start.is_day}
    days_out = {one.local.date() for one in out if one.is_day}
    found = {start.local}
    found.update(frame(one) for line in event.all("RDATE") for one in moments(line))
    since = None
    for line in event.all("RRULE"):
        if _FREQUENT.search(line.value):
            doubt = Doubt("repeats-often", TOO_OFTEN, {"title": title[:80]})
            return Dates([start.local], [doubt])
        is_finite = re.search(r"\b(?:COUNT|UNTIL)=", line.value, re.IGNORECASE) is not None
        steps = list(itertools.islice(_occurrences(line, start), MOST + 1)) if is_finite else []
        if is_finite and len(steps) <= MOST:
            found.update(steps)
            continue
        since = _window_start(start)
        until = max(since, _today()) + _AHEAD
        found = {one for one in found if since <= one <= until}
        found.update(_between(line, start, since, until))
    kept = sorted(one for one in found if one not in left_out and one.date() not in days_out)
    if since is None and len(kept) <= MOST:
        values = {"title": title[:80], "count": len(kept)}
        by_rule = event.first("RRULE") is not None
        return Dates(kept, [Doubt("date-by-date", DATE_BY_DATE, values)] if by_rule else [])
    if len(kept) > MOST:
        coming = [one for one in kept if one >= _today()]
        kept = coming[:MOST] if len(coming) > MOST else kept[-MOST:]
        since = kept[0]
    if not kept:
        return Dates([], [Doubt("long-ago", LONG_AGO, {"title": title[:80]})], since)
    return Dates(kept, [_endless(title, kept)], since)


def _endless(title: str, kept: list[datetime]) -> Doubt:
    values = {
        "title": title[:80],
        "first": kept[0].date().isoformat(),
        "last": kept[-1].date().isoformat(),
        "count": len(kept),
    }
    return Doubt("endless", ENDLESS, values)


def _today() -> datetime:
    """As naive as the rule: the same on each day, so that an hour later means the same dates."""
    return clock.now().replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)


def _window_start(start: Moment) -> datetime:
    return max(start.local, _today() - _BEHIND)


def _between(line: Line, start: Moment, since: datetime, until: datetime) -> Iterator[datetime]:
    steps = itertools.islice(_occurrences(line, start), _STEPS)
    late = itertools.dropwhile(lambda one: one < since, steps)
    return itertools.takewhile(lambda one: one <= until, late)


def _occurrences(line: Line, start: Moment) -> Iterator[datetime]:
    from dateutil.rrule import rrulestr

    rule = _naive_until(line.value.strip(), start)
    try:
        yield from rrulestr(rule, dtstart=start.local, ignoretz=True)
    except (ValueError, TypeError, OverflowError, AttributeError, IndexError, KeyError):
        raise BrokenFile(BAD_RULE, line=line.number, value=line.value.strip()[:80]) from None


def _naive_until(rule: str, start: Moment) -> str:
    """UNTIL is in UTC where DTSTART has a zone (section 3.3.10); here all is wall time."""
    found = re.search(r"UNTIL=(\d{8})(?:T(\d{6})Z?)?", rule, re.IGNORECASE)
    if found is None:
        return rule
    text = found[1] + (found[2] or "235959")
    try:
        until = datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return rule
    if found[0].upper().endswith("Z") and start.tzid and clock.is_zone(start.tzid):
        until = until.astimezone(clock.zone(start.tzid))
    return rule.replace(found[0], f"UNTIL={until:%Y%m%dT%H%M%S}")
