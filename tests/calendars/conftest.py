"""A site to make calendars of."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.calendars.support.lines import File, checked


@pytest.fixture
def site(in_app: Any, clock: Any) -> Any:
    """The site's row, made as the first start makes it; time stands still in the app's context."""
    from webinar.calendars.listeners import LISTENERS
    from webinar.calendars.operations import ensure_calendars
    from webinar.core import news
    from webinar.core.journal import SYSTEM
    from webinar.organization.operations import ensure_site

    for kind, listener in LISTENERS.items():
        news.listen(kind, listener)
    row = ensure_site(by=SYSTEM)
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
