"""Bring the schema up or down; refuse to run on one that is newer than the program."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from webinar.core import places
from webinar.core.db import WRITER, db


class WrongSchema(Exception):
    """The database's schema is not the one this program knows; says the command to run."""


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(places.migrations()))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(app: Flask, revision: str = "head") -> None:
    """Run migrations up to `revision`, each in a transaction."""
    with app.app_context():
        refuse_newer()
        command.upgrade(_config(), revision)


def downgrade(app: Flask, revision: str) -> None:
    with app.app_context():
        command.downgrade(_config(), revision)


def current_revision() -> str | None:
    """The revision that the database is at; None when it is empty."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str | None:
    return ScriptDirectory(str(Path(places.migrations()))).get_current_head()


def known_revisions() -> set[str]:
    """Every revision that this program's migrations lead to."""
    return {
        script.revision for script in ScriptDirectory(str(places.migrations())).walk_revisions()
    }


def is_current() -> bool:
    return current_revision() == newest_revision()


def refuse_newer() -> None:
    """Raises WrongSchema when the database knows a revision that this program does not."""
    at = current_revision()
    if at is None:
        return
    if at not in known_revisions():
        raise WrongSchema(
            f"The database is at revision {at}, which this version of webinar does not know."
            " Install the newer version again, or restore a backup."
        )


def require_current() -> None:
    """Raises WrongSchema, naming the command, unless all migrations have run."""
    refuse_newer()
    if not is_current():
        raise WrongSchema("The database needs an upgrade: run `webinar db upgrade`.")


def writer_engine():  # type: ignore[no-untyped-def]
    """The engine that migrations run on."""
    return db.engines.get(WRITER, db.engines[None])
