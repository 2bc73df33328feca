"""The organizers' list of papers: filtered, searched, page by page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import defer, joinedload, selectinload

from webinar.calls.models import Call, CallTrack, CallType
from webinar.core.db import db
from webinar.core.text import fold
from webinar.papers.models import (
    ACCEPTED,
    CANCELLED,
    CHANGES,
    CONFIRMED,
    DECLINED,
    DRAFT,
    PUBLISHED,
    WAITLISTED,
    WITHDRAWN,
    Paper,
    PaperAuthor,
)
from webinar.papers.queries import HANDED_IN, papers_handed_in, within
from webinar.questions.models import ORGANIZERS, Question
from webinar.questions.queries import answers_on
from webinar.questions.words import answer_words
from webinar.webinars.models import Session, Webinar
from webinar.webinars.scope import Scope

PER_PAGE = 50
STATES = (
    HANDED_IN,
    "drafts",
    "changes",
    "waitlisted",
    "accepted",
    "confirmed",
    "published",
    "declined",
    "withdrawn",
    "cancelled",
)
_STATE_OF = {
    "drafts": DRAFT,
    "changes": CHANGES,
    "waitlisted": WAITLISTED,
    "accepted": ACCEPTED,
    "confirmed": CONFIRMED,
    "cancelled": CANCELLED,
    "published": PUBLISHED,
    "declined": DECLINED,
    "withdrawn": WITHDRAWN,
}


#: column of a paper -> what a filter of that name chooses
_CHOSEN: dict[str, Any] = {"call_id": Call, "track_id": CallTrack, "type_id": CallType}


def asked_list(asked: Mapping[str, str]) -> dict[str, str]:
    """The filters of the list as its address holds them; what is not known counts as none."""
    state = asked.get("state", "")
    return {
        "state": state if state in STATES else "",
        "search": asked.get("q", "")[:100],
        "webinar_id": asked.get("webinar", "")[:26],
        "call_id": asked.get("call", "")[:26],
        "track_id": asked.get("track", "")[:26],
        "type_id": asked.get("type", "")[:26],
    }


@dataclass(frozen=True)
class Overview:
    """One page of the list."""

    papers: list[Paper]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class Line:
    """A paper as a downloaded list tells it."""

    paper: Paper
    authors: list[str]


def overview(*, scope: Scope, page: int = 1, search: str = "", **filters: str) -> Overview:
    """What was handed in last stands first. Four statements for any number of rows.

    `filters` as `asked_list` has them: a state, and public identifiers of a webinar, call, track,
    type; `search` must be found in title or authors.
    """
    ids, _ = _found(scope, search, filters)
    pages = max(1, -(-len(ids) // PER_PAGE))
    page = min(max(1, page), pages)
    wanted = ids[(page - 1) * PER_PAGE : page * PER_PAGE]
    rows = db.session.scalars(_complete(wanted).options(selectinload(Paper.authors)))
    return Overview(sorted(rows, key=lambda one: wanted.index(one.id)), len(ids), page, pages)


def lines(*, scope: Scope, most: int, search: str = "", **filters: str) -> tuple[list[Line], int]:
    """The same list without pages: at most so many, and how many there are. Three statements."""
    ids, names = _found(scope, search, filters)
    # Thousands of texts would fill the memory, and no line holds one.
    shown = _complete(ids[:most]).options(defer(Paper.body), defer(Paper.abstract))
    rows = {row.id: row for row in db.session.scalars(shown)}
    found = [Line(rows[one], names.get(one, [])) for one in ids[:most] if one in rows]
    return found, len(ids)


def _complete(ids: list[int]) -> sa.Select[Paper]:
    return (
        sa.select(Paper)
        .options(
            joinedload(Paper.session).joinedload(Session.webinar),
            joinedload(Paper.submitter),
            joinedload(Paper.call),
            joinedload(Paper.track),
            joinedload(Paper.type),
        )
        .where(Paper.id.in_(ids))
    )


def _found(
    scope: Scope, search: str, filters: Mapping[str, str]
) -> tuple[list[int], dict[int, list[str]]]:
    """Row numbers in order, and of every paper the names of its authors: two statements."""
    state, webinar_id = filters.get("state", ""), filters.get("webinar_id", "")
    found = papers_handed_in(scope) if state == HANDED_IN else sa.select(Paper)
    if state in _STATE_OF:
        found = found.where(Paper.state == _STATE_OF[state])
    if webinar_id:
        sessions = (
            sa.select(Session.id)
            .join(Webinar, Webinar.id == Session.webinar_id)
            .where(Webinar.public_id == webinar_id)
        )
        found = found.where(Paper.session_id.in_(sessions))
    for column, model in _CHOSEN.items():
        if public_id := filters.get(column, ""):
            chosen = sa.select(model.id).where(model.public_id == public_id)
            found = found.where(getattr(Paper, column).in_(chosen))
    order = sa.func.coalesce(Paper.submitted_at, Paper.created_at).desc()
    keys = db.session.execute(
        found.where(within(scope), Paper.deleted_at.is_(None))
        .order_by(order, Paper.id.desc())
        .with_only_columns(Paper.id, Paper.title)
    ).all()
    names: dict[int, list[str]] = {}
    rows = sa.select(PaperAuthor.paper_id, PaperAuthor.name).order_by(PaperAuthor.position)
    for paper_id, name in db.session.execute(rows):
        names.setdefault(paper_id, []).append(name)
    words = fold(search).split()
    ids = [
        row.id
        for row in keys
        if all(word in fold(" ".join([row.title, *names.get(row.id, [])])) for word in words)
    ]
    return ids, names


def webinars_with_papers(scope: Scope) -> list[tuple[str, str]]:
    """Public identifier and title, for the filter. One statement."""
    given = sa.select(Session.webinar_id).join(Paper, Paper.session_id == Session.id)
    rows = db.session.scalars(
        sa.select(Webinar)
        .where(scope.covers(Webinar.id), Webinar.id.in_(given.where(Paper.deleted_at.is_(None))))
        .order_by(Webinar.starts_at.desc(), Webinar.id.desc())
    )
    return [(row.public_id, row.title) for row in rows]


def calls_with_papers(scope: Scope) -> list[Call]:
    """For the filter, newest first, with tracks and types. Three statements."""
    used = sa.select(Paper.call_id).where(within(scope), Paper.deleted_at.is_(None))
    found = sa.select(Call).where(Call.id.in_(used.where(Paper.call_id.is_not(None))))
    parts = (selectinload(Call.tracks), selectinload(Call.types))
    return list(db.session.scalars(found.options(*parts).order_by(Call.id.desc())))


def answers_of_lines(found: list[Line]) -> tuple[list[Question], dict[int, dict[int, str]]]:
    """Questions that these papers answered, and sheet -> question -> answer in words.

    One statement for any number: what organizers may see.
    """
    sheets = [line.paper.sheet_id for line in found if line.paper.sheet_id is not None]
    questions: dict[int, Question] = {}
    words: dict[int, dict[int, str]] = {}
    for sheet_id, rows in answers_on(sheets, ORGANIZERS).items():
        for question, answer in rows:
            questions[question.id] = question
            words.setdefault(sheet_id, {})[question.id] = answer_words(question, answer)
    ordered = sorted(
        questions.values(), key=lambda one: (one.questionnaire_id, one.position, one.id)
    )
    return ordered, words
