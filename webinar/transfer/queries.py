"""Imports for the desk."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from webinar.core.db import db
from webinar.transfer.models import Import

_LATEST = 10


def import_by_id(public_id: str) -> Import | None:
    """With its file. One statement."""
    found = sa.select(Import).options(joinedload(Import.file))
    return db.session.scalar(found.where(Import.public_id == public_id))


def latest_imports() -> list[Import]:
    """The last ten files that somebody brought, newest first. One statement."""
    found = sa.select(Import).order_by(Import.id.desc()).limit(_LATEST)
    return list(db.session.scalars(found))
