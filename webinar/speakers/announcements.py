"""What happens to speakers; identifiers are internal row numbers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SpeakerChanged:
    """A profile was made, edited, deleted or restored."""

    speaker_id: int


@dataclass(frozen=True)
class RolesChanged:
    """Who speaks in a session, as what or in which order."""

    session_id: int
