"""Names taken out of what a reviewer reads, as long as the phase hides them."""

import html
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from webinar.core.db import db, with_deleted
from webinar.papers.models import Paper, PaperAuthor, PaperVersion
from webinar.speakers.models import Speaker

#: stands where a name stood
HIDDEN = "•••"
#: a name of fewer letters stands in too many other words
_SHORTEST = 2


@dataclass(frozen=True)
class Mask:
    """Words that would say who wrote it; empty hides nothing."""

    words: tuple[str, ...] = ()

    @property
    def _pattern(self) -> re.Pattern[str] | None:
        if not self.words:
            return None
        # Blanks of a name may be any in the text, and the longest goes first.
        parts = [
            r"\s+".join(map(re.escape, word.split()))
            for word in sorted(self.words, key=lambda one: (-len(one), one))
        ]
        return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)

    def text(self, value: str) -> str:
        pattern = self._pattern
        return pattern.sub(HIDDEN, value) if pattern else value

    def html(self, value: str) -> str:
        """The same for cleaned HTML, also within addresses and alternative texts."""
        if not self.words:
            return value
        written = {html.escape(word, quote=quote) for word in self.words for quote in (True, False)}
        return Mask(tuple(sorted(written | set(self.words)))).text(value)


NOTHING_HIDDEN = Mask()


def _useful(words: Iterable[str | None]) -> tuple[str, ...]:
    found = {" ".join((word or "").split()) for word in words}
    return tuple(sorted(word for word in found if len(word) >= _SHORTEST))


def _name_forms(name: str) -> list[str]:
    """As it is written, and family name first."""
    parts = name.split()
    if len(parts) < 2:
        return [name]
    return [name, f"{parts[-1]}, {' '.join(parts[:-1])}", f"{parts[0][0]}. {parts[-1]}"]


def mask_of(paper: Paper) -> Mask:
    """Names, affiliations, addresses and identifiers of everybody who ever stood on it.

    Three statements.
    """
    return masks_of([paper])[paper.id]


def masks_of(papers: Collection[Paper]) -> dict[int, Mask]:
    """Row number -> the same, for any number of papers. Three statements."""
    numbers = [paper.id for paper in papers]
    words: dict[int, list[str | None]] = {paper.id: [] for paper in papers}
    for paper in papers:
        words[paper.id] += _of_front(paper.waiting or {})
    fronts = sa.select(PaperVersion.paper_id, PaperVersion.front)
    for number, front in db.session.execute(fronts.where(PaperVersion.paper_id.in_(numbers))):
        words[number] += _of_front(front)
    people: dict[int, set[int]] = {}
    for paper in papers:
        if paper.submitter_id is not None:
            people.setdefault(paper.submitter_id, set()).add(paper.id)
    rows = sa.select(
        PaperAuthor.paper_id,
        PaperAuthor.name,
        PaperAuthor.affiliation,
        PaperAuthor.orcid,
        PaperAuthor.speaker_id,
    )
    for number, name, affiliation, orcid, speaker_id in db.session.execute(
        rows.where(PaperAuthor.paper_id.in_(numbers))
    ):
        words[number] += [*_name_forms(name), affiliation, orcid]
        if speaker_id is not None:
            people.setdefault(speaker_id, set()).add(number)
    # Whoever deleted a profile did not take the name off the paper.
    found = with_deleted(sa.select(Speaker).where(Speaker.id.in_(people)))
    for person in db.session.scalars(found):
        told = [*_name_forms(person.name), person.affiliation, person.email, person.slug]
        told += [link.get("url", "") for link in person.links]
        told.append(getattr(person, "orcid", ""))
        for number in people[person.id]:
            words[number] += told
    return {number: Mask(_useful(found)) for number, found in words.items()}


def _of_front(front: dict[str, Any]) -> list[str | None]:
    words: list[str | None] = []
    for author in front.get("authors", ()):
        words += _name_forms(author.get("name", ""))
        words += [author.get("affiliation", ""), author.get("orcid", "")]
    return words
