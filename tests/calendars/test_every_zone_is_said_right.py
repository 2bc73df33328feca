"""Every zone of the data is read back right around its changes, whatever its rule."""

import json
import subprocess
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest

from tests.support import missing
from webinar.calendars.zones import installed_version, vtimezone
from webinar.core.tzfile import zone_file, zone_file_bytes

#: spans: a series now without an end; one in the years of changed laws; one that crosses into now
NOW = datetime(2026, 9, 1, tzinfo=UTC), None
PAST = datetime(2005, 5, 1, tzinfo=UTC), datetime(2014, 12, 1, tzinfo=UTC)
LONG = datetime(2014, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
_STEP = timedelta(days=26)


def _wrapped(zones: bytes) -> str:
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n"
    return head + zones.decode() + "END:VCALENDAR\r\n"


def _moments(zone: str, first: datetime, last: datetime | None) -> list[datetime]:
    """Wall times around each change, and some in between; as aware times of that zone."""
    tz = ZoneInfo(zone)
    end = last or first + timedelta(days=366 * 6)
    found = set()
    at = first
    while at < end:
        following = min(at + _STEP, end)
        found.add(at)
        if at.astimezone(tz).utcoffset() != following.astimezone(tz).utcoffset():
            low, high = at, following
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) // 2
                if middle.astimezone(tz).utcoffset() == low.astimezone(tz).utcoffset():
                    low = middle
                else:
                    high = middle
            high = high.replace(microsecond=0)
            # Further than the change is wide: what the clock shows twice has two answers.
            found |= {high - timedelta(hours=2), high + timedelta(hours=2)}
            if high.astimezone(tz).utcoffset() > low.astimezone(tz).utcoffset():
                found |= {high - timedelta(minutes=1), high}
        at = following
    local = [moment.astimezone(tz) for moment in sorted(found) if first <= moment <= end]
    # Of what the clock shows twice readers choose either.
    return [
        one for one in local if one.replace(fold=0).utcoffset() == one.replace(fold=1).utcoffset()
    ]


def _kinds() -> dict[tuple[bytes, str], str]:
    """Each zone once: names of the same file say the same."""
    found: dict[Any, str] = {}
    for name in sorted(available_timezones()):
        found.setdefault(zone_file_bytes(name), name)
    return found


ZONES = sorted(_kinds().values())


@pytest.mark.parametrize("span", [NOW, PAST, LONG], ids=["now", "past", "long"])
def test_every_zone_agrees_with_zoneinfo(span: Any) -> None:
    from dateutil import tz as dateutil_tz

    assert len(ZONES) > 300
    wrong = []
    for zone in ZONES:
        read: Any = dateutil_tz.tzical(StringIO(_wrapped(vtimezone(zone, *span)))).get(zone)
        for wanted in _moments(zone, *span):
            local = wanted.replace(tzinfo=None)
            if local.replace(tzinfo=read).utcoffset() != wanted.utcoffset():
                wrong.append((zone, local))
    assert not wrong, wrong[:5]


#: rules of every form: whole weeks, days counted from midnight, over a month's end, no rule at all
SAMPLE = (
    "Europe/Paris America/New_York Australia/Sydney Europe/Dublin Africa/Casablanca Africa/El_Aaiun"
    " Africa/Cairo Asia/Jerusalem Asia/Gaza America/Nuuk America/Santiago Pacific/Chatham"
    " Australia/Lord_Howe Asia/Tokyo Asia/Kathmandu America/Caracas Europe/Moscow Asia/Pyongyang"
    " Antarctica/Troll Pacific/Apia America/Scoresbysund Asia/Amman UTC"
).split()


def _calendar(zone: str, span: Any) -> tuple[bytes, dict[str, str]]:
    """A file with an event at each moment, and what instant each is."""
    wanted = {}
    events = []
    for number, moment in enumerate(_moments(zone, *span)):
        wanted[f"e{number}"] = moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        events.append(
            f"BEGIN:VEVENT\r\nUID:e{number}\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:x\r\n"
            f"DTSTART;TZID={zone}:{moment:%Y%m%dT%H%M%S}\r\nEND:VEVENT\r\n"
        )
    text = _wrapped(vtimezone(zone, *span)).replace("END:VCALENDAR\r\n", "")
    return (text + "".join(events) + "END:VCALENDAR\r\n").encode(), wanted


def _by_icalendar(data: bytes) -> dict[str, str]:
    from icalendar import Calendar, Timezone

    calendar = Calendar.from_ical(data)
    (part,) = calendar.walk("VTIMEZONE")
    assert isinstance(part, Timezone)
    zone = part.to_tz(lookup_tzid=False)
    return {
        str(event["UID"]): event["DTSTART"]
        .dt.replace(tzinfo=None)
        .replace(tzinfo=zone)
        .astimezone(UTC)
        .strftime("%Y%m%dT%H%M%SZ")
        for event in calendar.walk("VEVENT")
    }


def _by_vobject(data: bytes) -> dict[str, str]:
    import vobject

    # It keeps a zone under its name for good.
    kept = vars(vobject.icalendar)["__tzidMap"]
    kept.clear()
    kept["UTC"] = vobject.icalendar.utc
    calendar: Any = vobject.readOne(data.decode())
    return {
        event.uid.value: event.dtstart.value.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        for event in calendar.contents["vevent"]
    }


_SCRIPT = """
const ICAL = require(process.argv[1]);
const answers = JSON.parse(require("fs").readFileSync(0, "utf8")).map((text) => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const zone = new ICAL.Timezone(calendar.getFirstSubcomponent("vtimezone"));
  const found = {};
  for (const part of calendar.getAllSubcomponents("vevent")) {
    const at = part.getFirstPropertyValue("dtstart");
    at.zone = zone;
    found[part.getFirstPropertyValue("uid")] =
      at.convertToZone(ICAL.Timezone.utcTimezone).toICALString();
  }
  return found;
});
console.log(JSON.stringify(answers));
"""


def _by_ical_js(files: list[bytes]) -> list[dict[str, str]]:
    done = subprocess.run(
        [missing.find("node"), "-e", _SCRIPT, missing.find("ical.js")],
        input=json.dumps([data.decode() for data in files]).encode(),
        capture_output=True,
        check=True,
    )
    answers: list[dict[str, str]] = json.loads(done.stdout)
    return answers


@pytest.mark.parametrize("span", [NOW, PAST, LONG], ids=["now", "past", "long"])
def test_other_programs_read_the_same(span: Any) -> None:
    made = {zone: _calendar(zone, span) for zone in SAMPLE}
    by_ical_js = dict(zip(made, _by_ical_js([data for data, _ in made.values()]), strict=True))
    for zone, (data, wanted) in made.items():
        answers = {
            "icalendar": _by_icalendar(data),
            "vobject": _by_vobject(data),
            "ical.js": by_ical_js[zone],
        }
        for reader, found in answers.items():
            wrong = {uid: (wanted[uid], found[uid]) for uid in wanted if found[uid] != wanted[uid]}
            assert not wrong, (zone, reader, list(wrong.items())[:4])


def test_the_form_is_the_one_that_outlook_reads() -> None:
    assert vtimezone("Europe/Paris", *NOW) == (
        b"BEGIN:VTIMEZONE\r\nTZID:Europe/Paris\r\n"
        b"BEGIN:DAYLIGHT\r\nDTSTART:19700329T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"
        b"TZNAME:CEST\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nEND:DAYLIGHT\r\n"
        b"BEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n"
        b"TZNAME:CET\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\n"
        b"END:VTIMEZONE\r\n"
    )
    for zone in available_timezones():
        text = vtimezone(zone, *NOW)
        assert text.startswith(b"BEGIN:VTIMEZONE\r\nTZID:" + zone.encode() + b"\r\nBEGIN:")
        assert b"RDATE" not in text
        assert all(len(line) <= 75 for line in text.split(b"\r\n"))
        if zone_file(zone).footer.count(",") and "Gaza" not in zone and "Hebron" not in zone:
            # Summer and winter; Cairo's autumn lies in two months.
            rules = text.count(b"RRULE:FREQ=YEARLY")
            wanted = 3 if b"BYMONTH=11;BYMONTHDAY" in text else 2
            assert rules == text.count(b"\r\nBEGIN:") == wanted


def test_the_release_has_a_name() -> None:
    assert installed_version()
