"""What an import keeps for the next one: which row is which uid, and what both sides said."""

from typing import Any

import sqlalchemy as sa

from webinar.core import clock
from webinar.core.db import db
from webinar.transfer.imports.options import EACH
from webinar.transfer.imports.planned import SAME, Plan, Planned
from webinar.transfer.imports.values import FIELDS, digest, stored
from webinar.transfer.models import ImportedItem


class Before:
    """What was remembered before an import, so that it can be taken back."""

    def __init__(self, plan: Plan) -> None:
        found = plan.found
        rows = [*found.records.values(), *found.others, *found.persons.values()]
        rows += [found.whole] if found.whole is not None else []
        self.known = {row: (row.object_id, dict(row.fields)) for row in rows}
        newest = sa.select(sa.func.max(ImportedItem.id))
        self.newest = db.session.scalar(newest) or 0

    def changed(self) -> list[list[Any]]:
        """[row number, object_id, fields] as they were; object_id is None for what is new."""
        db.session.flush()
        fresh = sa.select(ImportedItem.id).where(ImportedItem.id > self.newest)
        old = [
            [row.id, object_id, fields]
            for row, (object_id, fields) in self.known.items()
            if (row.object_id, row.fields) != (object_id, fields)
        ]
        return old + [[number, None, {}] for number in db.session.scalars(fresh)]


class Memory:
    """Writes records in the open transaction; `made` are identifiers of new rooms and people."""

    def __init__(self, plan: Plan, made: dict[str, str]) -> None:
        self.plan, self.made = plan, made

    def remember(self, one: Planned) -> None:
        """What both sides say now; of a conflict the old, so that it is told again."""
        session = one.session
        if session is None or one.item is None or session.deleted_at is not None:
            return
        # Its room may be another by now than the one that was read with it.
        db.session.expire(session, ["room"])
        roles = self.plan.found.roles.get(session.id, [])
        have = stored(session, roles)
        if one.status != SAME:
            have["people"] = [[self.made.get(ref, ref), role] for ref, role in one.wanted["people"]]
        base = dict(one.record.fields) if one.record is not None else {}
        left = {change.field for change in one.kept}
        for name in FIELDS:
            is_agreed = have[name] == self.as_stored(name, one)
            if name not in left and (is_agreed or name not in base):
                base[name] = [digest(one.said[name]), digest(have[name])]
        scope = "" if self.plan.mode == EACH else session.webinar.public_id
        self.keep(scope, one.item.uid, "session", session.public_id, base, one.record)

    def as_stored(self, name: str, one: Planned) -> Any:
        wanted = one.wanted[name]
        if name == "room":
            return self.made.get(wanted, wanted)
        if name == "people":
            return [[self.made.get(ref, ref), role] for ref, role in wanted]
        if name == "language" and not wanted and one.session is not None:
            return one.session.language
        return wanted

    def keep(
        self,
        scope: str,
        uid: str,
        kind: str,
        object_id: str,
        fields: dict[str, Any],
        record: ImportedItem | None = None,
    ) -> None:
        if record is None:
            record = ImportedItem(
                kind=self.plan.programme.kind, scope=scope, uid=uid[:300],
                source=self.plan.source, object_kind=kind,
            )  # fmt: skip
            db.session.add(record)
        if (record.object_id, record.fields) != (object_id, fields):
            record.object_id, record.fields = object_id, fields
            record.updated_at = clock.now()
