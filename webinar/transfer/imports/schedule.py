"""What schedule.xml and schedule.json have in common: the same programme in two spellings.

Both are voc/schedule's forms, as pretalx and frab write them (facts/schedule-exchange.md).
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from webinar.core import clock
from webinar.core.plainerror import N_
from webinar.speakers.models import ROLES
from webinar.transfer.imports.ownlists import with_role
from webinar.transfer.imports.programme import (
    SCHEDULE,
    Doubt,
    Item,
    Person,
    Place,
    Programme,
    When,
    known_zone,
)
from webinar.transfer.imports.words import (
    BAD_YEAR,
    FIRST_YEAR,
    LAST_YEAR,
    MOST_ITEMS,
    TOO_MANY,
    BrokenFile,
    language_tag,
    one_line,
    to_markdown,
    web_address,
)

#: how our own files name their maker
OURS = "webinar"

NO_FIELD = N_("Line %(line)s: this session has no “%(field)s”.")
BAD_DATE = N_("Line %(line)s: “%(value)s” is no date and time.")
BAD_DURATION = N_("Line %(line)s: “%(value)s” is no duration; it is written like 00:45.")
NO_DURATION = N_("No duration is given; it was taken as one hour long.")
NO_GUID = N_("It has no guid; it is known again by its id or title.")
SAME_GUID = N_("Several sessions have the same guid; they are told apart by their order.")
NO_OFFSET = N_("The time has no zone; it was taken as %(chosen)s.")
OTHER_ZONE = N_(
    "The file names the zone %(zone)s, but its times are written in another (UTC%(offset)s). The"
    " instants were taken as they are written."
)
SAME_NAME = N_("There are two different people named “%(name)s” in the file; they are kept apart.")

_LENGTH = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?::\d{2})?")
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_BEGINS = re.compile(r"(?:^|T)(\d{1,2}:\d{2})(?::\d{2})?([+-]\d{2}:\d{2}|Z)?$")
_HOUR = timedelta(hours=1)
_LONGEST = timedelta(days=366)
#: words of a type -> our kind; anything else is a talk
_KINDS = (
    ("keynote", ("keynote", "plenary", "opening", "closing")),
    ("panel", ("panel", "podium")),
    ("workshop", ("workshop", "tutorial", "training", "hands-on", "lab")),
    ("discussion", ("discussion", "meetup", "bof", "birds of a feather", "q&a", "assembly")),
    ("break", ("break", "lunch", "dinner", "coffee", "pause", "reception")),
)


def kind_of(words: str) -> str:
    """One of our kinds of session by the words that a file has for it."""
    said = words.casefold()
    found = (kind for kind, names in _KINDS if any(name in said for name in names))
    return next(found, "talk")


@dataclass
class Raw:
    """One event with its texts as the file has them; `line` is where it begins."""

    line: int
    #: guid, id, code, title, subtitle, date, start, duration, end, room, type, track, language,
    #: abstract, description, status
    texts: Mapping[str, str]
    #: name, guid, id, code, biography, url, affiliation, role
    persons: Sequence[Mapping[str, str]] = ()
    #: (title, address, kind) of links and attachments
    links: Sequence[tuple[str, str, str]] = ()
    recording: str = ""
    #: date of the day it stands in, for files that give only the hour
    day: str = ""
    #: when that day begins, `10:00` or a whole moment: what is earlier is after midnight
    begins: str = ""


@dataclass
class _People:
    """Who is who in the file; `is_ours` says that this same software wrote it."""

    is_ours: bool = False
    keys: dict[str, set[str]] = field(default_factory=dict)

    def person(self, said: Mapping[str, str], doubts: list[Doubt]) -> Person | None:
        name = one_line(said.get("name"), "name", doubts)
        if not name:
            return None
        guid = _guid(said.get("guid", ""))
        number = said.get("code") or said.get("id") or ""
        key = f"guid:{guid}" if guid else f"code:{number[:80]}" if number else ""
        self.keys.setdefault(name.casefold(), set()).add(key)
        url = web_address(said.get("url"))
        return Person(
            name=name,
            key=key,
            guid=guid,
            role=said.get("role", "") if said.get("role") in ROLES else "speaker",
            biography=to_markdown(said.get("biography"), doubts),
            affiliation=one_line(said.get("affiliation"), "title", doubts),
            # Ours lead to the profile that stands for the person itself.
            links=[{"label": url.split("/")[2], "url": url}] if url and not self.is_ours else [],
        )

    def doubts(self, names: Mapping[str, str]) -> list[Doubt]:
        """Those who share a name."""
        return [
            Doubt("same-name", SAME_NAME, {"name": names[folded]})
            for folded, keys in self.keys.items()
            if len(keys - {""}) > 1
        ]


def programme_of(
    conference: Mapping[str, str], events: Sequence[Raw], doubts: list[Doubt]
) -> Programme:
    """Raises BrokenFile.

    `conference` has title, acronym, time_zone_name, description and language; `origin` is the base
    address of the site, where this same software wrote the file.
    """
    if len(events) > MOST_ITEMS:
        at = events[MOST_ITEMS]
        raise BrokenFile(TOO_MANY, line=at.line, count=MOST_ITEMS + 1, most=MOST_ITEMS)
    programme = Programme(
        SCHEDULE,
        name=one_line(conference.get("title"), "title", doubts),
        key=(conference.get("acronym") or conference.get("title") or "")[:200],
        zone=known_zone(conference.get("time_zone_name", "")),
        description=to_markdown(conference.get("description"), doubts),
        language=language_tag(conference.get("language")),
        doubts=doubts,
        origin=conference.get("origin", "").rstrip("/"),
    )
    people, used = _People(is_ours=bool(programme.origin)), Counter[str]()
    for event in events:
        programme.items.append(_item(event, people, used))
    names = {one.name.casefold(): one.name for item in programme.items for one in item.persons}
    programme.doubts += people.doubts(names)
    programme.doubts += _other_zone(programme)
    return programme


def _item(event: Raw, people: _People, used: Counter[str]) -> Item:
    texts, doubts = event.texts, list[Doubt]()
    title = one_line(texts.get("title"), "title", doubts)
    if not title:
        raise BrokenFile(NO_FIELD, line=event.line, field="title")
    guid = _guid(texts.get("guid", ""))
    starts, ends = _times(event, doubts)
    subtitle = one_line(texts.get("subtitle"), "title", doubts)
    room = one_line(texts.get("room"), "room", doubts)
    if people.is_ours:
        event = _ours(event)
    persons = [one for said in event.persons if (one := people.person(said, doubts))]
    slides = _the_only(event, "slides")
    recording = event.recording or (_the_only(event, "media") if people.is_ours else "")
    papers = [one for one in event.links if people.is_ours and one[2] == "paper"]
    used_up = {slides, recording, *(url for _, url, _ in papers)}
    links = [one for one in event.links if one[1] not in used_up]
    uid = _uid(guid, texts, title, used, doubts)
    return Item(
        uid=uid,
        line=event.line,
        title=title,
        starts=starts,
        ends=ends,
        guid=guid if uid == guid else "",
        abstract=_abstract(event.texts, links, subtitle, doubts),
        room=Place(room) if room else None,
        kind=kind_of(texts.get("type", "")),
        language=language_tag(texts.get("language")),
        track=one_line(texts.get("track"), "track", doubts),
        persons=_once(persons),
        recording_url=web_address(recording),
        slides_url=web_address(slides),
        is_cancelled=texts.get("status", "").casefold() in ("cancelled", "canceled"),
        papers=[[title, url] for title, url, _ in papers if web_address(url)],
        doubts=doubts,
    )


def _ours(event: Raw) -> Raw:
    """An event of our own file, with the roles that schedule.xml has in its description only."""
    roles: dict[str, str] = {}
    lines = []
    for line in event.texts.get("description", "").split("\n"):
        name, role = with_role(line.strip())
        if role:
            roles[name] = role
        else:
            lines.append(line)
    persons = [
        {"role": roles.get(one.get("name", ""), ""), **{k: v for k, v in one.items() if v}}
        for one in event.persons
    ]
    texts = {**event.texts, "description": "\n".join(lines)}
    return replace(event, texts=texts, persons=persons)


def is_uuid(text: str) -> bool:
    return _UUID.fullmatch(text) is not None


def _guid(text: str) -> str:
    return text.strip().lower() if is_uuid(text.strip()) else ""


def _uid(
    guid: str, texts: Mapping[str, str], title: str, used: Counter[str], doubts: list[Doubt]
) -> str:
    number = texts.get("id") or texts.get("code") or ""
    uid = guid or (f"id:{number[:80]}" if number else f"title:{title.casefold()[:200]}")
    if not guid:
        doubts.append(Doubt("no-guid", NO_GUID))
    used[uid] += 1
    if used[uid] == 1:
        return uid
    doubts.append(Doubt("same-uid", SAME_GUID))
    return f"{uid}#{used[uid]}"


def _once(persons: list[Person]) -> list[Person]:
    """Nobody has the same part in a session twice."""
    return list({one.key or one.name.casefold(): one for one in persons}.values())


def _times(event: Raw, doubts: list[Doubt]) -> tuple[When, When]:
    date = event.texts.get("date", "").strip()
    hour = event.texts.get("start", "").strip()
    if not date and not (event.day and hour):
        raise BrokenFile(NO_FIELD, line=event.line, field="date")
    starts = _when(date or _of_day(event, hour), event.line, hour)
    if not starts.zone:
        doubts.append(Doubt("floating", NO_OFFSET))
    if said := event.texts.get("duration", "").strip():
        length = _length(said, event.line)
    elif end := event.texts.get("end", "").strip():
        length = _when(end, event.line, "").local - starts.local
    else:
        length = timedelta()
    if not timedelta() < length <= _LONGEST:
        doubts.append(Doubt("no-end", NO_DURATION))
        length = _HOUR
    ends = When((starts.local + length).isoformat(), starts.zone, 0, starts.offset)
    return starts, ends


def _of_day(event: Raw, hour: str) -> str:
    """The moment of an hour in a day that may go on after midnight."""
    hour = hour.zfill(5)
    found = _BEGINS.search(event.begins)
    if found is None or len(event.day) != 10:
        return f"{event.day}T{hour}"
    try:
        day = datetime.fromisoformat(event.day) + timedelta(days=hour < found[1].zfill(5))
    except ValueError:
        return f"{event.day}T{hour}"
    return f"{day.date().isoformat()}T{hour}{found[2] or ''}"


def _when(text: str, line: int, hour: str) -> When:
    """A date with its offset; of a day alone the hour beside it."""
    try:
        value = datetime.fromisoformat(text)
        if len(text) == 10 and hour:
            value = datetime.fromisoformat(f"{text}T{hour.zfill(5)}")
    except ValueError:
        raise BrokenFile(BAD_DATE, line=line, value=text[:60]) from None
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise BrokenFile(BAD_YEAR, line=line, value=text[:60])
    value = value.replace(microsecond=0)
    offset = value.utcoffset()
    if offset is None:
        return When(value.isoformat())
    return When.at(value, round(offset.total_seconds() / 60))


def _length(text: str, line: int) -> timedelta:
    """`00:45`, or with seconds, which no timetable needs."""
    found = _LENGTH.fullmatch(text)
    if found is None:
        raise BrokenFile(BAD_DURATION, line=line, value=text[:40])
    parts = [int(one) for one in text.split(":")]
    hours, minutes = parts[0], parts[1]
    return timedelta(hours=hours, minutes=minutes)


def _abstract(
    texts: Mapping[str, str],
    said_links: Sequence[tuple[str, str, str]],
    subtitle: str,
    doubts: list[Doubt],
) -> str:
    """Subtitle, abstract, description and links, each where there is one."""
    abstract = to_markdown(texts.get("abstract"), doubts)
    description = to_markdown(texts.get("description"), doubts)
    parts = [f"*{subtitle}*" if subtitle else "", abstract]
    if description != abstract:
        parts.append(description)
    links = list_of_links((title, url) for title, url, _ in said_links)
    return to_markdown("\n\n".join(one for one in (*parts, links) if one), doubts)


def list_of_links(links: Iterable[Sequence[str]]) -> str:
    """Titles and addresses as a list in Markdown, each address once."""
    lines = {
        url: f"- [{_label(title) or url}](<{url}>)"
        for title, said in links
        if (url := web_address(said))
    }
    return "\n".join(lines.values())


def _label(title: str) -> str:
    return re.sub(r"[\[\]\\<>]", "", title).strip()


def _the_only(event: Raw, what: str) -> str:
    """The address of the only link that is of this kind, or whose title says so."""
    found = {url for _, url, kind in event.links if kind.casefold() == what} or {
        url for title, url, _ in event.links if what in title.casefold()
    }
    return found.pop() if len(found) == 1 else ""


def _other_zone(programme: Programme) -> list[Doubt]:
    """The file's zone, where its own times do not agree with it; it counts as none then."""
    offsets = Counter(one.starts.offset for one in programme.items if one.starts.offset is not None)
    if not programme.zone or not offsets:
        return []
    if all(_agrees(one.starts, programme.zone) for one in programme.items):
        return []
    minutes = offsets.most_common(1)[0][0] or 0
    sign, (hours, rest) = "-" if minutes < 0 else "+", divmod(abs(minutes), 60)
    values: dict[str, Any] = {"zone": programme.zone, "offset": f"{sign}{hours:02}:{rest:02}"}
    programme.zone = ""
    return [Doubt("other-zone", OTHER_ZONE, values)]


def _agrees(starts: When, zone: str) -> bool:
    return starts.offset is None or offset_in(starts, zone) == starts.offset


def offset_in(starts: When, zone: str) -> int:
    """Minutes that a zone's clock is ahead of UTC at that time."""
    shift = starts.instant("UTC").astimezone(clock.zone(zone)).utcoffset() or timedelta()
    return round(shift.total_seconds() / 60)
