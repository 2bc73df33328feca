"""Jobs: one transaction with their cause, leases, attempts counted at claim, back-off."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from webinar.core import clock as time
from webinar.core import jobs
from webinar.core.db import db, transaction
from webinar.core.jobs import DEAD, DONE, WAITING, Job, claim, enqueue, run_due, run_job

ran: list[str] = []


@jobs.handles("test_note")
def note(word: str) -> None:
    ran.append(word)


@jobs.handles("test_fail")
def fail(reason: str) -> None:
    if reason == "hopeless":
        raise jobs.Hopeless(reason)
    raise jobs.Later(reason, timedelta(minutes=5))


@pytest.fixture(autouse=True)
def forget() -> None:
    ran.clear()


def the_job() -> Job:
    db.session.expire_all()
    return db.session.scalars(sa.select(Job)).one()


@pytest.mark.checklist(21)
def test_a_job_of_a_change_that_rolled_back_never_runs(in_app: Any) -> None:
    def fails() -> None:
        with transaction():
            enqueue("test_note", word="lost")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert run_due() == 0


def test_outside_a_transaction_no_job_can_be_written(in_app: Any) -> None:
    with pytest.raises(RuntimeError):
        enqueue("test_note", word="alone")


def test_a_key_makes_a_second_job_impossible(in_app: Any) -> None:
    for _ in range(2):
        with transaction():
            enqueue("test_note", unique_key="once", word="once")
    assert run_due() == 1
    assert ran == ["once"]


def test_a_job_whose_worker_died_is_taken_over_after_its_lease(in_app: Any, clock: Any) -> None:
    with transaction():
        enqueue("test_note", word="again")
    taken = claim("worker that is killed")
    assert taken is not None
    assert claim("second worker") is None
    clock.shift(jobs.LEASE + timedelta(seconds=1))
    assert claim("second worker") == taken
    assert run_job(taken, "second worker")
    job = the_job()
    assert (job.state, job.attempts, ran) == (DONE, 2, ["again"])


@pytest.mark.checklist(80)
def test_a_job_that_kills_every_worker_ends_dead(in_app: Any, clock: Any) -> None:
    with transaction():
        enqueue("test_note", word="killer", max_attempts=2)
    for _ in range(2):
        assert claim("doomed")
        clock.shift(jobs.LEASE + timedelta(seconds=1))
    assert run_due() == 0
    assert the_job().state == DEAD


def test_later_waits_and_hopeless_does_not(in_app: Any, clock: Any) -> None:
    with transaction():
        enqueue("test_fail", reason="busy")
    run_due()
    job = the_job()
    assert job.state == WAITING
    assert job.run_at == time.now() + timedelta(minutes=5)
    assert "busy" in (job.last_error or "")
    with transaction() as session:
        session.execute(sa.update(Job).values(payload={"reason": "hopeless"}, run_at=time.now()))
    run_due()
    assert the_job().state == DEAD


def test_a_periodic_job_is_planned_once_for_each_slot(in_app: Any, clock: Any) -> None:
    jobs.plan_periodic()
    jobs.plan_periodic()
    kinds = db.session.scalars(sa.select(Job.kind)).all()
    assert len(kinds) == len(set(kinds)) >= 2
