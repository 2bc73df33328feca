"""schedule.json, as c3voc's schema has it (voc/schedule, validator/json/schema.json).

Keys that the schema does not know are refused within conference, room, day, event and reference;
a person may carry more, so the role stands there.
"""

import json
import re
from datetime import datetime
from typing import Any

from webinar.calendars.formats.schedule import Day, Event, Link, Person, Room, Schedule
from webinar.calendars.formats.schedule_xml import roles_line
from webinar.calendars.ical import clean_text

MEDIA_TYPE = "application/json"
_SCHEMA = "https://c3voc.de/schedule/schema.json"
#: what the schema takes for a zone; few real ones are left out
_ZONE = re.compile(r"([A-Z][a-z]+/[A-Z][a-z]+)|.*UTC$")


def render(schedule: Schedule, address: str) -> bytes:
    """The file, whose own address is `address`."""
    about = schedule.about
    conference: dict[str, Any] = {
        "acronym": schedule.acronym,
        "title": _line(schedule.title),
        "description": _text(schedule.description),
        "start": _moment(schedule.starts_at),
        "end": _moment(schedule.ends_at),
        "daysCount": len(schedule.days),
        "timeslot_duration": "00:05",
        "colors": {"primary": about.color},
        "url": schedule.url,
        "tracks": [{"name": _line(name)} for name in schedule.tracks],
        "rooms": [_room(room) for room in schedule.rooms],
        "days": [_day(day) for day in schedule.days],
    }
    if _ZONE.match(schedule.timezone):
        conference["time_zone_name"] = schedule.timezone
    else:
        conference["meta"] = {"time_zone_name": schedule.timezone}
    if about.logo:
        conference["logo"] = about.logo
    told = {
        "$schema": _SCHEMA,
        "generator": {"name": "webinar", "url": f"{about.base_url}/"},
        "schedule": {
            "version": str(about.version),
            "base_url": f"{about.base_url}/",
            "url": address,
            "conference": conference,
        },
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"


def _room(room: Room) -> dict[str, Any]:
    found: dict[str, Any] = {"name": room.name, "guid": room.guid}
    if room.is_online:
        found["type"] = "online"
    if room.place:
        found["description"] = _line(room.place)
    return found


def _day(day: Day) -> dict[str, Any]:
    return {
        "index": day.index,
        "date": day.date.isoformat(),
        "day_start": _moment(day.starts_at),
        "day_end": _moment(day.ends_at),
        "rooms": {name: [_event(one) for one in found] for name, found in day.by_room().items()},
    }


def _event(event: Event) -> dict[str, Any]:
    return {
        "guid": event.guid,
        "id": event.id,
        "date": _moment(event.starts_at),
        "start": f"{event.starts_at:%H:%M}",
        "end": _moment(event.ends_at),
        "duration": f"{event.minutes // 60:02}:{event.minutes % 60:02}",
        "room": event.room,
        "slug": event.slug,
        "url": event.url,
        "title": _line(event.title),
        "subtitle": None,
        "track": _line(event.track) or None,
        "type": event.type,
        "language": event.language or None,
        "abstract": _text(event.markdown),
        "description": _text(roles_line(event)),
        "persons": [_person(one) for one in event.persons],
        "links": [_reference(one) for one in event.links],
        "attachments": [_reference(one) for one in event.attachments],
        "feedback_url": f"{event.url}#comments",
    }


def _person(person: Person) -> dict[str, Any]:
    # With a public_name it would match both shapes of a person, and be refused.
    return {
        "id": person.id,
        "guid": person.guid,
        "name": _line(person.name),
        "url": person.url,
        "role": person.role,
    }


def _reference(link: Link) -> dict[str, str]:
    return {"type": link.kind, "url": link.url, "title": _line(link.title)}


def _text(words: str) -> str:
    return clean_text(words)


def _line(words: str) -> str:
    return clean_text(words, lines=False)


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
