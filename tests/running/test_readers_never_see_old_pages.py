"""Four processes, sixteen readers and an editor: no answer is old, none is mixed."""

import http.client
import re
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.support import databases
from tests.support.serving import serving
from webinar.core.revisions import POLL

pytestmark = [pytest.mark.slow]
READERS = 16
CHANGES = 40
#: the page says the number of the change in its title, its heading and its description
_NUMBERS = re.compile(r"Change (\d+)\.")


@dataclass
class Seen:
    """What one reader was told: when it asked, and which change the answer showed."""

    answers: list[tuple[float, int]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def _get(port: int, path: str, cookie: str = "", connection: Any = None) -> tuple[int, str, Any]:
    connection = connection or http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    return answer.status, answer.read().decode(), connection


def _read(port: int, path: str, seen: Seen, stop: threading.Event) -> None:
    connection = None
    while not stop.is_set():
        asked = time.monotonic()
        status, text, connection = _get(port, path, connection=connection)
        numbers = {int(number) for number in _NUMBERS.findall(text)}
        if status != 200 or len(numbers) != 1:
            seen.wrong.append(f"{status}: changes {sorted(numbers)} in one answer")
            return
        seen.answers.append((asked, numbers.pop()))
        time.sleep(0.002)


@pytest.mark.parametrize("kind", databases.KINDS)
def test_under_load(kind: str, tmp_path: Path) -> None:
    from tests.support import programme
    from webinar.app import create_app
    from webinar.settings import Settings
    from webinar.webinars import operations

    data = tmp_path / "data"
    database = databases.empty(kind, data / "webinar.sqlite")
    with serving(data, "--workers", "4", "--without-runner", database_url=database.url) as server:
        port = int(server.base_url.rpartition(":")[2])
        app = create_app(Settings(data=data, database_url=database.url, secret=databases.SECRET))
        committed: list[float] = []
        with app.app_context():
            made = programme.a_webinar("Change 0.", summary="Change 0.", subtitle="Change 0.")
            webinar_id, path = made.public_id, f"/webinars/{made.slug}/"
            committed.append(time.monotonic())
            stop, seen = threading.Event(), [Seen() for _ in range(READERS)]
            readers = [threading.Thread(target=_read, args=(port, path, one, stop)) for one in seen]
            for reader in readers:
                reader.start()
            try:
                for number in range(1, CHANGES + 1):
                    words = f"Change {number}."
                    operations.edit_webinar(
                        webinar_id=webinar_id,
                        title=words,
                        summary=words,
                        subtitle=words,
                        timezone=made.timezone,
                        starts=made.starts_wall,
                        ends=made.ends_wall,
                        category_id=made.category.public_id,
                        slug=made.slug,
                        by=programme.ANNA,
                    )
                    committed.append(time.monotonic())
                    # The editor's next requests, whichever process answers.
                    for _ in range(6):
                        _, text, _ = _get(port, path, cookie="session=of-the-editor")
                        assert set(_NUMBERS.findall(text)) == {str(number)}
                    time.sleep(0.03)
            finally:
                stop.set()
                for reader in readers:
                    reader.join(40)
        databases.close(app)
    databases.discard(database)

    assert [line for one in seen for line in one.wrong] == []
    allowed = 0.0 if kind == "sqlite" else POLL
    for one in seen:
        assert len(one.answers) > CHANGES
        for asked, number in one.answers:
            newest = max(n for n, at in enumerate(committed) if at <= asked - allowed or n == 0)
            assert number >= newest, f"change {number} shown {asked - committed[newest]:.3f} s late"
