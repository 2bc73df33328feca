"""A clean, migrated database for each test.

Each process of the run keeps one of each kind and puts it back to what the migrations
left: SQLite by copying a file, PostgreSQL by putting the first rows back, which takes
milliseconds where making a database takes a tenth of a second.
"""

import os
import shutil
import sqlite3
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import psycopg

from tests.support import postgres, run

KINDS = ("sqlite", "postgresql")
SECRET = "the tests sign with this and with nothing that anybody uses"
_TEMPLATE = "webinar_template"


@dataclass(frozen=True)
class Database:
    """Where a test's data is."""

    #: "sqlite" or "postgresql"
    kind: str
    #: as WEBINAR_DATABASE_URL takes it
    url: str


def sqlite_at(file: Path) -> str:
    return f"sqlite:///{file}"


def empty(kind: str, file: Path) -> Database:
    """A database that no migration has touched."""
    if kind == "sqlite":
        file.parent.mkdir(parents=True, exist_ok=True)
        return Database(kind, sqlite_at(file))
    name = postgres.new_name()
    postgres.create(name)
    return Database(kind, postgres.url(name))


def migrated(kind: str, file: Path) -> Database:
    """A database at the newest revision, holding nothing but what migrations put there."""
    if kind == "sqlite":
        template = run.once("sqlite-template", _sqlite_template)["file"]
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(template, file)
        return Database(kind, sqlite_at(file))
    run.once("postgresql-template", _postgresql_template)
    name = postgres.new_name()
    postgres.create(name, template=_TEMPLATE)
    return Database(kind, postgres.url(name))


def kept_folder(kind: str) -> Path:
    """Where this process's site of one kind has its data; emptied for each test."""
    return run.folder() / f"process-{os.getpid()}" / kind / "data"


def kept(kind: str) -> Database:
    """This process's database of one kind, holding nothing but what migrations put there."""
    folder = kept_folder(kind)
    shutil.rmtree(folder, ignore_errors=True)
    if kind == "sqlite":
        return migrated(kind, folder / "webinar.sqlite")
    folder.mkdir(parents=True)
    run.once("postgresql-template", _postgresql_template)
    name = f"kept_{os.getpid()}"
    if not _put_back(name):
        postgres.drop(name)
        postgres.create(name, template=_TEMPLATE)
    return Database(kind, postgres.url(name))


#: how often a database of PostgreSQL is put back before it is made anew: deleted rows
#: stay in its files, as nothing vacuums them
_PUT_BACK_MOST = 200
_put_back_count = 0


def _put_back(name: str) -> bool:
    """Whether the database has its first rows again; False where it must be made anew."""
    global _put_back_count
    _put_back_count += 1
    if _put_back_count % _PUT_BACK_MOST == 1:
        return False
    for _ in range(2):
        try:
            _line(name).execute("CALL pristine.put_back()")
            return True
        except psycopg.errors.LockNotAvailable:
            return False
        except psycopg.OperationalError:
            # A test cut every connection, this one too.
            _line.cache_clear()
        except psycopg.Error:
            # A test has changed its tables.
            return False
    return False


@lru_cache(maxsize=1)
def _line(name: str) -> psycopg.Connection[Any]:
    """One connection for all tests of a process: a new one would read the catalogue anew."""
    return postgres.connect(name)


def discard(database: Database) -> None:
    if database.kind == "postgresql":
        postgres.drop(database.url.split("@/", 1)[1].split("?", 1)[0])


def _sqlite_template() -> dict[str, Any]:
    file = run.folder() / "template.sqlite"
    _migrate(sqlite_at(file))
    # Everything into the one file that is copied.
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return {"file": str(file)}


def _postgresql_template() -> dict[str, Any]:
    postgres.create(_TEMPLATE)
    _migrate(postgres.url(_TEMPLATE))
    with postgres.connect(_TEMPLATE) as connection:
        connection.execute(_REMEMBER)
    return {"name": _TEMPLATE}


def _migrate(url: str) -> None:
    from webinar.app import create_app
    from webinar.running import prepare
    from webinar.settings import Settings

    app = create_app(
        Settings(data=run.folder() / "template-data", database_url=url, secret=SECRET, testing=True)
    )
    prepare(app)
    close(app)


def close(app: Any) -> None:
    """Give back every connection that the app holds, and forget its kept answers."""
    from webinar.core.db import db

    rest(app)
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


def rest(app: Any) -> None:
    """Forget the app's kept answers, and let its pool hold the connections for the next test.

    Only where the database stays: a new one of PostgreSQL costs a process that knows no table yet.
    """
    from webinar.core.db import db

    app.extensions["bytecache"].clear()
    with app.app_context():
        db.session.remove()


#: Keeps a copy of every table and the state of every sequence, and a procedure that puts
#: them back. It refuses where the tables are no longer those of the migrations.
_REMEMBER = """
CREATE SCHEMA pristine;
DO $$ DECLARE t text; BEGIN
    FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('CREATE TABLE pristine.%I AS TABLE public.%I', t, t);
    END LOOP;
END $$;
CREATE TABLE pristine."the sequences" AS
    SELECT sequencename::text AS name, coalesce(last_value, start_value) AS number,
        last_value IS NOT NULL AS used
    FROM pg_sequences WHERE schemaname = 'public';
CREATE PROCEDURE pristine.put_back() LANGUAGE plpgsql AS $$ DECLARE t text; BEGIN
    SET LOCAL lock_timeout = '2s';
    SET LOCAL session_replication_role = replica;
    IF (SELECT array_agg(tablename::text ORDER BY tablename) FROM pg_tables
            WHERE schemaname = 'public')
        <> (SELECT array_agg(tablename::text ORDER BY tablename) FROM pg_tables
            WHERE schemaname = 'pristine' AND tablename <> 'the sequences') THEN
        RAISE EXCEPTION 'other tables';
    END IF;
    -- A table whose file is empty was never written to, neither here nor by a migration.
    FOR t IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
            AND relkind = 'r' AND pg_relation_size(oid) > 0 LOOP
        EXECUTE format('DELETE FROM public.%I', t);
        EXECUTE format('INSERT INTO public.%I SELECT * FROM pristine.%I', t, t);
    END LOOP;
    PERFORM setval(format('public.%I', name)::regclass, number, used)
        FROM pristine."the sequences";
END $$;
"""
