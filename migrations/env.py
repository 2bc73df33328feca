"""Alembic's environment: runs inside the application's context, on its writer engine."""

from alembic import context

from webinar.core.db import db
from webinar.core.schema import writer_engine

#: kept by the search room's own statements, unknown to the models
OWN_SEARCH_TABLES = "search_index"


def include(_object, name, kind, _reflected, _compare_to):
    return not (kind in ("table", "index") and name and name.startswith(OWN_SEARCH_TABLES))


def run() -> None:
    with writer_engine().connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            # A batch step copies a table: with keys on, dropping the old one would cascade.
            raw = connection.connection.driver_connection
            raw.execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            include_object=include,
            render_as_batch=is_sqlite,
            compare_type=True,
        )
        try:
            with context.begin_transaction():
                context.run_migrations()
                if is_sqlite:
                    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                    if broken:
                        raise RuntimeError(f"migration broke foreign keys: {broken[:5]}")
        finally:
            if is_sqlite:
                # Inside a transaction, such as the one a last look has begun, it does nothing.
                connection.rollback()
                raw.execute("PRAGMA foreign_keys=ON")


run()
