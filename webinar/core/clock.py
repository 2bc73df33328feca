"""Time: now, wall clock and zone to UTC and back.

What a person types is a wall time in an IANA zone (and a fold where the clock
shows the same time twice): that is the truth. The UTC instant is derived from it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones


class WrongTime(ValueError):
    """A wall time that the zone's clock never shows; the message says what to do."""


def now() -> datetime:
    """The present instant, aware, UTC, in whole microseconds."""
    return datetime.now(UTC)


def whole_seconds(instant: datetime) -> datetime:
    return instant.replace(microsecond=0)


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(available_timezones())


@lru_cache(maxsize=1)
def zone_names() -> tuple[str, ...]:
    """IANA zones a person may choose, sorted; without the aliases that mislead."""
    return tuple(
        sorted(
            name
            for name in _known()
            if ("/" in name or name == "UTC")
            and not name.startswith(("Etc/", "posix/", "right/", "SystemV/", "US/", "Canada/"))
        )
    )


@lru_cache(maxsize=1)
def zones_by_folded_name() -> dict[str, str]:
    """IANA zones by their names in lower case, as foreign files may write them."""
    return {name.casefold(): name for name in _known()}


def is_zone(name: str) -> bool:
    try:
        zone(name)
    except WrongTime:
        return False
    return True


@lru_cache(maxsize=700)
def zone(name: str) -> ZoneInfo:
    """The zone of that IANA name. Raises WrongTime for anything else."""
    # ZoneInfo reads files: a name from outside must be one of tzdata's.
    if name not in _known():
        raise WrongTime(f"There is no time zone named “{name[:60]}”.")
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError as error:
        raise WrongTime(f"There is no time zone named “{name[:60]}”.") from error


@dataclass(frozen=True)
class WallTime:
    """What the clock on the wall shows: naive local time, zone, and which of two (fold)."""

    local: datetime
    timezone: str
    fold: int = 0

    def to_utc(self) -> datetime:
        """The UTC instant. Raises WrongTime when the clock jumps over this time."""
        aware = self.local.replace(tzinfo=zone(self.timezone), fold=self.fold)
        instant = aware.astimezone(UTC)
        if instant.astimezone(aware.tzinfo).replace(tzinfo=None) != self.local:
            raise WrongTime(
                f"On {self.local:%Y-%m-%d} the clocks in {self.timezone} jump over"
                f" {self.local:%H:%M}. Choose a time before or after the change."
            )
        return instant

    @property
    def is_ambiguous(self) -> bool:
        """The clock shows this time twice on that day."""
        tz = zone(self.timezone)
        first = self.local.replace(tzinfo=tz, fold=0).utcoffset()
        second = self.local.replace(tzinfo=tz, fold=1).utcoffset()
        return first is not None and second is not None and first > second


def wall(instant: datetime, timezone: str) -> WallTime:
    """The wall time that a zone's clock shows at an instant."""
    local = instant.astimezone(zone(timezone))
    return WallTime(local.replace(tzinfo=None, fold=0), timezone, local.fold)


def day_after(instant: datetime, days: float) -> datetime:
    return instant + timedelta(days=days)
