"""Reads about followers, their stars and their feeds; a fixed number of statements each."""

import functools
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from webinar.accounts.models import Account
from webinar.calendars.models import BY_SESSIONS, SESSION, WEBINAR, CalendarEntry, CalendarState
from webinar.calendars.personal.models import (
    Follower,
    PersonalFeed,
    PersonalFeedState,
    PersonalFeedUse,
    Star,
)
from webinar.calendars.personal.sources import SPEAKING, Person, entries_of
from webinar.calendars.personal.tokens import hash_of, is_token
from webinar.calendars.queries import CANCELLED_STAYS, day_start
from webinar.core.db import db

#: entries of one feed; the newest are kept
MOST_ENTRIES = 1000


@dataclass(frozen=True)
class Opened:
    """What a feed's address leads to: everything that decides about its answer but entries."""

    feed_id: int
    public_id: str
    name: str
    contains: Sequence[str]
    alarm: int | None
    is_revoked: bool
    person: Person
    #: the stored day boundary, and `CalendarState.revision`
    day: date
    revision: int
    #: when any entry changed last
    changed_at: datetime
    #: of the bytes that it answered with last; None before the first time
    etag: str | None
    last_modified: datetime | None
    #: when this client was noted last
    used_at: datetime | None


def open_feed(token: str, client: str = "") -> Opened | None:
    """The feed of a token, revoked or not; None for any other text. One statement."""
    if not is_token(token):
        return None
    asked = {"token_hash": hash_of(token), "client": client}
    row = db.session.connection().execute(_by_token(), asked).first()
    if row is None:
        return None
    return Opened(
        feed_id=row.id,
        public_id=row.public_id,
        name=row.name,
        contains=row.contains,
        alarm=row.alarm,
        is_revoked=row.revoked_at is not None,
        person=Person(row.follower_id, row.account_id, row.email or row.account_email or ""),
        day=row.day,
        revision=row.revision,
        changed_at=row.changed_at,
        etag=row.etag,
        last_modified=row.last_modified,
        used_at=row.used_at,
    )


@functools.cache
def _by_token() -> Any:
    """Made once, like all that a poll asks: making a statement takes longer than asking it."""
    # The follower's account, while it may sign in.
    may_act = sa.and_(
        Account.id == Follower.account_id, Account.is_active, Account.confirmed_at.is_not(None)
    )
    use = sa.and_(
        PersonalFeedUse.feed_id == PersonalFeed.id, PersonalFeedUse.client == sa.bindparam("client")
    )
    return (
        sa.select(
            PersonalFeed.id,
            PersonalFeed.public_id,
            PersonalFeed.name,
            PersonalFeed.contains,
            PersonalFeed.alarm,
            PersonalFeed.revoked_at,
            PersonalFeed.follower_id,
            Follower.email,
            Account.id.label("account_id"),
            Account.email.label("account_email"),
            CalendarState.day,
            CalendarState.revision,
            CalendarState.changed_at,
            PersonalFeedState.etag,
            PersonalFeedState.last_modified,
            PersonalFeedUse.used_at,
        )
        .join(Follower, Follower.id == PersonalFeed.follower_id)
        .join(CalendarState, CalendarState.id == 1)
        .outerjoin(Account, may_act)
        .outerjoin(PersonalFeedState, PersonalFeedState.feed_id == PersonalFeed.id)
        .outerjoin(PersonalFeedUse, use)
        .where(PersonalFeed.token_hash == sa.bindparam("token_hash"))
    )


@functools.lru_cache(maxsize=64)
def _of_ticks(keys: frozenset[str], *columns: Any) -> Any:
    """Columns of the entries that a feed with these ticks holds, newest first.

    A date of a series stands for itself here, so nobody gets the whole series for one star.
    """
    return (
        sa.select(*columns)
        .where(
            CalendarEntry.id.in_(entries_of(keys)),
            CalendarEntry.is_readable,
            sa.or_(
                CalendarEntry.kind == SESSION,
                sa.and_(CalendarEntry.kind == WEBINAR, CalendarEntry.covered_by != BY_SESSIONS),
            ),
            sa.or_(
                CalendarEntry.is_cancelled.is_(False),
                CalendarEntry.ends_at >= sa.bindparam("cancelled_since"),
            ),
        )
        .order_by(CalendarEntry.starts_at.desc(), CalendarEntry.id.desc())
        .limit(MOST_ENTRIES)
    )


def _rows(opened: Opened, *columns: Any) -> Any:
    """One statement."""
    asked = asdict(opened.person) | {
        "cancelled_since": day_start(opened.day) - CANCELLED_STAYS,
    }
    statement = _of_ticks(frozenset(opened.contains), *columns)
    return db.session.connection().execute(statement, asked)


def personal_parts(opened: Opened) -> list[tuple[datetime, str, bytes, bool]]:
    """(start, UID, VEVENT, cancelled) of what the feed holds, newest first. One statement."""
    entry = CalendarEntry
    rows = _rows(opened, entry.starts_at, entry.uid, entry.body, entry.is_cancelled)
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def personal_members(opened: Opened) -> dict[int, int]:
    """Row number of each entry that the feed holds now -> its revision. One statement.

    For CalDAV; the newest `MOST_ENTRIES`, as in the feed.
    """
    rows = _rows(opened, CalendarEntry.id, CalendarEntry.revision)
    return {row[0]: row[1] for row in rows}


def personal_revision(opened: Opened) -> int:
    """`CalendarState.revision` of the last change that a person made to it: stars, settings.

    One statement. Changes of the entries themselves have their own numbers (`personal_members`);
    what left because somebody else changed a part or a role has none: compare the members.
    """
    stars = sa.select(Star.revision).where(Star.follower_id == opened.person.follower_id)
    settings = sa.select(PersonalFeed.revision).where(PersonalFeed.id == opened.feed_id)
    numbers = sa.union_all(stars, settings).subquery()
    return db.session.scalar(sa.select(sa.func.max(numbers.c.revision))) or 0


def removed_since(opened: Opened, revision: int) -> set[int]:
    """Entries whose star was taken away after that revision. One statement."""
    gone = sa.and_(
        Star.follower_id == opened.person.follower_id,
        Star.removed_at.is_not(None),
        Star.revision > revision,
    )
    found = sa.select(CalendarEntry.id).where(
        sa.or_(
            CalendarEntry.session_id.in_(sa.select(Star.session_id).where(gone)),
            CalendarEntry.webinar_id.in_(sa.select(Star.webinar_id).where(gone)),
        )
    )
    return set(db.session.scalars(found))


def follower_by_id(public_id: str) -> Follower | None:
    return db.session.scalar(sa.select(Follower).where(Follower.public_id == public_id))


def follower_of_account(account: Account) -> Follower | None:
    """The account's follower, or the one its address had before. One statement."""
    found = (
        sa.select(Follower)
        .where(sa.or_(Follower.account_id == account.id, Follower.email == account.email))
        .order_by(Follower.account_id.is_(None))
        .limit(1)
    )
    return db.session.scalar(found)


def follower_by_email(email: str) -> Follower | None:
    """Of a confirmed address: its own, else that of the account with it. One statement."""
    plain = email.strip().lower()
    account = sa.select(Account.id).where(Account.email == plain, Account.confirmed_at.is_not(None))
    found = (
        sa.select(Follower)
        .where(sa.or_(Follower.email == plain, Follower.account_id.in_(account)))
        .order_by(Follower.email.is_(None))
        .limit(1)
    )
    return db.session.scalar(found) if plain else None


@dataclass(frozen=True)
class FeedLine:
    """A feed as its owner sees it."""

    feed: PersonalFeed
    #: the last use, and the name of its program; None before the first
    used_at: datetime | None
    client: str


def feeds_of(follower_id: int) -> list[FeedLine]:
    """A follower's feeds (row number), living ones first, then by age. Two statements."""
    feeds = db.session.scalars(
        sa.select(PersonalFeed)
        .where(PersonalFeed.follower_id == follower_id)
        .order_by(PersonalFeed.revoked_at.is_not(None), PersonalFeed.id)
    ).all()
    rows = sa.select(PersonalFeedUse).where(PersonalFeedUse.feed_id.in_([one.id for one in feeds]))
    last: dict[int, PersonalFeedUse] = {}
    for use in db.session.scalars(rows.order_by(PersonalFeedUse.used_at)):
        last[use.feed_id] = use
    return [
        FeedLine(one, last[one.id].used_at, last[one.id].client)
        if one.id in last
        else FeedLine(one, None, "")
        for one in feeds
    ]


def speaking_feeds(email: str) -> list[FeedLine]:
    """The living feeds of an address that hold where the person speaks, and nothing else.

    Three statements.
    """
    follower = follower_by_email(email)
    if follower is None:
        return []
    return [
        line
        for line in feeds_of(follower.id)
        if line.feed.revoked_at is None and list(line.feed.contains) == [SPEAKING.key]
    ]


def feed_by_id(follower_id: int, public_id: str) -> PersonalFeed | None:
    """A living feed of the follower (row number)."""
    return db.session.scalar(
        sa.select(PersonalFeed).where(
            PersonalFeed.follower_id == follower_id,
            PersonalFeed.public_id == public_id,
            PersonalFeed.revoked_at.is_(None),
        )
    )
