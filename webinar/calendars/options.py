"""What a subscriber may ask of a feed in its address. Pure: texts in, values out.

`?days=yes&alarm=15&lang=de&past=none&zone=Europe/Paris&sessions=no`, in any order. Every way to say
the usual is the same feed as the address without options, to the byte.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from flask_babel import gettext

from webinar.calendars.words import LANGUAGES
from webinar.core import clock

#: minutes: a week before is early enough
MOST_MINUTES = 7 * 24 * 60
_MINUTES = re.compile(r"0|[1-9][0-9]{0,4}", re.ASCII)
UTC_NAMES = frozenset({"UTC", "Etc/UTC"})
#: what one computer calls its own zone, and what says that nobody chose one
_NO_ZONES = frozenset({"localtime", "Factory"})
_LONGEST_SHOWN = 40


class WrongOption(ValueError):
    """An option that does not exist, or a value it cannot have; the message is one plain line."""


@dataclass(frozen=True)
class Options:
    """The choices, each at its usual value unless asked for."""

    #: webinars of several days also as bars over whole days
    days: bool = False
    #: minutes before the start at which a calendar rings; None for not at all
    alarm: int | None = None
    #: the calendar's own words in another language than the site's; empty for the site's
    lang: str = ""
    #: "all": however long ago; "none": only what is to come; empty: what the feed's kind holds
    past: str = ""
    #: IANA name: every time in this zone; empty for UTC
    zone: str = ""
    #: False: whole webinars instead of their sessions
    sessions: bool = True

    @property
    def query(self) -> str:
        """The canonical form, without a question mark; empty for the usual feed."""
        chosen: dict[str, str] = {}
        if self.alarm is not None:
            chosen["alarm"] = str(self.alarm)
        if self.days:
            chosen["days"] = "yes"
        if self.lang:
            chosen["lang"] = self.lang
        if self.past:
            chosen["past"] = self.past
        if not self.sessions:
            chosen["sessions"] = "no"
        if self.zone:
            chosen["zone"] = self.zone
        return urlencode(chosen, safe="/", quote_via=quote)

    @property
    def is_usual(self) -> bool:
        return not self.query


USUAL = Options()


def _yes_or_no(value: str) -> bool:
    return value in ("yes", "no")


def _alarm(value: str) -> bool:
    return value == "no" or bool(_MINUTES.fullmatch(value) and int(value) <= MOST_MINUTES)


def _zone(value: str) -> bool:
    return value not in _NO_ZONES and clock.is_zone(value)


#: name -> whether a value is allowed
ALLOWED: dict[str, Any] = {
    "alarm": _alarm,
    "days": _yes_or_no,
    "lang": LANGUAGES.__contains__,
    "past": ("all", "none").__contains__,
    "sessions": _yes_or_no,
    "zone": _zone,
}


def _allowed_words(name: str) -> str:
    """What an option may be, for whoever typed something else."""
    return {
        "alarm": gettext("a number of minutes from 0 to %(most)s, or no", most=MOST_MINUTES),
        "days": gettext("yes or no"),
        "lang": gettext("one of %(languages)s", languages=", ".join(LANGUAGES)),
        "past": gettext("all or none"),
        "sessions": gettext("yes or no"),
        "zone": gettext("UTC, or the name of a time zone like Europe/Paris"),
    }[name]


def parse(
    pairs: Iterable[tuple[str, str]], *, language: str, also: Collection[str] = ()
) -> Options:
    """The options that an address names; `language` is the site's own.

    Names in `also` belong to somebody else. Raises WrongOption for an unknown name, a name twice,
    or a value that is not allowed.
    """
    said: dict[str, str] = {}
    for name, value in pairs:
        if name in also:
            continue
        if name not in ALLOWED:
            raise WrongOption(
                gettext(
                    "There is no option “%(name)s”. Options are: %(names)s.",
                    name=_shown(name),
                    names=", ".join(ALLOWED),
                )
            )
        if name in said:
            raise WrongOption(gettext("The option “%(name)s” is there twice.", name=name))
        if not ALLOWED[name](value):
            raise WrongOption(
                gettext(
                    "The option “%(name)s” cannot be “%(value)s”. Allowed: %(allowed)s.",
                    name=name,
                    value=_shown(value),
                    allowed=_allowed_words(name),
                )
            )
        said[name] = value
    alarm, lang, zone = said.get("alarm", "no"), said.get("lang", ""), said.get("zone", "")
    return Options(
        days=said.get("days") == "yes",
        alarm=None if alarm == "no" else int(alarm),
        lang="" if lang == language else lang,
        past=said.get("past", ""),
        zone="" if zone in UTC_NAMES else zone,
        sessions=said.get("sessions") != "no",
    )


def _shown(typed: str) -> str:
    """What was typed, short enough for one line and without anything that breaks it."""
    short = typed[:_LONGEST_SHOWN] + ("…" if len(typed) > _LONGEST_SHOWN else "")
    return "".join(character if character.isprintable() else " " for character in short)
