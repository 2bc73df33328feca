"""A webinar's programme as a neutral structure, which the schedule formats, text and PDF share.

Identifiers follow the schemas of c3voc's schedule exchange: none is a row number, each stays what
it is while titles, rooms and times change.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from webinar.calendars.formats.identifiers import (
    Numbers,
    acronym_of,
    guid_of,
    is_web_address,
    slug_of,
)
from webinar.calendars.ical import EventContent, clean_text
from webinar.core.text import for_xml


@dataclass(frozen=True)
class Link:
    """A document by address; `kind` is one of the JSON schema: slides, paper, media."""

    url: str
    title: str
    kind: str
    media_type: str = ""


@dataclass(frozen=True)
class Person:
    name: str
    guid: str
    #: positive, unique in the file
    id: int
    url: str
    affiliation: str
    #: speaker, chair, panelist, moderator
    role: str


@dataclass(frozen=True)
class Room:
    name: str
    guid: str
    #: its address in the street; empty for what is online
    place: str

    @property
    def is_online(self) -> bool:
        return not self.place


@dataclass(frozen=True)
class Event:
    """A session."""

    guid: str
    #: positive, unique in the file
    id: int
    slug: str
    title: str
    kind: str
    track: str
    #: BCP 47, or empty
    language: str
    #: plain text, and the same as Markdown with nothing left out
    abstract: str
    markdown: str
    #: in the webinar's zone
    starts_at: datetime
    ends_at: datetime
    room: str
    url: str
    persons: tuple[Person, ...] = ()
    links: tuple[Link, ...] = ()
    attachments: tuple[Link, ...] = ()
    recording: str = ""
    is_cancelled: bool = False
    reason: str = ""

    @property
    def type(self) -> str:
        """The kind as other programs write it: `Talk`."""
        return self.kind.capitalize()

    @property
    def minutes(self) -> int:
        """How long it really lasts, whatever clocks do meanwhile."""
        return max(0, round((self.ends_at.timestamp() - self.starts_at.timestamp()) / 60))


@dataclass(frozen=True)
class Day:
    """Sessions that begin on one date of the webinar's zone; it may end after midnight."""

    index: int
    date: date
    starts_at: datetime
    ends_at: datetime
    events: tuple[Event, ...]

    def by_room(self) -> dict[str, list[Event]]:
        """Room's name -> its sessions; rooms in order of their first session."""
        found: dict[str, list[Event]] = {}
        for event in self.events:
            found.setdefault(event.room, []).append(event)
        return found


@dataclass(frozen=True)
class About:
    """What the file says of where it comes from; addresses are absolute."""

    #: of the site, without a final slash
    base_url: str
    site: str
    #: rises with every change of the programme and only then
    version: int
    #: `#rrggbb`
    color: str
    #: absolute, or empty
    logo: str = ""
    #: the name of a room for sessions that have none
    online: str = "Online"


@dataclass(frozen=True)
class Schedule:
    """The whole programme. Times are in the webinar's zone."""

    about: About
    acronym: str
    title: str
    subtitle: str
    description: str
    language: str
    url: str
    slug: str
    timezone: str
    starts_at: datetime
    ends_at: datetime
    days: tuple[Day, ...]
    rooms: tuple[Room, ...]
    is_cancelled: bool = False
    reason: str = ""

    @cached_property
    def tracks(self) -> list[str]:
        """Names of tracks in order of appearance."""
        events = (event for day in self.days for event in day.events)
        return list(dict.fromkeys(event.track for event in events if event.track))

    @property
    def event_count(self) -> int:
        return sum(len(day.events) for day in self.days)


def plain_xml(text: str, *, lines: bool = True) -> str:
    """Text that XML can hold and that has no controls."""
    return for_xml(clean_text(text, lines=lines))


def build(
    webinar: EventContent,
    sessions: Iterable[EventContent],
    about: About,
    *,
    cancelled: bool = True,
) -> Schedule:
    """The programme, sessions in order of start, then UID.

    Without `cancelled` those that do not take place are left out: the schedule formats have no
    word for them, and apps show what is missing since their last look as cancelled.
    """
    facts = webinar.facts
    zone = ZoneInfo(facts["timezone"])
    shown = sorted(
        (one for one in sessions if cancelled or not one.is_cancelled),
        key=lambda one: (one.starts_at, one.uid),
    )
    acronym = acronym_of(facts["slug"], facts["guid"])
    keys = _room_keys(shown)
    rooms = _rooms(shown, keys, about, facts["guid"])
    events = _events(shown, zone, acronym, [rooms[key].name for key in keys])
    starts, ends = (at.astimezone(zone) for at in (webinar.starts_at, webinar.ends_at))
    return Schedule(
        about=about,
        acronym=acronym,
        title=webinar.summary,
        subtitle=facts["subtitle"],
        description=facts["abstract"],
        language=facts["language"],
        url=webinar.url,
        slug=facts["slug"],
        timezone=facts["timezone"],
        starts_at=starts,
        ends_at=ends,
        # The XML schema demands a day: without sessions it is that of the webinar's start.
        days=_days(events) or (Day(1, starts.date(), starts, ends, ()),),
        rooms=tuple(dict.fromkeys(rooms.values())),
        is_cancelled=webinar.is_cancelled,
        reason=facts["reason"],
    )


def _room_keys(shown: Sequence[EventContent]) -> list[str]:
    """Which room each takes place in. A break without one is where people are: in the room of
    the session before it, else after it, so that it adds no room of its own to a programme.
    """
    keys: list[str] = []
    for place, one in enumerate(shown):
        key = one.facts["room_guid"]
        if not key and one.facts["kind"] == "break":
            around = [*shown[:place][::-1], *shown[place:]]
            key = next((near.facts["room_guid"] for near in around if _is_session(near)), "")
        keys.append(key)
    return keys


def _is_session(one: EventContent) -> bool:
    return bool(one.facts["kind"] != "break")


def _rooms(
    shown: Sequence[EventContent], keys: Sequence[str], about: About, guid: str
) -> dict[str, Room]:
    """Identifier as stored -> room, in order of appearance; each has a name of its own.

    Clients know rooms by their names, so the second of two that share one gets a number.
    """
    found: dict[str, Room] = {}
    names: set[str] = set()
    for one, key in zip(shown, keys, strict=True):
        if key in found or key != one.facts["room_guid"]:
            continue
        wanted = plain_xml(one.facts["room"], lines=False).strip() or about.online
        name, number = wanted, 2
        while name in names:
            name, number = f"{wanted} ({number})", number + 1
        names.add(name)
        made = key or guid_of(f"{guid} online")
        found[key] = Room(name, made, one.facts["place"])
    return found


def _events(
    shown: Sequence[EventContent], zone: ZoneInfo, acronym: str, rooms: Sequence[str]
) -> list[Event]:
    guids = {one.uid: guid_of(one.facts["guid"]) for one in shown}
    events, people, slugs = Numbers(), Numbers(), set[str]()
    # In an order that no edit of times changes, so that a clash of numbers falls out the same.
    numbers = {guid: events.number(guid) for guid in sorted(set(guids.values()))}
    persons = {_person_guid(told): told["name"] for one in shown for told in one.facts["persons"]}
    ids = {guid: people.number(guid) for guid in sorted(persons)}
    found = []
    for one, room in zip(shown, rooms, strict=True):
        guid = guids[one.uid]
        slug = slug_of(one.facts["slug"], guid, acronym, slugs)
        found.append(_event(one, zone, numbers[guid], ids, room, slug))
    return found


def _person_guid(told: dict[str, str]) -> str:
    return guid_of(told.get("guid") or told["url"])


def _event(
    one: EventContent,
    zone: ZoneInfo,
    number: int,
    ids: dict[str, int],
    room: str,
    slug: str,
) -> Event:
    facts = one.facts
    persons = {
        _person_guid(told): Person(
            told["name"],
            _person_guid(told),
            ids[_person_guid(told)],
            told["url"],
            told["affiliation"],
            told["role"],
        )
        for told in facts["persons"]
    }
    links, attachments = [], []
    for paper, attached in zip(facts["papers"], one.attachments, strict=True):
        page = Link(paper["url"], paper["title"], "paper", "text/html")
        if attached.url == page.url:
            attachments.append(page)
        else:
            links.append(page)
            attachments.append(Link(attached.url, paper["title"], "paper", attached.media_type))
    if is_web_address(facts["slides"]):
        attachments.append(Link(facts["slides"], facts["title"], "slides"))
    recording = facts["recording"] if is_web_address(facts["recording"]) else ""
    if recording:
        links.append(Link(recording, facts["title"], "media"))
    return Event(
        guid=guid_of(facts["guid"]),
        id=number,
        slug=slug,
        title=facts["title"],
        kind=facts["kind"],
        track=facts["track"],
        language=facts["language"],
        abstract=facts["abstract"],
        markdown=facts.get("markdown") or facts["abstract"],
        starts_at=one.starts_at.astimezone(zone),
        ends_at=one.ends_at.astimezone(zone),
        room=room,
        url=one.url,
        persons=tuple(persons.values()),
        links=tuple(links),
        attachments=tuple(attachments),
        recording=recording,
        is_cancelled=one.is_cancelled,
        reason=facts["reason"],
    )


def _days(events: Sequence[Event]) -> tuple[Day, ...]:
    by_date: dict[date, list[Event]] = {}
    for event in events:
        by_date.setdefault(event.starts_at.date(), []).append(event)
    return tuple(
        Day(
            index=number,
            date=day,
            starts_at=found[0].starts_at,
            # By instant: within one zone Python would compare what clocks show.
            ends_at=max((one.ends_at for one in found), key=datetime.timestamp),
            events=tuple(found),
        )
        for number, (day, found) in enumerate(sorted(by_date.items()), 1)
    )
