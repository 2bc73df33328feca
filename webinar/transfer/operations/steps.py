"""Small steps that an import takes by the operations of webinars."""

from datetime import datetime
from typing import Any

from webinar.core import clock
from webinar.core.journal import Actor
from webinar.webinars.models import Webinar
from webinar.webinars.operations import edit_webinar


def walls(starts: datetime, ends: datetime, zone: str) -> dict[str, Any]:
    """Two instants as the operations take them."""
    first, last = clock.wall(starts, zone), clock.wall(ends, zone)
    return {
        "starts": first.local,
        "starts_fold": first.fold,
        "ends": last.local,
        "ends_fold": last.fold,
    }


def change_webinar(webinar: Webinar, values: dict[str, Any], by: Actor) -> None:
    """Some of its fields; all others stay."""
    present = {
        name: getattr(webinar, name)
        for name in (
            "title", "timezone", "subtitle", "summary", "description", "language",
        )
    }  # fmt: skip
    present |= walls(webinar.starts_at, webinar.ends_at, webinar.timezone)
    edit_webinar(
        webinar_id=webinar.public_id,
        **(present | values),
        category_id=webinar.category.public_id,
        room_id=webinar.standing_room.public_id if webinar.standing_room else "",
        by=by,
    )
