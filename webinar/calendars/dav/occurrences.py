"""What a file's VEVENTs say, and when they take place: series, overrides and single events alike.

Pure. Stored VEVENTs are clean and folded (`ical`), so lines are taken as they are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from webinar.calendars import variants

#: steps of a rule that are looked at: a daily one for 27 years
_MOST_STEPS = 10_000
_INSTANT = "%Y%m%dT%H%M%SZ"
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:,])+(?:,(?:"[^"]*"|[^";:,])+)*)')
_LINE = re.compile(rf"([A-Za-z0-9-]+)((?:{_PARAMETER.pattern})*):(.*)", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)")
_OF_A_RULE = (b"RRULE", b"RDATE", b"EXDATE")


@dataclass(frozen=True)
class Property:
    name: str
    parameters: dict[str, str]
    #: as it is written
    raw: str

    @property
    def text(self) -> str:
        """Without the escapes of TEXT (RFC 5545, 3.3.11)."""
        return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], self.raw)


@dataclass
class Component:
    name: str
    properties: list[Property] = field(default_factory=list)
    components: list["Component"] = field(default_factory=list)

    def one(self, name: str) -> Property | None:
        return next((one for one in self.properties if one.name == name), None)

    def all(self, name: str) -> list[Property]:
        return [one for one in self.properties if one.name == name]


def components(events: bytes) -> list[Component]:
    """The VEVENTs with what stands within them."""
    top = Component("")
    path = [top]
    for line in events.replace(b"\r\n ", b"").decode().split("\r\n"):
        if line.startswith("BEGIN:"):
            path[-1].components.append(Component(line[6:]))
            path.append(path[-1].components[-1])
        elif line.startswith("END:"):
            path.pop()
        elif found := _LINE.fullmatch(line):
            parameters = {
                one[1].upper(): one[2].replace('"', "") for one in _PARAMETER.finditer(found[2])
            }
            path[-1].properties.append(Property(found[1].upper(), parameters, found[5]))
    return top.components


@dataclass(frozen=True)
class Occurrence:
    """One time at which it takes place; aware UTC."""

    starts_at: datetime
    ends_at: datetime
    #: number of the VEVENT that says it
    event: int
    #: RECURRENCE-ID as an instant; None for what does not recur
    slot: datetime | None = None

    def overlaps(self, start: datetime, end: datetime) -> bool:
        """RFC 4791, 9.9: what takes no time counts while its moment is within."""
        if self.ends_at == self.starts_at:
            return start <= self.starts_at < end
        return self.starts_at < end and self.ends_at > start


def occurrences(events: bytes, start: datetime, end: datetime) -> Iterator[Occurrence]:
    """Those that overlap [start, end), by VEVENT and then by time."""
    found = components(events)
    moved = {_instants(slot)[0] for one in found if (slot := one.one("RECURRENCE-ID")) is not None}
    for number, event in enumerate(found):
        for one in _of_event(event, number, moved, start, end):
            if one.overlaps(start, end):
                yield one


def _of_event(
    event: Component, number: int, moved: set[datetime], start: datetime, end: datetime
) -> Iterator[Occurrence]:
    begins = event.one("DTSTART")
    if begins is None:
        return
    first = _wall(begins)
    ends = event.one("DTEND")
    length = _wall(ends)[0] - first[0] if ends is not None else timedelta(0)
    whole = Occurrence(_instants(begins)[0], _instants(ends or begins)[0], number)
    slot = event.one("RECURRENCE-ID")
    if slot is not None:
        yield replace(whole, slot=_instants(slot)[0])
        return
    if not event.all("RRULE") and not event.all("RDATE"):
        yield whole
        return
    gone = {at for one in event.all("EXDATE") for at in _instants(one)} | moved
    further = {at for one in event.all("RDATE") for at in _instants(one)}
    further.add(whole.starts_at)
    slots: Iterator[datetime] = iter(sorted(further - gone))
    if rule := event.one("RRULE"):
        ruled = _by_rule(rule.raw, first, start - length - timedelta(days=1), end)
        slots = chain(slots, (at for at in ruled if at not in gone and at not in further))
    for at in slots:
        # As long on the clock's face; in UTC an hour more or less where the clock changes.
        until = _utc(at.astimezone(first[1]).replace(tzinfo=None) + length, first[1])
        yield Occurrence(at, until, number, at)


def _by_rule(
    rule: str, first: tuple[datetime, ZoneInfo], start: datetime, end: datetime
) -> Iterator[datetime]:
    """Instants of a rule from about `start` until `end`."""
    # Heavy, and most calendars have no rule.
    from dateutil.rrule import rrulestr

    wall, zone = first
    steps = rrulestr(f"RRULE:{rule}", dtstart=wall.replace(tzinfo=zone))
    for count, moment in enumerate(steps):
        at = _utc(moment.replace(tzinfo=None), zone)
        if at >= end or count > _MOST_STEPS:
            return
        if at >= start:
            yield at


def _zone(one: Property) -> ZoneInfo:
    return ZoneInfo(one.parameters.get("TZID", "UTC"))


def _wall(one: Property) -> tuple[datetime, ZoneInfo]:
    raw = one.raw.split(",")[0].removesuffix("Z")
    shape = "%Y%m%dT%H%M%S" if "T" in raw else "%Y%m%d"
    return datetime.strptime(raw, shape), _zone(one)  # noqa: DTZ007 - a wall time


def _utc(wall: datetime, zone: ZoneInfo) -> datetime:
    return wall.replace(tzinfo=zone).astimezone(UTC)


def _instants(one: Property) -> list[datetime]:
    return [_utc(_wall(replace(one, raw=part))[0], _zone(one)) for part in one.raw.split(",")]


def expanded(events: bytes, start: datetime, end: datetime, most: int) -> list[bytes] | None:
    """A VEVENT in UTC, without a rule, for each time within (RFC 4791, 9.6.5).

    None where there are more than `most`.
    """
    written = variants.events_of(events)
    found: list[tuple[datetime, bytes]] = []
    for one in occurrences(events, start, end):
        if len(found) == most:
            return None
        event = written[one.event]
        for name in _OF_A_RULE:
            event = _without(event, name)
        for name, at in ((b"DTSTART", one.starts_at), (b"DTEND", one.ends_at)):
            event = variants.replaced(event, name, _line(name, at))
        if one.slot is not None:
            event = _without(event, b"RECURRENCE-ID")
            head, _, rest = event.partition(b"\r\nDTSTART:")
            slot = _line(b"RECURRENCE-ID", one.slot)
            event = head + b"\r\n" + slot + b"DTSTART:" + rest
        found.append((one.starts_at, event))
    return [event for _, event in sorted(found)]


def limited(events: bytes, start: datetime, end: datetime) -> bytes:
    """Without the overrides that neither take nor took place within (RFC 4791, 9.6.6)."""
    written, kept = variants.events_of(events), []
    for number, one in enumerate(components(events)):
        slot = one.one("RECURRENCE-ID")
        if slot is not None:
            (now,) = _of_event(one, number, set(), start, end)
            then = Occurrence(_instants(slot)[0], _instants(slot)[0], number)
            if not now.overlaps(start, end) and not then.overlaps(start, end):
                continue
        kept.append(written[number])
    return b"".join(kept)


def _without(event: bytes, name: bytes) -> bytes:
    while (less := variants.replaced(event, name, b"")) != event:
        event = less
    return event


def _line(name: bytes, at: datetime) -> bytes:
    return name + b":" + at.strftime(_INSTANT).encode() + b"\r\n"
