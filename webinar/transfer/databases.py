"""A database into one file and back, while the site goes on: SQLite's own way and PostgreSQL's."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from webinar.settings import Settings
from webinar.transfer.archive import Say, Unfit

#: pages of SQLite copied between two words about progress
_PAGES = 4096
_FACTS = (
    "SELECT version_num FROM alembic_version",
    "SELECT storage_name FROM stored_file ORDER BY storage_name",
)


@dataclass(frozen=True)
class Snapshot:
    """What the copied database says about the rest of the backup."""

    revision: str
    #: stored files that its rows name
    names: list[str]


def kind(settings: Settings) -> str:
    return "sqlite" if settings.is_sqlite else "postgresql"


def sqlite_file(settings: Settings) -> Path:
    """Where the SQLite database lies. Raises Unfit for one in memory."""
    name = sa.make_url(settings.database_url).database
    if not name or name == ":memory:":
        raise Unfit("WEBINAR_DATABASE_URL names no file.")
    return Path(name).resolve()


def copy(settings: Settings, target: Path, say: Say) -> Snapshot:
    """Write one consistent state of the database to `target`. Raises Unfit."""
    try:
        if settings.is_sqlite:
            return _copy_sqlite(sqlite_file(settings), target, say)
        return _dump(settings, target)
    except (sqlite3.Error, sa.exc.SQLAlchemyError) as error:
        reason = getattr(error, "orig", None) or error
        raise Unfit(f"The database cannot be read: {str(reason).strip()}") from error


def _copy_sqlite(file: Path, target: Path, say: Say) -> Snapshot:
    if not file.is_file():
        raise Unfit(f"There is no database at {file}. Start the site once, or set WEBINAR_DATA.")
    said = 0

    def progress(_status: int, left: int, total: int) -> None:
        nonlocal said
        say((total - left - said) * page)
        said = total - left

    with (
        contextlib.closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as source,
        contextlib.closing(sqlite3.connect(target)) as copied,
    ):
        source.isolation_level = None
        # A reader that stays: writers go on, and the copy never has to begin again.
        source.execute("BEGIN")
        page = source.execute("PRAGMA page_size").fetchone()[0]
        revisions, names = ([row[0] for row in source.execute(ask)] for ask in _FACTS)
        source.backup(copied, pages=_PAGES, progress=progress)
    return Snapshot(revisions[0], names)


def _dump(settings: Settings, target: Path) -> Snapshot:
    engine = sa.create_engine(settings.database_url, isolation_level="REPEATABLE READ")
    try:
        with engine.connect() as connection:
            # pg_dump and our own questions see the same moment.
            moment = connection.scalar(sa.text("SELECT pg_export_snapshot()"))
            revisions, names = (list(connection.scalars(sa.text(ask))) for ask in _FACTS)
            _tool(
                settings,
                "pg_dump",
                *("--format=custom", "--no-owner", "--no-privileges", "--schema=public"),
                *(f"--snapshot={moment}", f"--file={target}"),
            )
    finally:
        engine.dispose()
    return Snapshot(revisions[0], names)


def _tool(settings: Settings, name: str, *arguments: str) -> None:
    """Run a program of PostgreSQL on our database; the password is not on its command line."""
    program = shutil.which(name)
    if program is None:
        raise Unfit(f"{name} is not installed; Debian has it in the package postgresql-client.")
    url = sa.make_url(settings.database_url)
    place = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    around = os.environ | ({"PGPASSWORD": str(url.password)} if url.password else {})
    done = subprocess.run(  # noqa: S603
        [program, f"--dbname={place}", "--no-password", *arguments],
        env=around,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise Unfit(f"{name} failed: {done.stderr.strip()}")


def refuse_filled(settings: Settings) -> None:
    """Raises Unfit unless the place of the database holds nothing."""
    if settings.is_sqlite:
        file = sqlite_file(settings)
        found = [
            name
            for ending in ("", "-wal", "-journal")
            if (name := Path(f"{file}{ending}")).exists()
        ]
        if found:
            raise Unfit(f"There is a database already: {found[0]}. Nothing was restored.")
        return
    with _connected(settings) as connection:
        table = connection.scalar(
            sa.text(
                "SELECT n.nspname || '.' || c.relname FROM pg_class c"
                " JOIN pg_namespace n ON n.oid = c.relnamespace"
                " WHERE n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' LIMIT 1"
            )
        )
    if table:
        raise Unfit(
            f"The database that WEBINAR_DATABASE_URL names is not empty: it holds {table}."
            " Nothing was restored. Make a new one with createdb, and name that."
        )


@contextlib.contextmanager
def _connected(settings: Settings) -> Iterator[sa.Connection]:
    engine = sa.create_engine(settings.database_url)
    try:
        with engine.connect() as connection:
            yield connection
    except sa.exc.OperationalError as error:
        raise Unfit(f"The database does not answer: {str(error.orig).strip()}") from error
    finally:
        engine.dispose()


def check_sqlite(file: Path) -> None:
    """Raises Unfit when an unpacked SQLite database is not sound in itself."""
    with contextlib.closing(sqlite3.connect(file)) as database:
        try:
            words = database.execute("PRAGMA integrity_check").fetchone()[0]
            loose = database.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.DatabaseError as error:
            raise Unfit(f"The database in the backup is damaged: {error}.") from error
    if words != "ok" or loose:
        raise Unfit(f"The database in the backup is damaged: {words}, {len(loose)} loose rows.")


def load_dump(settings: Settings, dump: Path) -> None:
    """Fill the empty PostgreSQL database, wholly or not at all. Raises Unfit."""
    _tool(
        settings,
        "pg_restore",
        *("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"),
        # What is in it: an empty database has the schema itself already.
        "--schema=public",
        str(dump),
    )
