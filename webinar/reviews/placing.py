"""What is accepted and not in the programme, and where it could go. Few statements each."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from webinar.core.db import db
from webinar.papers.models import Paper, PaperAuthor
from webinar.reviews.models import Board
from webinar.reviews.operations.programme import READY
from webinar.reviews.queries import stands_on
from webinar.webinars.models import ARCHIVED, CANCELLED, Session, Webinar
from webinar.webinars.scope import Scope


def _waiting() -> sa.Select[Paper]:
    there = sa.select(Session.id).where(Session.deleted_at.is_(None))
    return (
        sa.select(Paper)
        .options(
            joinedload(Paper.type),
            joinedload(Paper.track),
            selectinload(Paper.authors).joinedload(PaperAuthor.speaker),
        )
        .where(
            Paper.state.in_(READY),
            Paper.deleted_at.is_(None),
            sa.or_(Paper.session_id.is_(None), Paper.session_id.not_in(there)),
        )
        .order_by(Paper.title, Paper.id)
    )


def papers_to_place(board: Board) -> list[Paper]:
    """Of one board. Two statements."""
    return list(db.session.scalars(_waiting().where(stands_on(board))))


def papers_for(webinar: Webinar, *, everything: bool) -> list[Paper]:
    """For a webinar's timetable: of its call, its series' or, for the site's people, of any.

    Two statements.
    """
    from_call = Paper.call.has(webinar_id=webinar.id)
    if webinar.series_id is not None:
        from_call = sa.or_(from_call, Paper.call.has(series_id=webinar.series_id))
    if everything:
        # A call of the whole site, or none: it may be given anywhere.
        free = sa.or_(Paper.call_id.is_(None), Paper.call.has(webinar_id=None, series_id=None))
        from_call = sa.or_(from_call, free)
    return list(db.session.scalars(_waiting().where(from_call)))


def webinars_to_fill(scope: Scope) -> list[Webinar]:
    """What is still to come into being, the newest first. One statement."""
    found = sa.select(Webinar).where(
        scope.covers(Webinar.id), Webinar.state.not_in((CANCELLED, ARCHIVED))
    )
    return list(db.session.scalars(found.order_by(Webinar.starts_at.desc(), Webinar.id.desc())))


def sessions_to_fill(scope: Scope) -> list[Session]:
    """Sessions in which a paper can be given, with their webinars. One statement."""
    return list(
        db.session.scalars(
            sa.select(Session)
            .join(Session.webinar)
            .options(contains_eager(Session.webinar))
            .where(
                scope.covers(Session.webinar_id),
                Session.kind != "break",
                Session.cancelled_at.is_(None),
                Webinar.deleted_at.is_(None),
                Webinar.state.not_in((CANCELLED, ARCHIVED)),
            )
            .order_by(Session.starts_at, Session.id)
        )
    )


def names_of(papers: Sequence[Paper]) -> dict[int, str]:
    """Row number -> who presents it, in words."""
    found = {}
    for paper in papers:
        people = [one for one in paper.authors if one.is_presenting] or paper.authors
        found[paper.id] = ", ".join(one.name for one in people)
    return found
