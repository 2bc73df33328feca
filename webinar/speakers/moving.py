"""What hangs on a profile, in any room: found by its foreign keys, moved to another, moved back.

Rooms above name nothing here but what must happen once (`only_once`) and who must hear of it
(`hears_of_move`): whatever refers to a speaker in a table that comes later moves along, too.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from webinar.core import news
from webinar.core.db import Base, db, with_deleted
from webinar.speakers.models import DistinctSpeakers, Speaker, SpeakerMerge

#: what is about pairs of profiles, not about a person
_NOT_MOVED = frozenset({SpeakerMerge.__tablename__, DistinctSpeakers.__tablename__})
#: table -> columns that, with the person, name one thing: a second row of it is left out
_once: dict[str, tuple[str, ...]] = {}
#: table -> what is announced of a row that has moved
_news: dict[str, Callable[[Any], Any]] = {}


def only_once(table: str, *columns: str) -> None:
    """A person stands there once for each value of these columns (wiring calls this)."""
    _once[table] = columns


def hears_of_move(table: str, announcement: Callable[[Any], Any]) -> None:
    """Announce this of every row of the table that has moved (wiring calls this)."""
    _news[table] = announcement


@dataclass(frozen=True)
class Hanging:
    """A row that refers to the profile that becomes a part of another."""

    row: Any
    column: str
    #: the person is there already: this row goes instead of moving
    is_double: bool

    @property
    def table(self) -> str:
        return str(self.row.__tablename__)

    @property
    def title(self) -> str:
        """What a person calls the thing that it is about."""
        for name in ("session", "item"):
            if self.table != "paper" and (other := getattr(self.row, name, None)) is not None:
                return str(other.journal_title)
        if self.table == "paper_author":
            return str(self.row.paper.title)
        return str(getattr(self.row, "journal_title", ""))


def hanging_on(merged: Speaker, kept: Speaker) -> list[Hanging]:
    """Everything that refers to `merged`, in the order of tables and rows. Two statements for each
    table that refers to speakers."""
    return list(_hanging(merged, kept))


def _hanging(merged: Speaker, kept: Speaker) -> Iterator[Hanging]:
    for model, column in _references():
        table = sa.inspect(model).local_table
        found = sa.select(model).where(getattr(model, column) == merged.id)
        rows = db.session.scalars(with_deleted(found.order_by(*table.primary_key.columns))).all()
        if not rows:
            continue
        keys = _keys(model, column)
        there = sa.select(model).where(getattr(model, column) == kept.id)
        own = [
            {key: _values(row, key) for key in keys}
            for row in db.session.scalars(with_deleted(there))
        ]
        for row in rows:
            is_double = any(values[key] == _values(row, key) for values in own for key in keys)
            yield Hanging(row, column, is_double)


def is_named(speaker: Speaker) -> bool:
    """Something refers to the profile, deleted or not. A statement for each table that could."""
    for model, column in _references():
        found = sa.select(sa.literal(1)).where(getattr(model, column) == speaker.id).limit(1)
        if db.session.scalar(with_deleted(found)):
            return True
    return False


def _references() -> list[tuple[type[Any], str]]:
    """(model, column) of every foreign key to a speaker, in the order of names."""
    found = [
        (mapper.class_, mapper.get_property_by_column(column).key)
        for mapper in Base.registry.mappers
        if str(mapper.local_table) not in _NOT_MOVED
        for column in mapper.local_table.columns
        if any(key.column.table is Speaker.__table__ for key in column.foreign_keys)
    ]
    return sorted(found, key=lambda one: (one[0].__tablename__, one[1]))


def _keys(model: type[Any], column: str) -> list[tuple[str, ...]]:
    """The other columns of each unique constraint with the person in it."""
    table = sa.inspect(model).local_table
    keys = [
        tuple(sorted(one.name for one in constraint.columns if one.name != column))
        for constraint in table.constraints
        if isinstance(constraint, sa.UniqueConstraint) and column in constraint.columns
    ]
    if str(table) in _once:
        keys.append(_once[str(table)])
    return keys


def _values(row: Any, names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in names)


def move(hanging: Hanging, kept: Speaker) -> dict[str, Any]:
    """Do it in the open transaction; the step, for the way back."""
    row = hanging.row
    step: dict[str, Any] = {
        "table": hanging.table,
        "column": hanging.column,
        "same": {name: plain(getattr(row, name)) for name in _identity(type(row))},
    }
    announce(row)
    if hanging.is_double:
        step["gone"] = {
            column.key: plain(getattr(row, column.key))
            for column in sa.inspect(type(row)).local_table.columns
        }
        db.session.delete(row)
        return step
    step["before"] = getattr(row, hanging.column)
    step["after"] = kept.id
    setattr(row, hanging.column, kept.id)
    return step


def move_back(step: dict[str, Any]) -> bool:
    """Undo one step in the open transaction; whether it could be done. What somebody changed or
    took away since stays as it is now."""
    model = _models().get(step["table"])
    if model is None:
        return False
    return _bring_back(model, step) if "gone" in step else _set_back(model, step)


def _set_back(model: type[Any], step: dict[str, Any]) -> bool:
    found = sa.select(model).where(getattr(model, step["column"]) == step["after"])
    for name, value in step["same"].items():
        found = found.where(getattr(model, name) == _stored(model, name, value))
    row = db.session.scalars(with_deleted(found.limit(1))).first()
    if row is None:
        return False
    setattr(row, step["column"], step["before"])
    db.session.flush()
    announce(row)
    return True


def _bring_back(model: type[Any], step: dict[str, Any]) -> bool:
    values = {name: _stored(model, name, value) for name, value in step["gone"].items()}
    if _leads_nowhere(model, values):
        return False
    if db.session.scalar(sa.select(sa.func.count(model.id)).where(model.id == values["id"])):
        # SQLite gives the number of a row that went to the next one.
        del values["id"]
    row = model(**values)
    try:
        with db.session.begin_nested():
            db.session.add(row)
            db.session.flush()
    except sa.exc.IntegrityError:
        return False
    announce(row)
    return True


def _identity(model: type[Any]) -> list[str]:
    """Columns by which a row is known again: numbers of rows that went are given to new ones, and
    authors are written anew with every change of a paper."""
    columns = sa.inspect(model).local_table.columns
    if "public_id" in columns:
        return ["public_id"]
    if "created_at" in columns:
        return ["id", "created_at"]
    return [
        column.key
        for column in columns
        if column.key == "name"
        or any(key.column.table is not Speaker.__table__ for key in column.foreign_keys)
    ]


def _leads_nowhere(model: type[Any], values: dict[str, Any]) -> bool:
    """Whether something that the row needs was removed for good, or its place was taken."""
    for column in sa.inspect(model).local_table.columns:
        for key in column.foreign_keys:
            value = values.get(column.key)
            other = key.column
            if value is not None and not db.session.scalar(
                sa.select(sa.func.count()).select_from(other.table).where(other == value)
            ):
                return True
    return False


def announce(row: Any) -> None:
    """Tell who must hear of it, if the row's table has somebody."""
    make = _news.get(str(row.__tablename__))
    if make is not None:
        news.announce(make(row))


def _models() -> dict[str, type[Any]]:
    return {str(mapper.local_table): mapper.class_ for mapper in Base.registry.mappers}


def plain(value: Any) -> Any:
    """As it stands in a step."""
    return value.isoformat() if isinstance(value, datetime | date) else value


def _stored(model: type[Any], name: str, value: Any) -> Any:
    """A value of a step as the column takes it."""
    kind = sa.inspect(model).columns[name].type
    if isinstance(kind, sa.types.TypeDecorator):
        kind = kind.impl_instance
    if isinstance(value, str) and isinstance(kind, sa.DateTime):
        return datetime.fromisoformat(value)
    if isinstance(value, str) and isinstance(kind, sa.Date):
        return date.fromisoformat(value)
    return value
