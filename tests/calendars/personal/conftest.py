"""People who keep a calendar, and sessions to keep."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.calendars.personal.support.keepers import ADA, Keeper
from tests.support import programme


@pytest.fixture
def keeper(app: Any, site: Any) -> Callable[..., Keeper]:
    app.config["LIMITS_OFF"] = True
    return lambda email=ADA: Keeper(app, email)


@pytest.fixture
def talks(site: Any) -> list[Any]:
    """A published webinar with three sessions."""
    webinar = programme.a_draft("Rivers")
    made = [
        programme.a_session(
            webinar,
            title,
            starts=programme.wall(f"2026-05-05 {hour}:00"),
            ends=programme.wall(f"2026-05-05 {hour}:30"),
        )
        for hour, title in ((14, "Banks"), (15, "Floods"), (16, "Mouths"))
    ]
    programme.webinars.publish_webinar(webinar_id=webinar.public_id, by=programme.ANNA)
    return made
