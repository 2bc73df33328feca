"""Whose personal link an address holds."""

from flask import abort

from webinar.core.links import open_link
from webinar.speakers.models import Speaker
from webinar.speakers.queries import LINK, speaker_by_id


def holder(token: str) -> Speaker:
    """The person whose link it is; 404 for everybody else."""
    link = open_link(token, LINK)
    found = speaker_by_id(link.subject_id) if link is not None else None
    if found is None:
        abort(404)
    return found
