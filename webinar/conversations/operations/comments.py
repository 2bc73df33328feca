"""Comments: written by anybody, shown when an organizer or a proven author's record says so.

What keeps an impostor out. Every comment waits for approval. The one exception needs
both proofs: its author opened the personal link that was mailed for *this* comment, so
the mailbox is theirs; and an earlier comment from that mailbox, confirmed the same way
and under the same name, is shown because an organizer approved it. Typing somebody's
name or address alone shows nothing.
"""

from collections.abc import Collection, Mapping
from datetime import timedelta

import sqlalchemy as sa
from flask import current_app
from flask_babel import gettext

from webinar.conversations.announcements import CommentChanged, CommentWritten
from webinar.conversations.models import REFUSED, SHOWN, WAITING, Comment
from webinar.conversations.queries import DELETED, WAITING_COMMENTS, shown_comment
from webinar.conversations.subjects import open_subject
from webinar.conversations.words import comment_html
from webinar.core import clock
from webinar.core.db import db, with_deleted
from webinar.core.journal import Actor, about, operation
from webinar.core.links import PersonalLink, make_link, purpose
from webinar.core.mail import mail_to, queue_mail
from webinar.core.news import announce
from webinar.core.plainerror import N_, PlainError
from webinar.organization.queries import site
from webinar.webinars.colleagues import people_to_tell_of

CONFIRMS = purpose("comment", "/comments/mine/{token}")
#: the same words by the same person within this time are one comment, sent twice
SAME_WORDS = timedelta(hours=1)
#: how long an author's link is good
LINK_LASTS = timedelta(days=30)


class CannotComment(PlainError):
    """The thing, or the comment that is answered, is not there to be commented on."""


@operation
def write_comment(
    *,
    by: Actor,
    kind: str,
    subject_id: str,
    author_name: str,
    body: str,
    author_email: str = "",
    parent_id: str = "",
    send_receipt: bool = True,
) -> Comment:
    """Take a comment in; it waits for approval, and those who want to know are told.

    With an address and `send_receipt` its author gets a personal link. Raises
    CannotComment when the thing is not readable, or the answered comment not shown.
    """
    subject = open_subject(kind, subject_id)
    if subject is None:
        raise CannotComment(N_("What you commented on is not there any more."))
    parent = shown_comment(kind, subject_id, parent_id) if parent_id else None
    if parent_id and parent is None:
        raise CannotComment(N_("The comment you answered is not there any more."))
    sent_before = db.session.scalar(
        sa.select(Comment).where(
            Comment.subject_kind == kind,
            Comment.subject_id == subject_id,
            Comment.parent_id == (parent.id if parent else None),
            Comment.author_name == author_name,
            Comment.author_email == author_email,
            Comment.body == body,
            Comment.created_at > clock.now() - SAME_WORDS,
        )
    )
    if sent_before is not None:
        about(sent_before)
        return sent_before
    row = Comment(
        subject_kind=kind,
        subject_id=subject_id,
        parent_id=parent.id if parent else None,
        author_name=author_name,
        author_email=author_email,
        body=body,
        body_html=comment_html(body),
        state=WAITING,
    )
    db.session.add(row)
    db.session.flush()
    if author_email and send_receipt:
        _mail_receipt(row, subject.title)
    for person in people_to_tell_of("comment", subject.webinar_number):
        mail_to(
            person,
            "conversations/mail/comment_waits",
            subject=lambda: gettext("A comment waits: %(title)s", title=subject.title),
            cause=f"comment {row.public_id}",
            title=subject.title,
            author=author_name,
            words=body[:1000],
            url=current_app.config["BASE_URL"] + WAITING_COMMENTS,
        )
    announce(CommentWritten(row.id))
    return row


def _mail_receipt(row: Comment, title: str) -> None:
    link = make_link(
        CONFIRMS,
        subject_id=row.public_id,
        email=row.author_email,
        expires_at=clock.now() + LINK_LASTS,
    )
    # A stranger may have typed this address: nothing they wrote goes into the mail.
    queue_mail(
        "conversations/mail/comment_receipt",
        to=row.author_email,
        subject=gettext("Your comment on %(site)s", site=site().name),
        cause=f"comment {row.public_id}",
        language=site().language,
        link=link,
        title=title,
    )


def _comment(public_id: str) -> Comment:
    row = db.session.scalar(sa.select(Comment).where(Comment.public_id == public_id))
    if row is None:
        raise CannotComment(N_("This comment is not there any more."))
    return row


def _link(link_id: str) -> PersonalLink:
    return db.session.execute(
        sa.select(PersonalLink).where(
            PersonalLink.public_id == link_id, PersonalLink.purpose == CONFIRMS
        )
    ).scalar_one()


@operation
def confirm_comment(*, by: Actor, link_id: str) -> Comment:
    """Its author says, through the personal link, that these are their words.

    Shown at once when an organizer has approved a confirmed comment of the same mailbox
    and name before; else it goes on waiting. `link_id` is that of a link that was opened.
    """
    row = _comment(_link(link_id).subject_id)
    if row.email_confirmed_at is None:
        row.email_confirmed_at = clock.now()
        if row.state == WAITING and _is_known_author(row):
            _show(row)
        announce(CommentChanged(row.id))
    return row


def _is_known_author(row: Comment) -> bool:
    earlier = db.session.scalars(
        sa.select(Comment.author_name).where(
            Comment.id != row.id,
            Comment.author_email == row.author_email,
            Comment.email_confirmed_at.is_not(None),
            Comment.state == SHOWN,
            Comment.deleted_at.is_(None),
        )
    )
    return row.author_name.casefold() in {name.casefold() for name in earlier}


@operation
def withdraw_comment(*, by: Actor, link_id: str) -> Comment:
    """Its author takes it back through the personal link; organizers can restore it."""
    row = _comment(_link(link_id).subject_id)
    row.deleted_at = clock.now()
    announce(CommentChanged(row.id))
    return row


def _show(row: Comment) -> None:
    row.state = SHOWN
    row.shown_at = row.shown_at or clock.now()


def _comments(comment_ids: Collection[str]) -> list[Comment]:
    """The named comments, deleted ones too, each looked up by itself in one statement.

    Of several who decide about one at once, the others then find it decided.
    """
    wanted = sa.select(Comment).where(Comment.public_id.in_(comment_ids)).order_by(Comment.id)
    found = list(db.session.scalars(with_deleted(wanted).with_for_update(of=Comment)))
    if found:
        about(found[0])
    return found


def _tell(rows: list[Comment]) -> list[Comment]:
    for row in rows:
        announce(CommentChanged(row.id))
    return rows


@operation
def approve_comments(*, by: Actor, comment_ids: Collection[str]) -> list[Comment]:
    """Show them to readers. Deleted ones stay as they are."""
    rows = [row for row in _comments(comment_ids) if row.deleted_at is None]
    for row in rows:
        _show(row)
    return _tell(rows)


@operation
def refuse_comments(*, by: Actor, comment_ids: Collection[str]) -> list[Comment]:
    """Do not show them, and keep them. Deleted ones stay as they are."""
    rows = [row for row in _comments(comment_ids) if row.deleted_at is None]
    for row in rows:
        row.state = REFUSED
    return _tell(rows)


@operation
def delete_comments(*, by: Actor, comment_ids: Collection[str]) -> list[Comment]:
    """Take them away; they can be restored for 30 days."""
    rows = [row for row in _comments(comment_ids) if row.deleted_at is None]
    for row in rows:
        row.deleted_at = clock.now()
    return _tell(rows)


@operation
def restore_comments(*, by: Actor, comment_ids: Collection[str]) -> list[Comment]:
    """Bring deleted ones back, in the state they had."""
    rows = [row for row in _comments(comment_ids) if row.deleted_at is not None]
    for row in rows:
        row.deleted_at = None
    return _tell(rows)


@operation
def put_back_comments(*, by: Actor, states: Mapping[str, str]) -> list[Comment]:
    """Undo: give each comment (public identifier) the state it had, `deleted` among them."""
    rows = _comments(states.keys())
    for row in rows:
        wanted = states[row.public_id]
        if wanted == DELETED:
            row.deleted_at = row.deleted_at or clock.now()
        elif wanted in (WAITING, SHOWN, REFUSED):
            row.deleted_at = None
            row.state = wanted
            if wanted == SHOWN:
                _show(row)
    return _tell(rows)
