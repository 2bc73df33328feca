"""A timetable's lines as plain values: a programme of hundreds of sessions is drawn in one loop.

A macro for each word of each line would cost ten times as much as the whole page else.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from markupsafe import Markup

from webinar.core import clock, i18n
from webinar.site.frame import lang_attributes

_CLASSES = {"cancelled": "session is-cancelled", "now": "session is-now"}


class Line(NamedTuple):
    """One session, everything in it ready to be written."""

    title: str
    kind: str
    #: names in the style sheet
    classes: str
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
    #: public identifier
    session_id: str
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
    drawn = _Drawing(webinar, timezone, now)
    lines = [
        (day, drawn.line(slot, at, (papers or {}).get(slot.slug, ())))
        for slot, at, day in drawn.by_day(sessions)
    ]
    return [
        (day, [line for _, line in found])
        for day, found in groupby(lines, key=lambda pair: pair[0])
    ]


class _Drawing:
    """What the lines of one programme share: few days, few lengths, few languages, asked often."""

    def __init__(self, webinar: Any, timezone: str, now: datetime | None) -> None:
        self._now = now
        self._timezone = timezone
        self._zone = clock.zone(timezone)
        self._path = f"/webinars/{webinar.slug}/"
        self._is_draft = webinar.is_draft
        self._is_running = now is not None and webinar.starts_at <= now < webinar.ends_at
        self._languages: dict[str | None, Markup] = {}
        self._lengths: dict[timedelta, str] = {}

    def by_day(self, sessions: Sequence[Any]) -> Iterator[tuple[Any, datetime, str]]:
        """Each session, its start on the clock of the zone, and the name of that day."""
        names: dict[date, str] = {}
        for slot in sessions:
            at = slot.starts_at.astimezone(self._zone)
            day = at.date()
            if day not in names:
                names[day] = i18n.long_date(at, self._timezone)
            yield slot, at, names[day]

    def line(self, slot: Any, at: datetime, papers: Sequence[tuple[str, str]]) -> Line:
        # A slot answers for its row; asking the row itself is quicker.
        session = getattr(slot, "row", slot)
        starts, ends, now = session.starts_at, session.ends_at, self._now
        is_cancelled, room = slot.is_cancelled, slot.room
        is_over = now is not None and ends <= now
        state = ""
        if is_cancelled:
            state = "cancelled"
        elif now is not None and starts <= now and not is_over:
            state = "now"
        elif is_over and self._is_running:
            # When all of it is over, nobody needs to be told of each part.
            state = "over"
        return Line(
            title=session.title,
            kind=session.kind,
            classes=_CLASSES.get(state, "session") + (" break" if session.kind == "break" else ""),
            language=self._language(session.language),
            path=self._path + session.slug,
            starts=i18n.iso(starts),
            clock=f"{at.hour:02}:{at.minute:02}",
            length=self._length(starts, ends),
            people=tuple(
                (person.name, f"/speakers/{person.slug}/", role) for person, role in slot.roles
            ),
            room=room.name if room else "",
            state=state,
            cancel_reason=session.cancel_reason or "",
            is_ahead=not (self._is_draft or is_cancelled or is_over),
            session_id=getattr(session, "public_id", ""),
            papers=papers,
        )

    def _language(self, language: str | None) -> Markup:
        if language not in self._languages:
            self._languages[language] = lang_attributes(language)
        return self._languages[language]

    def _length(self, starts: datetime, ends: datetime) -> str:
        length = ends - starts
        if length not in self._lengths:
            self._lengths[length] = i18n.duration_words(starts, ends)
        return self._lengths[length]
