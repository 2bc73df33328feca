"""The mails of a served site, files in `<data>/mail`: what people find in their mailboxes."""

import re
import time
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import cast

from tests.support.serving import Server

_PATIENCE = 60


def mails_to(server: Server, address: str) -> list[EmailMessage]:
    """Everything delivered to that address so far, in no order."""
    return [mail for mail in map(_read, _files(server)) if address in str(mail["To"])]


def wait_for_mail(server: Server, to: str, about: str) -> EmailMessage:
    """The mail to that address whose subject has these words, once the runner delivered it."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        for mail in mails_to(server, to):
            if about.casefold() in str(mail["Subject"]).casefold():
                return mail
        time.sleep(0.1)
    known = [f"{mail['To']}: {mail['Subject']}" for mail in map(_read, _files(server))]
    raise AssertionError(f"no mail to {to} about {about!r} within {_PATIENCE} s; there are {known}")


def link_in(mail: EmailMessage, beginning: str) -> str:
    """The first address in the plain text that begins so."""
    found = re.search(rf"{re.escape(beginning)}\S+", words_of(mail))
    assert found, f"no address {beginning}… in:\n{words_of(mail)}"
    return found.group()


def words_of(mail: EmailMessage) -> str:
    """Its plain text."""
    part = mail.get_body(("plain",))
    assert part is not None, mail
    return str(part.get_content())


def _files(server: Server) -> list[Path]:
    return sorted((server.data / "mail").glob("*.eml"))


def _read(file: Path) -> EmailMessage:
    return cast(EmailMessage, message_from_bytes(file.read_bytes(), policy=default))
