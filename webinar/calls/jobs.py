"""Work that comes by itself: openings and closings follow the zones' rules."""

from datetime import timedelta

from webinar.calls.operations import follow_zone_rules_of_calls
from webinar.calls.queries import has_stale_closings
from webinar.core import jobs
from webinar.core.journal import SYSTEM


@jobs.handles("follow_zone_rules_of_calls", every=timedelta(days=1))
def follow_rules() -> None:
    """Derive instants again where a zone's rules changed; nothing is written where none did."""
    if has_stale_closings():
        follow_zone_rules_of_calls(by=SYSTEM)
