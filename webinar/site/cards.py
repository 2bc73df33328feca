"""Rows as the macros of templates/components draw them; nothing here asks the database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from markupsafe import Markup

from webinar.papers.models import Paper, PaperAuthor
from webinar.site.frame import foreign
from webinar.speakers.models import Speaker
from webinar.webinars.models import Room, Session, Webinar


@dataclass(frozen=True)
class Person:
    """A speaker as a portrait with a few words."""

    name: str
    slug: str
    position_title: str
    affiliation: str
    language: str
    #: path of the picture; empty without one
    portrait_url: str

    @classmethod
    def of(cls, speaker: Speaker, *, width: int = 192) -> "Person":
        """`width` in pixels of the picture that is wanted; the next larger one is taken."""
        return cls(
            name=speaker.name,
            slug=speaker.slug,
            position_title=speaker.position_title,
            affiliation=speaker.affiliation,
            language=speaker.language,
            portrait_url=portrait_url(speaker.portrait, width),
        )


def portrait_url(portrait: Mapping[str, Any], width: int) -> str:
    """Path of the picture that is at least that wide, or of the widest."""
    widths = sorted(int(key) for key in portrait if key.isdigit())
    if not widths:
        return ""
    fit = next((one for one in widths if one >= width), widths[-1])
    return f"/media/portraits/{portrait[str(fit)]}.webp"


@dataclass(frozen=True)
class PaperCard:
    """A paper as a cover with a few words."""

    title: str
    slug: str
    kind: str
    abstract: str
    language: str
    authors: list[PaperAuthor]
    cover_url: str
    published_at: datetime | None

    @classmethod
    def of(cls, paper: Paper, *, has_cover: bool) -> "PaperCard":
        return cls(
            title=paper.title,
            slug=paper.slug,
            kind=paper.kind,
            abstract=paper.abstract,
            language=paper.language,
            authors=list(paper.authors),
            cover_url=f"/papers/{paper.slug}/cover.webp" if has_cover else "",
            published_at=paper.published_at,
        )


@dataclass(frozen=True)
class Slot:
    """A session as a row of the timetable and as the head of its own page."""

    row: Session
    #: (person, role) in order
    roles: list[tuple[Person, str]]
    room: Room | None
    #: by itself or with its whole webinar
    is_cancelled: bool
    papers: list[PaperCard] = field(default_factory=list)

    @property
    def title(self) -> Markup:
        """Marked with its language where that is not the page's."""
        return foreign(self.row.title, self.row.language)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)


def slots(
    webinar: Webinar,
    sessions: Iterable[Session],
    roles: Mapping[int, list[tuple[Speaker, str]]],
    papers: Mapping[int, list[PaperCard]],
) -> list[Slot]:
    """The sessions with who speaks, where, and what was handed in."""
    standing = webinar.standing_room
    known: dict[int, Person] = {}

    def person(speaker: Speaker) -> Person:
        # Who chairs a day stands in many of its lines.
        if speaker.id not in known:
            known[speaker.id] = Person.of(speaker)
        return known[speaker.id]

    return [
        Slot(
            row=session,
            roles=[(person(speaker), role) for speaker, role in roles.get(session.id, [])],
            room=session.own_room or (None if session.kind == "break" else standing),
            is_cancelled=session.is_cancelled or webinar.is_cancelled,
            papers=papers.get(session.id, []),
        )
        for session in sessions
    ]


def people_of(rows: Sequence[Slot]) -> list[tuple[Person, str]]:
    """Everybody who takes part, once each, in order of appearance; the first part counts."""
    found: dict[str, tuple[Person, str]] = {}
    for slot in rows:
        if slot.row.is_cancelled and len(rows) > 1:
            continue
        for person, role in slot.roles:
            found.setdefault(person.slug, (person, role))
    return list(found.values())


def rooms_of(webinar: Webinar, rows: Iterable[Slot]) -> list[Room]:
    """Where it all takes place: the webinar's room, else those of its sessions, once each."""
    if (room := webinar.standing_room) is not None:
        return [room]
    return list({slot.room.id: slot.room for slot in rows if slot.room is not None}.values())


@dataclass(frozen=True)
class Listed:
    """A webinar in a list, its words marked with their language."""

    row: Webinar

    @property
    def title(self) -> Markup:
        return foreign(self.row.title, self.row.language)

    @property
    def month(self) -> str:
        """`2026-05`, in the calendar of its own zone."""
        return self.row.starts_wall.strftime("%Y-%m")

    @property
    def summary(self) -> Markup:
        return foreign(self.row.summary, self.row.language)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)
