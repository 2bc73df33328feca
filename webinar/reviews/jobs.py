"""Reminders that nobody has to press for: some days before a phase for reviews closes."""

from datetime import timedelta

import sqlalchemy as sa

from webinar.core import clock, jobs
from webinar.core.db import db
from webinar.core.journal import SYSTEM
from webinar.reviews.models import Board, ReviewPhase
from webinar.reviews.operations import nudge_reviewers


@jobs.handles("remind_reviewers", every=timedelta(hours=1))
def remind_reviewers() -> None:
    """On the day that a phase names, once: one mail a person and day, whoever asks for it."""
    now = clock.now()
    rows = db.session.execute(
        sa.select(ReviewPhase.closes_at, ReviewPhase.reminds_before, Board.public_id)
        .join(Board, Board.id == ReviewPhase.board_id)
        .where(
            ReviewPhase.may_review,
            ReviewPhase.reminds_before.is_not(None),
            ReviewPhase.opens_at <= now,
            ReviewPhase.closes_at > now,
        )
    ).all()
    for closes_at, days, board_id in rows:
        since = closes_at - timedelta(days=days or 0)
        # For a day: a server that slept through its hour still reminds, and none does it for ever.
        if since <= now < since + timedelta(days=1):
            # Such a day has two dates.
            nudge_reviewers(board_id=board_id, told_since=since, by=SYSTEM)
