"""What pages ask about papers; a fixed number of statements each."""

from collections.abc import Collection, Iterable

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, lazyload, selectinload

from webinar.calls.models import Call
from webinar.core.db import db, with_deleted
from webinar.core.files import StoredFile
from webinar.core.jobs import DEAD, Job
from webinar.core.slugs import find_former
from webinar.papers.models import (
    PUBLISHED,
    SUBMITTED,
    Paper,
    PaperAuthor,
    PaperFigure,
    PaperFile,
    PaperVersion,
)
from webinar.papers.reviewing import not_elsewhere
from webinar.papers.visibility import (
    is_text_open,
    paper_listed,
    paper_readable,
    text_open,
    webinar_of,
)
from webinar.speakers.models import SessionRole
from webinar.webinars.models import Session, Webinar
from webinar.webinars.scope import Scope

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


def within(scope: Scope) -> sa.ColumnElement[bool]:
    """Over `Paper`: given in one of these webinars, or, without a session, handed in to a call of
    theirs; what has neither is in `EVERYTHING`."""
    if scope.everything:
        return sa.true()
    given = sa.select(Session.id).where(scope.covers(Session.webinar_id))
    called = sa.select(Call.id).where(scope.covers(Call.webinar_id))
    return sa.or_(
        Paper.session_id.in_(given),
        sa.and_(Paper.session_id.is_(None), Paper.call_id.in_(called)),
    )


def papers_handed_in(scope: Scope) -> sa.Select[Paper]:
    """Papers that wait for the organizers: never published, or with a newer version than shown.

    What is chosen on a page of a room above waits there.
    """
    return sa.select(Paper).where(
        within(scope),
        sa.or_(
            sa.and_(Paper.state == SUBMITTED, not_elsewhere()),
            sa.and_(Paper.state == PUBLISHED, Paper.current_number < _newest_number()),
        ),
    )


def recent_papers(*, limit: int | None = 20, offset: int = 0) -> list[Paper]:
    """Listed papers, newest first. Two statements."""
    found = _complete().where(paper_listed())
    found = found.order_by(Paper.published_at.desc(), Paper.id.desc()).limit(limit).offset(offset)
    return list(db.session.scalars(found))


def readable_paper(slug: str) -> Paper | None:
    """The published paper at an address, with where it is given. Two statements."""
    session = joinedload(Paper.session)
    rooms = (
        session.joinedload(Session.room),
        session.joinedload(Session.webinar).joinedload(Webinar.room),
    )
    found = _complete().options(*rooms).where(Paper.slug == slug, paper_readable())
    return db.session.scalar(found)


def paper_webinar_number(public_id: str) -> int | None:
    """Row number of the webinar that a paper is given in, or while it has no session, of its
    call's; deleted ones too. One statement."""
    return db.session.scalar(webinar_of(Paper.__table__.c.public_id == public_id))


def paper_by_id(public_id: str) -> Paper | None:
    return db.session.scalar(_complete().where(Paper.public_id == public_id))


def version_of(paper: Paper) -> PaperVersion | None:
    """The version that readers see, with its files; none before an embargo ends."""
    if not is_text_open(paper):
        return None
    return db.session.scalar(
        sa.select(PaperVersion)
        .where(PaperVersion.paper_id == paper.id)
        .where(PaperVersion.number == paper.current_number)
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


def read_versions(paper: Paper) -> list[PaperVersion]:
    """Versions that readers see or saw, newest first; none before an embargo ends.

    What was handed in before, and changed before it was published, stays between its author,
    organizers and reviewers.
    """
    if not is_text_open(paper):
        return []
    return [one for one in versions_of(paper) if one.published_at is not None]


def draft_files(paper: Paper) -> list[PaperFile]:
    """The files that the next version will have."""
    return list(
        db.session.scalars(
            sa.select(PaperFile)
            .where(PaperFile.paper_id == paper.id, PaperFile.version_id.is_(None))
            .order_by(PaperFile.id)
        )
    )


def files_given_up() -> list[int]:
    """Row numbers of stored files whose reading ended its worker each time, or failed for good.

    Of these nobody was told anything yet. One statement.
    """
    found = (
        sa.select(PaperFile.file_id)
        .join(Job, Job.payload["stored_id"].as_integer() == PaperFile.file_id)
        .where(Job.kind == "read_paper_file", Job.state == DEAD)
        .where(PaperFile.trouble == "", PaperFile.text == "", PaperFile.pages.is_(None))
    )
    return list(db.session.scalars(found.distinct().order_by(PaperFile.file_id)))


def public_file(slug: str, name: str, *, number: int | None = None) -> PaperFile | None:
    """The file at `/papers/<slug>/files/<name>`: of the version that readers see.

    With a number: of that version, when readers see it or saw it before.
    """
    seen = Paper.current_number
    return db.session.scalar(
        _public_files(slug)
        .where(PaperFile.name == name)
        .where(
            PaperVersion.number == seen
            if number is None
            else sa.and_(PaperVersion.number == number, PaperVersion.published_at.is_not(None))
        )
    )


def newest_file(slug: str, kind: str) -> PaperFile | None:
    """The file of a kind of the version that readers see: the first where there are several."""
    return db.session.scalar(
        _public_files(slug)
        .where(PaperVersion.number == Paper.current_number, PaperFile.kind == kind)
        .order_by(PaperFile.id)
        .limit(1)
    )


def former_file(slug: str, name: str) -> PaperFile | None:
    """The file that had this name in the newest earlier version that had one."""
    return db.session.scalar(
        _public_files(slug)
        .where(PaperFile.name == name, PaperVersion.number < Paper.current_number)
        .where(PaperVersion.published_at.is_not(None))
        .order_by(PaperVersion.number.desc())
        .limit(1)
    )


def public_cover(slug: str) -> StoredFile | None:
    """The picture of page one of the version that readers see."""
    found = db.session.scalar(
        _public_files(slug)
        .where(PaperVersion.number == Paper.current_number, PaperFile.cover_id.is_not(None))
        .order_by(PaperFile.id)
        .limit(1)
    )
    return found.cover if found is not None else None


def public_figure(slug: str, name: str, *, number: int | None = None) -> StoredFile | None:
    """A picture that the text of a version shows, under the rule of `public_file`."""
    seen = Paper.current_number
    found = db.session.scalar(
        sa.select(PaperFigure)
        .join(Paper, PaperFigure.paper_id == Paper.id)
        .join(PaperVersion, PaperVersion.paper_id == Paper.id)
        .where(
            Paper.slug == slug,
            paper_readable(),
            text_open(),
            Paper.deleted_at.is_(None),
            PaperFigure.name == name,
            PaperVersion.body_html.contains(f"figures/{name}", autoescape=True),
            PaperVersion.number == seen
            if number is None
            else sa.and_(PaperVersion.number == number, PaperVersion.published_at.is_not(None)),
        )
    )
    return found.file if found is not None else None


def figure_of(paper: Paper, name: str) -> StoredFile | None:
    """A picture of this paper's documents, or of a file's first page ("page-<file>.webp")."""
    if name.startswith("page-"):
        file = any_file(paper, name.removeprefix("page-").removesuffix(".webp"))
        return file.cover if file is not None else None
    found = db.session.scalar(
        sa.select(PaperFigure).where(PaperFigure.paper_id == paper.id, PaperFigure.name == name)
    )
    return found.file if found is not None else None


def figure_in(version: PaperVersion, name: str) -> StoredFile | None:
    """A picture that this version's text shows."""
    if f"figures/{name}" not in version.body_html:
        return None
    found = db.session.scalar(
        sa.select(PaperFigure).where(
            PaperFigure.paper_id == version.paper_id, PaperFigure.name == name
        )
    )
    return found.file if found is not None else None


def _public_files(slug: str) -> sa.Select[PaperFile]:
    return (
        sa.select(PaperFile)
        .join(PaperVersion, PaperFile.version_id == PaperVersion.id)
        .join(Paper, PaperVersion.paper_id == Paper.id)
        .where(Paper.slug == slug, paper_readable(), text_open(), Paper.deleted_at.is_(None))
    )


def paper_moved_from(slug: str) -> Paper | None:
    """The published paper that had this address before."""
    public_id = find_former(Paper.__tablename__, slug)
    if public_id is None:
        return None
    return db.session.scalar(sa.select(Paper).where(Paper.public_id == public_id, paper_readable()))


def was_deleted(slug: str) -> bool:
    """A paper that readers could see had this address: pages answer 410."""
    found = sa.select(Paper.id).where(
        Paper.slug == slug, Paper.deleted_at.is_not(None), Paper.published_at.is_not(None)
    )
    return db.session.scalar(with_deleted(found)) is not None


def papers_of_webinar(webinar_id: int) -> list[Paper]:
    """Readable papers of a webinar in the order they are given. Two statements."""
    rooms = (
        contains_eager(Paper.session).joinedload(Session.room),
        contains_eager(Paper.session).joinedload(Session.webinar).joinedload(Webinar.room),
    )
    found = (
        sa.select(Paper)
        .join(Paper.session)
        .options(selectinload(Paper.authors).joinedload(PaperAuthor.speaker), *rooms)
        .where(Session.webinar_id == webinar_id, paper_readable())
        .order_by(Session.starts_at, Session.id, Paper.title, Paper.id)
    )
    return list(db.session.scalars(found))


def _is_own(speaker_id: int) -> sa.ColumnElement[bool]:
    mine = sa.select(PaperAuthor.paper_id).where(PaperAuthor.speaker_id == speaker_id)
    return sa.or_(Paper.submitter_id == speaker_id, Paper.id.in_(mine))


def own_papers(speaker_id: int, *, in_detail: bool = False) -> list[Paper]:
    """Every paper that a speaker handed in or is an author of, in any state, with its call.

    Two statements; `in_detail` with all that `standing.standings_of` asks, two more with calls.
    """
    found = _complete().options(joinedload(Paper.call)).where(_is_own(speaker_id))
    if in_detail:
        found = found.options(
            joinedload(Paper.call).selectinload(Call.tracks),
            joinedload(Paper.call).selectinload(Call.types),
            *map(joinedload, (Paper.track, Paper.type, Paper.code, Paper.submitter)),
        )
    return list(db.session.scalars(found.order_by(Paper.created_at.desc(), Paper.id.desc())))


def own_paper(speaker_id: int, public_id: str) -> Paper | None:
    """One of `own_papers`; somebody else's is none. Two statements."""
    return db.session.scalar(_complete().where(Paper.public_id == public_id, _is_own(speaker_id)))


def draft_file(paper: Paper, public_id: str) -> PaperFile | None:
    """A file of this paper's draft."""
    return db.session.scalar(
        sa.select(PaperFile).where(
            PaperFile.public_id == public_id,
            PaperFile.paper_id == paper.id,
            PaperFile.version_id.is_(None),
        )
    )


def any_file(paper: Paper, public_id: str) -> PaperFile | None:
    """A file of this paper, of its draft or of any version."""
    return db.session.scalar(
        sa.select(PaperFile).where(PaperFile.public_id == public_id, PaperFile.paper_id == paper.id)
    )


def sessions_to_choose(*, scope: Scope, speaker_id: int | None = None) -> list[Session]:
    """Sessions a paper can be given in, newest first, with webinars; of one speaker, or all.

    One statement.
    """
    found = sa.select(Session).join(Session.webinar).options(contains_eager(Session.webinar))
    found = found.where(Session.kind != "break", scope.covers(Session.webinar_id))
    if speaker_id is not None:
        mine = sa.select(SessionRole.session_id).where(SessionRole.speaker_id == speaker_id)
        found = found.where(Session.id.in_(mine))
    return list(db.session.scalars(found.order_by(Session.starts_at.desc(), Session.id.desc())))


def current_versions(papers: Iterable[Paper]) -> dict[int, PaperVersion]:
    """Paper's row number -> the version readers see, with files. Two statements."""
    ids = [paper.id for paper in papers]
    found = db.session.scalars(
        sa.select(PaperVersion)
        .join(Paper, Paper.id == PaperVersion.paper_id)
        .where(Paper.id.in_(ids), PaperVersion.number == Paper.current_number, text_open())
        .options(selectinload(PaperVersion.files))
    )
    return {version.paper_id: version for version in found}


def current_files(paper_ids: Collection[int]) -> dict[int, list[PaperFile]]:
    """Paper's row number -> files of the version readers see, not its long texts. One statement."""
    found: dict[int, list[PaperFile]] = {}
    rows = db.session.execute(
        sa.select(PaperVersion.paper_id, PaperFile)
        .join(PaperFile, PaperFile.version_id == PaperVersion.id)
        .join(Paper, Paper.id == PaperVersion.paper_id)
        .where(Paper.id.in_(paper_ids), PaperVersion.number == Paper.current_number, text_open())
        .options(lazyload(PaperFile.cover))
        .order_by(PaperFile.id)
    )
    for paper_id, file in rows:
        found.setdefault(paper_id, []).append(file)
    return found
