"""Files that came with a paper's form: judged, counted, kept with the draft."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from flask_babel import gettext
from werkzeug.datastructures import FileStorage
from wtforms import Field

from webinar.core import limits, securitylog
from webinar.core.filetypes import Accepted, Refused
from webinar.core.held import Held, hold
from webinar.core.http import client_address
from webinar.core.limits import TooMany
from webinar.core.plainerror import PlainError
from webinar.core.text import clean
from webinar.papers.uploads import (
    MOST_FILES,
    MOST_OF_PERSON,
    MOST_OF_STRANGER,
    MOST_OF_STRANGERS,
    TOO_MANY,
    TOO_MUCH_OF_STRANGERS,
    TOO_MUCH_TODAY,
    attach_file,
    take_upload,
)
from webinar.papers.views.place import Place

Taken = list[tuple[Path, Accepted]]
_DAY = timedelta(days=1)


def take(place: Place, field: Field) -> Taken:
    """Judge each file that came; sentences about the others stand beside the field."""
    return _take(field, place.whom, lambda size: count_bytes(place, size))


def take_of_stranger(field: Field, waiting: list[Held]) -> list[Held]:
    """The same before there is a draft: what came now waits beside what waits already."""
    room = MOST_FILES - len(waiting)
    found = list(waiting)
    uploads = [one for one in field.data or [] if one and one.filename]
    for upload in uploads[max(0, room) :]:
        refuse(field, upload.filename, Refused(TOO_MANY, most=MOST_FILES))
    field.data = uploads[: max(0, room)]
    for path, accepted in _take(field, "", count_bytes_of_stranger):
        try:
            found.append(hold(path, accepted))
        finally:
            path.unlink(missing_ok=True)
    return found


def _take(field: Field, whom: str, count: Callable[[int], None]) -> Taken:
    taken: Taken = []
    for upload in field.data or []:
        if not upload or not upload.filename:
            continue
        try:
            taken.append(_take_one(upload, count))
        except Refused as error:
            refuse(field, upload.filename, error)
            securitylog.note("upload", "refused", who=whom)
    return taken


def _take_one(upload: FileStorage, count: Callable[[int], None]) -> tuple[Path, Accepted]:
    path, accepted = take_upload(upload.stream, upload.filename or "")
    try:
        count(accepted.size)
    except Refused:
        path.unlink(missing_ok=True)
        raise
    return path, accepted


def count_bytes(place: Place, size: int) -> None:
    """What somebody removes again stays on the disk for a while: it counts for a day.

    Raises Refused. Organizers are not counted.
    """
    if place.begun is not None:
        count_bytes_of_stranger(size)
    if place.is_personal:
        _count("bytes handed in", place.whom, MOST_OF_PERSON, size, TOO_MUCH_TODAY)


def count_bytes_of_stranger(size: int) -> None:
    """Nobody who stands behind no mail address fills the disk, nor do many together."""
    words = TOO_MUCH_OF_STRANGERS
    _count("bytes of a stranger", client_address(), MOST_OF_STRANGER, size, words)
    _count("bytes of strangers", "", MOST_OF_STRANGERS, size, words)


def _count(name: str, whom: str, most: int, size: int, words: str) -> None:
    try:
        limits.spend(name, whom, burst=most, every=_DAY / most, cost=size)
    except TooMany:
        raise Refused(words) from None


def attach(place: Place, paper_id: str, taken: Taken, field: Field) -> None:
    for path, accepted in taken:
        try:
            attach_file(paper_id=paper_id, path=path, accepted=accepted, by=place.actor)
        except PlainError as error:
            # Closed or decided while it came, or too much.
            refuse(field, accepted.safe_name, error)


def refuse(field: Field, name: str, error: PlainError) -> None:
    sentence = gettext(error.message, **error.values)
    shown = clean(name, lines=False)[:80]
    field.errors = [*field.errors, f"{shown}: {sentence}" if shown else sentence]
