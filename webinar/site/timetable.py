"""A timetable's lines as plain values: a programme of hundreds of sessions is drawn in one loop.

A macro for each word of each line would cost ten times as much as the whole page else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from markupsafe import Markup

from webinar.core import i18n
from webinar.site.frame import lang_attributes


@dataclass(frozen=True, slots=True)
class Line:
    """One session, everything in it ready to be written."""

    title: str
    kind: str
    #: ` lang="…" dir="…"` where the title is in another language than the page
    language: Markup
    path: str
    #: RFC 3339, UTC
    starts: str
    clock: str
    length: str
    #: name, path and role of who takes part
    people: tuple[tuple[str, str, str], ...]
    room: str
    #: `cancelled`, `now`, `over`, or nothing
    state: str
    cancel_reason: str
    #: it can still be put into a calendar
    is_ahead: bool
    #: (title, path)
    papers: Sequence[tuple[str, str]]


def timetable_days(
    webinar: Any,
    sessions: Sequence[Any],
    timezone: str,
    now: datetime | None = None,
    papers: Mapping[str, Sequence[tuple[str, str]]] | None = None,
) -> list[tuple[str, list[Line]]]:
    """The days by name, each with its lines; sessions come in order. `now` decides the states."""
    is_running = now is not None and webinar.starts_at <= now < webinar.ends_at
    lines = [
        (
            i18n.long_date(session.starts_at, timezone),
            _line(
                webinar, session, timezone, now, is_running, (papers or {}).get(session.slug, ())
            ),
        )
        for session in sessions
    ]
    return [
        (day, [line for _, line in found])
        for day, found in groupby(lines, key=lambda pair: pair[0])
    ]


def _line(
    webinar: Any,
    slot: Any,
    timezone: str,
    now: datetime | None,
    is_running: bool,
    papers: Sequence[tuple[str, str]],
) -> Line:
    # A slot answers for its row; asking the row itself is quicker.
    session = getattr(slot, "row", slot)
    is_over = now is not None and session.ends_at <= now
    state = ""
    if slot.is_cancelled:
        state = "cancelled"
    elif now is not None and session.starts_at <= now and not is_over:
        state = "now"
    elif is_over and is_running:
        # When all of it is over, nobody needs to be told of each part.
        state = "over"
    return Line(
        title=session.title,
        kind=session.kind,
        language=lang_attributes(session.language),
        path=f"/webinars/{webinar.slug}/{session.slug}",
        starts=i18n.iso(session.starts_at),
        clock=i18n.clock_time(session.starts_at, timezone),
        length=i18n.duration_words(session.starts_at, session.ends_at),
        people=tuple(
            (person.name, f"/speakers/{person.slug}/", role) for person, role in slot.roles
        ),
        room=slot.room.name if slot.room else "",
        state=state,
        cancel_reason=session.cancel_reason or "",
        is_ahead=not (webinar.is_draft or slot.is_cancelled or is_over),
        papers=papers,
    )
