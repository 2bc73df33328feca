"""The promised hours run from the next moment at which somebody is around."""

from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from webinar.core.db import transaction
from webinar.core.journal import SYSTEM
from webinar.organization import operations
from webinar.organization.models import Site
from webinar.organization.queries import office_state, promised_by, site


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def settle(zone: str = "Europe/London", answer_hours: int = 24) -> None:
    operations.change_identity(by=SYSTEM, name="Seminar", timezone=zone)
    operations.set_office_hours(
        by=SYSTEM,
        office_hours={str(day): [("09:00", "17:00")] for day in range(5)},
        answer_hours=answer_hours,
    )


def test_without_office_hours_it_runs_from_the_message(here: Any) -> None:
    with here.app_context():
        assert promised_by(utc("2026-03-14 12:00")) == utc("2026-03-16 12:00")


def test_at_the_weekend_it_runs_from_monday(here: Any) -> None:
    with here.app_context():
        settle()
        assert promised_by(utc("2026-03-14 12:00")) == utc("2026-03-17 09:00")
        assert promised_by(utc("2026-03-16 10:00")) == utc("2026-03-17 10:00")


def test_a_holiday_moves_it(here: Any) -> None:
    with here.app_context():
        settle()
        row = operations.add_holiday(by=SYSTEM, day=date(2026, 3, 16), name="Founders' day")
        assert promised_by(utc("2026-03-14 12:00")) == utc("2026-03-18 09:00")
        operations.remove_holiday(by=SYSTEM, holiday_id=row.public_id)
        assert promised_by(utc("2026-03-14 12:00")) == utc("2026-03-17 09:00")


def test_it_asks_the_database_twice(here: Any, statements: Any) -> None:
    with here.app_context():
        settle()
    with here.app_context(), statements(exactly=2):
        assert site().name == "Seminar"
        assert office_state(utc("2026-03-16 10:00")).is_open


def test_before_the_first_start_there_are_defaults_and_nothing_is_written(
    app: Any, statements: Any
) -> None:
    with app.app_context(), transaction() as session:
        session.execute(sa.delete(Site))
    with app.app_context(), statements() as sent:
        assert site().name == "Webinars"
        assert site().answer_hours == 48
        assert not office_state(utc("2026-03-16 10:00")).is_open
    assert all(one.startswith("SELECT") for one in sent)


def test_there_is_one_row_however_often_it_starts(here: Any) -> None:
    with here.app_context():
        first = operations.ensure_site(by=SYSTEM).install_id
        assert operations.make_site(by=SYSTEM).install_id == first
        assert operations.ensure_site(by=SYSTEM).install_id == first
        assert len(first) == 26
