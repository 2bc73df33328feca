"""Bring the schema up or down; refuse to run on one that is newer than the program.

Alembic is loaded when there is something to migrate: ten megabytes that no process needs else.
"""

from typing import TYPE_CHECKING

import sqlalchemy as sa
from flask import Flask

from webinar.core import places
from webinar.core.db import WRITER, db

if TYPE_CHECKING:
    from alembic.config import Config


class WrongSchema(Exception):
    """The database's schema is not the one this program knows; says the command to run."""


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(places.migrations()))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(app: Flask, revision: str = "head") -> None:
    """Run migrations up to `revision`, each in a transaction."""
    with app.app_context():
        refuse_newer()
        if revision == "head" and is_current():
            return
        from alembic import command

        command.upgrade(_config(), revision)


def downgrade(app: Flask, revision: str) -> None:
    from alembic import command

    with app.app_context():
        command.downgrade(_config(), revision)


def current_revision() -> str | None:
    """The revision that the database is at; None when it is empty."""
    with db.engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        revision: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        return revision


def newest_revision() -> str | None:
    return max(known_revisions(), default=None)


def known_revisions() -> set[str]:
    """Every revision that this program's migrations lead to: their files' names begin with it."""
    files = (places.migrations() / "versions").glob("[0-9]*_*.py")
    return {file.name.partition("_")[0] for file in files}


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
