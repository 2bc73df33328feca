"""Reads that only composed pages need; a fixed number of statements each."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from webinar.calls.models import Call
from webinar.calls.visibility import call_listed
from webinar.core.db import UtcDateTime, db, with_deleted
from webinar.core.slugs import find_former
from webinar.papers.models import Paper, PaperAuthor, PaperFile, PaperVersion
from webinar.papers.policy import paper_listed, paper_readable, text_open
from webinar.posts.models import Page, Post
from webinar.posts.policy import page_listed, post_listed
from webinar.site.cards import PaperCard
from webinar.speakers.models import Speaker
from webinar.speakers.policy import speaker_listed
from webinar.webinars.filed import is_room_listed, is_tag_listed
from webinar.webinars.models import Category, Room, Series, Session, Tag, Webinar
from webinar.webinars.policy import series_listed, series_readable, webinar_listed, webinar_readable


def _has_cover() -> sa.ColumnElement[bool]:
    return (
        sa.select(PaperFile.id)
        .join(PaperVersion, PaperVersion.id == PaperFile.version_id)
        .where(
            PaperVersion.paper_id == Paper.id,
            PaperVersion.number == Paper.current_number,
            PaperFile.cover_id.is_not(None),
            text_open(),
        )
        .correlate(Paper)
        .exists()
    )


def _with_cover() -> sa.Select[Paper, bool]:
    """(paper with authors and their profiles, whether it has a picture): one statement."""
    return sa.select(Paper, _has_cover()).options(
        joinedload(Paper.authors).joinedload(PaperAuthor.speaker)
    )


def papers_by_session(session_ids: Collection[int]) -> dict[int, list[PaperCard]]:
    """Session's row number -> its readable papers by title. One statement."""
    found: dict[int, list[PaperCard]] = {}
    rows = db.session.execute(
        _with_cover()
        .where(Paper.session_id.in_(session_ids), paper_readable())
        .order_by(Paper.title, Paper.id)
    )
    for paper, has_cover in rows.unique():
        card = PaperCard.of(paper, has_cover=has_cover)
        found.setdefault(paper.session_id or 0, []).append(card)
    return found


def paper_cards(
    *, limit: int | None = None, offset: int = 0, author_id: int | None = None
) -> tuple[list[PaperCard], dict[str, tuple[str, str]]]:
    """Listed papers, newest first, and by slug where each was given (title, path). One statement.

    With `author_id` those of one speaker.
    """
    newest = sa.select(Paper.id).where(paper_listed(), Paper.deleted_at.is_(None))
    if author_id is not None:
        newest = newest.where(
            Paper.id.in_(sa.select(PaperAuthor.paper_id).where(PaperAuthor.speaker_id == author_id))
        )
    newest = newest.order_by(Paper.published_at.desc(), Paper.id.desc())
    # The limit counts papers; joined authors would count, too.
    chosen = newest.limit(limit).offset(offset).subquery()
    rows = db.session.execute(
        _with_cover()
        .where(Paper.id.in_(sa.select(chosen.c.id)))
        .options(joinedload(Paper.session).joinedload(Session.webinar))
        .order_by(Paper.published_at.desc(), Paper.id.desc())
    )
    cards: list[PaperCard] = []
    given: dict[str, tuple[str, str]] = {}
    for paper, has_cover in rows.unique():
        cards.append(PaperCard.of(paper, has_cover=has_cover))
        if paper.session is not None:
            webinar = paper.session.webinar
            given[paper.slug] = (
                webinar.title,
                f"/webinars/{webinar.slug}/{paper.session.slug}/",
            )
    return cards, given


def paper_count(*, author_id: int | None = None) -> int:
    """How many papers the list of papers holds. One statement."""
    found = sa.select(sa.func.count(Paper.id)).where(paper_listed())
    if author_id is not None:
        mine = sa.select(PaperAuthor.paper_id).where(PaperAuthor.speaker_id == author_id)
        found = found.where(Paper.id.in_(mine))
    return db.session.scalar(found) or 0


def post_count() -> int:
    return db.session.scalar(sa.select(sa.func.count(Post.id)).where(post_listed())) or 0


#: kind -> (model, seen by readers, ever seen by readers)
_KINDS: dict[str, tuple[Any, Any, Any]] = {
    "paper": (Paper, paper_readable, lambda: Paper.published_at.is_not(None)),
    "post": (Post, post_listed, lambda: Post.published_at.is_not(None)),
    "page": (Page, page_listed, lambda: Page.is_published.is_(True)),
    "category": (Category, sa.true, sa.true),
    "room": (Room, sa.true, sa.true),
    "series": (Series, series_readable, lambda: Series.published_at.is_not(None)),
    "session": (
        Session,
        lambda: Session.webinar_id.in_(sa.select(Webinar.id).where(webinar_readable())),
        lambda: Session.webinar_id.in_(
            sa.select(Webinar.id).where(Webinar.published_at.is_not(None))
        ),
    ),
}


def moved_to(kind: str, slug: str, *, scope: str = "") -> str | None:
    """The present slug of what had this address before and can be read."""
    model, seen, _ = _KINDS[kind]
    public_id = find_former(model.__tablename__, slug, scope=scope)
    if public_id is None:
        return None
    return db.session.scalar(sa.select(model.slug).where(model.public_id == public_id, seen()))


def was_deleted(kind: str, slug: str, *, webinar_id: int | None = None) -> bool:
    """Readers saw something here once, and it was deleted: the page answers 410."""
    model, _, ever_seen = _KINDS[kind]
    found = sa.select(model.id).where(
        model.slug == slug, model.deleted_at.is_not(None), ever_seen()
    )
    if webinar_id is not None:
        found = found.where(Session.webinar_id == webinar_id)
    return db.session.scalar(with_deleted(found).limit(1)) is not None


def addresses() -> list[tuple[str, Any]]:
    """Every listed page as (path, instant of its last change): three statements."""
    found: list[tuple[str, Any]] = []
    webinars = db.session.execute(
        sa.select(Webinar.slug, Webinar.updated_at)
        .where(webinar_listed())
        .order_by(Webinar.starts_at.desc(), Webinar.id.desc())
    )
    found += [(f"/webinars/{slug}/", at) for slug, at in webinars]
    sessions = db.session.execute(
        sa.select(Webinar.slug, Session.slug, Session.updated_at)
        .join(Session.webinar)
        .where(webinar_listed(), Session.kind != "break")
        .where(Session.deleted_at.is_(None), Webinar.deleted_at.is_(None))
        .order_by(Session.starts_at.desc(), Session.id.desc())
    )
    found += [(f"/webinars/{slug}/{part}/", at) for slug, part, at in sessions]
    # Pages of tags and rooms change with what they list, not with their own rows.
    parts = [
        sa.select(
            sa.literal(place).label("place"),
            model.id.label("id"),
            model.slug.label("slug"),
            (model.updated_at if is_dated else sa.null()).label("at"),
        ).where(listed)
        for place, (_folder, model, listed, is_dated) in enumerate(_in_sitemap())
    ]
    every = sa.union_all(*parts).subquery()
    folders = [folder for folder, *_rest in _in_sitemap()]
    rows = db.session.execute(
        sa.select(every.c.place, every.c.slug, sa.type_coerce(every.c.at, UtcDateTime)).order_by(
            every.c.place, every.c.id
        )
    )
    found += [
        (f"/{folder}/{slug}" + ("" if folder == "calls" else "/"), at)
        for folder, slug, at in ((folders[place], slug, at) for place, slug, at in rows)
    ]
    return found


def _in_sitemap() -> tuple[tuple[str, Any, Any, bool], ...]:
    """(folder, model, what of it, whether its own time counts) of pages that stand alone."""
    return (
        ("calls", Call, sa.and_(call_listed(), Call.deleted_at.is_(None)), True),
        ("series", Series, sa.and_(series_listed(), Series.deleted_at.is_(None)), True),
        ("papers", Paper, sa.and_(paper_listed(), Paper.deleted_at.is_(None)), True),
        ("speakers", Speaker, sa.and_(speaker_listed(), Speaker.deleted_at.is_(None)), True),
        ("news", Post, sa.and_(post_listed(), Post.deleted_at.is_(None)), True),
        ("pages", Page, sa.and_(page_listed(), Page.deleted_at.is_(None)), True),
        ("tags", Tag, is_tag_listed(), False),
        ("rooms", Room, sa.and_(is_room_listed(), Room.deleted_at.is_(None)), False),
    )
