"""What calendars do later: large changes, and the daily move of the window."""

from datetime import timedelta
from typing import Any

from webinar.calendars import operations
from webinar.calendars.feeds import REBUILD
from webinar.calendars.notes import Notes
from webinar.calendars.personal.operations import drop_unconfirmed
from webinar.calendars.rewriting import REWRITE
from webinar.core.jobs import handles


@handles(REWRITE)
def rewrite(**payload: Any) -> None:
    """A change of more entries than a request should wait for."""
    operations.rewrite_noted(Notes.from_payload(payload))


@handles(REBUILD)
def rebuild() -> None:
    """Feeds that were too large to be built in the transaction of the change."""
    operations.rebuild_stale()


@handles("calendars.follow_zones", every=timedelta(hours=1))
def follow_zones() -> None:
    """Acts after an update of the zone data, which this process has seen since its start."""
    operations.follow_zones()


@handles("calendars.move_day", every=timedelta(hours=1))
def move_day() -> None:
    """Every hour, so that a runner started at noon does not wait a day; acts once a day."""
    operations.move_day()


@handles("calendars.forget_unconfirmed", every=timedelta(days=1))
def forget_unconfirmed() -> None:
    """A mailed link that nobody used keeps an address for a week and no longer."""
    drop_unconfirmed()
