"""What a calendar program gets when it asks (RFC 9110; facts/icalendar.md, section 2)."""

import gzip
from dataclasses import replace
from typing import Any

import pytest

from tests.calendars.support.lines import checked
from tests.support import programme
from tests.support.programme import ANNA
from webinar.app import create_app

SITE = "/feeds/site.ics"


@pytest.fixture
def webinar(site: Any) -> Any:
    from webinar.core.db import transaction

    with transaction():
        made = programme.a_webinar("Spring seminar")
        made.former = made.slug
    return made


@pytest.fixture
def poll(webinar: Any, client: Any) -> Any:
    """`poll(If_None_Match="...")` asks for the site's feed."""

    def ask(path: str = SITE, method: str = "GET", **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return client.open(path, method=method, headers=named)

    return ask


def test_the_whole_file(poll: Any) -> None:
    answer = poll()
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=300, stale-while-revalidate=3600"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers
    assert "Content-Disposition" not in answer.headers
    assert "Content-Encoding" not in answer.headers
    assert len(checked(answer.data).events) == 1


def test_the_head_alone(poll: Any) -> None:
    whole, head = poll(), poll(method="HEAD")
    assert head.status_code == 200
    assert head.data == b""
    assert int(head.headers["Content-Length"]) == len(whole.data)
    assert head.headers["ETag"] == whole.headers["ETag"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"If_None_Match": "{tag}"}, 304),
        ({"If_None_Match": "W/{tag}"}, 304),
        ({"If_None_Match": '"other", {tag}, W/"third"'}, 304),
        ({"If_None_Match": "*"}, 304),
        ({"If_None_Match": '"other"'}, 200),
        ({"If_None_Match": "nonsense without quotes"}, 200),
        ({"If_Modified_Since": "{date}"}, 304),
        ({"If_Modified_Since": "Fri, 01 Jan 2100 00:00:00 GMT"}, 304),
        ({"If_Modified_Since": "Tue, 10 Mar 2026 08:59:59 GMT"}, 200),
        ({"If_Modified_Since": "yesterday"}, 200),
        # The tag outranks the date, both ways.
        ({"If_None_Match": '"other"', "If_Modified_Since": "{date}"}, 200),
        ({"If_None_Match": "{tag}", "If_Modified_Since": "Thu, 01 Jan 1970 00:00:00 GMT"}, 304),
        # Thunderbird asks like this on every poll.
        ({"If_None_Match": "{tag}", "Cache_Control": "no-cache", "Pragma": "no-cache"}, 304),
        # Every coding is a representation of its own.
        ({"If_None_Match": "{tag}", "Accept_Encoding": "gzip"}, 200),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_conditions(headers: dict[str, str], status: int, poll: Any) -> None:
    whole = poll()
    tag, date = whole.headers["ETag"], whole.headers["Last-Modified"]
    answer = poll(
        **{n: v.replace("{tag}", tag).replace("{date}", date) for n, v in headers.items()}
    )
    assert answer.status_code == status
    for name in ("Cache-Control", "Vary", "Access-Control-Allow-Origin"):
        assert answer.headers[name] == whole.headers[name]
    if status == 304:
        assert answer.data == b""
        assert answer.headers["ETag"] == tag
        assert "Content-Type" not in answer.headers


@pytest.mark.parametrize(
    ("asked", "compressed"),
    [
        ("gzip", True),
        ("gzip, deflate, br", True),
        ("br, *", True),
        ("", False),
        ("identity", False),
        ("br", False),
        ("gzip;q=0", False),
        ("gzip;q=0.2, identity", False),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_compressed_only_when_asked(asked: str, compressed: bool, poll: Any) -> None:
    plain, answer = poll(), poll(Accept_Encoding=asked)
    assert ("Content-Encoding" in answer.headers) is compressed
    assert (gzip.decompress(answer.data) if compressed else answer.data) == plain.data
    assert (answer.headers["ETag"] != plain.headers["ETag"]) is compressed
    again = poll(Accept_Encoding=asked, If_None_Match=answer.headers["ETag"])
    assert again.status_code == 304
    assert again.headers["ETag"] == answer.headers["ETag"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_one_setting_turns_compression_off(webinar: Any, settings: Any) -> None:
    """Feeds and downloads, whoever would compress: the view or the byte cache. Pages stay."""
    client = create_app(replace(settings, feed_compression=False)).test_client()
    asked = {"Accept-Encoding": "gzip"}
    for path in (
        SITE,
        f"/feeds/webinar/{webinar.slug}.ics",
        "/webinars/spring-seminar/opening-talk.ics",
    ):
        for _ in range(2):
            answer = client.get(path, headers=asked)
            assert answer.status_code == 200
            assert "Content-Encoding" not in answer.headers
            assert answer.data.startswith(b"BEGIN:VCALENDAR")
            assert answer.data == client.get(path).data
            assert answer.headers["Cache-Control"].endswith("no-transform")
        again = client.get(path, headers=asked | {"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304
    assert client.get("/webinars/", headers=asked).headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PROPFIND"])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_nothing_but_reading(method: str, poll: Any) -> None:
    answer = poll(method=method, Origin="http://localhost")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/category/unknown.ics",
        "/feeds/speaker/unknown.ics",
        "/feeds/webinar/unknown.ics",
        "/webinars/unknown/opening-talk.ics",
        "/webinars/spring-seminar/unknown.ics",
        "/feeds/unknown.ics",
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_does_not_exist(path: str, poll: Any) -> None:
    answer = poll(path)
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_a_draft_has_no_calendar_yet(site: Any, client: Any) -> None:
    draft = programme.a_draft("Secret plan")
    programme.a_session(draft)
    assert client.get("/feeds/webinar/secret-plan.ics").status_code == 404
    assert client.get("/webinars/secret-plan/opening-talk.ics").status_code == 404
    assert b"Opening talk" not in client.get(SITE).data


def test_a_speaker_of_drafts_has_no_calendar_yet(site: Any, client: Any) -> None:
    from webinar.webinars import operations

    draft = programme.a_draft()
    programme.speaks(programme.a_session(draft), programme.a_speaker("Maria Nowak"))
    assert client.get("/feeds/speaker/maria-nowak.ics").status_code == 404
    operations.publish_webinar(webinar_id=draft.public_id, by=ANNA)
    assert client.get("/feeds/speaker/maria-nowak.ics").status_code == 200


def test_a_webinar_that_went_leaves_an_empty_calendar_or_says_so(webinar: Any, client: Any) -> None:
    from webinar.webinars import operations

    path = f"/feeds/webinar/{webinar.slug}.ics"
    operations.unpublish_webinar(webinar_id=webinar.public_id, by=ANNA)
    answer = client.get(path)
    assert answer.status_code == 200
    assert checked(answer.data).events == []
    operations.delete_webinar(webinar_id=webinar.public_id, by=ANNA)
    answer = client.get(path)
    assert answer.status_code == 410
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_an_unlisted_webinar_is_in_no_feed_and_can_be_downloaded(webinar: Any, client: Any) -> None:
    from webinar.webinars import operations

    operations.unlist_webinar(webinar_id=webinar.public_id, by=ANNA)
    assert checked(client.get(f"/feeds/webinar/{webinar.slug}.ics").data).events == []
    file = checked(client.get(f"/webinars/{webinar.slug}/opening-talk.ics").data, download=True)
    assert len(file.events) == 1


def test_former_addresses_give_the_same_bytes(webinar: Any, client: Any) -> None:
    from webinar.webinars import operations

    session = webinar.sessions[0]
    operations.edit_webinar(
        webinar_id=webinar.public_id,
        title=webinar.title,
        slug="another-name",
        timezone=webinar.timezone,
        starts=webinar.starts_wall,
        ends=webinar.ends_wall,
        category_id=webinar.category.public_id,
        by=ANNA,
    )
    operations.edit_session(
        session_id=session.public_id,
        title=session.title,
        slug="first-talk",
        starts=session.starts_wall,
        ends=session.ends_wall,
        by=ANNA,
    )
    operations.edit_category(
        category_id=webinar.category.public_id, name="History", slug="the-past", by=ANNA
    )
    for former, present in (
        ("/feeds/webinar/spring-seminar.ics", "/feeds/webinar/another-name.ics"),
        ("/feeds/category/history.ics", "/feeds/category/the-past.ics"),
        ("/webinars/spring-seminar/opening-talk.ics", "/webinars/another-name/first-talk.ics"),
        ("/webinars/another-name/opening-talk.ics", "/webinars/another-name/first-talk.ics"),
    ):
        old, new = client.get(former), client.get(present)
        assert (old.status_code, new.status_code) == (200, 200)
        assert old.data == new.data
        assert old.headers["ETag"] == new.headers["ETag"]


def test_a_download(webinar: Any, client: Any) -> None:
    path = f"/webinars/{webinar.slug}/opening-talk.ics"
    answer = client.get(path)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="opening-talk.ics"'
    (event,) = checked(answer.data, download=True).events
    assert event.raw in client.get(SITE).data
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("rows", [1, 3])
def test_statements(rows: int, site: Any, app: Any, client: Any, statements: Any) -> None:
    from webinar.core.db import transaction

    with transaction():
        webinar = programme.a_webinar()
        for number in range(1, rows):
            programme.a_session(webinar, f"Talk {number}")
        for session in webinar.sessions:
            programme.speaks(session, programme.a_speaker(f"Speaker {session.id}"))
    speaker = f"/feeds/speaker/speaker-{webinar.sessions[0].id}.ics"
    for path in (
        SITE,
        "/feeds/archive.ics",
        "/feeds/category/history.ics",
        f"/feeds/webinar/{webinar.slug}.ics",
        speaker,
    ):
        with statements(exactly=2):
            answer = client.get(path)
        # Another process knows nothing of this answer yet.
        app.extensions["bytecache"].clear()
        with statements(exactly=1) as sent:
            again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304
        assert "body" not in sent[0]
    with statements(exactly=1):
        assert client.get(f"/webinars/{webinar.slug}/opening-talk.ics").status_code == 200
