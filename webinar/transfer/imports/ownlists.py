"""Our own lists of sessions, read in again: their words in the language they were downloaded in."""

import re
from collections.abc import Mapping

from flask import has_app_context
from flask_babel import gettext

from webinar.core.text import fold
from webinar.speakers.models import ROLES
from webinar.webinars.models import SESSION_KINDS

#: heads of the timetable's list as organize/downloads.py writes them -> field of csvtable.FIELDS
_HEADS = {
    "Session": "title",
    "What it is": "kind",
    "Starts": "start",
    "Ends": "end",
    "Minutes": "duration",
    "Time zone": "zone",
    "People": "speakers",
    "Room": "room",
    "Track": "track",
    "State": "state",
    "Language": "language",
    "Abstract": "abstract",
    "Recording": "recording",
    "Slides": "slides",
}
_ROLE = re.compile(r"(\S.*) \((\w+)\)")


def _here(words: str) -> str:
    """In the reader's language; a child process (core/sandbox) has none."""
    return gettext(words) if has_app_context() else words


def heads() -> Mapping[str, str]:
    """Folded head -> field."""
    return {fold(_here(words)): name for words, name in _HEADS.items()}


def kind_named(words: str) -> str:
    """The kind of session that the list calls so; empty for none."""
    said = words.casefold()
    return next((one for one in SESSION_KINDS if _here(one.capitalize()).casefold() == said), "")


def is_cancelled(words: str) -> bool:
    return words.casefold() in ("cancelled", "canceled", _here("Cancelled").casefold())


def with_role(name: str) -> tuple[str, str]:
    """`Maria Nowak (chair)` as name and role; the role is empty where none is said."""
    found = _ROLE.fullmatch(name)
    return (found[1], found[2]) if found is not None and found[2] in ROLES else (name, "")
