"""What is being written: title, abstract, authors and text into a draft, within an operation."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from webinar.core import news
from webinar.core.db import db, raise_version
from webinar.core.journal import Actor, about
from webinar.core.plainerror import N_
from webinar.core.slugs import choose_slug
from webinar.core.text import fold
from webinar.papers.announcements import PaperChanged
from webinar.papers.drafts import Author, Front, public_front
from webinar.papers.errors import WrongPaper
from webinar.papers.gate import refuse_late
from webinar.papers.models import KINDS, PUBLISHED, Paper, PaperAuthor
from webinar.speakers.models import Speaker


def write_draft(
    paper: Paper,
    front: Front,
    body: str,
    expected_version: int | None,
    by: Actor,
    *,
    has_address: bool = False,
) -> None:
    """Into the draft, within an operation about it. Raises StaleEdit, WrongPaper.

    Until it is published its address follows the title, where nobody chooses another.
    """
    about(paper)
    refuse_late(paper, by)
    raise_version(paper, expected_version)
    if front.kind not in KINDS:
        raise WrongPaper(N_("Choose what it is: a paper, slides, a handout or a poster."))
    if paper.published_at is None and front.title != paper.title and not has_address:
        # Nobody has the old address: it is given back.
        paper.slug = choose_slug(Paper, front.title, row=paper)
    write_front(paper, front)
    paper.body = body
    news.announce(PaperChanged(paper.id))


def write_front(paper: Paper, front: Front) -> None:
    """Into the draft, within an operation; of a published paper it waits there."""
    if paper.state == PUBLISHED:
        paper.waiting = front.stored() if front != public_front(paper) else None
        link_authors(paper, front.authors)
        return
    paper.waiting = None
    set_front(paper, front)


def _profile_number(author: Author) -> int | None:
    """None, too, when the profile was deleted since."""
    found = sa.select(Speaker.id).where(Speaker.public_id == author.speaker_id)
    return db.session.scalar(found) if author.speaker_id else None


def link_authors(paper: Paper, authors: Iterable[Author]) -> None:
    """Names that stand on the paper lead to the profiles given here."""
    profiles = {fold(author.name): author for author in authors}
    for row in paper.authors:
        if named := profiles.get(fold(row.name)):
            row.speaker_id = _profile_number(named)


def set_front(paper: Paper, front: Front) -> None:
    paper.title, paper.abstract = front.title, front.abstract
    paper.kind, paper.language = front.kind, front.language
    set_authors(paper, front.authors)


def set_authors(paper: Paper, authors: Sequence[Author]) -> None:
    """Keep the rows whose place stays, so that the journal shows what really changed."""
    for place, author in enumerate(authors):
        if place >= len(paper.authors):
            paper.authors.append(PaperAuthor(position=place, name=author.name))
        row = paper.authors[place]
        row.position, row.name, row.affiliation = place, author.name, author.affiliation
        row.orcid, row.is_presenting = author.orcid, author.is_presenting
        row.speaker_id = _profile_number(author)
    for row in paper.authors[len(authors) :]:
        # By name: of a row that only falls out of the list the journal hears nothing.
        db.session.delete(row)
    del paper.authors[len(authors) :]
