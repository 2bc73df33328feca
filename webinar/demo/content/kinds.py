"""The shapes of the example programme's data.

All of it is frozen and free of the database, so that the words can be read, tested and changed
without starting an application.

Times. ``start`` and ``end`` are wall times ("HH:MM", 24 hours) in the webinar's own IANA zone.
Days are whole days: ``day_offset`` counts from the day on which the example programme is loaded
(negative: past), ``day`` and ``end_day`` count from the webinar's first day. A session whose
``end`` is not later than its ``start`` ends on the following day.

Keys. A key is unique within its kind, made of a-z, 0-9 and hyphens, and is meant to be used as
the slug in the address.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

WebinarState = Literal["draft", "published", "cancelled", "archived"]
SessionKind = Literal["keynote", "talk", "panel", "workshop", "discussion", "break"]
SpeakerRole = Literal["speaker", "chair", "panelist", "moderator"]
PaperKind = Literal["paper", "slides"]
CommentTarget = Literal["paper", "session", "webinar", "post"]


@dataclass(frozen=True)
class Category:
    """Where a webinar is filed. ``accent`` is a name of the palette."""

    slug: str
    name: str
    description: str
    accent: str


@dataclass(frozen=True)
class Room:
    """A video room that opens some minutes before each session in it."""

    key: str
    name: str
    join_address: str
    opens_minutes_before: int


@dataclass(frozen=True)
class Speaker:
    """A person's public profile. ``biography`` is Markdown, ``links`` are (label, address)."""

    key: str
    name: str
    affiliation: str
    position_title: str
    biography: str
    links: tuple[tuple[str, str], ...]
    language: str


@dataclass(frozen=True)
class Session:
    """One item of a webinar's timetable.

    ``speakers`` are (speaker key, role) in the order of appearance. ``cancelled_reason`` is None
    for a session that takes place. ``room`` is None for a break, and where
    the room is not known.
    """

    key: str
    title: str
    kind: SessionKind
    start: str
    end: str
    language: str
    room: str | None
    speakers: tuple[tuple[str, SpeakerRole], ...] = ()
    abstract: str = ""
    recording_url: str | None = None
    slides_url: str | None = None
    cancelled_reason: str | None = None
    day: int = 0

    def span(self, first_day: date, zone: str) -> tuple[datetime, datetime]:
        """Start and end as aware instants, given the webinar's first day and IANA zone."""
        begins = first_day + timedelta(days=self.day)
        ends = begins + timedelta(days=1) if self.end <= self.start else begins
        return _instant(begins, self.start, zone), _instant(ends, self.end, zone)


@dataclass(frozen=True)
class Webinar:
    """An event with its timetable.

    The first day is ``fixed_day`` (ISO date) where given, else the day of loading plus
    ``day_offset`` days. ``cancelled_reason`` is set exactly when ``state`` is "cancelled".
    """

    key: str
    title: str
    subtitle: str
    summary: str
    description: str
    category: str
    timezone: str
    day_offset: int
    start: str
    end: str
    state: WebinarState
    sessions: tuple[Session, ...]
    language: str = "en"
    end_day: int = 0
    fixed_day: str | None = None
    cancelled_reason: str | None = None
    tags: tuple[str, ...] = ()

    def first_day(self, today: date) -> date:
        """The calendar day, in the webinar's zone, on which it begins."""
        if self.fixed_day is not None:
            return date.fromisoformat(self.fixed_day)
        return today + timedelta(days=self.day_offset)

    def span(self, today: date) -> tuple[datetime, datetime]:
        """Start and end as aware instants when the programme is loaded on ``today``."""
        begins = self.first_day(today)
        ends = begins + timedelta(days=self.end_day)
        return _instant(begins, self.start, self.timezone), _instant(ends, self.end, self.timezone)


@dataclass(frozen=True)
class Paper:
    """What a speaker gave. ``body_file`` names a Markdown file in the folder ``papers``."""

    key: str
    title: str
    session: str
    authors: tuple[str, ...]
    abstract: str
    kind: PaperKind
    body_file: str
    language: str = "en"


@dataclass(frozen=True)
class Post:
    """A news post; ``body`` is Markdown, ``day_offset`` at most 0."""

    slug: str
    title: str
    day_offset: int
    body: str


@dataclass(frozen=True)
class Page:
    """A standing page; ``body`` is Markdown."""

    slug: Literal["imprint", "privacy", "about"]
    title: str
    body: str


@dataclass(frozen=True)
class Reply:
    """An answer to a comment; ``waiting`` means that no moderator has approved it yet."""

    author_name: str
    body: str
    day_offset: int
    replies: tuple[Reply, ...] = ()
    waiting: bool = False


@dataclass(frozen=True)
class Comment:
    """A reader's words under the thing named by ``on`` (kind, key)."""

    on: tuple[CommentTarget, str]
    author_name: str
    body: str
    day_offset: int
    replies: tuple[Reply, ...] = ()
    waiting: bool = False


@dataclass(frozen=True)
class Series:
    """Every ``weeks`` weeks at the same time, ``times`` dates from ``day_offset`` on."""

    key: str
    title: str
    summary: str
    description: str
    category: str
    room: str
    timezone: str
    day_offset: int
    start: str
    minutes: int
    weeks: int
    times: int
    language: str = "en"


@dataclass(frozen=True)
class CallPart:
    """A track or a type of contribution of a call; ``closes_day`` counts as in ``Call``."""

    name: str
    description: str
    minutes: int = 30
    session_kind: SessionKind = "talk"
    closes_day: int | None = None


@dataclass(frozen=True)
class CallQuestion:
    """A question of a call; ``kind`` is one of the question builder's."""

    kind: str
    label: str
    help: str
    is_required: bool = False
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True)
class Call:
    """A call for papers of a webinar, published.

    ``opens_day`` and ``closes_day`` count from the day of loading; ``closes`` is a wall time in
    ``timezone``. ``limits``: built-in field -> asked, least and most words.
    """

    key: str
    title: str
    webinar: str
    timezone: str
    opens_day: int
    closes_day: int
    closes: str
    summary: str
    description: str
    guidelines: str
    example: str = ""
    limits: Mapping[str, tuple[str, int | None, int | None]] = field(default_factory=dict)
    not_asked: tuple[str, ...] = ()
    tracks: tuple[CallPart, ...] = ()
    types: tuple[CallPart, ...] = ()
    questions: tuple[CallQuestion, ...] = ()


@dataclass(frozen=True)
class Programme:
    """The whole example programme."""

    categories: tuple[Category, ...]
    rooms: tuple[Room, ...]
    speakers: tuple[Speaker, ...]
    webinars: tuple[Webinar, ...]
    papers: tuple[Paper, ...]
    posts: tuple[Post, ...]
    pages: tuple[Page, ...]
    comments: tuple[Comment, ...] = field(default=())
    series: tuple[Series, ...] = ()
    calls: tuple[Call, ...] = ()
    #: weekday "0" (Monday) to "6" -> spans of wall time in the site's zone
    office_hours: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)


def _instant(day: date, wall: str, zone: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(wall), ZoneInfo(zone))
