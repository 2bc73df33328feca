"""iCalendar files of any origin as a programme (RFC 5545, with what RFC 7986 and makers add)."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from webinar.core import clock
from webinar.core.plainerror import N_
from webinar.transfer.imports.icslines import Line, Part, calendars
from webinar.transfer.imports.icstimes import Moment, duration, moment
from webinar.transfer.imports.icszones import Zones
from webinar.transfer.imports.programme import (
    ICS,
    Doubt,
    Item,
    Place,
    Programme,
    When,
    known_zone,
)
from webinar.transfer.imports.recurrence import Dates, dates, repeats
from webinar.transfer.imports.words import (
    MOST_ITEMS,
    TOO_MANY,
    BrokenFile,
    decode,
    language_tag,
    one_line,
    to_markdown,
    web_address,
)

NO_START = N_("Line %(line)s: this event has no start (DTSTART).")
NO_END = N_("No end is given; it was taken as one hour long.")
END_FIRST = N_("The end does not come after the start; it was taken as one hour long.")
ALL_DAY = N_("It has days and no times; it was taken from midnight to midnight, %(chosen)s.")
NO_UID = N_("It has no UID; it is known again by title and start only.")
SAME_UID = N_("Several events have the same UID; they are told apart by their order.")
TWICE = N_("The same event stands in the file twice; the newer one was taken.")
NO_TITLE = N_("It has no title.")
UNTITLED = N_("Untitled")
CANCELLED = N_("It is cancelled in the file, and comes as cancelled.")
PRIVATE = N_("It is marked as private in the file. Look whether readers may see it.")
FOLLOWING = N_("A change was meant for all dates after it; it was taken for its own date only.")
OTHERS = N_("Tasks and other entries that are no events were left out: %(count)s.")

#: a fold, and the octets after it that belong to the letter before it
_SPLIT_LETTER = re.compile(rb"(?<=[\x80-\xff])(\r?\n[ \t])([\x80-\xbf]{1,3})")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
#: longest session, as the timetable takes it
LONGEST = timedelta(days=366)
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
#: the part of an override's UID that says which occurrence it is
_OCCURRENCE = "%Y%m%dT%H%M%S"


@dataclass
class _Span:
    start: Moment
    starts: When
    ends: When
    doubts: list[Doubt]


def read(data: bytes) -> Programme:
    """Raises BrokenFile."""
    # Lines are folded between octets (RFC 5545, section 3.1), be it in the middle of a letter.
    text, doubts = decode(_SPLIT_LETTER.sub(rb"\2\1", data))
    found = calendars(text)
    programme = Programme(ICS, doubts=doubts)
    for calendar in found:
        _Calendar(calendar, programme).read()
    others = sum(
        part.name in ("VTODO", "VJOURNAL", "VFREEBUSY") for one in found for part in one.parts
    )
    if others:
        programme.doubts.append(Doubt("others", OTHERS, {"count": others}))
    return programme


class _Calendar:
    """One VCALENDAR, read into a programme."""

    def __init__(self, calendar: Part, programme: Programme) -> None:
        self.calendar, self.programme = calendar, programme
        self.zones = Zones(calendar)
        self.is_cancelled = calendar.text("METHOD").upper() == "CANCEL"
        self.categories: Counter[str] = Counter()
        self.used: Counter[str] = Counter()

    def read(self) -> None:
        programme, calendar = self.programme, self.calendar
        name = calendar.text("X-WR-CALNAME") or calendar.text("NAME")
        programme.name = programme.name or one_line(name, "title", [])
        programme.key = programme.name
        about = calendar.text("X-WR-CALDESC") or calendar.text("DESCRIPTION")
        programme.description = programme.description or to_markdown(about, [], plain=True)
        groups: dict[str, list[Part]] = {}
        for event in calendar.parts:
            if event.name == "VEVENT":
                groups.setdefault(_uid(event), []).append(event)
        for uid, events in groups.items():
            self._group(uid, events)
        programme.zone = programme.zone or self._zone()
        if self.categories and not programme.category:
            programme.category = self.categories.most_common(1)[0][0]

    def _zone(self) -> str:
        """The calendar's own, else the one that most events are in."""
        if said := known_zone(self.calendar.text("X-WR-TIMEZONE")):
            return said
        zones = Counter(one.starts.zone for one in self.programme.items if one.starts.zone)
        del zones["UTC"]
        return zones.most_common(1)[0][0] if zones else ""

    def _group(self, uid: str, events: Sequence[Part]) -> None:
        """Events of one UID: a master with its overrides, or some that happen to share it."""
        masters = [one for one in events if one.first("RECURRENCE-ID") is None]
        overrides = [one for one in events if one.first("RECURRENCE-ID") is not None]
        masters, doubled = _without_older(masters)
        extra = [Doubt("twice", TWICE)] if doubled else []
        if len(masters) > 1:
            extra.append(Doubt("same-uid", SAME_UID))
        for number, master in enumerate(masters, 1):
            own_uid = uid if number == 1 else f"{uid}#{number}"
            if repeats(master):
                self._repeating(own_uid, master, overrides, extra)
                overrides = []
            else:
                self._add(own_uid, master, self._span(master), extra)
        for override in overrides:
            self._override(uid, override, None)

    def _add(self, uid: str, event: Part, span: _Span, extra: Sequence[Doubt] = ()) -> None:
        items = self.programme.items
        if len(items) >= MOST_ITEMS:
            values = {"line": event.number, "count": len(items) + 1, "most": MOST_ITEMS}
            raise BrokenFile(TOO_MANY, **values)
        items.append(self._item(uid, event, span, extra))

    def _repeating(
        self, uid: str, master: Part, overrides: Sequence[Part], extra: Sequence[Doubt]
    ) -> None:
        span = self._span(master)
        known = self._dates(master, span)
        self.programme.doubts += known.doubts
        if known.since is not None:
            self.programme.since[uid] = known.since.isoformat()
        changed = {self._occurrence(one, span): one for one in overrides}
        length = span.ends.local - span.starts.local
        for local in known.starts:
            starts, _ = self._when(local, span.start)
            name = _name_of(starts)
            if name in changed:
                self._override(uid, changed.pop(name), span)
                continue
            ends = When((starts.local + length).isoformat(), starts.zone, 0, starts.offset)
            at = _Span(span.start, starts, ends, list(span.doubts))
            self._add(f"{uid}/{name}", master, at, extra)
        for override in changed.values():
            # Of a date that the rule does not know, or that was left out as too far away.
            if known.since is None or self._occurrence(override, span) >= f"{known.since:%Y%m%d}":
                self._override(uid, override, span)

    def _dates(self, master: Part, span: _Span) -> Dates:
        mine, _ = self._when(span.start.local, span.start)

        def frame(one: Moment) -> datetime:
            if one.is_day:
                return one.local if span.start.is_day else _at(one, span.start)
            if (one.is_utc, one.tzid) == (span.start.is_utc, span.start.tzid):
                return one.local
            instant = self._when(one.local, one)[0].instant("UTC")
            if mine.offset is not None:
                return (instant + timedelta(minutes=mine.offset)).replace(tzinfo=None)
            return clock.wall(instant, mine.zone or "UTC").local

        return dates(master, span.start, master.text("SUMMARY"), frame)

    def _override(self, uid: str, override: Part, master: _Span | None) -> None:
        line = override.first("RECURRENCE-ID")
        extra = []
        if line is not None and line.parameters.get("RANGE", "").upper() == "THISANDFUTURE":
            extra.append(Doubt("following", FOLLOWING))
        span = self._span(override, master)
        self._add(f"{uid}/{self._occurrence(override, master)}", override, span, extra)

    def _occurrence(self, override: Part, master: _Span | None) -> str:
        """Which occurrence an override is of: its instant, as the master's are named."""
        line = override.first("RECURRENCE-ID")
        if line is None:
            return ""
        one = moment(line)
        if one.is_day and master is not None and not master.start.is_day:
            one = Moment(_at(one, master.start), master.start.tzid, master.start.is_utc)
        starts, _ = self._when(one.local, one)
        return _name_of(starts)

    def _when(self, local: datetime, like: Moment) -> tuple[When, list[Doubt]]:
        if like.is_utc:
            return When(local.isoformat(), "UTC"), []
        if like.is_day:
            return When(local.isoformat()), [Doubt("all-day", ALL_DAY)]
        return self.zones.when(local, like.tzid)

    def _span(self, event: Part, master: _Span | None = None) -> _Span:
        line = event.first("DTSTART")
        if line is None and master is not None:
            line = event.first("RECURRENCE-ID")
        if line is None:
            raise BrokenFile(NO_START, line=event.number)
        start = moment(line)
        starts, doubts = self._when(start.local, start)
        ends = self._end(event, start, starts, doubts)
        before, after = starts.instant("UTC"), ends.instant("UTC")
        if not before < after <= before + LONGEST:
            doubts.append(Doubt("end-first", END_FIRST))
            ends = _later(starts, HOUR)
        return _Span(start, starts, ends, doubts)

    def _end(self, event: Part, start: Moment, starts: When, doubts: list[Doubt]) -> When:
        """From DTEND, DURATION or what was assumed; adds to the doubts."""
        if line := event.first("DTEND"):
            end = moment(line)
            if end.is_day and not start.is_day:
                end = Moment(end.local + DAY, start.tzid, start.is_utc)
            if not end.tzid and not end.is_utc and not start.is_utc:
                end = Moment(end.local, start.tzid, is_day=start.is_day)
            ends, more = self._when(end.local, end)
            doubts += [one for one in more if one not in doubts]
            return ends
        if line := event.first("DURATION"):
            return _later(starts, duration(line))
        if start.is_day:
            return _later(starts, DAY)
        doubts.append(Doubt("no-end", NO_END))
        return _later(starts, HOUR)

    def _item(self, uid: str, event: Part, span: _Span, extra: Sequence[Doubt]) -> Item:
        doubts = [*span.doubts, *extra]
        title = one_line(event.text("SUMMARY"), "title", doubts)
        if not title:
            doubts.append(Doubt("no-title", NO_TITLE))
        if not event.text("UID"):
            doubts.append(Doubt("no-uid", NO_UID))
        is_cancelled = self.is_cancelled or event.text("STATUS").upper() == "CANCELLED"
        if is_cancelled:
            doubts.append(Doubt("cancelled", CANCELLED))
        if event.text("CLASS").upper() in ("PRIVATE", "CONFIDENTIAL"):
            doubts.append(Doubt("private", PRIVATE))
        names = [one for line in event.all("CATEGORIES") for one in line.texts if one]
        self.categories.update(names[:1])
        summary = event.first("SUMMARY")
        language = summary.parameters.get("LANGUAGE", "") if summary else ""
        found = _UUID.match(uid)
        return Item(
            uid=uid if len(uid) <= 250 else _hashed(uid),
            line=event.number,
            title=title or str(UNTITLED),
            starts=span.starts,
            ends=span.ends,
            guid=found[0].lower() if found and len(found[0]) == len(uid) else "",
            abstract=_abstract(event, doubts),
            room=_room(event, doubts),
            language=language_tag(language),
            track=one_line(names[0], "track", doubts) if names else "",
            is_cancelled=is_cancelled,
            doubts=doubts,
        )


def _at(day: Moment, start: Moment) -> datetime:
    """A day at the time of day that the event starts at."""
    return day.local.replace(
        hour=start.local.hour, minute=start.local.minute, second=start.local.second
    )


def _later(starts: When, by: timedelta) -> When:
    return When((starts.local + by).isoformat(), starts.zone, starts.fold, starts.offset)


def _name_of(starts: When) -> str:
    """An occurrence by its instant; by its wall time where it has no zone."""
    if not starts.zone:
        return starts.local.strftime(_OCCURRENCE)
    return starts.instant("UTC").strftime(_OCCURRENCE + "Z")


def _hashed(uid: str) -> str:
    return "sha256:" + hashlib.sha256(uid.encode()).hexdigest()


def _uid(event: Part) -> str:
    """The event's UID; of one without it something that stays as long as title and start do."""
    if uid := event.text("UID"):
        return uid
    start = event.first("DTSTART")
    said = f"{event.text('SUMMARY')}\n{start.value if start else ''}"
    return _hashed(said)


def _without_older(masters: list[Part]) -> tuple[list[Part], bool]:
    """Of those that start at the same time the one with the highest SEQUENCE, the last of these."""
    newest: dict[str, Part] = {}
    for one in masters:
        line = one.first("DTSTART")
        start = line.value.strip() if line else ""
        if start not in newest or _sequence(one) >= _sequence(newest[start]):
            newest[start] = one
    return list(newest.values()), len(newest) < len(masters)


def _sequence(event: Part) -> int:
    text = event.text("SEQUENCE")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _room(event: Part, doubts: list[Doubt]) -> Place | None:
    """LOCATION, and the video room that it or CONFERENCE (RFC 7986, section 5.11) names."""
    name = one_line(event.text("LOCATION"), "room", doubts)
    conference = event.first("CONFERENCE")
    address = web_address(conference.value) if conference else ""
    if own := web_address(event.text("LOCATION")):
        address, name = own, ""
    if address and not name:
        name = (urlsplit(address).hostname or "")[:120]
    return Place(name, address) if name else None


def _abstract(event: Part, doubts: list[Doubt]) -> str:
    """The description, and the addresses that belong to the event."""
    text = event.text("DESCRIPTION") or event.text("STYLED-DESCRIPTION")
    text = to_markdown(text or event.text("X-ALT-DESC"), doubts, plain=True)
    links = [_link(line) for line in [*event.all("URL"), *event.all("ATTACH")]]
    lines = [f"- {link}" for url, link in links if url and url not in text]
    return "\n\n".join(one for one in (text, "\n".join(lines)) if one)


def _link(line: Line) -> tuple[str, str]:
    """The address, and how it stands in Markdown."""
    url = web_address(line.value)
    name = line.parameters.get("FILENAME") or line.parameters.get("X-FILENAME") or ""
    name = re.sub(r"[\[\]\\<>]", "", name.strip('"'))
    return url, f"[{name}](<{url}>)" if name else f"<{url}>"
