"""A series, or what follows of it, is cancelled in one step, said before, and taken back whole."""

from typing import Any

import pytest
import sqlalchemy as sa

from tests.support import people, programme
from tests.support.apart import Browser
from tests.support.programme import ANNA
from webinar.core.db import db
from webinar.webinars import operations
from webinar.webinars.errors import WrongState
from webinar.webinars.models import ARCHIVED, CANCELLED, PUBLISHED, Series, Webinar
from webinar.webinars.recurrence import WEEKLY, Recurrence


def _dates(series: Series) -> list[Webinar]:
    found = sa.select(Webinar).where(Webinar.series_id == series.id)
    return list(db.session.scalars(found.order_by(Webinar.slot_wall)))


def _states(series: Series) -> list[str]:
    db.session.expire_all()
    return [one.state for one in _dates(series)]


@pytest.fixture
def series(clock: Any, in_app: Any) -> Series:
    made = programme.a_published_series()
    assert len(_dates(made)) > 3
    return made


def test_all_that_is_to_come_and_back(series: Series, clock: Any) -> None:
    dates = _dates(series)
    operations.cancel_webinar(webinar_id=dates[1].public_id, reason="Ill.", by=ANNA)
    before = _states(series)
    clock.shift(5)
    operations.cancel_series(series_id=series.public_id, reason="The room burnt.", by=ANNA)
    assert set(_states(series)) == {CANCELLED}
    assert (series.state, series.cancelled_at is not None) == (ARCHIVED, True)
    assert _dates(series)[1].cancel_reason == "Ill."
    assert operations.extend_series(by=ANNA) == 0
    operations.reinstate_series(series_id=series.public_id, by=ANNA)
    assert _states(series) == before
    assert (series.state, series.cancelled_at) == (PUBLISHED, None)
    with pytest.raises(WrongState):
        operations.reinstate_series(series_id=series.public_id, by=ANNA)


def test_one_and_those_that_follow(series: Series) -> None:
    dates = _dates(series)
    operations.cancel_series(
        series_id=series.public_id, reason="", webinar_id=dates[2].public_id, by=ANNA
    )
    assert _states(series)[:2] == [PUBLISHED, PUBLISHED]
    assert set(_states(series)[2:]) == {CANCELLED}


def test_what_is_over_stays_and_nothing_to_come_is_said(series: Series, clock: Any) -> None:
    dates = _dates(series)
    clock.move_to(dates[0].ends_at)
    operations.cancel_series(series_id=series.public_id, reason="", by=ANNA)
    assert _states(series)[0] == PUBLISHED
    operations.reinstate_series(series_id=series.public_id, by=ANNA)
    clock.move_to(dates[-1].ends_at)
    with pytest.raises(WrongState):
        operations.cancel_series(series_id=series.public_id, reason="", by=ANNA)


def test_the_page_says_which_dates_and_keeps_the_reason(series: Series, in_app: Any) -> None:
    in_app.config["LIMITS_OFF"] = True
    client = Browser(people.organizer(in_app))
    address = f"/organize/series/{series.public_id}/cancel"
    dates = _dates(series)
    page = client.get(address).text
    assert f"{len(dates)} dates are cancelled" in page
    assert "Nobody gets a mail" in page
    later = client.get(f"{address}?date={dates[2].public_id}").text
    assert f"{len(dates) - 2} dates are cancelled" in later
    refused = client.post(address, {"reason": "x" * 1001})
    assert (refused.status_code, "x" * 1001 in refused.text) == (422, True)
    done = client.post(f"{address}?date={dates[2].public_id}", {"reason": "Flood."})
    assert done.status_code == 303
    assert "The series is cancelled." in client.get(done.headers["Location"]).text
    assert _states(series)[1:3] == [PUBLISHED, CANCELLED]
    client.post(f"/organize/series/{series.public_id}/reinstate")
    assert set(_states(series)) == {PUBLISHED}


def test_many_dates_are_folded(clock: Any, in_app: Any, client: Any) -> None:
    many = programme.a_published_series(
        "Every week", recurrence_words=Recurrence(WEEKLY, weekdays=(1,), times=30)
    )
    page = client.get(f"/series/{many.slug}/").text
    assert "22 more dates" in page
    assert page.count("<details") >= 1
