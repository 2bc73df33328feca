"""Somebody sets the clock back by an hour: nobody waits for it to catch up.

The same for real, with libfaketime: `python -m bench.faults clock_steps`.
"""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.support import people, programme
from webinar.core import jobs, limits
from webinar.core.clock import now
from webinar.core.db import db, transaction
from webinar.core.jobs import Job, claim, enqueue

BACK = -timedelta(hours=1)
ran: list[str] = []


@jobs.handles("test_clock")
def _note(word: str) -> None:
    ran.append(word)
    if word == "again":
        raise jobs.Later("not yet", timedelta(minutes=5))


def test_jobs_run_and_only_the_planned_one_waits(in_app: Any, clock: Any) -> None:
    ran.clear()
    with transaction():
        enqueue("test_clock", word="again")
    jobs.run_due()
    with transaction():
        enqueue("test_clock", word="at once")
        enqueue("test_clock", word="planned", run_at=now() + timedelta(minutes=1))
    clock.shift(BACK)
    jobs.run_due()
    assert ran == ["again", "again", "at once"] or ran == ["again", "at once", "again"]
    jobs.run_due()
    assert len(ran) == 3, "what was put off by the new clock waits"


def test_the_lease_of_a_dead_worker_ends_within_its_minute(in_app: Any, clock: Any) -> None:
    with transaction():
        enqueue("test_clock", word="left")
    taken = claim("killed")
    clock.shift(BACK)
    # Perhaps it lives: it would extend the lease now.
    assert claim("second") == -1
    assert claim("second") is None
    clock.shift(jobs.LEASE + timedelta(seconds=1))
    assert claim("second") == taken


def test_a_limit_leaks_from_then_on(in_app: Any, clock: Any) -> None:
    def spend() -> None:
        limits.spend("clock", "x", burst=2, every=timedelta(minutes=1))

    spend()
    spend()
    clock.shift(BACK)
    with pytest.raises(limits.TooMany):
        spend()
    clock.shift(timedelta(minutes=1))
    spend()


def test_whoever_is_signed_in_stays_so(app: Any, clock: Any) -> None:
    browser = people.organizer(app)
    assert browser.get("/organize/").status_code == 200
    clock.shift(BACK)
    assert browser.get("/organize/").status_code == 200
    # It ends when it would have ended, and not an hour of the clock earlier.
    clock.shift(timedelta(days=40))
    assert browser.get("/organize/").status_code == 302


def test_no_kept_page_is_shown_again(app: Any, client: Any, clock: Any) -> None:
    def hour() -> int:
        return int(
            client.get("/contact").text.split('name="form_time"')[1].split('"')[3].split(".")[0]
        )

    before = hour()
    clock.shift(BACK)
    assert hour() == before - 1


def test_what_was_changed_later_looks_changed_later(in_app: Any, clock: Any) -> None:
    from webinar.webinars.operations import publish_webinar

    draft = programme.a_draft()
    programme.a_session(draft)
    seen = draft.updated_at
    clock.shift(BACK)
    publish_webinar(webinar_id=draft.public_id, by=programme.ANNA)
    db.session.expire_all()
    assert draft.updated_at > seen
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Job)) is not None
