"""A session together with the people who speak in it: one transaction, or nothing.

The operations of the rooms below write the journal, so these add no entry.
"""

from collections.abc import Sequence
from typing import Any

from webinar.core.db import transaction
from webinar.core.journal import Actor
from webinar.core.prepared import html_of
from webinar.organize.session_form import Part
from webinar.speakers.models import Speaker
from webinar.speakers.operations import create_speaker, set_session_speakers
from webinar.webinars.models import Session
from webinar.webinars.operations import add_session, edit_session


def plan_session(
    *, webinar_id: str, values: dict[str, Any], people: Sequence[Part], by: Actor
) -> tuple[Session, list[Speaker]]:
    """A new session, and the profiles made for names that had none. Raises as `add_session`."""
    _render(values)
    with transaction():
        session = add_session(webinar_id=webinar_id, **values, by=by)
        return session, _set_people(session, people, by)


def change_session(
    *,
    session_id: str,
    values: dict[str, Any],
    people: Sequence[Part],
    version: int | None,
    by: Actor,
) -> tuple[Session, list[Speaker]]:
    """The same for one that exists. Raises as `edit_session`."""
    _render(values)
    with transaction():
        session = edit_session(session_id=session_id, **values, version=version, by=by)
        return session, _set_people(session, people, by)


def _render(values: dict[str, Any]) -> None:
    # edit_session would do it by itself, but only inside the transaction opened here.
    html_of(values.get("abstract", ""), "abstract")


def _set_people(session: Session, people: Sequence[Part], by: Actor) -> list[Speaker]:
    made: dict[str, Speaker] = {}
    roles = []
    for part in people:
        public_id = part.speaker_id
        if not public_id:
            if part.name not in made:
                made[part.name] = create_speaker(name=part.name, by=by)
            public_id = made[part.name].public_id
        roles.append((public_id, part.role))
    set_session_speakers(session_id=session.public_id, roles=roles, by=by)
    return list(made.values())
