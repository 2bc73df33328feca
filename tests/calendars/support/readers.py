"""Foreign readers of iCalendar: what each says about a file, as plain values.

Every reader answers UID -> (start, end, summary), instants as UTC text `YYYYMMDDTHHMMSSZ`.
"""

import ctypes
import json
import subprocess
from datetime import UTC, datetime
from functools import cache
from typing import Any

from tests.support import missing

Read = dict[str, tuple[str, str, str]]


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def icalendar(data: bytes) -> Read:
    from icalendar import Calendar

    return {
        str(event["UID"]): (
            _written(event["DTSTART"].dt),
            _written(event["DTEND"].dt),
            str(event["SUMMARY"]),
        )
        for event in Calendar.from_ical(data).walk("VEVENT")
    }


def vobject(data: bytes) -> Read:
    import vobject

    calendar: Any = vobject.readOne(data.decode())
    return {
        event.uid.value: (
            _written(event.dtstart.value),
            _written(event.dtend.value),
            event.summary.value,
        )
        for event in calendar.contents.get("vevent", [])
    }


_SCRIPT = """
const ICAL = require(process.argv[1]);
const text = require("fs").readFileSync(0, "utf8");
const calendar = new ICAL.Component(ICAL.parse(text));
const found = {};
for (const part of calendar.getAllSubcomponents("vevent")) {
  const event = new ICAL.Event(part);
  const utc = (time) => time.convertToZone(ICAL.Timezone.utcTimezone).toICALString();
  found[event.uid] = [utc(event.startDate), utc(event.endDate), event.summary];
}
console.log(JSON.stringify(found));
"""


def ical_js(data: bytes) -> Read:
    done = subprocess.run(
        [missing.find("node"), "-e", _SCRIPT, missing.find("ical.js")],
        input=data,
        capture_output=True,
        check=True,
    )
    return {uid: tuple(values) for uid, values in json.loads(done.stdout).items()}


@cache
def _libical(name: str) -> Any:
    library = ctypes.CDLL(name)
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    for function, result, arguments in (
        ("icalparser_parse_string", pointer, [text]),
        ("icalcomponent_get_first_component", pointer, [pointer, number]),
        ("icalcomponent_get_next_component", pointer, [pointer, number]),
        ("icalcomponent_get_first_property", pointer, [pointer, number]),
        ("icalproperty_get_value_as_string", text, [pointer]),
        ("icalcomponent_get_uid", text, [pointer]),
        ("icalcomponent_get_summary", text, [pointer]),
        ("icalcomponent_count_errors", number, [pointer]),
        ("icalcomponent_string_to_kind", number, [text]),
        ("icalproperty_string_to_kind", number, [text]),
        ("icalcomponent_free", None, [pointer]),
        ("icalrestriction_check", number, [pointer]),
    ):
        found = getattr(library, function)
        found.restype, found.argtypes = result, arguments
    return library


def libical(data: bytes) -> Read:
    library = _libical(missing.find("libical"))
    root = library.icalparser_parse_string(data)
    assert root, "libical refuses the file"
    assert library.icalcomponent_count_errors(root) == 0
    assert library.icalrestriction_check(root), "libical finds a rule broken"
    event_kind = library.icalcomponent_string_to_kind(b"VEVENT")
    start, end = (library.icalproperty_string_to_kind(name) for name in (b"DTSTART", b"DTEND"))
    found: Read = {}
    event = library.icalcomponent_get_first_component(root, event_kind)
    while event:
        times = [
            library.icalproperty_get_value_as_string(
                library.icalcomponent_get_first_property(event, kind)
            ).decode()
            for kind in (start, end)
        ]
        found[library.icalcomponent_get_uid(event).decode()] = (
            times[0],
            times[1],
            library.icalcomponent_get_summary(event).decode(),
        )
        event = library.icalcomponent_get_next_component(root, event_kind)
    library.icalcomponent_free(root)
    return found


READERS = {"icalendar": icalendar, "vobject": vobject, "ical.js": ical_js, "libical": libical}
