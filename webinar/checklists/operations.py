"""Every write about checklists: one function per intention of a person."""

from collections.abc import Collection, Sequence
from dataclasses import asdict

import sqlalchemy as sa
from flask import current_app
from flask_babel import force_locale, gettext, ngettext

from webinar.checklists.models import (
    CONSENT,
    DONE,
    KINDS,
    REFUSED,
    WAIVED,
    Checklist,
    ChecklistItem,
    ChecklistMark,
    ChecklistReminder,
)
from webinar.checklists.queries import (
    checklist_of,
    items_of,
    last_reminders,
    tasks_of_speakers,
)
from webinar.checklists.reminding import by_speaker, lines_of, zone_of
from webinar.checklists.tasks import Task, local_day
from webinar.checklists.usual import values_of
from webinar.checklists.values import ItemValues
from webinar.core import clock
from webinar.core.db import db, lock, raise_version
from webinar.core.journal import Actor, about, operation
from webinar.core.mail import mail_to, queue_mail
from webinar.core.plainerror import N_, PlainError
from webinar.organization.models import Site
from webinar.speakers.models import Speaker
from webinar.speakers.operations import personal_link
from webinar.speakers.operations_own import set_reminded
from webinar.webinars.colleagues import people_to_tell_of
from webinar.webinars.models import Session, Webinar
from webinar.webinars.operations import describe_session

#: template of the mail that reminds
REMINDER = "checklists/mail/reminder"


class NotAnItem(PlainError):
    """It was taken from the checklist meanwhile, or never was on it."""


def _webinar(public_id: str) -> Webinar:
    """Raises sqlalchemy.exc.NoResultFound."""
    return db.session.scalars(sa.select(Webinar).where(Webinar.public_id == public_id)).one()


def _checklist(webinar_id: str) -> Checklist:
    found = checklist_of(_webinar(webinar_id).id)
    if found is None:
        raise NotAnItem(N_("This webinar has no checklist yet."))
    return found


def _item(public_id: str) -> ChecklistItem:
    found = db.session.scalar(sa.select(ChecklistItem).where(ChecklistItem.public_id == public_id))
    if found is None:
        raise NotAnItem(N_("This was taken from the checklist meanwhile."))
    return found


def _add(webinar_id: int | None, values: ItemValues, position: int) -> ChecklistItem:
    if values.kind not in KINDS:
        raise NotAnItem(N_("There is nothing of this kind on a checklist."))
    item = ChecklistItem(webinar_id=webinar_id, position=position, **asdict(values))
    db.session.add(item)
    db.session.flush()
    return item


@operation
def start_checklist(*, webinar_id: str, items: Sequence[ItemValues], by: Actor) -> Checklist:
    """The webinar has a checklist from now on, with these items. Twice makes one.

    Raises NotAnItem for a kind that does not exist.
    """
    webinar = _webinar(webinar_id)
    lock(webinar, "version")
    found = checklist_of(webinar.id)
    if found is not None:
        about(found)
        return found
    checklist = Checklist(webinar_id=webinar.id)
    db.session.add(checklist)
    db.session.flush()
    about(checklist)
    for position, values in enumerate(items):
        _add(webinar.id, values, position)
    return checklist


@operation
def copy_checklist(*, original_id: int, webinar_id: int, by: Actor) -> None:
    """A copy of a webinar has the same checklist, unless it has one; row numbers.

    Items are due as many days before the beginning as there. What people said stays behind. Nobody
    is asked while the copy is a draft: its speakers came along with it and know of nothing yet.
    """
    original, webinar = checklist_of(original_id), db.session.get_one(Webinar, webinar_id)
    if original is None or checklist_of(webinar_id) is not None:
        return
    checklist = Checklist(
        webinar_id=webinar.id,
        is_reminding=original.is_reminding,
        remind_days=original.remind_days,
        is_waiting=True,
    )
    db.session.add(checklist)
    db.session.flush()
    about(checklist)
    for position, item in enumerate(items_of(original_id)):
        _add(webinar.id, values_of(item), position)


@operation
def ask_now(*, webinar_id: str, by: Actor) -> Checklist:
    """People are asked though the copy is a draft still. Raises NotAnItem."""
    checklist = _checklist(webinar_id)
    about(checklist)
    checklist.is_waiting = False
    return checklist


@operation
def write_usual_items(*, items: Sequence[ItemValues], by: Actor) -> None:
    """What is usual here becomes the site's own to change; there already, it stays as it is."""
    # Pressed twice, the second waits here and finds the items of the first.
    db.session.execute(sa.select(Site.id).with_for_update())
    if db.session.scalar(
        sa.select(ChecklistItem.id).where(ChecklistItem.webinar_id.is_(None)).limit(1)
    ):
        return
    for position, values in enumerate(items):
        _add(None, values, position)


@operation
def add_item(*, webinar_id: str, values: ItemValues, by: Actor) -> ChecklistItem:
    """One more, the last; an empty `webinar_id` adds to what is usual here. Raises NotAnItem."""
    number = _webinar(webinar_id).id if webinar_id else None
    return _add(number, values, max((one.position + 1 for one in items_of(number)), default=0))


@operation
def order_items(*, webinar_id: str, item_ids: Sequence[str], by: Actor) -> None:
    """Put them into this order; what is not named follows as it was.

    An empty `webinar_id` means the usual ones.
    """
    webinar = _webinar(webinar_id) if webinar_id else None
    if webinar is not None:
        lock(webinar, "version")
    wanted = {public_id: place for place, public_id in enumerate(item_ids)}
    items = items_of(webinar.id if webinar is not None else None)
    items.sort(key=lambda one: wanted.get(one.public_id, len(wanted)))
    for position, item in enumerate(items):
        item.position = position


@operation
def edit_item(
    *, item_id: str, title: str, words: str, days_before: int, by: Actor, version: int | None = None
) -> ChecklistItem:
    """Other words of a consent ask everybody again. Raises StaleEdit, NotAnItem."""
    item = _item(item_id)
    about(item)
    raise_version(item, version)
    item.title, item.words, item.days_before = title, words, days_before
    return item


@operation
def remove_item(*, item_id: str, by: Actor) -> ChecklistItem:
    """Nobody is asked for it any more; what was said about it comes back with it."""
    item = _item(item_id)
    about(item)
    item.deleted_at = clock.now()
    return item


@operation
def set_reminding(*, webinar_id: str, is_reminding: bool, remind_days: int, by: Actor) -> Checklist:
    """Whether mails go by themselves, and how many days before an item is due. Raises NotAnItem."""
    checklist = _checklist(webinar_id)
    about(checklist)
    checklist.is_reminding, checklist.remind_days = is_reminding, remind_days
    checklist.version += 1
    return checklist


@operation
def mark_item(
    *, item_id: str, speaker_id: str, state: str, by: Actor, words: str = ""
) -> ChecklistMark:
    """Write down that something is done, refused or waived for a person.

    `words`: exactly those that the person read. Raises NotAnItem.
    """
    item, speaker = _item(item_id), _speaker(speaker_id)
    mark = _mark(item, speaker)
    was = mark.state if mark is not None else ""
    if mark is None:
        mark = ChecklistMark(item_id=item.id, speaker_id=speaker.id, state=state)
        db.session.add(mark)
    mark.state, mark.words = state, words
    mark.said_at, mark.said_by = clock.now(), by.label[:200]
    db.session.flush()
    about(mark)
    if item.kind == CONSENT and (was, state) == (DONE, REFUSED) and item.webinar is not None:
        _tell_taken_back(mark, item.webinar)
    return mark


def _tell_taken_back(mark: ChecklistMark, webinar: Webinar) -> None:
    """To the organizers: a recording may be on the site already."""
    base, name = current_app.config["BASE_URL"], mark.speaker.name
    for account in people_to_tell_of("paper", webinar.id):
        mail_to(
            account,
            "checklists/mail/taken_back",
            subject=lambda: gettext("No longer to be recorded: %(name)s", name=name),
            cause=f"{mark.public_id}/{mark.said_at.isoformat()}",
            name=name,
            webinar=webinar.title,
            url=f"{base}/organize/webinars/{webinar.public_id}/checklist",
        )


@operation
def unmark_item(
    *, item_id: str, speaker_id: str, by: Actor, states: Collection[str] = (DONE, WAIVED)
) -> None:
    """It is open again, if it was said to be one of `states`. Raises NotAnItem."""
    item, speaker = _item(item_id), _speaker(speaker_id)
    mark = _mark(item, speaker)
    if mark is not None and mark.state in states:
        about(speaker)
        db.session.delete(mark)


def set_own_reminders(*, speaker: Speaker, is_reminded: bool, by: Actor) -> Speaker:
    """A person wants reminders, or none any more."""
    return set_reminded(speaker_id=speaker.public_id, is_reminded=is_reminded, by=by)


def describe_talk(
    *, session_id: str, title: str, abstract: str, slides_url: str, version: int | None, by: Actor
) -> Session:
    """What a person says of the own session. Raises StaleEdit."""
    return describe_session(
        session_id=session_id,
        title=title,
        abstract=abstract,
        slides_url=slides_url,
        version=version,
        by=by,
    )


def _speaker(public_id: str) -> Speaker:
    """Locked: two windows of one person wait for one another."""
    speaker = db.session.scalars(sa.select(Speaker).where(Speaker.public_id == public_id)).one()
    lock(speaker, "version")
    return speaker


def _mark(item: ChecklistItem, speaker: Speaker) -> ChecklistMark | None:
    found = sa.select(ChecklistMark).where(
        ChecklistMark.item_id == item.id, ChecklistMark.speaker_id == speaker.id
    )
    return db.session.scalar(found)


@operation
def remind(*, speaker_ids: Collection[str], by: Actor) -> list[Speaker]:
    """Mail these people all that is open of them, in one mail each; who got one.

    Whoever has no address, wants no reminders, owes nothing or got one today is passed over.
    """
    found = sa.select(Speaker).where(
        Speaker.public_id.in_(speaker_ids), Speaker.email != "", Speaker.is_reminded
    )
    # In one order: two that run at once wait for one another.
    people = list(db.session.scalars(found.order_by(Speaker.id).with_for_update()))
    waiting = by_speaker(tasks_of_speakers([one.id for one in people]))
    last = last_reminders(waiting)
    told = []
    for speaker in people:
        tasks = waiting.get(speaker.id)
        if not tasks:
            continue
        timezone = zone_of(speaker, tasks)
        today = local_day(clock.now(), timezone)
        if speaker.id in last and last[speaker.id] >= today:
            continue
        db.session.add(ChecklistReminder(speaker_id=speaker.id, day=today))
        _mail(speaker, tasks, timezone, f"{speaker.public_id}/{today:%Y-%m-%d}")
        told.append(speaker)
    if told:
        about(told[0])
    return told


def _mail(speaker: Speaker, tasks: Sequence[Task], timezone: str, cause: str) -> None:
    with force_locale(speaker.language):
        subject = reminder_subject(tasks)
        lines = lines_of(tasks, timezone)
    queue_mail(
        REMINDER,
        to=speaker.email,
        to_name=speaker.name,
        subject=subject,
        cause=cause,
        link=personal_link(speaker),
        stop_path="reminders",
        language=speaker.language,
        name=speaker.name,
        lines=lines,
        timezone=timezone,
    )


def reminder_subject(tasks: Sequence[Task]) -> str:
    """In the present language."""
    titles = list(dict.fromkeys(task.webinar.title for task in tasks))
    if len(titles) > 1:
        return ngettext(
            "%(num)s thing is still needed from you",
            "%(num)s things are still needed from you",
            len(tasks),
        )
    return ngettext(
        "%(num)s thing is still needed for “%(title)s”",
        "%(num)s things are still needed for “%(title)s”",
        len(tasks),
        title=titles[0],
    )
