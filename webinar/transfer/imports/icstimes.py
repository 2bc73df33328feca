"""Times and durations as iCalendar writes them (RFC 5545, sections 3.3.4 to 3.3.6)."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from webinar.core.plainerror import N_
from webinar.transfer.imports.icslines import Line
from webinar.transfer.imports.words import BAD_YEAR, FIRST_YEAR, LAST_YEAR, BrokenFile

NO_TIME = N_("Line %(line)s: “%(value)s” is no date and time as %(name)s needs one.")
NO_DURATION = N_("Line %(line)s: “%(value)s” is no duration.")

_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_TIME = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})T(\d{2}):?(\d{2}):?(\d{2})(?:\.\d+)?(Z?)", re.I)
_DURATION = re.compile(
    r"([+-]?)P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Moment:
    """A value of DTSTART and its like: naive, in UTC when `is_utc`; midnight for a day alone."""

    local: datetime
    tzid: str = ""
    is_utc: bool = False
    is_day: bool = False


def moments(line: Line) -> list[Moment]:
    """The values of a property, of periods their beginnings. Raises BrokenFile."""
    values = [one.partition("/")[0].strip() for one in line.value.split(",")]
    return [_moment(line, one) for one in values if one]


def moment(line: Line) -> Moment:
    """Raises BrokenFile."""
    return _moment(line, line.value.strip())


def _moment(line: Line, value: str) -> Moment:
    found = _TIME.fullmatch(value)
    day = None if found else _DATE.fullmatch(value)
    try:
        if found:
            # A leap second is the last one that clocks here know.
            numbers = [*map(int, found.groups()[:5]), min(59, int(found[6]))]
            local = datetime(*numbers)  # type: ignore[arg-type]  # noqa: DTZ001 its zone is in tzid
        elif day:
            local = datetime(*map(int, day.groups()))  # type: ignore[arg-type]  # noqa: DTZ001
        else:
            raise ValueError(value)
    except ValueError:
        raise BrokenFile(NO_TIME, line=line.number, value=value[:60], name=line.name) from None
    if not FIRST_YEAR <= local.year <= LAST_YEAR:
        raise BrokenFile(BAD_YEAR, line=line.number, value=value[:60])
    is_utc = bool(found and found[7])
    tzid = "" if is_utc or day else line.parameters.get("TZID", "").strip()
    return Moment(local, tzid, is_utc, is_day=day is not None)


def duration(line: Line) -> timedelta:
    """Raises BrokenFile."""
    found = _DURATION.fullmatch(line.value.strip())
    if found is None or not any(found.groups()[1:]):
        raise BrokenFile(NO_DURATION, line=line.number, value=line.value.strip()[:60])
    weeks, days, hours, minutes, seconds = (int(one or 0) for one in found.groups()[1:])
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if found[1] == "-" else length


def as_utc(local: datetime) -> datetime:
    return local.replace(tzinfo=UTC)
