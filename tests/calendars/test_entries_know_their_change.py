"""Each entry keeps what it says as JSON, who covers it, and the number of its last change."""

from typing import Any

import sqlalchemy as sa

from tests.support import programme
from tests.support.programme import ANNA


def _entries() -> dict[str, Any]:
    from webinar.calendars.models import CalendarEntry
    from webinar.core.db import db

    db.session.expire_all()
    return {
        one.content["facts"]["title"]: one for one in db.session.scalars(sa.select(CalendarEntry))
    }


def _newest() -> int:
    from webinar.calendars.models import CalendarState
    from webinar.core.db import db

    return db.session.scalar(sa.select(CalendarState.revision)) or 0


def test_only_what_changed_gets_the_next_number(site: Any) -> None:
    from webinar.webinars import operations

    one, other = (
        programme.a_published("One"),
        programme.a_published("Other", new_category="Physics"),
    )
    first = programme.a_session(one, "First")
    programme.a_session(one, "Second")
    before = {title: entry.revision for title, entry in _entries().items()}
    newest = _newest()
    assert max(before.values()) == newest

    operations.cancel_session(session_id=first.public_id, reason="Storm", by=ANNA)

    after = {title: entry.revision for title, entry in _entries().items()}
    assert _newest() == newest + 1
    assert {title for title in after if after[title] != before[title]} == {"First"}
    assert after["First"] == newest + 1

    operations.unlist_webinar(webinar_id=other.public_id, by=ANNA)
    entries = _entries()
    assert (entries["Other"].revision, entries["Other"].is_listed) == (newest + 2, False)


def test_a_webinar_is_covered_by_its_sessions(site: Any) -> None:
    from webinar.webinars import operations

    webinar = programme.a_published("Whole")
    assert _entries()["Whole"].covered_by == ""
    session = programme.a_session(webinar, "Part")
    whole = _entries()["Whole"]
    assert (whole.covered_by, whole.is_readable) == ("sessions", True)
    operations.delete_session(session_id=session.public_id, by=ANNA)
    assert _entries()["Whole"].covered_by == ""


def test_the_content_comes_back_as_it_was(site: Any) -> None:
    from webinar.calendars.ical import EventContent, Stamps, render_event

    session = programme.a_session(programme.a_published("Whole"), "Part", abstract="Über *alles*.")
    programme.speaks(session, programme.a_speaker("Maria Nowak"))
    for entry in _entries().values():
        content = EventContent.from_stored(entry.content)
        stamps = Stamps(entry.created_at, entry.revised_at, entry.sequence)
        assert render_event(content, stamps) == entry.body
    facts = _entries()["Part"].content["facts"]
    assert [one["name"] for one in facts["persons"]] == ["Maria Nowak"]
    assert (facts["abstract"], facts["timezone"]) == ("Über alles.", "Europe/London")
