"""`webinar doctor`: each planted misconfiguration is found, with what to do about it."""

import contextlib
import os
import shutil
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from webinar import doctor
from webinar.core import clock, jobs
from webinar.core.db import db, transaction
from webinar.settings import Settings

Asked = Callable[..., list[str]]


@pytest.fixture
def checks(app: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """What the doctor holds against a site that is otherwise well; settings by their names."""
    from webinar.core.command import Installation
    from webinar.core.journal import SYSTEM
    from webinar.organization.operations import ensure_site

    (settings.data / "files").mkdir()
    (settings.data / "secret").touch(mode=0o600)
    (settings.data / "secret").write_text("words")
    monkeypatch.setattr(doctor, "_rules_of", lambda _folder: "9999z")
    monkeypatch.setattr(doctor, "ENOUGH", 1)
    with app.app_context():
        ensure_site(by=SYSTEM)

    def ask(**more: str) -> list[str]:
        app.config["SMTP_URL"] = more.get("WEBINAR_SMTP_URL", "smtp://none")
        environment = {
            "WEBINAR_DATA": str(settings.data),
            "WEBINAR_DATABASE_URL": settings.database_url,
            "WEBINAR_BASE_URL": "http://localhost",
            **more,
        }
        site = Installation(lambda _: app)
        site.__dict__["settings_as_found"] = Settings.from_environment(environment, only_look=True)
        site.__dict__["settings"] = site.settings_as_found
        with contextlib.ExitStack() as stack:
            if "WEBINAR_SMTP_URL" not in more:
                stack.enter_context(pytest.MonkeyPatch.context()).setattr(
                    doctor.mail, "connected", contextlib.nullcontext
                )
            return [finding.words for finding in doctor.findings(site) if not finding.is_fine]

    return ask


def _one(found: list[str], *words: str) -> None:
    assert len(found) == 1, found
    for word in words:
        assert word in found[0]


def test_a_site_that_is_well(checks: Asked) -> None:
    assert checks() == []


def test_the_secret_is_open(checks: Asked, settings: Any) -> None:
    (settings.data / "secret").chmod(0o644)
    _one(checks(), "chmod 600", "644")


def test_the_secret_is_missing_and_stays_so(checks: Asked, settings: Any) -> None:
    (settings.data / "secret").unlink()
    _one(checks(), "secret is missing", "backup")
    assert not (settings.data / "secret").exists()


def test_there_is_no_data_folder_and_none_is_made(checks: Asked, tmp_path: Path) -> None:
    _one(checks(WEBINAR_DATA=str(tmp_path / "none")), "no data folder", "WEBINAR_DATA")
    assert not (tmp_path / "none").exists()


def test_a_folder_cannot_be_written(checks: Asked, settings: Any) -> None:
    folder = settings.data / "files"
    folder.chmod(0o500)
    try:
        _one(checks(), str(folder), "account")
    finally:
        folder.chmod(0o700)


def test_the_disk_is_nearly_full(checks: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=0))
    _one(checks(), "Only 0 MB")


def _set_revision(to: str) -> None:
    with db.engines.get("writer", db.engine).begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :to"), {"to": to})


def test_the_schema_is_newer(checks: Asked, in_app: Any) -> None:
    _set_revision("from the future")
    _one(checks(), "does not know", "newer version")


def test_the_schema_is_behind(checks: Asked, in_app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.schema, "newest_revision", lambda: "next")
    _one(checks(), "webinar db upgrade", "next")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_there_is_no_database_yet(checks: Asked, settings: Any, tmp_path: Path) -> None:
    file = tmp_path / "none.sqlite"
    _one(checks(WEBINAR_DATABASE_URL=f"sqlite:///{file}"), "webinar db upgrade")
    assert not file.exists()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_sqlite_is_not_in_wal(checks: Asked, tmp_path: Path) -> None:
    file = tmp_path / "old.sqlite"
    with contextlib.closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE one (id INTEGER)")
    _one(checks(WEBINAR_DATABASE_URL=f"sqlite:///{file}"), "not WAL", "restart")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_file_is_no_database(checks: Asked, tmp_path: Path) -> None:
    file = tmp_path / "odd.sqlite"
    file.write_text("these are words " * 100)
    _one(checks(WEBINAR_DATABASE_URL=f"sqlite:///{file}"), "cannot be read as a database")


def test_passwords_travel_in_the_open(checks: Asked) -> None:
    plain = "http://webinars.example.org"
    _one(checks(WEBINAR_BASE_URL=plain, WEBINAR_HOST="::"), "https")
    _one(checks(WEBINAR_BASE_URL=plain), "https")


def test_the_proxy_is_not_trusted(checks: Asked) -> None:
    public = {"WEBINAR_BASE_URL": "https://webinars.example.org"}
    _one(checks(**public), "WEBINAR_TRUSTED_PROXIES", "127.0.0.1")
    assert checks(**public, WEBINAR_TRUSTED_PROXIES="127.0.0.1") == []


def test_no_mail_server_is_set(checks: Asked) -> None:
    _one(checks(WEBINAR_SMTP_URL=""), "set WEBINAR_SMTP_URL")


def test_the_mail_server_does_not_answer(checks: Asked) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        _one(checks(WEBINAR_SMTP_URL=f"smtp://127.0.0.1:{port}"), "host and port", "refused")


@contextlib.contextmanager
def _strict_server() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    controller = Controller(
        object(),
        hostname="127.0.0.1",
        port=port,
        authenticator=lambda *_: AuthResult(success=False, handled=False),
        auth_require_tls=False,
    )
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def test_the_mail_server_refuses_the_sign_in(checks: Asked) -> None:
    with _strict_server() as port:
        found = checks(WEBINAR_SMTP_URL=f"smtp://ada:heron@127.0.0.1:{port}")
    _one(found, "refuses the sign-in", "user and password")
    assert "heron" not in found[0]


def test_no_scanner_answers(checks: Asked, tmp_path: Path) -> None:
    _one(checks(WEBINAR_SCANNER=str(tmp_path / "clamd.ctl")), "clamd", "WEBINAR_SCANNER")


def test_jobs_are_dead_and_late(checks: Asked, in_app: Any) -> None:
    with transaction() as session:
        session.add(jobs.Job(kind="one", state=jobs.DEAD))
        session.add(jobs.Job(kind="two", run_at=clock.now() - timedelta(minutes=16)))
        session.add(jobs.Job(kind="three", run_at=clock.now() - timedelta(minutes=14)))
    dead, late = checks()
    assert dead.startswith("1 jobs have failed for good")
    assert late.startswith("1 jobs wait")


def test_a_stored_file_is_lost_and_one_left_over(
    checks: Asked, in_app: Any, settings: Any, tmp_path: Path
) -> None:
    from webinar.core import files

    for name in ("kept", "lost"):
        (tmp_path / name).write_bytes(b"words")
        with transaction():
            row = files.keep(
                tmp_path / name, filename="a.txt", media_type="text/plain", sha256="0" * 64
            )
            with files.storage().local(row.storage_name) as place:
                pass
    place.unlink()
    _one(checks(), "1 stored files are missing")
    place.write_bytes(b"words")
    over = settings.data / "files" / "zz" / ("z" * 26)
    over.parent.mkdir()
    over.write_bytes(b"words")
    assert checks() == [], "it may belong to a form that is being sent"
    then = time.time() - 90_000
    os.utime(over, (then, then))
    _one(checks(), "1 files", "nothing names")


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_the_clocks_differ(checks: Asked, in_app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    class Late(doctor.datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return super().now(tz) - timedelta(minutes=3)

    monkeypatch.setattr(doctor, "datetime", Late)
    _one(checks(), "180 seconds", "time server")


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_the_database_is_away(checks: Asked, app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise sa.exc.OperationalError("SELECT 1", {}, Exception("connection refused\nmore"))

    monkeypatch.setattr(doctor.schema, "refuse_newer", away)
    _one(checks(), "does not answer: connection refused.", "WEBINAR_DATABASE_URL")


def test_the_zone_rules_are_old(checks: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_rules_of", lambda _folder: "2019a")
    _one(checks(), "2019a", "PYTHONTZPATH")


def test_examples_are_shown_to_everybody(checks: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "has_examples", lambda: True)
    assert checks() == [], "on one's own machine they are welcome"
    public = {"WEBINAR_BASE_URL": "https://a.example", "WEBINAR_TRUSTED_PROXIES": "::1"}
    _one(checks(**public), "webinar demo remove")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_command_ends_with_1_and_marks_what_is_wrong(cli: Any, settings: Any) -> None:
    answer = cli("doctor")
    assert answer.exit_code == 1
    assert "CHECK" in answer.output
    assert "secret is missing" in answer.output
    assert "Traceback" not in answer.output
