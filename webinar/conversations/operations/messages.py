"""Contact messages: a conversation with a state, answered by mail in the site's name."""

from datetime import timedelta

import sqlalchemy as sa
from flask import current_app
from flask_babel import gettext

from webinar.accounts.queries import people_to_tell
from webinar.conversations.announcements import MessageWritten
from webinar.conversations.models import ANSWERED, CLOSED, NEW, ContactAnswer, ContactMessage
from webinar.core import clock
from webinar.core.db import StaleEdit, db, with_deleted
from webinar.core.i18n import long_date
from webinar.core.journal import Actor, about, operation
from webinar.core.mail import mail_to, queue_mail
from webinar.core.news import announce
from webinar.core.plainerror import N_, PlainError
from webinar.organization.queries import promised_by, site
from webinar.organization.words import by_when

#: the same words by the same person within this time are one message, sent twice
SAME_WORDS = timedelta(hours=1)


class NoSuchMessage(PlainError):
    """There is no such message, or it was deleted."""


def _message(public_id: str, *, deleted: bool = False) -> ContactMessage:
    found = sa.select(ContactMessage).where(ContactMessage.public_id == public_id)
    row = db.session.scalar(with_deleted(found) if deleted else found)
    if row is None:
        raise NoSuchMessage(N_("This message is not there any more."))
    about(row)
    return row


@operation
def write_message(
    *,
    by: Actor,
    name: str,
    email: str,
    body: str,
    subject: str = "",
    send_confirmation: bool = True,
) -> ContactMessage:
    """Take a visitor's message in, promise an answer, tell those who want to know."""
    now = clock.now()
    sent_before = db.session.scalar(
        sa.select(ContactMessage).where(
            ContactMessage.email == email,
            ContactMessage.name == name,
            ContactMessage.subject == subject,
            ContactMessage.body == body,
            ContactMessage.created_at > now - SAME_WORDS,
        )
    )
    if sent_before is not None:
        about(sent_before)
        return sent_before
    row = ContactMessage(
        name=name, email=email, subject=subject, body=body, promised_by=promised_by(now)
    )
    db.session.add(row)
    db.session.flush()
    here = site()
    promise = by_when(row.promised_by, here.timezone)
    if send_confirmation:
        # A stranger may have typed this address: nothing they wrote goes into the mail.
        queue_mail(
            "conversations/mail/message_received",
            to=email,
            subject=gettext("Your message to %(site)s", site=here.name),
            cause=f"message {row.public_id}",
            language=here.language,
            promise=promise,
        )
    for person in people_to_tell("message"):
        mail_to(
            person,
            "conversations/mail/message_waits",
            subject=lambda: gettext("A message from %(name)s", name=name),
            cause=f"message {row.public_id}",
            name=name,
            topic=subject,
            words=body[:1000],
            promise=promise,
            url=f"{current_app.config['BASE_URL']}/organize/messages/{row.public_id}/",
        )
    announce(MessageWritten(row.id))
    return row


@operation
def answer_message(
    *, by: Actor, message_id: str, body: str, answers_seen: int | None = None
) -> ContactAnswer:
    """Answer by mail, from the site's name and to be answered at the site's address.

    `answers_seen` is how many answers there were when the form was opened; raises
    StaleEdit when somebody else has answered since.
    """
    row = _message(message_id)
    if answers_seen is not None and answers_seen != len(row.answers):
        raise StaleEdit(row)
    now = clock.now()
    answer = ContactAnswer(message=row, author_label=by.label, body=body, created_at=now)
    db.session.add(answer)
    row.state, row.answered_at = ANSWERED, now
    db.session.flush()
    here = site()
    queue_mail(
        "conversations/mail/answer",
        to=row.email,
        to_name=row.name,
        subject=_answer_subject(row.subject, here.name),
        cause=f"answer {answer.public_id}",
        language=here.language,
        reply_to=here.mail_from,
        name=row.name,
        words=body,
        asked_on=long_date(row.created_at, here.timezone),
    )
    return answer


def _answer_subject(subject: str, name: str) -> str:
    if subject:
        return f"Re: {subject}"
    return str(gettext("Our answer to your message to %(site)s", site=name))


@operation
def close_message(*, by: Actor, message_id: str) -> ContactMessage:
    """Nothing more is to be done, answered or not."""
    row = _message(message_id)
    row.state = CLOSED
    return row


@operation
def reopen_message(*, by: Actor, message_id: str) -> ContactMessage:
    """Closed becomes what it was before: answered, or new with the promise it had."""
    row = _message(message_id)
    if row.state == CLOSED:
        row.state = ANSWERED if row.answered_at else NEW
    return row


@operation
def renew_message(*, by: Actor, message_id: str) -> ContactMessage:
    """The answer did not settle it: it is new again, with the promise it had."""
    row = _message(message_id)
    if row.state == ANSWERED:
        row.state, row.answered_at = NEW, None
    return row


@operation
def delete_message(*, by: Actor, message_id: str) -> ContactMessage:
    """Take it away; it can be restored for 30 days."""
    row = _message(message_id)
    row.deleted_at = clock.now()
    return row


@operation
def restore_message(*, by: Actor, message_id: str) -> ContactMessage:
    """Bring a deleted message back in the state it had."""
    row = _message(message_id, deleted=True)
    row.deleted_at = None
    return row
