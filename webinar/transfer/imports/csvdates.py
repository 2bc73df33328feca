"""Dates and times as people write them into tables."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

#: which number of `3/4/2026` is the day
DAY_FIRST, MONTH_FIRST, UNKNOWN = "day", "month", ""

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DOTS = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})")
_SLASHES = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_DAY_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.?[\s-]+([^\W\d_]{3,9})\.?,?[\s-]+(\d{4})")
_NAMED_DAY = re.compile(r"([^\W\d_]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.IGNORECASE)
_TIME = re.compile(
    r"(\d{1,2})(?:[:.h](\d{2}))?(?::(\d{2})(?:\.\d+)?)?\s*(a\.?m\.?|p\.?m\.?|uhr|h)?", re.IGNORECASE
)
_OFFSET = re.compile(r"\s*(Z|UTC|[+-]\d{2}:?\d{2})$", re.IGNORECASE)
_LENGTH = re.compile(
    r"(?:(\d{1,3})\s*(?:h|hr|hrs|hours?)\b)?\s*(?:(\d{1,4})\s*(?:m|min|mins|minutes?)\b)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(\d{1,3}):(\d{2})(?::\d{2})?")
_MONTHS = {
    name[:length].casefold(): number
    for number, name in enumerate(
        "January February March April May June July August September October November"
        " December".split(),
        1,
    )
    for length in (3, 4, len(name))
}


class NotADate(ValueError):
    """The text is no date or time that can be read in one way."""


def order_of(texts: Iterable[str]) -> str:
    """DAY_FIRST or MONTH_FIRST where one date of a column can be read in one way only."""
    for text in texts:
        found = _SLASHES.search(text)
        if found and int(found[1]) > 12:
            return DAY_FIRST
        if found and int(found[2]) > 12:
            return MONTH_FIRST
    return UNKNOWN


def is_ambiguous(text: str) -> bool:
    """Day and month could be either: `3/4/2026`."""
    found = _SLASHES.match(_WEEKDAY.sub("", text.strip()))
    if found is None:
        return False
    return int(found[1]) <= 12 and int(found[2]) <= 12 and int(found[1]) != int(found[2])


def read_date(text: str, order: str) -> tuple[date, str]:
    """The day that a text begins with, and what stands behind it. Raises NotADate."""
    bare = _WEEKDAY.sub("", text.strip())
    try:
        if found := _ISO.match(bare):
            day = date(int(found[1]), int(found[2]), int(found[3]))
        elif found := _DOTS.match(bare):
            year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
            day = date(year, int(found[2]), int(found[1]))
        elif found := _SLASHES.match(bare):
            first, second = int(found[1]), int(found[2])
            month, number = (first, second) if order == MONTH_FIRST else (second, first)
            day = date(int(found[3]), month, number)
        elif (found := _DAY_NAMED.match(bare)) and found[2].casefold() in _MONTHS:
            day = date(int(found[3]), _MONTHS[found[2].casefold()], int(found[1]))
        elif (found := _NAMED_DAY.match(bare)) and found[1].casefold() in _MONTHS:
            day = date(int(found[3]), _MONTHS[found[1].casefold()], int(found[2]))
        else:
            raise NotADate(text)
    except ValueError:
        raise NotADate(text) from None
    return day, re.sub(r"^(?:\s*[T,|]\s*|\s+at\s+|\s+)", "", bare[found.end() :], flags=re.I)


def read_time(text: str) -> time:
    """`14:00`, `2 pm`, `14.30`, `14h30`. Raises NotADate."""
    found = _TIME.fullmatch(text.strip())
    if found is None or (found[2] is None and found[4] is None):
        raise NotADate(text)
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[4] or "").casefold()[:1]
    if half in ("a", "p"):
        if not 1 <= hour <= 12:
            raise NotADate(text)
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, minute, int(found[3] or 0))
    except ValueError:
        raise NotADate(text) from None


def read_span(text: str) -> tuple[time, time | None]:
    """`14:00`, or `14:00–15:30` with its end. Raises NotADate."""
    parts = re.split(r"\s*(–|—|-|\bto\b|\bbis\b)\s*", text.strip(), maxsplit=1)
    first, mark, last = (*parts, "", "")[:3]
    if not mark:
        return read_time(first), None
    end = read_time(last)
    # "2–3 pm" says the half of the day once.
    half = re.search(r"[ap]\.?m\.?$", last.strip(), re.IGNORECASE)
    if half and not re.search(r"[ap]\.?m", first, re.IGNORECASE):
        first = f"{first} {half[0]}"
    return read_time(first), end


def read_moment(text: str, order: str) -> tuple[datetime, int | None]:
    """A date with its time, and minutes east of UTC where it says an offset. Raises NotADate."""
    day, rest = read_date(text, order)
    if not rest:
        raise NotADate(text)
    offset = None
    if found := _OFFSET.search(rest):
        rest, said = rest[: found.start()], found[1].upper()
        offset = 0
        if said not in ("Z", "UTC"):
            digits = said[1:].replace(":", "")
            offset = (int(digits[:2]) * 60 + int(digits[2:])) * (-1 if said[0] == "-" else 1)
    return datetime.combine(day, read_time(rest)), offset


def read_length(text: str) -> timedelta:
    """`45`, `45 min`, `1 h 30`, `01:30`. Raises NotADate."""
    bare = text.strip()
    if bare.isascii() and bare.isdigit() and len(bare) <= 4:
        return timedelta(minutes=int(bare))
    if found := _CLOCK.fullmatch(bare):
        return timedelta(hours=int(found[1]), minutes=int(found[2]))
    found = _LENGTH.fullmatch(bare)
    if found is None or not any(found.groups()):
        raise NotADate(text)
    return timedelta(hours=int(found[1] or 0), minutes=int(found[2] or 0))
