"""Who is asked to review what, who must not, and who is reminded."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from flask import current_app
from flask_babel import force_locale, gettext

from webinar.core import clock, i18n
from webinar.core.db import db, lock
from webinar.core.journal import Actor, about, operation
from webinar.core.mail import queue_mail
from webinar.core.plainerror import N_
from webinar.papers.models import Paper
from webinar.reviews.errors import WrongReview
from webinar.reviews.guarding import NUDGE_MAIL
from webinar.reviews.models import Assignment, Board, Interest, Nudge
from webinar.reviews.operations.boards import board_row
from webinar.reviews.operations.reviewing import account_row, paper_on
from webinar.reviews.progress import Behind, day_of, who_is_behind
from webinar.reviews.queries import conflicts_on, in_conflict, reviewers_of, stands_on


@operation
def assign_reviewers(
    *, board_id: str, pairs: Collection[tuple[str, str]], by: Actor, account_id: str = ""
) -> list[Assignment]:
    """Public identifiers of (reviewer, paper); what stands already is left as it is.

    All or none: raises WrongReview for somebody who reviews nothing here or has an interest, and
    for a paper in which the person of `account_id`, who asks, has one.
    """
    board = board_row(board_id)
    about(board)
    # Asked twice at once, the second waits here and finds the request of the first.
    lock(board, "version")
    people = {one.public_id: one for one in reviewers_of(board)}
    ids = {paper_id for _, paper_id in pairs}
    found = sa.select(Paper).where(Paper.public_id.in_(ids), stands_on(board))
    if account_id:
        found = found.where(sa.not_(in_conflict(account_row(account_id))))
    papers = {one.public_id: one for one in db.session.scalars(found)}
    barred = conflicts_on(board, list(people.values()))
    numbers = [one.id for one in papers.values()]
    standing = {
        (row[0], row[1])
        for row in db.session.execute(
            sa.select(Assignment.account_id, Assignment.paper_id).where(
                Assignment.paper_id.in_(numbers)
            )
        )
    }
    made = []
    for person_id, paper_id in sorted(pairs):
        person, paper = people.get(person_id), papers.get(paper_id)
        if person is None or paper is None:
            raise WrongReview(
                N_("A reviewer or a paper is not here any more. Look at the plan again.")
            )
        if (person.id, paper.id) in standing:
            continue
        if (person.id, paper.id) in barred:
            raise WrongReview(
                N_("%(name)s has an interest in “%(title)s” and cannot review it."),
                name=person.name or person.email,
                title=paper.title,
            )
        row = Assignment(account_id=person.id, paper_id=paper.id)
        standing.add((person.id, paper.id))
        db.session.add(row)
        made.append(row)
    db.session.flush()
    return made


@operation
def unassign_reviewer(*, board_id: str, paper_id: str, account_id: str, by: Actor) -> Paper:
    """A review that was written stays."""
    board = board_row(board_id)
    paper, account = paper_on(board, paper_id), account_row(account_id)
    about(paper)
    row = db.session.scalar(
        sa.select(Assignment).where(
            Assignment.account_id == account.id, Assignment.paper_id == paper.id
        )
    )
    if row is not None:
        db.session.delete(row)
    return paper


@operation
def declare_for(
    *, board_id: str, paper_id: str, account_id: str, by: Actor, reason: str = ""
) -> Interest:
    """An organizer knows of a conflict of interest; the request to review goes with it."""
    board = board_row(board_id)
    paper, account = paper_on(board, paper_id), account_row(account_id)
    about(paper)
    lock(paper, "version")
    asked = sa.select(Assignment).where(
        Assignment.account_id == account.id, Assignment.paper_id == paper.id
    )
    if (row := db.session.scalar(asked)) is not None:
        db.session.delete(row)
    known = db.session.scalar(
        sa.select(Interest).where(Interest.account_id == account.id, Interest.paper_id == paper.id)
    )
    if known is not None:
        return known
    interest = Interest(account_id=account.id, paper_id=paper.id, reason=reason, is_from_desk=True)
    db.session.add(interest)
    db.session.flush()
    return interest


@operation
def remove_interest(*, board_id: str, paper_id: str, interest_id: str, by: Actor) -> Paper:
    """An organizer's, or a reviewer's, which was declared by mistake."""
    paper = paper_on(board_row(board_id), paper_id)
    about(paper)
    found = sa.select(Interest).where(
        Interest.public_id == interest_id, Interest.paper_id == paper.id
    )
    db.session.delete(db.session.scalars(found).one())
    return paper


@operation
def nudge_reviewers(
    *,
    board_id: str,
    by: Actor,
    account_ids: Collection[str] | None = None,
    words: str = "",
    told_since: datetime | None = None,
) -> list[Behind]:
    """Mail those who are behind, at most one mail a person and day; who got one.

    Without `account_ids` all of them; nobody who got one on the day of `told_since` or later. The
    open phase must allow reviews.
    """
    board = board_row(board_id)
    about(board)
    # Pressed twice, the second waits here and finds that today's mail was written.
    lock(board, "version")
    today = day_of(clock.now())
    told = []
    for one in who_is_behind(board, told_since=told_since):
        if account_ids is not None and one.account.public_id not in account_ids:
            continue
        if one.was_told_today:
            continue
        db.session.add(Nudge(account_id=one.account.id, board_id=board.id, day=today))
        _mail(board, one, words, cause=f"{board.public_id}/{today:%Y-%m-%d}")
        told.append(one)
    db.session.flush()
    return told


def _mail(board: Board, one: Behind, words: str, *, cause: str) -> None:
    with force_locale(one.account.language):
        subject = gettext("Reviews that wait for you")
        closes = i18n.full_time(one.closes_at, one.timezone) if one.closes_at else ""
    queue_mail(
        NUDGE_MAIL,
        to=one.account.email,
        to_name=one.account.name,
        language=one.account.language,
        subject=subject,
        cause=cause,
        name=one.account.name,
        board=board.title,
        done=one.done,
        total=one.total,
        # Which they are is for `guarding`: the mail's words and its being there tell of them.
        papers=" ".join(one.papers),
        words=words,
        closes_words=closes,
        url=f"{current_app.config['BASE_URL']}/organize/reviews/{board.public_id}/mine",
    )
