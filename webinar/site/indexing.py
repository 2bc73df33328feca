"""What can be found: listeners that keep the search index as the visibility predicates say.

A listener only notes what changed. Just before the commit everything noted is read again,
each thing once, and put into the index or forgotten. Bodies are plain text.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from webinar.calls.announcements import CallChanged
from webinar.calls.models import Call
from webinar.core import search
from webinar.core.db import BEFORE_COMMIT, RoutedSession, db, transaction, with_deleted
from webinar.core.search import SearchDocument
from webinar.core.textstats import plain_text
from webinar.papers.announcements import PaperChanged, PaperPublished
from webinar.papers.models import Paper, PaperAuthor, PaperFile, PaperVersion
from webinar.papers.policy import is_paper_listed, text_open
from webinar.posts.announcements import PageChanged, PostChanged
from webinar.posts.models import Page, Post
from webinar.site.indexing_alone import lines, put_calls, put_each, put_pages, put_posts
from webinar.site.links import path_of
from webinar.speakers.announcements import RolesChanged, SpeakerChanged
from webinar.speakers.models import SessionRole, Speaker
from webinar.speakers.policy import speaker_listed
from webinar.speakers.queries import names_of_webinars, speakers_of_sessions
from webinar.webinars.announcements import (
    CategoryChanged,
    SeriesChanged,
    SessionChanged,
    WebinarCancelled,
    WebinarChanged,
    WebinarPublished,
)
from webinar.webinars.models import Category, Series, Session, Webinar
from webinar.webinars.policy import is_series_listed, is_session_listed, is_webinar_listed

_KEPT = "search notes"
#: rows read at once by `reindex_everything`
_BATCH = 100


@dataclass
class _Notes:
    """Row numbers of what changed in the open transaction."""

    webinars: set[int] = field(default_factory=set)
    series: set[int] = field(default_factory=set)
    sessions: set[int] = field(default_factory=set)
    speakers: set[int] = field(default_factory=set)
    papers: set[int] = field(default_factory=set)
    calls: set[int] = field(default_factory=set)
    posts: set[int] = field(default_factory=set)
    pages: set[int] = field(default_factory=set)


def _noted() -> _Notes:
    notes: _Notes = db.session().info.setdefault(_KEPT, _Notes())
    return notes


def on_webinar(happened: WebinarChanged | WebinarPublished | WebinarCancelled) -> None:
    """The webinar, its sessions and calls: its title, address and visibility are theirs, too."""
    _noted().webinars.add(happened.webinar_id)
    _noted().calls |= _numbers(sa.select(Call.id).where(Call.webinar_id == happened.webinar_id))
    _noted().sessions |= _numbers(
        sa.select(Session.id).where(Session.webinar_id == happened.webinar_id)
    )


def on_session(happened: SessionChanged | RolesChanged) -> None:
    """The session, and its webinar for the names of who speaks."""
    _noted().sessions.add(happened.session_id)
    _noted().webinars |= _numbers(
        sa.select(Session.webinar_id).where(Session.id == happened.session_id)
    )


def on_series(happened: SeriesChanged) -> None:
    """The series, and its calls: they go with it."""
    _noted().series.add(happened.series_id)
    _noted().calls |= _numbers(sa.select(Call.id).where(Call.series_id == happened.series_id))


def on_call(happened: CallChanged) -> None:
    _noted().calls.add(happened.call_id)


def on_category(happened: CategoryChanged) -> None:
    """Webinars and series are found by the name of their category."""
    _noted().webinars |= _numbers(
        sa.select(Webinar.id).where(Webinar.category_id == happened.category_id)
    )
    _noted().series |= _numbers(
        sa.select(Series.id).where(Series.category_id == happened.category_id)
    )


def on_speaker(happened: SpeakerChanged) -> None:
    """The profile, and what carries its name."""
    _noted().speakers.add(happened.speaker_id)
    sessions = _numbers(
        sa.select(SessionRole.session_id).where(SessionRole.speaker_id == happened.speaker_id)
    )
    _noted().sessions |= sessions
    _noted().webinars |= _numbers(sa.select(Session.webinar_id).where(Session.id.in_(sessions)))


def on_paper(happened: PaperChanged | PaperPublished) -> None:
    _noted().papers.add(happened.paper_id)


def on_post(happened: PostChanged) -> None:
    _noted().posts.add(happened.post_id)


def on_page(happened: PageChanged) -> None:
    _noted().pages.add(happened.page_id)


def reindex_everything(tell: Callable[[int], None] = lambda _count: None) -> int:
    """Build the index anew; calls `tell` with how many things were read each time.

    Safe to run while the site is used. Returns how many things can be found.
    """
    for model, name in (
        (Webinar, "webinars"),
        (Series, "series"),
        (Session, "sessions"),
        (Speaker, "speakers"),
        (Paper, "papers"),
        (Call, "calls"),
        (Post, "posts"),
        (Page, "pages"),
    ):
        numbers = sorted(_numbers(sa.select(model.id)))
        for start in range(0, len(numbers), _BATCH):
            batch = set(numbers[start : start + _BATCH])
            with transaction():
                setattr(_noted(), name, batch)
            tell(len(batch))
    with transaction():
        _sweep()
    return db.session.scalar(sa.select(sa.func.count(SearchDocument.id))) or 0


def _numbers(statement: sa.Select[int]) -> set[int]:
    return set(db.session.scalars(with_deleted(statement)))


def _index(session: RoutedSession) -> None:
    """Bring the index up to date with everything noted; the step before a commit."""
    notes: _Notes | None = session.info.pop(_KEPT, None)
    if notes is None:
        return
    session.flush()
    notes.papers |= _numbers(sa.select(Paper.id).where(Paper.session_id.in_(notes.sessions)))
    notes.speakers |= _numbers(
        sa.select(SessionRole.speaker_id).where(SessionRole.session_id.in_(notes.sessions))
    )
    authors = sa.select(PaperAuthor.speaker_id).where(PaperAuthor.paper_id.in_(notes.papers))
    notes.speakers |= {number for number in db.session.scalars(authors) if number is not None}
    _webinars(notes.webinars)
    _series(notes.series)
    _sessions(notes.sessions)
    _papers(notes.papers)
    _speakers(notes.speakers)
    put_calls(notes.calls)
    put_posts(notes.posts)
    put_pages(notes.pages)
    if notes.sessions or notes.papers:
        _forget_unlisted_speakers()


BEFORE_COMMIT.append(_index)


def _webinars(numbers: Collection[int]) -> None:
    names = names_of_webinars(list(numbers)) if numbers else {}

    def said(row: Webinar) -> dict[str, Any]:
        return {
            "url": path_of("webinars", row.slug),
            "title": row.title,
            "people": ", ".join(names[row.id]),
            "body": lines(
                row.subtitle,
                row.summary,
                plain_text(row.description_html),
                _category_name(row.category),
                row.tag_words,
            ),
            "at": row.starts_at,
        }

    category = joinedload(Webinar.category)
    put_each("webinar", Webinar, numbers, is_webinar_listed, said, category)


def _series(numbers: Collection[int]) -> None:
    def said(row: Series) -> dict[str, Any]:
        category = _category_name(row.category)
        return {
            "url": path_of("series", row.slug),
            "title": row.title,
            "body": lines(row.summary, plain_text(row.description_html), category),
            "at": row.published_at or row.created_at,
        }

    put_each("series", Series, numbers, is_series_listed, said, joinedload(Series.category))


def _category_name(category: Category | None) -> str:
    return category.name if category is not None and category.deleted_at is None else ""


def _sessions(numbers: Collection[int]) -> None:
    roles = speakers_of_sessions(list(numbers)) if numbers else {}

    def said(row: Session) -> dict[str, Any]:
        return {
            "url": path_of("webinars", row.webinar.slug, row.slug),
            "title": row.title,
            "people": ", ".join(speaker.name for speaker, _role in roles[row.id]),
            "body": lines(plain_text(row.abstract_html), row.webinar.title),
            "at": row.starts_at,
        }

    def is_listed(row: Session) -> bool:
        return is_session_listed(row) and row.kind != "break"

    put_each("session", Session, numbers, is_listed, said, joinedload(Session.webinar))


def _papers(numbers: Collection[int]) -> None:
    texts = _paper_texts(numbers) if numbers else {}

    def said(row: Paper) -> dict[str, Any]:
        return {
            "url": path_of("papers", row.slug),
            "title": row.title,
            "people": ", ".join(author.name for author in row.authors),
            "body": lines(row.abstract, *texts.get(row.id, [])),
            "at": row.published_at or row.created_at,
        }

    webinar = joinedload(Paper.session).joinedload(Session.webinar)
    put_each("paper", Paper, numbers, is_paper_listed, said, selectinload(Paper.authors), webinar)


def _paper_texts(numbers: Collection[int]) -> dict[int, list[str]]:
    """Paper's row number -> the words of the version that readers see, and of its files.

    Before an embargo ends nothing: a word that finds a paper tells that the word stands in it.
    """
    seen = sa.and_(Paper.id.in_(numbers), PaperVersion.number == Paper.current_number, text_open())
    found: dict[int, list[str]] = {}
    versions = db.session.execute(
        sa.select(PaperVersion.paper_id, PaperVersion.body_html)
        .join(Paper, Paper.id == PaperVersion.paper_id)
        .where(seen)
    )
    for paper_id, html in versions:
        found.setdefault(paper_id, []).append(plain_text(html))
    files = db.session.execute(
        sa.select(PaperVersion.paper_id, PaperFile.text)
        .join(PaperFile, PaperFile.version_id == PaperVersion.id)
        .join(Paper, Paper.id == PaperVersion.paper_id)
        .where(seen)
        .order_by(PaperFile.id)
    )
    for paper_id, text in files:
        found.setdefault(paper_id, []).append(text)
    return found


def _speakers(numbers: Collection[int]) -> None:
    seen = sa.select(Speaker.id).where(Speaker.id.in_(numbers), speaker_listed())
    listed = set(db.session.scalars(seen)) if numbers else set()

    def said(row: Speaker) -> dict[str, Any]:
        return {
            "url": path_of("speakers", row.slug),
            "title": row.name,
            "body": lines(row.position_title, row.affiliation, plain_text(row.biography_html)),
            "at": row.created_at,
        }

    put_each("speaker", Speaker, numbers, lambda row: row.id in listed, said)


def _forget_unlisted_speakers() -> None:
    """Who lost the last part in a listed session is named by no announcement."""
    listed = sa.select(Speaker.public_id).where(speaker_listed(), Speaker.deleted_at.is_(None))
    _forget_all("speaker", sa.not_(SearchDocument.object_id.in_(listed)))


def _sweep() -> None:
    """Forget what is named in the index and is no longer there at all."""
    _forget_unlisted_speakers()
    for kind, model in (
        ("webinar", Webinar),
        ("series", Series),
        ("session", Session),
        ("paper", Paper),
        ("call", Call),
        ("post", Post),
        ("page", Page),
    ):
        there = sa.select(model.public_id).where(model.deleted_at.is_(None))
        _forget_all(kind, sa.not_(SearchDocument.object_id.in_(there)))


def _forget_all(kind: str, condition: sa.ColumnElement[bool]) -> None:
    found: Iterable[str] = db.session.scalars(
        sa.select(SearchDocument.object_id).where(SearchDocument.kind == kind, condition)
    ).all()
    for object_id in found:
        search.forget(kind, object_id)
