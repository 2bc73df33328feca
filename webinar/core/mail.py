"""The outbox: every mail is a row in the transaction of its cause, and a job delivers it.

A row keeps template and values; the words are rendered at delivery, and a
personal link's address is made only then. One mail per kind, recipient and cause.
Without an SMTP server mails become files in `<data>/mail`.
"""

import contextlib
import smtplib
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa
from flask import current_app, render_template
from flask_babel import force_locale
from sqlalchemy.orm import Mapped, mapped_column

from webinar.core import clock, jobs, links
from webinar.core.db import Base, Identified, UtcDateTime, db, transaction
from webinar.core.links import PersonalLink

WAITING, SENT, FAILED = "waiting", "sent", "failed"
#: how long delivery is tried
PATIENCE = timedelta(days=3)
#: of one delivery job; growing pauses of at most an hour make it last longer than our patience
_ATTEMPTS = 200
#: a server that lets somebody wait for so many seconds is left alone for as many more: other jobs
#: have their turn meanwhile
_SLOW, _REST = 5.0, 60.0
#: until when, in `app.extensions`; monotonic seconds
_RESTS = "mail.rests_until"
#: pauses in seconds before it is written down once more that a mail was taken: else it goes twice
_PAUSES = (0.2, 1, 3, 6, 12, 20)


class OutgoingMail(Identified, Base):
    """One mail to one person."""

    __tablename__ = "outgoing_mail"
    __is_public__ = False
    __table_args__ = (sa.UniqueConstraint("kind", "to_address", "cause"),)

    #: template under `templates/`, without ending: `papers/mail/link`
    kind: Mapped[str] = mapped_column(sa.String(80), index=True)
    to_address: Mapped[str] = mapped_column(sa.String(254), index=True)
    to_name: Mapped[str] = mapped_column(sa.String(200), default="")
    reply_to: Mapped[str] = mapped_column(sa.String(254), default="")
    subject: Mapped[str] = mapped_column(sa.String(400))
    #: plain values for the template
    values: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    language: Mapped[str] = mapped_column(sa.String(20), default="en")
    link_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("personal_link.id", ondelete="SET NULL")
    )
    #: generation of the link when the mail was planned: its address is good for that one alone
    link_generation: Mapped[int | None] = mapped_column()
    #: beneath the link's address: where one press ends such mails (RFC 8058); empty without one
    stop_path: Mapped[str] = mapped_column(sa.String(40), default="")
    #: what it answers to; makes a second mail for the same cause impossible
    cause: Mapped[str] = mapped_column(sa.String(120))
    state: Mapped[str] = mapped_column(sa.String(10), default=WAITING, index=True)
    last_error: Mapped[str | None] = mapped_column(sa.Text)
    attempts: Mapped[int] = mapped_column(default=0)
    message_id: Mapped[str] = mapped_column(sa.String(200), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


@dataclass(frozen=True)
class Written:
    """A mail's words, as they are sent."""

    subject: str
    text: str
    html: str


def queue_mail(
    kind: str,
    /,
    *,
    to: str,
    subject: str,
    cause: str,
    to_name: str = "",
    reply_to: str = "",
    link: PersonalLink | None = None,
    stop_path: str = "",
    language: str = "en",
    **values: Any,
) -> None:
    """Put a mail into the open transaction; the same kind, person and cause only once.

    `stop_path`, with a `link`: where beneath its address a POST ends such mails (RFC 8058).
    `values` are plain (JSON); the template sees them, `link` (the address) and `site`.
    """
    known = db.session.scalar(
        sa.select(OutgoingMail.id).where(
            OutgoingMail.kind == kind, OutgoingMail.to_address == to, OutgoingMail.cause == cause
        )
    )
    if known is not None:
        return
    mail = OutgoingMail(
        kind=kind,
        to_address=to,
        to_name=" ".join(to_name.split())[:200],
        reply_to=reply_to,
        subject=" ".join(subject.split())[:400],
        values=values,
        language=language,
        link_id=link.id if link else None,
        link_generation=link.generation if link else None,
        stop_path=stop_path,
        cause=cause,
    )
    db.session.add(mail)
    db.session.flush()
    mail.message_id = f"<{mail.public_id}@{urlsplit(current_app.config['BASE_URL']).hostname}>"
    jobs.enqueue(
        "deliver_mail", unique_key=f"mail:{mail.public_id}", max_attempts=_ATTEMPTS, mail_id=mail.id
    )


class Reader(Protocol):
    """Whoever gets mails in a language of their own: an account, a profile."""

    @property
    def email(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def language(self) -> str: ...


def mail_to(
    reader: Reader, kind: str, /, *, subject: Callable[[], str], cause: str, **more: Any
) -> None:
    """`queue_mail` to them by name; `subject` is asked in their language."""
    with force_locale(reader.language):
        words = subject()
    queue_mail(
        kind,
        to=reader.email,
        to_name=reader.name,
        language=reader.language,
        subject=words,
        cause=cause,
        **more,
    )


def send_again(mail: OutgoingMail) -> None:
    """Plan another delivery of a failed mail, in the open transaction."""
    mail.state, mail.last_error = WAITING, None
    jobs.enqueue("deliver_mail", max_attempts=_ATTEMPTS, mail_id=mail.id)


def write(mail: OutgoingMail, *, show_link: bool = True) -> Written:
    """The words of a mail; with `show_link` false its personal address is masked."""
    link = db.session.get(PersonalLink, mail.link_id) if mail.link_id else None
    values = dict(mail.values)
    if link is not None:
        values["link"] = links.address(link) if show_link else links.masked(link)
    with force_locale(mail.language):
        text = render_template(f"{mail.kind}.txt", mail=mail, **values)
        html = render_template(f"{mail.kind}.html", mail=mail, **values)
    # Of the processes only the one that sends mail has a use for it.
    import css_inline

    return Written(mail.subject, text, css_inline.inline(html))


def compose(mail: OutgoingMail) -> EmailMessage:
    """The message that is sent, complete with headers.

    Raises ValueError for a mail whose link was revoked since: a new one is not for this mailbox.
    """
    link = db.session.get(PersonalLink, mail.link_id) if mail.link_id else None
    if link is not None and link.generation != mail.link_generation:
        raise ValueError("the link in this mail was revoked meanwhile")
    words = write(mail)
    message = EmailMessage(policy=SMTP)
    message["Subject"] = words.subject
    message["From"] = _sender()
    message["To"] = Address(mail.to_name, addr_spec=mail.to_address)
    if mail.reply_to:
        message["Reply-To"] = Address(addr_spec=mail.reply_to)
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = mail.message_id
    # RFC 3834: automatic answers must not answer each other.
    message["Auto-Submitted"] = "auto-generated"
    if link is not None and mail.stop_path:
        message["List-Unsubscribe"] = f"<{links.address(link)}/{mail.stop_path}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(words.text)
    message.add_alternative(words.html, subtype="html")
    return message


def _sender() -> Address:
    site = current_app.config["SITE_FOR_MAIL"]()
    return Address(site["name"], addr_spec=site["address"])


@jobs.handles("deliver_mail")
def deliver(mail_id: int) -> None:
    """Send one mail; safe to run twice but for the moment between 250 and our commit."""
    mail = db.session.get(OutgoingMail, mail_id)
    if mail is None or mail.state == SENT:
        return
    if time.monotonic() < current_app.extensions.get(_RESTS, float("-inf")):
        raise jobs.Later("the mail server did not answer a moment ago")
    try:
        message = compose(mail)
    except ValueError as error:
        # No header can hold its address: somebody must see it, waiting changes nothing.
        db.session.rollback()
        _note(mail_id, FAILED, reason(error))
        raise jobs.Hopeless(reason(error)) from error
    recipient, name, too_old = (
        mail.to_address,
        mail.public_id,
        mail.created_at + PATIENCE < clock.now(),
    )
    db.session.rollback()
    began = time.monotonic()
    try:
        _send(message, recipient, name)
    except (OSError, smtplib.SMTPException) as error:
        if time.monotonic() - began > _SLOW:
            current_app.extensions[_RESTS] = time.monotonic() + _REST
        final = _is_final(error) or too_old
        _note(mail_id, FAILED if final else WAITING, reason(error))
        if final:
            raise jobs.Hopeless(reason(error)) from error
        raise jobs.Later(reason(error)) from error
    _note_sent(mail_id)


def _note_sent(mail_id: int) -> None:
    """Insists: while the database starts anew, or its disk is full, nobody may send it again."""
    for pause in _PAUSES:
        with contextlib.suppress(sa.exc.OperationalError):
            _note(mail_id, SENT, None)
            return
        time.sleep(pause)
    _note(mail_id, SENT, None)


def _note(mail_id: int, state: str, error: str | None) -> None:
    with transaction() as session:
        session.execute(
            sa.update(OutgoingMail)
            .where(OutgoingMail.id == mail_id)
            .values(
                state=state,
                last_error=error,
                attempts=OutgoingMail.attempts + 1,
                sent_at=clock.now() if state == SENT else None,
            )
        )


def mail_folder() -> Path:
    return Path(current_app.config["DATA"]) / "mail"


def has_server() -> bool:
    return bool(current_app.config["SMTP_URL"])


def _send(message: EmailMessage, recipient: str, name: str) -> None:
    if not has_server():
        folder = mail_folder()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = folder / f".{name}.part"
        unfinished.write_bytes(message.as_bytes())
        unfinished.rename(folder / f"{name}.eml")
        return
    with connected() as server:
        server.send_message(message, to_addrs=[recipient])


@contextlib.contextmanager
def connected() -> Iterator[smtplib.SMTP]:
    """The server that WEBINAR_SMTP_URL names, ready to take a mail.

    Raises OSError or SMTPException.
    """
    url = urlsplit(current_app.config["SMTP_URL"])
    secure = ssl.create_default_context()
    host = url.hostname or "localhost"
    # Our public name in HELO; smtplib would look up the machine's, which tells too much.
    ours = urlsplit(current_app.config["BASE_URL"]).hostname
    server: smtplib.SMTP
    if url.scheme == "smtps":
        server = smtplib.SMTP_SSL(
            host, url.port or 465, local_hostname=ours, timeout=20, context=secure
        )
    else:
        server = smtplib.SMTP(host, url.port or 25, local_hostname=ours, timeout=20)
    with server:
        if url.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=secure)
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        yield server


def _is_final(error: Exception) -> bool:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 500


def reason(error: Exception) -> str:
    """What the server said, or what kept us from it, in one line."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        return f"{code} {words.decode('utf-8', 'replace')}"
    if isinstance(error, smtplib.SMTPResponseException):
        said: bytes | str = error.smtp_error
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
        return f"{error.smtp_code} {text}"
    return str(error) or type(error).__name__
