"""The run's own PostgreSQL server."""

import psycopg

from tests.support import databases, postgres


def test_it_listens_on_no_port_and_sorts_like_people():
    with psycopg.connect(postgres.url("postgres")) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        rows = connection.execute("SELECT x FROM (VALUES ('b'), ('A'), ('a')) v(x) ORDER BY x")
        assert [row[0] for row in rows] == ["a", "A", "b"]


def test_a_discarded_database_is_gone(tmp_path):
    made = databases.empty("postgresql", tmp_path / "unused")
    with psycopg.connect(made.url) as connection:
        connection.execute("CREATE TABLE t (x int)")
    databases.discard(made)
    name = made.url.split("@/")[1].split("?")[0]
    with psycopg.connect(postgres.url("postgres")) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
        assert found.fetchone() is None


def test_a_kept_database_is_put_back_and_not_made_anew(monkeypatch):
    name = databases.kept("postgresql").url.split("@/")[1].split("?")[0]
    monkeypatch.setattr(databases, "_put_back_count", 1)
    with postgres.connect(name) as connection:
        first = connection.execute("SELECT count(*) FROM revision_counter").fetchone()
        connection.execute("DELETE FROM revision_counter")
    assert databases._put_back(name)
    with postgres.connect(name) as connection:
        assert connection.execute("SELECT count(*) FROM revision_counter").fetchone() == first
