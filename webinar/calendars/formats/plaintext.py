"""A programme for terminals: plain text, 76 columns, wide characters counted as they are shown."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from webinar.calendars.formats.schedule import Event, Schedule
from webinar.calendars.ical import clean_text

MEDIA_TYPE = "text/plain"
WIDTH = 76
#: of the time at the left, and of what hangs below a title
_TIMES = 13


@dataclass(frozen=True)
class Words:
    """What the file says besides its contents, in the language of the site."""

    #: day index -> its name, such as "Tuesday 5 May 2026"
    days: dict[int, str]
    #: when all of it takes place, with the zone by name and offset
    when: str
    #: guid -> `14:00–15:00` and what follows when it ends on another day
    times: dict[str, str]
    #: kind -> word
    kinds: dict[str, str]
    #: role -> word
    roles: dict[str, str]
    cancelled: str
    paper: str
    recording: str
    nothing: str
    more: str
    #: where its calendar is; empty without one
    calendar: str


def width(text: str) -> int:
    """Columns that a terminal gives it: wide characters two, marks that combine none."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrapped(text: str, columns: int) -> list[str]:
    """Lines of at most so many columns; words that are longer are cut, addresses never."""
    return [line for paragraph in text.split("\n") for line in _paragraph(paragraph, columns)]


def _paragraph(text: str, columns: int) -> list[str]:
    lines, line = [], ""
    for piece in _pieces(text):
        rest = piece
        if line.strip() and width(line) + width(rest.rstrip()) > columns:
            lines.append(line.rstrip())
            line, rest = "", rest.lstrip()
        while width(rest.rstrip()) > columns and "://" not in rest:
            cut = _fitting(rest, columns)
            lines.append(rest[:cut])
            rest = rest[cut:]
        line += rest
    return [*lines, line.rstrip()]


def _pieces(text: str) -> Iterator[str]:
    """What may be followed by a break: words with their space, and each wide character."""
    piece = ""
    for character in text:
        is_wide = unicodedata.east_asian_width(character) in "WF"
        if piece and (is_wide or (piece[-1] == " " and character != " ")):
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


def _fitting(text: str, columns: int) -> int:
    used = 0
    for place, character in enumerate(text):
        used += width(character)
        if used > columns:
            return max(1, place)
    return len(text)


def render(schedule: Schedule, words: Words) -> bytes:
    """The whole programme, UTF-8, lines end with a line feed."""
    lines = [*wrapped(_line(schedule.title), WIDTH)]
    lines.append("=" * min(WIDTH, max(width(line) for line in lines)))
    if schedule.subtitle:
        lines += wrapped(_line(schedule.subtitle), WIDTH)
    lines += wrapped(words.when, WIDTH)
    if schedule.is_cancelled and schedule.reason:
        lines += wrapped(clean_text(schedule.reason), WIDTH)
    lines += [schedule.url, ""]
    if schedule.description:
        lines += [*wrapped(clean_text(schedule.description), WIDTH), ""]
    if not schedule.event_count:
        lines += [words.nothing, ""]
    else:
        for day in schedule.days:
            name = words.days[day.index]
            lines += ["", name, "-" * width(name)]
            for event in day.events:
                lines += ["", *_event(event, words, len(schedule.rooms) > 1)]
        lines.append("")
    lines += [*wrapped(f"{words.more} {schedule.url}", WIDTH)]
    if words.calendar:
        lines += wrapped(words.calendar, WIDTH)
    return "\n".join(lines).encode("utf-8", "replace") + b"\n"


def _event(event: Event, words: Words, has_rooms: bool) -> list[str]:
    title = _line(event.title)
    if event.is_cancelled:
        title = f"{words.cancelled}: {title}"
    body = wrapped(title, WIDTH - _TIMES)
    facts = [words.kinds.get(event.kind, event.kind)]
    if has_rooms and event.kind != "break":
        facts.append(_line(event.room))
    if event.track:
        facts.append(_line(event.track))
    body += wrapped(" · ".join(facts), WIDTH - _TIMES)
    for person in event.persons:
        role = words.roles.get(person.role, "")
        shown = _line(person.name)
        if person.affiliation:
            shown += f" ({_line(person.affiliation)})"
        body += wrapped(f"{shown}, {role}" if role else shown, WIDTH - _TIMES)
    if event.is_cancelled and event.reason:
        body += wrapped(clean_text(event.reason), WIDTH - _TIMES)
    for link in event.attachments:
        if link.kind == "paper":
            body += wrapped(f"{words.paper}: {_line(link.title)}", WIDTH - _TIMES)
            body.append(link.url)
    if event.recording:
        body += [f"{words.recording}:", event.recording]
    times = words.times[event.guid]
    first, *rest = wrapped(times, _TIMES - 2)
    lines = [first + " " * (_TIMES - width(first)) + body[0]]
    for number, line in enumerate(body[1:]):
        left = rest[number] if number < len(rest) else ""
        lines.append((left + " " * (_TIMES - width(left)) + line).rstrip())
    lines += rest[len(body) - 1 :]
    return lines


def _line(words: str) -> str:
    return clean_text(words, lines=False)
