"""What authors and organizers settle about a paper beside its text; readers see it at once."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

import sqlalchemy as sa

from webinar.core import clock, jobs, news
from webinar.core.db import db, lock, raise_version, with_deleted
from webinar.core.journal import Actor, about, operation
from webinar.core.plainerror import N_
from webinar.papers.announcements import PaperChanged
from webinar.papers.dois import read_doi
from webinar.papers.errors import WrongPaper
from webinar.papers.licences import LICENCES, OWN
from webinar.papers.models import KINDS, Paper, PaperErratum, PaperFile, PaperVersion
from webinar.papers.operations import paper_row

#: errata of one paper
MOST_ERRATA = 50
LONGEST_ERRATUM = 4000
DOI_TAKEN = N_("Another paper here has this DOI already. Each paper has one of its own.")
NO_DOI = N_("This is not a DOI. Write it like 10.1234/abc, or paste its address.")


@operation
def settle_release(
    *,
    paper_id: str,
    licence: str,
    licence_words: str,
    embargo_until: datetime | None,
    shows_downloads: bool,
    by: Actor,
    doi: str | None = None,
    expected_version: int | None = None,
) -> Paper:
    """Licence, embargo and DOI of a paper. `embargo_until` is an aware instant in UTC.

    None leaves the DOI as it is, and an empty one takes it away. Raises WrongPaper and StaleEdit.
    """
    paper = paper_row(paper_id)
    about(paper)
    raise_version(paper, expected_version)
    if licence and licence != OWN and licence not in LICENCES:
        raise WrongPaper(N_("Choose a licence from the list."))
    paper.licence = licence
    paper.licence_words = licence_words if licence == OWN else ""
    paper.shows_downloads = shows_downloads
    if doi is not None:
        _keep_doi(paper, doi)
    if embargo_until != paper.embargo_until:
        paper.embargo_until = embargo_until
        if embargo_until is not None and embargo_until > clock.now():
            # What is kept (search, calendars) is written anew at that instant; pages ask the clock.
            jobs.enqueue("end_embargo", run_at=embargo_until, paper_id=paper.public_id)
    news.announce(PaperChanged(paper.id))
    return paper


def _free_doi(paper: Paper, typed: str) -> str | None:
    if not typed:
        return None
    doi = read_doi(typed)
    if doi is None:
        raise WrongPaper(NO_DOI)
    others = sa.select(Paper.id).where(Paper.doi == doi, Paper.id != paper.id)
    if db.session.scalar(with_deleted(others)) is not None:
        raise WrongPaper(DOI_TAKEN)
    return doi


def _keep_doi(paper: Paper, typed: str) -> None:
    paper.doi = _free_doi(paper, typed)
    try:
        db.session.flush()
    except sa.exc.IntegrityError as error:
        # Somebody gave it to another paper at the same moment.
        raise WrongPaper(DOI_TAKEN) from error


@operation
def end_embargo(*, paper_id: str, by: Actor) -> Paper:
    """Let search and calendars follow an embargo that has ended; pages did at that instant."""
    paper = paper_row(paper_id)
    about(paper)
    news.announce(PaperChanged(paper.id))
    return paper


@operation
def set_file_kinds(*, paper_id: str, kinds: Mapping[str, str], by: Actor) -> Paper:
    """What files are: public identifier -> kind. Files of other papers are left out.

    A file is the same in the draft and in every version that has it.
    """
    paper = paper_row(paper_id)
    about(paper)
    if not set(kinds.values()) <= set(KINDS):
        raise WrongPaper(N_("Choose what each file is from the list."))
    mine = sa.select(PaperFile).where(PaperFile.paper_id == paper.id).order_by(PaperFile.id)
    rows = db.session.scalars(mine).all()
    named = {row.file_id: kinds[row.public_id] for row in rows if row.public_id in kinds}
    for row in rows:
        row.kind = named.get(row.file_id, row.kind)
    news.announce(PaperChanged(paper.id))
    return paper


@operation
def add_erratum(
    *, paper_id: str, text: str, noted_on: date, concerns: Collection[int], by: Actor
) -> PaperErratum:
    """A dated correction above the text. `concerns`: numbers of versions, none for all."""
    paper = paper_row(paper_id)
    about(paper)
    lock(paper)
    count = sa.select(sa.func.count(PaperErratum.id)).where(PaperErratum.paper_id == paper.id)
    if (db.session.scalar(count) or 0) >= MOST_ERRATA:
        raise WrongPaper(N_("This paper has many errata. Hand in a new version instead."))
    numbers = sa.select(PaperVersion.number).where(PaperVersion.paper_id == paper.id)
    known = set(db.session.scalars(numbers))
    erratum = PaperErratum(
        paper_id=paper.id,
        text=text,
        noted_on=noted_on,
        concerns=sorted(known.intersection(concerns)),
    )
    db.session.add(erratum)
    news.announce(PaperChanged(paper.id))
    return erratum


@operation
def remove_erratum(*, paper_id: str, erratum_id: str, by: Actor) -> PaperErratum:
    """Raises sqlalchemy.exc.NoResultFound for an erratum of another paper."""
    return _to_erratum(paper_id, erratum_id, clock.now())


@operation
def restore_erratum(*, paper_id: str, erratum_id: str, by: Actor) -> PaperErratum:
    return _to_erratum(paper_id, erratum_id, None)


def _to_erratum(paper_id: str, erratum_id: str, deleted_at: datetime | None) -> PaperErratum:
    paper = paper_row(paper_id)
    about(paper)
    found = sa.select(PaperErratum).where(
        PaperErratum.public_id == erratum_id, PaperErratum.paper_id == paper.id
    )
    erratum = db.session.scalars(with_deleted(found)).one()
    erratum.deleted_at = deleted_at
    news.announce(PaperChanged(paper.id))
    return erratum
