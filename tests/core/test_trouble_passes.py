"""A full disk, a database that is away: a page that says so, with what was typed; then all goes on.

The same for real, from outside: `python -m bench.faults disk_full postgres_restarted`.
"""

import re
from html import unescape
from typing import Any

import pytest
import sqlalchemy as sa

from tests.support import postgres, programme
from webinar.conversations.models import Comment
from webinar.core import limits
from webinar.core.db import WRITER, db, transaction
from webinar.core.revisions import Unknown

pytestmark = pytest.mark.checklist(80)

WORDS = "Rivers carry what we give them. " * 120
SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
POSTGRESQL = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


@pytest.fixture
def site(app: Any) -> Any:
    app.config["LIMITS_OFF"] = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


@pytest.fixture
def address(site: Any) -> str:
    with site.app_context():
        return f"/comments/webinar/{programme.a_webinar().public_id}"


def comments(app: Any) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(sa.select(Comment.body)))


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page))


def typed(client: Any, address: str) -> dict[str, str]:
    made = re.search(r'name="form_time"[^>]*value="([^"]+)"', client.get(address).text)
    assert made
    return {"form_time": made[1], "name": "Ada", "email": "", "body": WORDS}


@SQLITE
def test_a_full_disk_keeps_the_words_and_reading_goes_on(
    site: Any, client: Any, address: str, valid_html: Any
) -> None:
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    fields = typed(client, address)
    with site.app_context(), db.engines[WRITER].connect() as connection:
        # SQLite says the same of a page too many as of a full disk.
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    site.config["LIMITS_OFF"] = False
    answer = client.post(address, data=fields)
    assert answer.status_code == 507
    assert int(answer.headers["Retry-After"]) > 0
    assert "no room left" in answer.text
    valid_html(answer.text)
    area = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", answer.text, re.S)
    assert area
    assert unescape(area[1]).split() == WORDS.split()
    for path in ("/", "/webinars/", "/search?q=seminar", "/contact"):
        assert client.get(path).status_code == 200, path
    assert comments(site) == []
    with site.app_context(), db.engines[WRITER].connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1073741823")
    # What the page holds is sent again as it stands.
    again = client.post(address, data=hidden(answer.text) | {"body": unescape(area[1])})
    assert again.status_code == 303
    assert len(comments(site)) == 1


def test_a_search_that_cannot_be_counted_goes_on(site: Any, client: Any, monkeypatch: Any) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise sa.exc.OperationalError("INSERT", {}, OSError("disk full"))

    monkeypatch.setattr(limits, "spend", full)
    assert client.get("/search?q=seminar").status_code == 200


def test_a_password_is_not_given_back(site: Any, client: Any, monkeypatch: Any) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise sa.exc.TimeoutError

    monkeypatch.setattr("webinar.accounts.signing.account_by_email", away)
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    answer = client.post("/sign-in", data={"email": "ada@example.org", "password": "a heron"})
    assert answer.status_code == 503
    assert "heron" not in answer.text
    assert 'method="post"' not in answer.text


@POSTGRESQL
def test_a_lost_connection_costs_one_answer_at_most(site: Any, client: Any, database: Any) -> None:
    def cut() -> None:
        postgres.connect(str(sa.make_url(database.url).database)).execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    def finished() -> str:
        db.session.execute(sa.text("SELECT 1"))
        cut()
        return "done"

    def broken() -> str:
        with transaction() as session:
            session.execute(sa.text("SELECT 1"))
            cut()
            session.execute(sa.text("SELECT 1"))
        return "never"

    for view, code in ((finished, 200), (broken, 503)):
        view.policy = lambda **_: True  # type: ignore[attr-defined]
        site.view_functions["site.home"] = view
        answer = client.get("/?page=2")
        assert answer.status_code == code
        assert "Traceback" not in answer.text
        # The pool finds out by itself.
        assert client.get("/contact").status_code == 200


def test_programs_are_told_in_a_sentence(site: Any, client: Any) -> None:
    def away(**_: Any) -> str:
        raise sa.exc.TimeoutError

    away.policy = lambda **_: True  # type: ignore[attr-defined]
    site.view_functions["posts.atom"] = away
    answer = client.get("/feeds/news.atom")
    assert (answer.status_code, answer.mimetype) == (503, "text/plain")


class Away:
    """A watch whose database does not answer."""

    def number(self, *, strict: bool) -> int:
        raise Unknown

    def close(self) -> None:
        """Nothing to let go of."""


def test_kept_pages_outlive_the_database_for_ten_minutes(
    site: Any, client: Any, clock: Any, monkeypatch: Any
) -> None:
    cache = site.extensions["bytecache"]
    client.get("/webinars/")
    asked: list[str] = []
    monkeypatch.setattr(cache, "watch", Away())
    monkeypatch.setattr(cache, "app", lambda environ, start: asked.append(environ["PATH_INFO"]))
    clock.shift(9 * 60)
    assert client.get("/webinars/").status_code == 200
    assert asked == []
    # What this process knows to be old is not given, and nothing after that time.
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(cache, "_newest", cache._newest + 1)
        with pytest.raises(TypeError):
            client.get("/webinars/")
    clock.shift(2 * 60)
    with pytest.raises(TypeError):
        client.get("/webinars/")
    assert asked == ["/webinars/"] * 2
