"""What a draft is made of, as plain values: its front matter, and what is still missing."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from webinar.core.journal import Actor
from webinar.papers.models import (
    ACCEPTED,
    CANCELLED,
    CHANGES,
    CONFIRMED,
    DECLINED,
    DRAFT,
    PUBLISHED,
    SUBMITTED,
    WAITLISTED,
    Paper,
    PaperAuthor,
    PaperVersion,
)

#: states whose papers their authors can take back
WITHDRAWABLE = (DRAFT, SUBMITTED, CHANGES, WAITLISTED, ACCEPTED, CONFIRMED, PUBLISHED)
#: the organizers have said their last word: authors hand in no new version
CLOSED = (DECLINED, CANCELLED)
#: handing in a new version leaves these as they are
DECIDED = (WAITLISTED, ACCEPTED, CONFIRMED, PUBLISHED)


@dataclass(frozen=True)
class Author:
    """An author as typed; `speaker_id` is the public identifier of a profile, or empty.

    Which profile a name leads to is no part of what is written: it is not compared.
    """

    name: str
    affiliation: str = ""
    speaker_id: str = field(default="", compare=False)
    #: "0000-0002-1825-0097", or empty
    orcid: str = ""
    is_presenting: bool = False


def is_author(by: Actor) -> bool:
    """Behind a personal link, or in the browser that began a draft; else an organizer."""
    return by.kind in ("speaker", "visitor")


def as_authors(rows: Iterable[PaperAuthor]) -> list[Author]:
    """Author rows as values for `edit_paper`."""
    return [
        Author(
            row.name,
            row.affiliation,
            row.speaker.public_id if row.speaker else "",
            row.orcid,
            row.is_presenting,
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Front:
    """What stands around a paper's text: readers see that of the version they see."""

    title: str
    abstract: str
    kind: str
    language: str
    authors: tuple[Author, ...]

    def stored(self) -> dict[str, Any]:
        """As a version and a draft keep it."""
        return asdict(self) | {"authors": [asdict(one) for one in self.authors]}


def _opened(kept: dict[str, Any]) -> Front:
    # What was kept before authors had an ORCID iD has no such key; nothing stands for it.
    return Front(**kept | {"authors": tuple(Author(**one) for one in kept["authors"])})


def public_front(paper: Paper) -> Front:
    """What stands on the paper itself: what readers see, once they see it."""
    return Front(
        paper.title, paper.abstract, paper.kind, paper.language, tuple(as_authors(paper.authors))
    )


def draft_front(paper: Paper) -> Front:
    """What is being written."""
    return _opened(paper.waiting) if paper.waiting else public_front(paper)


def front_of(version: PaperVersion) -> Front:
    """What was handed in."""
    return _opened(version.front)
