"""schedule.xml, read as it streams by: no document type, no entity, no network."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from webinar.core.plainerror import N_
from webinar.transfer.imports.programme import Doubt, Programme
from webinar.transfer.imports.schedule import OURS, Raw, programme_of
from webinar.transfer.imports.words import (
    MOST_ITEMS,
    TOO_MANY,
    BrokenFile,
    decode,
)

NO_XML = N_("Line %(line)s, column %(column)s: this is no right XML (%(reason)s).")
NO_SCHEDULE = N_("Line %(line)s: a schedule begins with <schedule>, this file with <%(name)s>.")
ENTITIES = N_("Line %(line)s: the file declares a document type; such files are not taken.")
TOO_DEEP = N_("Line %(line)s: elements lie in elements more than 20 deep.")

_DEEPEST = 20
#: attributes of an event that name it
_NAMES = ("guid", "id", "code")


@dataclass
class _Event:
    line: int
    day: str
    room: str
    texts: dict[str, str] = field(default_factory=dict)
    persons: list[dict[str, str]] = field(default_factory=list)
    begins: str = ""
    links: list[tuple[str, str, str]] = field(default_factory=list)
    recording: str = ""

    def raw(self) -> Raw:
        texts = {"room": self.room} | {name: text for name, text in self.texts.items() if text}
        return Raw(
            self.line, texts, self.persons, self.links, self.recording, self.day, self.begins
        )


class _Reader:
    """Follows the elements; keeps texts of the conference and of each event."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._words
        self.path: list[str] = []
        self.attributes: list[dict[str, str]] = []
        self.text: list[str] = []
        self.conference: dict[str, str] = {}
        self.events: list[Raw] = []
        self.event: _Event | None = None
        self.day = self.room = self.begins = ""

    @property
    def line(self) -> int:
        return self.parser.CurrentLineNumber

    def _refuse(self, *_: object) -> None:
        raise BrokenFile(ENTITIES, line=self.line)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if not self.path and name != "schedule":
            raise BrokenFile(NO_SCHEDULE, line=self.line, name=name[:40])
        if len(self.path) >= _DEEPEST:
            raise BrokenFile(TOO_DEEP, line=self.line)
        self.path.append(name)
        self.attributes.append(attributes)
        self.text = []
        if name == "generator" and attributes.get("name") == OURS:
            self.conference["origin"] = attributes.get("system", "")
        elif name == "day":
            self.day = attributes.get("date", "")
            self.begins = attributes.get("start", "") or self.conference.get("day_change", "")
        elif name == "room" and self.event is None:
            self.room = attributes.get("name", "")
        elif name == "event" and self.event is None:
            if len(self.events) >= MOST_ITEMS:
                count = len(self.events) + 1
                raise BrokenFile(TOO_MANY, line=self.line, count=count, most=MOST_ITEMS)
            self.event = _Event(self.line, self.day, self.room, begins=self.begins)
            self.event.texts |= {
                k: attributes[k] for k in ("guid", "id", "code") if k in attributes
            }

    def _words(self, data: str) -> None:
        self.text.append(data)

    def _end(self, _name: str) -> None:
        name, attributes = self.path.pop(), self.attributes.pop()
        text, self.text = "".join(self.text).strip(), []
        event, parent = self.event, self.path[-1] if self.path else ""
        if event is None:
            if parent == "conference":
                self.conference[name] = text
            return
        if name == "event" and "event" not in self.path:
            self.events.append(event.raw())
            self.event = None
        elif name == "person":
            event.persons.append({**attributes, "name": text or attributes.get("name", "")})
        elif name in ("link", "attachment"):
            kind = attributes.get("type", "")
            event.links.append((text or kind, attributes.get("href", ""), kind))
        elif parent == "recording" and name == "url":
            event.recording = text
        elif parent == "event":
            event.texts[name] = text


def read(data: bytes) -> Programme:
    """Raises BrokenFile."""
    doubts: list[Doubt] = []
    reader = _Reader()
    try:
        reader.parser.Parse(data, True)
    except expat.ExpatError as error:
        if b"encoding" in data[:200].partition(b"?>")[0]:
            raise _broken(error) from None
        text, doubts = decode(data)
        if not doubts:
            raise _broken(error) from None
        # It says no encoding and is not in UTF-8.
        reader = _Reader()
        with _telling():
            reader.parser.Parse(text, True)
    except (ValueError, LookupError, UnicodeError):
        raise BrokenFile(NO_XML, line=1, column=1, reason="unknown encoding") from None
    return programme_of(reader.conference, reader.events, doubts)


@contextlib.contextmanager
def _telling() -> Iterator[None]:
    try:
        yield
    except expat.ExpatError as error:
        raise _broken(error) from None


def _broken(error: expat.ExpatError) -> BrokenFile:
    reason = expat.ErrorString(error.code) or ""
    return BrokenFile(NO_XML, line=error.lineno, column=error.offset + 1, reason=reason)
