"""The news as RFC 4287 wants them, and no byte twice over the wire."""

import uuid
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from typing import Any

from webinar.core.journal import SYSTEM
from webinar.posts import operations

NAMES = {"a": "http://www.w3.org/2005/Atom"}


def published(app: Any, title: str = "Rivers & <law>", body: str = "A note[^1].\n\n[^1]: x") -> str:
    with app.app_context():
        post_id = operations.create_post(by=SYSTEM, title=title, body=body, summary="S").public_id
        operations.publish_post(by=SYSTEM, post_id=post_id)
        return post_id


def parsed(client: Any) -> ET.Element:
    """The feed; a parser that finds a fault in it fails the test."""
    return ET.fromstring(client.get("/feeds/news.atom").data)  # noqa: S314 - we wrote it


def test_a_feed_without_news_is_a_feed(here: Any, client: Any) -> None:
    feed = parsed(client)
    for name in ("id", "title", "updated"):
        assert len(feed.findall(f"a:{name}", NAMES)) == 1
    assert feed.findall("a:entry", NAMES) == []


def test_what_the_standard_asks_for(here: Any, client: Any) -> None:
    published(here)
    answer = client.get("/feeds/news.atom")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    feed = parsed(client)
    assert feed.findtext("a:author/a:name", namespaces=NAMES) == "Webinars"
    links = {one.get("rel"): one.get("href") for one in feed.findall("a:link", NAMES)}
    assert links["self"] == "http://localhost/feeds/news.atom"
    (entry,) = feed.findall("a:entry", NAMES)
    assert entry.findtext("a:title", namespaces=NAMES) == "Rivers & <law>"
    for name in ("id", "updated", "published", "title", "summary", "content"):
        assert len(entry.findall(f"a:{name}", NAMES)) == 1
    content = entry.find("a:content", NAMES)
    assert content is not None
    assert content.get("type") == "html"
    assert (content.text or "").startswith("<p>A note")
    address = content.get("{http://www.w3.org/XML/1998/namespace}base")
    assert address == "http://localhost/news/rivers-law/"


def test_ids_are_uuids_and_stay_when_the_address_moves(here: Any, client: Any) -> None:
    post_id = published(here)

    def ids() -> list[str]:
        feed = parsed(client)
        return [one.text or "" for one in feed.iter("{http://www.w3.org/2005/Atom}id")]

    before = ids()
    assert len(set(before)) == 2
    for one in before:
        assert uuid.UUID(one.removeprefix("urn:uuid:")).version == 4
    with here.app_context():
        operations.edit_post(by=SYSTEM, post_id=post_id, title="Seas", body="x", slug="seas")
    assert ids() == before


def test_it_is_sent_once(clock: Any, here: Any, client: Any) -> None:
    # Later than everything that made the site, whenever the test runs.
    clock.move_to(datetime(2040, 3, 10, tzinfo=UTC))
    post_id = published(here)
    first = client.get("/feeds/news.atom")
    assert "Set-Cookie" not in first.headers
    assert first.headers["Cache-Control"].startswith("public")
    known = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/feeds/news.atom", headers=known).status_code == 304
    since = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert client.get("/feeds/news.atom", headers=since).status_code == 304
    clock.shift(5)
    with here.app_context():
        operations.delete_post(by=SYSTEM, post_id=post_id)
    for headers in (known, since):
        assert client.get("/feeds/news.atom", headers=headers).status_code == 200


def test_characters_that_xml_cannot_hold_are_left_out(here: Any, client: Any) -> None:
    published(here, title="A\ufffeB", body="C\uffffD")
    feed = parsed(client)
    assert feed.findtext("a:entry/a:title", namespaces=NAMES) == "AB"


def test_one_and_three_entries_cost_the_same(here: Any, client: Any, statements: Any) -> None:
    for number in (1, 2, 3):
        published(here, title=f"News {number}")
        if number != 2:
            with statements(exactly=2):
                answer = client.get("/feeds/news.atom")
            assert answer.text.count("<entry") == number


def test_drafts_and_deleted_ones_are_not_in_it(here: Any, client: Any) -> None:
    with here.app_context():
        operations.create_post(by=SYSTEM, title="Secret draft", body="x")
    gone = published(here, title="Taken away")
    with here.app_context():
        operations.delete_post(by=SYSTEM, post_id=gone)
    text = client.get("/feeds/news.atom").text
    assert "Secret draft" not in text
    assert "Taken away" not in text
