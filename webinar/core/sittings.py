"""Saves while somebody writes: the journal has one entry for a whole sitting.

What a page saves by itself goes on in the entry of its last save, while the same hand does nothing
else about the row and pauses for less than SITTING. A save that somebody pressed for joins it, too,
and ends it: to undo it leads back to what was there before.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from webinar.core import clock
from webinar.core.db import db
from webinar.core.journal import JournalEntry, is_lost, settled_by

#: the longest pause between saves of one sitting
SITTING = timedelta(minutes=30)


def in_sitting(*, is_by_itself: bool) -> None:
    """Within an operation: it is one of these saves, by the page itself or by its button."""

    def settle(made: JournalEntry) -> list[JournalEntry]:
        known = _sitting(made)
        (known or made).goes_on_until = clock.now() + SITTING if is_by_itself else None
        return [made] if known is None else _joined(known, made)

    settled_by(settle)


def _sitting(made: JournalEntry) -> JournalEntry | None:
    """The entry of the sitting that a save belongs to."""
    other = aliased(JournalEntry)
    is_followed = sa.exists().where(
        other.id > JournalEntry.id,
        other.object_kind == JournalEntry.object_kind,
        other.object_id == JournalEntry.object_id,
    )
    same = ("object_kind", "object_id", "intention", "actor_kind", "actor_label")
    return db.session.scalar(
        sa.select(JournalEntry).where(
            JournalEntry.goes_on_until >= clock.now(),
            JournalEntry.undone_by.is_(None),
            *(getattr(JournalEntry, name) == getattr(made, name) for name in same),
            JournalEntry.actor_account_id.is_not_distinct_from(made.actor_account_id),
            ~is_followed,
        )
    )


def _joined(known: JournalEntry, made: JournalEntry) -> list[JournalEntry]:
    """What the save adds, written into the entries of its sitting."""
    _add(known, made)
    known.object_title, touched = made.object_title, [known]
    steps = sa.select(JournalEntry).order_by(JournalEntry.id)
    before = {
        one.intention: one
        for one in db.session.scalars(steps.where(JournalEntry.part_of == known.public_id))
    }
    for step in db.session.scalars(steps.where(JournalEntry.part_of == made.public_id)):
        if step.intention in before:
            _add(before[step.intention], step)
            db.session.delete(step)
        else:
            before[step.intention] = step
            step.part_of = known.public_id
        touched.append(before[step.intention])
    return touched


def _add(known: JournalEntry, later: JournalEntry) -> None:
    known.changes = folded([*known.changes, *later.changes])


def folded(changes: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """All that was done to each row as one change; what came and went is none."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for change in changes:
        key = change["kind"], change["id"]
        known = found.pop(key, None)
        together = change if known is None else _one_change(known, change)
        if together is not None:
            found[key] = together
    return list(found.values())


def _one_change(first: dict[str, Any], then: dict[str, Any]) -> dict[str, Any] | None:
    fields = dict(first["fields"])
    for name, (before, after) in then["fields"].items():
        fields[name] = [fields[name][0] if name in fields else before, after]
    actions = first["action"], then["action"]
    if actions == ("created", "deleted"):
        return None
    if actions[0] == "created":
        return {**then, "action": "created", "fields": fields}
    if actions[1] == "deleted":
        return {**then, "fields": fields}
    # Deleted and made anew, it has the same number: the row is another one in its place.
    fields = {name: pair for name, pair in fields.items() if pair[0] != pair[1] or is_lost(pair[0])}
    return {**then, "action": "changed", "fields": fields} if fields else None
