"""What each resource says about itself, and how PROPFIND asks for it (RFC 4918, 9.1)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from werkzeug.http import http_date

from webinar.calendars.dav.collections import Calendar
from webinar.calendars.dav.filters import COLLATIONS, Refused
from webinar.calendars.dav.members import Member
from webinar.calendars.dav.writing import (
    APPLE,
    CALDAV,
    CALENDARSERVER,
    DAV,
    caldav,
    dav,
    element,
    href,
    response,
    text,
)
from webinar.calendars.feeds import MOST_OCTETS

#: name -> its value as XML, made when asked for
Properties = dict[str, Callable[[], str]]
#: of a member, beside its charset
MEDIA_TYPE = "text/calendar; charset=utf-8; component=VEVENT"
#: properties that one request may ask for, and octets of their names; programs ask for some 20
_MOST_NAMES, _LONGEST_NAMES = 100, 8000
REPORTS = ("calendar-query", "calendar-multiget")
_D, _C, _CS, _IC = (f"{{{one}}}" for one in (DAV, CALDAV, CALENDARSERVER, APPLE))
#: what `allprop` gives (RFC 4918, 14.2): nothing of later standards
_OF_ALL = frozenset(
    f"{_D}{local}"
    for local in (
        "displayname",
        "getcontentlength",
        "getcontenttype",
        "getetag",
        "getlastmodified",
        "resourcetype",
    )
)
_DATA = f"{_C}calendar-data"
_READ = "".join(dav("privilege", dav(one)) for one in ("read", "read-current-user-privilege-set"))


def _plain(value: str) -> Callable[[], str]:
    return lambda: text(value)


def _xml(value: str) -> Callable[[], str]:
    return lambda: value


def _reports(*names: str) -> str:
    return "".join(dav("supported-report", dav("report", name)) for name in names)


def _everywhere(principal: str) -> Properties:
    return {
        f"{_D}current-user-principal": _xml(href(principal)),
        f"{_D}current-user-privilege-set": _xml(_READ),
        f"{_D}owner": _xml(href(principal)),
        f"{_D}principal-collection-set": _xml(href(principal)),
    }


def of_folder(name: str, principal: str) -> Properties:
    """A collection that holds calendars."""
    return _everywhere(principal) | {
        f"{_D}displayname": _plain(name),
        f"{_D}resourcetype": _xml(dav("collection")),
        f"{_D}supported-report-set": _xml(""),
    }


def of_principal(name: str, principal: str, home: str) -> Properties:
    """Who asks: nobody in particular, or whose secret address it is (RFC 3744, 4; 4791, 6.2.1)."""
    return of_folder(name, principal) | {
        f"{_D}resourcetype": _xml(dav("collection") + dav("principal")),
        f"{_D}principal-URL": _xml(href(principal)),
        f"{_C}calendar-home-set": _xml(href(home)),
    }


def of_calendar(calendar: Calendar) -> Properties:
    about = calendar.about
    reports = [caldav(name) for name in REPORTS] + [dav("sync-collection")]
    components = caldav("comp", "", 'name="VEVENT"')
    data = caldav("calendar-data", "", 'content-type="text/calendar" version="2.0"')
    collations = "".join(caldav("supported-collation", one) for one in COLLATIONS)
    found = _everywhere(calendar.principal) | {
        f"{_D}displayname": _plain(about.name),
        f"{_D}resourcetype": _xml(dav("collection") + caldav("calendar")),
        f"{_D}supported-report-set": _xml(_reports(*reports)),
        f"{_D}sync-token": lambda: text(calendar.token()),
        f"{_CS}getctag": lambda: text(calendar.token()),
        f"{_IC}calendar-color": _plain(f"{about.color_value.upper()}FF"),
        f"{_C}supported-calendar-component-set": _xml(components),
        f"{_C}supported-calendar-data": _xml(data),
        f"{_C}supported-collation-set": _xml(collations),
        f"{_C}max-resource-size": _plain(str(MOST_OCTETS)),
    }
    if about.description:
        found[f"{_C}calendar-description"] = _plain(about.description)
    return found


def of_member(member: Member, principal: str) -> Properties:
    found = _everywhere(principal) | {
        f"{_D}resourcetype": _xml(""),
        f"{_D}getetag": lambda: text(f'"{member.etag}"'),
        f"{_D}getcontenttype": _plain(MEDIA_TYPE),
        f"{_D}getcontentlength": lambda: str(len(member.data)),
        f"{_D}supported-report-set": _xml(""),
    }
    if member.revised_at is not None:
        revised_at = member.revised_at
        found[f"{_D}getlastmodified"] = lambda: http_date(revised_at)
    return found


@dataclass(frozen=True)
class Wanted:
    """Which properties a request asks for."""

    names: Sequence[str]
    is_all: bool = False
    only_names: bool = False
    #: `Prefer: return=minimal`: what is not there is not named (RFC 8144, 2.1)
    is_minimal: bool = False

    def answer(self, path: str, properties: Properties) -> str:
        """The `response` of one resource."""
        if self.only_names:
            return response(path, "".join(map(element, properties)), ())
        names = self.names
        if self.is_all:
            names = [*(name for name in properties if name in _OF_ALL), *names]
        found, missing = [], []
        for name in dict.fromkeys(names):
            value = properties.get(name)
            if value is not None:
                found.append(element(name, value()))
            elif not self.is_minimal:
                missing.append(name)
        return response(path, "".join(found), missing)


def _names(parent: Element | None) -> list[str]:
    """Names of what is asked for. Raises Refused for more than anybody means: each is repeated for
    each entry.
    """
    names = [one.tag for one in parent] if parent is not None else []
    if len(names) > _MOST_NAMES or sum(map(len, names)) > _LONGEST_NAMES:
        raise Refused("", 400)
    return names


def wanted(body: Element | None, *, is_minimal: bool = False) -> Wanted | None:
    """What a `propfind`, or a report, asks for; None where it says nothing that can be read.

    Without a body it is all (RFC 4918, 9.1). Raises Refused.
    """
    if body is None:
        return Wanted((), is_all=True, is_minimal=is_minimal)
    if body.find(f"{_D}propname") is not None:
        return Wanted((), only_names=True)
    if body.find(f"{_D}allprop") is not None:
        return Wanted(_names(body.find(f"{_D}include")), is_all=True, is_minimal=is_minimal)
    prop = body.find(f"{_D}prop")
    if prop is None:
        return None
    return Wanted(_names(prop), is_minimal=is_minimal)
