"""A clean, migrated database for each test, by copying one that was migrated once."""

import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
    """Give back every connection that the app holds."""
    from webinar.core.db import db

    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
