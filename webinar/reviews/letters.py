"""What authors are told: a letter for each decision, with typed places for what differs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import force_locale, gettext

from webinar.core.plainerror import N_, PlainError
from webinar.papers.models import ACCEPTED, CHANGES, DECLINED, WAITLISTED, Paper
from webinar.reviews.models import Board

#: what may stand in braces -> what it becomes
PLACES = {
    "name": N_("the person's name"),
    "title": N_("the paper's title"),
    "call": N_("what it was handed in for"),
    "words": N_("your words about this paper"),
    "site": N_("the name of this site"),
}
LONGEST_SUBJECT, LONGEST_LETTER = 200, 5000
_PLACE = re.compile(r"\{([^{}\s]*)\}")


class UnknownPlace(PlainError):
    """A letter has braces around something that nobody can fill in."""


@dataclass(frozen=True)
class Letter:
    """Words before they are filled in."""

    subject: str
    text: str


def usual(decision: str) -> Letter:
    """Our own wording, in the language that is set."""
    dear, regards = gettext("Dear {name},"), gettext("Kind regards\n{site}")
    subject, text = {
        ACCEPTED: (
            gettext("“{title}” is accepted"),
            gettext(
                "we are glad to accept “{title}”. Please confirm by the button below that you"
                " will give it."
            ),
        ),
        WAITLISTED: (
            gettext("“{title}” is on the waiting list"),
            gettext(
                "“{title}” is on our waiting list: we would like to have it, and write to you"
                " when there is a place."
            ),
        ),
        CHANGES: (
            gettext("“{title}”: please change something"),
            gettext(
                "we read “{title}” and ask you for changes. Please hand in a new version on your"
                " page."
            ),
        ),
        DECLINED: (
            gettext("About “{title}”"),
            gettext(
                "thank you for handing in “{title}”. We are sorry that we cannot take it this time."
            ),
        ),
    }[decision]
    return Letter(subject, f"{dear}\n\n{text}\n\n{{words}}\n\n{regards}")


def letter_of(board: Board, decision: str, language: str) -> Letter:
    """The board's own letter, else ours in the reader's language."""
    stored = board.letters.get(decision)
    if stored:
        return Letter(stored["subject"], stored["text"])
    with force_locale(language):
        return usual(decision)


def check(text: str) -> None:
    """Raises UnknownPlace for braces that hold none of PLACES."""
    for name in _PLACE.findall(text):
        if name not in PLACES:
            raise UnknownPlace(
                N_("{%(name)s} is not known here. Use %(places)s."),
                name=name[:40],
                places=", ".join(f"{{{one}}}" for one in PLACES),
            )


def fill(text: str, values: Mapping[str, str]) -> str:
    """The places filled in, once: braces in a value stay what they are."""
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), text)


@dataclass(frozen=True)
class Written:
    """One letter to one person, as it is sent."""

    subject: str
    paragraphs: list[str]


def write(letter: Letter, paper: Paper, *, name: str, call: str, site: str) -> Written:
    """Words about the paper that the letter has no place for come at its end."""
    values = {
        "name": name,
        "title": paper.title,
        "call": call,
        "words": paper.decision_note.strip(),
        "site": site,
    }
    text = letter.text
    if values["words"] and "{words}" not in text:
        text += "\n\n{words}"
    filled = fill(text, values)
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", filled) if part.strip()]
    return Written(" ".join(fill(letter.subject, values).split()), paragraphs)
