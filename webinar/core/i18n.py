"""Language and the writing of times, durations and names.

All functions take aware instants and an IANA zone; they are filters and globals
of every template. Zones are named by city, ranges do not repeat themselves.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_timedelta, get_timezone_location
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, get_locale, gettext, ngettext
from flask_babel.speaklater import LazyString
from markupsafe import escape

from webinar.core import bidi, clock

#: languages with a catalogue; English needs none
LANGUAGES = ("en",)
_TINTS = 12
_Unit = Literal["second", "minute", "hour", "day", "week", "month"]
#: below the span, the unit that a countdown is told in: nobody may come half an hour late
_STEPS: tuple[tuple[timedelta, _Unit], ...] = (
    (timedelta(minutes=1), "second"),
    (timedelta(hours=2), "minute"),
    (timedelta(hours=36), "hour"),
    (timedelta(days=14), "day"),
    (timedelta(days=60), "week"),
)


@dataclass(frozen=True)
class DayParts:
    """One day as a typographic block."""

    weekday: str
    day: str
    month: str
    year: str
    #: ISO date for the `datetime` attribute
    iso: str


#: British order and 24 hours: the neutral English of an international programme
_BRITISH = Locale("en", "GB")
_ENGLISH = Locale("en")


def _locale() -> Locale:
    return get_locale() or _BRITISH


def _babel_locale() -> Locale:
    locale = _locale()
    return _BRITISH if locale == _ENGLISH else locale


@lru_cache(maxsize=4096)
def _date(day: date, pattern: str, locale: Locale) -> str:
    """A long timetable asks for the same few days again and again."""
    return format_date(day, pattern, locale)


def local(instant: datetime, timezone: str) -> datetime:
    return instant.astimezone(clock.zone(timezone))


def day_parts(instant: datetime, timezone: str) -> DayParts:
    day = local(instant, timezone).date()
    locale = _babel_locale()
    return DayParts(
        weekday=_date(day, "EEEE", locale),
        day=_date(day, "d", locale),
        month=_date(day, "LLLL", locale),
        year=_date(day, "y", locale),
        iso=day.isoformat(),
    )


def clock_time(instant: datetime, timezone: str) -> str:
    """`14:00`, in that zone."""
    at = local(instant, timezone)
    return f"{at.hour:02}:{at.minute:02}"


def long_date(instant: datetime, timezone: str) -> str:
    """`16 April 2022`."""
    return _date(local(instant, timezone).date(), "long", _babel_locale())


def long_day(day: date) -> str:
    """`16 April 2022`, of a day that needs no zone."""
    return _date(day, "long", _babel_locale())


def weekday_date(instant: datetime, timezone: str) -> str:
    """`Saturday 16 April 2022`."""
    day, locale = local(instant, timezone).date(), _babel_locale()
    return f"{_date(day, 'EEEE', locale)} {_date(day, 'long', locale)}"


def time_range(start: datetime, end: datetime, timezone: str) -> str:
    """`14:00–16:30`; says so when it ends on another day.

    Over a day or longer: `from 09:30, until 30 December`.
    """
    if end - start >= timedelta(hours=24):
        last = _date(local(end, timezone).date(), "d MMMM", _babel_locale())
        return gettext("from %(time)s, until %(day)s", time=clock_time(start, timezone), day=last)
    text = f"{clock_time(start, timezone)}–{clock_time(end, timezone)}"
    days = (local(end, timezone).date() - local(start, timezone).date()).days
    if days == 1:
        return gettext("%(times)s (next day)", times=text)
    if days > 1:
        return gettext("%(times)s (%(days)s days later)", times=text, days=days)
    return text


def date_range(start: datetime, end: datetime, timezone: str) -> str:
    """`16 April 2022, 14:00–16:30`, or `3–4 May 2026` over several days."""
    first, last = local(start, timezone), local(end, timezone)
    if (last.date() - first.date()).days <= 1 and end - start < timedelta(hours=24):
        return f"{long_date(start, timezone)}, {time_range(start, end, timezone)}"
    locale = _babel_locale()
    end_text = _date(last.date(), "long", locale)
    if (first.year, first.month) == (last.year, last.month):
        return f"{_date(first.date(), 'd', locale)}–{end_text}"
    pattern = "d MMMM" if first.year == last.year else "long"
    return f"{_date(first.date(), pattern, locale)} – {end_text}"


def zone_name(timezone: str, _instant: datetime | None = None) -> str:
    """`London time`; UTC stays UTC, and `Etc/GMT-1` is what it means: `UTC+1`."""
    if timezone in ("UTC", "Etc/UTC"):
        return "UTC"
    if timezone.startswith("Etc/GMT"):
        return offset_name(timezone, datetime(2000, 1, 1, tzinfo=UTC))
    return _zone_name(timezone, _babel_locale())


@lru_cache(maxsize=1024)
def _zone_name(timezone: str, locale: Locale) -> str:
    """The words in the language that is spoken now, which is the key's, too."""
    city = get_timezone_location(timezone, locale=locale, return_city=True)
    city = city or timezone.rsplit("/", 1)[-1].replace("_", " ")
    # CLDR has no city for some zones and repeats the path instead.
    city = city.rsplit("/", 1)[-1].replace("_", " ")
    return gettext("%(city)s time", city=city)


def offset_name(timezone: str, instant: datetime) -> str:
    """`UTC+1`, `UTC−3:30` at that instant."""
    offset = local(instant, timezone).utcoffset() or timedelta()
    minutes = int(offset.total_seconds() // 60)
    if minutes == 0:
        return "UTC"
    sign = "+" if minutes > 0 else "−"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


def duration_words(start: datetime, end: datetime) -> str:
    """`90 minutes`, `2 hours 30 minutes`, `2 days`."""
    return _duration(max(0, round((end - start).total_seconds() / 60)), _locale())


@lru_cache(maxsize=1024)
def _duration(minutes: int, _locale: Locale) -> str:
    """The words in the language that is spoken now, which is the key's, too."""
    if minutes < 120 and minutes % 60:
        return ngettext("%(num)s minute", "%(num)s minutes", minutes)
    hours, rest = divmod(minutes, 60)
    if hours >= 24:
        days = -(-minutes // 1440)
        return ngettext("%(num)s day", "%(num)s days", days)
    words = ngettext("%(num)s hour", "%(num)s hours", hours)
    if rest:
        words += " " + ngettext("%(num)s minute", "%(num)s minutes", rest)
    return words


def until_words(start: datetime, at: datetime) -> str:
    """`in 90 minutes`, `in 21 hours`, `in 3 days`; the same steps as in local-time.js."""
    left = max(start - at, timedelta())
    unit: _Unit = next((name for limit, name in _STEPS if left < limit), "month")
    # Only the finest unit is ever large enough: the steps choose, not Babel.
    return format_timedelta(
        left,
        granularity=unit,
        threshold=float("inf"),
        add_direction=True,
        locale=_babel_locale(),
    )


def month_name(instant: datetime, timezone: str) -> str:
    """`April 2022`."""
    return _date(local(instant, timezone).date(), "LLLL y", _babel_locale())


def full_time(instant: datetime, timezone: str) -> str:
    """`16 April 2022, 14:00`."""
    return f"{long_date(instant, timezone)}, {clock_time(instant, timezone)}"


def zoned_time(instant: datetime, timezone: str) -> str:
    """`16 April 2022, 14:00, London time`."""
    return f"{full_time(instant, timezone)}, {zone_name(timezone)}"


def iso(instant: datetime) -> str:
    """RFC 3339 in UTC, whole seconds, for `datetime` attributes."""
    return instant.astimezone(UTC).isoformat()[:19] + "Z"


def initials(name: str) -> str:
    """One or two letters for a missing portrait."""
    # What stands in brackets is the same name once more, in other letters.
    words = [word for word in re.sub(r"\(.*?\)", " ", name).split() if word[0].isalpha()]
    words = words or [word for word in name.split() if word[0].isalpha()]
    titles = {"dr", "dr.", "prof", "prof.", "professor"}
    words = [word for word in words if word.casefold() not in titles] or words
    if not words:
        return "·"
    if len(words) == 1:
        return words[0][:1].upper()
    return (words[0][0] + words[-1][0]).upper()


def tint(name: str) -> int:
    """A stable number 0 to 11 from a name."""
    return sum(ord(c) * (i + 1) for i, c in enumerate(name)) % _TINTS


def size_words(size: int) -> str:
    """`340 KB`, `1.2 MB`, `50 MB`."""
    if size < 1024:
        return f"{size} B"
    if size < 1024 * 1024:
        return f"{round(size / 1024)} KB"
    return f"{size / 1024 / 1024:.1f}".removesuffix(".0") + " MB"


_HELPERS = {
    "day_parts": day_parts,
    "clock": clock_time,
    "long_date": long_date,
    "weekday_date": weekday_date,
    "time_range": time_range,
    "date_range": date_range,
    "long_day": long_day,
    "zone_name": zone_name,
    "offset_name": offset_name,
    "duration_words": duration_words,
    "until_words": until_words,
    "month_name": month_name,
    "full_time": full_time,
    "iso": iso,
    "initials": initials,
    "tint": tint,
    "size_words": size_words,
}


def direction() -> str:
    """`ltr` or `rtl` of the page's language."""
    return str(_locale().text_direction)


def language() -> str:
    """BCP 47 tag of the page's language."""
    return _tag(_locale())


@lru_cache(maxsize=64)
def _tag(locale: Locale) -> str:
    return str(locale).replace("_", "-")


def chosen_zone(default: str = "") -> str:
    """The zone a reader asked for with `?tz=`; `default` when there is none or it is no zone."""
    wanted = request.args.get("tz", "")
    return wanted if wanted and clock.is_zone(wanted) else default


def init_app(app: Flask) -> None:
    """Flask-Babel with one language per page, and the helpers in every template."""

    def select() -> str:
        if has_request_context() and (chosen := g.get("language")):
            return str(chosen)
        return LANGUAGES[0]

    Babel(app, locale_selector=select, default_timezone="UTC")
    # The library calls its lazy words HTML, and with them the names that they were given.
    LazyString.__html__ = lambda words: str(escape(str(words)))
    app.jinja_env.globals.update(_HELPERS)
    app.jinja_env.filters.update(
        _HELPERS | {"isolated": bidi.isolated, "isolated_list": bidi.isolated_list}
    )


__all__ = [
    "LANGUAGES",
    "DayParts",
    "chosen_zone",
    "clock_time",
    "date_range",
    "day_parts",
    "direction",
    "duration_words",
    "full_time",
    "init_app",
    "initials",
    "iso",
    "language",
    "long_date",
    "month_name",
    "offset_name",
    "size_words",
    "time_range",
    "tint",
    "until_words",
    "weekday_date",
    "zone_name",
    "zoned_time",
]
