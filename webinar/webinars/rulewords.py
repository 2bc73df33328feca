"""A series' rule in the words of the reader's language."""

from collections.abc import Sequence

from babel.dates import get_day_names, get_month_names
from flask_babel import get_locale, gettext, ngettext

from webinar.core.i18n import long_day
from webinar.webinars.recurrence import (
    DAILY,
    DATES,
    LAST,
    MONTHLY_DAY,
    WEEKLY,
    YEARLY,
    Recurrence,
    WrongRule,
    parse,
)


def weekday_name(number: int) -> str:
    """`Tuesday`, in the reader's language."""
    return str(get_day_names("wide", locale=get_locale())[number])


def month_name(number: int) -> str:
    return str(get_month_names("wide", locale=get_locale())[number])


def week_words(week: int) -> str:
    """Which one in a month."""
    return {
        1: gettext("first"),
        2: gettext("second"),
        3: gettext("third"),
        4: gettext("fourth"),
    }.get(week, gettext("last"))


def _joined(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return gettext("%(words)s and %(last)s", words=", ".join(words[:-1]), last=words[-1])


def in_words(rule: str, dates: Sequence[str] = ()) -> str:
    """`every second Tuesday until 5 May 2026`: the rule as a person would say it."""
    try:
        found = parse(rule)
    except WrongRule:
        return gettext("on the dates below")
    if found.pattern == DATES:
        many = len(dates) + 1
        return ngettext("on one chosen date", "on %(num)s chosen dates", many)
    words = _pattern_words(found)
    if found.times is not None:
        words = ngettext(
            "%(words)s, once", "%(words)s, %(num)s times altogether", found.times, words=words
        )
    elif found.until is not None:
        day = long_day(found.until)
        words = gettext("%(words)s until %(day)s", words=words, day=day)
    if dates:
        words = ngettext(
            "%(words)s, and on one more date", "%(words)s, and on %(num)s more dates", len(dates),
            words=words,
        )  # fmt: skip
    return words


def sentence(rule: str, dates: Sequence[str] = ()) -> str:
    """`in_words` as it stands alone: with a capital letter."""
    words = in_words(rule, dates)
    return words[:1].upper() + words[1:]


def _pattern_words(found: Recurrence) -> str:
    n = found.interval
    if found.pattern == DAILY:
        return _every(
            n, gettext("every day"), gettext("every second day"), gettext("every %(n)s days", n=n)
        )
    if found.pattern == WEEKLY:
        days = _joined([weekday_name(day) for day in sorted(found.weekdays)])
        return _every(
            n,
            gettext("every %(weekdays)s", weekdays=days),
            gettext("every second %(weekdays)s", weekdays=days),
            gettext("every %(n)s weeks on %(weekdays)s", n=n, weekdays=days),
        )
    if found.pattern == YEARLY:
        day = gettext("%(day)s %(month)s", day=found.day, month=month_name(found.month))
        return _every(
            n,
            gettext("every year on %(day)s", day=day),
            gettext("every second year on %(day)s", day=day),
            gettext("every %(n)s years on %(day)s", n=n, day=day),
        )
    if found.pattern == MONTHLY_DAY:
        if found.day == LAST:
            which = gettext("the last day")
        else:
            which = gettext("day %(day)s", day=found.day)
    else:
        which = gettext(
            "the %(week)s %(weekday)s",
            week=week_words(found.week),
            weekday=weekday_name(found.weekday),
        )
    return _every(
        n,
        gettext("%(which)s of every month", which=which),
        gettext("%(which)s of every second month", which=which),
        gettext("%(which)s of every %(n)s months", which=which, n=n),
    )


def _every(interval: int, each: str, second: str, other: str) -> str:
    return {1: each, 2: second}.get(interval, other)
