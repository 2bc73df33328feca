"""Limits hold across requests, leak away, and count refused attempts; form times are ours."""

import concurrent.futures
import threading
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from webinar.core import limits
from webinar.core.db import db
from webinar.core.limits import LimitBucket, TooMany, spend

MINUTE = timedelta(minutes=1)


def test_a_burst_then_one_for_each_step(in_app: Any, clock: Any) -> None:
    for _ in range(3):
        spend("letters", "203.0.113.5", burst=3, every=MINUTE)
    with pytest.raises(TooMany) as refused:
        spend("letters", "203.0.113.5", burst=3, every=MINUTE)
    assert 50 <= refused.value.seconds <= 61
    spend("letters", "203.0.113.6", burst=3, every=MINUTE)
    clock.shift(MINUTE)
    spend("letters", "203.0.113.5", burst=3, every=MINUTE)
    with pytest.raises(TooMany):
        spend("letters", "203.0.113.5", burst=3, every=MINUTE)


def test_a_clock_that_goes_back_gives_nothing_away(in_app: Any, clock: Any) -> None:
    spend("letters", "x", burst=1, every=MINUTE)
    clock.shift(-timedelta(hours=1))
    with pytest.raises(TooMany):
        spend("letters", "x", burst=1, every=MINUTE)


@pytest.mark.checklist(22, 23)
def test_first_attempts_at_once_are_all_counted(app: Any) -> None:
    together = threading.Barrier(12)

    def attempt(_: int) -> bool:
        with app.app_context():
            together.wait(timeout=20)
            try:
                spend("letters", "203.0.113.77", burst=5, every=MINUTE)
            except TooMany:
                return False
            return True

    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        assert sum(pool.map(attempt, range(12))) == 5


def test_no_address_is_stored(in_app: Any) -> None:
    spend("letters", "203.0.113.5", burst=3, every=MINUTE)
    key = db.session.scalars(sa.select(LimitBucket.key)).one()
    assert len(key) == 64
    assert "203" not in key[:3]


def test_a_form_time_is_ours_and_not_too_old(in_app: Any, clock: Any) -> None:
    made = limits.form_time()
    assert limits.form_time() == made
    assert limits.is_form_time(made)
    hour, signature = made.split(".")
    for wrong in (
        None,
        "",
        "x",
        f"{int(hour) + 1}.{signature}",
        f"{hour}.{signature[:-1]}a",
        "٣.x",
    ):
        assert not limits.is_form_time(wrong)
    clock.shift(timedelta(hours=71))
    assert limits.is_form_time(made)
    clock.shift(timedelta(hours=3))
    assert not limits.is_form_time(made)
