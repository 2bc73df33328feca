"""Loading and removing take seconds: a job does it, and the page says how far it is."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from webinar.core import jobs
from webinar.core.db import db, transaction
from webinar.core.jobs import DEAD, RUNNING, WAITING, Job
from webinar.core.journal import Actor
from webinar.demo.operations import load_examples, remove_examples
from webinar.demo.queries import has_examples

KIND = "examples"
LOAD, REMOVE = "load", "remove"


@dataclass(frozen=True)
class Work:
    """The newest piece of work: `LOAD` or `REMOVE`, asked for at an instant."""

    what: str
    asked_at: datetime
    is_running: bool
    has_failed: bool


def newest_work() -> Work | None:
    """What goes on or failed; None when nothing does, or the last piece went well."""
    row = db.session.scalar(sa.select(Job).where(Job.kind == KIND).order_by(Job.id.desc()).limit(1))
    if row is None or row.state not in (WAITING, RUNNING, DEAD):
        return None
    return Work(str(row.payload["what"]), row.created_at, row.state == RUNNING, row.state == DEAD)


def ask_for(what: str, by: Actor) -> None:
    """Write the work down; while some goes on, a second click adds none."""
    with transaction():
        work = newest_work()
        if work is None or work.has_failed:
            jobs.enqueue(
                KIND,
                max_attempts=2,
                what=what,
                actor=[by.kind, by.label, by.account_id],
            )


@jobs.handles(KIND)
def do_it(what: str, actor: list[str | int | None]) -> None:
    """Safe to run twice: loading what is there, or removing what is not, does nothing."""
    kind, label, account_id = actor
    by = Actor(str(kind), str(label), account_id if isinstance(account_id, int) else None)
    if what == LOAD and not has_examples():
        load_examples(by=by)
    elif what == REMOVE and has_examples():
        remove_examples(by=by)
