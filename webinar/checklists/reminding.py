"""When a reminder is due, and what it says."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from webinar.checklists.models import Checklist
from webinar.checklists.tasks import Task, local_day
from webinar.checklists.words import asked
from webinar.core import i18n
from webinar.core.clock import zone
from webinar.speakers.models import Speaker

#: nobody gets one earlier in the morning, on the own clock
_FROM_HOUR = 8
#: after so many days nobody hears of an item by itself any more
_GRACE = timedelta(days=1)


def zone_of(speaker: Speaker, tasks: Sequence[Task]) -> str:
    """The person's own zone where it is known, else that of the webinar that comes first."""
    return speaker.timezone or tasks[0].webinar.timezone


def by_speaker(tasks: Iterable[Task]) -> dict[int, list[Task]]:
    """Speaker's row number -> what is open of the person, in the order given."""
    found: dict[int, list[Task]] = {}
    for task in tasks:
        if task.is_open:
            found.setdefault(task.speaker.id, []).append(task)
    return found


def is_time(
    tasks: Sequence[Task],
    checklists: Mapping[int, Checklist],
    last: date | None,
    now: datetime,
) -> bool:
    """Whether a person is to be reminded now of what is open: N days before, and on the day.

    `last` is the day of the last reminder. A day that was missed (nothing ran) is made up for.
    """
    timezone = zone_of(tasks[0].speaker, tasks)
    if now.astimezone(zone(timezone)).hour < _FROM_HOUR:
        return False
    today = local_day(now, timezone)
    for task in tasks:
        checklist = checklists.get(task.webinar.id)
        if checklist is None or not checklist.is_reminding:
            continue
        due, began = local_day(task.due_at, timezone), local_day(checklist.created_at, timezone)
        for day in {due - timedelta(days=checklist.remind_days), due}:
            is_new = last is None or last < day
            if is_new and began <= day <= today <= due + _GRACE:
                return True
    return False


def lines_of(tasks: Sequence[Task], timezone: str) -> list[dict[str, Any]]:
    """What a mail says of each, in words of the present language; times in the person's zone."""
    return [
        {
            "asked": asked(task.item),
            "webinar": task.webinar.title,
            "due": i18n.full_time(task.due_at, timezone),
            "is_late": task.state == "late",
            "is_sudden": task.is_sudden,
            "sessions": [one.title for one in task.lacking] if len(task.person.talks) > 1 else [],
        }
        for task in tasks
    ]
