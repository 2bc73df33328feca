"""A timetable with its rooms beside each other: a table for each day, times down, rooms across."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from webinar.core import i18n
from webinar.site.timetable import Line, timetable_days

#: rooms that stand beside each other and can still be read
_MOST = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """What is on in a room from a row's time on; covers `down` rows and `across` columns."""

    lines: list[Line]
    down: int
    across: int
    #: the heading of its column, or nothing when it covers all
    room: str


@dataclass(frozen=True, slots=True)
class Row:
    """Everything that begins at one time."""

    #: RFC 3339, UTC
    starts: str
    clock: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Day:
    name: str
    #: the headings; "" for what has no room while others go on
    rooms: list[str]
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class _Item:
    """A session with its line."""

    session: Any
    line: Line

    def overlaps(self, other: "_Item") -> bool:
        mine, theirs = self.session, other.session
        return bool(mine.starts_at < theirs.ends_at and theirs.starts_at < mine.ends_at)


def has_rooms_beside_each_other(sessions: Sequence[Any]) -> bool:
    """Whether the choice makes sense: more than one room, and not too many to read."""
    return 1 < len({slot.room.name for slot in sessions if slot.room}) <= _MOST


def timetable_by_rooms(
    webinar: Any,
    sessions: Sequence[Any],
    timezone: str,
    now: datetime | None = None,
    papers: Mapping[str, Sequence[tuple[str, str]]] | None = None,
) -> list[Day]:
    """The days of a webinar; `sessions` as `timetable_days` takes them."""
    days = timetable_days(webinar, sessions, timezone, now, papers)
    named = [(name, line) for name, lines in days for line in lines]
    items = [
        (name, _Item(getattr(slot, "row", slot), line))
        for slot, (name, line) in zip(sessions, named, strict=True)
    ]
    return [
        _day(name, [item for _, item in found], timezone)
        for name, found in groupby(items, key=lambda pair: pair[0])
    ]


def _day(name: str, items: list[_Item], timezone: str) -> Day:
    # A break, or what has no room, is for everybody while nothing goes on beside it.
    for_all = [
        item
        for item in items
        if (item.line.kind == "break" or not item.line.room)
        and not any(item.overlaps(other) for other in items if other is not item)
    ]
    rooms = list(dict.fromkeys(item.line.room for item in items if item not in for_all)) or [""]
    rooms.sort(key=lambda room: room == "")
    times = sorted({item.session.starts_at for item in items})
    rows: list[Row] = []
    covered = dict.fromkeys(rooms, 0)
    for place, time in enumerate(times):
        lines = [item.line for item in for_all if item.session.starts_at == time]
        if lines:
            cells = [Cell(lines, 1, len(rooms), "")]
        else:
            cells = []
            for room in rooms:
                if covered[room] <= place:
                    cell = _cell(
                        room, [one for one in items if one.line.room == room], times[place:]
                    )
                    covered[room] = place + cell.down
                    cells.append(cell)
        rows.append(Row(i18n.iso(time), i18n.clock_time(time, timezone), cells))
    return Day(name, rooms, rows)


def _cell(room: str, items: list[_Item], times: list[datetime]) -> Cell:
    """What begins in a room at the first time, down to its end or to what follows it."""
    here = [item for item in items if item.session.starts_at == times[0]]
    if not here:
        return Cell([], 1, 1, room)
    ends = max(item.session.ends_at for item in here)
    later = [item.session.starts_at for item in items if item.session.starts_at > times[0]]
    until = min([ends, *later])
    down = sum(1 for time in times if time < until) or 1
    return Cell([item.line for item in here], down, 1, room)
