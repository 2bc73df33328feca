"""The next example webinar has a checklist, half of it done: the desk's table has all states."""

from collections.abc import Iterable

from webinar.checklists.models import CONSENT, DONE, REFUSED, SOUND_CHECK, WAIVED
from webinar.checklists.operations import mark_item, start_checklist
from webinar.checklists.queries import board_of
from webinar.checklists.usual import built_in
from webinar.core import clock
from webinar.core.journal import Actor
from webinar.core.journal import speaker as as_speaker
from webinar.webinars.models import PUBLISHED, Webinar


def start_example(webinars: Iterable[Webinar], by: Actor) -> None:
    """For the soonest of those that are published and to come; nobody there has a mail address, so
    nobody is reminded."""
    coming = [one for one in webinars if one.state == PUBLISHED and one.starts_at > clock.now()]
    if not coming:
        return
    webinar = min(coming, key=lambda one: (one.starts_at, one.id))
    start_checklist(webinar_id=webinar.public_id, items=built_in(), by=by)
    for place, line in enumerate(board_of(webinar).lines):
        speaker = line.speaker
        for task in line.tasks:
            ids = {"item_id": task.item.public_id, "speaker_id": speaker.public_id}
            if task.item.kind == CONSENT and place % 3 != 2:
                mark_item(
                    **ids,
                    state=REFUSED if place % 3 else DONE,
                    words=task.item.words,
                    by=as_speaker(speaker.name),
                )
            elif task.item.kind == SOUND_CHECK and place % 2:
                mark_item(**ids, state=WAIVED, by=by)
