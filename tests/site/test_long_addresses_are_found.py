"""A long title in another script makes an address several times as long as the title."""

from typing import Any

from tests.support import programme
from tests.support.programme import ANNA


def test_it_can_be_published_found_and_subscribed(in_app: Any, client: Any) -> None:
    from webinar.organization.operations import ensure_site

    ensure_site(by=ANNA)
    title = "海洋与河流的历史" * 12
    webinar = programme.a_webinar(title, tags=[title[:60]])
    session = programme.a_session(webinar, title)
    page = client.get(f"/webinars/{webinar.slug}/{session.slug}/")
    assert page.status_code == 200
    assert title in page.text
    found = client.get("/search", query_string={"q": "河流的历史"})
    assert title in found.text
    feed = client.get(f"/feeds/webinar/{webinar.slug}.ics")
    assert feed.data.count(b"BEGIN:VEVENT") == 2
