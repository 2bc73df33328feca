"""The journal, and the one way to write: `@operation`.

An operation is one intention of a person. The decorator opens the transaction
(or joins the open one), lets the function work, and writes one journal entry:
who, what, on which object, each field before and after. Fields are taken from
SQLAlchemy's own history of the rows that carry `Journaled`, so no operation can
forget to mention a change.
"""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ParamSpec, TypeVar

import sqlalchemy as sa
from flask import g
from sqlalchemy import event
from sqlalchemy.orm import Mapped, mapped_column

from webinar.core import clock, ids, securitylog
from webinar.core.db import (
    Base,
    Identified,
    RoutedSession,
    UtcDateTime,
    after_races,
    db,
    is_writing,
    transaction,
)

P = ParamSpec("P")
R = TypeVar("R")
_OPEN, _WRITTEN, _NOTED = "journal entries", "journal entries written", "lines to write"
#: columns that say nothing about what a person did
_SILENT = frozenset({"id", "public_id", "guid", "created_at", "updated_at", "version"})
_LONGEST = 20_000
#: what stands for a secret, and at the end of a text that was cut
_UNSPOKEN, _CUT = "•••", "…"


@dataclass(frozen=True)
class Actor:
    """Who does it. `label` is shown in the journal; visitors leave the name they typed."""

    kind: str
    label: str
    account_id: int | None = None


SYSTEM = Actor("system", "webinar")


def visitor(label: str = "") -> Actor:
    """Somebody without an account."""
    return Actor("visitor", label)


def speaker(label: str) -> Actor:
    """Somebody behind a personal link."""
    return Actor("speaker", label)


class Journaled:
    """Rows whose changes the journal keeps."""

    #: fields whose values must never be written down (secrets, private words)
    __unspoken__: frozenset[str] = frozenset()

    @property
    def journal_title(self) -> str:
        """What a person calls this row."""
        for name in ("title", "name", "subject", "email"):
            if value := getattr(self, name, None):
                return str(value)
        return ""


class JournalEntry(Identified, Base):
    """One operation: actor, intention, object, fields before and after, time."""

    __tablename__ = "journal_entry"
    __is_public__ = False

    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)
    actor_kind: Mapped[str] = mapped_column(sa.String(20))
    actor_label: Mapped[str] = mapped_column(sa.String(300))
    #: row number of the account, without a foreign key: entries outlive accounts
    actor_account_id: Mapped[int | None] = mapped_column(index=True)
    #: `room.operation`
    intention: Mapped[str] = mapped_column(sa.String(80), index=True)
    #: table name, public identifier and title of the row that the operation was about
    object_kind: Mapped[str] = mapped_column(sa.String(60), default="", index=True)
    object_id: Mapped[str] = mapped_column(sa.String(26), default="", index=True)
    object_title: Mapped[str] = mapped_column(sa.String(300), default="")
    #: [{"kind", "id", "title", "action", "fields": {name: [before, after]}}], action one of
    #: created, changed, deleted
    changes: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    #: public identifier of the entry of the operation that this one was a step of
    part_of: Mapped[str | None] = mapped_column(sa.String(26), index=True)
    #: public identifier of the entry that undid this one
    undone_by: Mapped[str | None] = mapped_column(sa.String(26))
    #: saves of the same sitting are written into this entry until then
    goes_on_until: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)


@dataclass
class _Open:
    """An entry being written while its operation runs."""

    about: Any = None
    public_id: str = field(default_factory=ids.new_id)
    #: says in which entries it ends up
    settle: Callable[[JournalEntry], list[JournalEntry]] | None = None
    #: row -> (action, fields)
    touched: dict[Any, tuple[str, dict[str, list[Any]]]] = field(default_factory=dict)


#: told of every entry with the rows it is about and those it changed, each with its fields
Listener = Callable[[JournalEntry, "Touched"], None]
Touched = dict[Any, Mapping[str, list[Any]]]
_listeners: list[Listener] = []


def also_hears(listener: Listener) -> None:
    """Tell this one of every entry, within its transaction (wiring calls this)."""
    if listener not in _listeners:
        _listeners.append(listener)


#: every operation by "room.name"; a test asserts an entry for each
OPERATIONS: dict[str, Callable[..., Any]] = {}


def operation(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function the one place of a write. It must take the keyword `by: Actor`."""
    room = function.__module__.split(".")[1]
    intention = f"{room}.{function.__name__.lstrip('_')}"

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        by = kwargs["by"]
        if not isinstance(by, Actor):
            raise TypeError("an operation needs by=Actor")
        if is_writing():
            return once(by, args, kwargs)
        # Two people at once: PostgreSQL may end one of them, who then simply comes second.
        return after_races(lambda: once(by, args, kwargs))

    def once(by: Actor, args: tuple[Any, ...], kwargs: dict[str, Any]) -> R:
        with transaction() as session:
            entry = _Open()
            stack = session.info.setdefault(_OPEN, [])
            # What the outer operation changed so far belongs to it.
            session.flush()
            stack.append(entry)
            try:
                result = function(*args, **kwargs)
                session.flush()
            finally:
                stack.pop()
            _write(session, entry, intention, by)
        return result

    OPERATIONS[intention] = run
    return run


def about(row: Any) -> None:
    """Name the row that the running operation is about; else it is the first one it changed."""
    stack = db.session().info.get(_OPEN)
    if stack:
        stack[-1].about = row


def settled_by(settle: Callable[[JournalEntry], list[JournalEntry]]) -> None:
    """Let this say in which entries the running operation ends up: its own, or earlier ones.

    The first is the operation's, others are those of its steps. Not asked where it is a step.
    """
    stack = db.session().info.get(_OPEN)
    if stack:
        stack[-1].settle = settle


def entry_id() -> str:
    """Public identifier that the running operation's entry will have."""
    stack = db.session().info.get(_OPEN)
    if not stack:
        raise RuntimeError("no operation is running")
    return str(stack[-1].public_id)


def _write(session: RoutedSession, entry: _Open, intention: str, by: Actor) -> None:
    row = entry.about
    if row is None and entry.touched:
        row = next(iter(entry.touched))
    changes = [
        {
            "kind": touched.__tablename__,
            "id": getattr(touched, "public_id", str(getattr(touched, "id", ""))),
            "title": touched.journal_title[:300],
            "action": action,
            "fields": fields,
        }
        for touched, (action, fields) in entry.touched.items()
    ]
    around = session.info.get(_OPEN)
    made = JournalEntry(
        public_id=entry.public_id,
        part_of=around[0].public_id if around else None,
        actor_kind=by.kind,
        actor_label=by.label[:300],
        actor_account_id=by.account_id,
        intention=intention,
        object_kind=getattr(row, "__tablename__", "") if row is not None else "",
        object_id=getattr(row, "public_id", "") if row is not None else "",
        object_title=row.journal_title[:300] if row is not None else "",
        changes=changes,
    )
    ends_up = entry.settle(made) if entry.settle is not None and not around else [made]
    session.add_all(ends_up)
    told: Touched = {} if row is None else {row: {}}
    told |= {touched: fields for touched, (_, fields) in entry.touched.items()}
    for listener in _listeners:
        listener(ends_up[0], told)
    if securitylog.is_watched(intention):
        # Who is asking is read now: after the commit rows are read again, which is too late.
        about_id = getattr(row, "public_id", "") if row is not None else ""
        line = (intention, securitylog.asking(), about_id)
        session.info.setdefault(_NOTED, []).append(line)
    if changes:
        session.info.setdefault(_WRITTEN, []).extend(ends_up)


@event.listens_for(RoutedSession, "after_commit")
def _remember_written(session: RoutedSession) -> None:
    if not session.in_nested_transaction():
        for intention, who, about_id in session.info.pop(_NOTED, ()):
            securitylog.note(intention, "done", who=who, about=about_id)
        written = {one.public_id: one for one in session.info.pop(_WRITTEN, ()) if one in session}
        told = [(name, can_turn_round(one.changes)) for name, one in written.items()]
        g.setdefault(_WRITTEN, []).extend(told)


def entries_to_undo() -> list[str]:
    """Public identifiers of what was just changed here, in order: since this request began.

    Empty when nothing changed, or when the journal cannot bring a part of it back.
    """
    written = g.get(_WRITTEN, [])
    return [name for name, _ in written] if all(can for _, can in written) else []


def can_turn_round(changes: list[dict[str, Any]]) -> bool:
    """Whether the journal keeps all values that were there before."""
    return not any(
        is_lost(before)
        for change in changes
        if change["action"] != "created"
        for before, _ in change["fields"].values()
    )


def is_lost(value: Any) -> bool:
    """Whether the journal holds only a sign for this value."""
    return value == _UNSPOKEN or (
        isinstance(value, str) and len(value) > _LONGEST and value.endswith(_CUT)
    )


def spoken(value: Any) -> Any:
    """A column's value as JSON can keep it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str):
        return value if len(value) <= _LONGEST else value[:_LONGEST] + _CUT
    if value is None or isinstance(value, bool | int | float | list | dict):
        return value
    return str(value)


def _fields(row: Any, *, action: str) -> dict[str, list[Any]]:
    state = sa.inspect(row)
    fields: dict[str, list[Any]] = {}
    for column in state.mapper.column_attrs:
        name = column.key
        if name in _SILENT:
            continue
        history = state.attrs[name].history
        if action == "changed" and not history.has_changes():
            continue
        before = history.deleted[0] if history.deleted else None
        after = history.added[0] if history.added else None
        if action == "created":
            before, after = None, getattr(row, name)
        elif action == "deleted":
            before, after = getattr(row, name), None
        if before == after:
            continue
        if name in row.__unspoken__:
            # That there was none is no secret, and undo needs to know it.
            before, after = before and _UNSPOKEN, after and _UNSPOKEN
        fields[name] = [spoken(before), spoken(after)]
    return fields


def _by_number(row: Any) -> tuple[str, int]:
    return str(row.__tablename__), getattr(row, "id", None) or 0


@event.listens_for(RoutedSession, "after_flush")
def _collect(session: RoutedSession, _context: Any) -> None:
    stack = session.info.get(_OPEN)
    rows = (
        [(row, "created") for row in session.new]
        # The session keeps them in no order.
        + [(row, "changed") for row in sorted(session.dirty, key=_by_number)]
        + [(row, "deleted") for row in session.deleted]
    )
    for row, action in rows:
        if not isinstance(row, Journaled):
            continue
        fields = _fields(row, action=action)
        if not fields:
            continue
        if not stack:
            continue
        touched = stack[-1].touched
        if row in touched:
            first, earlier = touched[row]
            merged = {
                name: [earlier[name][0] if name in earlier else values[0], values[1]]
                for name, values in {**earlier, **fields}.items()
            }
            touched[row] = (first if first == "created" else action, merged)
        else:
            touched[row] = (action, fields)
