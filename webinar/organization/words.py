"""Whether somebody is around, as a sentence; accents by name."""

from datetime import datetime, timedelta

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from webinar.core import i18n
from webinar.organization.hours import OfficeState

_SOON = timedelta(hours=18)
#: name in the palette -> what a person calls it
ACCENT_WORDS = {
    "teal": _("Teal"),
    "indigo": _("Indigo"),
    "rust": _("Rust"),
    "forest": _("Forest"),
    "plum": _("Plum"),
    "slate": _("Slate"),
    "ocean": _("Ocean"),
    "ochre": _("Ochre"),
}


def office_sentence(state: OfficeState, at: datetime, timezone: str) -> str:
    """`Somebody is around now, until 17:00 London time.`; empty when there are no office hours.

    The zone is the office's; a day is named when the change is not today.
    """
    change = state.next_change_at
    if state.is_open:
        if change is None:
            return str(gettext("Somebody is around at any time."))
        return str(
            gettext("Somebody is around now, until %(time)s.", time=_moment(change, at, timezone))
        )
    if change is None:
        return ""
    moment = _moment(change, at, timezone)
    if change - at > _SOON:
        return str(gettext("Nobody is around now. The office opens on %(time)s.", time=moment))
    return str(
        gettext(
            "Nobody is around now. The office opens in %(span)s, %(time)s.",
            span=i18n.duration_words(at, _whole(change - at) + at),
            time=moment,
        )
    )


def _whole(span: timedelta) -> timedelta:
    """To the minute, from two hours on to the hour: nobody counts the minutes of an evening."""
    step = timedelta(minutes=1) if span < timedelta(hours=2) else timedelta(hours=1)
    return max(1, round(span / step)) * step


def _moment(instant: datetime, at: datetime, timezone: str) -> str:
    zone = i18n.zone_name(timezone)
    if i18n.local(instant, timezone).date() == i18n.local(at, timezone).date():
        return f"{i18n.clock_time(instant, timezone)} {zone}"
    return f"{i18n.weekday_date(instant, timezone)}, {i18n.clock_time(instant, timezone)} {zone}"


def by_when(instant: datetime, timezone: str) -> str:
    """`Wednesday 11 March 2026, 09:00 London time`."""
    return (
        f"{i18n.weekday_date(instant, timezone)}, {i18n.clock_time(instant, timezone)}"
        f" {i18n.zone_name(timezone)}"
    )
