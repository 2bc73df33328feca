"""What one test writes, the next does not see; and SQL is counted as it is sent."""

import pytest
import sqlalchemy as sa

from webinar.core import schema
from webinar.core.db import db


@pytest.mark.parametrize("turn", ["first", "second"])
def test_nothing_is_left_from_the_test_before(in_app, turn):
    # Whatever migrations put there stays the same; the mark of the other turn is not there.
    with db.engines.get("writer", db.engines[None]).begin() as connection:
        found = sa.inspect(connection).has_table("left_behind")
        connection.execute(sa.text("CREATE TABLE left_behind (x int)"))
    assert not found


def test_the_database_is_migrated_and_of_the_kind_it_says(in_app, database):
    assert schema.is_current()
    assert db.engine.dialect.name == database.kind


def test_statements_are_counted_literally(in_app, statements):
    with statements(exactly=2) as seen:
        db.session.execute(sa.text("SELECT 1"))
        db.session.execute(sa.text("SELECT 2"))
        db.session.rollback()
    assert str(seen) == "1. SELECT 1\n2. SELECT 2"
    bounded = statements(at_most=1)
    bounded.__enter__()
    db.session.execute(sa.text("SELECT 3"))
    db.session.execute(sa.text("SELECT 4"))
    with pytest.raises(AssertionError, match=r"2 statements, more than 1:\n1\. SELECT 3"):
        bounded.__exit__(None, None, None)


def test_the_clock_stands_still_until_it_is_moved(clock):
    from webinar.core.clock import now

    before = now()
    assert now() == before
    clock.shift(90)
    assert (now() - before).total_seconds() == 90
