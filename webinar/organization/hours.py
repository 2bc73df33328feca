"""Office hours: from wall time on weekdays to instants, and what holds at one of them.

A span is two wall times of the office's zone. One that ends at or before its start
runs into the next day and belongs to the day on which it starts; a holiday takes
away the spans that start on it. Where the clock shows a time twice, the first counts;
where it jumps over a time, the first moment after the jump does.
"""

import itertools
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from webinar.core import clock
from webinar.core.clock import WallTime, WrongTime

#: how far ahead a change is looked for
HORIZON = timedelta(days=60)
_SPANS = re.compile(r"[,;\n]| and ")
_SPAN = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(?:-|–|—|to)\s*(\d{1,2})(?:[:.h](\d{2}))?")
_DAY = timedelta(days=1)

#: start and end as "09:00" and "17:00"; "24:00" is the end of the day
Span = tuple[str, str]


@dataclass(frozen=True)
class OfficeState:
    """Whether somebody is around. All instants are aware UTC."""

    is_open: bool
    #: when it opens next; None while it is open, or when nobody knows
    opens_at: datetime | None
    #: when it closes; None while it is closed, or when it never closes
    closes_at: datetime | None

    @property
    def next_change_at(self) -> datetime | None:
        """The next instant at which any word about the office changes its truth."""
        return self.closes_at if self.is_open else self.opens_at


def parse_spans(text: str) -> list[Span]:
    """The spans in a line such as `09:00–12:30, 14–17`, in order.

    Raises ValueError with the part that is no span, or that overlaps another.
    """
    found: list[Span] = []
    for part in filter(None, (piece.strip() for piece in _SPANS.split(text))):
        match = _SPAN.fullmatch(part)
        if match is None:
            raise ValueError(part)
        start_hour, start_minute, end_hour, end_minute = (int(n or 0) for n in match.groups())
        if start_hour > 23 or end_hour > 24 or max(start_minute, end_minute) > 59:
            raise ValueError(part)
        if end_hour == 24 and end_minute:
            raise ValueError(part)
        found.append((f"{start_hour:02}:{start_minute:02}", f"{end_hour:02}:{end_minute:02}"))
    found.sort()
    for earlier, later in itertools.pairwise(found):
        if _minutes(earlier)[1] > _minutes(later)[0]:
            raise ValueError(f"{later[0]}–{later[1]}")
    return found


def written_spans(spans: Sequence[Sequence[str]]) -> str:
    """The line that `parse_spans` reads."""
    return ", ".join(f"{start}–{end}" for start, end in spans)


def state_at(
    at: datetime,
    hours: Mapping[str, Sequence[Sequence[str]]],
    timezone: str,
    holidays: Collection[date],
) -> OfficeState:
    """What holds at an instant, with the next change within HORIZON."""
    for opens, closes in _open_times(at, hours, timezone, holidays):
        if closes <= at:
            continue
        if opens <= at:
            return OfficeState(True, None, closes if closes < at + HORIZON else None)
        return OfficeState(False, opens, None)
    return OfficeState(False, None, None)


def _open_times(
    at: datetime,
    hours: Mapping[str, Sequence[Sequence[str]]],
    timezone: str,
    holidays: Collection[date],
) -> Iterator[tuple[datetime, datetime]]:
    """Times of being open, in order, those that touch each other joined."""
    today = clock.wall(at, timezone).local.date()
    current: tuple[datetime, datetime] | None = None
    # A span that began yesterday may still last; one day more for jumps of a whole day.
    for offset in range(-2, HORIZON.days + 2):
        day = today + offset * _DAY
        if day in holidays:
            continue
        for span in sorted(hours.get(str(day.weekday()), ()), key=tuple):
            start, end = _minutes(span)
            opens, closes = (_instant(day, minutes, timezone) for minutes in (start, end))
            if closes <= opens:
                continue
            if current and opens <= current[1]:
                current = current[0], max(closes, current[1])
                continue
            if current:
                yield current
            current = opens, closes
    if current:
        yield current


def _minutes(span: Sequence[str]) -> tuple[int, int]:
    """Minutes since the start of the day; the end of a span past midnight is above 1440."""
    start, end = (int(text[:2]) * 60 + int(text[3:]) for text in span)
    return start, end if end > start else end + 24 * 60


def _instant(day: date, minutes: int, timezone: str) -> datetime:
    local = datetime.combine(day, time()) + timedelta(minutes=minutes)
    while True:
        try:
            return WallTime(local, timezone).to_utc()
        except WrongTime:
            local += timedelta(minutes=1)
