"""Two foreign programs, subscribed to a served site before edits, hold what was edited."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.calendars.dav.conftest import alone
from tests.support.programme import ANNA, wall

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
]
_BIN = Path(sys.executable).parent


@pytest.fixture
def asked() -> list[str]:
    """Methods and paths, as they came."""
    return []


@pytest.fixture
def base(app: Any, site: Any, asked: list[str]) -> Iterator[str]:
    class Noting(WSGIRequestHandler):
        def log_request(self, *_: Any) -> None:
            asked.append(f"{self.command} {self.path}")

    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Noting)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


class Vdirsyncer:
    """A folder that vdirsyncer keeps in step with a CalDAV address."""

    def __init__(self, folder: Path, address: str, collections: str) -> None:
        self.items = folder / "items"
        self._config = folder / "config"
        self._home = folder
        self._config.write_text(
            f"""[general]
status_path = "{folder}/status"

[pair webinars]
a = "local"
b = "remote"
collections = {collections}
conflict_resolution = "b wins"
metadata = ["displayname", "color"]

[storage local]
type = "filesystem"
path = "{self.items}"
fileext = ".ics"

[storage remote]
type = "caldav"
url = "{address}"
read_only = true
"""
        )
        self.run("discover")

    def run(self, command: str) -> str:
        done = subprocess.run(
            [str(_BIN / "vdirsyncer"), "-c", str(self._config), command],
            capture_output=True,
            text=True,
            input="y\ny\n",
            env={**os.environ, "HOME": str(self._home), "LC_ALL": "C.UTF-8"},
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def sync(self) -> list[str]:
        self.run("sync")
        return sorted(map(_title, (place.read_text() for place in self.items.rglob("*.ics"))))


def _title(item: str) -> str:
    (line,) = [one for one in item.splitlines() if one.startswith("SUMMARY:")]
    return line.removeprefix("SUMMARY:")


def _edits(three: list[Any]) -> Iterator[list[str]]:
    """One change after the other; what a program should hold then."""
    from webinar.webinars import operations

    banks, floods, mouths = (one.public_id for one in three)
    webinar = three[0].webinar.public_id
    yield ["Banks", "Floods", "Mouths"]
    times = {"starts": wall("2026-05-05 15:10"), "ends": wall("2026-05-05 15:40")}
    operations.edit_session(session_id=floods, title="Deltas", by=ANNA, **times)
    yield ["Banks", "Deltas", "Mouths"]
    operations.cancel_session(session_id=mouths, reason="", by=ANNA)
    operations.delete_session(session_id=banks, by=ANNA)
    yield ["Cancelled: Mouths", "Deltas"]
    alone("Lakes")
    operations.unlist_webinar(webinar_id=webinar, by=ANNA)
    yield ["Lakes"]


def test_vdirsyncer(base: str, three: list[Any], tmp_path: Path, asked: list[str]) -> None:
    # From the server's root alone, by the well-known address (RFC 6764).
    person = Vdirsyncer(tmp_path, f"{base}/", '["from b"]')
    for titles in _edits(three):
        assert person.sync() == titles
    before = {place: place.read_bytes() for place in person.items.rglob("*.ics")}
    asked.clear()
    assert person.sync() == titles
    assert {place: place.read_bytes() for place in person.items.rglob("*.ics")} == before
    # Nothing is fetched again.
    assert {one.split()[0] for one in asked} == {"PROPFIND"}
    person.run("metasync")
    assert [place.name for place in person.items.iterdir()] == ["site"]
    assert (person.items / "site" / "displayname").read_text() == "Webinars"


def test_the_caldav_library(base: str, three: list[Any], asked: list[str]) -> None:
    import caldav

    with caldav.DAVClient(url=f"{base}/", username="anything", password="at all") as client:
        principal = client.principal()
        (calendar,) = principal.calendars()
        assert calendar.get_display_name() == "Webinars"
        kept: Any = None
        for titles in _edits(three):
            if kept is None:
                kept = calendar.objects_by_sync_token(load_objects=True)
            else:
                kept.sync()
            assert sorted(_title(one.data) for one in kept) == titles
            asked.clear()
            updated, deleted = kept.sync()
            assert (list(updated), list(deleted)) == ([], [])
            assert len(asked) == 1
            found = calendar.search(event=True)
            assert sorted(_title(one.data) for one in found) == titles
