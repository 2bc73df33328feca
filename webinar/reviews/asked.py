"""Who is asked to review what, and still can."""

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from webinar.accounts.models import ORGANIZER, REVIEWER, Account
from webinar.calls.models import Call
from webinar.core.db import db
from webinar.papers.models import Paper
from webinar.reviews.models import Assignment, Board
from webinar.reviews.queries import has_interest, in_conflict, stands_on
from webinar.webinars.models import Session, WebinarRole


def still_asked() -> sa.ColumnElement[bool]:
    """Over `Assignment`: its person still reviews where the paper stands, and declared no interest.

    Nobody waits for, counts or mails those whose account was closed or whose role was taken away.
    """
    paper, person = aliased(Paper), aliased(Account)
    webinar = (
        sa.select(sa.case((paper.call_id.is_(None), Session.webinar_id), else_=Call.webinar_id))
        .select_from(paper)
        .outerjoin(Call, Call.id == paper.call_id)
        .outerjoin(Session, Session.id == paper.session_id)
        .where(paper.id == Assignment.paper_id)
        .correlate(Assignment)
    )
    held = sa.exists().where(
        WebinarRole.account_id == Assignment.account_id,
        WebinarRole.role.in_((REVIEWER, ORGANIZER)),
        WebinarRole.webinar_id == webinar.scalar_subquery(),
    )
    site_roles = sa.cast(person.site_roles, sa.String)
    may_review = sa.exists().where(
        person.id == Assignment.account_id,
        person.is_active,
        person.confirmed_at.is_not(None),
        sa.or_(
            site_roles.contains(f'"{REVIEWER}"'),
            site_roles.contains(f'"{ORGANIZER}"'),
            held.correlate(Assignment),
        ),
    )
    return sa.and_(may_review.correlate(Assignment), sa.not_(has_interest(Assignment)))


def assignments_on(board: Board, seen_by: Account) -> list[Assignment]:
    """Of people who still review; without what the person has no business to know of.

    One statement.
    """
    return list(
        db.session.scalars(
            sa.select(Assignment)
            .join(Assignment.paper)
            .where(stands_on(board), Paper.deleted_at.is_(None), sa.not_(in_conflict(seen_by)))
            .where(still_asked())
            .order_by(Assignment.id)
        )
    )
