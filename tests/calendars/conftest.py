"""A site to make calendars of."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.calendars.support.lines import File, checked


@pytest.fixture
def site(in_app: Any, clock: Any) -> Any:
    """The site's row, made as the first start makes it; time stands still in the app's context."""
    import sqlalchemy as sa

    from webinar.calendars.models import CalendarState, Feed
    from webinar.calendars.operations import ensure_calendars
    from webinar.core.db import db, transaction
    from webinar.core.journal import SYSTEM
    from webinar.organization.operations import ensure_site

    row = ensure_site(by=SYSTEM)
    with transaction():
        # Migrating prepares calendars, at the real time; here the time is another.
        db.session.execute(sa.delete(Feed))
        db.session.execute(sa.delete(CalendarState))
    ensure_calendars()
    return row


@pytest.fixture
def feed(client: Any) -> Callable[[str], File]:
    """`feed("site")`, `feed("category/history")`: what a subscriber gets, checked by every rule."""

    def get(name: str) -> File:
        answer = client.get(f"/feeds/{name}.ics")
        assert answer.status_code == 200, answer.status
        return checked(answer.data)

    return get
