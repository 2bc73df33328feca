"""A program, and a programme for it."""

from typing import Any

import pytest

from tests.calendars.dav.support.programs import Program
from tests.calendars.personal.conftest import keeper, talks
from tests.support import programme

__all__ = ["keeper", "talks"]


@pytest.fixture
def program(site: Any, client: Any) -> Program:
    return Program(client)


@pytest.fixture
def three(talks: list[Any]) -> list[Any]:
    """Banks, Floods and Mouths on 5 May 2026, and a category's worth of other things."""
    return talks


def alone(title: str, **fields: Any) -> Any:
    """A published webinar with one session of the same title."""
    webinar = programme.a_draft(title, **fields)
    times = {name: fields[name] for name in ("starts", "ends") if name in fields}
    programme.a_session(webinar, title, **times)
    return programme.webinars.publish_webinar(webinar_id=webinar.public_id, by=programme.ANNA)
