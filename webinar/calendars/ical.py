"""Pure rendering of iCalendar (RFC 5545, 7986): values in, the same bytes out, always.

`icalendar` lays out the lines. TEXT is escaped here, because its own writer turns the two
characters `\\N` of a text into a line break and leaves X- properties unescaped (7.3.0).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from icalendar import Calendar, Event, vText, vUri
from icalendar.parser import Parameters

#: raised when the layout of the bytes changes; everything stored is then written anew
FORMAT = 2
#: constant: a version number in it would change every byte hash with each release
PRODID = "-//webinar//webinar calendars//EN"
FOOTER = b"END:VCALENDAR\r\n"
#: how often clients are asked to look (RFC 7986, 5.7); only ever one value
_REFRESH = "PT1H"
#: categories Cc (but for the line feed) and Cs, and the byte order mark
_MAY_NOT_STAND = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")
_LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")


def clean_text(value: str, *, lines: bool = True) -> str:
    """Text that may stand in a TEXT value: no controls (RFC 5545, 3.3.11), no lone surrogates.

    No byte order mark either: readers take it off. Every kind of line end becomes one line
    feed, or a space with `lines` false.
    """
    value = _LINE_ENDS.sub("\n" if lines else " ", value).replace("\t", " ")
    return _MAY_NOT_STAND.sub("", value)


class _Text(vText):
    """A TEXT value whose escapes are exactly RFC 5545's four."""

    def to_ical(self) -> bytes:
        text = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
        return text.replace("\n", "\\n").encode()


class _Plain(vText):
    """A value that needs no escapes: a duration, a colour."""

    def to_ical(self) -> bytes:
        return self.encode()


def _text(value: str, *, lines: bool = False) -> _Text:
    return _Text(clean_text(value, lines=lines))


def text_octets(value: str) -> bytes:
    """A TEXT value of one line, cleaned and escaped."""
    return _text(value).to_ical()


def _uri(value: str, **parameters: str | list[str]) -> vUri:
    uri = vUri(value)
    uri.params = Parameters(parameters)
    return uri


@dataclass(frozen=True)
class Attachment:
    """A document by link (RFC 5545, 3.8.1.1)."""

    url: str
    media_type: str


@dataclass(frozen=True)
class Stamps:
    """What changes with a revision and is no content. Aware UTC, whole seconds."""

    created_at: datetime
    revised_at: datetime
    sequence: int


@dataclass(frozen=True)
class EventContent:
    """All that a VEVENT says besides its stamps. Addresses are absolute and ASCII."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str
    url: str
    location: str = ""
    #: our join page; empty for what happens only in a place
    conference_url: str = ""
    conference_label: str = ""
    category: str = ""
    attachments: tuple[Attachment, ...] = ()
    is_cancelled: bool = False
    #: what other forms need beside it, as JSON takes it; see `contents`
    facts: dict[str, Any] = field(default_factory=dict)

    def stored(self) -> dict[str, Any]:
        """As JSON: what other forms than iCalendar are made from. Instants are UTC, ISO 8601."""
        told = {one.name: getattr(self, one.name) for one in fields(self)}
        return told | {
            "starts_at": _instant(self.starts_at).isoformat(),
            "ends_at": _instant(self.ends_at).isoformat(),
            "attachments": [[one.url, one.media_type] for one in self.attachments],
        }

    @classmethod
    def from_stored(cls, told: dict[str, Any]) -> "EventContent":
        """The content that `stored` wrote down."""
        return cls(
            **told
            | {
                "starts_at": datetime.fromisoformat(told["starts_at"]),
                "ends_at": datetime.fromisoformat(told["ends_at"]),
                "attachments": tuple(Attachment(*one) for one in told["attachments"]),
            }
        )

    @property
    def schedule(self) -> str:
        """What a reader must act upon: with it SEQUENCE rises (RFC 5546, 2.1.4; plus the place)."""
        times = (moment.astimezone(UTC).isoformat("T", "seconds") for moment in self._times)
        state = "CANCELLED" if self.is_cancelled else "CONFIRMED"
        return "\n".join((*times, state, self.location, self.conference_url))

    @property
    def _times(self) -> tuple[datetime, datetime]:
        return self.starts_at, self.ends_at


@dataclass(frozen=True)
class Zoned:
    """Times of a series (RFC 5545, 3.8.5) or of one of its dates, as wall times in a zone."""

    timezone: str
    starts: datetime
    ends: datetime
    #: RRULE without its name; empty for an override, and for dates without a rule
    rule: str = ""
    excluded: tuple[datetime, ...] = ()
    #: which of the series' dates an override speaks of
    recurrence_id: datetime | None = None
    #: its own times as instants, where the clock does not show them exactly once
    in_utc: bool = False


def render_event(content: EventContent, stamps: Stamps, zoned: Zoned | None = None) -> bytes:
    """The VEVENT, from BEGIN to END with its last line end; in UTC unless `zoned`."""
    event = Event()
    event.add("uid", _Plain(content.uid), encode=False)
    event.add("dtstamp", _instant(stamps.revised_at))
    event.add("created", _instant(stamps.created_at))
    event.add("last-modified", _instant(stamps.revised_at))
    event.add("sequence", stamps.sequence)
    if zoned is not None:
        _add_recurrence(event, zoned)
    if zoned is not None and not zoned.in_utc:
        event.add("dtstart", _local(zoned.starts, zoned.timezone), encode=False)
        event.add("dtend", _local(zoned.ends, zoned.timezone), encode=False)
    else:
        event.add("dtstart", _instant(content.starts_at))
        if _instant(content.ends_at) > _instant(content.starts_at):
            # RFC 5545, 3.8.2.2: an end must be later than the start.
            event.add("dtend", _instant(content.ends_at))
    event.add("summary", _text(content.summary), encode=False)
    event.add("description", _text(content.description, lines=True), encode=False)
    if content.location:
        event.add("location", _text(content.location), encode=False)
    event.add("url", _uri(content.url), encode=False)
    event.add("status", _Plain("CANCELLED" if content.is_cancelled else "CONFIRMED"), encode=False)
    # Browsing a programme must not mark anybody as busy.
    event.add("transp", _Plain("TRANSPARENT"), encode=False)
    event.add("class", _Plain("PUBLIC"), encode=False)
    if content.category:
        event.add("categories", _text(content.category), encode=False)
    if content.conference_url:
        label = clean_text(content.conference_label, lines=False)
        conference = _uri(
            content.conference_url, VALUE="URI", FEATURE=["AUDIO", "VIDEO"], LABEL=label
        )
        event.add("conference", conference, encode=False)
    for attachment in content.attachments:
        event.add("attach", _uri(attachment.url, FMTTYPE=attachment.media_type), encode=False)
    return event.to_ical()


def _add_recurrence(event: Event, zoned: Zoned) -> None:
    if zoned.recurrence_id is not None:
        event.add("recurrence-id", _local(zoned.recurrence_id, zoned.timezone), encode=False)
    if zoned.rule:
        event.add("rrule", _Plain(zoned.rule), encode=False)
    # A line for each: not every reader takes lists.
    for moment in zoned.excluded:
        event.add("exdate", _local(moment, zoned.timezone), encode=False)


def _local(moment: datetime, timezone: str) -> _Plain:
    """A wall time with its zone (RFC 5545, 3.3.5, form 3); of UTC the instant."""
    if timezone == "UTC":
        return _Plain(f"{moment:%Y%m%dT%H%M%S}Z")
    text = _Plain(f"{moment:%Y%m%dT%H%M%S}")
    text.params = Parameters({"TZID": timezone})
    return text


def _instant(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


@dataclass(frozen=True)
class FeedContent:
    """What a feed says about itself."""

    name: str
    description: str
    #: its own address, empty where that is a secret; and the page it belongs to
    source: str
    url: str
    #: CSS3 colour name (RFC 7986, 5.9) and `#rrggbb` of the same hue
    color: str
    color_value: str


@lru_cache(maxsize=256)
def render_header(content: FeedContent) -> bytes:
    """BEGIN:VCALENDAR and the properties of a feed; no METHOD, no UID (see facts/icalendar.md)."""
    calendar = _calendar()
    for name in ("name", "x-wr-calname"):
        calendar.add(name, _text(content.name), encode=False)
    if content.description:
        for name in ("description", "x-wr-caldesc"):
            calendar.add(name, _text(content.description), encode=False)
    calendar.add("color", _Plain(content.color), encode=False)
    calendar.add("x-apple-calendar-color", _Plain(content.color_value), encode=False)
    refresh = _Plain(_REFRESH)
    refresh.params = Parameters({"VALUE": "DURATION"})
    calendar.add("refresh-interval", refresh, encode=False)
    calendar.add("x-published-ttl", _Plain(_REFRESH), encode=False)
    if content.source:
        calendar.add("source", _uri(content.source, VALUE="URI"), encode=False)
    calendar.add("url", _uri(content.url), encode=False)
    return calendar.to_ical().removesuffix(FOOTER)


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("version", _Plain("2.0"), encode=False)
    calendar.add("prodid", _Plain(PRODID), encode=False)
    calendar.add("calscale", _Plain("GREGORIAN"), encode=False)
    return calendar


#: of a file that is downloaded once and is no subscription
DOWNLOAD_HEADER = _calendar().to_ical().removesuffix(FOOTER)


def join(header: bytes, events: Iterable[bytes], zones: Iterable[bytes] = ()) -> bytes:
    """A whole file out of its parts; `zones` are the VTIMEZONEs that the events name."""
    return b"".join((header, *zones, *events, FOOTER))
