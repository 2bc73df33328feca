"""Who may do what with speakers, and whose profile is public."""

from typing import Any

import sqlalchemy as sa
from flask import abort

from webinar.accounts.models import ORGANIZER
from webinar.accounts.policy import is_organizer
from webinar.core.db import db
from webinar.speakers.models import Speaker, SpeakerMerge
from webinar.speakers.reach import in_hand
from webinar.speakers.visibility import also_listed, speaker_listed, speaker_readable
from webinar.webinars.policy import may_arrange_some_webinar
from webinar.webinars.scope import scope_of

__all__ = [
    "also_listed",
    "may_arrange_speaker",
    "may_arrange_speakers",
    "may_merge_speakers",
    "may_see_speakers",
    "may_split_speakers",
    "speaker_listed",
    "speaker_readable",
]


def may_arrange_speakers(**_: Any) -> bool:
    """Make profiles that stand by themselves, and delete profiles: organizers of the site."""
    return is_organizer()


def may_see_speakers(**_: Any) -> bool:
    """The list of speakers, each organizer's own alone."""
    return may_arrange_some_webinar()


def may_arrange_speaker(*, speaker_id: str, **_: Any) -> bool:
    """Edit a profile and send its personal link: who organizes all that the person does here."""
    return _in_hand(speaker_id)


def may_merge_speakers(*, speaker_id: str, other_id: str, **_: Any) -> bool:
    """Make one of two profiles: who may edit both."""
    return _in_hand(speaker_id) and _in_hand(other_id)


def may_split_speakers(*, merge_id: str, **_: Any) -> bool:
    """Undo that: who may edit the profile that stayed, with all that is its own now."""
    found = sa.select(Speaker.public_id).join(SpeakerMerge, SpeakerMerge.kept_id == Speaker.id)
    speaker_id = db.session.scalar(found.where(SpeakerMerge.public_id == merge_id))
    return _in_hand(speaker_id or "")


def _in_hand(speaker_id: str) -> bool:
    scope = scope_of(ORGANIZER)
    if scope.everything or scope.is_empty:
        return scope.everything
    found = sa.select(Speaker.id).where(Speaker.public_id == speaker_id, in_hand(scope))
    if db.session.scalar(found) is None:
        abort(404)
    return True
