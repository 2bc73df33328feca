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


def offered(rows: Iterable[ChecklistItem]) -> dict[str, ItemValues]:
    """What a webinar is offered, in order: what organizers wrote down, else what comes with the
    product. Names stay with their item however the list changes: a page that was open meanwhile
    takes over what it showed, or nothing."""
    own = {row.public_id: values_of(row) for row in rows}
    return own or {values.kind: values for values in built_in()}


def values_of(row: ChecklistItem) -> ItemValues:
    return ItemValues(row.kind, row.title, row.words, row.days_before)
