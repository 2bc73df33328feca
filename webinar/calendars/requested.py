"""Feeds that are built when somebody asks: with options, of one year, of what a search finds.

The stored VEVENTs are joined in another choice or form; nothing is rendered anew but words in
another language. What is finished stays in the byte cache until something public changes.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any
from urllib.parse import urlencode

from flask_babel import force_locale

from webinar.calendars import addresses, chosen, queries, variants
from webinar.calendars.chosen import ChosenEntry
from webinar.calendars.contents import feed_content
from webinar.calendars.feeds import MOST_OCTETS
from webinar.calendars.ical import FOOTER, join, render_header
from webinar.calendars.models import SEARCH, SERIES, WEBINAR, CalendarState
from webinar.calendars.options import Options
from webinar.calendars.queries import Validators
from webinar.calendars.telling import told
from webinar.calendars.zones import vtimezone
from webinar.core import ids
from webinar.core.search import find_names
from webinar.organization.models import Site

#: octets of a VTIMEZONE that are kept free for each zone
_ZONE_ROOM = 4_000


@dataclass(frozen=True)
class Made:
    """A whole feed with its validators; the date never goes back."""

    body: bytes
    etag: str
    last_modified: datetime
    #: how many it holds
    entries: int


def feed_with(
    kind: str,
    slug: str,
    known: Validators,
    options: Options,
    site: Site,
    *,
    year: int | None = None,
) -> Made:
    """A feed of a kind that stands at `slug`, with options or of one year. Four statements."""
    state = queries.state()
    if state is None:
        raise LookupError("there are no calendars yet")
    address = addresses.feed(kind, str(year) if year else slug, options.query)
    rows = chosen.entries_of_feed(kind, known.subject_id, state.day, options, year=year)
    if not (options.lang or year):
        header = variants.replaced(
            queries.feed_header(known.feed_id),
            b"SOURCE",
            variants.folded(b"SOURCE;VALUE=URI:" + address.encode()),
        )
        return _made(header, rows, options, queries.most_entries(kind), known, state)
    subject = None
    if kind in queries.SUBJECTS:
        subject = queries.feed_subjects(kind, [known.subject_id]).get(known.subject_id)
    with force_locale(options.lang or site.language):
        header = render_header(feed_content(kind, site, subject, source=address, year=year))
        return _made(header, rows, options, queries.most_entries(kind), known, state)


def feed_of_search(query: str, kind: str, known: Validators, options: Options, site: Site) -> Made:
    """The webinars and sessions that the search lists for a question; `kind` is one of both, or
    empty. `known` is the site's feed, whose name changes with the site's.
    """
    state = queries.state()
    if state is None:
        raise LookupError("there are no calendars yet")
    names: dict[str, set[str]] = {}
    for one in ("session", WEBINAR):
        wanted = kind in ("", one)
        names[one] = find_names(query, kind=one, limit=chosen.MOST_FOUND) if wanted else set()
    asked = urlencode({"q": query} | ({"kind": kind} if kind else {}))
    address = addresses.feed(SEARCH, query="&".join(filter(None, (asked, options.query))))
    rows = chosen.entries_found(names["session"], names[WEBINAR], state.day, options)
    with force_locale(options.lang or site.language):
        content = feed_content(SEARCH, site, None, source=address, words=query)
        header = render_header(content)
        return _made(header, rows, options, chosen.MOST_FOUND, known, state, is_all=True)


def _made(
    header: bytes,
    rows: list[ChosenEntry],
    options: Options,
    most: int,
    known: Validators,
    state: CalendarState,
    *,
    is_all: bool = False,
) -> Made:
    """The newest entries that fit, the oldest of them first; `is_all` for what covers, too.

    All series, which go on however long ago they began, have their room before others.
    """
    room = MOST_OCTETS - len(header) - len(FOOTER)
    parts: dict[int, bytes] = {}
    spans: dict[str, list[datetime]] = {}
    shown = [row for row in rows if is_all or chosen.is_shown(row, options)]
    shown = shown[:most] + [row for row in shown[most:] if row.kind == SERIES]
    for place, row in sorted(enumerate(shown), key=lambda pair: pair[1].kind != SERIES):
        is_bar = chosen.is_bar(row, options)
        part = _part(row, options, is_bar=is_bar)
        zones = [row.timezone] if row.timezone else []
        # A series keeps its own zone, by which its rule goes.
        if options.zone and b";TZID=" + options.zone.encode() + b":" in part:
            zones.append(options.zone)
        room -= len(part) + _ZONE_ROOM * len(set(zones) - spans.keys())
        if room < 0:
            break
        parts[place] = part
        for zone in zones:
            spans.setdefault(zone, []).extend((row.starts_at, row.ends_at))
    in_order = [parts[place] for place in sorted(parts, reverse=True)]
    body = join(header, in_order, _vtimezones(spans))
    return Made(body, ids.digest_id(body), max(known.last_modified, state.changed_at), len(parts))


def _vtimezones(spans: dict[str, list[datetime]]) -> Iterable[bytes]:
    return [vtimezone(zone, min(at), max(at)) for zone, at in sorted(spans.items())]


def _part(row: ChosenEntry, options: Options, *, is_bar: bool) -> bytes:
    """An entry as the options want it; a series' has several VEVENTs."""
    body = row.body
    if options.lang:
        body = _translations.get(row, options.lang)
    if not (is_bar or options.zone or options.alarm is not None):
        return body
    events = variants.events_of(body)
    if is_bar:
        first, after = variants.days_of(row.starts_at, row.ends_at, row.webinar_timezone)
        events = [variants.over_days(event, first, after) for event in events]
    elif options.zone:
        events = [variants.in_zone(event, options.zone) for event in events]
    # Beside its sessions a bar is silent: they ring.
    if options.alarm is not None and not (row.is_said_by_sessions and options.sessions):
        starts_at = row.starts_at if is_bar else None
        events = [variants.with_alarm(event, options.alarm, starts_at) for event in events]
    return b"".join(events)


class _Translations:
    """Entries in other languages, the ones used last, up to a number of octets."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._size = 0
        self._kept: OrderedDict[tuple[str, int, str], bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, row: ChosenEntry, language: str) -> bytes:
        """The entry with its words told from its facts; `language` is the one spoken now."""
        key = (row.uid, row.revision, language)
        with self._lock:
            if found := self._kept.get(key):
                self._kept.move_to_end(key)
                return found
        body = _told(row.body, row.content)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = body
                self._size += len(body)
            while self._size > self._capacity:
                self._size -= len(self._kept.popitem(last=False)[1])
        return body


_translations = _Translations(2 * 2**20)


def _told(body: bytes, content: dict[str, Any]) -> bytes:
    """In another language; a series' overrides follow its master, each with its own words."""
    events = variants.events_of(body)
    contents = [content, *content["facts"].get("parts", ())]
    return b"".join(_event_told(*pair) for pair in zip(events, contents, strict=True))


def _event_told(body: bytes, content: dict[str, Any]) -> bytes:
    words = told(
        content["facts"],
        url=content["url"],
        join=content["conference_url"],
        is_cancelled=content["is_cancelled"],
    )
    return variants.with_words(body, words.summary, words.description, words.label)
