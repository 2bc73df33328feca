"""The same data give the same bytes: other database, other process, after a restart."""

import hashlib
import os
import subprocess
import sys
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.support import databases, programme
from tests.support.programme import ANNA

FEEDS = ("site", "archive", "category/history", "speaker/maria-nowak", "webinar/spring-seminar")

_ELSEWHERE = """
import sys
from pathlib import Path
from webinar.app import create_app
from webinar.settings import Settings
data, url, secret, *feeds = sys.argv[1:]
app = create_app(Settings(data=Path(data), database_url=url, base_url="http://localhost",
                          secret=secret, testing=True))
client = app.test_client()
for feed in feeds:
    answer = client.get(f"/feeds/{feed}.ics")
    print(answer.headers["ETag"], answer.headers["Last-Modified"], len(answer.data))
"""


def _settings(database: Any, folder: Path) -> Any:
    from webinar.settings import Settings

    return Settings(
        data=folder,
        database_url=database.url,
        base_url="http://localhost",
        secret=databases.SECRET,
        testing=True,
    )


def _fill() -> None:
    import sqlalchemy as sa

    from webinar.calendars.models import CalendarState, Feed
    from webinar.calendars.operations import ensure_calendars
    from webinar.core.db import db, transaction
    from webinar.core.journal import SYSTEM
    from webinar.organization.operations import ensure_site
    from webinar.webinars import operations

    with transaction():
        ensure_site(by=SYSTEM).install_id = "thesameinstallation"
        db.session.execute(sa.delete(Feed))
        db.session.execute(sa.delete(CalendarState))
    ensure_calendars()
    with transaction():
        webinar = programme.a_webinar()
        speaker = programme.a_speaker()
        for name in ("Ärger", "zebra", "Zoo", "ångström"):
            # All at the same time: the UID decides about the order.
            programme.speaks(programme.a_session(webinar, name), speaker)
    operations.cancel_session(session_id=webinar.sessions[1].public_id, reason="Illness", by=ANNA)


@pytest.fixture
def counted_ids(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Start the random part of UIDs anew: the same ones in each database."""
    from webinar.core import ids

    def restart() -> None:
        numbers = count()
        monkeypatch.setattr(
            ids,
            "new_id",
            lambda: ids.digest_id(hashlib.sha256(str(next(numbers)).encode()).digest()),
        )

    return restart


def test_both_databases(tmp_path: Path, clock: Any, counted_ids: Any) -> None:
    from webinar.app import create_app

    answers = []
    for kind in databases.KINDS:
        folder = tmp_path / kind
        database = databases.migrated(kind, folder / "webinar.sqlite")
        app = create_app(_settings(database, folder))
        counted_ids()
        with app.app_context():
            _fill()
        client = app.test_client()
        found = [client.get(f"/feeds/{feed}.ics") for feed in FEEDS]
        answers.append(
            [(one.data, one.headers["ETag"], one.headers["Last-Modified"]) for one in found]
        )
        databases.close(app)
        databases.discard(database)
    assert answers[0] == answers[1]
    assert answers[0][0][0].count(b"BEGIN:VEVENT") == 5


def test_another_process(database: Any, settings: Any, in_app: Any, client: Any) -> None:
    _fill()
    here = [client.get(f"/feeds/{feed}.ics") for feed in FEEDS]
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            _ELSEWHERE,
            str(settings.data),
            database.url,
            databases.SECRET,
            *FEEDS,
        ],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONHASHSEED": "7"},
    )
    assert done.stdout.splitlines() == [
        f"{one.headers['ETag']} {one.headers['Last-Modified']} {len(one.data)}" for one in here
    ]


def test_a_restart_and_starting_again(settings: Any, in_app: Any, client: Any) -> None:
    from webinar.app import create_app
    from webinar.calendars.operations import ensure_calendars

    _fill()
    before = [client.get(f"/feeds/{feed}.ics") for feed in FEEDS]
    restarted = create_app(settings)
    with restarted.app_context():
        ensure_calendars()
    again = restarted.test_client()
    after = [again.get(f"/feeds/{feed}.ics") for feed in FEEDS]
    databases.close(restarted)
    assert [one.data for one in after] == [one.data for one in before]
    assert [dict(one.headers) for one in after] == [dict(one.headers) for one in before]


def test_the_host_that_was_asked_does_not_matter(in_app: Any, client: Any) -> None:
    _fill()
    here = client.get("/feeds/site.ics")
    there = client.get("/feeds/site.ics", base_url="http://elsewhere.example:9000")
    assert there.data == here.data
