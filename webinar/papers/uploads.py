"""Files of a paper: checked by the one gate, kept with the draft, read by a job afterwards."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from webinar.core import files, i18n, jobs, news
from webinar.core.db import db, lock
from webinar.core.files import StoredFile
from webinar.core.filetypes import PAPER_KINDS, Accepted, Refused
from webinar.core.held import Held, claim
from webinar.core.journal import Actor, about, operation
from webinar.core.plainerror import N_
from webinar.core.receiving import Readable
from webinar.core.scanner import Verdict
from webinar.core.taking import INFECTED, take
from webinar.core.text import free_slug
from webinar.core.uploadrule import UploadRule
from webinar.papers.announcements import PaperChanged
from webinar.papers.drafts import draft_front
from webinar.papers.gate import refuse_late
from webinar.papers.models import Paper, PaperFigure, PaperFile, PaperVersion
from webinar.papers.operations import paper_row
from webinar.speakers.models import Speaker

#: largest file, in bytes
MOST_BYTES = 50 * 1024 * 1024
#: most files in one draft, and most bytes a paper may hold in all its versions
MOST_FILES = 12
MOST_TOTAL = 500 * 1024 * 1024
#: most pictures of its documents that a paper keeps
MOST_FIGURES_OF_PAPER = 200
#: most bytes one person may have in all papers together, and may send in a day
MOST_OF_PERSON = 1024 * 1024 * 1024
#: files of one form; more of the largest than two are sent one after the other
RULE = UploadRule(PAPER_KINDS, MOST_BYTES, MOST_FILES, 2 * MOST_BYTES)
TOO_MANY = N_("A paper can have %(most)s files. Remove one that is no longer needed first.")
TOO_MUCH = N_("The files of this paper are too large together. Remove one, or write to us.")
TOO_MUCH_OF_PERSON = N_(
    "All your files together can have %(most)s; these are %(present)s already. Remove one from a"
    " draft, or write to us."
)
#: the same of one network address whose mail address nobody has confirmed, and of all of them
MOST_OF_STRANGER = MOST_OF_PERSON
MOST_OF_STRANGERS = 20 * MOST_OF_PERSON
TOO_MUCH_OF_STRANGERS = N_(
    "So many files came in today that this one is not taken without a confirmed mail address. Save"
    " the draft without it, then add it by the link in the mail."
)
TOO_MUCH_TODAY = N_(
    "These are more files than one person can send in a day. Send the rest tomorrow, or write to"
    " us."
)


def take_upload(stream: Readable, filename: str) -> tuple[Path, Accepted]:
    """Stream an upload to disk and judge it. Raises Refused; nothing is left behind then.

    One that the virus scanner could not be asked about is taken, and waits to be looked at.
    """
    return take(stream, filename, replace(RULE, most_bytes=MOST_BYTES))


def attach_file(
    *, paper_id: str, path: Path, accepted: Accepted, by: Actor, kind: str = ""
) -> PaperFile:
    """Keep a judged upload with the draft. Raises Refused when the paper has no room for it."""
    with files.laid(path, filename=accepted.safe_name, media_type=accepted.media_type):
        return _attach_file(paper_id=paper_id, path=path, accepted=accepted, by=by, kind=kind)


@operation
def _attach_file(
    *, paper_id: str, path: Path, accepted: Accepted, by: Actor, kind: str
) -> PaperFile:
    paper = paper_row(paper_id)
    about(paper)
    refuse_late(paper, by)
    draft = _draft_with_room(paper, accepted.size, by)
    stored = files.keep(
        path,
        filename=accepted.safe_name,
        media_type=accepted.media_type,
        sha256=accepted.sha256,
        scan=accepted.scan,
    )
    return _add(paper, draft, stored, accepted, kind)


def attach_held(paper: Paper, held: Held, by: Actor) -> PaperFile:
    """A file that waited for the draft, within an operation about it. Raises Refused."""
    draft = _draft_with_room(paper, held.accepted.size, by)
    return _add(paper, draft, claim(held), held.accepted, "")


def _draft_with_room(paper: Paper, size: int, by: Actor) -> list[PaperFile]:
    """The draft's files. Raises Refused where one of so many bytes is too much."""
    rows = db.session.scalars(sa.select(PaperFile).where(PaperFile.paper_id == paper.id)).all()
    draft = [row for row in rows if row.version_id is None]
    if len(draft) >= MOST_FILES:
        raise Refused(TOO_MANY, most=MOST_FILES)
    sizes = {row.file_id: row.file.size for row in rows}
    if sum(sizes.values()) + size > MOST_TOTAL:
        raise Refused(TOO_MUCH)
    if by.kind == "speaker" and paper.submitter_id is not None:
        _refuse_beyond_quota(paper.submitter_id, size)
    return draft


def _add(
    paper: Paper, draft: list[PaperFile], stored: StoredFile, accepted: Accepted, kind: str
) -> PaperFile:
    stem = accepted.safe_name.removesuffix(accepted.extension)
    taken = {row.name.removesuffix(accepted.extension) for row in draft}
    file = PaperFile(
        paper_id=paper.id,
        file_id=stored.id,
        kind=kind or _kind_of(paper, accepted.kind),
        name=free_slug(stem, taken) + accepted.extension,
    )
    db.session.add(file)
    db.session.flush()
    jobs.enqueue("read_paper_file", max_attempts=3, stored_id=stored.id, kind=accepted.kind)
    return file


def _kind_of(paper: Paper, file_kind: str) -> str:
    """What a file most likely is: a presentation is slides, any other is what the paper is."""
    return "slides" if file_kind == "pptx" else draft_front(paper).kind


def _refuse_beyond_quota(speaker_id: int, size: int) -> None:
    """Organizers may go on adding files for the person, this limit or not."""
    # Of files sent at once each must see what the others took.
    lock(db.session.get_one(Speaker, speaker_id), "version")
    mine = sa.select(PaperFile.file_id).join(Paper, Paper.id == PaperFile.paper_id)
    mine = mine.where(Paper.submitter_id == speaker_id)
    kept = sa.select(sa.func.coalesce(sa.func.sum(StoredFile.size), 0))
    present = int(db.session.scalar(kept.where(StoredFile.id.in_(mine))) or 0)
    if present + size > MOST_OF_PERSON:
        raise Refused(
            TOO_MUCH_OF_PERSON,
            most=i18n.size_words(MOST_OF_PERSON),
            present=i18n.size_words(present),
        )


@operation
def remove_file(*, paper_id: str, file_id: str, by: Actor) -> Paper:
    """Take a file out of the draft; versions that were handed in keep theirs."""
    paper = paper_row(paper_id)
    about(paper)
    refuse_late(paper, by)
    file = db.session.scalars(
        sa.select(PaperFile).where(
            PaperFile.public_id == file_id,
            PaperFile.paper_id == paper.id,
            PaperFile.version_id.is_(None),
        )
    ).one()
    files.let_go(StoredFile.id == file.file_id)
    if file.cover_id is not None:
        files.let_go(StoredFile.id == file.cover_id)
    db.session.delete(file)
    return paper


def note_file_facts(
    *,
    stored_id: int,
    text: str,
    pages: int | None,
    cover: bytes | None,
    trouble: str,
    by: Actor,
    figures: Mapping[str, bytes] | None = None,
    said: dict[str, Any] | None = None,
) -> None:
    """What a file turned out to hold, for every version that has it.

    `figures` are WebP by the name under which a text shows them ("figures/<name>").
    """
    made = dict(figures or {})
    with files.laid(*([cover] if cover else []), *made.values()):
        _note_file_facts(
            stored_id=stored_id,
            text=text,
            pages=pages,
            cover=cover,
            trouble=trouble,
            figures=made,
            said=said or {},
            by=by,
        )


@operation
def _note_file_facts(
    *,
    stored_id: int,
    text: str,
    pages: int | None,
    cover: bytes | None,
    trouble: str,
    figures: dict[str, bytes],
    said: dict[str, Any],
    by: Actor,
) -> None:
    rows = db.session.scalars(sa.select(PaperFile).where(PaperFile.file_id == stored_id)).all()
    if not rows:
        return
    _keep_figures(rows[0].paper_id, figures)
    picture = None
    if cover:
        picture = files.keep_bytes(
            cover,
            filename="cover.webp",
            media_type="image/webp",
            sha256=hashlib.sha256(cover).hexdigest(),
        )
    files.let_go(StoredFile.id.in_({row.cover_id for row in rows} - {None}))
    for row in rows:
        row.text, row.pages, row.trouble, row.said = text, pages, trouble[:300], said
        row.cover_id = picture.id if picture else None
        news.announce(PaperChanged(row.paper_id))


def _keep_figures(paper_id: int, figures: Mapping[str, bytes]) -> None:
    """Those the paper does not have yet; when there are too many, others that no text shows go."""
    rows = db.session.scalars(sa.select(PaperFigure).where(PaperFigure.paper_id == paper_id)).all()
    known = {row.name for row in rows}
    wanted = {source.removeprefix("figures/"): data for source, data in figures.items()}
    if len(known | wanted.keys()) > MOST_FIGURES_OF_PAPER:
        texts = sa.select(PaperVersion.body).where(PaperVersion.paper_id == paper_id)
        shown = [*db.session.scalars(texts), db.session.get_one(Paper, paper_id).body]
        for row in rows:
            if row.name not in wanted and not any(row.name in text for text in shown):
                files.let_go(StoredFile.id == row.file_id)
                known.discard(row.name)
                db.session.delete(row)
        db.session.flush()
    for name, data in wanted.items():
        if name in known or len(known) >= MOST_FIGURES_OF_PAPER:
            continue
        known.add(name)
        stored = files.keep_bytes(
            data,
            filename=name,
            media_type="image/webp",
            sha256=hashlib.sha256(data).hexdigest(),
        )
        db.session.add(PaperFigure(paper_id=paper_id, file_id=stored.id, name=name))


@operation
def note_scan(*, stored_id: int, verdict: str, by: Actor) -> None:
    """What the virus scanner said of a file that waited (`scanner.Verdict`)."""
    stored = db.session.get(StoredFile, stored_id)
    if stored is None or stored.scan != Verdict.WAITING.value:
        return
    stored.scan = verdict
    rows = db.session.scalars(sa.select(PaperFile).where(PaperFile.file_id == stored_id)).all()
    if rows:
        about(db.session.get_one(Paper, rows[0].paper_id))
    for row in rows if verdict == Verdict.INFECTED.value else ():
        row.trouble, row.text = INFECTED[:300], ""
        news.announce(PaperChanged(row.paper_id))
