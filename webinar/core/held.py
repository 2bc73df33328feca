"""Files that came with a form before there is anything that could have them.

Browsers send a chosen file once: a form that comes back with an error would lose it. So it waits
in the storage for a day as a row that nobody names, which `files.sweep_files` removes; the form
that is shown again carries a signed name of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _
from wtforms import Field
from wtforms.validators import ValidationError

from webinar.core import clock, files, links
from webinar.core.db import db, transaction
from webinar.core.files import StoredFile
from webinar.core.filetypes import TYPES, Accepted, Refused
from webinar.core.plainerror import N_
from webinar.core.uploadrule import UploadRule

#: the sweep leaves alone what is younger than a day
GOOD_FOR = timedelta(hours=23)
#: what the signatures are good for
_PURPOSE = "held file"
#: more than this is no form of ours
_MOST = 40
GONE = N_("A file that came before was kept for a day, and is gone now. Choose it again.")


@dataclass(frozen=True)
class Held:
    """A file that waits; `accepted` is what the gate said of it."""

    #: of the `StoredFile`
    number: int
    #: what the form carries
    token: str
    accepted: Accepted


def hold(path: Path, accepted: Accepted) -> Held:
    """Keep a judged upload for a day; it is moved away from its path."""
    with (
        files.laid(path, filename=accepted.safe_name, media_type=accepted.media_type),
        transaction(),
    ):
        row = files.keep(
            path,
            filename=accepted.safe_name,
            media_type=accepted.media_type,
            sha256=accepted.sha256,
            is_kept=False,
            scan=accepted.scan,
        )
        return Held(row.id, _token(row.public_id), accepted)


def held_behind(tokens: Iterable[str]) -> list[Held]:
    """What came under these names, in order, each once; others are left out. One statement."""
    names = {one.partition(".")[0]: one for one in list(dict.fromkeys(tokens))[:_MOST]}
    genuine = [name for name, one in names.items() if _is_genuine(name, one)]
    if not genuine:
        return []
    # Also what something has by now: sent twice, a form is the same; `claim` refuses it.
    found = sa.select(StoredFile).where(StoredFile.public_id.in_(genuine), _is_young())
    rows = {row.public_id: row for row in db.session.scalars(found)}
    return [_held(rows[name]) for name in genuine if name in rows]


def claim(held: Held) -> StoredFile:
    """Now something has it, in the open transaction; whoever asks second is refused.

    Raises Refused, too, when it waited for too long.
    """
    found = sa.update(StoredFile).where(StoredFile.id == held.number, *_waits())
    changed: Any = db.session.execute(found.values(is_kept=True))
    if changed.rowcount != 1:
        raise Refused(GONE)
    return db.session.get_one(StoredFile, held.number, populate_existing=True)


def _is_young() -> sa.ColumnElement[bool]:
    return StoredFile.created_at > clock.now() - GOOD_FOR


def _waits() -> list[sa.ColumnElement[bool]]:
    return [StoredFile.is_kept.is_(False), _is_young()]


def _token(name: str) -> str:
    return f"{name}.{links.sign(_PURPOSE, name)}"


def _is_genuine(name: str, token: str) -> bool:
    return links.is_signed(_PURPOSE, name, token.partition(".")[2])


def _held(row: StoredFile) -> Held:
    kind = next(kind for kind, known in TYPES.items() if known[1] == row.media_type)
    return Held(
        row.id,
        _token(row.public_id),
        Accepted(
            kind=kind,
            media_type=row.media_type,
            extension=TYPES[kind][0][0],
            safe_name=row.filename,
            size=row.size,
            sha256=row.sha256,
            scan=row.scan,
        ),
    )


class HeldFiles(Field):
    """The files that wait, as ticked boxes: what is unticked goes along no more.

    `rule`: of the field that they came by; what came by another one is not taken here.
    """

    def __init__(self, *args: Any, rule: UploadRule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rule = rule

    def process_formdata(self, valuelist: list[Any]) -> None:
        sent = [str(one) for one in valuelist if one]
        most = self.rule.most_bytes
        self.data: list[Held] = [
            one
            for one in held_behind(sent)
            if one.accepted.kind in self.rule.kinds and (not most or one.accepted.size <= most)
        ]
        if len(self.data) < len(set(sent)):
            raise ValidationError(_(GONE))

    def process_data(self, value: Any) -> None:
        self.data = value or []
