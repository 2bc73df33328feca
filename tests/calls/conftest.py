"""A world, and calls in it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.support.world import BY, World
from webinar.core import clock as time
from webinar.core.clock import WallTime


@pytest.fixture
def world(in_app: Any, clock: Any) -> World:
    """One of everything, on a Tuesday that stands still."""
    return World(in_app)


def wall(**shift: float) -> WallTime:
    """Wall time in UTC, some time from now."""
    local = (time.now() + timedelta(**shift)).replace(tzinfo=None, second=0, microsecond=0)
    return WallTime(local, "UTC")


@pytest.fixture
def new_call(world: World) -> Callable[..., Any]:
    """Makes a published call of the site, open for ten days."""

    def make(title: str = "Mosses wanted", *, publish: bool = True, **more: Any) -> Any:
        from webinar.calls import operations as ops

        owner = {name: more.pop(name) for name in ("webinar_id", "series_id") if name in more}
        more.setdefault("closes", wall(days=10))
        words = ops.CallWords(title=title, timezone="UTC", **more)
        call = ops.create_call(words=words, by=BY, **owner)
        return ops.publish_call(call_id=call.public_id, by=BY) if publish else call

    return make
