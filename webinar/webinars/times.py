"""Wall times of webinars and sessions: checked, taken over, shifted together."""

from datetime import UTC, datetime, timedelta

from webinar.core.clock import WallTime, wall, zone
from webinar.core.plainerror import N_
from webinar.webinars.errors import WrongTimes
from webinar.webinars.models import Timed

#: longer is a slip of the pen
LONGEST = timedelta(days=366)


def take_times(
    row: Timed,
    timezone: str,
    starts: datetime,
    ends: datetime,
    starts_fold: int = 0,
    ends_fold: int = 0,
) -> bool:
    """Set both wall times of a row; whether the instants changed.

    Raises clock.WrongTime for a time that the zone's clock skips, WrongTimes for an
    end that does not come after the start.
    """
    first, last = WallTime(starts, timezone, starts_fold), WallTime(ends, timezone, ends_fold)
    start, end = first.to_utc(), last.to_utc()
    if end <= start:
        raise WrongTimes(N_("The end must come after the start."))
    if end - start > LONGEST:
        raise WrongTimes(N_("The end is more than a year after the start."))
    before = (row.starts_at, row.ends_at)
    row.set_times(first, last)
    return before != (start, end)


def shift_times(row: Timed, timezone: str, by: timedelta) -> bool:
    """Move a row by an amount of wall time in a zone; whether the instants changed.

    Its length in real time stays. A start that the clock jumps over goes to the time
    that it shows instead.
    """
    length = row.ends_at - row.starts_at
    first = WallTime(shown(row.starts_wall + by, timezone), timezone)
    if first.is_ambiguous:
        first = WallTime(first.local, timezone, row.starts_fold)
    last = wall(first.to_utc() + length, timezone)
    return take_times(row, timezone, first.local, last.local, first.fold, last.fold)


def shown(local: datetime, timezone: str) -> datetime:
    """The wall time itself, or what the clock shows instead when it jumps over it."""
    aware = local.replace(tzinfo=zone(timezone))
    return aware.astimezone(UTC).astimezone(zone(timezone)).replace(tzinfo=None)
