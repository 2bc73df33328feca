"""What is needed of whom: for one webinar, for one person, for the reminders. Fixed statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from webinar.checklists.models import (
    CONSENT,
    DONE,
    REFUSED,
    Checklist,
    ChecklistItem,
    ChecklistMark,
    ChecklistReminder,
)
from webinar.checklists.tasks import Person, Task, in_order, task_of
from webinar.core import clock
from webinar.core.db import db
from webinar.papers.models import (
    CANCELLED,
    DECLINED,
    WITHDRAWN,
    Paper,
    PaperAuthor,
    PaperFile,
)
from webinar.speakers.models import SessionRole, Speaker
from webinar.webinars.models import DRAFT, PUBLISHED, Session, Webinar

SLIDES = "slides"


@dataclass(frozen=True)
class Line:
    """A person's row of a webinar's table."""

    person: Person
    #: in the order of the items
    tasks: list[Task]
    #: when the person was reminded last
    reminded_at: datetime | None = None

    @property
    def speaker(self) -> Speaker:
        return self.person.speaker

    @property
    def open(self) -> list[Task]:
        return [task for task in self.tasks if task.is_open]

    @property
    def late(self) -> list[Task]:
        return [task for task in self.tasks if task.state == "late"]


@dataclass(frozen=True)
class Board:
    """Everything of one webinar: who owes what."""

    checklist: Checklist | None
    items: list[ChecklistItem]
    lines: list[Line]

    @property
    def behind(self) -> list[Line]:
        """Who has something to do still, the latest first."""
        waiting = [line for line in self.lines if line.open]
        return sorted(waiting, key=lambda line: (-len(line.late), line.speaker.sort_name))


def checklist_of(webinar_id: int) -> Checklist | None:
    return db.session.scalar(sa.select(Checklist).where(Checklist.webinar_id == webinar_id))


def items_of(webinar_id: int | None) -> list[ChecklistItem]:
    """A webinar's items, or those that are usual here (None), in order: one statement."""
    found = sa.select(ChecklistItem).order_by(ChecklistItem.position, ChecklistItem.id)
    if webinar_id is None:
        return list(db.session.scalars(found.where(ChecklistItem.webinar_id.is_(None))))
    return list(db.session.scalars(found.where(ChecklistItem.webinar_id == webinar_id)))


def item_by_id(public_id: str, webinar_id: int | None) -> ChecklistItem | None:
    """An item of that webinar, or one of the usual ones."""
    for item in items_of(webinar_id):
        if item.public_id == public_id:
            return item
    return None


def board_of(webinar: Webinar) -> Board:
    """Six statements, however many people and items."""
    checklist = checklist_of(webinar.id)
    items = items_of(webinar.id)
    people = _people(Session.webinar_id == webinar.id)
    tasks = _tasks(people, items)
    reminded = _reminded([person.speaker.id for person in people])
    lines = [
        Line(
            person,
            [one for one in tasks if one.person is person],
            reminded.get(person.speaker.id),
        )
        for person in people
    ]
    return Board(checklist, items, lines)


def tasks_of_speakers(speaker_ids: Iterable[int]) -> list[Task]:
    """All that is asked of these (row numbers) in webinars to come, what is due first, first.

    Four statements.
    """
    people = _people(SessionRole.speaker_id.in_(list(speaker_ids)), _is_asked())
    return in_order(_tasks(people, _items_of_webinars(people)))


def tasks_to_remind_of() -> list[Task]:
    """All that is asked in webinars that remind by themselves. Four statements."""
    reminding = sa.select(Checklist.webinar_id).where(Checklist.is_reminding)
    can_be_told = sa.and_(Speaker.email != "", Speaker.is_reminded)
    people = _people(_is_asked(), Session.webinar_id.in_(reminding), can_be_told)
    return in_order(_tasks(people, _items_of_webinars(people)))


def consents_of(speaker: Speaker) -> list[Task]:
    """Consents that the person gave or refused, the newest webinar first: one statement.

    Of every webinar, over or not, whoever speaks there now: they can be taken back at any time.
    """
    found = (
        sa.select(ChecklistMark)
        .join(ChecklistMark.item)
        .join(ChecklistItem.webinar)
        .options(contains_eager(ChecklistMark.item).contains_eager(ChecklistItem.webinar))
        .where(
            ChecklistMark.speaker_id == speaker.id,
            ChecklistMark.state.in_((DONE, REFUSED)),
            ChecklistItem.kind == CONSENT,
        )
        .order_by(Webinar.starts_at.desc(), ChecklistMark.id.desc())
    )
    now = clock.now()
    return [
        task_of(
            mark.item,
            Person(speaker, mark.item.webinar, mark.said_at),
            {(mark.item.id, speaker.id): mark},
            (),
            now,
        )
        for mark in db.session.scalars(found)
        if mark.item.webinar is not None
    ]


def checklists_of(webinar_ids: Iterable[int]) -> dict[int, Checklist]:
    """Webinar's row number -> its checklist: one statement."""
    found = sa.select(Checklist).where(Checklist.webinar_id.in_(list(webinar_ids)))
    return {one.webinar_id: one for one in db.session.scalars(found)}


def _is_asked() -> sa.ColumnElement[bool]:
    """Over webinars: still to come, neither cancelled nor put away, and no copy of which nobody
    has heard yet (`Checklist.asks_nobody_yet`)."""
    waiting = sa.select(Checklist.webinar_id).where(Checklist.is_waiting)
    is_known = sa.or_(
        Webinar.state == PUBLISHED,
        sa.and_(
            Webinar.state == DRAFT,
            sa.or_(Webinar.published_at.is_not(None), Webinar.id.not_in(waiting)),
        ),
    )
    return sa.and_(is_known, Webinar.ends_at > clock.now())


def _stepped_back() -> sa.ColumnElement[bool]:
    """Over parts: what the person was accepted with there is withdrawn or cancelled, and nothing
    else of theirs is left. The session stays until organizers say what becomes of it."""
    theirs = sa.or_(
        Paper.submitter_id == SessionRole.speaker_id,
        sa.exists()
        .where(PaperAuthor.paper_id == Paper.id, PaperAuthor.speaker_id == SessionRole.speaker_id)
        .correlate(Paper, SessionRole),
    )
    here = sa.and_(Paper.session_id == SessionRole.session_id, Paper.deleted_at.is_(None), theirs)
    is_off = Paper.state.in_((WITHDRAWN, CANCELLED))
    off = sa.exists().where(here, is_off, Paper.accepted_at.is_not(None))
    on = sa.exists().where(here, sa.not_(is_off), Paper.state != DECLINED)
    return sa.and_(SessionRole.role == "speaker", off, sa.not_(on))


def _people(*conditions: sa.ColumnElement[bool]) -> list[Person]:
    """Who has a part, once for each webinar, by name: one statement."""
    found = (
        sa.select(SessionRole)
        .join(SessionRole.session)
        .join(Session.webinar)
        .join(SessionRole.speaker)
        .options(
            contains_eager(SessionRole.session).contains_eager(Session.webinar),
            contains_eager(SessionRole.speaker),
        )
        .where(Session.cancelled_at.is_(None), Session.kind != "break", *conditions)
        .where(sa.not_(_stepped_back()))
        .order_by(Session.starts_at, Session.id, SessionRole.position, SessionRole.id)
    )
    people: dict[tuple[int, int], Person] = {}
    for part in db.session.scalars(found):
        key = (part.session.webinar_id, part.speaker_id)
        new = Person(part.speaker, part.session.webinar, part.created_at)
        person = people.setdefault(key, new)
        person.since = min(person.since, part.created_at)
        if part.role == "speaker":
            person.talks[part.session_id] = part.session
    return sorted(
        people.values(), key=lambda one: (one.webinar.id, one.speaker.sort_name, one.speaker.id)
    )


def _items_of_webinars(people: Sequence[Person]) -> list[ChecklistItem]:
    numbers = {person.webinar.id for person in people}
    found = sa.select(ChecklistItem).where(ChecklistItem.webinar_id.in_(numbers))
    return list(db.session.scalars(found.order_by(ChecklistItem.position, ChecklistItem.id)))


def _tasks(people: Sequence[Person], items: Sequence[ChecklistItem]) -> list[Task]:
    """Every item for everybody in its webinar. Two statements."""
    speakers = {person.speaker.id for person in people}
    rows = sa.select(ChecklistMark).where(
        ChecklistMark.item_id.in_([item.id for item in items]),
        ChecklistMark.speaker_id.in_(speakers),
    )
    marks = {(mark.item_id, mark.speaker_id): mark for mark in db.session.scalars(rows)}
    with_slides = _with_slides([number for person in people for number in person.talks])
    now = clock.now()
    return [
        task_of(item, person, marks, with_slides, now)
        for person in people
        for item in items
        if item.webinar_id == person.webinar.id
    ]


def _with_slides(session_ids: Sequence[int]) -> set[tuple[int, int]]:
    """(session, speaker) where slides were handed in by the person, or a paper that they wrote
    with others holds some. One statement."""
    handed_in = sa.and_(
        Paper.session_id.in_(session_ids),
        Paper.submitted_at.is_not(None),
        Paper.deleted_at.is_(None),
        Paper.state.not_in((DECLINED, WITHDRAWN, CANCELLED)),
    )
    in_file = sa.select(PaperFile.paper_id).where(
        PaperFile.kind == SLIDES, PaperFile.version_id.is_not(None)
    )
    holds = sa.and_(handed_in, sa.or_(Paper.kind == SLIDES, Paper.id.in_(in_file)))
    rows = (
        sa.select(Paper.session_id, Paper.submitter_id, PaperAuthor.speaker_id)
        .outerjoin(PaperAuthor, PaperAuthor.paper_id == Paper.id)
        .where(holds)
    )
    return {
        (session_id, one)
        for session_id, *people in db.session.execute(rows)
        for one in people
        if session_id is not None and one is not None
    }


def _reminded(speaker_ids: Sequence[int]) -> dict[int, datetime]:
    found = (
        sa.select(ChecklistReminder.speaker_id, sa.func.max(ChecklistReminder.sent_at))
        .where(ChecklistReminder.speaker_id.in_(speaker_ids))
        .group_by(ChecklistReminder.speaker_id)
    )
    return {row[0]: row[1] for row in db.session.execute(found)}


def last_reminders(speaker_ids: Iterable[int]) -> dict[int, date]:
    """Speaker's row number -> the last day with a reminder: one statement."""
    found = (
        sa.select(ChecklistReminder.speaker_id, sa.func.max(ChecklistReminder.day))
        .where(ChecklistReminder.speaker_id.in_(list(speaker_ids)))
        .group_by(ChecklistReminder.speaker_id)
    )
    return {row[0]: row[1] for row in db.session.execute(found)}


def speakers_in(webinar_id: int) -> list[Speaker]:
    """Who has a part in a webinar, by name: one statement."""
    return [person.speaker for person in _people(Session.webinar_id == webinar_id)]
