"""Work that comes by itself: instants follow the zones' rules, series get their next dates."""

from datetime import timedelta

from webinar.core import jobs
from webinar.core.journal import SYSTEM
from webinar.webinars.operations import extend_series, follow_zone_rules
from webinar.webinars.queries import has_stale_instants
from webinar.webinars.seriesqueries import series_to_extend


@jobs.handles("follow_zone_rules", every=timedelta(days=1))
def follow_rules() -> None:
    """Derive instants again where a zone's rules changed; nothing is written where none did."""
    if has_stale_instants():
        follow_zone_rules(by=SYSTEM)


@jobs.handles("extend_series", every=timedelta(days=1))
def extend() -> None:
    """Make the dates that have come within a year; nothing is written where there are none."""
    if series_to_extend():
        extend_series(by=SYSTEM)
