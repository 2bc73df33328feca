"""What calendars hear of the other rooms' news. Listeners only note; see `rewriting`."""

import sqlalchemy as sa

from webinar.calendars.models import (
    CATEGORY,
    PAPER,
    ROOM,
    SERIES,
    SPEAKER,
    WEBINAR,
    WHOLE,
    CalendarLeaving,
    Feed,
)
from webinar.calendars.notes import noted
from webinar.calendars.queries import SUBJECTS, authors_of, named_in, sessions_of
from webinar.calendars.queries import state as calendar_state
from webinar.calls.announcements import CallChanged
from webinar.calls.models import Call
from webinar.core.db import db, with_deleted
from webinar.core.purge import Purged
from webinar.organization.announcements import SiteChanged
from webinar.organization.queries import stored_site
from webinar.papers.announcements import PaperChanged, PaperPublished
from webinar.papers.models import Paper
from webinar.speakers.announcements import RolesChanged, SpeakerChanged
from webinar.speakers.models import SessionRole
from webinar.webinars.announcements import (
    CategoryChanged,
    RoomChanged,
    SeriesChanged,
    SessionChanged,
    WebinarCancelled,
    WebinarChanged,
    WebinarPublished,
)
from webinar.webinars.models import Series, Session, Webinar


def on_session(happened: SessionChanged | RolesChanged) -> None:
    """The session's own entry."""
    noted().sessions.add(happened.session_id)


def on_webinar(happened: WebinarChanged | WebinarPublished | WebinarCancelled) -> None:
    """All entries of the webinar, and its feed: title, address, room, category stand in them."""
    notes = noted()
    notes.webinars.add(happened.webinar_id)
    notes.sessions |= sessions_of([happened.webinar_id])
    notes.calls |= _calls(Call.webinar_id == happened.webinar_id)
    notes.heads.add((WEBINAR, happened.webinar_id))


def on_series(happened: SeriesChanged) -> None:
    """Its entry and feed, and its webinars: whether they stand for themselves depends on it."""
    notes = noted()
    notes.series.add(happened.series_id)
    webinars = sa.select(Webinar.id).where(Webinar.series_id == happened.series_id)
    notes.webinars |= set(db.session.scalars(with_deleted(webinars)))
    notes.calls |= _calls(Call.series_id == happened.series_id)
    notes.heads.add((SERIES, happened.series_id))


def on_call(happened: CallChanged) -> None:
    """Its closing, and its webinar: whether that tells a last day of its own depends on it."""
    notes = noted()
    notes.calls.add(happened.call_id)
    webinar = sa.select(Call.webinar_id).where(
        Call.id == happened.call_id, Call.webinar_id.is_not(None)
    )
    notes.webinars |= {number for number in db.session.scalars(with_deleted(webinar)) if number}


def _calls(condition: sa.ColumnElement[bool]) -> set[int]:
    """Row numbers of calls, deleted ones too."""
    return set(db.session.scalars(with_deleted(sa.select(Call.id).where(condition))))


def on_category(happened: CategoryChanged) -> None:
    """Entries that carry its name, its feed, and the feeds of webinars that carry its colour."""
    _note_named(CATEGORY, happened.category_id)
    notes = noted()
    notes.heads.add((CATEGORY, happened.category_id))
    webinars = sa.select(Webinar.id).where(Webinar.category_id == happened.category_id)
    notes.heads |= {(WEBINAR, number) for number in db.session.scalars(with_deleted(webinars))}
    series = sa.select(Series.id).where(Series.category_id == happened.category_id)
    notes.series |= set(db.session.scalars(with_deleted(series)))
    notes.heads |= {(SERIES, number) for number in notes.series}
    of_category = sa.or_(
        Call.webinar_id.in_(
            sa.select(Webinar.id).where(Webinar.category_id == happened.category_id)
        ),
        Call.series_id.in_(notes.series),
    )
    notes.calls |= _calls(of_category)


def on_room(happened: RoomChanged) -> None:
    """Entries that take place in it, be it their own room or their webinar's, and its feed."""
    webinars = sa.select(Webinar.id).where(Webinar.room_id == happened.room_id)
    sessions = sa.select(Session.id).where(
        sa.or_(Session.room_id == happened.room_id, Session.webinar_id.in_(webinars))
    )
    notes = noted()
    notes.webinars |= set(db.session.scalars(with_deleted(webinars)))
    notes.sessions |= set(db.session.scalars(with_deleted(sessions)))
    series = sa.select(Series.id).where(Series.room_id == happened.room_id)
    notes.series |= set(db.session.scalars(with_deleted(series)))
    notes.heads.add((ROOM, happened.room_id))


def on_speaker(happened: SpeakerChanged) -> None:
    """Entries that name the person, and the person's feed."""
    sessions = sa.select(SessionRole.session_id).where(
        SessionRole.speaker_id == happened.speaker_id
    )
    notes = noted()
    notes.sessions |= set(db.session.scalars(sessions))
    notes.heads.add((SPEAKER, happened.speaker_id))


def on_paper(happened: PaperChanged | PaperPublished) -> None:
    """The entry that names the paper, the one of its session now, and the feeds of its authors:
    a published paper makes a profile public. Of a draft no calendar tells anything.
    """
    _note_named(PAPER, happened.paper_id)
    stands = sa.select(Paper.session_id).where(
        Paper.id == happened.paper_id, Paper.published_at.is_not(None)
    )
    row = db.session.execute(with_deleted(stands)).first()
    if row is None:
        return
    notes = noted()
    if row.session_id is not None:
        notes.sessions.add(row.session_id)
    notes.heads |= {(SPEAKER, number) for number in authors_of([happened.paper_id])}


def on_site(_happened: SiteChanged) -> None:
    """Every feed carries the site's name; another language changes the words of every entry."""
    site, state = stored_site(), calendar_state()
    if site is not None and state is not None and state.language != site.language:
        state.language = site.language
        notes = noted()
        notes.sessions |= set(db.session.scalars(with_deleted(sa.select(Session.id))))
        notes.webinars |= set(db.session.scalars(with_deleted(sa.select(Webinar.id))))
        notes.calls |= _calls(sa.true())
    rows = db.session.execute(sa.select(Feed.kind, Feed.subject_id))
    noted().heads |= {(kind, number) for kind, number in rows} | {(kind, 0) for kind in WHOLE}


def on_purged(happened: Purged) -> None:
    """A feed goes with its subject: the next row of that number has a feed of its own."""
    for kind, model in SUBJECTS.items():
        if model.__tablename__ == happened.table:
            gone = sa.delete(Feed).where(Feed.kind == kind, Feed.subject_id.in_(happened.ids))
            db.session.execute(gone)
            left = sa.delete(CalendarLeaving).where(
                CalendarLeaving.kind == kind, CalendarLeaving.subject_id.in_(happened.ids)
            )
            db.session.execute(left)


def _note_named(kind: str, object_id: int) -> None:
    notes = noted()
    for webinar_id, session_id in named_in(kind, object_id):
        if session_id is not None:
            notes.sessions.add(session_id)
        elif webinar_id is not None:
            notes.webinars.add(webinar_id)
