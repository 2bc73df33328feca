"""What is accepted and not in the programme, and where it could go. Few statements each."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import gettext
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from webinar.core import i18n
from webinar.core.db import db
from webinar.papers.models import ACCEPTED, CONFIRMED, PUBLISHED, Paper, PaperAuthor
from webinar.reviews.models import Board
from webinar.reviews.queries import lacks_session, stands_on
from webinar.webinars.models import ARCHIVED, CANCELLED, Session, Webinar
from webinar.webinars.scope import Scope

#: of these something can be put into the programme
READY = (ACCEPTED, CONFIRMED, PUBLISHED)


def _waiting() -> sa.Select[Paper]:
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
            lacks_session(),
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


@dataclass(frozen=True)
class Placing:
    """Beside a timetable: what waits, and where it can go. Pairs of a value and its words."""

    papers: list[tuple[str, str]]
    places: list[tuple[str, str]]


def placing_of(webinar: Webinar, *, everything: bool) -> Placing:
    """`everything`: for people of the site, who see papers of every call. Two statements."""
    papers = choices_of(papers_for(webinar, everything=everything))
    places = [] if webinar.sessions else [("start", gettext("At the beginning"))]
    for one in webinar.sessions:
        if one.kind != "break" and not one.is_cancelled:
            places.append((f"into:{one.public_id}", gettext("Into “%(title)s”", title=one.title)))
        time = i18n.clock_time(one.ends_at, webinar.timezone)
        words = gettext("After “%(title)s”, at %(time)s", title=one.title, time=time)
        places.append((f"after:{one.public_id}", words))
    return Placing(papers, places)


def choices_of(papers: Sequence[Paper]) -> list[tuple[str, str]]:
    """Public identifier and words of each: the title and who presents it."""
    found = []
    for paper in papers:
        names = ", ".join(one.name for one in presenting(paper))
        found.append((paper.public_id, f"{paper.title} · {names}" if names else paper.title))
    return found


def presenting(paper: Paper) -> list[PaperAuthor]:
    """Those who present it; all authors when nobody said who does."""
    return [one for one in paper.authors if one.is_presenting] or list(paper.authors)
