"""Work that comes by itself: instants follow the zones' rules."""

from datetime import timedelta

from webinar.core import jobs
from webinar.core.journal import SYSTEM
from webinar.webinars.operations import follow_zone_rules
from webinar.webinars.queries import has_stale_instants


@jobs.handles("follow_zone_rules", every=timedelta(days=1))
def follow_rules() -> None:
    """Derive instants again where a zone's rules changed; nothing is written where none did."""
    if has_stale_instants():
        follow_zone_rules(by=SYSTEM)
