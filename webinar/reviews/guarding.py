"""What the journal and the list of mails keep from those who have an interest in a paper.

Who decided what about it, who reviews it, who reviewed it: an entry that tells any of these is
theirs to read who see its review.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from webinar.accounts.models import Account
from webinar.core.db import db
from webinar.core.journal import JournalEntry, Touched
from webinar.core.mail import OutgoingMail
from webinar.papers.models import Paper
from webinar.reviews.models import (
    Assignment,
    GuardedEntry,
    Interest,
    Review,
    ReviewRemark,
    Score,
)
from webinar.reviews.queries import in_conflict

DECISION_MAIL, NUDGE_MAIL = "reviews/mail/decision", "reviews/mail/nudge"
#: of deleted papers, too, in whatever statement it is asked
PAPERS = Paper.__table__.c
_OF_DECISIONS = frozenset({"decision", "decided_at", "decision_note", "announced_note"})


def note_guarded(entry: JournalEntry, touched: Touched) -> None:
    """For `core.journal`: mark the entry for each paper whose review it tells of."""
    numbers = {number for row, fields in touched.items() if (number := _paper_of(row, fields))}
    db.session.add_all(
        GuardedEntry(entry_id=entry.public_id, paper_id=number) for number in sorted(numbers)
    )


def _paper_of(row: object, fields: Mapping[str, list[Any]]) -> int | None:
    if isinstance(row, Paper):
        # A new row's empty note, after nothing, is no decision.
        tells = any(any(fields[name]) for name in _OF_DECISIONS & fields.keys())
        return row.id if tells else None
    if isinstance(row, Score):
        found = sa.select(Review.paper_id).where(Review.id == row.review_id)
        return db.session.scalar(found)
    if isinstance(row, Assignment | Interest | Review | ReviewRemark):
        return row.paper_id
    return None


def may_read_entry(account: Account) -> sa.ColumnElement[bool]:
    """Over `JournalEntry`."""
    theirs = sa.exists().where(PAPERS.id == GuardedEntry.paper_id, in_conflict(account, PAPERS))
    return ~sa.exists().where(
        GuardedEntry.entry_id == JournalEntry.public_id,
        sa.or_(GuardedEntry.paper_id.is_(None), theirs),
    )


def may_read_mail(account: Account) -> sa.ColumnElement[bool]:
    """Over `OutgoingMail`: a decision tells of its paper's review, a reminder of who reviews.

    As in the journal, nobody reads the decision about a paper that is gone for good.
    """
    paper, papers = (OutgoingMail.values[name].as_string() for name in ("paper_id", "papers"))
    theirs = in_conflict(account, PAPERS)
    tells = sa.or_(
        sa.and_(
            OutgoingMail.kind == DECISION_MAIL,
            ~sa.exists().where(PAPERS.public_id == paper, ~theirs),
        ),
        sa.and_(
            OutgoingMail.kind == NUDGE_MAIL,
            sa.exists().where(papers.contains(PAPERS.public_id), theirs),
        ),
    )
    return ~tells
