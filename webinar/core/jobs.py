"""Work for later: rows written in the transaction of their cause, run under a lease.

A job is claimed by one guarded UPDATE that also counts the attempt, so a job
that kills its worker ends as `dead` instead of running for ever. At least once:
handlers must be safe to run twice (facts/stack.md, section 3).
"""

import logging
import os
import random
import socket
import threading
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app
from sqlalchemy.orm import Mapped, mapped_column

from webinar.core import clock, ids
from webinar.core.db import Base, UtcDateTime, db, is_writing, transaction

log = logging.getLogger("webinar.jobs")

LEASE = timedelta(seconds=60)
#: clocks of several machines differ by less; what differs by more was written before ours went back
_SKEW = timedelta(seconds=10)
WAITING, RUNNING, DONE, DEAD = "waiting", "running", "done", "dead"


class Job(Base):
    """One piece of work."""

    __tablename__ = "job"
    __is_public__ = False
    __table_args__ = (sa.Index("ix_job_due", "state", "run_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(60), index=True)
    #: plain values: identifiers, never objects
    payload: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    #: at most one job with this key ever; None for any number
    unique_key: Mapped[str | None] = mapped_column(sa.String(200), unique=True)
    state: Mapped[str] = mapped_column(sa.String(10), default=WAITING)
    run_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    #: when `run_at` was reckoned from the present; None where that instant itself was wished
    waits_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    max_attempts: Mapped[int] = mapped_column(default=10)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lease_owner: Mapped[str | None] = mapped_column(sa.String(80))
    last_error: Mapped[str | None] = mapped_column(sa.Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Later(Exception):
    """A handler's wish to be run again after `delay`; the reason is shown to organizers."""

    def __init__(self, reason: str, delay: timedelta | None = None) -> None:
        super().__init__(reason)
        self.delay = delay


class Hopeless(Exception):
    """A handler's word that another attempt cannot help."""


_handlers: dict[str, Callable[..., None]] = {}
#: kind -> seconds between runs
_periodic: dict[str, timedelta] = {}


def handles(kind: str, *, every: timedelta | None = None) -> Callable[..., Any]:
    """Register the handler of a kind of job; with `every` the runner plans it by itself."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        _handlers[kind] = function
        if every:
            _periodic[kind] = every
        return function

    return register


def enqueue(
    kind: str,
    /,
    *,
    run_at: datetime | None = None,
    unique_key: str | None = None,
    max_attempts: int = 10,
    **payload: Any,
) -> None:
    """Write a job down in the open transaction. A known `unique_key` changes nothing."""
    if not is_writing():
        raise RuntimeError("a job belongs into the transaction of its cause")
    if unique_key is not None:
        found = db.session.scalar(sa.select(Job.id).where(Job.unique_key == unique_key))
        if found is not None:
            return
    now = clock.now()
    db.session.add(
        Job(
            kind=kind,
            payload=payload,
            unique_key=unique_key,
            run_at=run_at or now,
            waits_since=None if run_at else now,
            max_attempts=max_attempts,
        )
    )


def owner_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}:{ids.new_id()[:8]}"[:80]


def claim(owner: str) -> int | None:
    """Take the next due job, or one whose worker died; its number, -1 for none yet, or None.

    A clock that went back makes nothing wait until it has caught up.
    """
    now = clock.now()
    due = (
        sa.select(Job.id)
        .where(
            sa.or_(
                sa.and_(Job.state == WAITING, Job.run_at <= now),
                sa.and_(Job.state == WAITING, Job.waits_since > now + _SKEW),
                sa.and_(Job.state == RUNNING, Job.lease_until < now),
                sa.and_(Job.state == RUNNING, Job.lease_until > now + LEASE + _SKEW),
            )
        )
        .order_by(Job.run_at, Job.id)
        .limit(1)
    )
    # An idle runner must not take the write lock twice a second.
    nothing = db.session.scalar(due) is None
    db.session.rollback()
    if nothing:
        return None
    with transaction() as session:
        job = session.scalar(due.with_for_update(skip_locked=True))
        if job is None:
            return None
        row = session.get_one(Job, job)
        if row.state == RUNNING and row.lease_until and row.lease_until > now:
            # Its worker extends it, if it lives.
            row.lease_until = now + LEASE
            return -1
        if row.attempts >= row.max_attempts:
            row.state, row.finished_at = DEAD, now
            row.last_error = row.last_error or "its worker died each time"
            return -1
        row.state, row.lease_owner, row.lease_until = RUNNING, owner, now + LEASE
        row.attempts += 1
        return row.id


def run_job(job_id: int, owner: str) -> bool:
    """Run one claimed job to its end; False when it has to be run again or is dead."""
    job = db.session.get_one(Job, job_id)
    kind, payload, attempts, most = job.kind, dict(job.payload), job.attempts, job.max_attempts
    db.session.rollback()
    handler = _handlers.get(kind)
    stop = threading.Event()
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    beat = threading.Thread(target=_heartbeat, args=(app, job_id, owner, stop), daemon=True)
    beat.start()
    try:
        if handler is None:
            raise Hopeless(f"no handler for {kind}")
        handler(**payload)
    except Exception as error:
        db.session.rollback()
        dead = isinstance(error, Hopeless) or attempts >= most
        delay = error.delay if isinstance(error, Later) and error.delay else _back_off(attempts)
        if not isinstance(error, Later | Hopeless):
            log.exception("job failed", extra={"job": job_id, "kind": kind})
        _finish(job_id, owner, DEAD if dead else WAITING, error, delay)
        return False
    finally:
        stop.set()
        db.session.rollback()
    _finish(job_id, owner, DONE, None, timedelta())
    return True


def _heartbeat(app: Flask, job_id: int, owner: str, stop: threading.Event) -> None:
    while not stop.wait(LEASE.total_seconds() / 3):
        try:
            with app.app_context(), transaction() as session:
                session.execute(
                    sa.update(Job)
                    .where(Job.id == job_id, Job.lease_owner == owner)
                    .values(lease_until=clock.now() + LEASE)
                )
        except sa.exc.SQLAlchemyError:
            log.warning("lease of job %s could not be extended", job_id)


def _finish(job_id: int, owner: str, state: str, error: Exception | None, delay: timedelta) -> None:
    now = clock.now()
    with transaction() as session:
        values: dict[str, Any] = {"state": state, "lease_owner": None, "lease_until": None}
        if state == WAITING:
            values["run_at"], values["waits_since"] = now + delay, now
        else:
            values["finished_at"] = now
        if error is not None:
            values["last_error"] = "".join(traceback.format_exception_only(error)).strip()[:2000]
        session.execute(
            sa.update(Job).where(Job.id == job_id, Job.lease_owner == owner).values(**values)
        )


def _back_off(attempts: int) -> timedelta:
    seconds = min(3600.0, 5.0 * 3 ** (attempts - 1))
    return timedelta(seconds=seconds * random.uniform(0.8, 1.2))  # noqa: S311


def plan_periodic() -> None:
    """Write down the next run of each periodic job; a second runner finds the key taken."""
    now = clock.now()
    slots = {
        kind: f"{kind}@{int(now.timestamp() // every.total_seconds())}"
        for kind, every in _periodic.items()
    }
    known = set(
        db.session.scalars(sa.select(Job.unique_key).where(Job.unique_key.in_(slots.values())))
    )
    missing = {kind: key for kind, key in slots.items() if key not in known}
    db.session.rollback()
    if not missing:
        return
    try:
        with transaction():
            for kind, key in missing.items():
                enqueue(kind, unique_key=key, max_attempts=3)
    except sa.exc.IntegrityError:
        return


def run_due(most: int = 1000) -> int:
    """Run what is due now, in this process; how many jobs ran. For tests and commands."""
    owner, count = owner_name(), 0
    while count < most and (job_id := claim(owner)) is not None:
        if job_id > 0:
            run_job(job_id, owner)
            count += 1
    return count


def run_forever(app: Flask, stop: threading.Event, *, pause: float = 0.5) -> None:
    """The runner: claims, runs, plans; returns soon after `stop` is set."""
    owner = owner_name()
    while not stop.is_set():
        try:
            with app.app_context():
                plan_periodic()
                job_id = claim(owner)
                if job_id is not None:
                    if job_id > 0:
                        run_job(job_id, owner)
                    continue
        except sa.exc.SQLAlchemyError:
            log.exception("the runner lost its database; it tries again")
            stop.wait(2)
        stop.wait(pause)


@handles("forget_finished_jobs", every=timedelta(days=1))
def forget_finished_jobs() -> None:
    """Drop jobs that were done a week ago; dead ones stay to be seen."""
    with transaction() as session:
        session.execute(
            sa.delete(Job).where(
                Job.state == DONE, Job.finished_at < clock.now() - timedelta(days=7)
            )
        )
