"""Papers in words: kinds, authors, what a new version changes."""

from flask_babel import gettext

from webinar.core.languages import language_name
from webinar.papers.drafts import (
    Author,
    Front,
    front_of,
    public_front,
)
from webinar.papers.models import KINDS, PUBLISHED, Paper, PaperVersion


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
