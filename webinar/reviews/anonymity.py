"""Names taken out of what a reviewer reads, as long as the phase hides them."""

import html
import re
from collections.abc import Iterable
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
    words: list[str | None] = []
    for front in db.session.scalars(
        sa.select(PaperVersion.front).where(PaperVersion.paper_id == paper.id)
    ):
        words += _of_front(front)
    words += _of_front(paper.waiting or {})
    rows = db.session.execute(
        sa.select(PaperAuthor.name, PaperAuthor.affiliation, PaperAuthor.orcid).where(
            PaperAuthor.paper_id == paper.id
        )
    )
    for name, affiliation, orcid in rows:
        words += [*_name_forms(name), affiliation, orcid]
    profiles = sa.select(PaperAuthor.speaker_id).where(PaperAuthor.paper_id == paper.id)
    people = sa.select(Speaker).where(
        sa.or_(Speaker.id.in_(profiles), Speaker.id == paper.submitter_id)
    )
    for person in db.session.scalars(with_deleted(people)):
        words += [*_name_forms(person.name), person.affiliation, person.email, person.slug]
        words += [link.get("url", "") for link in person.links]
    return Mask(_useful(words))


def _of_front(front: dict[str, Any]) -> list[str | None]:
    words: list[str | None] = []
    for author in front.get("authors", ()):
        words += _name_forms(author.get("name", ""))
        words += [author.get("affiliation", ""), author.get("orcid", "")]
    return words
