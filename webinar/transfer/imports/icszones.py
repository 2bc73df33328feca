"""Which IANA zone a TZID of a foreign calendar means, and what had to be assumed."""

import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from dateutil import tz

from webinar.core.plainerror import N_
from webinar.transfer.imports.icslines import Part
from webinar.transfer.imports.programme import Doubt, When, known_zone

WINDOWS = N_("The time zone has Windows' name “%(zone)s”; it was taken as %(taken)s.")
OWN_RULES = N_(
    "The time zone “%(zone)s” is explained in the file only; its times were reckoned by these"
    " rules."
)
OFFSET = N_("The time zone “%(zone)s” is no place; its times were taken at %(taken)s.")
UNKNOWN = N_("The time zone “%(zone)s” is not known; the time was taken as %(chosen)s.")
FLOATING = N_("The time has no zone; it was taken as %(chosen)s.")

_UTC_NAMES = {"utc", "gmt", "z", "etc/utc", "etc/gmt", "coordinated universal time"}
_WINDOWS_UTC = {"tzone://microsoft/utc", "(utc) coordinated universal time"}
_OFFSET = re.compile(r"\(?(?:UTC|GMT)?\s*([+-])(\d{1,2}):?(\d{2})?\)?", re.IGNORECASE)


class Zones:
    """The zones of one calendar."""

    def __init__(self, calendar: Part) -> None:
        self._given = {
            zone.text("TZID"): zone for zone in calendar.parts if zone.name == "VTIMEZONE"
        }
        self._rules: dict[str, Any] = {}

    def when(self, local: datetime, tzid: str) -> tuple[When, list[Doubt]]:
        """A naive time of the file with its TZID ("" for none), and what had to be assumed."""
        wall = local.isoformat()
        if not tzid:
            return When(wall), [Doubt("floating", FLOATING)]
        zone = _place(tzid)
        if zone:
            return When(wall, zone), []
        if taken := windows_zone(tzid):
            return When(wall, taken), [Doubt("windows-zone", WINDOWS, _said(tzid, taken))]
        given = self._given.get(tzid)
        if given is not None:
            if place := known_zone(given.text("X-LIC-LOCATION")):
                return When(wall, place), []
            offset = self._offset(tzid, given, local)
            if offset is not None:
                instant = (local - offset).replace(tzinfo=UTC)
                minutes = round(offset.total_seconds() / 60)
                return When.at(instant, minutes), [Doubt("own-zone", OWN_RULES, _said(tzid))]
        return _by_offset(local, tzid)

    def _offset(self, tzid: str, given: Part, local: datetime) -> timedelta | None:
        """By the VTIMEZONE's own rules; None when they cannot be read."""
        if tzid not in self._rules:
            self._rules[tzid] = _read_rules(given)
        rules = self._rules[tzid]
        try:
            return local.replace(tzinfo=rules).utcoffset() if rules else None
        except (ValueError, OverflowError, TypeError, AttributeError):
            return None


def _place(tzid: str) -> str:
    """The IANA zone that a TZID is or ends in (`/citadel.org/20190914_1/Europe/Berlin`)."""
    name = tzid.strip().strip('"').strip("/")
    if name.casefold() in _UTC_NAMES:
        return "UTC"
    parts = name.split("/")
    for start in range(min(len(parts), 6)):
        if zone := known_zone("/".join(parts[start:])):
            return zone
    return ""


#: how Outlook describes the commonest zones, after `(UTC+01:00) `
_DESCRIBED = {
    "Eastern Time (US & Canada)": "America/New_York",
    "Central Time (US & Canada)": "America/Chicago",
    "Mountain Time (US & Canada)": "America/Denver",
    "Pacific Time (US & Canada)": "America/Los_Angeles",
    "Dublin, Edinburgh, Lisbon, London": "Europe/London",
    "Brussels, Copenhagen, Madrid, Paris": "Europe/Paris",
    "Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna": "Europe/Berlin",
    "Belgrade, Bratislava, Budapest, Ljubljana, Prague": "Europe/Budapest",
    "Sarajevo, Skopje, Warsaw, Zagreb": "Europe/Warsaw",
    "Chennai, Kolkata, Mumbai, New Delhi": "Asia/Kolkata",
    "Osaka, Sapporo, Tokyo": "Asia/Tokyo",
    "Canberra, Melbourne, Sydney": "Australia/Sydney",
}


def windows_zone(name: str) -> str:
    """The IANA zone of one of Windows' names, by CLDR's table; empty for none."""
    # 140 names with all of icalendar behind them: only those who meet one need it.
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    bare = name.strip()
    if bare.casefold() in _WINDOWS_UTC:
        return "UTC"
    folded = {key.casefold(): zone for key, zone in WINDOWS_TO_OLSON.items()}
    described = re.sub(r"^\((?:UTC|GMT)[^)]*\)\s*", "", bare)
    if described in _DESCRIBED:
        return _DESCRIBED[described]
    # Outlook adds a number to the second zone of the same name.
    return folded.get(bare.casefold()) or folded.get(re.sub(r"\s+\d+$", "", bare).casefold(), "")


def _read_rules(given: Part) -> Any:
    out = ["BEGIN:VCALENDAR", "BEGIN:VTIMEZONE", "TZID:own"]
    for rule in given.parts:
        out.append(f"BEGIN:{rule.name}")
        out += [
            f"{line.name}:{line.value}"
            for line in rule.lines
            if line.name in ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE", "TZNAME")
        ]
        out.append(f"END:{rule.name}")
    out += ["END:VTIMEZONE", "END:VCALENDAR", ""]
    try:
        return tz.tzical(io.StringIO("\n".join(out))).get("own")
    except (ValueError, TypeError, OverflowError, AttributeError, IndexError):
        return None


def _by_offset(local: datetime, tzid: str) -> tuple[When, list[Doubt]]:
    """`(UTC+01:00) Amsterdam, Berlin` and `GMT+0200` say at least an offset."""
    found = _OFFSET.match(tzid.strip())
    if found is None or int(found[2]) > 14 or int(found[3] or 0) > 59:
        return When(local.isoformat()), [Doubt("unknown-zone", UNKNOWN, _said(tzid))]
    minutes = (int(found[2]) * 60 + int(found[3] or 0)) * (-1 if found[1] == "-" else 1)
    instant = (local - timedelta(minutes=minutes)).replace(tzinfo=UTC)
    taken = f"UTC{found[1]}{found[2]}" + (f":{found[3]}" if found[3] else "")
    return When.at(instant, minutes), [Doubt("offset-zone", OFFSET, _said(tzid, taken))]


def _said(tzid: str, taken: str = "") -> dict[str, str]:
    return {"zone": tzid[:80]} | ({"taken": taken} if taken else {})
