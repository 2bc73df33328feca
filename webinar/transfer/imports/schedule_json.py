"""schedule.json, with the line of every object kept for what has to be said about it."""

import json
import re
from collections.abc import Mapping
from json import decoder, scanner
from typing import Any

from webinar.core.plainerror import N_
from webinar.transfer.imports.programme import Programme
from webinar.transfer.imports.schedule import OURS, Raw, programme_of
from webinar.transfer.imports.words import MOST_ITEMS, TOO_MANY, BrokenFile, decode, line_of

NO_JSON = N_("Line %(line)s, column %(column)s: this is no right JSON (%(reason)s).")
NO_SCHEDULE = N_("Line %(line)s: there is no “%(field)s” here, so this is no schedule.json.")
WRONG_KIND = N_("Line %(line)s: “%(field)s” is not written as in a schedule.json.")
TOO_DEEP = N_("Line %(line)s: values lie in values more than 60 deep.")

#: deepest nesting; a schedule needs ten
_DEEPEST = 60
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_LONGEST_NUMBER = 18


class _Object(dict[str, Any]):
    """An object of the file that knows where it began."""

    at = 0


class _Decoder(json.JSONDecoder):
    """The standard library's, with places kept and numbers of any length taken as text."""

    def __init__(self) -> None:
        super().__init__(
            parse_int=lambda text: int(text) if len(text) <= _LONGEST_NUMBER else text,
            parse_constant=self._constant,
        )
        self.parse_object = self._object
        self.scan_once = scanner.py_make_scanner(self)  # type: ignore[attr-defined]

    @staticmethod
    def _constant(name: str) -> Any:
        return name

    @staticmethod
    def _object(s_and_end: tuple[str, int], *more: Any) -> tuple[_Object, int]:
        found, end = decoder.JSONObject(s_and_end, *more)  # type: ignore[attr-defined]
        made = _Object(found)
        made.at = s_and_end[1]
        return made, end


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.events: list[Raw] = []

    def line(self, value: Any) -> int:
        return line_of(self.text, value.at) if isinstance(value, _Object) else 1

    def within(self, parent: _Object, name: str) -> _Object:
        found = parent.get(name)
        if not isinstance(found, _Object):
            raise BrokenFile(NO_SCHEDULE, line=self.line(parent), field=name)
        return found

    def days(self, conference: _Object) -> list[_Object]:
        days = conference.get("days")
        if not isinstance(days, list) or not all(isinstance(day, _Object) for day in days):
            raise BrokenFile(NO_SCHEDULE, line=self.line(conference), field="days")
        return days

    def day(self, day: _Object) -> None:
        for room, events in self.within(day, "rooms").items():
            if not isinstance(events, list):
                raise BrokenFile(WRONG_KIND, line=self.line(day), field=room[:60])
            for event in events:
                if not isinstance(event, _Object):
                    raise BrokenFile(WRONG_KIND, line=self.line(day), field=room[:60])
                self.event(event, room, day)

    def event(self, event: _Object, room: str, day: _Object) -> None:
        if len(self.events) >= MOST_ITEMS:
            count = len(self.events) + 1
            raise BrokenFile(TOO_MANY, line=self.line(event), count=count, most=MOST_ITEMS)
        texts = {name: _text(value) for name, value in event.items() if name != "room"}
        links = [
            (_text(one.get("title")), _text(one.get("url")), _text(one.get("type")))
            for name in ("links", "attachments")
            for one in _objects(event.get(name))
        ]
        recording = event.get("recording")
        self.events.append(
            Raw(
                line=self.line(event),
                texts={"room": _text(event.get("room")) or room} | texts,
                persons=[_person(one) for one in _objects(event.get("persons"))],
                links=links,
                recording=_text(recording.get("url")) if isinstance(recording, dict) else "",
                day=_text(day.get("date")),
                begins=_text(day.get("day_start")),
            )
        )


def read(data: bytes) -> Programme:
    """Raises BrokenFile."""
    text, doubts = decode(data)
    reader = _Reader(text)
    try:
        # Leading blanks are skipped by hand: `decode` matches them with the C scanner's places.
        start = len(text) - len(text.lstrip(" \t\n\r"))
        root, end = _Decoder().raw_decode(text, start)
    except json.JSONDecodeError as error:
        values = {"line": error.lineno, "column": error.colno, "reason": error.msg}
        raise BrokenFile(NO_JSON, **values) from None
    except (RecursionError, ValueError):
        raise BrokenFile(TOO_DEEP, line=_too_deep(text)) from None
    if text[end:].strip():
        at = end + len(text[end:]) - len(text[end:].lstrip())
        column = at - text.rfind("\n", 0, at)
        raise BrokenFile(NO_JSON, line=line_of(text, at), column=column, reason="Extra data")
    if not isinstance(root, _Object):
        raise BrokenFile(NO_SCHEDULE, line=1, field="schedule")
    conference = reader.within(reader.within(root, "schedule"), "conference")
    for day in reader.days(conference):
        reader.day(day)
    said = {name: _text(value) for name, value in conference.items()}
    maker, meta = root.get("generator"), conference.get("meta")
    if isinstance(maker, _Object) and maker.get("name") == OURS:
        said["origin"] = _text(maker.get("url"))
        if isinstance(meta, _Object):
            # The schema refuses the names of many zones at their own place.
            said["time_zone_name"] = _text(meta.get("time_zone_name")) or said.get(
                "time_zone_name", ""
            )
    return programme_of(said, reader.events, doubts)


def _too_deep(text: str) -> int:
    """The line where nesting goes beyond what is taken."""
    depth = 0
    for found in _TOKEN.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found[0], 0)
        if depth > _DEEPEST:
            return line_of(text, found.start())
    return 1


def _text(value: Any) -> str:
    """A value that should be a text; of a map of languages the first."""
    if isinstance(value, dict) and value:
        return _text(next(iter(value.values())))
    if value is None or isinstance(value, bool | list | dict):
        return ""
    return str(value)


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _person(said: Mapping[str, Any]) -> dict[str, str]:
    texts = {name: _text(value) for name, value in said.items()}
    name = texts.get("name") or texts.get("public_name") or texts.get("full_public_name") or ""
    return texts | {"name": name}
