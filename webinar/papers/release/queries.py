"""What stands beside a paper's text, and how often its files were taken."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from webinar.core.db import db
from webinar.core.files import StoredFile
from webinar.papers.models import FileDownloads, Paper, PaperErratum, PaperFigure


def errata_of(paper_ids: Collection[int]) -> dict[int, list[PaperErratum]]:
    """Paper's row number -> its errata, newest first. One statement."""
    found: dict[int, list[PaperErratum]] = {}
    rows = sa.select(PaperErratum).where(PaperErratum.paper_id.in_(paper_ids))
    for row in db.session.scalars(
        rows.order_by(PaperErratum.noted_on.desc(), PaperErratum.id.desc())
    ):
        found.setdefault(row.paper_id, []).append(row)
    return found


def figures_of(paper_ids: Collection[int]) -> list[tuple[int, str, StoredFile]]:
    """(paper's row number, name, picture) of all their documents' pictures. One statement."""
    rows = db.session.execute(
        sa.select(PaperFigure.paper_id, PaperFigure.name, StoredFile)
        .join(StoredFile, StoredFile.id == PaperFigure.file_id)
        .where(PaperFigure.paper_id.in_(paper_ids))
        .order_by(PaperFigure.paper_id, PaperFigure.name)
    )
    return [(paper_id, name, picture) for paper_id, name, picture in rows]


@dataclass(frozen=True)
class Taken:
    """How often a file was taken on a day."""

    file: str
    day: date
    count: int


def downloads_by_day(paper: Paper) -> list[Taken]:
    """Newest day first. One statement."""
    rows = db.session.execute(
        sa.select(StoredFile.filename, FileDownloads.day, FileDownloads.count)
        .join(StoredFile, StoredFile.id == FileDownloads.stored_id)
        .where(FileDownloads.paper_id == paper.id)
        .order_by(FileDownloads.day.desc(), StoredFile.filename, StoredFile.id)
    )
    return [Taken(*row) for row in rows]


def downloads_in_all(paper: Paper) -> int:
    """One statement."""
    total = sa.select(sa.func.coalesce(sa.func.sum(FileDownloads.count), 0))
    return int(db.session.scalar(total.where(FileDownloads.paper_id == paper.id)) or 0)
