"""Migrations: one head, up, down and up again, and at the end exactly what the models say."""

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from tests.support import databases
from webinar.app import create_app
from webinar.calendars.models import FeedBody
from webinar.core import places, schema
from webinar.core.db import db, transaction
from webinar.settings import Settings

#: Alembic's own, and what the search room keeps by hand (and SQLite's shadows of it)
_UNKNOWN_TO_MODELS = ("alembic_version", "search_index")
#: the words as PostgreSQL cuts them; SQLite has no such type
_KEPT_BY_SEARCH = {("search_document", "heads"), ("search_document", "tokens")}


@pytest.fixture
def bare_app(empty_database, tmp_path):
    """The app on a database that no migration has touched."""
    settings = Settings(
        data=tmp_path / "data",
        database_url=empty_database.url,
        base_url="http://localhost",
        secret=databases.SECRET,
        testing=True,
    )
    made = create_app(settings)
    yield made
    databases.close(made)


def _tables(app) -> set[str]:
    with app.app_context():
        return {
            name
            for name in sa.inspect(db.engine).get_table_names()
            if not name.startswith("alembic_version")
        }


def test_there_is_one_head():
    assert len(ScriptDirectory(str(places.migrations())).get_heads()) == 1


def test_up_down_up(bare_app):
    schema.upgrade(bare_app)
    first = _tables(bare_app)
    assert len(first) > 10
    schema.downgrade(bare_app, "base")
    assert _tables(bare_app) == set()
    schema.upgrade(bare_app)
    assert _tables(bare_app) == first
    with bare_app.app_context():
        assert schema.is_current()


def test_models_and_migrations_agree(in_app):
    def counts(thing, name, kind, _reflected, _compare_to):
        if kind == "column":
            return (thing.table.name, name) not in _KEPT_BY_SEARCH
        return not (kind in ("table", "index") and (name or "").startswith(_UNKNOWN_TO_MODELS))

    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": counts}
        )
        assert compare_metadata(context, db.metadata) == []


def test_references_are_kept_after_a_migration(bare_app):
    """SQLite switches foreign keys off for a migration, on the very connection that writes."""
    schema.upgrade(bare_app)
    dangling = sa.insert(FeedBody.__table__).values(feed_id=4711, header=b"", body_gzip=b"")
    with bare_app.app_context(), pytest.raises(sa.exc.IntegrityError), transaction() as session:
        session.execute(dangling)


def test_revisions_are_what_their_files_are_called():
    script = ScriptDirectory(str(places.migrations()))
    assert schema.known_revisions() == {one.revision for one in script.walk_revisions()}
    assert schema.newest_revision() == script.get_current_head()
