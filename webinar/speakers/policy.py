"""Who may do what with speakers, and whose profile is public."""

from typing import Any

from webinar.accounts.policy import is_organizer
from webinar.speakers.visibility import also_listed, speaker_listed, speaker_readable

__all__ = ["also_listed", "may_arrange_speakers", "speaker_listed", "speaker_readable"]


def may_arrange_speakers(**_: Any) -> bool:
    """Write profiles, send personal links, say who speaks where: organizers."""
    return is_organizer()
