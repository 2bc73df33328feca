"""Each kind of feed, with 1, 100 and 1,000 entries, says the same to every reader."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.calendars.support.lines import checked
from tests.calendars.support.many import many_sessions
from tests.calendars.support.readers import READERS, Read
from tests.support import programme
from tests.support.programme import ANNA

KINDS = ("site", "archive", "category/history", "speaker/maria-nowak", "webinar/voices")


def _filled(count: int, client: Any) -> Iterator[tuple[bytes, Read]]:
    """Each kind of feed with what our own rules read in it."""
    from webinar.core import jobs
    from webinar.webinars import operations

    webinar = programme.a_webinar("Voices")
    operations.delete_session(session_id=webinar.sessions[0].public_id, by=ANNA)
    speaker = programme.a_speaker("Maria Nowak")
    # Over, so that the archive has them, and all within the last year.
    start = datetime(2026, 1, 20, 8, tzinfo=UTC)
    many_sessions(webinar, count, start=start, speaker=speaker, mixed=True)
    jobs.run_due()
    for kind in KINDS:
        data = client.get(f"/feeds/{kind}.ics").data
        events = checked(data).events
        assert len(events) >= count * 0.7, kind
        yield (
            data,
            {
                event.uid: (event.one("DTSTART"), event.one("DTEND"), event.one("SUMMARY"))
                for event in events
            },
        )


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("count", [1, 100])
def test_all_feeds_are_read(reader: str, count: int, site: Any, client: Any) -> None:
    for data, wanted in _filled(count, client):
        assert READERS[reader](data) == wanted


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_thousand_entries_are_read(site: Any, client: Any, subtests: pytest.Subtests) -> None:
    data, wanted = next(_filled(1000, client))
    for name, read in READERS.items():
        with subtests.test(reader=name):
            assert read(data) == wanted
