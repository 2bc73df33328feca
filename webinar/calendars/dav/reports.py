"""The three reports of a calendar: calendar-query, calendar-multiget, sync-collection."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element

from webinar.calendars.dav import filters
from webinar.calendars.dav.collections import MOST_TOLD, Calendar
from webinar.calendars.dav.filters import Refused
from webinar.calendars.dav.members import Member, file_of, uid_of
from webinar.calendars.dav.occurrences import expanded, limited
from webinar.calendars.dav.properties import Wanted, of_member, wanted
from webinar.calendars.dav.queries import Asked
from webinar.calendars.dav.tokens import InvalidToken
from webinar.calendars.dav.writing import (
    CALDAV,
    DAV,
    caldav,
    dav,
    multistatus,
    quoted,
    status,
    text,
)
from webinar.calendars.ical import DOWNLOAD_HEADER, join
from webinar.calendars.zones import zones_of
from webinar.core.text import whole_number

#: addresses of one calendar-multiget
MOST_HREFS = 5000
#: times of series that one answer writes out
_MOST_TIMES = 5000
_D, _C = f"{{{DAV}}}", f"{{{CALDAV}}}"
_DATA = f"{_C}calendar-data"


def answer(report: Element, calendar: Calendar, depth: str, *, is_minimal: bool) -> bytes:
    """The multistatus of a report. Raises Refused."""
    name = report.tag
    if name == f"{_C}calendar-query":
        return _query(report, calendar, depth, _asked(report, is_minimal))
    if name == f"{_C}calendar-multiget":
        return _multiget(report, calendar, _asked(report, is_minimal))
    if name == f"{_D}sync-collection":
        return _sync(report, calendar, _asked(report, is_minimal))
    raise Refused(dav("supported-report"))


@dataclass(frozen=True)
class _Shown:
    """The properties that are asked for, the data itself among them perhaps."""

    wanted: Wanted
    data: Callable[[Member], str] | None

    def answer(self, calendar: Calendar, member: Member) -> str:
        properties = of_member(member, calendar.principal)
        if self.data is not None:
            data = self.data
            properties[_DATA] = lambda: data(member)
        return self.wanted.answer(calendar.path + member.file, properties)


def _asked(report: Element, is_minimal: bool) -> _Shown:
    found = wanted(report, is_minimal=is_minimal) or Wanted(())
    data = report.find(f"{_D}prop/{_DATA}")
    return _Shown(found, None if data is None else _data(data))


def _data(element: Element) -> Callable[[Member], str]:
    """How `calendar-data` is wanted: whole, or with its times written out (RFC 4791, 9.6)."""
    if (element.get("content-type", "text/calendar"), element.get("version", "2.0")) != (
        "text/calendar",
        "2.0",
    ):
        raise Refused(caldav("supported-calendar-data"))
    if (found := element.find(f"{_C}expand")) is not None:
        return _expanding(*_span(found))
    if (found := element.find(f"{_C}limit-recurrence-set")) is not None:
        span = _span(found)
        return lambda member: text(_limited(member, *span).decode())
    return lambda member: text(member.data.decode())


def _span(element: Element) -> tuple[datetime, datetime]:
    start, end = filters.time_range(element)
    if start is None or end is None:
        raise Refused(caldav("valid-filter"))
    return start, end


def _expanding(start: datetime, end: datetime) -> Callable[[Member], str]:
    left = _MOST_TIMES

    def data(member: Member) -> str:
        nonlocal left
        events = expanded(member.events, start, end, left)
        if events is None:
            raise Refused(dav("number-of-matches-within-limits"))
        left -= len(events)
        return text(join(DOWNLOAD_HEADER, events).decode())

    return data


def _limited(member: Member, start: datetime, end: datetime) -> bytes:
    events = limited(member.events, start, end)
    return join(DOWNLOAD_HEADER, [events], zones_of([(events, member.timezone)]))


def _query(report: Element, calendar: Calendar, depth: str, shown: _Shown) -> bytes:
    wanted = filters.read(report.find(f"{_C}filter"))
    # Depth 0 is the calendar itself, which is no entry.
    members: Iterable[Member] = ()
    if wanted.is_possible and depth != "0":
        asked = Asked(start=wanted.start, end=wanted.end)
        members = (one for one in calendar.members(asked) if wanted.fits(one))
    return multistatus(shown.answer(calendar, one) for one in _ordered(members))


def _ordered(members: Iterable[Member]) -> list[Member]:
    return sorted(members, key=lambda one: (one.starts_at, one.uid))


def _multiget(report: Element, calendar: Calendar, shown: _Shown) -> bytes:
    paths = [unquote(_path(one, calendar)) for one in report.findall(f"{_D}href")]
    if not paths:
        raise Refused("", 400)
    if len(paths) > MOST_HREFS:
        raise Refused(dav("number-of-matches-within-limits"))
    here = unquote(calendar.path)
    uids = {path: uid_of(path.removeprefix(here)) for path in paths if path.startswith(here)}
    found = {one.uid: one for one in calendar.members(Asked(uids=set(filter(None, uids.values()))))}
    return multistatus(
        shown.answer(calendar, found[uids[path]])
        if uids.get(path) in found
        else status(quoted(path), "404 Not Found")
        for path in dict.fromkeys(paths)
    )


def _path(element: Element, calendar: Calendar) -> str:
    """Of an absolute address, too: whatever the host is called. What leads nowhere is taken for a
    name in the calendar, that is not there; the others are told all the same.
    """
    said = (element.text or "").strip()
    try:
        path = urlsplit(urljoin(calendar.path, said)).path
    except ValueError:
        path = ""
    return path if path.startswith("/") else calendar.path + said


def _sync(report: Element, calendar: Calendar, shown: _Shown) -> bytes:
    if report.findtext(f"{_D}sync-level", "1").strip() not in ("1", "infinite", ""):
        raise Refused("", 400)
    most = _limit(report)
    try:
        token = report.findtext(f"{_D}sync-token", "").strip()
        news = calendar.news(token, most)
    except InvalidToken:
        raise Refused(dav("valid-sync-token")) from None
    answers = [shown.answer(calendar, one) for one in news.changed]
    answers += [status(calendar.path + file_of(uid), "404 Not Found") for uid in news.gone]
    if news.is_cut:
        cut = dav("number-of-matches-within-limits")
        answers.append(status(calendar.path, "507 Insufficient Storage", cut))
    return multistatus(answers, news.token)


def _limit(report: Element) -> int:
    said = report.findtext(f"{_D}limit/{_D}nresults")
    if said is None:
        return MOST_TOLD
    number = whole_number(said.strip(), most=10**9)
    if not number:
        raise Refused("", 400)
    return min(number, MOST_TOLD)
