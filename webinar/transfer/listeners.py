"""What imports hear from other rooms."""

from typing import Any

import sqlalchemy as sa

from webinar.core import clock
from webinar.core.db import db
from webinar.transfer.models import Import, ImportedItem


def on_undone(happened: Any) -> None:
    """An import was taken back (organize.announcements.WholeUndone): its memory goes back, too."""
    row = db.session.scalar(sa.select(Import).where(Import.entry_id == happened.entry_id))
    if row is None:
        return
    row.undone_at = clock.now()
    known = {number: (object_id, fields) for number, object_id, fields in row.before}
    items = db.session.scalars(sa.select(ImportedItem).where(ImportedItem.id.in_(known)))
    for item in items.all():
        object_id, fields = known[item.id]
        if object_id is None:
            db.session.delete(item)
        else:
            item.object_id, item.fields = object_id, fields
    row.before = []
