"""vdirsyncer and khal, subscribed before an edit, see the entries change that were edited."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import make_server

from tests.support import programme
from tests.support.programme import ANNA, wall

_BIN = Path(sys.executable).parent


class Subscriber:
    """A person's computer: vdirsyncer copies the feed into a folder, khal shows it."""

    def __init__(self, folder: Path, address: str) -> None:
        self.items = folder / "items"
        self.items.mkdir()
        sync = folder / "vdirsyncer.conf"
        sync.write_text(
            f"""[general]
status_path = "{folder}/status"

[pair webinars]
a = "local"
b = "remote"
collections = null
conflict_resolution = "b wins"

[storage local]
type = "filesystem"
path = "{self.items}"
fileext = ".ics"

[storage remote]
type = "http"
url = "{address}"
"""
        )
        show = folder / "khal.conf"
        show.write_text(
            f"""[calendars]
[[webinars]]
path = {self.items}
readonly = True

[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = UTC
default_timezone = UTC

[sqlite]
path = {folder}/khal.db
"""
        )
        self._sync, self._show = sync, show
        self._environment = {**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8"}
        self._run("vdirsyncer", "-c", str(sync), "discover")

    def _run(self, *command: str) -> str:
        done = subprocess.run(
            [str(_BIN / command[0]), *command[1:]],
            capture_output=True,
            text=True,
            input="y\n",
            env=self._environment,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def sync(self) -> set[bytes]:
        """The bytes of the items after another poll."""
        self._run("vdirsyncer", "-c", str(self._sync), "sync")
        return {place.read_bytes() for place in self.items.iterdir()}

    def shown(self) -> list[str]:
        """khal's lines `day start summary`, in order."""
        told = self._run(
            "khal",
            "-c",
            str(self._show),
            "list",
            "--format",
            "{start-date} {start-time} {title}",
            "--day-format",
            "",
            "2026-05-01",
            "2026-06-01",
        )
        return [line for line in told.splitlines() if line.strip()]


@pytest.fixture
def address(app: Any) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/feeds/site.ics"
    server.shutdown()
    thread.join()


def _titles(items: set[bytes]) -> set[str]:
    return {
        line.removeprefix(b"SUMMARY:").decode()
        for item in items
        for line in item.splitlines()
        if line.startswith(b"SUMMARY:")
    }


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_moved_cancelled_and_renamed(site: Any, address: str, tmp_path: Path) -> None:
    from webinar.core.db import transaction
    from webinar.webinars import operations

    with transaction():
        webinar = programme.a_draft("Seminar", ends=wall("2026-05-05 20:00"))
        sessions = {
            title: programme.a_session(
                webinar,
                title,
                starts=wall(f"2026-05-05 {hour}:00"),
                ends=wall(f"2026-05-05 {hour + 1}:00"),
            )
            for hour, title in enumerate(("Moved", "Cancelled", "Renamed", "Kept", "Dropped"), 14)
        }
        operations.publish_webinar(webinar_id=webinar.public_id, by=ANNA)
    folder = tmp_path / "subscriber"
    folder.mkdir()
    person = Subscriber(folder, address)
    before = person.sync()
    assert len(before) == 5
    assert person.sync() == before
    assert person.shown()[0] == "2026-05-05 13:00 Moved"

    renamed = sessions["Renamed"]
    operations.move_session(
        session_id=sessions["Moved"].public_id,
        starts=wall("2026-05-05 19:00"),
        ends=wall("2026-05-05 20:00"),
        by=ANNA,
    )
    operations.cancel_session(session_id=sessions["Cancelled"].public_id, reason="", by=ANNA)
    operations.edit_session(
        session_id=renamed.public_id,
        title="Another name",
        starts=renamed.starts_wall,
        ends=renamed.ends_wall,
        by=ANNA,
    )
    operations.delete_session(session_id=sessions["Dropped"].public_id, by=ANNA)

    after = person.sync()
    assert _titles(before & after) == {"Kept"}
    assert _titles(after - before) == {"Moved", "Cancelled: Cancelled", "Another name"}
    assert person.shown() == [
        "2026-05-05 14:00 Cancelled: Cancelled",
        "2026-05-05 15:00 Another name",
        "2026-05-05 16:00 Kept",
        "2026-05-05 18:00 Moved",
    ]
