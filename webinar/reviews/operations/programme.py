"""Accepted papers become sessions, or fill those that are there."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from webinar.calls.models import CallType
from webinar.core import news
from webinar.core.clock import WallTime, wall
from webinar.core.db import db, lock
from webinar.core.journal import Actor, about, operation
from webinar.core.plainerror import N_
from webinar.core.prepared import made_ready
from webinar.papers.announcements import PaperChanged
from webinar.papers.models import Paper
from webinar.papers.operations import paper_row
from webinar.reviews.errors import WrongReview
from webinar.reviews.placing import READY, presenting
from webinar.speakers.models import Speaker
from webinar.speakers.operations import create_speaker, set_session_speakers
from webinar.speakers.queries import speakers_of_sessions
from webinar.webinars.models import Session
from webinar.webinars.operations import add_session, edit_session
from webinar.webinars.operations.sessions import session_row
from webinar.webinars.operations.webinars import webinar_row

#: length of a session whose paper has no type, in minutes
USUAL_MINUTES = 30
#: papers that are planned at once
MOST_AT_ONCE = 25
_ABSTRACT = "abstract"


def minutes_of(kind: CallType | None) -> int:
    return kind.minutes if kind is not None else USUAL_MINUTES


def _ready(paper_id: str) -> Paper:
    paper = paper_row(paper_id)
    lock(paper, "state", "session_id")
    if paper.state not in READY:
        raise WrongReview(N_("“%(title)s” is not accepted, or not announced."), title=paper.title)
    if paper.session is not None and paper.session.deleted_at is None:
        raise WrongReview(N_("“%(title)s” stands in the programme already."), title=paper.title)
    return paper


def _abstracts(paper_ids: Sequence[str]) -> list[tuple[str, str]]:
    """Read beforehand, so that nothing is rendered while the write lock is held."""
    found = sa.select(Paper.abstract).where(Paper.public_id.in_(paper_ids))
    return [(text, _ABSTRACT) for text in db.session.scalars(found)]


def plan_papers(
    *,
    webinar_id: str,
    paper_ids: Sequence[str],
    starts: datetime,
    by: Actor,
    starts_fold: int = 0,
    break_minutes: int = 0,
    room_id: str = "",
) -> list[Session]:
    """A session for each paper, one after the other in this order, as long as its type says.

    `starts` is the wall time of the first in the webinar's zone. Raises WrongReview,
    clock.WrongTime, and sqlalchemy.exc.NoResultFound.
    """
    if len(paper_ids) > MOST_AT_ONCE:
        raise WrongReview(N_("Plan at most %(most)s papers at once."), most=MOST_AT_ONCE)
    with made_ready(_abstracts(paper_ids)):
        return _plan_papers(
            webinar_id=webinar_id,
            paper_ids=paper_ids,
            starts=starts,
            starts_fold=starts_fold,
            break_minutes=break_minutes,
            room_id=room_id,
            by=by,
        )


@operation
def _plan_papers(
    *,
    webinar_id: str,
    paper_ids: Sequence[str],
    starts: datetime,
    starts_fold: int,
    break_minutes: int,
    room_id: str,
    by: Actor,
) -> list[Session]:
    webinar = webinar_row(webinar_id)
    about(webinar)
    instant = WallTime(starts, webinar.timezone, starts_fold).to_utc()
    made = []
    for paper_id in dict.fromkeys(paper_ids):
        paper = _ready(paper_id)
        kind = paper.type
        ends = instant + timedelta(minutes=minutes_of(kind))
        first, last = wall(instant, webinar.timezone), wall(ends, webinar.timezone)
        session = add_session(
            webinar_id=webinar_id,
            title=paper.title,
            kind=kind.session_kind if kind is not None else "talk",
            abstract=paper.abstract,
            language=paper.language,
            track=paper.track.name if paper.track is not None else "",
            room_id=room_id,
            starts=first.local,
            starts_fold=first.fold,
            ends=last.local,
            ends_fold=last.fold,
            by=by,
        )
        _give(paper, session, by)
        made.append(session)
        instant = ends + timedelta(minutes=break_minutes)
    return made


def fill_session(*, session_id: str, paper_id: str, by: Actor) -> Session:
    """Give the paper in a session that is there.

    One that has neither people nor abstract nor papers yet takes over the paper's title and
    abstract. Raises WrongReview and sqlalchemy.exc.NoResultFound.
    """
    with made_ready(_abstracts([paper_id])):
        return _fill_session(session_id=session_id, paper_id=paper_id, by=by)


@operation
def _fill_session(*, session_id: str, paper_id: str, by: Actor) -> Session:
    session, paper = session_row(session_id), _ready(paper_id)
    about(session)
    if session.kind == "break" or session.is_cancelled:
        raise WrongReview(N_("Nothing can be given in “%(title)s”."), title=session.title)
    others = db.session.scalar(
        sa.select(sa.func.count(Paper.id)).where(Paper.session_id == session.id)
    )
    is_bare = not others and not session.abstract and not _roles(session)
    if is_bare:
        edit_session(
            session_id=session_id,
            title=paper.title,
            abstract=paper.abstract,
            language=paper.language,
            track=session.track or (paper.track.name if paper.track is not None else ""),
            kind=session.kind,
            room_id=session.own_room.public_id if session.own_room else "",
            recording_url=session.recording_url,
            slides_url=session.slides_url,
            slug=session.slug if session.webinar.published_at else "",
            starts=session.starts_wall,
            starts_fold=session.starts_fold,
            ends=session.ends_wall,
            ends_fold=session.ends_fold,
            by=by,
        )
    _give(paper, session, by)
    return session


def place_paper(
    *, webinar_id: str, paper_id: str, by: Actor, into: str = "", after: str = ""
) -> Session:
    """Drop it on the timetable: into a session, after one, or (neither) at the webinar's start.

    A public identifier each. Raises as `plan_papers` and `fill_session`.
    """
    if into:
        found = session_row(into)
        if found.webinar.public_id != webinar_id:
            raise WrongReview(N_("That session is in another webinar."))
        return fill_session(session_id=into, paper_id=paper_id, by=by)
    webinar = webinar_row(webinar_id)
    starts, fold = webinar.starts_wall, webinar.starts_fold
    if after:
        before = session_row(after)
        if before.webinar_id != webinar.id:
            raise WrongReview(N_("That session is in another webinar."))
        starts, fold = before.ends_wall, before.ends_fold
    (session,) = plan_papers(
        webinar_id=webinar_id, paper_ids=[paper_id], starts=starts, starts_fold=fold, by=by
    )
    return session


def _roles(session: Session) -> list[tuple[Speaker, str]]:
    return speakers_of_sessions([session.id])[session.id]


def _give(paper: Paper, session: Session, by: Actor) -> None:
    """The paper stands in the session, and who presents it speaks there."""
    paper.session_id = session.id
    paper.version += 1
    roles = [(speaker.public_id, role) for speaker, role in _roles(session)]
    for author in presenting(paper):
        if author.speaker is None or author.speaker.deleted_at is not None:
            author.speaker = create_speaker(name=author.name, affiliation=author.affiliation, by=by)
        if author.speaker.public_id not in {public_id for public_id, _ in roles}:
            roles.append((author.speaker.public_id, "speaker"))
    set_session_speakers(session_id=session.public_id, roles=roles, by=by)
    news.announce(PaperChanged(paper.id))
