"""What happens to calls; identifiers are internal row numbers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CallChanged:
    """Anything about a call, its tracks or types: words, times, state, deleted."""

    call_id: int
