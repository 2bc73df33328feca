"""Files that came with a paper's form: judged, counted, kept with the draft."""

from datetime import timedelta
from pathlib import Path

from flask_babel import gettext
from werkzeug.datastructures import FileStorage
from wtforms import Field

from webinar.core import limits, securitylog
from webinar.core.filetypes import Accepted, Refused
from webinar.core.limits import TooMany
from webinar.core.plainerror import PlainError
from webinar.core.text import clean
from webinar.papers.uploads import MOST_OF_PERSON, TOO_MUCH_TODAY, attach_file, take_upload
from webinar.papers.views.place import Place

Taken = list[tuple[Path, Accepted]]


def take(place: Place, field: Field) -> Taken:
    """Judge each file that came; sentences about the others stand beside the field."""
    taken: Taken = []
    for upload in field.data or []:
        if not upload or not upload.filename:
            continue
        try:
            taken.append(_take_one(place, upload))
        except Refused as error:
            refuse(field, upload.filename, error)
            securitylog.note("upload", "refused", who=place.whom)
    return taken


def _take_one(place: Place, upload: FileStorage) -> tuple[Path, Accepted]:
    """What somebody removes again stays on the disk for a while: it counts for a day."""
    path, accepted = take_upload(upload.stream, upload.filename or "")
    if place.is_personal:
        try:
            limits.spend(
                "bytes handed in",
                place.whom,
                burst=MOST_OF_PERSON,
                every=timedelta(days=1) / MOST_OF_PERSON,
                cost=accepted.size,
            )
        except TooMany:
            path.unlink(missing_ok=True)
            raise Refused(TOO_MUCH_TODAY) from None
    return path, accepted


def attach(place: Place, paper_id: str, taken: Taken, field: Field) -> None:
    for path, accepted in taken:
        try:
            attach_file(paper_id=paper_id, path=path, accepted=accepted, by=place.actor)
        except Refused as error:
            refuse(field, accepted.safe_name, error)


def refuse(field: Field, name: str, error: PlainError) -> None:
    sentence = gettext(error.message, **error.values)
    shown = clean(name, lines=False)[:80]
    field.errors = [*field.errors, f"{shown}: {sentence}" if shown else sentence]
