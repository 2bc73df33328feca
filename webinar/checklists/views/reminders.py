"""Reminding people by hand: first who gets which mail, then one button."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext, ngettext

from webinar.accounts.models import ORGANIZER
from webinar.accounts.queries import current_actor
from webinar.checklists import operations, queries
from webinar.checklists.blueprint import bp
from webinar.checklists.reminding import by_speaker, lines_of, zone_of
from webinar.checklists.tasks import Task, local_day
from webinar.checklists.views.board import webinar_or_404
from webinar.core import clock
from webinar.core.access import policy
from webinar.core.notices import say
from webinar.speakers.models import Speaker
from webinar.webinars.policy import may_arrange_webinar
from webinar.webinars.scope import scope_of

_REMIND = "/organize/webinars/<webinar_id>/checklist/remind"


@dataclass(frozen=True)
class Planned:
    """One mail as it would go now."""

    speaker: Speaker
    subject: str
    lines: list[dict[str, Any]]
    timezone: str
    #: things for webinars that the person who looks does not organize
    hidden: int


@dataclass(frozen=True)
class Plan:
    mails: list[Planned]
    without_address: list[Speaker]
    #: want no reminders
    unwanted: list[Speaker]
    #: got one today already
    reminded_today: list[Speaker]


def _planned(speaker: Speaker, tasks: Sequence[Task], seen: Sequence[Task], zone: str) -> Planned:
    with force_locale(speaker.language):
        if len(seen) == len(tasks):
            subject = operations.reminder_subject(tasks)
        else:
            # Titles of webinars that are somebody else's are not for these eyes.
            subject = operations.reminder_subject(seen)
        lines = lines_of(seen, zone)
    return Planned(speaker, subject, lines, zone, len(tasks) - len(seen))


def plan_for(webinar_id: int, wanted: set[str]) -> Plan:
    """What would be mailed to those of `wanted` (public identifiers; all when empty) who owe
    something in that webinar. Six statements."""
    scope = scope_of(ORGANIZER)
    people = queries.speakers_in(webinar_id)
    chosen = [one for one in people if not wanted or one.public_id in wanted]
    waiting = by_speaker(queries.tasks_of_speakers([one.id for one in chosen]))
    last = queries.last_reminders(waiting)
    plan = Plan([], [], [], [])
    for speaker in chosen:
        tasks = waiting.get(speaker.id, [])
        if not any(task.webinar.id == webinar_id for task in tasks):
            continue
        zone = zone_of(speaker, tasks)
        if not speaker.email:
            plan.without_address.append(speaker)
        elif not speaker.is_reminded:
            plan.unwanted.append(speaker)
        elif speaker.id in last and last[speaker.id] >= local_day(clock.now(), zone):
            plan.reminded_today.append(speaker)
        else:
            seen = [task for task in tasks if scope.holds(task.webinar.id)]
            plan.mails.append(_planned(speaker, tasks, seen, zone))
    return plan


@bp.get(_REMIND)
@policy(may_arrange_webinar)
def ask_remind(webinar_id: str) -> ResponseReturnValue:
    """`who`: public identifiers; everybody who is behind without any."""
    webinar = webinar_or_404(webinar_id)
    plan = plan_for(webinar.id, set(request.args.getlist("who")))
    return render_template("checklists/remind.html", webinar=webinar, plan=plan)


@bp.post(_REMIND)
@policy(may_arrange_webinar)
def remind(webinar_id: str) -> ResponseReturnValue:
    webinar = webinar_or_404(webinar_id)
    wanted = set(request.form.getlist("who"))
    mails = plan_for(webinar.id, wanted).mails if wanted else []
    # Only who owes something here: an organizer of one webinar mails nobody else's people.
    told = operations.remind(
        speaker_ids=[mail.speaker.public_id for mail in mails], by=current_actor()
    )
    if told:
        say(
            ngettext(
                "The reminder is on its way to %(num)s person.",
                "The reminders are on their way to %(num)s people.",
                len(told),
            )
        )
    else:
        flash(gettext("Nobody was left to remind."), "info")
    return redirect(url_for("checklists.board", webinar_id=webinar_id), 303)
