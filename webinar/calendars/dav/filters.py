"""`filter` of calendar-query (RFC 4791, 9.7): XML in, a question about an entry out."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from webinar.calendars.dav.members import Member
from webinar.calendars.dav.occurrences import (
    Component,
    Occurrence,
    Property,
    components,
    occurrences,
)
from webinar.calendars.dav.writing import CALDAV, DAV, caldav, text

_C = f"{{{CALDAV}}}"
_INSTANT = re.compile(r"[0-9]{8}T[0-9]{6}Z", re.ASCII)
EARLIEST = datetime(1, 3, 1, tzinfo=UTC)
LATEST = datetime(9998, 12, 31, tzinfo=UTC)
#: RFC 4791, 7.5.1
COLLATIONS = ("i;ascii-casemap", "i;octet", "i;unicode-casemap")
_ASCII = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}

#: elements of a filter
_MOST_PARTS = 60
#: what several times are made of
_RECURS = (b"\r\nRRULE:", b"\r\nRDATE", b"\r\nRECURRENCE-ID")
Test = Callable[[Component], bool]


class Refused(Exception):
    """The request cannot be answered; `condition` is the precondition as XML."""

    def __init__(self, condition: str, status: int = 403) -> None:
        super().__init__(condition)
        self.condition = condition
        self.status = status


@dataclass(frozen=True)
class Filter:
    """Which entries are wanted."""

    #: False where nothing can fit: another kind of component is asked for
    is_possible: bool = True
    start: datetime | None = None
    end: datetime | None = None
    tests: tuple[Test, ...] = ()

    def fits(self, member: Member) -> bool:
        """Whether one of its VEVENTs fits, and one of its times."""
        if self.tests and not any(
            all(test(one) for test in self.tests) for one in components(member.events)
        ):
            return False
        if self.start is None and self.end is None:
            return True
        start, end = self.start or EARLIEST, self.end or LATEST
        if not any(mark in member.events for mark in _RECURS):
            return Occurrence(member.starts_at, member.ends_at, 0).overlaps(start, end)
        return any(True for _ in occurrences(member.events, start, end))


def time_range(element: Element) -> tuple[datetime | None, datetime | None]:
    """`start` and `end` of an element. Raises Refused for what is no range in UTC."""
    found: list[datetime | None] = []
    for name in ("start", "end"):
        said = element.get(name)
        if said is None:
            found.append(None)
            continue
        try:
            if not _INSTANT.fullmatch(said):
                raise ValueError
            moment = datetime.strptime(said, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        except ValueError:
            raise Refused(caldav("valid-filter")) from None
        found.append(min(max(moment, EARLIEST), LATEST))
    start, end = found
    if (start or EARLIEST) >= (end or LATEST) or (start is None and end is None):
        raise Refused(caldav("valid-filter"))
    return start, end


def read(element: Element | None) -> Filter:
    """The question of a `filter`. Raises Refused for one that is not understood."""
    top = list(element) if element is not None else []
    if element is not None and sum(1 for _ in element.iter()) > _MOST_PARTS:
        raise Refused(caldav("supported-filter"))
    if len(top) != 1 or top[0].tag != f"{_C}comp-filter":
        raise Refused(caldav("valid-filter"))
    if _name(top[0]) != "VCALENDAR":
        return Filter(is_possible=_is_missing(top[0]))
    if _is_missing(top[0]):
        return Filter(is_possible=False)
    wanted = Filter()
    for inner in top[0]:
        if inner.tag != f"{_C}comp-filter":
            # Properties and times of the whole file: nobody asks for these.
            raise _unsupported(inner)
        if _name(inner) != "VEVENT":
            # There are no tasks and no journals here; a zone may be there or not.
            if _name(inner) == "VTIMEZONE":
                raise _unsupported(inner)
            if not _is_missing(inner):
                return Filter(is_possible=False)
        elif _is_missing(inner):
            return Filter(is_possible=False)
        else:
            wanted = _of_event(inner)
    return wanted


def _of_event(element: Element) -> Filter:
    start = end = None
    tests = []
    for inner in element:
        if inner.tag == f"{_C}time-range":
            start, end = time_range(inner)
        elif inner.tag == f"{_C}prop-filter":
            tests.append(_of_property(inner))
        elif inner.tag == f"{_C}comp-filter":
            tests.append(_of_component(inner))
        else:
            raise _unsupported(inner)
    return Filter(True, start, end, tuple(tests))


def _of_component(element: Element) -> Test:
    """Whether there is such a part, an alarm for example."""
    name = _name(element)
    if _is_missing(element):
        return lambda event: all(one.name != name for one in event.components)
    if len(element):
        raise _unsupported(element[0])
    return lambda event: any(one.name == name for one in event.components)


def _of_property(element: Element) -> Test:
    name = _name(element)
    if _is_missing(element):
        return lambda event: event.one(name) is None
    tests = []
    for inner in element:
        if inner.tag == f"{_C}text-match":
            tests.append(_text_match(inner))
        elif inner.tag == f"{_C}param-filter":
            tests.append(_of_parameter(inner))
        else:
            raise _unsupported(inner)
    return lambda event: any(all(test(one) for test in tests) for one in event.all(name))


def _of_parameter(element: Element) -> Callable[[Property], bool]:
    name = _name(element)
    if _is_missing(element):
        return lambda one: name not in one.parameters
    if not len(element):
        return lambda one: name in one.parameters
    if len(element) > 1 or element[0].tag != f"{_C}text-match":
        raise _unsupported(element[0])
    match = _text_match(element[0])
    return lambda one: name in one.parameters and match(Property(name, {}, one.parameters[name]))


def _text_match(element: Element) -> Callable[[Property], bool]:
    collation = element.get("collation", COLLATIONS[0])
    if collation == "default":
        collation = COLLATIONS[0]
    if collation not in COLLATIONS:
        raise Refused(caldav("supported-collation"))
    is_negated = element.get("negate-condition") == "yes"

    def folded(text: str) -> str:
        if collation == "i;ascii-casemap":
            return text.translate(_ASCII)
        return text.casefold() if collation == "i;unicode-casemap" else text

    words = folded(element.text or "")
    return lambda one: (words in folded(one.text)) != is_negated


def _name(element: Element) -> str:
    name = element.get("name")
    if not name:
        raise Refused(caldav("valid-filter"))
    return name.upper()


def _is_missing(element: Element) -> bool:
    return element.find(f"{_C}is-not-defined") is not None


def _unsupported(element: Element) -> Refused:
    """RFC 4791, 7.8: what was not understood is named."""
    local = element.tag.rpartition("}")[2]
    known = local in ("comp-filter", "prop-filter", "param-filter") and element.get("name")
    if not element.tag.startswith((_C, f"{{{DAV}}}")):
        return Refused(caldav("supported-filter"))
    attributes = f'name="{text(str(element.get("name")))}"' if known else ""
    inner = caldav(local, "", attributes) if re.fullmatch(r"[a-z-]{1,40}", local) else ""
    return Refused(caldav("supported-filter", inner))
