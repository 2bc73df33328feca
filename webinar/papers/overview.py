"""The organizers' list of papers: filtered, searched, page by page."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from webinar.core.db import db
from webinar.core.text import fold
from webinar.papers.models import DECLINED, DRAFT, PUBLISHED, WITHDRAWN, Paper, PaperAuthor
from webinar.papers.queries import HANDED_IN, papers_handed_in
from webinar.webinars.models import Session, Webinar

PER_PAGE = 50
STATES = (HANDED_IN, "drafts", "published", "declined", "withdrawn")
_STATE_OF = {
    "drafts": DRAFT,
    "published": PUBLISHED,
    "declined": DECLINED,
    "withdrawn": WITHDRAWN,
}


@dataclass(frozen=True)
class Overview:
    """One page of the list."""

    papers: list[Paper]
    total: int
    page: int
    pages: int


def overview(*, state: str = "", webinar_id: str = "", search: str = "", page: int = 1) -> Overview:
    """What was handed in last stands first. Four statements for any number of rows.

    `webinar_id` is a public identifier; `search` must be found in title or authors.
    """
    found = papers_handed_in() if state == HANDED_IN else sa.select(Paper)
    if state in _STATE_OF:
        found = found.where(Paper.state == _STATE_OF[state])
    if webinar_id:
        sessions = (
            sa.select(Session.id)
            .join(Webinar, Webinar.id == Session.webinar_id)
            .where(Webinar.public_id == webinar_id)
        )
        found = found.where(Paper.session_id.in_(sessions))
    order = sa.func.coalesce(Paper.submitted_at, Paper.created_at).desc()
    keys = db.session.execute(
        found.where(Paper.deleted_at.is_(None))
        .order_by(order, Paper.id.desc())
        .with_only_columns(Paper.id, Paper.title)
    ).all()
    names: dict[int, list[str]] = {}
    for paper_id, name in db.session.execute(sa.select(PaperAuthor.paper_id, PaperAuthor.name)):
        names.setdefault(paper_id, []).append(name)
    words = fold(search).split()
    ids = [
        row.id
        for row in keys
        if all(word in fold(" ".join([row.title, *names.get(row.id, [])])) for word in words)
    ]
    pages = max(1, -(-len(ids) // PER_PAGE))
    page = min(max(1, page), pages)
    wanted = ids[(page - 1) * PER_PAGE : page * PER_PAGE]
    rows = db.session.scalars(
        sa.select(Paper)
        .options(
            selectinload(Paper.authors),
            joinedload(Paper.session).joinedload(Session.webinar),
            joinedload(Paper.submitter),
        )
        .where(Paper.id.in_(wanted))
    )
    return Overview(sorted(rows, key=lambda one: wanted.index(one.id)), len(ids), page, pages)


def webinars_with_papers() -> list[tuple[str, str]]:
    """Public identifier and title, for the filter. One statement."""
    given = sa.select(Session.webinar_id).join(Paper, Paper.session_id == Session.id)
    rows = db.session.scalars(
        sa.select(Webinar)
        .where(Webinar.id.in_(given.where(Paper.deleted_at.is_(None))))
        .order_by(Webinar.starts_at.desc(), Webinar.id.desc())
    )
    return [(row.public_id, row.title) for row in rows]
