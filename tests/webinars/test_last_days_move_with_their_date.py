"""What is due some days before a date of a series stays due as many days before it."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.support import people, programme
from tests.support.apart import Browser
from tests.support.programme import ANNA, wall
from webinar.core.clock import WallTime
from webinar.core.db import db
from webinar.webinars import operations
from webinar.webinars.deadlines import Deadlines
from webinar.webinars.models import Series, Webinar

ZONE = "Europe/London"


def _date(series: Series, number: int) -> Webinar:
    found = sa.select(Webinar).where(Webinar.series_id == series.id).order_by(Webinar.slot_wall)
    return db.session.scalars(found).all()[number]


@pytest.fixture
def series(clock: Any, in_app: Any) -> Series:
    made = programme.a_published_series()
    date = _date(made, 1)
    operations.edit_webinar(
        webinar_id=date.public_id,
        title=date.title,
        timezone=ZONE,
        starts=date.starts_wall,
        ends=date.ends_wall,
        category_id=date.category.public_id,
        deadlines=Deadlines(
            papers_due=WallTime(date.starts_wall - timedelta(days=7), ZONE),
            registration_closes=WallTime(date.starts_wall - timedelta(hours=2), ZONE),
        ),
        by=ANNA,
    )
    return made


def _ahead(date: Webinar) -> tuple[timedelta, timedelta]:
    return (
        date.starts_wall - date.papers_due_wall,
        date.starts_at - date.registration_closes_at,
    )


def test_with_all_dates(series: Series) -> None:
    programme.change_series(series, starts=wall("2026-05-05 20:00"))
    date = _date(series, 1)
    assert date.starts_wall == wall("2026-05-12 20:00")
    assert _ahead(date) == (timedelta(days=7), timedelta(hours=2))


def test_with_one_date_as_the_preview_says(series: Series, in_app: Any) -> None:
    in_app.config["LIMITS_OFF"] = True
    client, date = Browser(people.organizer(in_app)), _date(series, 1)
    address = f"/organize/series/{series.public_id}/change?scope=this&date={date.public_id}"
    sent = {
        "title": date.title,
        "category_id": date.category.public_id,
        "timezone": ZONE,
        "starts": "2026-05-14T19:00",
        "minutes": "90",
        "language": "en",
        "version": str(date.version),
    }
    preview = client.post(address, sent | {"preview": "1"})
    assert "last days, which move along" in preview.text
    assert client.post(address, sent | {"save": "1"}).status_code == 303
    db.session.expire_all()
    moved = _date(series, 1)
    assert moved.starts_wall == wall("2026-05-14 19:00")
    assert _ahead(moved) == (timedelta(days=7), timedelta(hours=2))
