"""What speakers do when webinars change: hear of it by mail, and go along into a copy.

`wiring.py` connects these. They run inside the transaction of the change.
"""

from typing import Any

import sqlalchemy as sa
from flask_babel import force_locale, gettext

from webinar.core import clock
from webinar.core.db import db
from webinar.core.journal import SYSTEM
from webinar.core.mail import queue_mail
from webinar.speakers.models import Speaker
from webinar.speakers.operations import copy_session_speakers, personal_link
from webinar.speakers.queries import speakers_of_sessions
from webinar.speakers.times import when_words
from webinar.webinars.announcements import (
    SessionCancelled,
    SessionCopied,
    SessionMoved,
    WebinarCancelled,
)
from webinar.webinars.models import PUBLISHED, Session, Webinar


def take_speakers_along(happened: SessionCopied) -> None:
    """The copy of a session has the same people."""
    copy_session_speakers(
        original_id=happened.original_id, session_id=happened.session_id, by=SYSTEM
    )


def tell_moved(happened: SessionMoved) -> None:
    """Mail the session's speakers the old and the new time, while either is still to come."""
    session = db.session.get(Session, happened.session_id)
    if session is None or session.is_cancelled or session.webinar.state != PUBLISHED:
        return
    if max(session.ends_at, happened.old_ends_at) <= clock.now():
        return
    for speaker in _reachable(session):
        with force_locale(speaker.language):
            _mail(
                "speakers/mail/moved",
                speaker,
                session,
                subject=gettext("New time: %(title)s", title=session.title),
                old=when_words(speaker, session, happened.old_starts_at, happened.old_ends_at),
                new=when_words(speaker, session, session.starts_at, session.ends_at),
            )


def tell_cancelled(happened: SessionCancelled) -> None:
    """Mail the session's speakers that it does not take place, and why."""
    session = db.session.get(Session, happened.session_id)
    if session is not None and session.webinar.state == PUBLISHED:
        _tell_cancelled(session, session.cancel_reason)


def tell_webinar_cancelled(happened: WebinarCancelled) -> None:
    """With the webinar each session is cancelled that was not before."""
    webinar = db.session.get(Webinar, happened.webinar_id)
    if webinar is None:
        return
    sessions = sa.select(Session).where(
        Session.webinar_id == webinar.id, Session.cancelled_at.is_(None)
    )
    for session in db.session.scalars(sessions.order_by(Session.starts_at, Session.id)).all():
        _tell_cancelled(session, webinar.cancel_reason)


def _tell_cancelled(session: Session, reason: str) -> None:
    if session.ends_at <= clock.now():
        return
    for speaker in _reachable(session):
        with force_locale(speaker.language):
            _mail(
                "speakers/mail/cancelled",
                speaker,
                session,
                subject=gettext("Cancelled: %(title)s", title=session.title),
                old=when_words(speaker, session, session.starts_at, session.ends_at),
                reason=reason,
            )


def _reachable(session: Session) -> list[Speaker]:
    people = speakers_of_sessions([session.id])[session.id]
    return list({one.id: one for one, _ in people if one.email}.values())


def _mail(kind: str, speaker: Speaker, session: Session, *, subject: str, **values: Any) -> None:
    queue_mail(
        kind,
        to=speaker.email,
        to_name=speaker.name,
        subject=subject,
        # The version rises with each change: moved there and back again makes two mails.
        cause=f"{session.public_id}/{session.version}/{session.webinar.version}",
        link=personal_link(speaker),
        language=speaker.language,
        name=speaker.name,
        title=session.title,
        webinar=session.webinar.title,
        **values,
    )
