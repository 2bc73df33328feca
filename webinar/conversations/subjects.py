"""What can be commented on: four kinds of things, each while its page is readable."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from webinar.core.db import db, with_deleted
from webinar.papers.models import Paper
from webinar.papers.policy import paper_readable
from webinar.posts.models import Post
from webinar.posts.policy import post_listed
from webinar.posts.queries import post_path
from webinar.webinars.models import Session, Webinar
from webinar.webinars.policy import session_readable, webinar_readable


@dataclass(frozen=True)
class Subject:
    """One thing that can be commented on, as the pages of this room need it."""

    kind: str
    public_id: str
    title: str
    #: path of its page, fit for a link
    path: str
    #: row number of the webinar it belongs to, when it belongs to one
    webinar_number: int | None


@dataclass(frozen=True)
class _Kind:
    model: Any
    readable: Callable[[], sa.ColumnElement[bool]]
    path: Callable[[Any], str]
    webinar_number: Callable[[Any], int | None]


def _session_path(session: Session) -> str:
    return f"/webinars/{quote(session.webinar.slug)}/{quote(session.slug)}/"


def _given_in(paper: Paper) -> int | None:
    """As `papers.visibility.webinar_of` has it: while it has no session, its call's."""
    given = paper.session if paper.session is not None else paper.call
    return given.webinar_id if given is not None else None


_KINDS: dict[str, _Kind] = {
    "paper": _Kind(Paper, paper_readable, lambda row: f"/papers/{quote(row.slug)}/", _given_in),
    "session": _Kind(Session, session_readable, _session_path, lambda row: row.webinar_id),
    "webinar": _Kind(
        Webinar,
        webinar_readable,
        lambda row: f"/webinars/{quote(row.slug)}/",
        lambda row: row.id,
    ),
    "post": _Kind(Post, post_listed, post_path, lambda row: None),
}


def _rows(kind: str) -> sa.Select[Any]:
    known = _KINDS[kind]
    found = sa.select(known.model)
    if known.model is Session:
        return found.options(joinedload(Session.webinar))
    if known.model is Paper:
        return found.options(joinedload(Paper.session), joinedload(Paper.call))
    return found


def _subject(kind: str, row: Any) -> Subject:
    known = _KINDS[kind]
    return Subject(kind, row.public_id, row.title, known.path(row), known.webinar_number(row))


def open_subject(kind: str, public_id: str) -> Subject | None:
    """The thing, when readers can see it now; None for anything else."""
    if kind not in _KINDS:
        return None
    known = _KINDS[kind]
    row = db.session.scalar(_rows(kind).where(known.model.public_id == public_id, known.readable()))
    return _subject(kind, row) if row is not None else None


def subjects_of(keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], Subject]:
    """Things by kind and public identifier, in any state, deleted ones too: for the desk.

    One statement for each kind that occurs.
    """
    found: dict[tuple[str, str], Subject] = {}
    for kind, known in _KINDS.items():
        wanted = {public_id for one, public_id in keys if one == kind}
        if not wanted:
            continue
        for row in db.session.scalars(
            with_deleted(_rows(kind).where(known.model.public_id.in_(wanted)))
        ):
            found[kind, row.public_id] = _subject(kind, row)
    return found
