"""What rooms above and pages ask about webinars; a fixed number of statements each."""

from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from webinar.core import clock
from webinar.core.clock import WallTime, is_zone
from webinar.core.db import db, with_deleted
from webinar.core.plainerror import N_
from webinar.core.slugs import find_former
from webinar.webinars.models import (
    DRAFT,
    PUBLISHED,
    Category,
    Room,
    Session,
    Webinar,
)
from webinar.webinars.times import shown
from webinar.webinars.visibility import webinar_coming, webinar_listed, webinar_readable

#: the filter of `/organize/webinars/` that shows `webinars_without_session`
WITHOUT_SESSION = "without-session"


@dataclass(frozen=True)
class Missing:
    """One thing that a draft lacks."""

    #: no-category, no-session
    code: str
    #: untranslated sentence, for gettext
    message: str
    #: it cannot be published without; the rest is advice
    is_needed: bool


@dataclass(frozen=True)
class Month:
    """How many listed webinars began in a month, in their own zones' calendars."""

    year: int
    month: int
    count: int


def missing_for_publishing(webinar: Webinar) -> list[Missing]:
    """What a draft lacks: what it needs first, then what it had better have."""
    missing = []
    filed = sa.select(Category.id).where(Category.id == webinar.category_id)
    if db.session.scalar(filed) is None:
        missing.append(Missing("no-category", N_("Choose a category: this one was deleted."), True))
    planned = sa.select(Session.id).where(
        Session.webinar_id == webinar.id, Session.cancelled_at.is_(None)
    )
    if db.session.scalar(planned.limit(1)) is None:
        # A date can be announced before the programme is known.
        advice = N_("Add a session: the timetable and the calendar live on it.")
        missing.append(Missing("no-session", advice, False))
    return missing


def _complete() -> sa.Select[Webinar]:
    """Webinars with category and room, one statement."""
    return sa.select(Webinar).options(joinedload(Webinar.category), joinedload(Webinar.room))


def with_sessions(statement: sa.Select[Webinar]) -> sa.Select[Webinar]:
    """The same, with sessions and their rooms: one statement more for any number."""
    return statement.options(selectinload(Webinar.sessions).joinedload(Session.room))


def upcoming_webinars(
    *,
    category_id: int | None = None,
    among: sa.ColumnElement[bool] | None = None,
    limit: int | None = None,
    at: datetime | None = None,
) -> list[Webinar]:
    """Listed, not archived, not over, soonest first; with category and room: one statement.

    `among` is one more condition, see `filed`.
    """
    found = _complete().where(webinar_coming(at or clock.now()))
    if category_id is not None:
        found = found.where(Webinar.category_id == category_id)
    if among is not None:
        found = found.where(among)
    found = found.order_by(Webinar.starts_at, Webinar.id).limit(limit)
    return list(db.session.scalars(found))


def past_webinars(
    *,
    category_id: int | None = None,
    among: sa.ColumnElement[bool] | None = None,
    limit: int | None = None,
    at: datetime | None = None,
) -> list[Webinar]:
    """Listed and over, or archived, newest first: one statement. `among` as above."""
    now = at or clock.now()
    found = _complete().where(webinar_listed(), sa.not_(webinar_coming(now)))
    if category_id is not None:
        found = found.where(Webinar.category_id == category_id)
    if among is not None:
        found = found.where(among)
    found = found.order_by(Webinar.starts_at.desc(), Webinar.id.desc()).limit(limit)
    return list(db.session.scalars(found))


def archive_months(*, at: datetime | None = None) -> list[Month]:
    """Years and months that hold listed webinars which are over or archived, newest first.

    A webinar belongs to the month its own clock showed at the start. One statement.
    """
    now = at or clock.now()
    rows = db.session.scalars(
        sa.select(Webinar.starts_wall).where(webinar_listed(), sa.not_(webinar_coming(now)))
    )
    counts: dict[tuple[int, int], int] = {}
    for wall in rows:
        counts[wall.year, wall.month] = counts.get((wall.year, wall.month), 0) + 1
    return [Month(*key, counts[key]) for key in sorted(counts, reverse=True)]


def archive_years(*, at: datetime | None = None) -> list[int]:
    """Years of `archive_months`, newest first."""
    return list(dict.fromkeys(month.year for month in archive_months(at=at)))


def webinars_of_year(year: int, *, at: datetime | None = None) -> list[Webinar]:
    """What the archive shows of a year, newest first: one statement."""
    now = at or clock.now()
    first = datetime(year, 1, 1)  # noqa: DTZ001 wall time of each webinar's own zone
    last = datetime(year + 1, 1, 1)  # noqa: DTZ001
    found = (
        _complete()
        .where(
            webinar_listed(),
            sa.not_(webinar_coming(now)),
            Webinar.starts_wall >= first,
            Webinar.starts_wall < last,
        )
        .order_by(Webinar.starts_wall.desc(), Webinar.id.desc())
    )
    return list(db.session.scalars(found))


def webinar_by_slug(slug: str) -> Webinar | None:
    """A readable webinar with category, room, sessions and their rooms: two statements."""
    found = with_sessions(_complete()).where(Webinar.slug == slug, webinar_readable())
    return db.session.scalar(found)


def webinar_by_id(public_id: str) -> Webinar | None:
    """The same for organizers, in any state: two statements."""
    return db.session.scalar(with_sessions(_complete()).where(Webinar.public_id == public_id))


def webinar_moved_from(slug: str) -> Webinar | None:
    """The readable webinar that had this address before."""
    public_id = find_former(Webinar.__tablename__, slug)
    if public_id is None:
        return None
    return db.session.scalar(
        sa.select(Webinar).where(Webinar.public_id == public_id, webinar_readable())
    )


def session_moved_from(webinar: Webinar, slug: str) -> Session | None:
    """The webinar's session that had this address before."""
    public_id = find_former(Session.__tablename__, slug, scope=webinar.public_id)
    if public_id is None:
        return None
    return db.session.scalar(
        sa.select(Session).where(Session.public_id == public_id, Session.webinar_id == webinar.id)
    )


def category_moved_from(slug: str) -> Category | None:
    public_id = find_former(Category.__tablename__, slug)
    if public_id is None:
        return None
    return db.session.scalar(sa.select(Category).where(Category.public_id == public_id))


def was_deleted(slug: str) -> bool:
    """A webinar that readers once saw had this address: pages answer 410."""
    found = sa.select(Webinar.id).where(
        Webinar.slug == slug, Webinar.deleted_at.is_not(None), Webinar.published_at.is_not(None)
    )
    return db.session.scalar(with_deleted(found)) is not None


def webinar_number(public_id: str) -> int | None:
    """A webinar's row number, deleted ones too. One statement."""
    found = sa.select(Webinar.id).where(Webinar.public_id == public_id)
    return db.session.scalar(with_deleted(found))


def session_webinar_number(public_id: str) -> int | None:
    """Row number of the webinar of a session, deleted ones too. One statement."""
    found = sa.select(Session.webinar_id).where(Session.public_id == public_id)
    return db.session.scalar(with_deleted(found))


def session_by_id(public_id: str) -> Session | None:
    """For organizers; with its webinar and room, one statement."""
    return db.session.scalar(
        sa.select(Session)
        .options(joinedload(Session.webinar), joinedload(Session.room))
        .where(Session.public_id == public_id)
    )


def deleted_session(public_id: str) -> Session | None:
    found = sa.select(Session).where(
        Session.public_id == public_id, Session.deleted_at.is_not(None)
    )
    return db.session.scalar(with_deleted(found))


def categories() -> list[Category]:
    return list(db.session.scalars(sa.select(Category).order_by(Category.position, Category.name)))


def category_by_slug(slug: str) -> Category | None:
    return db.session.scalar(sa.select(Category).where(Category.slug == slug))


def category_by_id(public_id: str) -> Category | None:
    return db.session.scalar(sa.select(Category).where(Category.public_id == public_id))


def listed_counts() -> dict[int, int]:
    """Category's row number -> how many listed webinars are filed there: one statement."""
    rows = db.session.execute(
        sa.select(Webinar.category_id, sa.func.count(Webinar.id))
        .where(webinar_listed())
        .group_by(Webinar.category_id)
    )
    return {row[0]: row[1] for row in rows}


def filed_counts() -> dict[int, int]:
    """Category's row number -> how many webinars in any state are filed there."""
    rows = db.session.execute(
        sa.select(Webinar.category_id, sa.func.count(Webinar.id)).group_by(Webinar.category_id)
    )
    return {row[0]: row[1] for row in rows}


def rooms() -> list[Room]:
    return list(db.session.scalars(sa.select(Room).order_by(sa.func.lower(Room.name), Room.id)))


def room_by_id(public_id: str) -> Room | None:
    return db.session.scalar(sa.select(Room).where(Room.public_id == public_id))


def without_session(at: datetime) -> sa.ColumnElement[bool]:
    """Being prepared or published, not over, and nothing in its timetable."""
    has_one = (
        sa.select(Session.id)
        .where(Session.webinar_id == Webinar.id, Session.deleted_at.is_(None))
        .exists()
    )
    return sa.and_(Webinar.state.in_((DRAFT, PUBLISHED)), Webinar.ends_at >= at, ~has_one)


def known_titles() -> list[str]:
    """What the latest listed webinars are called. One statement."""
    found = sa.select(Webinar.title).where(webinar_listed(), Webinar.deleted_at.is_(None))
    return list(db.session.scalars(found.order_by(Webinar.id.desc()).limit(500)))


def session_counts(webinar_ids: list[int]) -> dict[int, int]:
    """Webinar's row number -> number of its sessions: one statement."""
    rows = db.session.execute(
        sa.select(Session.webinar_id, sa.func.count(Session.id))
        .where(Session.webinar_id.in_(webinar_ids))
        .group_by(Session.webinar_id)
    )
    return {row[0]: row[1] for row in rows}


def next_change(at: datetime | None = None) -> datetime | None:
    """The next instant at which a listed session or webinar starts or ends: for `valid_until`."""
    now = (at or clock.now()).astimezone(UTC)
    instants = [
        sa.select(sa.func.min(column).label("at")).where(column > now, model.deleted_at.is_(None))
        for model in (Webinar, Session)
        for column in (model.starts_at, model.ends_at)
    ]
    found = sa.union_all(*instants).subquery()
    soonest: datetime | None = db.session.scalar(sa.select(sa.func.min(found.c.at)))
    return soonest


def has_stale_instants() -> bool:
    """Whether zones' rules changed since what is coming was saved: two statements."""
    since = clock.day_after(clock.now(), -2)
    webinars = sa.select(
        Webinar.timezone,
        Webinar.starts_wall,
        Webinar.starts_fold,
        Webinar.starts_at,
        Webinar.ends_wall,
        Webinar.ends_fold,
        Webinar.ends_at,
        Webinar.papers_due_wall,
        Webinar.papers_due_fold,
        Webinar.papers_due_at,
        Webinar.registration_closes_wall,
        Webinar.registration_closes_fold,
        Webinar.registration_closes_at,
    ).where(Webinar.ends_at > since, Webinar.deleted_at.is_(None))
    sessions = (
        sa.select(
            Webinar.timezone,
            Session.starts_wall,
            Session.starts_fold,
            Session.starts_at,
            Session.ends_wall,
            Session.ends_fold,
            Session.ends_at,
        )
        .join(Webinar, Webinar.id == Session.webinar_id)
        .where(Session.ends_at > since, Session.deleted_at.is_(None))
    )
    whole = list(db.session.execute(webinars))
    rows = [*whole, *db.session.execute(sessions)]
    times = [(r.timezone, r.starts_wall, r.starts_fold, r.starts_at) for r in rows]
    times += [(r.timezone, r.ends_wall, r.ends_fold, r.ends_at) for r in rows]
    times += [(r.timezone, *r[7:10]) for r in whole]
    times += [(r.timezone, *r[10:13]) for r in whole]
    return any(
        wall is not None and is_zone(zone) and _is_stale(wall, zone, fold, at)
        for zone, wall, fold, at in times
    )


def _is_stale(wall: datetime, zone: str, fold: int, at: datetime) -> bool:
    # A time that falls into a new gap may be shown an hour later at the very same instant.
    local = shown(wall, zone)
    return local != wall or WallTime(local, zone, fold).to_utc() != at
