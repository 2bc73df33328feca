"""Reading calls: by address, for lists, for whom they belong to."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from webinar.calls.models import SERIES, SITE, WEBINAR, AccessCode, Call, CallTrack, CallType
from webinar.calls.standing import COMING, OPEN, last_closing, next_closing, standing
from webinar.calls.visibility import call_listed, call_readable, is_orphaned
from webinar.core import clock
from webinar.core.clock import WallTime
from webinar.core.db import db, with_deleted
from webinar.core.slugs import find_former
from webinar.webinars.models import ARCHIVED, CANCELLED, Series, Webinar
from webinar.webinars.scope import Scope
from webinar.webinars.times import shown

#: webinars that a new call can be for
MOST_CHOICES = 300
_SOON = timedelta(days=7)


@dataclass(frozen=True)
class Counts:
    """Papers of one call."""

    #: handed in, whatever became of them
    handed_in: int = 0
    drafts: int = 0


#: row numbers of calls -> counts by row number; papers stand above and say how to count
Counting = Callable[[Collection[int]], dict[int, Counts]]
_counting: list[Counting] = []


def also_counts(counting: Counting) -> None:
    """Told once, by `wiring`, how papers of calls are counted: in one statement."""
    _counting[:] = [counting]


def paper_counts(calls: Collection[Call]) -> dict[int, Counts]:
    """Of each of these calls, by row number; one statement."""
    found = _counting[0]({one.id for one in calls}) if _counting and calls else {}
    return {one.id: found.get(one.id, Counts()) for one in calls}


def _owners() -> tuple[ExecutableOption, ...]:
    return (
        joinedload(Call.webinar),
        joinedload(Call.series),
    )


def _whole() -> tuple[ExecutableOption, ...]:
    """What tells whether it is open: two statements more for any number of calls."""
    return (*_owners(), selectinload(Call.tracks), selectinload(Call.types))


def call_by_slug(slug: str) -> Call | None:
    """A call that readers see, with all that is said of it: three statements."""
    found = sa.select(Call).where(Call.slug == slug, call_readable()).options(*_whole())
    return db.session.scalar(found)


def call_moved_from(slug: str) -> str | None:
    """The present address of a call that had this one before and can be read."""
    public_id = find_former("call", slug)
    if public_id is None:
        return None
    found = sa.select(Call.slug).where(Call.public_id == public_id, call_readable())
    return db.session.scalar(found)


def was_call_deleted(slug: str) -> bool:
    """Readers saw a call here once, and it was deleted, or what it belonged to was."""
    found = sa.select(Call.id).where(
        Call.slug == slug,
        Call.published_at.is_not(None),
        sa.or_(Call.deleted_at.is_not(None), is_orphaned()),
    )
    return db.session.scalar(with_deleted(found).limit(1)) is not None


def call_by_id(public_id: str, *, deleted: bool = False) -> Call | None:
    """Three statements, or none that is left for its parts; None where there is none."""
    found = sa.select(Call).where(Call.public_id == public_id).options(*_whole())
    return db.session.scalar(with_deleted(found) if deleted else found)


def call_webinar_number(public_id: str) -> int | None:
    """Row number of the webinar that it belongs to, also of a deleted call; None for none."""
    found = sa.select(Call.webinar_id).where(
        Call.public_id == public_id, Call.belongs_to == WEBINAR
    )
    return db.session.scalar(with_deleted(found))


@dataclass(frozen=True)
class Listed:
    """Calls for readers, each with its tracks and types."""

    open: list[Call]
    coming: list[Call]
    past: list[Call]


def listed_calls(at: datetime | None = None) -> Listed:
    """Open ones that close soonest first, coming ones by opening, past ones newest first.

    Three statements for any number.
    """
    at = at or clock.now()
    found = list(db.session.scalars(sa.select(Call).where(call_listed()).options(*_whole())))
    ends = datetime.max.replace(tzinfo=at.tzinfo)
    groups: dict[str, list[Call]] = {OPEN: [], COMING: []}
    past: list[Call] = []
    for one in found:
        groups.get(standing(one, at), past).append(one)
    groups[OPEN].sort(key=lambda one: (next_closing(one, at) or ends, one.id))
    groups[COMING].sort(key=lambda one: (one.opens_at or ends, one.id))
    past.sort(key=lambda one: (last_closing(one) or one.created_at, one.id), reverse=True)
    return Listed(groups[OPEN], groups[COMING], past)


def open_calls(at: datetime | None = None) -> list[Call]:
    """Listed and open, those that close soonest first."""
    return listed_calls(at).open


def calls_of(*, webinar_id: int | None = None, series_id: int | None = None) -> list[Call]:
    """The listed calls of one webinar, or of one series, also closed ones; by closing.

    One statement, three with any call.
    """
    own = Call.webinar_id == webinar_id if webinar_id is not None else Call.series_id == series_id
    found = sa.select(Call).where(call_listed(), own).options(*_whole())
    return list(db.session.scalars(found.order_by(Call.closes_at, Call.id)))


def site_call(at: datetime | None = None) -> Call | None:
    """The site's open call that `/call` leads to: of several the one that closes last."""
    at = at or clock.now()
    found = sa.select(Call).where(call_listed(), Call.belongs_to == SITE)
    found = found.options(selectinload(Call.tracks), selectinload(Call.types))
    open_ones = [one for one in db.session.scalars(found) if standing(one, at) == OPEN]
    # An always open one first: it is what the address promises.
    never = datetime.max.replace(tzinfo=at.tzinfo)
    return max(open_ones, key=lambda one: (last_closing(one) or never, one.id), default=None)


def arranged_calls(scope: Scope, *, closing: bool = False) -> list[Call]:
    """For the desk: those of these webinars, newest first; everybody's for the site's organizers.

    `closing`: only those that close within a week. Three statements for any number.
    """
    found = calls_closing(scope, clock.now()) if closing else sa.select(Call).where(_of(scope))
    found = found.options(*_whole()).order_by(Call.created_at.desc(), Call.id.desc())
    return list(db.session.scalars(found))


def _of(scope: Scope) -> sa.ColumnElement[bool]:
    if scope.everything:
        return sa.true()
    return sa.and_(Call.belongs_to == WEBINAR, scope.covers(Call.webinar_id))


def calls_closing(scope: Scope, at: datetime) -> sa.Select[Call]:
    """Open calls that close, or a track or type of which does, within a week of that instant."""
    soon = at + _SOON

    def closes(kind: type[Call] | type[CallTrack] | type[CallType]) -> sa.ColumnElement[bool]:
        return sa.and_(kind.closes_at > at, kind.closes_at <= soon)

    off = sa.select(Webinar.id).where(Webinar.state.in_((CANCELLED, ARCHIVED)))
    off_series = sa.select(Series.id).where(Series.state == CANCELLED)
    return sa.select(Call).where(
        _of(scope),
        call_readable(),
        sa.or_(Call.webinar_id.is_(None), Call.webinar_id.not_in(off)),
        sa.or_(Call.series_id.is_(None), Call.series_id.not_in(off_series)),
        sa.or_(Call.opens_at.is_(None), Call.opens_at <= at),
        sa.or_(
            closes(Call),
            *(
                sa.exists().where(part.call_id == Call.id, part.deleted_at.is_(None), closes(part))
                for part in (CallTrack, CallType)
            ),
        ),
    )


def codes_of(call: Call) -> list[AccessCode]:
    """Its access codes, newest first; one statement."""
    found = sa.select(AccessCode).where(AccessCode.call_id == call.id)
    return list(db.session.scalars(found.order_by(AccessCode.id.desc())))


def code_row(call: Call, public_id: str, *, deleted: bool = False) -> AccessCode:
    """One of its codes. Raises sqlalchemy.exc.NoResultFound."""
    found = sa.select(AccessCode).where(
        AccessCode.public_id == public_id, AccessCode.call_id == call.id
    )
    return db.session.scalars(with_deleted(found) if deleted else found).one()


def deleted_parts(call: Call, public_ids: Collection[str]) -> list[CallTrack | CallType]:
    """Tracks and types of it among these that were deleted; none or two statements."""
    found: list[CallTrack | CallType] = []
    for model in (CallTrack, CallType) if public_ids else ():
        rows = sa.select(model).where(model.call_id == call.id, model.public_id.in_(public_ids))
        found += db.session.scalars(with_deleted(rows.order_by(model.id)))
    return found


def track_of(call: Call, public_id: str) -> CallTrack | None:
    """One of its tracks."""
    return next((one for one in call.tracks if one.public_id == public_id), None)


def type_of(call: Call, public_id: str) -> CallType | None:
    """One of its types."""
    return next((one for one in call.types if one.public_id == public_id), None)


def webinar_choices(scope: Scope) -> list[tuple[str, str]]:
    """Pairs for a select: what is not over in these webinars, soonest first; one statement."""
    found = (
        sa.select(Webinar.public_id, Webinar.title)
        .where(scope.covers(Webinar.id), Webinar.ends_at > clock.now())
        .order_by(Webinar.starts_at, Webinar.id)
        .limit(MOST_CHOICES)
    )
    return [(row[0], row[1]) for row in db.session.execute(found)]


def zone_of(kind: str, public_id: str) -> str | None:
    """The zone of the webinar or series that a new call is for."""
    model: type[Webinar] | type[Series] | None
    model = Webinar if kind == WEBINAR else Series if kind == SERIES else None
    if model is None:
        return None
    return db.session.scalar(sa.select(model.timezone).where(model.public_id == public_id))


def series_choices() -> list[tuple[str, str]]:
    """Pairs for a select: series that are not deleted, by title; one statement."""
    found = sa.select(Series.public_id, Series.title).order_by(Series.title, Series.id)
    return [(row[0], row[1]) for row in db.session.execute(found)]


def has_stale_closings() -> bool:
    """Whether a zone's new rules give another instant to an opening or closing. Three statements.

    Where a zone's name is gone from the rules, instants stay as they were.
    """
    for call in db.session.scalars(sa.select(Call).options(*_whole())):
        if not clock.is_zone(call.timezone):
            continue
        times = [(call.opens_wall, call.opens_fold, call.opens_at)]
        times += [(one.closes_wall, one.closes_fold, one.closes_at) for one in (call, *call.parts)]
        for local, fold, at in times:
            if local is None:
                continue
            shown_now = WallTime(shown(local, call.timezone), call.timezone, fold)
            if shown_now.to_utc() != at:
                return True
    return False
