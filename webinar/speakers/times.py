"""Times of sessions in mails to the people who speak there."""

from datetime import datetime

from webinar.core import clock, i18n
from webinar.speakers.models import Speaker
from webinar.speakers.queries import talks_of
from webinar.webinars.models import Session


def when_words(
    speaker: Speaker, session: Session, starts: datetime, ends: datetime
) -> dict[str, str]:
    """`here` in the webinar's zone; `other` in the one that the person chose, else in UTC (empty
    where they chose the webinar's). In words of the present language."""
    if speaker.timezone:
        is_same = speaker.timezone == session.timezone
        other = "" if is_same else _words(starts, ends, speaker.timezone)
    else:
        other = f"{i18n.date_range(starts, ends, 'UTC')} UTC"
    return {"here": _words(starts, ends, session.timezone), "other": other}


def _words(starts: datetime, ends: datetime, timezone: str) -> str:
    return f"{i18n.date_range(starts, ends, timezone)}, {i18n.zone_name(timezone, starts)}"


def coming(speaker: Speaker) -> list[dict[str, str]]:
    """The person's sessions to come, soonest first, as a mail lists them. One statement."""
    now = clock.now()
    sessions = {talk.session.id: talk.session for talk in talks_of(speaker, everything=True)}
    return [
        {
            "title": session.title,
            "webinar": session.webinar.title,
            **when_words(speaker, session, session.starts_at, session.ends_at),
        }
        for session in reversed(sessions.values())
        if session.ends_at > now and not session.is_cancelled and not session.webinar.is_cancelled
    ]
