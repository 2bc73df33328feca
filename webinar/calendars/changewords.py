"""News in words: a title and sentences for each, in the language of the site."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext, ngettext

from webinar.calendars import changes
from webinar.calendars.formats.changefeed import Item
from webinar.calendars.models import CalendarNews
from webinar.core import i18n, ids


def item(row: CalendarNews) -> Item:
    """The piece of news as it was told: nothing in it changes later."""
    title, told = row.told["title"], row.told
    lines = [
        _sentence(kind, old, new, told)
        for kind, (old, new) in sorted(row.changes.items(), key=_rank)
    ]
    if told["webinar"] and told["webinar"] != title:
        lines.append(gettext("Part of: %(title)s", title=told["webinar"]))
    return Item(
        guid=ids.as_guid(row.public_id),
        url=told["url"],
        title=_title(row.changes, title),
        lines=tuple(lines),
        published=row.created_at,
        updated=row.updated_at,
        tags=tuple(sorted(row.changes)),
    )


#: what is said first, and what the title names
_ORDER = (
    changes.CANCELLED,
    changes.NEW,
    changes.BACK,
    changes.MOVED,
    changes.PROGRAMME,
    changes.RENAMED,
    changes.PLACE,
    changes.PAPER,
    changes.RECORDING,
    changes.DATES,
)


def _rank(pair: tuple[str, Any]) -> int:
    return _ORDER.index(pair[0])


def _title(found: Mapping[str, Any], title: str) -> str:
    kind = min(found, key=_ORDER.index)
    match kind:
        case changes.CANCELLED:
            return gettext("Cancelled: %(title)s", title=title)
        case changes.NEW:
            return gettext("New: %(title)s", title=title)
        case changes.BACK:
            return gettext("Takes place after all: %(title)s", title=title)
        case changes.MOVED:
            return gettext("New time: %(title)s", title=title)
        case changes.PROGRAMME:
            return gettext("The programme changed: %(title)s", title=title)
        case changes.RENAMED:
            return gettext("New title: %(title)s", title=title)
        case changes.PLACE:
            return gettext("New place: %(title)s", title=title)
        case changes.PAPER:
            return gettext("A paper to read: %(title)s", title=title)
    return gettext("Recording: %(title)s", title=title)


def _sentence(kind: str, old: Any, new: Any, told: Mapping[str, Any]) -> str:
    zone = told["timezone"]
    match kind:
        case changes.CANCELLED:
            if new:
                return gettext("It is cancelled: %(reason)s", reason=new)
            return gettext("It is cancelled.")
        case changes.NEW:
            return _when(new, zone)
        case changes.BACK:
            return gettext(
                "It takes place after all: %(when)s",
                when=_when([told["starts_at"], told["ends_at"]], zone),
            )
        case changes.MOVED:
            return gettext(
                "It moved from %(old)s to %(new)s.", old=_span(old, zone), new=_when(new, zone)
            )
        case changes.DATES:
            return ngettext("and %(num)s more date", "and %(num)s more dates", new - 1)
        case changes.PROGRAMME:
            return ", ".join(_counted(name, number) for name, number in new)
        case changes.RENAMED:
            return gettext("It was called “%(old)s” before.", old=old)
        case changes.PLACE:
            return _place(old, new)
        case changes.PAPER:
            return "\n".join(f"{paper['title']}: {paper['url']}" for paper in new)
    return gettext("The recording can be watched: %(url)s", url=told["url"])


def _place(old: str, new: str) -> str:
    if not new:
        return gettext("It takes place online now; before: %(old)s.", old=old)
    if not old:
        return gettext("It takes place here now: %(new)s", new=new)
    return gettext("It moved from %(old)s to %(new)s.", old=old, new=new)


def _counted(kind: str, number: int) -> str:
    match kind:
        case changes.NEW:
            return ngettext("%(num)s session", "%(num)s sessions", number)
        case changes.MOVED:
            return ngettext("%(num)s session moved", "%(num)s sessions moved", number)
        case changes.CANCELLED:
            return ngettext("%(num)s session cancelled", "%(num)s sessions cancelled", number)
        case changes.BACK:
            return ngettext(
                "%(num)s session takes place after all",
                "%(num)s sessions take place after all",
                number,
            )
        case changes.RENAMED:
            return ngettext("%(num)s session renamed", "%(num)s sessions renamed", number)
        case changes.PLACE:
            return ngettext("%(num)s in another place", "%(num)s in another place", number)
        case changes.PAPER:
            return ngettext("papers in %(num)s session", "papers in %(num)s sessions", number)
    return ngettext("%(num)s recording", "%(num)s recordings", number)


def _span(span: list[str], zone: str) -> str:
    starts, ends = (datetime.fromisoformat(one) for one in span)
    return i18n.date_range(starts, ends, zone)


def _when(span: list[str], zone: str) -> str:
    """`6 May 2026, 15:00–16:00, London time`."""
    return f"{_span(span, zone)}, {i18n.zone_name(zone)}"
