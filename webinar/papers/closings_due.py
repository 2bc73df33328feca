"""Whom a closing concerns now."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from webinar.calls.models import Call
from webinar.calls.standing import OPEN, closing, last_closing, standing
from webinar.calls.visibility import call_readable
from webinar.core import clock
from webinar.core.db import db
from webinar.papers.models import DRAFT, Paper

#: a draft that was begun just now is in its author's mind
_OLD_ENOUGH = timedelta(days=1)
#: a closing that nobody noticed for so long, because nothing ran, is no news
_NEWS = timedelta(days=7)


@dataclass(frozen=True)
class Reminder:
    """A draft whose call closes soon."""

    paper_id: str
    #: the last instant for this paper, by its track and type
    closes_at: datetime


def reminders_due(at: datetime | None = None) -> list[Reminder]:
    """Drafts within their call's days before the closing, not reminded of this closing yet.

    A closing that was moved is another one. Three statements for any number.
    """
    at = at or clock.now()
    found = (
        sa.select(Paper)
        .join(Paper.call)
        .where(
            Paper.state == DRAFT,
            Paper.submitter_id.is_not(None),
            Paper.created_at <= at - _OLD_ENOUGH,
            Call.reminds_days > 0,
            Call.deleted_at.is_(None),
            call_readable(),
        )
        .options(
            joinedload(Paper.track),
            joinedload(Paper.type),
            joinedload(Paper.call).joinedload(Call.webinar),
            joinedload(Paper.call).selectinload(Call.tracks),
            joinedload(Paper.call).selectinload(Call.types),
        )
        .order_by(Paper.id)
    )
    due = []
    for paper in db.session.scalars(found):
        call = paper.call
        last = closing(call, paper.track, paper.type) if call is not None else None
        if call is None or last is None or paper.reminded_closing == last:
            continue
        if last - timedelta(days=call.reminds_days) <= at < last and standing(call, at) == OPEN:
            due.append(Reminder(paper.public_id, last))
    return due


def closings_to_tell(at: datetime | None = None) -> list[tuple[str, datetime]]:
    """Calls (public identifiers) that closed and whose organizers did not hear of it, with when.

    Three statements for any number.
    """
    at = at or clock.now()
    found = sa.select(Call).where(call_readable()).order_by(Call.id)
    found = found.options(selectinload(Call.tracks), selectinload(Call.types))
    closed = [(one, last_closing(one)) for one in db.session.scalars(found)]
    return [
        (call.public_id, last)
        for call, last in closed
        if last is not None and at - _NEWS < last <= at and call.told_closing != last
    ]
