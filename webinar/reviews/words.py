"""Reviewing in words: recommendations, decisions, what waits for whom."""

from typing import Any

from flask_babel import format_decimal, gettext, ngettext
from flask_babel import lazy_gettext as _

from webinar.papers.models import (
    ACCEPTED,
    CANCELLED,
    CHANGES,
    CONFIRMED,
    DECISIONS,
    DECLINED,
    PUBLISHED,
    SUBMITTED,
    WAITLISTED,
    WITHDRAWN,
)
from webinar.reviews.models import AFTER_OWN, ALL, ALWAYS, ASSIGNED, MEAN, MEDIAN, NEVER, Board
from webinar.reviews.overview import Waiting

RECOMMENDATION_WORDS: dict[str, Any] = {
    "accept": _("Accept"),
    "lean_accept": _("Rather accept"),
    "undecided": _("Undecided"),
    "lean_decline": _("Rather decline"),
    "decline": _("Decline"),
}
DECISION_WORDS: dict[str, Any] = {
    ACCEPTED: _("Accept"),
    WAITLISTED: _("Put on the waiting list"),
    CHANGES: _("Ask for changes"),
    DECLINED: _("Decline"),
}
#: what the state will be
DECIDED_WORDS: dict[str, Any] = {
    ACCEPTED: _("to be accepted"),
    WAITLISTED: _("to go on the waiting list"),
    CHANGES: _("to be sent back for changes"),
    DECLINED: _("to be declined"),
}
MIDDLE_WORDS: dict[str, Any] = {MEAN: _("Mean"), MEDIAN: _("Median")}
SEES_WORDS: dict[str, Any] = {
    NEVER: _("Never"),
    AFTER_OWN: _("After handing in the own one"),
    ALWAYS: _("Always"),
}
READS_WORDS: dict[str, Any] = {
    ASSIGNED: _("Those they were asked to review"),
    ALL: _("All papers of the board"),
}
WAITS_WORDS: dict[str, Any] = {
    "review": _("for reviews"),
    "decision": _("for your decision"),
    "announcement": _("to be announced"),
    "confirmation": _("for the speaker"),
    "programme": _("for a place in the programme"),
}


def state_words() -> dict[str, str]:
    """States of papers as the organizers read them."""
    return {
        SUBMITTED: gettext("Handed in"),
        CHANGES: gettext("Changes are wished"),
        WAITLISTED: gettext("On the waiting list"),
        ACCEPTED: gettext("Accepted"),
        CONFIRMED: gettext("Accepted and confirmed"),
        PUBLISHED: gettext("Published"),
        DECLINED: gettext("Declined"),
        WITHDRAWN: gettext("Withdrawn"),
        CANCELLED: gettext("Cancelled"),
    }


def decision_choices() -> list[tuple[str, Any]]:
    return [(one, DECISION_WORDS[one]) for one in DECISIONS]


def board_title(board: Board) -> str:
    return board.title or gettext("Papers without a call")


def waiting_heading(what: str) -> str:
    """What the list of papers that wait for that is called; of own reviews for nothing."""
    return {
        "": gettext("Reviews to write"),
        "review": gettext("Papers that wait for reviews"),
        "decision": gettext("Papers that wait for a decision"),
        "announcement": gettext("Decisions to announce"),
        "confirmation": gettext("Speakers who have not confirmed"),
        "programme": gettext("Papers without a place in the programme"),
    }[what]


def waiting_sentences(waiting: Waiting) -> list[tuple[str, str]]:
    """(filter of the list, sentence), each only when something waits."""
    found = []
    if waiting.review:
        papers = ngettext(
            "%(num)s paper waits for a review", "%(num)s papers wait for a review", waiting.review
        )
        by = ngettext("by %(num)s person", "by %(num)s people", waiting.reviewers)
        found.append(("review", f"{papers} {by}"))
    if n := waiting.decision:
        words = ngettext("%(num)s waits for your decision", "%(num)s wait for your decision", n)
        found.append(("decision", words))
    if n := waiting.announcement:
        words = ngettext(
            "%(num)s is decided and not announced", "%(num)s are decided and not announced", n
        )
        found.append(("announcement", words))
    if n := waiting.confirmation:
        words = ngettext(
            "%(num)s waits for the speaker’s confirmation",
            "%(num)s wait for the speaker’s confirmation",
            n,
        )
        found.append(("confirmation", words))
    if n := waiting.programme:
        words = ngettext(
            "%(num)s waits for a place in the programme",
            "%(num)s wait for a place in the programme",
            n,
        )
        found.append(("programme", words))
    return found


def score_words(number: float | None) -> str:
    """One place after the point; a dash for none."""
    return "–" if number is None else str(format_decimal(round(number, 1), format="0.0"))
