"""Limits: token buckets in the database, one per thing and person, shared by all processes.

Counting uses a short connection of its own, so a refused attempt is counted too.
Also here: the signed time in public forms, and the honeypot's name.
"""

import hashlib
import logging
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from webinar.core import clock, jobs, links
from webinar.core.db import Base, UtcDateTime, short_connection, transaction
from webinar.core.text import whole_number

log = logging.getLogger("webinar.limits")
#: a field that people never see; what fills it is no person
HONEYPOT = "website_address"
#: the hidden field with the signed time of the form
FORM_TIME = "form_time"


class TooMany(Exception):
    """The limit is reached; `seconds` until another attempt makes sense."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"try again in {seconds} seconds")
        self.seconds = seconds


class LimitBucket(Base):
    """How much of one limit is used up."""

    __tablename__ = "limit_bucket"
    __is_public__ = False

    #: hash of the limit's name and of whom it counts: no address is stored
    key: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    #: attempts that still count, leaking away over time
    level: Mapped[float]
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


def spend(name: str, whom: str, *, burst: int, every: timedelta, cost: int = 1) -> None:
    """Count one attempt. Raises TooMany after `burst` attempts; one more comes free per `every`.

    With a cost it counts as so many.

    `whom` is an address or an account; it is hashed before it is stored.
    """
    if current_app.config.get("LIMITS_OFF"):
        return
    key = _key(name, whom)
    now = clock.now()
    step = every.total_seconds()
    with short_connection() as connection:
        row = connection.execute(_locked(connection, key, now)).one()
        level = max(0.0, row.level - max(0.0, (now - row.at).total_seconds()) / step)
        is_refused = level + cost > burst
        if not is_refused or row.at > now:
            # Also after a refusal when the clock went back: the bucket would not leak until then.
            connection.execute(
                sa.update(LimitBucket)
                .where(LimitBucket.key == key)
                .values(level=level if is_refused else level + cost, at=now)
            )
    if is_refused:
        raise TooMany(max(1, int((level + cost - burst) * step) + 1))


def give_back(name: str, whom: str, *, cost: int = 1) -> None:
    """What was spent does not count after all: it was no attempt of the kind that is limited."""
    if current_app.config.get("LIMITS_OFF"):
        return
    level = LimitBucket.level
    with short_connection() as connection:
        connection.execute(
            sa.update(LimitBucket)
            .where(LimitBucket.key == _key(name, whom))
            .values(level=sa.case((level > cost, level - cost), else_=0.0))
        )


def spend_reading(name: str, whom: str, *, burst: int, every: timedelta, cost: int = 1) -> None:
    """The same before something that only reads: it goes on where nothing can be counted.

    On a full disk, or while somebody holds SQLite's lock.
    """
    try:
        spend(name, whom, burst=burst, every=every, cost=cost)
    except (sa.exc.OperationalError, sa.exc.TimeoutError) as error:
        log.warning("reading is not counted: %s", type(error).__name__)


def _key(name: str, whom: str) -> str:
    secret = str(current_app.config["SECRET_KEY"])
    return hashlib.sha256(f"{secret}/{name}/{whom.casefold()}".encode()).hexdigest()


def _locked(connection: sa.Connection, key: str, now: datetime) -> Any:
    """The bucket's level and time, made empty where there is none; nobody else has it meanwhile.

    One statement: of many first attempts at once none must find the bucket missing.
    """
    insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert
    made = insert(LimitBucket).values(key=key, level=0.0, at=now)
    return made.on_conflict_do_update(
        index_elements=["key"], set_={"level": LimitBucket.level}
    ).returning(LimitBucket.level, LimitBucket.at)


def form_time() -> str:
    """The hidden field of a public form: the present hour, signed; the same for every visitor."""
    hour = int(clock.now().timestamp() // 3600)
    return f"{hour}.{links.sign('form', str(hour))}"


def is_own_form(value: str | None) -> bool:
    """The form was made by us, whenever that was."""
    return _form_hour(value) is not None


def is_form_time(value: str | None, *, hours: int = 72) -> bool:
    """The form was made by us, within the last `hours`."""
    hour = _form_hour(value)
    return hour is not None and -1 <= clock.now().timestamp() // 3600 - hour <= hours


def _form_hour(value: str | None) -> int | None:
    """The hour that we signed, since 1970."""
    hour, _, signature = (value or "").partition(".")
    number = whole_number(hour)
    if number is None:
        return None
    return number if links.is_signed("form", str(number), signature) else None


@jobs.handles("forget_limits", every=timedelta(hours=6))
def forget_limits() -> None:
    """Drop buckets that leaked empty long ago."""
    with transaction() as session:
        session.execute(
            sa.delete(LimitBucket).where(LimitBucket.at < clock.now() - timedelta(days=2))
        )
