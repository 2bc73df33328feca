"""Page revisions: what the public sees has a number that rises with every change.

The number comes from one counter row that is raised in the writing transaction,
so numbers appear in commit order on both databases (facts/prototype.md, 1).
Nobody has to remember raising it: any change to a table that is not marked
`__is_public__ = False` does.
"""

import contextlib
import sqlite3
import threading
import time
import weakref
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Mapped, ORMExecuteState, mapped_column

from webinar.core.db import LAST_BEFORE_COMMIT, Base, RoutedSession, db

_RAISED = "public rows changed"
_STORED = "page revision raised"
_COUNTER = 1
#: seconds for which a number read from PostgreSQL counts as the newest
POLL = 0.25
#: seconds for which PostgreSQL is not asked again after it did not answer
_PAUSE = 1.0


class RevisionCounter(Base):
    __tablename__ = "revision_counter"
    __is_public__ = False

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]


def page_revision() -> int:
    """The number of the last change that readers could see; 0 before the first."""
    return db.session.scalar(sa.select(RevisionCounter.number)) or 0


@event.listens_for(RoutedSession, "after_flush")
def _rows_changed(session: RoutedSession, _context: Any) -> None:
    for rows in (session.new, session.dirty, session.deleted):
        if any(row.__is_public__ or _decides(row) for row in rows):
            session.info[_RAISED] = True
            return


def _decides(row: Base) -> bool:
    """A column of it changed that somebody's answers hang on."""
    attributes = sa.inspect(row).attrs
    return any(attributes[name].history.has_changes() for name in row.__decides__)


@event.listens_for(RoutedSession, "do_orm_execute")
def _statement_changed(state: ORMExecuteState) -> None:
    """UPDATE, INSERT and DELETE that name no rows; any table that no model owns counts too."""
    if not (state.is_insert or state.is_update or state.is_delete):
        return
    mapper = state.bind_mapper
    if mapper is None or mapper.class_.__is_public__:
        state.session.info[_RAISED] = True


def _store(session: RoutedSession) -> None:
    # What was changed last of all has not been seen by the database yet.
    session.flush()
    if not session.info.pop(_RAISED, False):
        return
    raised = session.execute(sa.update(RevisionCounter).values(number=RevisionCounter.number + 1))
    if raised.rowcount == 0:  # type: ignore[attr-defined]
        session.add(RevisionCounter(id=_COUNTER, number=1))
    session.info[_STORED] = True


LAST_BEFORE_COMMIT.append(_store)


@event.listens_for(RoutedSession, "after_commit")
def _tell(session: RoutedSession) -> None:
    if session.info.pop(_STORED, False):
        for watch in _polled:
            watch.expire()


class Unknown(Exception):
    """The database does not say its page revision now."""


class Watch(Protocol):
    """Tells the newest page revision, far cheaper than a session would."""

    def number(self, *, strict: bool) -> int:
        """`strict`: every change committed before this call is counted.

        Raises Unknown when the database does not answer.
        """

    def close(self) -> None:
        """Let go of every connection; the watch may be used again."""


_ASK = "SELECT number FROM revision_counter"


class SqliteWatch:
    """Asks at each call, on a connection of the calling thread: 7 microseconds."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._own = threading.local()
        self._generation = 0

    def number(self, *, strict: bool) -> int:
        del strict  # always
        own = self._own
        try:
            if getattr(own, "generation", None) != self._generation:
                own.connection = sqlite3.connect(self._file, isolation_level=None, timeout=5)
                own.connection.execute("PRAGMA query_only=1")
                own.generation = self._generation
            row = own.connection.execute(_ASK).fetchone()
        except sqlite3.Error as error:
            raise Unknown from error
        return int(row[0]) if row else 0

    def close(self) -> None:
        # A connection belongs to its thread; each lets its own go when it comes by again.
        self._generation += 1


_polled: "weakref.WeakSet[PolledWatch]" = weakref.WeakSet()


class PolledWatch:
    """Asks four times a second at most, and always for who must see the newest.

    What this process has committed itself it sees at once. A question costs PostgreSQL
    more than a whole kept answer does (facts/prototype.md, 1).
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._errors: type[Exception] = engine.dialect.loaded_dbapi.Error
        self._lock = threading.Lock()
        self._number = 0
        self._asked_at = float("-inf")
        self._failed_at = float("-inf")
        _polled.add(self)

    def number(self, *, strict: bool) -> int:
        before = time.monotonic()
        if not strict and before - self._asked_at < POLL:
            return self._number
        if not strict and before - self._failed_at < _PAUSE:
            raise Unknown
        try:
            with contextlib.closing(self._engine.raw_connection()) as connection:
                cursor = connection.cursor()
                cursor.execute(_ASK)
                row = cursor.fetchone()
        except (sa.exc.SQLAlchemyError, self._errors) as error:
            self._failed_at = before
            raise Unknown from error
        self._failed_at = float("-inf")
        found = int(row[0]) if row else 0
        with self._lock:
            # Another thread may have asked later and answered first.
            if before > self._asked_at:
                self._number, self._asked_at = max(found, self._number), before
        return max(found, self._number)

    def expire(self) -> None:
        """The next call asks."""
        self._asked_at = float("-inf")

    def close(self) -> None:
        with self._lock:
            self._number = 0
            self.expire()
