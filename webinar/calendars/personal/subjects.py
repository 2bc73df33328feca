"""What can be starred: sessions and webinars by a key that pages and browsers carry."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from webinar.calendars import addresses
from webinar.calendars.personal.models import Star
from webinar.core.db import db
from webinar.webinars.models import Session, Webinar
from webinar.webinars.policy import session_readable, webinar_readable

SESSION, WEBINAR = "session", "webinar"
#: `session/<public id>` or `webinar/<public id>`
_KEY = re.compile(r"(session|webinar)/([a-z2-7]{26})", re.ASCII)
#: keys that one form or question may name; more are no list of a person's
MOST_KEYS = 200


@dataclass(frozen=True)
class Subject:
    """A session or webinar as a list shows it; readable now."""

    key: str
    title: str
    #: absolute path of its page
    path: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    language: str
    is_cancelled: bool
    #: title of the webinar that a session belongs to
    within: str = ""
    #: whose list it is said to be registered for it
    is_registered: bool = False


def keys_in(text: str) -> list[str]:
    """The keys that stand in a text, each once, in order; anything else is passed over."""
    words = re.split(r"[\s,]+", text[:20_000])
    return list(dict.fromkeys(word for word in words if _KEY.fullmatch(word)))[:MOST_KEYS]


def by_kind(keys: Iterable[str]) -> tuple[list[str], list[str]]:
    """Public identifiers of the sessions, and of the webinars."""
    pairs = [key.split("/") for key in keys if _KEY.fullmatch(key)]
    sessions = [public_id for kind, public_id in pairs if kind == SESSION]
    return sessions, [public_id for kind, public_id in pairs if kind == WEBINAR]


def readable_subjects(keys: Sequence[str]) -> list[Subject]:
    """Those among the keys that readers may see now, soonest first. Two statements."""
    sessions, webinars = by_kind(keys)
    return _read(Session.public_id.in_(sessions), Webinar.public_id.in_(webinars))


def kept_by(follower_id: int) -> list[Subject]:
    """What a follower (row number) keeps and readers may see now. Three statements."""
    mine = sa.and_(Star.follower_id == follower_id, Star.removed_at.is_(None))
    found = _read(
        Session.id.in_(sa.select(Star.session_id).where(mine)),
        Webinar.id.in_(sa.select(Star.webinar_id).where(mine)),
    )
    registered = set(
        db.session.scalars(
            sa.select(sa.func.coalesce(Session.public_id, Webinar.public_id))
            .select_from(Star)
            .outerjoin(Session, Session.id == Star.session_id)
            .outerjoin(Webinar, Webinar.id == Star.webinar_id)
            .where(mine, Star.registered_at.is_not(None))
        )
    )
    return [replace(one, is_registered=one.key.partition("/")[2] in registered) for one in found]


def _read(sessions: sa.ColumnElement[bool], webinars: sa.ColumnElement[bool]) -> list[Subject]:
    found_sessions = (
        sa.select(Session)
        .join(Session.webinar)
        .options(contains_eager(Session.webinar))
        .where(sessions, session_readable())
    )
    found_webinars = sa.select(Webinar).where(webinars, webinar_readable())
    found = [_of_session(row) for row in db.session.scalars(found_sessions)]
    found += [_of_webinar(row) for row in db.session.scalars(found_webinars)]
    return sorted(found, key=lambda one: (one.starts_at, one.title, one.key))


def _of_session(row: Session) -> Subject:
    return Subject(
        key=f"{SESSION}/{row.public_id}",
        title=row.title,
        path=_path("webinars", row.webinar.slug, row.slug),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        timezone=row.timezone,
        language=row.language,
        is_cancelled=row.is_cancelled or row.webinar.is_cancelled,
        within=row.webinar.title,
    )


def _of_webinar(row: Webinar) -> Subject:
    return Subject(
        key=f"{WEBINAR}/{row.public_id}",
        title=row.title,
        path=_path("webinars", row.slug),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        timezone=row.timezone,
        language=row.language,
        is_cancelled=row.is_cancelled,
    )


def _path(*parts: Any) -> str:
    return addresses.absolute(*parts).removeprefix(addresses.base_url())
