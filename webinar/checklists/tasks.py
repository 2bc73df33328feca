"""One item for one person: when it is due, and whether it is done. Asks the database nothing."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from webinar.checklists.models import (
    ABSTRACT,
    BIOGRAPHY,
    BY_WORD,
    CONSENT,
    DONE,
    OF_TALKS,
    PORTRAIT,
    REFUSED,
    TITLE,
    WAIVED,
    ChecklistItem,
    ChecklistMark,
)
from webinar.core.clock import WallTime, zone
from webinar.core.text import fold
from webinar.speakers.models import Speaker
from webinar.webinars.models import SESSION_KINDS, Session, Webinar
from webinar.webinars.times import shown

OPEN, LATE, NOT_ASKED = "open", "late", "not asked"
#: titles that only keep the place of one
_PLACEHOLDER = re.compile(
    r"(tba|tbc|tbd|n ?n|title|untitled|"
    r"(title |talk |to be |will be )+(announced|confirmed|decided|determined|follows?|tba|tbc))\.*"
)
_END_OF_DAY = time(23, 59)


def due_at(webinar: Webinar, days_before: int) -> datetime:
    """Until when, aware UTC: the end of a day on the webinar's own clock, or its beginning.

    Derived, never stored: it moves along with the webinar.
    """
    if days_before <= 0:
        return webinar.starts_at
    day = webinar.starts_wall.date() - timedelta(days=days_before)
    local = shown(datetime.combine(day, _END_OF_DAY), webinar.timezone)
    return WallTime(local, webinar.timezone).to_utc()


def is_placeholder(title: str, names: Collection[str] = ()) -> bool:
    """Whether a title says only that there is none yet: "TBA", "Talk", the speaker's name."""
    words = fold(title).strip()
    if not words or words in SESSION_KINDS or _PLACEHOLDER.fullmatch(words):
        return True
    for name in map(fold, names):
        rest = re.sub(r"\b(talk|keynote|workshop|panel|by|of|with)\b|[\W_]", " ", words)
        if name and " ".join(rest.split()) == " ".join(re.sub(r"[\W_]", " ", name).split()):
            return True
    return False


@dataclass
class Person:
    """Somebody with a part in a webinar, and the sessions in which they give the talk."""

    speaker: Speaker
    webinar: Webinar
    #: when the person got the first part in it
    since: datetime
    #: row numbers of sessions -> the sessions, in order of time
    talks: dict[int, Session] = field(default_factory=dict)


@dataclass(frozen=True)
class Task:
    """An item as it stands for one person."""

    item: ChecklistItem
    person: Person
    due_at: datetime
    #: open, late, done, refused, waived, "not asked"
    state: str
    mark: ChecklistMark | None = None
    #: the sessions that still lack it
    lacking: tuple[Session, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.state in (OPEN, LATE)

    @property
    def is_sudden(self) -> bool:
        """It was due before the person had a part: they are not late, it is wanted soon."""
        return self.state == LATE and self.due_at <= self.person.since

    @property
    def can_be_ticked(self) -> bool:
        return self.item.kind in BY_WORD

    @property
    def speaker(self) -> Speaker:
        return self.person.speaker

    @property
    def webinar(self) -> Webinar:
        return self.person.webinar


def task_of(
    item: ChecklistItem,
    person: Person,
    marks: Mapping[tuple[int, int], ChecklistMark],
    with_slides: Collection[tuple[int, int]],
    now: datetime,
) -> Task:
    """`marks` by (item, speaker), `with_slides` pairs of (session, speaker): row numbers."""
    due = due_at(person.webinar, item.days_before)
    mark = marks.get((item.id, person.speaker.id))
    lacking: tuple[Session, ...] = ()
    if mark is not None and mark.state == WAIVED:
        return Task(item, person, due, WAIVED, mark)
    if item.kind in OF_TALKS:
        if not person.talks:
            return Task(item, person, due, NOT_ASKED)
        lacking = tuple(
            talk for talk in person.talks.values() if not _has(talk, item, person, with_slides)
        )
        is_done = not lacking
    elif item.kind == PORTRAIT:
        is_done = person.speaker.has_portrait
    elif item.kind == BIOGRAPHY:
        is_done = bool(person.speaker.biography.strip())
    else:
        # Other words are another consent: who agreed to the former ones is asked again.
        is_said = mark is not None and (item.kind != CONSENT or mark.words == item.words)
        if mark is not None and is_said and mark.state == REFUSED:
            return Task(item, person, due, REFUSED, mark)
        is_done = is_said
    state = DONE if is_done else LATE if due <= now else OPEN
    return Task(item, person, due, state, mark, lacking)


def _has(
    talk: Session, item: ChecklistItem, person: Person, with_slides: Collection[tuple[int, int]]
) -> bool:
    if item.kind == TITLE:
        return not is_placeholder(talk.title, [person.speaker.name])
    if item.kind == ABSTRACT:
        return bool(talk.abstract.strip())
    return bool(talk.slides_url) or (talk.id, person.speaker.id) in with_slides


def in_order(tasks: Sequence[Task]) -> list[Task]:
    """What is due first, first."""
    return sorted(tasks, key=lambda one: (one.due_at, one.item.position, one.item.id))


def local_day(instant: datetime, timezone: str) -> date:
    """The day that a zone's calendar shows at an instant."""
    return instant.astimezone(zone(timezone)).date()
