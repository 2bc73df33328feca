"""Pure functions on stored VEVENTs: the same entry as another subscriber wants it.

Bytes in, bytes out. A stored VEVENT is clean and folded (`ical`), so a line can be found by its
name; a line that is written here is folded anew (RFC 5545, 3.1).
"""

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from webinar.calendars.ical import clean_text
from webinar.core import clock

_END = b"END:VEVENT\r\n"
_INSTANT = "%Y%m%dT%H%M%SZ"
_LABEL = re.compile(rb'LABEL=(?:"[^"]*"|[^";:,]*)')
#: octets of a line without its end
_LONGEST = 75
#: a webinar over midnight is an evening, not two days
_BAR_FROM = timedelta(hours=12)


def events_of(entry: bytes) -> list[bytes]:
    """The VEVENTs of an entry: a series has several. A text may end in the same words."""
    if entry.count(_END) == 1:
        return [entry]
    return [event + b"\r\n" + _END for event in entry.split(b"\r\n" + _END)[:-1]]


def folded(line: bytes) -> bytes:
    """A content line in pieces of at most 75 octets, no character cut in two, with its end."""
    if len(line) <= _LONGEST:
        return line + b"\r\n"
    pieces, start, room = [], 0, _LONGEST
    while len(line) - start > room:
        end = start + room
        while line[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(line[start:end])
        # The space of a continuation counts, too.
        start, room = end, _LONGEST - 1
    pieces.append(line[start:])
    return b"\r\n ".join(pieces) + b"\r\n"


def text_line(name: bytes, value: str, *, lines: bool = False) -> bytes:
    """A folded line with a TEXT value, escaped (RFC 5545, 3.3.11)."""
    text = clean_text(value, lines=lines).replace("\\", "\\\\").replace(";", "\\;")
    return folded(name + b":" + text.replace(",", "\\,").replace("\n", "\\n").encode())


def value_of(event: bytes, name: bytes) -> bytes:
    """The raw value of a property that stands once and has no parameters; empty for none."""
    start, end = _place(event, name)
    return event[start:end].replace(b"\r\n ", b"")[len(name) + 1 : -2]


def replaced(event: bytes, name: bytes, line: bytes) -> bytes:
    """With `line` (folded, ended; empty to remove) instead of the property's, if it is there."""
    start, end = _place(event, name)
    return event[:start] + line + event[end:] if end else event


def _place(event: bytes, name: bytes) -> tuple[int, int]:
    """Where the property's line begins and ends, continuations included; (0, 0) for nowhere."""
    start = _found(event, name)
    if start == 0:
        return 0, 0
    end = event.index(b"\r\n", start) + 2
    while event[end : end + 1] == b" ":
        end = event.index(b"\r\n", end) + 2
    return start, end


def _found(event: bytes, name: bytes) -> int:
    for joint in (b":", b";"):
        at = event.find(b"\r\n" + name + joint)
        if at >= 0:
            return at + 2
    return 0


def in_zone(event: bytes, timezone: str) -> bytes:
    """DTSTART and DTEND as wall times of that zone, with TZID; what is not in UTC stays.

    A wall time that the clock shows twice means the first (RFC 5545, 3.3.5), which not every reader
    knows: both stay UTC, and start and end together, as two forms in one entry confuse others.
    """
    start = event.find(b"\r\nDTSTART:") + 2
    rest = event.find(b"\r\n", start)
    shown = _wall(event[start + 8 : rest], timezone) if start > 1 else b""
    if not shown:
        return event
    named = b";TZID=" + timezone.encode() + b":"
    lines = b"DTSTART" + named + shown
    if event.startswith(b"\r\nDTEND:", rest):
        last = event.find(b"\r\n", rest + 2)
        shown = _wall(event[rest + 8 : last], timezone)
        if not shown:
            return event
        lines, rest = lines + b"\r\nDTEND" + named + shown, last
    # An IANA name is short: these lines never need a fold.
    return event[:start] + lines + event[rest:]


@lru_cache(maxsize=4096)
def _wall(value: bytes, timezone: str) -> bytes:
    """The wall time of an instant in basic form; empty where the clock shows it twice."""
    day, time = int(value[:8]), int(value[9:15])
    instant = datetime(
        *(day // 10000, day // 100 % 100, day % 100),
        *(time // 10000, time // 100 % 100, time % 100),
        tzinfo=UTC,
    )
    shown = clock.wall(instant, timezone)
    return b"" if shown.is_ambiguous else shown.local.strftime("%Y%m%dT%H%M%S").encode()


def is_of_days(starts_at: datetime, ends_at: datetime, timezone: str) -> bool:
    """Whether it takes more than one day on its own zone's calendar, and not only a night."""
    first, last = days_of(starts_at, ends_at, timezone)
    return last - first > timedelta(days=1) and ends_at - starts_at >= _BAR_FROM


def days_of(starts_at: datetime, ends_at: datetime, timezone: str) -> tuple[date, date]:
    """Its first day on its own zone's calendar, and the day after its last."""
    first = clock.wall(starts_at, timezone).local.date()
    # What ends at midnight takes nothing of the day that begins then.
    end = max(starts_at, ends_at - timedelta(microseconds=1))
    return first, clock.wall(end, timezone).local.date() + timedelta(days=1)


def over_days(event: bytes, first: date, after: date) -> bytes:
    """The event as a bar over whole days: DATE values, the end exclusive (RFC 5545, 3.6.1)."""
    for name, day in ((b"DTSTART", first), (b"DTEND", after)):
        line = name + b";VALUE=DATE:" + day.strftime("%Y%m%d").encode() + b"\r\n"
        event = replaced(event, name, line)
    return event


def with_alarm(event: bytes, minutes: int, starts_at: datetime | None = None) -> bytes:
    """With an alarm so long before the start (RFC 5545, 3.6.6; its UID: RFC 9074, 4).

    `starts_at` is when it really starts, for what stands as a bar that begins at midnight. What is
    cancelled rings no more.
    """
    if b"\r\nSTATUS:CANCELLED\r\n" in event:
        return event
    trigger = f"TRIGGER:-PT{minutes}M" if minutes else "TRIGGER:PT0S"
    if starts_at is not None:
        at = (starts_at - timedelta(minutes=minutes)).astimezone(UTC)
        trigger = f"TRIGGER;VALUE=DATE-TIME:{at.strftime(_INSTANT)}"
    parts = (
        b"BEGIN:VALARM\r\n",
        folded(b"UID:" + f"alarm-{minutes}-".encode() + value_of(event, b"UID")),
        b"ACTION:DISPLAY\r\n",
        folded(b"DESCRIPTION:" + value_of(event, b"SUMMARY")),
        trigger.encode() + b"\r\n",
        b"END:VALARM\r\n",
    )
    end = event.rindex(_END)
    return event[:end] + b"".join(parts) + event[end:]


def with_words(event: bytes, summary: str, description: str, label: str) -> bytes:
    """With other words where an entry speaks: SUMMARY, DESCRIPTION, the LABEL of CONFERENCE."""
    event = replaced(event, b"SUMMARY", text_line(b"SUMMARY", summary))
    event = replaced(event, b"DESCRIPTION", text_line(b"DESCRIPTION", description, lines=True))
    start, end = _place(event, b"CONFERENCE")
    if not end:
        return event
    line = event[start:end].replace(b"\r\n ", b"")[:-2]
    # DQUOTE cannot stand in a parameter (RFC 5545, 3.2).
    said = b'LABEL="' + clean_text(label.replace('"', "'"), lines=False).encode() + b'"'
    return event[:start] + folded(_LABEL.sub(lambda _: said, line, count=1)) + event[end:]
