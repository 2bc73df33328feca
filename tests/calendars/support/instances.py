"""What foreign readers make of recurring entries: every instance between two instants.

Each answers a sorted list of (UID, start, end, summary, is cancelled); instants as UTC text.
"""

import ctypes
import json
import subprocess
from datetime import UTC, datetime
from typing import Any

from tests.calendars.support.readers import _libical
from tests.support import missing

Instance = tuple[str, str, str, str, bool]


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def icalendar(data: bytes, first: datetime, last: datetime) -> list[Instance]:
    import icalendar as parser
    import recurring_ical_events

    found = recurring_ical_events.of(
        parser.Calendar.from_ical(data), keep_recurrence_attributes=True
    ).between(first, last)
    return sorted(
        (
            str(one["UID"]),
            _written(one["DTSTART"].dt),
            _written(one["DTEND"].dt),
            str(one["SUMMARY"]),
            str(one["STATUS"]) == "CANCELLED",
        )
        for one in found
    )


def vobject(data: bytes, first: datetime, last: datetime) -> list[Instance]:
    """It expands sets of dates; overrides are laid over them here, as RFC 5545 says."""
    import vobject as parser

    kept = vars(parser.icalendar)["__tzidMap"]
    kept.clear()
    kept["UTC"] = parser.icalendar.utc
    calendar: Any = parser.readOne(data.decode())
    events = calendar.contents.get("vevent", [])
    overrides = {
        (one.uid.value, _written(one.recurrence_id.value)): one
        for one in events
        if "recurrence-id" in one.contents
    }
    found = []
    for event in events:
        if "recurrence-id" in event.contents:
            continue
        length = event.dtend.value - event.dtstart.value
        dates = event.getrruleset(addRDate=True)
        starts = [event.dtstart.value] if dates is None else dates
        for start in starts:
            aware = start if start.tzinfo else start.replace(tzinfo=event.dtstart.value.tzinfo)
            if aware > last:
                break
            one = overrides.get((event.uid.value, _written(aware)))
            begin, end = (aware, aware + length) if one is None else (
                one.dtstart.value,
                one.dtend.value,
            )  # fmt: skip
            said = one or event
            if first <= begin <= last:
                found.append(
                    (
                        event.uid.value,
                        _written(begin),
                        _written(end),
                        said.summary.value,
                        said.status.value == "CANCELLED",
                    )
                )
    return sorted(found)


_SCRIPT = """
const ICAL = require(process.argv[1]);
const [first, last] = [process.argv[2], process.argv[3]].map((text) => new Date(text));
const text = require("fs").readFileSync(0, "utf8");
const calendar = new ICAL.Component(ICAL.parse(text));
for (const zone of calendar.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(new ICAL.Timezone(zone), zone.getFirstPropertyValue("tzid"));
}
const utc = (time) => time.convertToZone(ICAL.Timezone.utcTimezone).toICALString();
const found = [];
const parts = calendar.getAllSubcomponents("vevent");
const say = (item, start, end) => {
  if (start.toJSDate() >= first && start.toJSDate() <= last) {
    const state = item.component.getFirstPropertyValue("status");
    found.push([item.uid, utc(start), utc(end), item.summary, state === "CANCELLED"]);
  }
};
for (const part of parts.filter((one) => !one.getFirstProperty("recurrence-id"))) {
  const uid = part.getFirstPropertyValue("uid");
  // Left alone it takes the overrides of every UID for this one's.
  const exceptions = parts.filter((one) => one.getFirstProperty("recurrence-id")
    && one.getFirstPropertyValue("uid") === uid);
  const event = new ICAL.Event(part, { exceptions });
  if (!event.isRecurring()) { say(event, event.startDate, event.endDate); continue; }
  const dates = event.iterator();
  for (let next = dates.next(); next && next.toJSDate() <= last; next = dates.next()) {
    const one = event.getOccurrenceDetails(next);
    say(one.item, one.startDate, one.endDate);
  }
}
console.log(JSON.stringify(found));
"""


def ical_js(data: bytes, first: datetime, last: datetime) -> list[Instance]:
    ends = [first.isoformat(), last.isoformat()]
    done = subprocess.run(
        [missing.find("node"), "-e", _SCRIPT, missing.find("ical.js"), *ends],
        input=data,
        capture_output=True,
        check=True,
    )
    return sorted(tuple(one) for one in json.loads(done.stdout))


class _Time(ctypes.Structure):
    _fields_ = [
        *((name, ctypes.c_int) for name in "year month day hour minute second".split()),
        ("is_date", ctypes.c_int),
        ("is_daylight", ctypes.c_int),
        ("zone", ctypes.c_void_p),
    ]


class _Span(ctypes.Structure):
    _fields_ = [("start", ctypes.c_long), ("end", ctypes.c_long), ("is_busy", ctypes.c_int)]


_CALLBACK = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.POINTER(_Span), ctypes.c_void_p)


class _Component:
    """One component as libical has read it."""

    def __init__(self, library: Any, component: Any) -> None:
        self.library, self.component = library, component
        self.uid: str = library.icalcomponent_get_uid(component).decode()

    def property(self, name: bytes) -> Any:
        kind = self.library.icalproperty_string_to_kind(name)
        return self.library.icalcomponent_get_first_property(self.component, kind)

    def at(self, name: bytes) -> str:
        """The instant of a property, in UTC."""
        found = self.library.icalproperty_get_datetime_with_component(
            self.property(name), self.component
        )
        return _utc(self.library.icaltime_as_timet_with_zone(found, found.zone))

    def words(self) -> tuple[str, bool]:
        status = self.library.icalproperty_get_value_as_string(self.property(b"STATUS"))
        summary: bytes = self.library.icalcomponent_get_summary(self.component)
        return summary.decode(), status == b"CANCELLED"


def _utc(seconds: int) -> str:
    return _written(datetime.fromtimestamp(seconds, UTC))


def _prepared() -> Any:
    library = _libical(missing.find("libical"))
    pointer = ctypes.c_void_p
    for function, result, arguments in (
        ("icalcomponent_foreach_recurrence", None, [pointer, _Time, _Time, _CALLBACK, pointer]),
        ("icalproperty_get_datetime_with_component", _Time, [pointer, pointer]),
        ("icaltime_as_timet_with_zone", ctypes.c_long, [_Time, pointer]),
        ("icaltime_from_string", _Time, [ctypes.c_char_p]),
    ):
        found = getattr(library, function)
        found.restype, found.argtypes = result, arguments
    return library


def libical(data: bytes, first: datetime, last: datetime) -> list[Instance]:
    """It expands one component; overrides are laid over the dates here."""
    library = _prepared()
    root = library.icalparser_parse_string(data)
    assert root
    assert library.icalcomponent_count_errors(root) == 0
    assert library.icalrestriction_check(root), "libical finds a rule broken"
    kind = library.icalcomponent_string_to_kind(b"VEVENT")
    parts, part = [], library.icalcomponent_get_first_component(root, kind)
    while part:
        parts.append(_Component(library, part))
        part = library.icalcomponent_get_next_component(root, kind)
    overrides = {
        (one.uid, one.at(b"RECURRENCE-ID")): one for one in parts if one.property(b"RECURRENCE-ID")
    }
    ends = [library.icaltime_from_string(_written(one).encode()) for one in (first, last)]
    found: list[Instance] = []
    for one in parts:
        if one.property(b"RECURRENCE-ID"):
            continue
        spans: list[tuple[int, int]] = []
        collect = _CALLBACK(
            lambda _c, span, _d, spans=spans: spans.append((span[0].start, span[0].end))
        )
        library.icalcomponent_foreach_recurrence(one.component, *ends, collect, None)
        for start, end in spans:
            other = overrides.get((one.uid, _utc(start)))
            times = (_utc(start), _utc(end)) if other is None else (
                other.at(b"DTSTART"),
                other.at(b"DTEND"),
            )  # fmt: skip
            found.append((one.uid, *times, *(other or one).words()))
    library.icalcomponent_free(root)
    return sorted(found)


READERS = {"icalendar": icalendar, "vobject": vobject, "ical.js": ical_js, "libical": libical}
