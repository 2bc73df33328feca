"""What happens at the desk that rooms beside it want to hear."""

from dataclasses import dataclass


@dataclass(frozen=True)
class WholeUndone:
    """An operation was taken back with all its steps."""

    #: public identifier of its journal entry
    entry_id: str
