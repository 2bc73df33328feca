"""Each page that lists things offers the calendar of exactly that list."""

import re
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.calendars.support.lines import checked
from tests.support import programme
from tests.support.programme import ANNA, wall

_ALTERNATE = re.compile(r'<link rel="alternate" type="text/calendar" title="[^"]+" href="([^"]+)">')
_BOTH = ("/feeds/site.ics?past=none", "/feeds/archive.ics")
_LISTED = re.compile(r'href="/webinars/([a-z0-9-]+)/"')


@pytest.fixture
def world(site: Any) -> None:
    """Webinars of two categories, tags and rooms; some over, one unlisted, one a draft."""
    from webinar.webinars import operations

    blue = programme.a_room("Blue room")
    hall = programme.a_room("Hall", place="1 High Street", join_address="")
    maria = programme.a_speaker("Maria Nowak")
    history = programme.a_category("History").public_id
    for title, day, fields in (
        ("Tides", "2026-05-05", {"tags": ["Sea", "Open data"], "room_id": blue.public_id}),
        ("Rivers", "2026-06-05", {"tags": ["sea"], "room_id": hall.public_id}),
        ("Stars", "2026-07-05", {"new_category": "Sky", "room_id": blue.public_id}),
        ("Old maps", "2025-11-05", {"tags": ["Sea"], "room_id": blue.public_id}),
        ("Older maps", "2025-10-05", {"new_category": "Sky"}),
    ):
        if "new_category" not in fields:
            fields["category_id"] = history
        starts, ends = wall(f"{day} 14:00"), wall(f"{day} 16:00")
        webinar = programme.a_webinar(title, starts=starts, ends=ends, **fields)
        if title in ("Tides", "Old maps"):
            programme.speaks(webinar.sessions[0], maria)
    # Its sessions are all elsewhere: the room it names itself shows nothing of it.
    moved = programme.a_draft(
        "Elsewhere",
        category_id=history,
        room_id=hall.public_id,
        starts=wall("2026-05-07 14:00"),
        ends=wall("2026-05-07 16:00"),
    )
    programme.a_session(moved, room_id=blue.public_id)
    operations.publish_webinar(webinar_id=moved.public_id, by=ANNA)
    hidden = programme.a_webinar("Hidden", category_id=history, tags=["Sea", "Secret"])
    operations.unlist_webinar(webinar_id=hidden.public_id, by=ANNA)
    programme.a_draft("Draft", category_id=history, tags=["Sea", "Unborn"])


def _webinars_in(data: bytes) -> set[str]:
    """Slugs of the webinars whose entries a feed holds."""
    return {
        urlsplit(event.one("URL")).path.split("/")[2]
        for event in checked(data, options=True).events
    }


def _shown_on(client: Any, page: str) -> set[str]:
    """Slugs of the webinars that a page lists."""
    text = client.get(page).text
    main = text[text.index("<main") : text.index("</main>")]
    return set(_LISTED.findall(main)) - {"archive"}


#: page -> its feed
PAGES = {
    "/webinars/": "/feeds/site.ics?past=none",
    "/webinars/archive/2025/": "/feeds/archive/2025.ics",
    "/categories/history/": "/feeds/category/history.ics",
    "/tags/sea/": "/feeds/tag/sea.ics",
    "/tags/open-data/": "/feeds/tag/open-data.ics",
    "/rooms/blue-room/": "/feeds/room/blue-room.ics",
    "/rooms/hall/": "/feeds/room/hall.ics",
    "/speakers/maria-nowak/": "/feeds/speaker/maria-nowak.ics",
}


# One world for all pages: making it takes longer than asking them.
def test_the_same_webinars(world: None, client: Any) -> None:
    for page, feed in PAGES.items():
        text = client.get(page).text
        assert "http://localhost" + feed in _ALTERNATE.findall(text), page
        assert f'href="webcal://localhost{feed}"' in text, page
        listed = _shown_on(client, page)
        assert listed, page
        assert _webinars_in(client.get(feed).data) == listed, page


def test_what_was_archived_before_its_end(world: None, client: Any, clock: Any) -> None:
    """It leaves what is coming at once, for the archive, whatever its date; and comes back."""
    from webinar.webinars import operations
    from webinar.webinars.queries import webinar_by_slug

    tides = webinar_by_slug("tides")
    assert tides is not None
    before = client.get("/feeds/archive.ics")
    dates = {name: client.get(name).headers["Last-Modified"] for name in _BOTH}
    clock.shift(timedelta(seconds=5))
    operations.archive_webinar(webinar_id=tides.public_id, by=ANNA)
    coming, archive = (_webinars_in(client.get(name).data) for name in _BOTH)
    assert "tides" in archive
    assert "tides" not in coming
    for name in _BOTH:
        assert parsedate_to_datetime(
            client.get(name).headers["Last-Modified"]
        ) > parsedate_to_datetime(dates[name])
    for page, feed in (
        ("/webinars/", "/feeds/site.ics?past=none"),
        ("/webinars/archive/2026/", "/feeds/archive/2026.ics"),
    ):
        assert _shown_on(client, page) == _webinars_in(client.get(feed).data)
    # The page that says what comes next does not name it.
    assert "Opening talk" in client.get("/subscribe/webinar/rivers").text
    assert "Opening talk" not in client.get("/subscribe/webinar/tides").text
    # Nothing about it is different for who subscribed to the rest.
    assert "tides" in _webinars_in(client.get("/feeds/site.ics").data)
    clock.shift(timedelta(seconds=5))
    operations.reopen_webinar(webinar_id=tides.public_id, by=ANNA)
    again = client.get("/feeds/archive.ics")
    assert again.data == before.data
    assert again.headers["Last-Modified"] > before.headers["Last-Modified"]


def test_dates_of_a_series_that_are_over(site: Any, client: Any, clock: Any) -> None:
    """The archive shows each, so its calendar does, although their series goes on."""
    from webinar.calendars import operations as calendars
    from webinar.core import jobs

    programme.a_published_series()
    clock.shift(timedelta(days=75))
    calendars.move_day()
    jobs.run_due()
    shown = _shown_on(client, "/webinars/archive/2026/")
    assert len(shown) > 1
    for name in ("archive", "archive/2026"):
        assert _webinars_in(client.get(f"/feeds/{name}.ics").data) == shown


def test_the_pages_of_everything(world: None, client: Any) -> None:
    home = client.get("/").text
    assert "/feeds/site.ics" in _ALTERNATE.findall(home)
    coming = {slug for slug in _LISTED.findall(home) if slug != "archive"}
    assert coming == _webinars_in(client.get("/feeds/site.ics?past=none").data)
    assert "http://localhost/feeds/archive.ics" in _ALTERNATE.findall(
        client.get("/webinars/archive/").text
    )
    assert _webinars_in(client.get("/feeds/archive.ics").data) == {"old-maps", "older-maps"}
    assert "http://localhost/feeds/webinar/tides.ics" in _ALTERNATE.findall(
        client.get("/webinars/tides/").text
    )
    assert "http://localhost/feeds/deadlines.ics" in _ALTERNATE.findall(client.get("/call").text)


#: question -> titles that it finds
QUESTIONS: dict[str, set[str]] = {
    "q=tides": {"Tides", "Opening talk"},
    "q=sea": {"Tides", "Rivers", "Old maps"},
    "q=maria": {"Tides", "Old maps", "Opening talk"},
    "q=maps&kind=webinar": {"Old maps", "Older maps"},
    "q=opening&kind=session": {"Opening talk"},
    "q=hidden": set(),
}


def test_what_the_search_finds(world: None, client: Any) -> None:
    for query, titles in QUESTIONS.items():
        page, answer = client.get(f"/search?{query}").text, client.get(f"/feeds/search.ics?{query}")
        file = checked(answer.data)
        assert {event.one("SUMMARY") for event in file.events} == titles, query
        shown = re.findall(r'<h2 class="name"><a href="(/webinars/[^"]+)">', page)
        assert {urlsplit(event.one("URL")).path for event in file.events} == set(shown), query
        offered = [one for one in _ALTERNATE.findall(page) if "search" in one]
        assert [one.replace("&amp;", "&") for one in offered] == (
            [f"http://localhost/feeds/search.ics?{query}"] if titles else []
        )
        known = {"If-None-Match": answer.headers["ETag"]}
        again = client.get(f"/feeds/search.ics?{query}", headers=known)
        assert again.status_code == 304, query


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_questions_that_are_none(world: None, client: Any) -> None:
    for query in ("", "?q=", "?q=%20", "?q=sea&kind=paper", "?q=sea&colour=red"):
        answer = client.get(f"/feeds/search.ics{query}")
        assert answer.status_code == 400, query
        assert answer.headers["Content-Type"].startswith("text/plain")
    wild = checked(client.get("/feeds/search.ics?q=%27%22)%20OR%20*%0d%0aX:1;sea").data)
    assert wild.one("NAME").text.startswith("Webinars: search for")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_nobody_may_see(world: None, client: Any) -> None:
    """Tags and rooms of drafts and unlisted webinars alone have neither page nor entries."""
    programme.a_room("Backstage")
    for path in (
        *("/tags/secret/", "/tags/unborn/", "/tags/nothing/", "/rooms/backstage/"),
        *("/feeds/room/backstage.ics", "/feeds/tag/nothing.ics", "/feeds/series/nothing.ics"),
        *(f"/feeds/archive/{year}.ics" for year in ("1999", "0", "0000", "02025", "9" * 20)),
        *(f"/feeds/archive/{year}.{form}" for year in ("0", "9" * 20) for form in ("json", "jcal")),
    ):
        assert client.get(path).status_code == 404, path
    for path in ("/rooms/blue-room/", "/feeds/room/blue-room.ics"):
        assert "video.example" not in client.get(path).text
    tags = client.get("/tags/").text
    assert re.findall(r'href="/tags/([^"/]+)/"', tags) == ["open-data", "sea"]
    sitemap = client.get("/sitemap.xml").text
    for path in ("/tags/sea/", "/tags/open-data/", "/rooms/blue-room/", "/rooms/hall/"):
        assert f"<loc>http://localhost{path}</loc>" in sitemap
    for word in ("secret", "unborn", "backstage"):
        assert word not in sitemap


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_room_that_is_renamed_keeps_its_feed(world: None, client: Any) -> None:
    from webinar.webinars import operations
    from webinar.webinars.queries import rooms

    blue = next(one for one in rooms() if one.name == "Blue room")
    operations.edit_room(room_id=blue.public_id, name="Red room", by=ANNA)
    moved = client.get("/rooms/blue-room/")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/rooms/red-room/")
    assert (
        client.get("/feeds/room/blue-room.ics").data == client.get("/feeds/room/red-room.ics").data
    )
