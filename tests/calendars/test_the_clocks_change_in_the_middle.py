"""A webinar across both changes of the clocks, also where they change by half an hour.

Expected instants were reckoned by hand from the zones' rules for 2026.
"""

from typing import Any

import pytest

from tests.support import people, programme
from tests.support.programme import wall
from webinar.core.db import db
from webinar.webinars.queries import webinar_by_id

#: zone, day, the instants of 00:30 and of 03:00 on it, a time that is skipped or comes twice
SPRING = [
    ("Europe/London", "2026-03-29", "20260329T003000Z", "20260329T020000Z", "01:30"),
    ("America/New_York", "2026-03-08", "20260308T053000Z", "20260308T070000Z", "02:30"),
    ("Australia/Lord_Howe", "2026-10-04", "20261003T140000Z", "20261003T160000Z", "02:15"),
]
AUTUMN = [
    ("Europe/London", "2026-10-25", "20261024T233000Z", "20261025T030000Z", "01:30"),
    ("America/New_York", "2026-11-01", "20261101T043000Z", "20261101T080000Z", "01:30"),
    ("Australia/Lord_Howe", "2026-04-05", "20260404T133000Z", "20260404T163000Z", "01:45"),
]
#: the instants of the time that comes twice
TWICE = {
    "Europe/London": ("20261025T003000Z", "20261025T013000Z"),
    "America/New_York": ("20261101T053000Z", "20261101T063000Z"),
    "Australia/Lord_Howe": ("20260404T144500Z", "20260404T151500Z"),
}


def iso(instant: str) -> str:
    """As pages write it."""
    return f"{instant[:4]}-{instant[4:6]}-{instant[6:11]}:{instant[11:13]}:{instant[13:15]}"


def a_night(zone: str, day: str) -> Any:
    """From half past midnight to four, with a session before and one after the change."""
    span = {"starts": wall(f"{day} 00:30"), "ends": wall(f"{day} 04:00")}
    draft = programme.a_draft("A night of owls", timezone=zone, **span)
    for hour, ends in (("00:30", "00:45"), ("03:00", "04:00")):
        span = {"starts": wall(f"{day} {hour}"), "ends": wall(f"{day} {ends}")}
        programme.a_session(draft, f"At {hour}", **span)
    from webinar.webinars.operations import publish_webinar

    return publish_webinar(webinar_id=draft.public_id, by=programme.ANNA)


@pytest.mark.parametrize(("zone", "day", "before", "after", "_wall"), SPRING + AUTUMN)
def test_page_and_feed_say_the_same_instants(
    site: Any, client: Any, feed: Any, zone: str, day: str, before: str, after: str, _wall: str
) -> None:
    slug = a_night(zone, day).slug
    page = client.get(f"/webinars/{slug}/").text
    starts = {
        event.one("SUMMARY"): event.one("DTSTART") for event in feed(f"webinar/{slug}").events
    }
    for hour, instant in (("00:30", before), ("03:00", after)):
        assert f'datetime="{iso(instant)}' in page, (hour, instant)
        assert hour in page
        assert [at for name, at in starts.items() if hour in name] == [instant]


@pytest.mark.parametrize(("zone", "day", "_before", "_after", "time"), SPRING)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_form_refuses_a_time_that_is_skipped_and_keeps_it(
    app: Any, zone: str, day: str, _before: str, _after: str, time: str
) -> None:
    with app.app_context():
        webinar = a_night(zone, day).public_id
    answer = sent(app, webinar, f"{day}T{time}", f"{day}T03:30")
    assert answer.status_code == 422
    assert "jump over" in answer.text
    assert f'value="{day}T{time}"' in answer.text


@pytest.mark.parametrize(("zone", "day", "_before", "_after", "time"), AUTUMN)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_form_asks_which_of_two(
    app: Any, zone: str, day: str, _before: str, _after: str, time: str
) -> None:
    with app.app_context():
        webinar = a_night(zone, day).public_id
    for fold, instant in enumerate(TWICE[zone]):
        answer = sent(app, webinar, f"{day}T{time}", f"{day}T02:30", starts_fold=str(fold))
        assert answer.status_code == 303, answer.text
        with app.app_context():
            found = [one for one in webinar_by_id(webinar).sessions if one.title == "On bats"]
            assert f"{found[-1].starts_at:%Y%m%dT%H%M%SZ}" == instant
            assert found[-1].starts_wall == wall(f"{day} {time}")
            db.session.rollback()


def sent(app: Any, webinar: str, starts: str, ends: str, **more: str) -> Any:
    browser = people.signed_in(
        app, people.make_account(app, email=f"ada{len(more)}{more.get('starts_fold')}@example.org")
    )
    fields = {"title": "On bats", "kind": "talk", "language": "en", "starts": starts, "ends": ends}
    return browser.post(f"/organize/webinars/{webinar}/sessions/new", data=fields | more)
