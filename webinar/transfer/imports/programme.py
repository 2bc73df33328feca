"""A programme as a file says it: plain data that every reader gives and the plan takes.

Nothing here knows the database. All of it can be said in JSON, because files that may take long
are read by a child process (core/sandbox).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from webinar.core import clock
from webinar.core.clock import WallTime
from webinar.webinars.times import shown

#: kinds of files; the two schedules are one kind, because they say the same with the same UUIDs
ICS, SCHEDULE, CSV = "ics", "schedule", "csv"


@dataclass(frozen=True)
class Doubt:
    """Something that had to be assumed: a code for programs, a sentence for people."""

    code: str
    #: untranslated, with %(name)s places
    message: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class When:
    """A time as the file has it."""

    #: naive, ISO 8601, to the second
    wall: str
    #: IANA zone of `wall`; empty where the file names none ("floating")
    zone: str = ""
    fold: int = 0
    #: minutes east of UTC where the file gives an offset; `wall` is UTC then
    offset: int | None = None

    @classmethod
    def at(cls, instant: datetime, offset: int | None = None) -> "When":
        """An instant, aware."""
        return cls(instant.astimezone(UTC).replace(tzinfo=None).isoformat(), "UTC", 0, offset)

    @property
    def local(self) -> datetime:
        return datetime.fromisoformat(self.wall)

    def is_skipped(self, floating: str) -> bool:
        """The clocks jump over this wall time; `floating` is the zone of times without one."""
        return shown(self.local, self.zone or floating) != self.local

    def instant(self, floating: str) -> datetime:
        """Aware, UTC; of a time that the clocks jump over the one that they show instead."""
        zone = self.zone or floating
        local = shown(self.local, zone)
        return WallTime(local, zone, self.fold if local == self.local else 0).to_utc()

    def is_twice(self, floating: str) -> bool:
        """The clocks show this wall time twice."""
        return WallTime(self.local, self.zone or floating).is_ambiguous


@dataclass
class Person:
    """Somebody who takes part."""

    name: str
    #: what tells the person apart within the source, `guid:…`, `code:…`; empty without
    key: str = ""
    #: UUID, or empty
    guid: str = ""
    role: str = "speaker"
    biography: str = ""
    affiliation: str = ""
    #: [{"label", "url"}]
    links: list[dict[str, str]] = field(default_factory=list)


@dataclass
class Place:
    """A room: a name, and the address of a video room where the file has one."""

    name: str
    join_address: str = ""


@dataclass
class Item:
    """A session of the programme, or an event of a calendar."""

    #: what tells it apart within its kind of file; stays the same when anything else changes
    uid: str
    #: line of the file that it begins in, from 1
    line: int
    title: str
    starts: When
    ends: When
    #: UUID, or empty
    guid: str = ""
    #: Markdown
    abstract: str = ""
    room: Place | None = None
    kind: str = "talk"
    #: empty for the webinar's
    language: str = ""
    track: str = ""
    persons: list[Person] = field(default_factory=list)
    recording_url: str = ""
    slides_url: str = ""
    is_cancelled: bool = False
    #: (title, address) of papers that are published where the file comes from
    papers: list[list[str]] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


@dataclass
class Programme:
    """What a file holds."""

    #: ICS, SCHEDULE or CSV
    kind: str
    #: title of the calendar or conference; empty where the file says none
    name: str = ""
    #: what tells this source apart from others of its kind
    key: str = ""
    #: IANA zone that the file names for all of it; empty without
    zone: str = ""
    #: Markdown
    description: str = ""
    language: str = ""
    #: name of a category that the file files things under
    category: str = ""
    items: list[Item] = field(default_factory=list)
    #: about the whole file
    doubts: list[Doubt] = field(default_factory=list)
    #: base address of the site of this same software that wrote the file; empty for others
    origin: str = ""
    #: fields of a session that this file has no place for, so that it says nothing about them
    silent: list[str] = field(default_factory=list)
    #: uid of what repeats without end -> ISO instant of the first occurrence that was taken
    since: dict[str, str] = field(default_factory=dict)


def as_json(programme: Programme) -> dict[str, Any]:
    return asdict(programme)


def from_json(said: dict[str, Any]) -> Programme:
    """The programme that `as_json` wrote."""
    return Programme(
        **(said | {"items": [_item(one) for one in said["items"]], "doubts": _doubts(said)})
    )


def _doubts(said: dict[str, Any]) -> list[Doubt]:
    return [Doubt(**one) for one in said["doubts"]]


def _item(said: dict[str, Any]) -> Item:
    room = said["room"]
    return Item(
        **(
            said
            | {
                "starts": When(**said["starts"]),
                "ends": When(**said["ends"]),
                "room": Place(**room) if room else None,
                "persons": [Person(**one) for one in said["persons"]],
                "doubts": _doubts(said),
            }
        )
    )


def known_zone(name: str) -> str:
    """The IANA zone of that name, whatever its case; empty for none."""
    name = name.strip()
    if clock.is_zone(name):
        return name
    return clock.zones_by_folded_name().get(name.casefold(), "")
