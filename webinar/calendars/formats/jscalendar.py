"""JSCalendar (RFC 8984): a Group of Events, from what entries say and not from their bytes.

Times are local with the zone of the webinar: an event moves with its clock, as its page says.
Keys of maps are numbers in order, so the same content gives the same bytes.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from webinar.calendars.formats.identifiers import is_web_address
from webinar.calendars.ical import PRODID, EventContent, Stamps, clean_text
from webinar.core import clock

MEDIA_TYPE = "application/jscalendar+json;type=group"
EVENT_TYPE = "application/jscalendar+json;type=event"
#: our roles -> roles of RFC 8984, 4.4.6; a panelist takes part, a chair leads
_ROLES = {"chair": "chair", "moderator": "chair"}
#: of RRULE -> of RecurrenceRule (4.3.3)
_RULE = {
    "FREQ": "frequency",
    "INTERVAL": "interval",
    "COUNT": "count",
    "UNTIL": "until",
    "WKST": "firstDayOfWeek",
    "BYDAY": "byDay",
    "BYMONTH": "byMonth",
    "BYMONTHDAY": "byMonthDay",
    "BYYEARDAY": "byYearDay",
    "BYWEEKNO": "byWeekNo",
    "BYHOUR": "byHour",
    "BYMINUTE": "byMinute",
    "BYSETPOS": "bySetPosition",
}


@dataclass(frozen=True)
class Told:
    """An entry as stored: what it says and its stamps."""

    content: EventContent
    stamps: Stamps


@dataclass(frozen=True)
class Shown:
    """How somebody wants to see an entry; by itself with its own times and without an alarm."""

    #: IANA name; empty for the entry's own zone. A series keeps its own, by which its rule goes
    timezone: str = ""
    #: minutes before the start
    alarm: int | None = None
    #: as a bar over whole days: the first, and the day after the last
    days: tuple[date, date] | None = None
    #: it takes up one's time; browsing a programme must not mark anybody as busy
    is_busy: bool = False


_AS_IT_IS = Shown()


@dataclass(frozen=True)
class GroupContent:
    """What the group says of itself."""

    uid: str
    title: str
    description: str
    #: its own address; empty for a secret one
    source: str
    color: str
    #: when any of it changed last; None: with the newest of its entries
    updated: datetime | None


def render_group(group: GroupContent, entries: Iterable[tuple[Told, Shown]]) -> bytes:
    """All entries, in the order given."""
    found = list(entries)
    updated = group.updated or max((one.stamps.revised_at for one, _ in found), default=None)
    told: dict[str, Any] = {
        "@type": "Group",
        "uid": group.uid,
        "prodId": PRODID,
        **({"updated": _utc(updated)} if updated else {}),
        "title": _line(group.title),
    }
    if group.description:
        told["description"] = clean_text(group.description)
    if group.source:
        told["source"] = group.source
    told["color"] = group.color
    told["entries"] = [event(*one) for one in found]
    return _written(told)


def render_event(one: Told) -> bytes:
    """One event alone."""
    return _written(event(one))


def _written(told: Mapping[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def event(one: Told, shown: Shown = _AS_IT_IS) -> dict[str, Any]:
    """The Event object; of a series with its rule and with what its dates say differently."""
    timezone = one.content.facts["timezone"]
    if "recurrence" in one.content.facts:
        told = _plain(one, timezone, shown)
        return told | _recurrence(told, one, shown)
    return _plain(one, shown.timezone or timezone, shown)


def _plain(one: Told, timezone: str, shown: Shown) -> dict[str, Any]:
    """What it says, with its times on the clock of that zone."""
    content, stamps = one.content, one.stamps
    facts = content.facts
    told: dict[str, Any] = {
        "@type": "Event",
        "uid": content.uid,
        "prodId": PRODID,
        "created": _utc(stamps.created_at),
        "updated": _utc(stamps.revised_at),
        "sequence": stamps.sequence,
        # The state has a property of its own; a calendar file has to put it into the title.
        "title": _line(facts["title"]),
        "description": clean_text(content.description),
        "descriptionContentType": "text/plain",
        **_times(content, timezone, shown),
        "status": "cancelled" if content.is_cancelled else "confirmed",
        "freeBusyStatus": "busy" if shown.is_busy else "free",
        "privacy": "public",
        "locale": facts["language"],
    }
    told |= _places(content)
    if shown.alarm is not None and not content.is_cancelled:
        told["alerts"] = {"1": _alert(content.starts_at, shown.alarm, shown)}
    told["links"] = _links(content)
    if people := _participants(facts["persons"]):
        told["participants"] = people
    words = [content.category, facts.get("track", ""), *facts.get("tags", ())]
    if keywords := {_line(word): True for word in words if word}:
        told["keywords"] = keywords
    return {key: value for key, value in told.items() if value not in ("", None)}


def _times(content: EventContent, timezone: str, shown: Shown) -> dict[str, Any]:
    """Start, zone and length; UTC where the zone's clock shows the start twice, as a local time
    means the first of both (RFC 8984, 1.4.4, by RFC 5545, 3.3.5).
    """
    if shown.days:
        first, after = shown.days
        return {
            "start": f"{first}T00:00:00",
            "showWithoutTime": True,
            "duration": f"P{(after - first).days}D",
        }
    if timezone == "UTC" or clock.wall(content.starts_at, timezone).is_ambiguous:
        timezone = "Etc/UTC"
    return {
        "start": _local(content.starts_at, ZoneInfo(timezone)),
        "timeZone": timezone,
        "duration": duration(content.starts_at, content.ends_at),
    }


def _alert(starts_at: datetime, minutes: int, shown: Shown) -> dict[str, Any]:
    """RFC 8984, 4.5.2; of a bar, which begins at midnight, at an instant."""
    trigger = {"@type": "OffsetTrigger", "offset": f"-PT{minutes}M" if minutes else "PT0S"}
    if shown.days:
        at = starts_at - timedelta(minutes=minutes)
        trigger = {"@type": "AbsoluteTrigger", "when": _utc(at)}
    return {"@type": "Alert", "trigger": trigger, "action": "display"}


def _places(content: EventContent) -> dict[str, Any]:
    facts = content.facts
    found: dict[str, Any] = {}
    if "hand_in" in facts or "register" in facts:
        # A deadline is met at an address, not where its webinar takes place.
        return found
    name = facts["place"] or facts["room"]
    if name:
        found["locations"] = {"1": {"@type": "Location", "name": _line(name)}}
    if content.conference_url:
        found["virtualLocations"] = {
            "1": {
                "@type": "VirtualLocation",
                "name": _line(content.conference_label),
                "uri": content.conference_url,
                "features": {"audio": True, "video": True},
            }
        }
    return found


def _links(content: EventContent) -> dict[str, Any]:
    facts = content.facts
    found: list[dict[str, Any]] = [
        {"href": content.url, "rel": "describedby", "contentType": "text/html"}
    ]
    for paper, attached in zip(facts["papers"], content.attachments, strict=False):
        title = _line(paper["title"])
        found.append(
            {
                "href": attached.url,
                "rel": "enclosure",
                "contentType": attached.media_type,
                "title": title,
            }
        )
        if attached.url != paper["url"]:
            page = {"href": paper["url"], "rel": "related", "contentType": "text/html"}
            found.append(page | {"title": title})
    outside = (
        facts.get("hand_in", ""),
        facts.get("register", ""),
        facts.get("slides", ""),
        facts.get("recording", ""),
    )
    found += [{"href": one, "rel": "related"} for one in outside if is_web_address(one)]
    return {str(number): {"@type": "Link"} | link for number, link in enumerate(found, 1)}


def _participants(persons: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Who speaks, without any address of mail: this is public."""
    roles: dict[str, dict[str, bool]] = {}
    by_guid: dict[str, Mapping[str, str]] = {}
    for person in persons:
        key = person.get("guid") or person["url"]
        by_guid.setdefault(key, person)
        given = roles.setdefault(key, {"attendee": True})
        if leads := _ROLES.get(person["role"]):
            given[leads] = True
    found: dict[str, Any] = {}
    for number, (key, person) in enumerate(by_guid.items(), 1):
        page = {"@type": "Link", "href": person["url"], "rel": "describedby"}
        one: dict[str, Any] = {
            "@type": "Participant",
            "name": _line(person["name"]),
            "kind": "individual",
            "roles": roles[key],
            "links": {"1": page},
        }
        if person["affiliation"]:
            one["description"] = _line(person["affiliation"])
        found[str(number)] = one
    return found


def _recurrence(master: dict[str, Any], one: Told, shown: Shown) -> dict[str, Any]:
    """Rule, dates left out, and a patch for each date that differs (4.3).

    Of what `calendars.recurring` stores: `rule` (RRULE), `skipped` slots and `overrides` by slot,
    slots being wall times; `parts` are what the overrides say, in the order of their slots, and
    `stamps` theirs by slot.
    """
    facts = one.content.facts
    recurrence, timezone = facts["recurrence"], facts["timezone"]
    found: dict[str, Any] = {}
    if recurrence["rule"]:
        found["recurrenceRules"] = [rule(recurrence["rule"], ZoneInfo(timezone))]
    changed: dict[str, Any] = {_slot(raw): {"excluded": True} for raw in recurrence["skipped"]}
    kept = {_slot(raw): stamps for raw, stamps in facts["stamps"].items() if raw}
    slots = sorted(map(_slot, recurrence["overrides"]))
    for slot, stored in zip(slots, facts["parts"], strict=True):
        sequence, revised_at, *_ = kept[slot]
        stamps = replace(
            one.stamps, sequence=sequence, revised_at=datetime.fromisoformat(revised_at)
        )
        one_date = _plain(Told(EventContent.from_stored(stored), stamps), timezone, shown)
        changed[slot] = _patch(master, one_date, slot)
    if changed:
        found["recurrenceOverrides"] = dict(sorted(changed.items()))
    return found


def _patch(master: Mapping[str, Any], told: Mapping[str, Any], slot: str) -> dict[str, Any]:
    """What the date says differently; its start only where it is not that of its slot."""
    patch: dict[str, Any] = {key: None for key in master if key not in told}
    patch |= {key: value for key, value in told.items() if value != master.get(key)}
    if told["start"] == slot and told["timeZone"] == master["timeZone"]:
        patch.pop("start", None)
    return patch


def _slot(raw: str) -> str:
    return f"{datetime.fromisoformat(raw):%Y-%m-%dT%H:%M:%S}"


def rule(text: str, zone: ZoneInfo) -> dict[str, Any]:
    """An RRULE as a RecurrenceRule; UNTIL becomes local time of the zone."""
    found: dict[str, Any] = {"@type": "RecurrenceRule"}
    for part in text.split(";"):
        name, _, raw = part.partition("=")
        key = _RULE.get(name.upper())
        if key is None:
            continue
        match name.upper():
            case "FREQ" | "WKST":
                found[key] = raw.lower()
            case "UNTIL":
                found[key] = _until(raw, zone)
            case "COUNT" | "INTERVAL":
                found[key] = int(raw)
            case "BYDAY":
                found[key] = [_weekday(day) for day in raw.split(",")]
            case "BYMONTH":
                found[key] = raw.split(",")
            case _:
                found[key] = [int(number) for number in raw.split(",")]
    return found


def _weekday(raw: str) -> dict[str, Any]:
    found: dict[str, Any] = {"@type": "NDay", "day": raw[-2:].lower()}
    if raw[:-2]:
        found["nthOfPeriod"] = int(raw[:-2])
    return found


def _until(raw: str, zone: ZoneInfo) -> str:
    if "T" not in raw:
        return f"{raw[:4]}-{raw[4:6]}-{raw[6:8]}T23:59:59"
    moment = datetime.strptime(raw.rstrip("Z"), "%Y%m%dT%H%M%S").replace(
        tzinfo=UTC if raw.endswith("Z") else zone
    )
    return _local(moment, zone)


def duration(starts: datetime, ends: datetime) -> str:
    """`PT1H30M`, `PT26H`, `PT0S`: in hours, for days would be those of the clock (1.4.6)."""
    seconds = max(0, int((ends - starts).total_seconds()))
    units = ((seconds // 3600, "H"), (seconds // 60 % 60, "M"), (seconds % 60, "S"))
    return "PT" + ("".join(f"{number}{unit}" for number, unit in units if number) or "0S")


def _local(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%Y-%m-%dT%H:%M:%S")


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _line(words: str) -> str:
    return clean_text(words, lines=False)
