"""An item of a checklist as forms and operations hand it on."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ItemValues:
    """As it is written down; see `ChecklistItem`."""

    kind: str
    title: str = ""
    words: str = ""
    days_before: int = 7
