"""Until when papers are wanted and until when one can register, as wall times of a webinar."""

from dataclasses import dataclass
from datetime import timedelta

from webinar.core.clock import WallTime
from webinar.webinars.models import Webinar
from webinar.webinars.times import shown


@dataclass(frozen=True)
class Deadlines:
    """Both in the webinar's zone; None for no such deadline."""

    papers_due: WallTime | None = None
    registration_closes: WallTime | None = None
    #: where one registers; empty for the webinar's own page
    registration_address: str = ""


def take_deadlines(webinar: Webinar, deadlines: Deadlines) -> None:
    """Raises clock.WrongTime for a time that the zone's clock skips."""
    webinar.set_papers_due(deadlines.papers_due)
    webinar.set_registration_closes(deadlines.registration_closes)
    webinar.registration_address = deadlines.registration_address


def shift_deadlines(webinar: Webinar, shift: timedelta) -> None:
    """Move both along with the webinar, by an amount of wall time, in the zone it has now."""
    if webinar.papers_due_wall is not None:
        webinar.papers_due_wall += shift
    if webinar.registration_closes_wall is not None:
        webinar.registration_closes_wall += shift
    derive_deadlines(webinar, webinar.timezone)


def has_deadlines(webinar: Webinar) -> bool:
    return webinar.papers_due_wall is not None or webinar.registration_closes_wall is not None


def derive_deadlines(webinar: Webinar, timezone: str) -> bool:
    """Derive the instants again, in that zone; whether any changed.

    A time that the zone's clock jumps over becomes the one that it shows instead.
    """
    before = (webinar.papers_due_at, webinar.registration_closes_at)
    if webinar.papers_due_wall is not None:
        local = shown(webinar.papers_due_wall, timezone)
        webinar.set_papers_due(WallTime(local, timezone, webinar.papers_due_fold))
    if webinar.registration_closes_wall is not None:
        local = shown(webinar.registration_closes_wall, timezone)
        webinar.set_registration_closes(WallTime(local, timezone, webinar.registration_closes_fold))
    return before != (webinar.papers_due_at, webinar.registration_closes_at)
