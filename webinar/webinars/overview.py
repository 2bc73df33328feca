"""The organizers' list of webinars: filtered, searched, sorted, page by page."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from webinar.core import clock
from webinar.core.db import db
from webinar.core.text import fold
from webinar.webinars.models import ARCHIVED, CANCELLED, DRAFT, Webinar
from webinar.webinars.queries import WITHOUT_SESSION, session_counts, without_session
from webinar.webinars.scope import Scope

PER_PAGE = 50
SHOWN = ("coming", "drafts", WITHOUT_SESSION, "past", "cancelled", "archived", "all")
SORTS = ("start", "-start", "title", "-title", "changed", "-changed")


@dataclass(frozen=True)
class Overview:
    """One page of the list."""

    webinars: list[Webinar]
    #: webinar's row number -> number of sessions
    sessions: dict[int, int]
    total: int
    page: int
    pages: int


def overview(
    *, scope: Scope, show: str = "coming", search: str = "", sort: str = "", page: int = 1
) -> Overview:
    """What lies in the scope; three statements for any number of rows."""
    at = clock.now()
    keys = db.session.execute(
        sa.select(
            Webinar.id, Webinar.title, Webinar.subtitle, Webinar.starts_at, Webinar.updated_at
        ).where(_condition(show, at), scope.covers(Webinar.id), Webinar.deleted_at.is_(None))
    ).all()
    words = fold(search).split()
    found = [
        row for row in keys if all(word in fold(f"{row.title} {row.subtitle}") for word in words)
    ]
    sort = sort if sort in SORTS else default_sort(show)
    column = {"start": "starts_at", "title": "title", "changed": "updated_at"}[sort.lstrip("-")]
    found.sort(
        key=lambda row: (fold(row.title) if column == "title" else getattr(row, column), row.id),
        reverse=sort.startswith("-"),
    )
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(max(1, page), pages)
    wanted = [row.id for row in found[(page - 1) * PER_PAGE : page * PER_PAGE]]
    rows = db.session.scalars(
        sa.select(Webinar).options(joinedload(Webinar.category)).where(Webinar.id.in_(wanted))
    )
    webinars = sorted(rows, key=lambda webinar: wanted.index(webinar.id))
    return Overview(webinars, session_counts(wanted), len(found), page, pages)


def default_sort(show: str) -> str:
    """Soonest first where something is to be done, else newest first."""
    return "start" if show in ("coming", "drafts", WITHOUT_SESSION) else "-start"


def _condition(show: str, at: datetime) -> sa.ColumnElement[bool]:
    conditions: dict[str, sa.ColumnElement[bool]] = {
        "coming": sa.and_(Webinar.ends_at > at, Webinar.state.not_in((CANCELLED, ARCHIVED))),
        "drafts": Webinar.state == DRAFT,
        "past": sa.and_(Webinar.ends_at <= at, Webinar.state != DRAFT),
        "cancelled": Webinar.state == CANCELLED,
        "archived": Webinar.state == ARCHIVED,
        WITHOUT_SESSION: without_session(at),
    }
    return conditions.get(show, sa.true())
