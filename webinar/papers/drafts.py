"""What a draft is made of, as plain values: authors as typed, and what is still missing."""

from collections.abc import Iterable
from dataclasses import dataclass

from webinar.core.plainerror import N_
from webinar.papers.models import Paper, PaperAuthor


@dataclass(frozen=True)
class Author:
    """An author as typed; `speaker_id` is the public identifier of a profile, or empty."""

    name: str
    affiliation: str = ""
    speaker_id: str = ""


def as_authors(rows: Iterable[PaperAuthor]) -> list[Author]:
    """Author rows as values for `edit_paper`."""
    return [
        Author(row.name, row.affiliation, row.speaker.public_id if row.speaker else "")
        for row in rows
    ]


def missing_for_submitting(paper: Paper, files: int) -> list[str]:
    """Untranslated sentences on what the draft lacks; empty when it can be handed in."""
    missing = []
    if not paper.title.strip():
        missing.append(N_("Give it a title."))
    if not paper.authors:
        missing.append(N_("Name at least one author."))
    if not paper.body.strip() and not files:
        missing.append(N_("Paste the text, or add a file."))
    return missing
