"""What the tests of the desk share."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.support import people
from tests.support.world import World


@pytest.fixture
def world(in_app: Any) -> World:
    """One of everything, made when a test asks for it, by the rooms' own operations."""
    return World(in_app)


@pytest.fixture
def organizer(app: Any) -> Any:
    """A browser of an organizer."""
    return people.organizer(app)


@pytest.fixture
def newest_entry(in_app: Any) -> Callable[[], Any]:
    """The journal's newest entry."""

    def read() -> Any:
        from webinar.core.db import db
        from webinar.core.journal import JournalEntry

        return db.session.query(JournalEntry).order_by(JournalEntry.id.desc()).first()

    return read
