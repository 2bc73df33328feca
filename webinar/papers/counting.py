"""How many papers answer each call."""

from collections.abc import Collection

import sqlalchemy as sa

from webinar.calls.queries import Counts
from webinar.core.db import db
from webinar.papers.models import Paper


def papers_of_calls(numbers: Collection[int]) -> dict[int, Counts]:
    """Row number of a call -> papers that were handed in, whatever became of them, and drafts.

    One statement; calls without papers are not named.
    """
    handed_in = sa.func.count(Paper.submitted_at)
    found = (
        sa.select(Paper.call_id, handed_in, sa.func.count(Paper.id) - handed_in)
        .where(Paper.call_id.in_(numbers), Paper.deleted_at.is_(None))
        .group_by(Paper.call_id)
    )
    return {row[0]: Counts(row[1], row[2]) for row in db.session.execute(found) if row[0]}
