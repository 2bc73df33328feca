"""Boards, and what of their papers a reviewer may see; a fixed number of statements each."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from webinar.accounts.models import ORGANIZER, REVIEWER, Account
from webinar.calls.models import Call
from webinar.core.db import db, with_deleted
from webinar.papers.models import (
    CANCELLED,
    CHANGES,
    DENIED,
    DRAFT,
    SUBMITTED,
    WAITLISTED,
    WITHDRAWN,
    AuthorInvitation,
    Paper,
    PaperAuthor,
    PaperVersion,
)
from webinar.reviews.models import (
    Assignment,
    Board,
    Interest,
    Review,
    ReviewRemark,
    ScoreCategory,
)
from webinar.speakers.models import Speaker
from webinar.webinars.models import Session, Webinar, WebinarRole
from webinar.webinars.scope import Scope

#: reviewers are asked about these
TO_REVIEW = (SUBMITTED, CHANGES, WAITLISTED)
#: and see nothing of these
GONE = (DRAFT, WITHDRAWN, CANCELLED)
#: whoever deleted a profile wrote the papers all the same; papers go along when two become one
_PROFILES = Speaker.__table__
_PERSON = sa.func.coalesce(_PROFILES.c.merged_into_id, _PROFILES.c.id)


def board_webinars(public_id: str) -> list[int | None]:
    """Row number of the board's webinar, in a list; empty for no such board. One statement."""
    found = (
        sa.select(Board.id, Call.webinar_id, Board.webinar_id)
        .outerjoin(Call, Call.id == Board.call_id)
        .where(Board.public_id == public_id)
    )
    row = db.session.execute(with_deleted(found)).one_or_none()
    return [row[1] or row[2]] if row is not None else []


def _whole() -> sa.Select[Board]:
    return sa.select(Board).options(
        joinedload(Board.call), joinedload(Board.webinar), selectinload(Board.phases)
    )


def board_by_id(public_id: str) -> Board | None:
    """With its phases and what it is named after. One statement."""
    found = sa.select(Board).options(
        joinedload(Board.call), joinedload(Board.webinar), joinedload(Board.phases)
    )
    return db.session.scalars(found.where(Board.public_id == public_id)).unique().one_or_none()


def boards_in(scope: Scope) -> list[Board]:
    """Boards of these webinars, and those of the site in `EVERYTHING`. Two statements."""
    found = _whole().outerjoin(Call, Call.id == Board.call_id)
    if not scope.everything:
        found = found.where(sa.or_(scope.covers(Call.webinar_id), scope.covers(Board.webinar_id)))
    rows = db.session.scalars(found.order_by(Board.created_at.desc(), Board.id.desc()))
    return [row for row in rows if not row.is_gone]


def board_of_call(public_id: str) -> Board | None:
    """One statement."""
    found = sa.select(Board).join(Call, Call.id == Board.call_id)
    return db.session.scalar(found.where(Call.public_id == public_id))


def _given_on_boards() -> sa.Select[int]:
    """Sessions of webinars that have a board of their own."""
    return (
        sa.select(Session.id)
        .join(Board, Board.webinar_id == Session.webinar_id)
        .where(Board.webinar_id.is_not(None))
    )


def of_the_site() -> sa.ColumnElement[bool]:
    """Over `Paper`: without a call and a session; or accepted so, and given a session since."""
    since = sa.and_(Paper.accepted_at.is_not(None), Paper.session_id.not_in(_given_on_boards()))
    return sa.and_(Paper.call_id.is_(None), sa.or_(Paper.session_id.is_(None), since))


def stands_on(board: Board) -> sa.ColumnElement[bool]:
    """Over `Paper`: answers the board's call, or no call and is given where the board is for."""
    if board.call_id is not None:
        return Paper.call_id == board.call_id
    if board.webinar_id is None:
        return of_the_site()
    given = sa.select(Session.id).where(Session.webinar_id == board.webinar_id)
    return sa.and_(Paper.call_id.is_(None), Paper.session_id.in_(given))


def on_some_board() -> sa.ColumnElement[bool]:
    """Over `Paper`: there is a board for it, whose phases say what reviewers see of it."""
    calls = sa.select(Board.call_id).where(Board.call_id.is_not(None))
    site = sa.exists().where(Board.call_id.is_(None), Board.webinar_id.is_(None))
    return sa.or_(
        sa.and_(Paper.call_id.is_not(None), Paper.call_id.in_(calls)),
        sa.and_(Paper.call_id.is_(None), Paper.session_id.in_(_given_on_boards())),
        sa.and_(of_the_site(), site),
    )


def board_of_paper(paper: Paper) -> Board | None:
    """Two statements, with the phases."""
    if paper.call_id is not None:
        return db.session.scalar(_whole().where(Board.call_id == paper.call_id))
    number = sa.select(Session.webinar_id).where(Session.id == paper.session_id)
    for_all = sa.and_(Board.call_id.is_(None), Board.webinar_id.is_(None))
    found = _whole().where(
        sa.or_(
            Board.webinar_id == number.scalar_subquery(),
            for_all if paper.session_id is None or paper.accepted_at else sa.false(),
        )
    )
    return db.session.scalar(found.order_by(Board.webinar_id.is_(None)).limit(1))


def newest_number() -> sa.ScalarSelect[int]:
    """Over `Paper`: number of the version that was handed in last."""
    return (
        sa.select(sa.func.max(PaperVersion.number))
        .where(PaperVersion.paper_id == Paper.id)
        .correlate(Paper)
        .scalar_subquery()
    )


def lacks_session() -> sa.ColumnElement[bool]:
    """Over `Paper`: it stands in no session, or in one that was deleted."""
    there = sa.select(Session.id).where(Session.deleted_at.is_(None))
    return sa.or_(Paper.session_id.is_(None), Paper.session_id.not_in(there))


def in_conflict(account: Account, paper: Any = Paper) -> sa.ColumnElement[bool]:
    """Over `Paper`: an interest was declared, or the person wrote it, may have, or handed it in.

    `paper` are other columns to ask it of, as those of its table, which has deleted rows, too.
    """
    declared = sa.select(Interest.paper_id).where(Interest.account_id == account.id)
    mail = account.email.lower()
    own = sa.select(_PERSON).where(sa.func.lower(_PROFILES.c.email) == mail)
    written = sa.select(PaperAuthor.paper_id).where(PaperAuthor.speaker_id.in_(own))
    invited = sa.select(AuthorInvitation.paper_id).where(
        sa.func.lower(AuthorInvitation.email) == mail, AuthorInvitation.state != DENIED
    )
    return sa.or_(
        paper.id.in_(declared),
        paper.id.in_(written),
        paper.id.in_(invited),
        # Of nothing SQL would say neither yes nor no.
        sa.func.coalesce(paper.submitter_id, 0).in_(own),
    )


def has_interest(kind: type[Assignment] | type[Review]) -> sa.ColumnElement[bool]:
    """Over these rows: their person declared an interest in their paper."""
    found = sa.exists().where(
        Interest.account_id == kind.account_id, Interest.paper_id == kind.paper_id
    )
    return found.correlate(kind)


def that_count() -> sa.ColumnElement[bool]:
    """Over `Review`: handed in, and not by somebody who has an interest."""
    return sa.and_(Review.handed_in_at.is_not(None), sa.not_(has_interest(Review)))


def reviews_of(paper: Paper) -> list[Review]:
    """Those that count, with scores and reviewers, in an order that tells nothing.

    Two statements.
    """
    found = (
        sa.select(Review)
        .join(Review.account)
        .options(contains_eager(Review.account), selectinload(Review.scores))
    )
    found = found.where(Review.paper_id == paper.id, that_count())
    return list(db.session.scalars(found.order_by(Review.public_id)))


def remarks_of(paper: Paper) -> list[ReviewRemark]:
    """The discussion, as it was written. One statement."""
    return list(
        db.session.scalars(
            sa.select(ReviewRemark)
            .join(ReviewRemark.account)
            .options(contains_eager(ReviewRemark.account))
            .where(ReviewRemark.paper_id == paper.id)
            .order_by(ReviewRemark.created_at, ReviewRemark.id)
        )
    )


def reviewers_of(board: Board) -> list[Account]:
    """Who may be asked, by role there or of the site; organizers come last. One statement."""
    held = sa.select(WebinarRole.account_id).where(
        WebinarRole.webinar_id == board.webinar_number,
        WebinarRole.role.in_((REVIEWER, ORGANIZER)),
    )
    rows = db.session.execute(
        sa.select(Account, Account.id.in_(held)).where(
            Account.is_active, Account.confirmed_at.is_not(None)
        )
    )
    found = [
        account
        for account, is_held in rows
        if is_held or {REVIEWER, ORGANIZER} & set(account.site_roles)
    ]
    return sorted(
        found,
        key=lambda one: (one.is_organizer, one.name.casefold() or one.email, one.id),
    )


def conflicts_on(board: Board, people: Sequence[Account]) -> set[tuple[int, int]]:
    """Pairs (reviewer, paper) that must not be: declared, or the reviewer's own. Two statements."""
    here = sa.select(Paper.id).where(stands_on(board), Paper.deleted_at.is_(None))
    declared = sa.select(Interest.account_id, Interest.paper_id).where(Interest.paper_id.in_(here))
    found = {(row[0], row[1]) for row in db.session.execute(declared)}
    by_email = {one.email.lower(): one.id for one in people}
    mail, asked = sa.func.lower(_PROFILES.c.email), sa.func.lower(AuthorInvitation.email)
    wrote = (
        sa.select(mail, PaperAuthor.paper_id)
        .join(PaperAuthor, PaperAuthor.speaker_id == _PERSON)
        .where(PaperAuthor.paper_id.in_(here), mail.in_(by_email))
    )
    gave = (
        sa.select(mail, Paper.id)
        .join(Paper, Paper.submitter_id == _PERSON)
        .where(Paper.id.in_(here), mail.in_(by_email))
    )
    invited = sa.select(asked, AuthorInvitation.paper_id).where(
        AuthorInvitation.paper_id.in_(here),
        asked.in_(by_email),
        AuthorInvitation.state != DENIED,
    )
    rows = db.session.execute(sa.union(wrote, gave, invited))
    found |= {(by_email[row[0]], row[1]) for row in rows}
    return found


def is_in_conflict(account: Account, paper: Paper) -> bool:
    """One statement."""
    found = sa.select(Paper.id).where(Paper.id == paper.id, in_conflict(account))
    return db.session.scalar(with_deleted(found)) is not None


def calls_without_board(scope: Scope) -> list[Call]:
    """One statement."""
    taken = sa.select(Board.call_id).where(Board.call_id.is_not(None))
    found = sa.select(Call).where(Call.id.not_in(taken))
    if not scope.everything:
        found = found.where(scope.covers(Call.webinar_id))
    return list(db.session.scalars(found.order_by(Call.title, Call.id)))


def webinars_without_board(scope: Scope) -> list[Webinar]:
    """Those in which papers without a call are given. One statement."""
    taken = sa.select(Board.webinar_id).where(Board.webinar_id.is_not(None))
    given = (
        sa.select(Session.webinar_id)
        .join(Paper, Paper.session_id == Session.id)
        .where(Paper.call_id.is_(None), Paper.deleted_at.is_(None))
    )
    return list(
        db.session.scalars(
            sa.select(Webinar)
            .where(Webinar.id.not_in(taken), Webinar.id.in_(given), scope.covers(Webinar.id))
            .order_by(Webinar.starts_at.desc(), Webinar.id.desc())
        )
    )


def has_site_board() -> bool:
    """One statement."""
    found = sa.select(Board.id).where(Board.call_id.is_(None), Board.webinar_id.is_(None))
    return db.session.scalar(found) is not None


def paper_of_board(board: Board, public_id: str) -> Paper | None:
    """With track, type, session and authors; nothing that was never handed in. Two statements."""
    return db.session.scalar(
        sa.select(Paper)
        .options(
            joinedload(Paper.track),
            joinedload(Paper.type),
            joinedload(Paper.submitter),
            joinedload(Paper.session).joinedload(Session.webinar),
            selectinload(Paper.authors).joinedload(PaperAuthor.speaker),
        )
        .where(
            Paper.public_id == public_id,
            stands_on(board),
            Paper.state != DRAFT,
            newest_number().is_not(None),
        )
    )


def interests_of(paper: Paper) -> list[Interest]:
    """With those who have them. One statement."""
    return list(
        db.session.scalars(
            sa.select(Interest)
            .options(joinedload(Interest.account))
            .where(Interest.paper_id == paper.id)
            .order_by(Interest.id)
        )
    )


def assigned_to(paper: Paper) -> list[Account]:
    """Who was asked to review it, by name. One statement."""
    found = sa.select(Account).join(Assignment, Assignment.account_id == Account.id)
    rows = db.session.scalars(found.where(Assignment.paper_id == paper.id))
    return sorted(rows, key=lambda one: (one.name.casefold(), one.id))


def categories_of(board: Board) -> list[ScoreCategory]:
    """What is scored, in order, with tracks. One statement."""
    return list(
        db.session.scalars(
            sa.select(ScoreCategory)
            .options(joinedload(ScoreCategory.track))
            .where(ScoreCategory.board_id == board.id)
            .order_by(ScoreCategory.position, ScoreCategory.id)
        )
    )


def scored_in(categories: Sequence[ScoreCategory], track_number: int | None) -> list[ScoreCategory]:
    """Those of papers in that track."""
    return [one for one in categories if one.track_id in (None, track_number)]
