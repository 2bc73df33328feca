"""The lines of an iCalendar file (RFC 5545, section 3.1), with their numbers in the file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from webinar.core.plainerror import N_
from webinar.transfer.imports.words import MOST_ITEMS, TOO_MANY, BrokenFile

NOT_A_CALENDAR = N_("Line %(line)s: a calendar begins with BEGIN:VCALENDAR, this file does not.")
NO_LINE = N_("Line %(line)s: “%(text)s” is no line of a calendar; it needs a name and a colon.")
WRONG_END = N_("Line %(line)s: END:%(found)s stands where END:%(wanted)s is expected.")
NOT_ENDED = N_(
    "Line %(line)s: %(name)s begins here and does not end. The file is cut off; fetch it again."
)
TOO_DEEP = N_("Line %(line)s: parts lie in parts more than 10 deep.")

_NAME = re.compile(r"([A-Za-z0-9-]+)(?=[;:])")
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=("[^"]*"|[^;:",]*)((?:,(?:"[^"]*"|[^;:",]*))*)')
_BEHIND_A_COLON = re.compile(r":\d{8}(?:T\d{6}Z?)?\s*$", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
#: deepest part within parts; a calendar needs three
_DEEPEST = 10
_LIMITED = "VEVENT"


@dataclass(frozen=True)
class Line:
    """A property: its name in capitals, parameters by name in capitals, the raw value."""

    number: int
    name: str
    parameters: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value of a TEXT property with its escapes undone (section 3.3.11)."""
        return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], self.value)

    @property
    def texts(self) -> list[str]:
        """The values of a list of texts, separated by commas that are not escaped."""
        parts = re.split(r"(?<!\\),", self.value)
        return [
            _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], one).strip()
            for one in parts
        ]


@dataclass
class Part:
    """A component: what stands between BEGIN and END."""

    name: str
    number: int
    lines: list[Line] = field(default_factory=list)
    parts: list["Part"] = field(default_factory=list)

    def all(self, name: str) -> list[Line]:
        return [line for line in self.lines if line.name == name]

    def first(self, name: str) -> Line | None:
        return next((line for line in self.lines if line.name == name), None)

    def text(self, name: str) -> str:
        """The first such property's text; empty without one."""
        line = self.first(name)
        return line.text.strip() if line else ""


def calendars(text: str) -> list[Part]:
    """The calendars of a file. Raises BrokenFile."""
    root = Part("", 0)
    open_parts = [root]
    events = 0
    for number, raw in _unfolded(text):
        if not raw.strip():
            continue
        line = _line(number, raw, in_calendar=len(open_parts) > 1)
        if line.name == "BEGIN":
            part = Part(line.value.strip().upper(), number)
            if len(open_parts) == 1 and part.name != "VCALENDAR":
                raise BrokenFile(NOT_A_CALENDAR, line=number)
            if len(open_parts) > _DEEPEST:
                raise BrokenFile(TOO_DEEP, line=number)
            events += part.name == _LIMITED
            if events > MOST_ITEMS:
                raise BrokenFile(TOO_MANY, line=number, count=events, most=MOST_ITEMS)
            open_parts[-1].parts.append(part)
            open_parts.append(part)
        elif len(open_parts) == 1:
            raise BrokenFile(NOT_A_CALENDAR, line=number)
        elif line.name == "END":
            found, part = line.value.strip().upper(), open_parts.pop()
            if found != part.name:
                raise BrokenFile(WRONG_END, line=number, found=found[:40], wanted=part.name)
        else:
            open_parts[-1].lines.append(line)
    if len(open_parts) > 1:
        raise BrokenFile(NOT_ENDED, line=open_parts[-1].number, name=open_parts[-1].name[:40])
    if not root.parts:
        raise BrokenFile(NOT_A_CALENDAR, line=1)
    return root.parts


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Content lines with the number of their first line in the file."""
    number, parts = 0, [""]
    for at, raw in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        if raw[:1] in (" ", "\t") and number:
            parts.append(raw[1:])
            continue
        if number:
            yield number, "".join(parts)
        number, parts = at, [raw]
    yield number, "".join(parts)


def _line(number: int, raw: str, *, in_calendar: bool) -> Line:
    named = _NAME.match(raw)
    if named is None:
        wrong = NO_LINE if in_calendar else NOT_A_CALENDAR
        shown = {"text": raw.strip()[:60]} if in_calendar else {}
        raise BrokenFile(wrong, line=number, **shown)
    # A group before the name, as in vCard, has no place here (RFC 5545, section 3.1).
    at, parameters = named.end(), {}
    while found := _PARAMETER.match(raw, at):
        parameters[found[1].upper()] = (found[2] + found[3]).strip('"')
        at = found.end()
    if raw[at : at + 1] != ":":
        colon = raw.find(":", at)
        if colon < 0:
            raise BrokenFile(NO_LINE, line=number, text=raw.strip()[:60])
        # A parameter that is not written as it should be is left out.
        at = colon
    value = raw[at + 1 :]
    if "TZID" in parameters and _BEHIND_A_COLON.search(value):
        # `TZID=(UTC+01:00) Amsterdam` without the quotes that its colon needs.
        rest, _, value = value.rpartition(":")
        parameters["TZID"] += ":" + rest
    return Line(number, named[1].upper(), parameters, value)
