"""Papers in words: kinds, states, what is missing."""

from dataclasses import dataclass

from flask_babel import gettext

from webinar.core import i18n
from webinar.core.languages import language_name
from webinar.organization.queries import site
from webinar.papers.drafts import (
    Author,
    Front,
    draft_front,
    front_of,
    missing_for_submitting,
    public_front,
)
from webinar.papers.models import (
    DECLINED,
    DRAFT,
    KINDS,
    PUBLISHED,
    SUBMITTED,
    WITHDRAWN,
    Paper,
    PaperFile,
    PaperVersion,
)


def kind_choices() -> list[tuple[str, str]]:
    """Pairs for a select."""
    words = {
        "paper": gettext("Paper"),
        "slides": gettext("Slides"),
        "handout": gettext("Handout"),
        "poster": gettext("Poster"),
        "supplement": gettext("Supplement"),
    }
    return [(kind, words[kind]) for kind in KINDS]


def reason_words(reason: str) -> str:
    """Why a line of a pasted text seems to belong to the page it was copied from."""
    words = {
        "category": gettext("a category of the page it came from"),
        "menu": gettext("a menu"),
        "share": gettext("buttons for sharing"),
        "comments": gettext("the page's comments"),
        "contact": gettext("a contact link"),
        "away": gettext("a notice of the page's office"),
        "search": gettext("a search field"),
        "posts": gettext("a list of other posts"),
        "legal": gettext("a legal notice"),
    }
    return words.get(reason, gettext("a part of the page it came from"))


@dataclass(frozen=True)
class Standing:
    """Where a paper stands: its state as a sentence, and what comes next."""

    sentence: str
    #: what the draft lacks before it can be handed in
    missing: list[str]
    #: the draft is not what was handed in last
    has_changes: bool
    #: number that the next version will have
    next_number: int


def standing(paper: Paper, versions: list[PaperVersion], files: list[PaperFile]) -> Standing:
    """`versions` newest first with their files, `files` those of the draft."""
    newest = versions[0] if versions else None
    has_changes = newest is None or (
        newest.body != paper.body
        or front_of(newest) != draft_front(paper)
        or {file.file_id for file in newest.files} != {file.file_id for file in files}
    )
    return Standing(
        _sentence(paper, newest),
        [gettext(words) for words in missing_for_submitting(paper, len(files))],
        has_changes,
        newest.number + 1 if newest else 1,
    )


def waiting_words(paper: Paper, versions: list[PaperVersion]) -> list[tuple[str, str, str]]:
    """What publishing the newest version changes around the text: field, now, then."""
    if paper.state != PUBLISHED or not versions:
        return []
    now, then = (_in_words(front) for front in (public_front(paper), front_of(versions[0])))
    return [(name, now[name], then[name]) for name in now if now[name] != then[name]]


def author_words(author: Author) -> str:
    """An author in one line."""
    presents = gettext("presents it") if author.is_presenting else ""
    return ", ".join(filter(None, (author.name, author.affiliation, author.orcid, presents)))


def _in_words(front: Front) -> dict[str, str]:
    return {
        gettext("Title"): front.title,
        gettext("Authors"): "; ".join(map(author_words, front.authors)),
        gettext("What it is"): dict(kind_choices())[front.kind],
        gettext("Language of the text"): language_name(front.language),
        gettext("Abstract"): front.abstract,
    }


def _sentence(paper: Paper, newest: PaperVersion | None) -> str:
    if paper.state == DRAFT or (newest is None and paper.state == SUBMITTED):
        return gettext("Draft: nobody sees it yet.")
    day = i18n.long_date(newest.created_at, site().timezone) if newest else ""
    if paper.state == SUBMITTED:
        return gettext("Handed in on %(day)s. The organizers read it next.", day=day)
    if paper.state == PUBLISHED:
        seen = gettext("Published: readers see version %(number)s.", number=paper.current_number)
        if newest is None or newest.number <= paper.current_number:
            return seen
        return f"{seen} " + gettext(
            "Version %(number)s, handed in on %(day)s, waits for the organizers.",
            number=newest.number,
            day=day,
        )
    if paper.state == DECLINED:
        return gettext("The organizers do not publish it.")
    if paper.state == WITHDRAWN:
        return gettext("Withdrawn: nobody sees it any more.")
    return paper.state
