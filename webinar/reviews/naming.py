"""Where a paper itself names its authors, though reviewers are not to know them."""

from collections.abc import Iterable

from flask_babel import gettext

from webinar.papers.drafts import Front, draft_front, front_of
from webinar.papers.hints import Hint
from webinar.papers.models import Paper, PaperFile, PaperVersion
from webinar.papers.queries import draft_files
from webinar.reviews.anonymity import mask_of
from webinar.reviews.queries import board_of_paper

#: characters of a file's text that are looked through
_MOST = 500_000


def hint_names(paper: Paper) -> Hint | None:
    """For `papers.hints`: what in the draft tells who wrote it, where a phase hides that."""
    board = board_of_paper(paper)
    if board is None or all(phase.shows_authors for phase in board.phases):
        return None
    lines = _named(paper, draft_front(paper), paper.body, draft_files(paper))
    if not lines:
        return None
    return Hint(
        gettext("Reviewers do not see who wrote it. Here your paper tells them:"),
        lines,
        gettext(
            "Whole names are hidden from them in title, abstract and text; a file in which one"
            " stands, or that has a line of its authors, is held back. A family name alone stays"
            " within a sentence. Take out what you can."
        ),
    )


def names_in_version(paper: Paper, version: PaperVersion) -> list[str]:
    """The same of what was handed in, for organizers: a line for each place."""
    return _named(paper, front_of(version), version.body, version.files)


def _named(paper: Paper, front: Front, body: str, files: Iterable[PaperFile]) -> list[str]:
    mask, listed = mask_of(paper), list(files)
    places = [
        (gettext("Title"), front.title),
        (gettext("Abstract"), front.abstract),
        (gettext("Text"), body),
        *((file.name, file.text[:_MOST]) for file in listed),
    ]
    named = [
        f"{place}: {', '.join(found[:5])}"
        for place, words in places
        if (found := mask.named_in(words))
    ]
    told = gettext("says who wrote it")
    return named + [
        f"{file.name}: {told}"
        for file in listed
        if not mask.named_in(words := file.text[:_MOST])
        and mask.authors.are_told_in_source(words, file.file.media_type)
    ]
