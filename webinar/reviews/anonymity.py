"""Names taken out of what a reviewer reads, as long as the phase hides them.

In the paper's own text whole names go. A family name alone may be a word like any other, or stand
in a list of literature: there it stays, and its author and the organizers are told. In what is
said about the paper (answers, notes on versions, what reviewers write) it goes, too.
"""

import functools
import html
import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from webinar.accounts.models import Account
from webinar.core.bylines import Authors
from webinar.core.db import db, with_deleted
from webinar.core.namesearch import Names
from webinar.core.text import slugify
from webinar.papers.models import AuthorInvitation, Paper, PaperAuthor, PaperVersion
from webinar.speakers.models import Speaker
from webinar.speakers.sorting import name_parts

#: stands where a name stood
HIDDEN = "•••"
#: a name of fewer letters stands in too many other words
_SHORTEST = 2
_TAG = re.compile(r"<[^<>]*>")
#: of cleaned HTML: where its authors' own line would stand, in characters, and how
_OPENING = 6000
_BLOCK = re.compile(
    r"(?P<start><(?P<tag>p|h[1-6]|li|td|th)\b[^<>]*>)(?P<lines>.*?)(?P<end></(?P=tag)>)", re.DOTALL
)
_BREAK = re.compile(r"(<br\s*/?>|\n)")


@dataclass(frozen=True)
class Mask:
    """Words that would say who wrote it; empty hides nothing."""

    #: whole names and however else they are written, addresses, affiliations
    words: tuple[str, ...] = ()
    #: family names alone
    families: tuple[str, ...] = ()

    def text(self, value: str) -> str:
        """For the paper's own text."""
        return _hidden(self._whole, value)

    def strictly(self, value: str) -> str:
        """For what is said about it."""
        return _hidden(self._all, value)

    def html(self, value: str) -> str:
        """As `text` for cleaned HTML, also within addresses and alternative texts."""
        written = {html.escape(word, quote=quote) for word in self.words for quote in (True, False)}
        opening = _BLOCK.sub(self._without_bylines, value[:_OPENING])
        return _hidden(Names(written | set(self.words), tags=True), opening + value[_OPENING:])

    def _without_bylines(self, block: re.Match[str]) -> str:
        lines = _BREAK.split(block["lines"])
        for number in range(0, len(lines), 2):
            if self.authors.is_byline(html.unescape(_TAG.sub("", lines[number]))):
                lines[number] = HIDDEN + "".join(_TAG.findall(lines[number]))
        return block["start"] + "".join(lines) + block["end"]

    def named_in(self, value: str) -> list[str]:
        """Names that stand there, family names alone as well; each once, as it is written."""
        found = (" ".join(value[start:end].split()) for start, end in self._all.spans(value))
        return list(dict.fromkeys(found))

    @functools.cached_property
    def authors(self) -> Authors:
        """Finds where a text says whose it is."""
        return Authors(self.words, self.families)

    @functools.cached_property
    def _whole(self) -> Names:
        return Names(self.words)

    @functools.cached_property
    def _all(self) -> Names:
        return Names((*self.words, *self.families))


def _hidden(names: Names, value: str) -> str:
    # Tags within a name stay, so that what was opened is closed.
    return names.sub(value, lambda found: HIDDEN + "".join(_TAG.findall(found)))


NOTHING_HIDDEN = Mask()


def _useful(words: Iterable[str | None]) -> tuple[str, ...]:
    found = {" ".join((word or "").split()) for word in words}
    return tuple(sorted(word for word in found if len(word) >= _SHORTEST))


def _name_forms(name: str) -> list[str]:
    """As it is written, family name first, with initials, as an address has it."""
    family, given, _suffix = name_parts(name)
    if not given:
        return [name, slugify(name)]
    first, letters = given.split()[0], [f"{one[0]}." for one in given.split()]
    return [
        name,
        f"{given} {family}",
        f"{family} {given}",
        f"{first} {family}",
        f"{family} {first}",
        *(f"{' '.join(letters[:many])} {family}" for many in (1, len(letters))),
        *(f"{family} {' '.join(letters[:many])}" for many in (1, len(letters))),
    ]


def _families(names: Iterable[str]) -> tuple[str, ...]:
    return _useful(name_parts(name).family for name in names)


def _link_forms(address: str) -> list[str]:
    """With and without what a browser adds."""
    short = re.sub(r"^https?://(?:www\.)?", "", address.strip()).rstrip("/")
    return [address.strip(), short]


def mask_of(paper: Paper) -> Mask:
    """Names, affiliations, addresses and identifiers of everybody who ever stood on it.

    Four statements.
    """
    return masks_of([paper])[paper.id]


def masks_of(papers: Collection[Paper]) -> dict[int, Mask]:
    """Row number -> the same, for any number of papers. Four statements."""
    numbers = [paper.id for paper in papers]
    names: dict[int, set[str]] = defaultdict(set)
    words: dict[int, list[str | None]] = defaultdict(list)
    people: dict[int, set[int]] = defaultdict(set)

    def note(number: int, author: dict[str, Any]) -> None:
        names[number].add(author.get("name", ""))
        words[number] += [author.get(one, "") for one in ("affiliation", "orcid", "email")]

    for paper in papers:
        for author in (paper.waiting or {}).get("authors", ()):
            note(paper.id, author)
        if paper.submitter_id is not None:
            people[paper.submitter_id].add(paper.id)
    fronts = sa.select(PaperVersion.paper_id, PaperVersion.front)
    for number, front in db.session.execute(fronts.where(PaperVersion.paper_id.in_(numbers))):
        for author in front.get("authors", ()):
            note(number, author)
    rows = sa.select(
        PaperAuthor.paper_id,
        PaperAuthor.name,
        PaperAuthor.affiliation,
        PaperAuthor.orcid,
        PaperAuthor.speaker_id,
    )
    for row in db.session.execute(rows.where(PaperAuthor.paper_id.in_(numbers))):
        note(row.paper_id, dict(row._mapping))
        if row.speaker_id is not None:
            people[row.speaker_id].add(row.paper_id)
    asked = sa.select(AuthorInvitation).where(AuthorInvitation.paper_id.in_(numbers))
    for one in db.session.scalars(asked):
        note(one.paper_id, {"name": one.name, "email": one.email})
        note(one.paper_id, one.correction or {})
    # Whoever deleted a profile, or made it one with another, did not take the name off the paper.
    found = sa.select(Speaker).where(
        sa.or_(Speaker.id.in_(people), Speaker.merged_into_id.in_(people))
    )
    for person in db.session.scalars(with_deleted(found)):
        told = [person.affiliation, person.email, person.slug, person.orcid]
        told += [form for link in person.links for form in _link_forms(link.get("url", ""))]
        for number in people[person.id] | people[person.merged_into_id or 0]:
            names[number].add(person.name)
            words[number] += told
    return {
        number: Mask(
            _useful(
                [*words[number], *(form for name in names[number] for form in _name_forms(name))]
            ),
            _families(names[number]),
        )
        for number in numbers
    }


def mask_of_people(accounts: Iterable[Account]) -> Mask:
    """Names and addresses of reviewers, for those who do not know of them."""
    people = list(accounts)
    names = [one.name for one in people]
    forms = [form for name in names for form in _name_forms(name)]
    return Mask(_useful([*forms, *(one.email for one in people)]), _families(names))
