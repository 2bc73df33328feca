"""What is noted while a feed is fetched: by which program, and since when its bytes are these.

On a short connection (core/db). A person sees nothing of it but "last used", to the hour, on
their own page; where it cannot be written, on a full disk, the feed is answered all the same.
"""

import functools
import logging
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from webinar.calendars.personal.models import PersonalFeedState, PersonalFeedUse
from webinar.calendars.personal.queries import Opened
from webinar.core import clock
from webinar.core.db import let_go, short_connection

log = logging.getLogger("webinar.calendars")
#: a program's use is written down once in this time
EVERY = timedelta(hours=1)
#: no room, no lock, or the person was forgotten this moment
_FAILED = (sa.exc.OperationalError, sa.exc.TimeoutError, sa.exc.IntegrityError)


def note(opened: Opened, *, client: str, etag: str) -> datetime | None:
    """Note who asked and with which bytes they are answered; their Last-Modified.

    It rises by a second at least whenever the bytes are others. None where it cannot be known.
    """
    now = clock.whole_seconds(clock.now())
    is_same = etag == opened.etag
    is_due = _is_due(opened.used_at, now)
    if is_same and not is_due:
        return opened.last_modified
    # A reader that looks at an older state keeps SQLite from taking its log back: each write
    # beside it would try to, and wait for the disk.
    let_go()
    try:
        with short_connection() as connection:
            if is_due:
                _note_use(connection, opened.feed_id, client, now)
            return opened.last_modified if is_same else _note_bytes(connection, opened, etag, now)
    except _FAILED as error:
        log.warning("a feed's use is not noted: %s", type(error).__name__)
    return opened.last_modified if is_same else None


def note_use(opened: Opened, client: str) -> None:
    """Note who asked for something else than the bytes of the feed (CalDAV)."""
    now = clock.whole_seconds(clock.now())
    if not _is_due(opened.used_at, now):
        return
    let_go()
    try:
        with short_connection() as connection:
            _note_use(connection, opened.feed_id, client, now)
    except _FAILED as error:
        log.warning("a feed's use is not noted: %s", type(error).__name__)


def _is_due(used_at: datetime | None, now: datetime) -> bool:
    # The clock may have gone back since.
    return used_at is None or not timedelta(0) <= now - used_at < EVERY


def _insert(dialect: str, table: Any) -> Any:
    return (postgresql if dialect == "postgresql" else sqlite).insert(table)


@functools.cache
def _use(dialect: str) -> Any:
    made = _insert(dialect, PersonalFeedUse)
    return made.on_conflict_do_update(
        index_elements=["feed_id", "client"], set_={"used_at": made.excluded.used_at}
    )


@functools.cache
def _bytes(dialect: str) -> Any:
    """Whatever stands there stays; the row is then locked for whoever asks at the same time."""
    return (
        _insert(dialect, PersonalFeedState)
        .on_conflict_do_update(index_elements=["feed_id"], set_={"etag": PersonalFeedState.etag})
        .returning(PersonalFeedState.etag, PersonalFeedState.last_modified)
    )


def _note_use(connection: sa.Connection, feed_id: int, client: str, now: datetime) -> None:
    values = {"feed_id": feed_id, "client": client, "used_at": now}
    connection.execute(_use(connection.dialect.name), values)


def _note_bytes(connection: sa.Connection, opened: Opened, etag: str, now: datetime) -> datetime:
    values = {"feed_id": opened.feed_id, "etag": etag, "last_modified": now}
    row = connection.execute(_bytes(connection.dialect.name), values).one()
    stored: datetime = row.last_modified
    if row.etag == etag:
        return stored
    stored = max(now, stored + timedelta(seconds=1))
    connection.execute(
        sa.update(PersonalFeedState)
        .where(PersonalFeedState.feed_id == opened.feed_id)
        .values(etag=etag, last_modified=stored)
    )
    return stored
