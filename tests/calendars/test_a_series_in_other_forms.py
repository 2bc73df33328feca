"""A series' rule, dates left out and dates that differ come through jCal and JSCalendar."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import WEEKLY, rrule
from icalendar import Calendar

from tests.calendars.support.instances import READERS
from tests.support import programme
from tests.support.programme import ANNA, wall
from webinar.webinars.recurrence import WEEKLY as WEEKLY_BY_FORM
from webinar.webinars.recurrence import Recurrence

_FIRST, _LATEST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)


def _instances(event: dict[str, Any]) -> set[tuple[datetime, datetime, str, str]]:
    """What RFC 8984 makes of an Event with a weekly rule: (start, end, title, status)."""
    (rule,) = event["recurrenceRules"]
    assert rule["frequency"] == "weekly"
    zone = ZoneInfo(event["timeZone"])
    until = datetime.fromisoformat(rule["until"]) if "until" in rule else None
    slots = rrule(
        WEEKLY, dtstart=wall(event["start"]), count=rule.get("count"), until=until
    )  # fmt: skip
    found = set()
    for slot in slots:
        patch = event.get("recurrenceOverrides", {}).get(slot.isoformat(), {})
        if patch.get("excluded"):
            continue
        one = event | {"start": slot.isoformat()} | patch
        starts = wall(one["start"]).replace(tzinfo=zone).astimezone(UTC)
        hours, _, minutes = one["duration"].removeprefix("PT").rpartition("H")
        length = timedelta(hours=int(hours or 0), minutes=int(minutes.rstrip("M") or 0))
        found.add((starts, starts + length, one["title"], one["status"]))
    return found


def test_every_date_is_where_its_webinar_is(site: Any, client: Any) -> None:
    import sqlalchemy as sa

    from webinar.core.db import db
    from webinar.webinars import operations
    from webinar.webinars.models import Webinar
    from webinar.webinars.operations.series import dates_of

    series = programme.a_published_series()
    dates = dates_of(series)
    operations.cancel_webinar(webinar_id=dates[3].public_id, reason="A storm", by=ANNA)
    operations.delete_webinar(webinar_id=dates[5].public_id, by=ANNA)
    moved = dates[7]
    operations.edit_webinar(
        webinar_id=moved.public_id,
        title="Another evening",
        timezone=moved.timezone,
        starts=moved.starts_wall + timedelta(hours=1),
        ends=moved.ends_wall + timedelta(hours=2),
        category_id=moved.category.public_id,
        by=ANNA,
    )
    db.session.expire_all()
    wanted = {
        (one.starts_at, one.ends_at, one.title, "cancelled" if one.is_cancelled else "confirmed")
        for one in db.session.scalars(sa.select(Webinar))
    }
    assert len(wanted) == 9
    (event,) = client.get("/feeds/site.json").json["entries"]
    assert _instances(event) == wanted
    assert list(event["recurrenceOverrides"]) == sorted(event["recurrenceOverrides"])

    # jCal, as another program writes it out again, has the same instances for every reader.
    ics, jcal = client.get("/feeds/site.ics").data, client.get("/feeds/site.jcal").data
    back = Calendar.from_jcal(json.loads(jcal)).to_ical()
    for name, read in READERS.items():
        assert sorted(read(back, _FIRST, _LATEST)) == sorted(read(ics, _FIRST, _LATEST)), name

    # Ten dates became public in one edit: one piece of news, not ten.
    told = client.get("/feeds/changes.json").json["items"]
    assert sum("New: " in one["title"] for one in told) == 1


def test_of_a_series_the_next_dates_are_announced(site: Any, client: Any, clock: Any) -> None:
    """Its entry begins with a date of long ago, which is not what comes next."""
    programme.a_published_series(recurrence_words=Recurrence(WEEKLY_BY_FORM, weekdays=(1,)))
    clock.move_to(datetime(2026, 6, 3, tzinfo=UTC))
    for path in ("/subscribe", "/subscribe/series/reading-group"):
        page = client.get(path).text
        coming = re.findall(r'<li><span class="muted">(.*?), London time</span>', page)
        assert coming == [
            *("9 June 2026, 18:00", "16 June 2026, 18:00", "23 June 2026, 18:00"),
            *("30 June 2026, 18:00", "7 July 2026, 18:00"),
        ]
        assert "the first on 5 May 2026" in page
