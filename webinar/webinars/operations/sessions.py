"""The timetable: sessions added, edited, moved, cancelled, deleted, and back again."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from webinar.core import clock, ids, news
from webinar.core.clock import is_zone
from webinar.core.db import db, lock, raise_version, with_deleted
from webinar.core.journal import Actor, about, operation
from webinar.core.plainerror import N_
from webinar.core.prepared import html_of, renders
from webinar.core.slugs import choose_slug, keep_former
from webinar.webinars.announcements import (
    SessionCancelled,
    SessionChanged,
    SessionMoved,
    WebinarChanged,
)
from webinar.webinars.deadlines import derive_deadlines
from webinar.webinars.errors import Unknown, WrongState
from webinar.webinars.models import SESSION_KINDS, Session, Timed, Webinar
from webinar.webinars.operations.filing import room_row
from webinar.webinars.operations.webinars import webinar_row
from webinar.webinars.times import shift_times, shown, take_times

_ABSTRACT = "abstract"


def session_row(public_id: str, *, deleted: bool = False) -> Session:
    """Raises sqlalchemy.exc.NoResultFound."""
    found = sa.select(Session).where(Session.public_id == public_id)
    return db.session.scalars(with_deleted(found) if deleted else found).one()


@renders(abstract=_ABSTRACT)
@operation
def add_session(
    *,
    webinar_id: str,
    title: str,
    starts: datetime,
    ends: datetime,
    by: Actor,
    kind: str = "talk",
    language: str = "",
    abstract: str = "",
    room_id: str = "",
    recording_url: str = "",
    slides_url: str = "",
    slug: str = "",
    starts_fold: int = 0,
    ends_fold: int = 0,
    track: str = "",
    guid: str = "",
) -> Session:
    """`starts` and `ends` are naive wall times in the webinar's zone, folds say which of two.

    `guid` is the UUID that the session has elsewhere, free within the webinar. Without a
    room it takes place in the webinar's. Raises clock.WrongTime, WrongTimes and Unknown
    for a kind that does not exist.
    """
    webinar = webinar_row(webinar_id)
    session = Session(
        webinar_id=webinar.id,
        guid=guid or ids.new_guid(),
        title=title,
        slug=_free_slug(webinar, slug or title),
        kind=_known_kind(kind),
        track=track,
        language=language or webinar.language,
        abstract=abstract,
        abstract_html=html_of(abstract, _ABSTRACT),
        room_id=room_row(room_id).id if room_id else None,
        recording_url=recording_url,
        slides_url=slides_url,
    )
    take_times(session, webinar.timezone, starts, ends, starts_fold, ends_fold)
    db.session.add(session)
    db.session.flush()
    news.announce(SessionChanged(session.id))
    return session


@renders(abstract=_ABSTRACT)
@operation
def edit_session(
    *,
    session_id: str,
    title: str,
    starts: datetime,
    ends: datetime,
    by: Actor,
    kind: str = "talk",
    language: str = "",
    abstract: str = "",
    room_id: str = "",
    recording_url: str = "",
    slides_url: str = "",
    slug: str = "",
    starts_fold: int = 0,
    ends_fold: int = 0,
    track: str = "",
    version: int | None = None,
) -> Session:
    """Take over the whole form. Raises StaleEdit, clock.WrongTime, WrongTimes, Unknown."""
    session = session_row(session_id)
    about(session)
    raise_version(session, version)
    session.title, session.kind, session.track = title, _known_kind(kind), track
    session.language = language or session.webinar.language
    session.abstract = abstract
    session.abstract_html = html_of(abstract, _ABSTRACT)
    session.room_id = room_row(room_id).id if room_id else None
    session.recording_url, session.slides_url = recording_url, slides_url
    _take_slug(session, slug)
    _take_times(session, starts, ends, starts_fold, ends_fold)
    return session


@renders(abstract=_ABSTRACT)
@operation
def describe_session(
    *,
    session_id: str,
    title: str,
    abstract: str,
    slides_url: str,
    by: Actor,
    version: int | None = None,
) -> Session:
    """What the people who speak say of it; time, room and address stay. Raises StaleEdit."""
    session = session_row(session_id)
    about(session)
    raise_version(session, version)
    session.title, session.slides_url = title, slides_url
    session.abstract = abstract
    session.abstract_html = html_of(abstract, _ABSTRACT)
    news.announce(SessionChanged(session.id))
    return session


@operation
def move_session(
    *,
    session_id: str,
    starts: datetime,
    ends: datetime,
    by: Actor,
    starts_fold: int = 0,
    ends_fold: int = 0,
    version: int | None = None,
) -> Session:
    """Only the times: naive wall times in the webinar's zone. Raises as `edit_session`."""
    session = session_row(session_id)
    about(session)
    raise_version(session, version)
    _take_times(session, starts, ends, starts_fold, ends_fold)
    return session


@operation
def cancel_session(*, session_id: str, reason: str, by: Actor) -> Session:
    """It does not take place; it stays in the timetable and says why. Raises WrongState."""
    session = session_row(session_id)
    # Pressed twice, speakers hear of it once.
    lock(session)
    if session.is_cancelled:
        raise WrongState(N_("This session is cancelled already."))
    session.cancelled_at, session.cancel_reason = clock.now(), reason
    session.version += 1
    news.announce(SessionCancelled(session.id))
    news.announce(SessionChanged(session.id))
    return session


@operation
def reinstate_session(*, session_id: str, by: Actor) -> Session:
    """A cancelled session takes place after all. Raises WrongState."""
    session = session_row(session_id)
    lock(session)
    if not session.is_cancelled:
        raise WrongState(N_("This session is not cancelled."))
    session.cancelled_at, session.cancel_reason = None, ""
    session.version += 1
    news.announce(SessionChanged(session.id))
    return session


@operation
def delete_session(*, session_id: str, by: Actor) -> Session:
    session = session_row(session_id)
    session.deleted_at = clock.now()
    news.announce(SessionChanged(session.id))
    return session


@operation
def restore_session(*, session_id: str, by: Actor) -> Session:
    """Raises WrongState while its webinar is deleted."""
    session = session_row(session_id, deleted=True)
    about(session)
    webinar = db.session.scalar(sa.select(Webinar.id).where(Webinar.id == session.webinar_id))
    if webinar is None:
        raise WrongState(N_("Its webinar is deleted. Restore the webinar first."))
    session.deleted_at = None
    news.announce(SessionChanged(session.id))
    return session


@operation
def follow_zone_rules(*, by: Actor) -> int:
    """Derive the instants of all that comes again, from wall time and zone; how many changed.

    Zones' rules change a few times a year; what people typed stays, unless the clock now jumps
    over it: then it is what the clock shows instead, and the journal's entry tells both. Where a
    zone's name is gone from the rules, the instants stay as they were.
    """
    changed = 0
    coming = clock.day_after(clock.now(), -2)
    for webinar in db.session.scalars(sa.select(Webinar).where(Webinar.ends_at > coming)):
        if not is_zone(webinar.timezone):
            continue
        if _derive(webinar, webinar.timezone) | derive_deadlines(webinar, webinar.timezone):
            changed += 1
            webinar.version += 1
            news.announce(WebinarChanged(webinar.id))
    found = sa.select(Session).join(Session.webinar).where(Session.ends_at > coming)
    for session in db.session.scalars(found):
        if not is_zone(session.timezone):
            continue
        before = (session.starts_at, session.ends_at)
        if _derive(session, session.timezone):
            changed += 1
            session.version += 1
            news.announce(SessionChanged(session.id))
            if before != (session.starts_at, session.ends_at):
                news.announce(SessionMoved(session.id, *before))
    return changed


def _derive(row: Timed, timezone: str) -> bool:
    if any(shown(one, timezone) != one for one in (row.starts_wall, row.ends_wall)):
        # The zone's clock jumps over it now: no reason to leave all others as they were.
        # The instant may well be the same; what the clock shows is news all the same.
        shift_times(row, timezone, timedelta())
        return True
    return take_times(row, timezone, row.starts_wall, row.ends_wall, row.starts_fold, row.ends_fold)


def _take_times(
    session: Session, starts: datetime, ends: datetime, starts_fold: int, ends_fold: int
) -> None:
    before = (session.starts_at, session.ends_at)
    if take_times(session, session.timezone, starts, ends, starts_fold, ends_fold):
        news.announce(SessionMoved(session.id, *before))
    news.announce(SessionChanged(session.id))


def _known_kind(kind: str) -> str:
    if kind not in SESSION_KINDS:
        raise Unknown(N_("There is no kind of session named “%(kind)s”."), kind=kind)
    return kind


def _free_slug(webinar: Webinar, wanted: str, session: Session | None = None) -> str:
    return choose_slug(
        Session,
        wanted,
        row=session,
        within=Session.webinar_id == webinar.id,
        scope=webinar.public_id,
    )


def _take_slug(session: Session, wanted: str) -> None:
    webinar = session.webinar
    never_seen = webinar.published_at is None
    if not wanted and never_seen:
        wanted = session.title
    if not wanted or wanted == session.slug:
        return
    old = session.slug
    session.slug = _free_slug(webinar, wanted, session)
    if session.slug != old and not never_seen:
        keep_former(session, old, scope=webinar.public_id)
