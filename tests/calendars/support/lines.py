"""Our own strict line rules: what no parser refuses (facts/icalendar.md, 4), this one does."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

_NAME = re.compile(r"[A-Z0-9-]+")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_INSTANT = re.compile(r"\d{8}T\d{6}Z")
_WALL = re.compile(r"\d{8}T\d{6}")
_ZONED = frozenset("DTSTART DTEND EXDATE RECURRENCE-ID".split())
_TEXTS = frozenset("SUMMARY DESCRIPTION LOCATION CATEGORIES NAME X-WR-CALNAME X-WR-CALDESC".split())
_URIS = frozenset("URL SOURCE CONFERENCE ATTACH".split())
_INSTANTS = frozenset("DTSTAMP CREATED LAST-MODIFIED DTSTART DTEND".split())
_KINDS = "session|webinar|series|call-closes|papers-due|registration-closes"
#: property -> how often it may stand in a VEVENT: (least, most)
_EVENT = {
    "UID": (1, 1),
    "DTSTAMP": (1, 1),
    "DTSTART": (1, 1),
    "DTEND": (0, 1),
    "SUMMARY": (1, 1),
    "DESCRIPTION": (1, 1),
    "LOCATION": (0, 1),
    "URL": (1, 1),
    "STATUS": (1, 1),
    "TRANSP": (1, 1),
    "CLASS": (1, 1),
    "CATEGORIES": (0, 1),
    "CONFERENCE": (0, 1),
    "ATTACH": (0, 99),
    "CREATED": (1, 1),
    "LAST-MODIFIED": (1, 1),
    "SEQUENCE": (1, 1),
    "RRULE": (0, 1),
    "EXDATE": (0, 999),
    "RECURRENCE-ID": (0, 1),
}
_DOWNLOAD = {"VERSION": (1, 1), "PRODID": (1, 1), "CALSCALE": (1, 1)}
_FEED = _DOWNLOAD | {
    "NAME": (1, 1),
    "X-WR-CALNAME": (1, 1),
    "DESCRIPTION": (0, 1),
    "X-WR-CALDESC": (0, 1),
    "COLOR": (1, 1),
    "X-APPLE-CALENDAR-COLOR": (1, 1),
    "REFRESH-INTERVAL": (1, 1),
    "X-PUBLISHED-TTL": (1, 1),
    "SOURCE": (1, 1),
    "URL": (1, 1),
}
_PERSONAL = {name: often for name, often in _FEED.items() if name != "SOURCE"}
_ALARM = dict.fromkeys(("UID", "ACTION", "TRIGGER", "DESCRIPTION"), (1, 1))


@dataclass(frozen=True)
class Line:
    """One unfolded content line."""

    name: str
    parameters: dict[str, list[str]]
    raw: str

    @property
    def text(self) -> str:
        """The value without the escapes of TEXT."""
        return _ESCAPE.sub(lambda m: "\n" if m[1] in "nN" else m[1], self.raw)


@dataclass
class Event:
    lines: list[Line] = field(default_factory=list)
    #: exactly the octets from BEGIN to END
    raw: bytes = b""
    #: of a personal feed
    alarms: list["Event"] = field(default_factory=list)

    def all(self, name: str) -> list[Line]:
        return [line for line in self.lines if line.name == name]

    def one(self, name: str) -> str:
        (line,) = self.all(name)
        return line.text

    def instant(self, name: str) -> datetime:
        return datetime.strptime(self.one(name), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)

    @property
    def is_bar(self) -> bool:
        """It takes whole days."""
        return [line.parameters for line in self.all("DTSTART")] == [{"VALUE": ["DATE"]}]

    @property
    def starts_at(self) -> datetime:
        """The instant of DTSTART."""
        (line,) = self.all("DTSTART")
        if line.raw.endswith("Z"):
            return self.instant("DTSTART")
        zone = ZoneInfo(line.parameters["TZID"][0])
        return datetime.strptime(line.raw, "%Y%m%dT%H%M%S").replace(tzinfo=zone)

    @property
    def uid(self) -> str:
        return self.one("UID")


@dataclass
class File:
    header: list[Line]
    events: list[Event]
    #: TZIDs that are defined, in their order
    zones: list[str] = field(default_factory=list)

    def by_uid(self) -> dict[str, Event]:
        """Masters and single events."""
        return {event.uid: event for event in self.events if not event.all("RECURRENCE-ID")}

    def one(self, name: str) -> Line:
        (line,) = [line for line in self.header if line.name == name]
        return line


def checked(
    data: bytes, *, download: bool = False, personal: bool = False, options: bool = False
) -> File:
    """The parts of a file that is clean by every rule; AssertionError says which it breaks.

    With options in its address a feed may ring, and have bars over whole days.

    A personal feed says when one is busy, may remind, and does not repeat its secret address.
    """
    lines = [_parsed(line) for line in _unfolded(data)]
    assert (lines[0].name, lines[0].raw) == ("BEGIN", "VCALENDAR")
    assert (lines[-1].name, lines[-1].raw) == ("END", "VCALENDAR")
    file = File([], [])
    current: Event | None = None
    alarm: Event | None = None
    for line in _without_zones(lines[1:-1], file):
        if (personal or options) and (line.name, line.raw) == ("BEGIN", "VALARM"):
            assert current is not None
            assert alarm is None
            alarm = Event()
            current.alarms.append(alarm)
        elif alarm is not None and line.name == "END":
            assert line.raw == "VALARM", line
            _count(alarm.lines, _ALARM)
            alarm = None
        elif alarm is not None:
            alarm.lines.append(line)
        elif line.name == "BEGIN":
            assert line.raw == "VEVENT", line
            assert current is None, "a component in a VEVENT"
            current = Event()
        elif line.name == "END":
            assert line.raw == "VEVENT", line
            assert current is not None
            assert options or not current.is_bar, "a bar that nobody asked for"
            _check_event(current, personal=personal)
            file.events.append(current)
            current = None
        elif current is not None:
            current.lines.append(line)
        else:
            assert not file.events, f"a property of the calendar after its events: {line}"
            assert not file.zones, f"a property of the calendar after its zones: {line}"
            file.header.append(line)
    assert current is None
    _count(file.header, _DOWNLOAD if download else _FEED if not personal else _PERSONAL)
    if not download and not personal:
        _check_feed(file)
    raws = re.findall(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", data, re.DOTALL)
    for event, raw in zip(file.events, raws, strict=True):
        event.raw = raw
    _check_identity(file)
    return file


def _without_zones(lines: list[Line], file: File) -> Iterator[Line]:
    """The lines, each checked, but those of VTIMEZONEs; their names are noted in the file."""
    zone: Line | None = None
    for line in lines:
        if (line.name, line.raw) == ("BEGIN", "VTIMEZONE"):
            assert not file.events, "a zone after the events that need it"
            zone = line
        elif zone is None:
            _check_value(line)
            yield line
        elif line.name == "TZID":
            file.zones.append(line.raw)
        elif (line.name, line.raw) == ("END", "VTIMEZONE"):
            zone = None


def _check_identity(file: File) -> None:
    masters = [event for event in file.events if not event.all("RECURRENCE-ID")]
    uids = [event.uid for event in masters]
    assert len(uids) == len(set(uids)), "a UID twice"
    # A bar stands where the webinar really starts, not at its midnight.
    order = [(event.starts_at, event.uid) for event in masters if not event.is_bar]
    assert order == sorted(order), "not in order of start and UID"
    before = None
    for event in file.events:
        if event.all("RECURRENCE-ID"):
            assert before is not None, "a bare override"
            assert before.uid == event.uid, "a bare override"
            (mine,), (master,) = event.all("RECURRENCE-ID"), before.all("DTSTART")
            assert mine.parameters == master.parameters, "RECURRENCE-ID in another form"
            assert len(mine.raw) == len(master.raw)
            assert int(event.one("SEQUENCE")) >= int(before.one("SEQUENCE"))
        else:
            before = event
    named = [
        value
        for event in file.events
        for line in event.lines
        for value in line.parameters.get("TZID", [])
    ]
    assert file.zones == sorted(set(named)), "zones that are not those which events name"


def _unfolded(data: bytes) -> list[str]:
    assert data.endswith(b"\r\n"), "the last line has no end"
    assert b"\n" not in data.replace(b"\r\n", b""), "a bare line feed"
    assert b"\r" not in data.replace(b"\r\n", b""), "a bare carriage return"
    lines: list[bytes] = []
    for line in data[:-2].split(b"\r\n"):
        assert len(line) <= 75, f"{len(line)} octets: {line!r}"
        assert line, "an empty line"
        # Folding must not cut a character in two: clients that fold by lines show damage.
        line.decode("utf-8")
        if line.startswith(b" "):
            assert len(line) > 1, "an empty continuation"
            lines[-1] += line[1:]
        else:
            assert not line.startswith(b"\t"), "folded by a tab"
            lines.append(line)
    return [line.decode("utf-8") for line in lines]


def _parsed(line: str) -> Line:
    for character in line:
        assert ord(character) >= 32, f"control character in {line!r}"
        assert not 127 <= ord(character) < 160, f"control character in {line!r}"
    match = _NAME.match(line)
    assert match, line
    name, rest = match.group(), line[match.end() :]
    parameters: dict[str, list[str]] = {}
    while rest.startswith(";"):
        key, _, rest = rest[1:].partition("=")
        assert _NAME.fullmatch(key), line
        assert key not in parameters, line
        values = []
        while True:
            if rest.startswith('"'):
                value, _, rest = rest[1:].partition('"')
            else:
                value = re.match(r'[^",;:]*', rest).group()  # type: ignore[union-attr]
                rest = rest[len(value) :]
            values.append(value)
            if not rest.startswith(","):
                break
            rest = rest[1:]
        parameters[key] = values
    assert rest.startswith(":"), line
    return Line(name, parameters, rest[1:])


def _check_value(line: Line) -> None:
    if line.name in _TEXTS:
        bare = _ESCAPE.sub("", line.raw)
        assert not set(bare) & {",", ";", "\\"}, f"unescaped: {line}"
        assert all(m[1] in "\\;,n" for m in _ESCAPE.finditer(line.raw)), f"odd escape: {line}"
    elif line.name in _URIS:
        assert re.fullmatch(r"https?://[!-~]+", line.raw), f"not an address: {line}"
    elif line.name in ("DTSTART", "DTEND") and line.parameters == {"VALUE": ["DATE"]}:
        assert re.fullmatch(r"\d{8}", line.raw), f"not a day: {line}"
    elif line.name in _ZONED and line.parameters:
        assert _WALL.fullmatch(line.raw), f"not a wall time: {line}"
        assert set(line.parameters) == {"TZID"}, line
    elif line.name in _INSTANTS:
        assert _INSTANT.fullmatch(line.raw), f"not UTC: {line}"
        assert not line.parameters, line
    assert line.name != "METHOD", "METHOD in a file that is no message"


def _count(lines: list[Line], rules: dict[str, tuple[int, int]]) -> None:
    names = [line.name for line in lines]
    for name in names:
        assert name in rules, f"{name} has no place here"
    for name, (least, most) in rules.items():
        assert least <= names.count(name) <= most, f"{names.count(name)} of {name}"


def _check_event(event: Event, *, personal: bool = False) -> None:
    _count(event.lines, _EVENT)
    assert event.one("DTSTAMP") == event.one("LAST-MODIFIED")
    assert event.instant("CREATED") <= event.instant("LAST-MODIFIED")
    if event.all("DTEND"):
        assert event.one("DTEND") > event.one("DTSTART")
    assert re.fullmatch(rf"({_KINDS})-[a-z2-7]{{26}}@[a-z0-9]+", event.uid), event.uid
    assert event.one("STATUS") in ("CONFIRMED", "CANCELLED")
    is_busy = personal and event.one("STATUS") == "CONFIRMED"
    assert event.one("TRANSP") == ("OPAQUE" if is_busy else "TRANSPARENT")
    assert event.one("CLASS") == "PUBLIC"
    assert event.one("SEQUENCE").isdecimal()
    for line in event.all("CONFERENCE"):
        assert line.parameters["VALUE"] == ["URI"]
        assert line.parameters["FEATURE"] == ["AUDIO", "VIDEO"]
        assert line.parameters["LABEL"]
    for line in event.all("ATTACH"):
        assert line.parameters["FMTTYPE"], line
        assert "VALUE" not in line.parameters, line


def _check_feed(file: File) -> None:
    assert file.one("VERSION").raw == "2.0"
    assert file.one("NAME").raw == file.one("X-WR-CALNAME").raw
    assert file.one("REFRESH-INTERVAL").parameters == {"VALUE": ["DURATION"]}
    assert file.one("REFRESH-INTERVAL").raw == file.one("X-PUBLISHED-TTL").raw == "PT1H"
    assert file.one("SOURCE").parameters == {"VALUE": ["URI"]}
    assert re.fullmatch(r"[a-z]+", file.one("COLOR").raw)
    assert re.fullmatch(r"#[0-9a-f]{6}", file.one("X-APPLE-CALENDAR-COLOR").raw)
