"""The database: one session class, readers and one fair writer, small column types.

SQLite gets two engines of one file. Reading uses `query_only` connections, so a
view that forgets itself fails loudly. Writing happens inside `transaction()`,
which begins IMMEDIATE on a pool of one connection: the fair queue measured in
facts/prototype.md, section 2. PostgreSQL has one engine for both.
"""

import contextlib
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, TypeVar

import sqlalchemy as sa
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    ORMExecuteState,
    mapped_column,
    with_loader_criteria,
)
from sqlalchemy.types import TypeDecorator

from webinar.core import clock, ids
from webinar.settings import Settings

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

WRITER = "writer"
S = TypeVar("S", bound=sa.sql.Executable)
T = TypeVar("T")
#: attempts at a whole transaction that lost a race or its connection (PostgreSQL 40001, 40P01)
_ATTEMPTS = 3
_RACES = ("40001", "40P01")
#: an error that is logged names the statement, never the words and addresses in it
_QUIET = {"hide_parameters": True}


class Base(DeclarativeBase):
    metadata = sa.MetaData(naming_convention=NAMING)
    #: whether readers may see something of such rows: a change then raises the page revision.
    #: Tables that say nothing are public; `tests/core` names the others.
    __is_public__: ClassVar[bool] = True
    #: columns of a table that is not: a change to one of these raises it all the same
    __decides__: ClassVar[frozenset[str]] = frozenset()


class RoutedSession(FlaskSession):
    """Reads on the reader, and everything on the writer while a transaction is open."""

    writing = False

    def get_bind(self, mapper: Any = None, clause: Any = None, bind: Any = None, **kw: Any) -> Any:
        if bind is not None:
            return bind
        engines = self._db.engines
        return engines[WRITER if self.writing and WRITER in engines else None]

    def close(self) -> None:
        """Also when the connection was lost: the answer that is finished by then must not be."""
        try:
            super().close()
        except sa.exc.DBAPIError:
            with contextlib.suppress(sa.exc.SQLAlchemyError):
                self.invalidate()


db = SQLAlchemy(
    model_class=Base, session_options={"class_": RoutedSession}, disable_autonaming=True
)


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware UTC in Python, naive UTC text or timestamptz below."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant must be aware; a wall time needs its zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def result_processor(self, dialect: sa.Dialect, coltype: Any) -> Any:
        """On SQLite straight from its text: a long programme reads thousands of instants."""
        if dialect.name != "sqlite":
            return super().result_processor(dialect, coltype)
        read = datetime.fromisoformat

        def instant(value: str | None) -> datetime | None:
            return None if value is None else read(value + "+00:00")

        return instant


class Identified:
    """A row that people see: internal number, public random identifier."""

    id: Mapped[int] = mapped_column(primary_key=True)
    #: stands in addresses and forms; random, never reused
    public_id: Mapped[str] = mapped_column(sa.String(26), unique=True, default=ids.new_id)


class Dated:
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, onupdate=clock.now)


@event.listens_for(Dated, "before_update", propagate=True)
def _never_back(_mapper: Any, _connection: Any, row: Any) -> None:
    """Readers compare `updated_at`: it rises with every change, whatever the clock says."""
    session = sa.inspect(row).session
    if row.updated_at > clock.now() and session and session.is_modified(row):
        row.updated_at += timedelta(seconds=1)


class Versioned:
    """Two people may edit the row at once: a save names the version it started from."""

    version: Mapped[int] = mapped_column(default=1)


#: marks a column that is filled where a deleted row goes on as a part of another: it is not purged
LIVES_ON = {"lives on": True}


class Deletable:
    """Deleted rows stay for 30 days, unseen, and can be restored."""

    #: when it was deleted; every query leaves such rows out unless it says `with_deleted()`
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)


def with_deleted(statement: S) -> S:
    """The same statement, with deleted rows among its answers."""
    return statement.execution_options(with_deleted=True)


@event.listens_for(RoutedSession, "do_orm_execute")
def _leave_out_deleted(state: ORMExecuteState) -> None:
    if (
        state.is_select
        and not state.is_column_load
        and not state.execution_options.get("with_deleted")
    ):
        state.statement = state.statement.options(
            with_loader_criteria(
                Deletable, lambda cls: cls.deleted_at.is_(None), include_aliases=True
            )
        )


class StaleEdit(Exception):
    """Somebody else saved this row since the form was opened."""

    def __init__(self, row: Any) -> None:
        super().__init__("saved by somebody else meanwhile")
        self.row = row


def lock(row: Any, *names: str) -> None:
    """Wait until nobody else is changing the row, then read it anew: whole, or those columns.

    SQLite has one writer at a time; on PostgreSQL two would both decide by what they read before.
    """
    db.session.refresh(row, names or None, with_for_update={"of": type(row)})


def raise_version(row: Any, expected: int | None) -> None:
    """Count the row's version up. Raises StaleEdit when `expected` is not the stored one."""
    lock(row, "version")
    if expected is not None and expected != row.version:
        raise StaleEdit(row)
    row.version += 1


@contextlib.contextmanager
def transaction() -> Iterator[RoutedSession]:
    """One transaction for a change and all it causes; a nested call joins the open one.

    Objects read before are expired and read again under the lock.
    """
    session: RoutedSession = db.session()  # type: ignore[assignment]
    if session.writing:
        yield session
        return
    session.rollback()
    session.writing = True
    session.info.clear()
    try:
        yield session
        for finish in (*BEFORE_COMMIT, *LAST_BEFORE_COMMIT):
            finish(session)
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.writing = False
        session.info.clear()


#: called in order just before a commit; announcements are delivered first of all
BEFORE_COMMIT: list[Callable[[RoutedSession], None]] = []
#: called after these: page revisions, which any of them may raise
LAST_BEFORE_COMMIT: list[Callable[[RoutedSession], None]] = []


def let_go() -> None:
    """Give the reader's connection back before waiting for somebody's slow line.

    Rows read before are read again where they are looked at.
    """
    db.session.rollback()


def is_writing() -> bool:
    session: RoutedSession = db.session()  # type: ignore[assignment]
    return session.writing


@contextlib.contextmanager
def short_connection() -> Iterator[Connection]:
    """A write of its own beside any session: limits, counters, last-seen.

    Nobody waits until the disk has it: a machine that loses its power may forget the last of them,
    and who floods a form with requests does not keep the disk from others.
    Never inside `transaction()`: SQLite's one writer connection would wait for itself.
    """
    if is_writing():
        raise RuntimeError("a short connection inside a transaction waits for itself")
    engines = db.engines
    engine = engines.get(WRITER, engines[None])
    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        is_sqlite = engine.dialect.name == "sqlite"
        if is_sqlite:
            # Only outside of a transaction; in WAL the file stays sound all the same.
            raw.execute("PRAGMA synchronous=NORMAL")
        try:
            with connection.begin():
                if not is_sqlite:
                    raw.execute("SET LOCAL synchronous_commit TO off")
                yield connection
        finally:
            if is_sqlite:
                raw.execute("PRAGMA synchronous=FULL")


def retrying(work: Callable[[], T]) -> T:
    """Run a whole unit of work again when PostgreSQL lost the race or the connection.

    For work that is safe to run twice: a connection may be lost after the commit.
    """
    return _again(
        work, lambda error: error.connection_invalidated or _code(error) in (*_RACES, "57P01")
    )


def after_races(work: Callable[[], T]) -> T:
    """Run a whole transaction again when PostgreSQL ended it for another one's sake.

    Nothing of it was written then: serialization failure and deadlock (PostgreSQL, appendix A).
    """
    return _again(work, lambda error: _code(error) in _RACES)


def _again(work: Callable[[], T], may_be: Callable[[sa.exc.OperationalError], bool]) -> T:
    for attempt in range(1, _ATTEMPTS):
        try:
            return work()
        except sa.exc.OperationalError as error:
            if db.engine.dialect.name == "sqlite" or not may_be(error):
                raise
            time.sleep(0.05 * attempt)
    return work()


def _code(error: sa.exc.OperationalError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""


def init_app(app: Flask, settings: Settings) -> None:
    """Make the engines for the database that the settings name."""
    if settings.is_sqlite:
        app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
        app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"pool_size": 8, "max_overflow": 16} | _QUIET
        app.config["SQLALCHEMY_BINDS"] = {
            WRITER: {
                "url": settings.database_url,
                "pool_size": 1,
                "max_overflow": 0,
                "pool_timeout": 30,
            }
            | _QUIET
        }
    else:
        app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
        app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {
            "pool_size": 8,
            "max_overflow": 8,
            "pool_pre_ping": True,
            **_QUIET,
            "connect_args": {
                # A server that does not answer must not keep every thread waiting.
                "connect_timeout": 5,
                "options": "-c timezone=utc -c lock_timeout=5s -c statement_timeout=30s"
                " -c idle_in_transaction_session_timeout=60s",
            },
        }
    db.init_app(app)
    with app.app_context():
        for name, engine in db.engines.items():
            if engine.dialect.name == "sqlite":
                _prepare_sqlite(engine, writer=name == WRITER)


def _prepare_sqlite(engine: Engine, *, writer: bool) -> None:
    def connect(raw: Any, _record: Any) -> None:
        # pysqlite must not open transactions by itself: "begin" below does.
        raw.isolation_level = None
        raw.execute("PRAGMA busy_timeout=15000")
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("PRAGMA foreign_keys=ON")
        raw.execute("PRAGMA synchronous=FULL")
        raw.execute("PRAGMA journal_size_limit=67108864")
        raw.execute(f"PRAGMA query_only={0 if writer else 1}")

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writer else "BEGIN")

    event.listen(engine, "connect", connect)
    event.listen(engine, "begin", begin)
