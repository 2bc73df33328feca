"""What is asked of people who speak where organizers wrote nothing else down."""

from collections.abc import Iterable

from webinar.checklists.models import (
    ABSTRACT,
    BIOGRAPHY,
    CONSENT,
    PORTRAIT,
    SLIDES,
    SOUND_CHECK,
    TITLE,
    ChecklistItem,
)
from webinar.checklists.values import ItemValues
from webinar.checklists.words import CONSENT_WORDS, SOUND_CHECK_WORDS


def built_in() -> list[ItemValues]:
    """Seven items, their words in the present language."""
    return [
        ItemValues(PORTRAIT, days_before=21),
        ItemValues(BIOGRAPHY, days_before=21),
        ItemValues(TITLE, days_before=21),
        ItemValues(ABSTRACT, days_before=14),
        ItemValues(SLIDES, days_before=2),
        ItemValues(CONSENT, words=str(CONSENT_WORDS), days_before=7),
        ItemValues(SOUND_CHECK, words=str(SOUND_CHECK_WORDS), days_before=1),
    ]


def as_values(rows: Iterable[ChecklistItem]) -> list[ItemValues]:
    return [ItemValues(row.kind, row.title, row.words, row.days_before) for row in rows]
