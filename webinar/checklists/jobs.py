"""Reminders that go by themselves: every hour, to whom it is time."""

from datetime import timedelta

from webinar.checklists.operations import remind
from webinar.checklists.queries import checklists_of, last_reminders, tasks_to_remind_of
from webinar.checklists.reminding import by_speaker, is_time
from webinar.core import clock, jobs
from webinar.core.journal import SYSTEM


@jobs.handles("remind_speakers", every=timedelta(hours=1))
def remind_speakers() -> None:
    """Whoever owes something that is due soon or today gets one mail about all of it.

    Nothing is written when it is nobody's time. Safe to run twice: one mail a person and day.
    """
    waiting = by_speaker(tasks_to_remind_of())
    checklists = checklists_of({task.webinar.id for tasks in waiting.values() for task in tasks})
    last = last_reminders(waiting)
    now = clock.now()
    people = [
        tasks[0].speaker.public_id
        for number, tasks in waiting.items()
        if is_time(tasks, checklists, last.get(number), now)
    ]
    if people:
        remind(speaker_ids=people, by=SYSTEM)
