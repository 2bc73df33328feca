"""A calendar's bytes as a JSCalendar group: which entries, how each is shown, in which words.

What the address asked for was decided when the bytes were made (`requested`, `personal.rendering`);
here it is read off them, so that both forms say the same.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from flask_babel import force_locale

from webinar.calendars import programmes, variants
from webinar.calendars.formats.jscalendar import GroupContent, Shown, Told, render_group
from webinar.calendars.ical import EventContent
from webinar.calendars.telling import CALL_CLOSES, PAPERS_DUE, REGISTRATION_CLOSES, title_told, told

_DAY = re.compile(rb"^DT(START|END);VALUE=DATE:(\d{8})\r$", re.MULTILINE)
_BEFORE = re.compile(rb"^TRIGGER:(-P|P)T?(\d+)([SMHD])\r$", re.MULTILINE)
_AT = re.compile(rb"^TRIGGER;VALUE=DATE-TIME:(\d{8}T\d{6}Z)\r$", re.MULTILINE)
_BUSY = b"\r\nTRANSP:OPAQUE\r\n"
_MINUTES = {b"S": 0, b"M": 1, b"H": 60, b"D": 24 * 60}


def group_of(
    calendar: bytes, group: GroupContent, language: str, *, timezone: str = "", lang: str = ""
) -> bytes:
    """The calendar as JSCalendar: its events' times in that zone or, without one, in their own.

    `language` is the site's; `lang` another one for what the calendar itself says. One statement.
    """
    shown = shown_in(calendar, timezone)
    told_by = programmes.told_by_uid(shown)
    entries = ((told_by[uid], how) for uid, how in shown.items() if uid in told_by)
    return render_group(group, _in_words(entries, lang or language, is_other=bool(lang)))


def shown_in(calendar: bytes, timezone: str) -> dict[str, Shown]:
    """UID -> how the calendar shows it, in its order; a series and its overrides have one UID."""
    found: dict[str, Shown] = {}
    for lines in calendar.split(b"\r\nBEGIN:VEVENT\r\n")[1:]:
        event = b"\r\n" + lines
        uid = variants.value_of(event, b"UID").decode()
        if uid in found and found[uid].alarm is not None:
            continue
        days = {name: _day(raw) for name, raw in _DAY.findall(event)}
        bar = (days[b"START"], days[b"END"]) if days else None
        found[uid] = Shown(timezone, _alarm(event), bar, _BUSY in event)
    return found


def _day(raw: bytes) -> date:
    return date.fromisoformat(raw.decode())


def _alarm(event: bytes) -> int | None:
    """Minutes before its start; what a bar says as an instant is named in the alarm's UID."""
    if (before := _BEFORE.search(event)) is not None:
        return int(before[2]) * _MINUTES[before[3]]
    if _AT.search(event) is None:
        return None
    named = re.search(rb"^UID:alarm-(\d+)-", event, re.MULTILINE)
    return int(named[1]) if named else None


def _in_words(
    entries: Iterable[tuple[Told, Shown]], language: str, *, is_other: bool
) -> Iterator[tuple[Told, Shown]]:
    """The entries with their titles told, and with `is_other` all that the calendar itself says in
    that language. A title never says that something is cancelled: its status does.
    """
    with force_locale(language):
        for one, shown in entries:
            if is_other or one.content.facts["kind"] in (
                PAPERS_DUE,
                REGISTRATION_CLOSES,
                CALL_CLOSES,
            ):
                yield replace(one, content=_retold(one.content)), shown
            else:
                yield one, shown


def _retold(content: EventContent) -> EventContent:
    facts = content.facts
    words = told(
        facts, url=content.url, join=content.conference_url, is_cancelled=content.is_cancelled
    )
    title = title_told(facts["title"], kind=facts["kind"], is_cancelled=False)
    more: dict[str, Any] = {"title": title}
    if "parts" in facts:
        parts = (EventContent.from_stored(part) for part in facts["parts"])
        more["parts"] = [_retold(part).stored() for part in parts]
    return replace(
        content,
        description=words.description,
        conference_label=words.label or content.conference_label,
        facts=facts | more,
    )
