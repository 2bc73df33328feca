"""Work for later: an embargo that has ended."""

import sqlalchemy as sa

from webinar.core import clock, jobs
from webinar.core.db import db
from webinar.core.journal import SYSTEM
from webinar.papers.models import Paper
from webinar.papers.release.operations import end_embargo


@jobs.handles("end_embargo")
def end(paper_id: str) -> None:
    """One that was lifted, moved or deleted meanwhile has nothing to end."""
    until = db.session.scalar(sa.select(Paper.embargo_until).where(Paper.public_id == paper_id))
    db.session.rollback()
    if until is not None and until <= clock.now():
        end_embargo(paper_id=paper_id, by=SYSTEM)
