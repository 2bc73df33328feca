"""schedule.xml, as c3voc's schema has it (voc/schedule, validator/xsd/schedule.xml.xsd).

What the format has no place for: roles of people beside the one of a speaker stand in the
description; cancelled sessions are left out.
"""

import xml.etree.ElementTree as ET
from datetime import datetime

from webinar.calendars.formats.identifiers import is_web_address
from webinar.calendars.formats.schedule import Day, Event, Schedule, plain_xml

#: registered with IANA; apps know the file by its root and take any type
MEDIA_TYPE = "application/vnd.c3voc.schedule+xml"
#: the schema has two digits for hours
_LONGEST = 99 * 60 + 59


def render(schedule: Schedule, address: str) -> bytes:
    """The file, whose own address is `address`."""
    about = schedule.about
    root = ET.Element("schedule")
    ET.SubElement(root, "generator", name="webinar", system=plain_xml(about.base_url))
    _add(root, "url", address)
    _add(root, "version", str(about.version))
    conference = ET.SubElement(root, "conference")
    _add(conference, "title", schedule.title)
    _add(conference, "acronym", schedule.acronym)
    _add(conference, "start", _moment(schedule.starts_at))
    _add(conference, "end", _moment(schedule.ends_at))
    _add(conference, "days", str(len(schedule.days)))
    _add(conference, "timeslot_duration", "00:05")
    _add(conference, "base_url", f"{about.base_url}/")
    if about.logo:
        _add(conference, "logo", about.logo)
    _add(conference, "url", schedule.url)
    _add(conference, "time_zone_name", schedule.timezone)
    ET.SubElement(conference, "color", primary=about.color)
    for track in schedule.tracks:
        ET.SubElement(conference, "track", name=plain_xml(track, lines=False))
    guids = {room.name: room.guid for room in schedule.rooms}
    for day in schedule.days:
        _add_day(root, day, guids)
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _add_day(root: ET.Element, day: Day, guids: dict[str, str]) -> None:
    element = ET.SubElement(
        root,
        "day",
        index=str(day.index),
        date=day.date.isoformat(),
        start=_moment(day.starts_at),
        end=_moment(day.ends_at),
    )
    for name, events in day.by_room().items():
        room = ET.SubElement(element, "room", name=name, guid=guids[name])
        for event in events:
            _add_event(room, event)


def _add_event(room: ET.Element, event: Event) -> None:
    element = ET.SubElement(room, "event", guid=event.guid, id=str(event.id))
    _add(element, "room", event.room)
    _add(element, "title", event.title)
    _add(element, "subtitle", "")
    _add(element, "type", event.type)
    _add(element, "date", _moment(event.starts_at))
    _add(element, "start", f"{event.starts_at:%H:%M}")
    minutes = min(event.minutes, _LONGEST)
    _add(element, "duration", f"{minutes // 60:02}:{minutes % 60:02}")
    _add(element, "abstract", event.markdown, lines=True)
    _add(element, "slug", event.slug)
    _add(element, "track", event.track)
    persons = ET.SubElement(element, "persons")
    for person in event.persons:
        one = _add(persons, "person", person.name)
        one.attrib.update(id=str(person.id), guid=person.guid)
    if event.language:
        _add(element, "language", event.language)
    _add(element, "description", roles_line(event), lines=True)
    if event.recording:
        recording = ET.SubElement(element, "recording")
        _add(recording, "license", "")
        _add(recording, "optout", "false")
        _add(recording, "url", event.recording)
    links = ET.SubElement(element, "links")
    for link in event.links:
        ET.SubElement(links, "link", href=link.url, type=link.kind).text = _line(link.title)
    attachments = ET.SubElement(element, "attachments")
    for link in event.attachments:
        one = ET.SubElement(attachments, "attachment", href=link.url, type=link.kind)
        one.text = _line(link.title)
    _add(element, "url", event.url)
    # An empty one is refused, and so is half an address.
    if is_web_address(event.url):
        _add(element, "feedback_url", f"{event.url}#comments")


def roles_line(event: Event) -> str:
    """`Maria Nowak (chair)` for those who are no speakers, one a line; else nothing."""
    return "\n".join(
        f"{person.name} ({person.role})" for person in event.persons if person.role != "speaker"
    )


def _add(parent: ET.Element, tag: str, words: str, *, lines: bool = False) -> ET.Element:
    element = ET.SubElement(parent, tag)
    element.text = plain_xml(words, lines=lines)
    return element


def _line(words: str) -> str:
    return plain_xml(words, lines=False)


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
