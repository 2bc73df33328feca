"""Questions and answers in words."""

from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal
from flask_babel import get_locale, gettext, ngettext

from webinar.core import i18n
from webinar.questions.models import (
    CHOICE,
    CHOICES,
    CONSENT,
    DAY,
    FILE,
    LINE,
    LINK,
    NUMBER,
    ORGANIZERS,
    READERS,
    REVIEWERS,
    TEXT,
    Answer,
    Question,
)


def kind_words(kind: str) -> str:
    """What sort of answer is wanted."""
    return {
        LINE: gettext("One line of text"),
        TEXT: gettext("A longer text"),
        NUMBER: gettext("A number"),
        CHOICE: gettext("One of several choices"),
        CHOICES: gettext("Any of several choices"),
        DAY: gettext("A day"),
        LINK: gettext("A web address"),
        FILE: gettext("A file"),
        CONSENT: gettext("A consent: one box to tick"),
    }[kind]


def audience_words(audience: str) -> str:
    """Who sees the answers, as a sentence under the question."""
    return {
        ORGANIZERS: gettext("Only the organizers see your answer."),
        REVIEWERS: gettext("Organizers and reviewers see your answer."),
        READERS: gettext("Everybody can read your answer when the paper is published."),
    }[audience]


def answer_words(question: Question, answer: Answer | None) -> str:
    """An answer as plain text, a choice by its label; empty where there is none."""
    if answer is None:
        return ""
    if question.kind == FILE:
        return answer.file.filename if answer.file is not None else ""
    return value_words(question, answer.value)


def value_words(question: Question, value: Any) -> str:
    """A stored value as plain text."""
    if value in (None, "", []):
        return ""
    labels = {one["key"]: one["label"] for one in question.choices}
    if question.kind == CHOICES:
        return "\n".join(labels[one["key"]] for one in question.choices if one["key"] in value)
    if question.kind == CHOICE:
        return labels.get(value, "")
    if question.kind == CONSENT:
        return gettext("Yes") if value else ""
    if question.kind == DAY:
        return i18n.long_day(date.fromisoformat(value))
    if question.kind == NUMBER:
        # All its digits: pi is not 3.142.
        return format_decimal(Decimal(str(value)), locale=get_locale(), decimal_quantization=False)
    return str(value)


def too_little(question: Question, value: Any) -> str:
    """What an answer lacks to the least that is asked; empty where it is enough.

    A number is refused when it is typed; texts may grow and boxes be ticked until they are
    handed in.
    """
    least = question.least or 0
    if question.kind in (LINE, TEXT) and len(value or "") < least:
        return ngettext(
            "%(num)s character, at least %(least)s",
            "%(num)s characters, at least %(least)s",
            len(value or ""),
            least=least,
        )
    if question.kind == CHOICES and len(value or ()) < least:
        return ngettext(
            "%(num)s choice, at least %(least)s",
            "%(num)s choices, at least %(least)s",
            len(value or ()),
            least=least,
        )
    return ""


def audience_choice(audience: str) -> str:
    """The same as a choice for whoever asks."""
    return {
        ORGANIZERS: gettext("Organizers alone"),
        REVIEWERS: gettext("Organizers and reviewers"),
        READERS: gettext("Everybody, when the paper is published"),
    }[audience]
