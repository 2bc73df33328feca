"""What pages ask about papers; a fixed number of statements each."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from webinar.core.db import db
from webinar.papers.models import PUBLISHED, SUBMITTED, Paper, PaperAuthor, PaperFile, PaperVersion
from webinar.papers.visibility import paper_listed, paper_readable
from webinar.webinars.models import Session

#: the filter of `/organize/papers/` that shows `papers_handed_in`
HANDED_IN = "handed-in"


def _complete() -> sa.Select[Paper]:
    """Papers with authors, session and webinar: two statements."""
    return sa.select(Paper).options(
        selectinload(Paper.authors).joinedload(PaperAuthor.speaker),
        joinedload(Paper.session).joinedload(Session.webinar),
    )


def _newest_number() -> sa.ScalarSelect[int]:
    return (
        sa.select(sa.func.coalesce(sa.func.max(PaperVersion.number), 0))
        .where(PaperVersion.paper_id == Paper.id)
        .scalar_subquery()
    )


def papers_handed_in() -> sa.Select[Paper]:
    """Papers that wait for the organizers: never published, or with a newer version than shown."""
    return sa.select(Paper).where(
        sa.or_(
            Paper.state == SUBMITTED,
            sa.and_(Paper.state == PUBLISHED, Paper.current_number < _newest_number()),
        )
    )


def recent_papers(*, limit: int | None = 20, offset: int = 0) -> list[Paper]:
    """Listed papers, newest first. Two statements."""
    found = _complete().where(paper_listed())
    found = found.order_by(Paper.published_at.desc(), Paper.id.desc()).limit(limit).offset(offset)
    return list(db.session.scalars(found))


def count_papers() -> int:
    return db.session.scalar(sa.select(sa.func.count(Paper.id)).where(paper_listed())) or 0


def readable_paper(slug: str) -> Paper | None:
    """The published paper at an address."""
    return db.session.scalar(_complete().where(Paper.slug == slug, paper_readable()))


def paper_by_slug(slug: str) -> Paper | None:
    """The paper at an address, published or not."""
    return db.session.scalar(_complete().where(Paper.slug == slug))


def paper_by_id(public_id: str) -> Paper | None:
    return db.session.scalar(_complete().where(Paper.public_id == public_id))


def version_of(paper: Paper, number: int | None = None) -> PaperVersion | None:
    """A version with its files; without a number the one readers see."""
    return db.session.scalar(
        sa.select(PaperVersion)
        .where(PaperVersion.paper_id == paper.id)
        .where(PaperVersion.number == (paper.current_number if number is None else number))
        .options(selectinload(PaperVersion.files))
    )


def versions_of(paper: Paper) -> list[PaperVersion]:
    """All versions, newest first, with their files. Two statements."""
    return list(
        db.session.scalars(
            sa.select(PaperVersion)
            .where(PaperVersion.paper_id == paper.id)
            .order_by(PaperVersion.number.desc())
            .options(selectinload(PaperVersion.files))
        )
    )


def draft_files(paper: Paper) -> list[PaperFile]:
    """The files that the next version will have."""
    return list(
        db.session.scalars(
            sa.select(PaperFile)
            .where(PaperFile.paper_id == paper.id, PaperFile.version_id.is_(None))
            .order_by(PaperFile.id)
        )
    )


def public_file(slug: str, name: str) -> PaperFile | None:
    """The file at `/papers/<slug>/files/<name>`: of the version that readers see."""
    return db.session.scalar(
        sa.select(PaperFile)
        .join(PaperVersion, PaperFile.version_id == PaperVersion.id)
        .join(Paper, PaperVersion.paper_id == Paper.id)
        .where(Paper.slug == slug, PaperFile.name == name, paper_readable())
        .where(PaperVersion.number == Paper.current_number, Paper.deleted_at.is_(None))
    )


def papers_of_sessions(session_ids: Sequence[int]) -> dict[int, list[Paper]]:
    """Session's row number -> its readable papers. Two statements for any number."""
    found = db.session.scalars(
        sa.select(Paper)
        .where(Paper.session_id.in_(session_ids), paper_readable())
        .options(selectinload(Paper.authors).joinedload(PaperAuthor.speaker))
        .order_by(Paper.title, Paper.id)
    )
    papers: dict[int, list[Paper]] = {}
    for paper in found:
        if paper.session_id is not None:
            papers.setdefault(paper.session_id, []).append(paper)
    return papers


def papers_of_speaker(speaker_id: int) -> list[Paper]:
    """Listed papers of an author, newest first. Two statements."""
    return list(
        db.session.scalars(
            _complete()
            .where(
                paper_listed(),
                Paper.id.in_(
                    sa.select(PaperAuthor.paper_id).where(PaperAuthor.speaker_id == speaker_id)
                ),
            )
            .order_by(Paper.published_at.desc(), Paper.id.desc())
        )
    )


def own_papers(speaker_id: int) -> list[Paper]:
    """Every paper that a speaker handed in or is an author of, in any state."""
    mine = sa.select(PaperAuthor.paper_id).where(PaperAuthor.speaker_id == speaker_id)
    return list(
        db.session.scalars(
            _complete()
            .where(sa.or_(Paper.submitter_id == speaker_id, Paper.id.in_(mine)))
            .order_by(Paper.created_at.desc(), Paper.id.desc())
        )
    )


def current_versions(papers: Iterable[Paper]) -> dict[int, PaperVersion]:
    """Paper's row number -> the version readers see, with files. Two statements."""
    ids = [paper.id for paper in papers]
    found = db.session.scalars(
        sa.select(PaperVersion)
        .join(Paper, Paper.id == PaperVersion.paper_id)
        .where(Paper.id.in_(ids), PaperVersion.number == Paper.current_number)
        .options(selectinload(PaperVersion.files))
    )
    return {version.paper_id: version for version in found}


def covers_of(papers: Iterable[Paper]) -> set[int]:
    """Row numbers of papers whose current version has a picture of page one. One statement."""
    ids = [paper.id for paper in papers]
    return set(
        db.session.scalars(
            sa.select(PaperVersion.paper_id)
            .join(Paper, Paper.id == PaperVersion.paper_id)
            .join(PaperFile, PaperFile.version_id == PaperVersion.id)
            .where(Paper.id.in_(ids), PaperVersion.number == Paper.current_number)
            .where(PaperFile.cover_id.is_not(None))
        )
    )
