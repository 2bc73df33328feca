"""The draft becomes a version: what was handed in at one moment, with copies of its files."""

import sqlalchemy as sa

from webinar.core import clock
from webinar.core.db import db
from webinar.core.files import StoredFile
from webinar.core.journal import Actor
from webinar.core.plainerror import N_
from webinar.core.prepared import html_of
from webinar.core.richtext import headings, plain_text, word_count
from webinar.core.scanner import Verdict
from webinar.papers.drafts import draft_front, is_author
from webinar.papers.errors import WrongPaper
from webinar.papers.lacks import lacks_of
from webinar.papers.models import Paper, PaperFile, PaperVersion
from webinar.papers.wanted import wanted_for

#: heading ids of a paper's text begin with this
BODY = "text"


def newest_version(paper: Paper) -> PaperVersion | None:
    found = sa.select(PaperVersion).where(PaperVersion.paper_id == paper.id)
    return db.session.scalar(found.order_by(PaperVersion.number.desc()).limit(1))


def make_version(paper: Paper, changes_note: str, by: Actor) -> PaperVersion:
    """Raises WrongPaper for what is missing: to authors all that their call asks for."""
    draft = list(
        db.session.scalars(
            sa.select(PaperFile)
            .where(PaperFile.paper_id == paper.id, PaperFile.version_id.is_(None))
            .order_by(PaperFile.id)
        )
    )
    if missing := lacks_of(paper, len(draft), wanted_for(paper, is_free=not is_author(by))):
        raise WrongPaper(missing[0].message, **missing[0].values)
    if any(file.file.scan == Verdict.INFECTED.value for file in draft):
        raise WrongPaper(N_("A virus was found in a file of this paper. Remove that file first."))
    newest = newest_version(paper)
    number = newest.number + 1 if newest is not None else 1
    html = html_of(paper.body, BODY)
    version = PaperVersion(
        paper_id=paper.id,
        number=number,
        created_at=clock.now(),
        made_by=by.label[:200],
        changes_note=changes_note[:500],
        front=draft_front(paper).stored(),
        body=paper.body,
        body_html=html,
        headings=[
            {"level": heading.level, "id": heading.id, "title": heading.title}
            for heading in headings(html)
        ],
        words=word_count(plain_text(html)),
    )
    db.session.add(version)
    db.session.flush()
    for file in draft:
        # The draft keeps its row: the next version starts from the same files.
        db.session.add(_copy(file, version.id))
    return version


def _copy(file: PaperFile, version_id: int) -> PaperFile:
    return PaperFile(
        paper_id=file.paper_id,
        version_id=version_id,
        file_id=file.file_id,
        kind=file.kind,
        name=file.name,
        pages=file.pages,
        text=file.text,
        said=file.said,
        cover_id=file.cover_id,
        trouble=file.trouble,
    )


def refuse_unscanned(version: PaperVersion) -> None:
    """Readers get nothing that the virus scanner, where there is one, has not let through."""
    scans = sa.select(StoredFile.scan).join(PaperFile, PaperFile.file_id == StoredFile.id)
    found = set(db.session.scalars(scans.where(PaperFile.version_id == version.id)))
    if Verdict.INFECTED.value in found:
        raise WrongPaper(
            N_("A virus was found in a file of this version. Ask for a new one without that file.")
        )
    if Verdict.WAITING.value in found:
        raise WrongPaper(
            N_("A file of this version was not checked for viruses yet. Try again in some minutes.")
        )
