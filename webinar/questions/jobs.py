"""Work that comes by itself: answers go with what they were given for."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from webinar.core import jobs
from webinar.core.db import Base, db, transaction
from webinar.core.purge import purge
from webinar.questions.models import AnswerSheet, Questionnaire

_PARTS = {"answer", "question"}


def _unnamed(table: sa.Table) -> sa.Select[int]:
    """Row numbers that no other room's table refers to."""
    owners = [
        column
        for other in Base.metadata.sorted_tables
        if other.name not in _PARTS
        for column in other.columns
        if any(key.column.table is table for key in column.foreign_keys)
    ]
    return sa.select(table.c.id).where(
        *(~sa.exists().where(column == table.c.id) for column in owners)
    )


@jobs.handles("sweep_answers", every=timedelta(days=1))
def sweep_answers() -> None:
    """Remove sheets and questionnaires whose paper or call was removed for good, with their files.

    A sheet and the row that names it come in one transaction: none is new and unnamed.
    """
    for model in (AnswerSheet, Questionnaire):
        table: Any = model.__table__
        if not db.session.scalars(_unnamed(table).limit(1)).first():
            continue
        with transaction() as session:
            purge(table, set(session.scalars(_unnamed(table))))
