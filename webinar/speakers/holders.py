"""Whose personal link an address holds."""

from flask import abort, make_response, render_template

from webinar.core.links import genuine_link, is_over
from webinar.speakers.models import Speaker
from webinar.speakers.queries import LINK, speaker_by_id


def holder(token: str) -> Speaker:
    """The person whose link it is; 404 for everybody else, 410 when it is too old."""
    found = holder_or_none(token)
    if found is None:
        abort(404)
    return found


def holder_or_none(token: str) -> Speaker | None:
    """The same where a token may open something else."""
    found, is_too_old = _behind(token)
    if found is not None and is_too_old:
        # Whose it is stays untold: the address may lie in an old mailbox.
        abort(make_response(render_template("speakers/old_link.html", token=token), 410))
    return found


def whoever_asks(token: str) -> Speaker:
    """For a new link, also by one that is too old; 404 where none can be mailed."""
    found, _is_too_old = _behind(token)
    if found is None or not found.email:
        abort(404)
    return found


def _behind(token: str) -> tuple[Speaker | None, bool]:
    link = genuine_link(token, LINK)
    if link is None:
        return None, False
    return speaker_by_id(link.subject_id), is_over(link)
