"""A personal feed's bytes: stored VEVENTs, with what only a personal calendar says put in.

Pure functions over bytes; nothing is rendered anew (facts/icalendar.md, 1).
"""

import functools
from collections.abc import Iterable
from datetime import datetime

from webinar.calendars import addresses
from webinar.calendars.feeds import MOST_OCTETS
from webinar.calendars.ical import FOOTER, FeedContent, join, render_header, text_octets
from webinar.calendars.variants import folded, value_of
from webinar.core import ids

_END = b"END:VEVENT\r\n"
_SEEN, _BUSY = b"\r\nTRANSP:TRANSPARENT\r\n", b"\r\nTRANSP:OPAQUE\r\n"
#: of a personal calendar, the same for everybody: CSS3 name and hue
COLOR = ("teal", "#017778")
#: minutes before a start at which a program may remind
ALARMS = (5, 10, 15, 30, 60, 120, 1440)


def personal_feed(
    name: str,
    feed_id: str,
    parts: Iterable[tuple[datetime, str, bytes, bool]],
    *,
    alarm: int | None,
) -> bytes:
    """The whole feed; `parts` are (start, UID, VEVENT, cancelled), newest first.

    The oldest are left out where 900 KB would not hold all; the rest stand by (start, UID).
    """
    start = _header(name, addresses.absolute("my"))
    room = MOST_OCTETS - len(start) - len(FOOTER)
    chosen: list[tuple[datetime, str, bytes]] = []
    for starts_at, uid, body, is_cancelled in parts:
        minutes = None if is_cancelled else alarm
        event = personal_event(body, uid, feed_id, alarm=minutes, is_busy=not is_cancelled)
        room -= len(event)
        if room < 0:
            break
        chosen.append((starts_at, uid, event))
    return join(start, (event for _, _, event in sorted(chosen)))


def personal_event(
    body: bytes, uid: str, feed_id: str, *, alarm: int | None, is_busy: bool = True
) -> bytes:
    """A VEVENT that takes up one's time and reminds `alarm` minutes before; None for never."""
    if is_busy:
        body = body.replace(_SEEN, _BUSY, 1)
    if alarm is None:
        return body
    return body.removesuffix(_END) + _alarm(body, uid, feed_id, alarm) + _END


def _alarm(body: bytes, uid: str, feed_id: str, minutes: int) -> bytes:
    """VALARM (RFC 5545, 3.6.6) with a UID of its own that stays (RFC 9074, 4)."""
    own = f"alarm-{ids.digest_id(f'{feed_id}/{uid}'.encode())}@{uid.rpartition('@')[2]}"
    lines = (
        b"BEGIN:VALARM",
        f"UID:{own}".encode(),
        b"ACTION:DISPLAY",
        f"TRIGGER:-{_duration(minutes)}".encode(),
        b"DESCRIPTION:" + value_of(body, b"SUMMARY"),
        b"END:VALARM",
    )
    return b"".join(folded(line) for line in lines)


def _duration(minutes: int) -> str:
    """RFC 5545, 3.3.6."""
    if minutes % 1440 == 0:
        return f"P{minutes // 1440}D"
    return f"PT{minutes // 60}H" if minutes % 60 == 0 else f"PT{minutes}M"


_NAME = "name"


def _header(name: str, url: str) -> bytes:
    """BEGIN:VCALENDAR and its properties; only the name differs from feed to feed."""
    head = _common_header(url)
    value = text_octets(name)
    for key in (b"NAME", b"X-WR-CALNAME"):
        line = key + b":" + _NAME.encode() + b"\r\n"
        head = head.replace(b"\r\n" + line, b"\r\n" + folded(key + b":" + value), 1)
    return head


@functools.cache
def _common_header(url: str) -> bytes:
    # Its own address is left out: who exports the calendar would hand the secret on.
    content = FeedContent(_NAME, "", source="", url=url, color=COLOR[0], color_value=COLOR[1])
    return render_header(content)
