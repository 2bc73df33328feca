"""facts/reliability.md 3.5: a backup under writes, a wipe, and the site is there again."""

import contextlib
import hashlib
import io
import json
import os
import sqlite3
import tarfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.support import databases, people
from tests.support.databases import Database
from tests.support.world import BY, World


@pytest.fixture
def filled(app: Any, settings: Any) -> dict[str, Any]:
    """A site with a webinar, a stored file, a personal link and somebody signed in."""
    from webinar.core import links
    from webinar.core.journal import SYSTEM
    from webinar.organization.operations import ensure_site
    from webinar.speakers.operations import send_personal_link

    secret = settings.data / "secret"
    secret.write_text(databases.SECRET + "\n")
    secret.chmod(0o600)
    with app.app_context():
        ensure_site(by=SYSTEM)
        world = World(app)
        path = f"/webinars/{world.published.slug}/"
        world.new_file()
        link = links.token(send_personal_link(speaker_id=world.speaker.public_id, by=BY))
    browser = people.signed_in(app, people.make_account(app))
    assert browser.get("/organize/").status_code == 200
    return {"page": path, "my": f"/my/{link}", "browser": browser}


@pytest.fixture
def new_place(database: Database, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Settings of an empty place for another site on the same kind of database."""
    data = tmp_path / "new" / "data"
    empty = databases.empty(database.kind, data / "webinar.sqlite")
    yield {
        "WEBINAR_DATA": str(data),
        "WEBINAR_DATABASE_URL": empty.url,
        "WEBINAR_BASE_URL": "http://localhost",
    }
    databases.discard(empty)


def _run(environment: dict[str, str], *arguments: str) -> Any:
    from click.testing import CliRunner

    from webinar.cli import main

    return CliRunner().invoke(main, arguments, env=environment)


@contextlib.contextmanager
def _writing(app: Any) -> Iterator[Callable[[], int]]:
    """A thread that files categories without a pause; answers how many it has."""
    from webinar.webinars.operations import create_category

    stop, count = threading.Event(), [0]

    def write() -> None:
        with app.app_context():
            while not stop.is_set():
                create_category(name=f"Written meanwhile {count[0]}", by=BY)
                count[0] += 1

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield lambda: count[0]
    finally:
        stop.set()
        thread.join(30)


def _counts(site: Any) -> dict[str, int]:
    from webinar.core.db import Base, db

    with site.app_context():
        return {
            table.name: db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


def _hashes(folder: Path) -> dict[str, str]:
    return {
        str(place.relative_to(folder)): hashlib.sha256(place.read_bytes()).hexdigest()
        for place in folder.glob("files/??/*")
    }


def test_the_drill(
    app: Any,
    cli: Any,
    settings: Any,
    filled: dict[str, Any],
    new_place: dict[str, str],
    tmp_path: Path,
) -> None:
    before, hashes = _counts(app), _hashes(settings.data)
    assert hashes
    archive = tmp_path / "site.tar"
    with _writing(app) as written:
        while written() < 3:
            pass
        first = written()
        made = cli("backup", str(archive))
        last = written() + 1
    assert made.exit_code == 0, made.output
    assert archive.stat().st_mode & 0o777 == 0o600
    assert [place.name for place in tmp_path.iterdir() if place.name.startswith(".")] == []

    restored = _run(new_place, "restore", str(archive))
    assert restored.exit_code == 0, restored.output
    site = _site(new_place)
    try:
        _is_sound(site)
        after = _counts(site)
        assert first <= after["category"] - before["category"] <= last
        for table, count in _counts(app).items():
            # What the writing thread does not touch is the same at all three moments.
            assert before[table] <= after[table] <= count, table
        assert _hashes(Path(new_place["WEBINAR_DATA"])) == hashes
        browser = site.test_client()
        assert browser.get(filled["page"]).status_code == 200
        assert browser.get(filled["my"]).status_code == 200
        for cookie in filled["browser"]._cookies.values():
            browser.set_cookie(cookie.key, cookie.value, domain="localhost")
        assert browser.get("/organize/").status_code == 200, "still signed in"
        with site.app_context():
            # Numbers go on after the highest.
            World(site).new_webinar("Written after it")
    finally:
        databases.close(site)


def _site(environment: dict[str, str]) -> Any:
    from webinar.app import create_app
    from webinar.settings import Settings

    return create_app(Settings.from_environment(environment))


def _is_sound(site: Any) -> None:
    from webinar.core.db import db

    with site.app_context():
        if db.engine.dialect.name == "sqlite":
            assert db.session.scalar(sa.text("PRAGMA integrity_check")) == "ok"
            assert db.session.execute(sa.text("PRAGMA foreign_key_check")).all() == []


def test_a_filled_place_is_left_alone(
    cli: Any, settings: Any, filled: dict[str, Any], new_place: dict[str, str], tmp_path: Path
) -> None:
    assert cli("backup", str(tmp_path)).exit_code == 0
    (archive,) = tmp_path.glob("webinar-*Z.tar")
    again = cli("backup", str(archive))
    assert again.exit_code == 1
    assert "exists already" in again.output

    secret = (settings.data / "secret").read_text()
    refused = cli("restore", str(archive))
    assert refused.exit_code == 1
    assert "is not empty" in refused.output
    assert (settings.data / "secret").read_text() == secret

    elsewhere = {**new_place, "WEBINAR_DATABASE_URL": settings.database_url}
    refused = _run(elsewhere, "restore", str(archive))
    assert refused.exit_code == 1
    assert "Nothing was restored" in refused.output
    _nothing_was_written(new_place)


def _nothing_was_written(place: dict[str, str]) -> None:
    data = Path(place["WEBINAR_DATA"])
    assert [one for one in data.parent.rglob("*") if one != data] == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("harm", ["flipped", "cut off", "other words", "a stranger", "newer"])
def test_a_damaged_archive_restores_nothing(
    cli: Any, filled: dict[str, Any], new_place: dict[str, str], tmp_path: Path, harm: str
) -> None:
    archive = tmp_path / "site.tar"
    assert cli("backup", str(archive)).exit_code == 0
    _harm(archive, harm)
    refused = _run(new_place, "restore", str(archive))
    assert refused.exit_code == 1
    assert "Error: " in refused.output
    assert "Traceback" not in refused.output
    _nothing_was_written(new_place)


def _harm(archive: Path, harm: str) -> None:
    if harm == "other words":
        archive.write_text("not a tar file, but long enough " * 100)
        return
    if harm == "cut off":
        os.truncate(archive, archive.stat().st_size // 2)
        return
    if harm == "flipped":
        with tarfile.open(archive) as tar:
            at = tar.getmember("database.sqlite").offset_data + 5000
        with archive.open("r+b") as file:
            file.seek(at)
            byte = file.read(1)[0]
            file.seek(at)
            file.write(bytes([byte ^ 1]))
        return
    with tarfile.open(archive) as tar:
        members = [(info, tar.extractfile(info).read()) for info in tar]  # type: ignore[union-attr]
    with tarfile.open(archive, "w") as tar:
        if harm == "a stranger":
            members.insert(0, (tarfile.TarInfo("../outside"), b"words"))
        for info, kept in members:
            content = kept
            if harm == "newer" and info.name == "manifest.json":
                content = json.dumps(json.loads(kept) | {"revision": "ffff"}).encode()
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))


def test_there_is_no_site_to_back_up(tmp_path: Path) -> None:
    place = {"WEBINAR_DATA": str(tmp_path / "nothing")}
    refused = _run(place, "backup", str(tmp_path))
    assert refused.exit_code == 1
    assert "WEBINAR_DATA" in refused.output
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_lost_file_is_told(
    cli: Any, settings: Any, filled: dict[str, Any], tmp_path: Path
) -> None:
    next(settings.data.glob("files/??/*")).unlink()
    made = cli("backup", str(tmp_path / "site.tar"))
    assert made.exit_code == 0
    assert "lost before" in made.output


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_another_kind_of_database_is_refused(
    cli: Any, filled: dict[str, Any], new_place: dict[str, str], tmp_path: Path
) -> None:
    archive = tmp_path / "site.tar"
    assert cli("backup", str(archive)).exit_code == 0
    other = databases.empty("postgresql", tmp_path)
    try:
        refused = _run({**new_place, "WEBINAR_DATABASE_URL": other.url}, "restore", str(archive))
    finally:
        databases.discard(other)
    assert refused.exit_code == 1
    assert "WEBINAR_DATABASE_URL" in refused.output
    _nothing_was_written(new_place)


def test_an_unsound_database_is_seen_before_it_is_used(tmp_path: Path) -> None:
    from webinar.transfer.archive import Unfit
    from webinar.transfer.databases import check_sqlite

    file = tmp_path / "loose.sqlite"
    with contextlib.closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE a (id INTEGER PRIMARY KEY)")
        database.execute("CREATE TABLE b (a_id INTEGER REFERENCES a (id))")
        database.execute("INSERT INTO b VALUES (7)")
        database.commit()
    with pytest.raises(Unfit, match="1 loose rows"):
        check_sqlite(file)
