"""A series in a feed with options, and when all of it is cancelled."""

from typing import Any

import pytest

from tests.calendars.support.lines import checked
from tests.support import programme
from tests.support.programme import ANNA
from webinar.webinars import operations
from webinar.webinars.operations.series import dates_of


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_another_zone_is_for_what_has_no_rule(site: Any, client: Any) -> None:
    """A rule goes by the clock of its own zone: only that zone is said, and said once."""
    series = programme.a_published_series(timezone="Europe/Paris")
    text = client.get(f"/feeds/series/{series.slug}.ics?zone=Asia/Tokyo").text
    checked(text.encode())
    assert "DTSTART;TZID=Europe/Paris:" in text
    assert text.count("BEGIN:VTIMEZONE") == 1
    programme.a_published("Alone", timezone="Europe/London")
    both = client.get("/feeds/site.ics?zone=Asia/Tokyo").text
    assert both.count("BEGIN:VTIMEZONE") == 2


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_series_that_is_cancelled_says_so_for_each_date(site: Any, client: Any) -> None:
    series = programme.a_published_series()
    dates = dates_of(series)
    operations.cancel_series(series_id=series.public_id, reason="The room burnt.", by=ANNA)
    events = checked(client.get(f"/feeds/series/{series.slug}.ics").data).events
    told = [event for event in events if event.all("RECURRENCE-ID")]
    assert {event.one("STATUS") for event in told} == {"CANCELLED"}
    assert len(told) == len(dates)
