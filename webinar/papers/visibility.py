"""Who sees which paper: one predicate, as SQL and as Python.

Readable: published, and its session (if it has one) can be read. Listed: that
session is listed, too. Open: no embargo is left, so that text and files can be read,
not only title, authors and abstract. Deleted rows are left out by core/db.
"""

from typing import Any

import sqlalchemy as sa

from webinar.calls.models import Call
from webinar.core import clock
from webinar.papers.models import PUBLISHED, Paper, PaperAuthor
from webinar.speakers.models import Speaker
from webinar.webinars.models import Session
from webinar.webinars.policy import (
    is_session_listed,
    is_session_readable,
    session_listed,
    session_readable,
)


def _presented(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    seen = sa.select(Session.id).where(condition, Session.deleted_at.is_(None))
    return sa.or_(Paper.session_id.is_(None), Paper.session_id.in_(seen))


def paper_readable() -> sa.ColumnElement[bool]:
    return sa.and_(Paper.state == PUBLISHED, _presented(session_readable()))


def paper_listed() -> sa.ColumnElement[bool]:
    return sa.and_(Paper.state == PUBLISHED, _presented(session_listed()))


def is_paper_readable(paper: Paper) -> bool:
    return (
        paper.deleted_at is None
        and paper.state == PUBLISHED
        and (
            paper.session_id is None
            or (paper.session is not None and is_session_readable(paper.session))
        )
    )


def is_paper_listed(paper: Paper) -> bool:
    return is_paper_readable(paper) and (paper.session is None or is_session_listed(paper.session))


def text_open() -> sa.ColumnElement[bool]:
    """Over `Paper`: beside `paper_readable`, for whatever shows or leads to text and files."""
    return sa.or_(Paper.embargo_until.is_(None), Paper.embargo_until <= clock.now())


def is_text_open(paper: Paper) -> bool:
    return paper.embargo_until is None or paper.embargo_until <= clock.now()


def _wrote(seen: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    return Speaker.id.in_(
        sa.select(PaperAuthor.speaker_id)
        .join(Paper, Paper.id == PaperAuthor.paper_id)
        .where(Paper.deleted_at.is_(None), PaperAuthor.speaker_id.is_not(None), seen)
    )


def author_listed() -> sa.ColumnElement[bool]:
    """Over `Speaker`: wrote a listed paper, with or without a session."""
    return _wrote(paper_listed())


def author_readable() -> sa.ColumnElement[bool]:
    return _wrote(paper_readable())


# Tables, not models: what was deleted can come back, and ties until it is gone.
_PAPERS, _AUTHORS, _SESSIONS = Paper.__table__, PaperAuthor.__table__, Session.__table__
_CALLS = Call.__table__
_PLACED = _PAPERS.outerjoin(_SESSIONS, _SESSIONS.c.id == _PAPERS.c.session_id).outerjoin(
    _CALLS, _CALLS.c.id == _PAPERS.c.call_id
)
#: the webinar that a paper is given in, or while it has no session, that called for it
_WEBINAR = sa.func.coalesce(_SESSIONS.c.webinar_id, _CALLS.c.webinar_id).label("webinar_id")


def webinar_of(paper: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Row number of the webinar whose people arrange a paper, or NULL; deleted ones too.

    `paper`: a condition over the table of papers.
    """
    return sa.select(_WEBINAR).select_from(_PLACED).where(paper)


def tied_as_author() -> sa.Select[Any]:
    """For `speakers.reach`: authors, and the webinars of their papers."""
    return sa.select(_AUTHORS.c.speaker_id, _WEBINAR).select_from(
        _PLACED.join(_AUTHORS, _AUTHORS.c.paper_id == _PAPERS.c.id)
    )


def tied_as_submitter() -> sa.Select[Any]:
    """The same for those who hand papers in."""
    return sa.select(_PAPERS.c.submitter_id, _WEBINAR).select_from(_PLACED)
