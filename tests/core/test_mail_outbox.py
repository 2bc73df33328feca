"""The outbox: one mail per person and cause, written with its cause, delivered once it is true."""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller

from webinar.core import jobs, links, mail
from webinar.core.db import db, transaction
from webinar.core.mail import OutgoingMail, queue_mail

links.purpose("test-mail", "/test-mail/{token}")


class Sink:
    """Takes mails; `answers` are given in turn, then "250 OK"."""

    def __init__(self) -> None:
        self.answers: list[str] = []
        self.mails: list[bytes] = []
        self.seconds = 0.0

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.seconds:
            await asyncio.sleep(self.seconds)
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            self.mails.append(envelope.content)
        return answer


@contextlib.contextmanager
def smtp_server() -> Iterator[tuple[Sink, str]]:
    sink = Sink()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield sink, f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()


def queue(cause: str = "one", to: str = "reader@example.org", **values: Any) -> None:
    with transaction():
        queue_mail(
            "conversations/mail/message_received",
            to=to,
            subject="We have\r\nBcc: x@example.org your message",
            cause=cause,
            **{"name": "Ada", "hours": 48, "subject_line": "Tides"} | values,
        )


def rows() -> list[OutgoingMail]:
    db.session.expire_all()
    return list(db.session.scalars(sa.select(OutgoingMail).order_by(OutgoingMail.id)))


@pytest.fixture
def simple_template(app: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A mail template of the test's own, so that rooms may change theirs."""
    folder = tmp_path / "templates" / "conversations" / "mail"
    folder.mkdir(parents=True)
    (folder / "message_received.txt").write_text("Dear {{ name }}, {{ link|default('-') }}")
    (folder / "message_received.html").write_text("<p>Dear {{ name }}</p>")
    paths = [str(tmp_path / "templates"), *app.jinja_loader.searchpath]
    monkeypatch.setattr(app.jinja_loader, "searchpath", paths)
    app.jinja_env.cache.clear()
    yield
    app.jinja_env.cache.clear()


pytestmark = pytest.mark.usefixtures("simple_template")


def test_the_same_cause_gives_one_mail(in_app: Any) -> None:
    queue()
    queue()
    queue(cause="two")
    assert len(rows()) == 2


def test_without_a_server_mails_become_files(in_app: Any) -> None:
    queue()
    jobs.run_due()
    (row,) = rows()
    assert row.state == mail.SENT
    (file,) = mail.mail_folder().glob("*.eml")
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert message["To"] == "reader@example.org"
    assert message["Bcc"] is None
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == row.message_id
    assert "Dear Ada" in message.get_body(("plain",)).get_content()  # type: ignore[union-attr]


@pytest.mark.checklist(68)
def test_a_personal_link_is_made_at_delivery_only(in_app: Any) -> None:
    with transaction():
        link = links.make_link("test-mail")
        queue_mail(
            "conversations/mail/message_received",
            to="a@example.org",
            subject="Your link",
            cause="link",
            link=link,
            name="Ada",
        )
    (row,) = rows()
    signature = links.token(db.session.get_one(links.PersonalLink, row.link_id)).split(".")[1]
    assert signature not in str(row.values)
    assert signature not in mail.write(row, show_link=False).text
    jobs.run_due()
    (file,) = mail.mail_folder().glob("*.eml")
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    assert signature in message.get_body(("plain",)).get_content()  # type: ignore[union-attr]


@pytest.mark.checklist(80)
def test_a_busy_server_is_asked_again_a_refusal_is_final(in_app: Any) -> None:
    with smtp_server() as (sink, url):
        in_app.config["SMTP_URL"] = url
        sink.answers = ["451 later", "250 OK", "550 no such person"]
        queue()
        jobs.run_due()
        (row,) = rows()
        assert (row.state, row.attempts) == (mail.WAITING, 1)
        assert "451" in (row.last_error or "")
        with transaction() as session:
            session.execute(sa.update(jobs.Job).values(run_at=row.created_at))
        jobs.run_due()
        (row,) = rows()
        assert (row.state, len(sink.mails)) == (mail.SENT, 1)
        queue(cause="refused")
        jobs.run_due()
        assert rows()[1].state == mail.FAILED


@pytest.mark.checklist(21, 80)
def test_a_killed_runner_loses_no_mail(in_app: Any, settings: Any) -> None:
    """kill -9 in the middle of a delivery: the next runner sends it after the lease."""
    with smtp_server() as (sink, url):
        sink.seconds = 0.15
        for number in range(12):
            queue(cause=str(number), to=f"reader{number}@example.org")
        environ = os.environ | {
            "WEBINAR_DATA": str(settings.data),
            "WEBINAR_DATABASE_URL": settings.database_url,
            "WEBINAR_SMTP_URL": url,
            "TEST_TEMPLATES": in_app.jinja_loader.searchpath[0],
        }
        for _ in range(2):
            before = len(sink.mails)
            runner = subprocess.Popen([sys.executable, "-c", _RUNNER], env=environ)
            until(lambda seen=before: len(sink.mails) > seen + 1)
            os.kill(runner.pid, signal.SIGKILL)
            runner.wait()
        with transaction() as session:
            # What a minute of waiting would do: the dead runners' leases end.
            past = rows()[0].created_at
            session.execute(sa.update(jobs.Job).values(lease_until=past, run_at=past))
        in_app.config["SMTP_URL"] = url
        sink.seconds = 0
        jobs.run_due()
        assert {row.state for row in rows()} == {mail.SENT}
        ids = [message_from_bytes(one)["Message-ID"] for one in sink.mails]
        assert set(ids) == {row.message_id for row in rows()}
        # A second copy is possible only for the mail that was under way at each kill.
        assert len(ids) <= 12 + 2


def until(is_so: Any) -> None:
    for _ in range(600):
        if is_so():
            return
        time.sleep(0.05)
    pytest.fail("nothing was delivered within 30 seconds")


_RUNNER = """
import os, threading
from webinar.app import create_app
from webinar.core import jobs
from webinar.settings import Settings

app = create_app(Settings.from_environment())
app.jinja_loader.searchpath.insert(0, os.environ["TEST_TEMPLATES"])
jobs.run_forever(app, threading.Event())
"""


@pytest.mark.checklist(10)
def test_an_address_that_no_header_can_hold_fails_where_it_is_seen(in_app: Any) -> None:
    queue(to="jos\u00e9@example.org")
    jobs.run_due()
    (row,) = rows()
    assert row.state == mail.FAILED
    assert row.last_error


def test_a_server_that_hangs_is_left_alone_for_a_while(in_app: Any, monkeypatch: Any) -> None:
    tried: list[str] = []

    def hang(_message: Any, recipient: str, _name: str) -> None:
        tried.append(recipient)
        raise TimeoutError("timed out")

    monkeypatch.setattr(mail, "_send", hang)
    monkeypatch.setattr(mail, "_SLOW", -1.0)
    for number in range(3):
        queue(cause=str(number), to=f"reader{number}@example.org")
    jobs.run_due()
    assert tried == ["reader0@example.org"]
    assert {row.state for row in rows()} == {mail.WAITING}
    in_app.extensions.pop(mail._RESTS)
    with transaction() as session:
        session.execute(sa.update(jobs.Job).values(run_at=rows()[0].created_at))
    monkeypatch.undo()
    jobs.run_due()
    assert {row.state for row in rows()} == {mail.SENT}


def test_a_mail_that_was_taken_is_written_down_when_the_database_is_back(
    in_app: Any, monkeypatch: Any
) -> None:
    note, troubles = mail._note, [sa.exc.OperationalError("UPDATE", {}, OSError("away"))] * 2

    def away_twice(mail_id: int, state: str, error: str | None) -> None:
        if troubles:
            raise troubles.pop()
        note(mail_id, state, error)

    monkeypatch.setattr(mail, "_note", away_twice)
    monkeypatch.setattr(mail, "_PAUSES", (0, 0))
    queue()
    jobs.run_due()
    (row,) = rows()
    assert (row.state, row.attempts, troubles) == (mail.SENT, 1, [])
