"""Taking back an operation with all its steps: an import, which may have made hundreds of rows.

What people changed or built on since stays, with what it needs, and is named.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from webinar.core.db import db, with_deleted
from webinar.core.journal import JournalEntry, is_lost, spoken
from webinar.core.sittings import folded
from webinar.organize.undo import CHANGED, CREATED, DELETED, Change, as_change, journaled_models

Key = tuple[str, str]
#: why something stays
EDITED, USED, NEEDED = "edited", "used", "needed"
_AT_ONCE = 500
#: columns that change by themselves
_OWN = {"id", "public_id", "guid", "created_at", "updated_at", "version"}


@dataclass(frozen=True)
class Stay:
    """A row that is not taken back, or not wholly."""

    change: Change
    #: EDITED, USED or NEEDED
    why: str
    #: fields that were changed since
    fields: tuple[str, ...] = ()
    #: what it is called now
    title: str = ""


@dataclass
class Whole:
    """What taking it back would do."""

    entries: list[JournalEntry]
    #: changes to turn round, in the order they were made
    takes: list[Change] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)

    def those(self, action: str) -> list[Change]:
        return [one for one in self.takes if one.action == action]


def has_steps(entry: JournalEntry) -> bool:
    """Whether it is an import, whose steps have entries of their own."""
    return entry.intention == "transfer.import_programme" and not entry.undone_by


def whole_of(entry: JournalEntry) -> Whole:
    """What can be taken back of an operation and its steps now.

    As many statements as there are kinds of rows, for each five hundred of them.
    """
    steps = db.session.scalars(
        sa.select(JournalEntry)
        .where(JournalEntry.part_of == entry.public_id, JournalEntry.undone_by.is_(None))
        .order_by(JournalEntry.id)
    )
    whole = Whole([*steps, entry])
    _Judge(whole).work()
    return whole


def _folded(entries: Sequence[JournalEntry]) -> dict[Key, Change]:
    """All that was done to each row as one change; what came and went is none."""
    parts = folded(part for entry in entries for part in entry.changes)
    return {(one.kind, one.id): one for one in map(as_change, parts)}


class _Judge:
    def __init__(self, whole: Whole) -> None:
        self.whole = whole
        self.changes = _folded(whole.entries)
        self.models = journaled_models()
        self.rows = dict(self._rows())
        self.stays: dict[Key, Stay] = {}
        self.takes: dict[Key, Change] = {}

    def _rows(self) -> Iterator[tuple[Key, Any]]:
        ids: dict[str, list[str]] = defaultdict(list)
        for kind, row_id in self.changes:
            if kind in self.models:
                ids[kind].append(row_id)
        for kind, wanted in ids.items():
            model = self.models[kind]
            named = getattr(model, "public_id", None)
            for some in _some(wanted):
                condition = named.in_(some) if named is not None else model.id.in_(map(int, some))
                for row in db.session.scalars(with_deleted(sa.select(model).where(condition))):
                    yield (kind, str(row.public_id if named is not None else row.id)), row

    def work(self) -> None:
        for key, change in self.changes.items():
            self._judge(key, change, self.rows.get(key))
        self._keep_what_is_used()
        self._keep_what_is_needed()
        self.whole.takes = list(self.takes.values())
        self.whole.stays = [
            replace(stay, title=self.rows[key].journal_title) for key, stay in self.stays.items()
        ]

    def _judge(self, key: Key, change: Change, row: Any) -> None:
        if change.action == DELETED:
            if row is None:
                self.takes[key] = change
            return
        if row is None or getattr(row, "deleted_at", None) is not None:
            # It is away already.
            return
        edited = _edited(change, row)
        if change.action == CREATED:
            edited |= _filled_in(change, row)
            if edited:
                self.stays[key] = Stay(change, EDITED, tuple(sorted(edited)))
            else:
                self.takes[key] = change
            return
        touched = {_group(name) for name in edited}
        left = {n: pair for n, pair in change.fields.items() if _group(n) not in touched}
        if edited:
            self.stays[key] = Stay(change, EDITED, tuple(sorted(edited)))
        if left:
            self.takes[key] = replace(change, fields=left)

    def _made(self) -> dict[str, dict[int, Key]]:
        """Kind -> row number -> key of what is to be taken away."""
        made: dict[str, dict[int, Key]] = defaultdict(dict)
        for key, change in self.takes.items():
            if change.action == CREATED:
                made[key[0]][self.rows[key].id] = key
        return made

    def _keep_what_is_used(self) -> None:
        """Rows that something else than this operation points to by now."""
        made = self._made()
        for kind, model in self.models.items():
            for column in sa.inspect(model).local_table.columns:
                for target in (one.column.table.name for one in column.foreign_keys):
                    if target in made:
                        self._note_uses(kind, model, column, made[target], made.get(kind, {}))

    def _note_uses(
        self, kind: str, model: Any, column: Any, targets: dict[int, Key], own: Collection[int]
    ) -> None:
        # What it needs is kept in the next step.
        kept = {
            self.rows[key].id
            for key, stay in self.stays.items()
            if key[0] == kind and stay.change.action == CREATED
        }
        taken_off = {
            self.rows[key].id
            for key, change in self.takes.items()
            if key[0] == kind and change.action == CHANGED and column.key in change.fields
        }
        for some in _some(list(targets)):
            # Deleted rows do not count: they are not seen, either.
            found = sa.select(model.id, column).where(column.in_(some))
            if hasattr(model, "deleted_at"):
                found = found.where(model.deleted_at.is_(None))
            for row_id, target in db.session.execute(found):
                if row_id not in own and row_id not in taken_off and row_id not in kept:
                    self._keep(targets[target], USED)

    def _keep(self, key: Key, why: str) -> None:
        change = self.takes.pop(key, None)
        if change is not None:
            self.stays[key] = Stay(change, why)

    def _keep_what_is_needed(self) -> None:
        """Whatever stays keeps what it points to, and a session its people."""
        waiting = [key for key, one in self.stays.items() if one.change.action == CREATED]
        made = self._made()
        while waiting:
            key = waiting.pop()
            needed = list(self._pointed_to(key, made)) + list(self._roles_of(key))
            for one in needed:
                if one in self.takes:
                    self._keep(one, NEEDED)
                    waiting.append(one)

    def _pointed_to(self, key: Key, made: dict[str, dict[int, Key]]) -> Iterator[Key]:
        row = self.rows[key]
        for column in sa.inspect(type(row)).local_table.columns:
            for target in (one.column.table.name for one in column.foreign_keys):
                if found := made.get(target, {}).get(getattr(row, column.key)):
                    yield found

    def _roles_of(self, key: Key) -> Iterator[Key]:
        if key[0] == "session":
            row_id = self.rows[key].id
            for one, row in self.rows.items():
                if one[0] == "session_role" and row.session_id == row_id:
                    yield one


def _some(values: list[Any]) -> Iterator[list[Any]]:
    """As many as one statement takes."""
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]


def _group(name: str) -> str:
    """Columns that make sense together only."""
    if name.startswith(("starts", "ends", "timezone")):
        return "times"
    return name.removesuffix("_html")


def _edited(change: Change, row: Any) -> set[str]:
    """Fields that are not as the operation left them, or whose former value is not kept."""
    return {
        name
        for name, (before, after) in change.fields.items()
        if (not is_lost(after) and spoken(getattr(row, name)) != after)
        or (change.action == CHANGED and is_lost(before))
    }


def _filled_in(change: Change, row: Any) -> set[str]:
    """Fields that were empty when it was made."""
    return {
        column.key
        for column in sa.inspect(type(row)).column_attrs
        if column.key not in change.fields
        and column.key not in _OWN
        and getattr(row, column.key) is not None
    }
