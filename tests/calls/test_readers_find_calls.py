"""The pages of calls for readers: states, addresses, what is left out, and what stays fresh."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import feedparser
import pytest

from tests.calls.conftest import wall
from tests.support.world import BY, World


@pytest.fixture
def made(app: Any, clock: Any) -> Callable[..., Any]:
    """Makes a published call in a context of its own; public identifier and slug."""

    def make(title: str = "Mosses wanted", *, publish: bool = True, **more: Any) -> tuple[str, str]:
        from webinar.calls import operations as ops
        from webinar.calls.said import CallWords

        with app.app_context():
            owner = {name: more.pop(name) for name in ("webinar_id", "series_id") if name in more}
            more.setdefault("closes", wall(days=10))
            words = CallWords(title=title, timezone=more.pop("timezone", "UTC"), **more)
            call = ops.create_call(words=words, by=BY, **owner)
            if publish:
                ops.publish_call(call_id=call.public_id, by=BY)
            return call.public_id, call.slug

    return make


def _do(app: Any, name: str, call_id: str, **more: Any) -> None:
    from webinar.calls import operations as ops

    with app.app_context():
        getattr(ops, name)(call_id=call_id, by=BY, **more)


def test_open_coming_and_closed_at_their_instants(client: Any, made: Any, clock: Any) -> None:
    """The page and the list are kept as bytes, and are right in the very minute."""
    _call, slug = made(opens=wall(days=1), closes=wall(days=2), summary="Tell us of mosses.")

    def said() -> tuple[str, str]:
        page = client.get(f"/calls/{slug}").text
        state = re.search(r'class="zone">(Open until|Opens|Closed since)', page)
        listed = client.get("/calls/").text
        heads = re.findall(r'<h2 id="([a-z]+)-title">', listed)
        assert slug in listed
        return (state[1] if state else "", heads[0])

    assert said() == ("Opens", "coming")
    assert "in 24 hours" in client.get(f"/calls/{slug}").text
    clock.shift(timedelta(days=1, seconds=-1))
    assert said() == ("Opens", "coming")
    clock.shift(timedelta(seconds=1))
    assert said() == ("Open until", "open")
    page = client.get(f"/calls/{slug}").text
    assert f'href="/calls/{slug}/new">Hand in a paper' in page
    chosen = client.get(f"/calls/{slug}?tz=Asia/Tokyo").text
    assert '18:00 <span class="zone">Tokyo time' in chosen
    clock.shift(timedelta(days=1))
    assert said()[0] == "Closed since"
    assert "Hand in a paper" not in client.get(f"/calls/{slug}").text


def test_addresses_live_on_and_say_when_something_is_gone(app: Any, client: Any, made: Any) -> None:
    from webinar.calls.said import CallWords

    call_id, slug = made()
    _id, draft = made("Not yet", publish=False)
    assert client.get(f"/calls/{draft}").status_code == 404
    assert client.get(f"/calls/{draft}/new").status_code == 404
    words = CallWords(title="Lichens wanted", timezone="UTC", slug="lichens")
    _do(app, "edit_call", call_id, words=words)
    moved = client.get(f"/calls/{slug}")
    assert (moved.status_code, moved.location) == (301, "/calls/lichens")
    assert client.get("/calls/lichens/").location == "/calls/lichens"
    _do(app, "unpublish_call", call_id)
    assert client.get("/calls/lichens").status_code == 404
    assert client.get(f"/calls/{slug}").status_code == 404
    _do(app, "publish_call", call_id)
    assert client.get("/calls/lichens").status_code == 200
    _do(app, "delete_call", call_id)
    assert client.get("/calls/lichens").status_code == 410
    assert client.get("/calls/lichens/new").status_code == 410
    _do(app, "restore_call", call_id)
    assert client.get("/calls/lichens").status_code == 200
    assert client.get("/calls/lichens/new").status_code == 200


def test_unlisted_is_reachable_and_nowhere_else(app: Any, client: Any, made: Any) -> None:
    _open, listed = made("Ferns wanted", guidelines="Bring spores of your ferns.")
    _hidden, slug = made("Quiet ferns", is_unlisted=True)
    page = client.get(f"/calls/{slug}")
    assert page.status_code == 200
    assert 'content="noindex"' in page.text
    assert "noindex" not in client.get(f"/calls/{listed}").text
    for path in ("/", "/calls/", "/sitemap.xml", "/search?q=ferns", "/feeds/deadlines.ics"):
        text = client.get(path).text
        assert "uiet" not in text, path
        assert listed in text, path
    assert "Bring" in client.get("/search?q=spores&kind=call").text


def test_the_sitemap_and_a_feed_name_its_address(app: Any, client: Any, made: Any) -> None:
    call_id, slug = made("Mosses & <ferns>", summary="Tell us.", timezone="Europe/London")
    made("Hidden", is_unlisted=True)
    assert f"<loc>http://localhost/calls/{slug}</loc>" in client.get("/sitemap.xml").text
    assert "/feeds/calls.atom" in client.get("/calls/").text
    answer = client.get("/feeds/calls.atom")
    found = feedparser.parse(answer.data)
    assert (found.bozo, found.version) == (False, "atom10")
    [entry] = found.entries
    assert (entry.title, entry.link) == ("Mosses & <ferns>", f"http://localhost/calls/{slug}")
    first, closes = entry.summary.split("\n")
    assert first == "Tell us."
    assert closes.startswith("Closes: ")
    assert closes.endswith("London time")
    same = {"If-None-Match": answer.headers["ETag"]}
    assert client.get("/feeds/calls.atom", headers=same).status_code == 304
    _do(app, "delete_call", call_id)
    assert feedparser.parse(client.get("/feeds/calls.atom").data).entries == []


def test_a_code_leads_to_the_form_and_into_no_cache(client: Any, made: Any) -> None:
    _call, slug = made()
    answer = client.get(f"/calls/{slug}?code=AB%20C")
    assert (answer.status_code, answer.location) == (303, f"/calls/{slug}/new?code=AB%20C")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Vary: Cookie" not in str(client.get(f"/calls/{slug}").headers)


def test_the_short_address_leads_to_the_sites_open_call(client: Any, made: Any, clock: Any) -> None:
    assert client.get("/call").status_code == 200
    _call, slug = made()
    answer = client.get("/call")
    assert (answer.status_code, answer.location) == (302, f"/calls/{slug}")
    clock.shift(timedelta(days=11))
    assert client.get("/call").status_code == 200


def test_where_it_belongs_says_so(app: Any, client: Any, made: Any) -> None:
    with app.app_context():
        world = World(app)
        webinar_id, webinar = world.published.public_id, world.published.slug
        draft_id = world.webinar.public_id
        series_id, series = world.series.public_id, world.series.slug
    _one, slug = made(webinar_id=webinar_id)
    _two, other = made("For the series", series_id=series_id)
    _three, secret = made("For a draft", webinar_id=draft_id)
    assert f"/calls/{slug}" in client.get(f"/webinars/{webinar}/").text
    assert f"/calls/{other}" in client.get(f"/series/{series}/").text
    page = client.get(f"/calls/{slug}").text
    assert f'href="/webinars/{webinar}/"' in page
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', page)[1])
    assert (data["@type"], data["about"]["@type"]) == ("WebPage", "Event")
    assert data["expires"] == "2026-03-20T09:00:00+00:00"
    # What nobody can see yet is not named, nor linked.
    assert "Mosses of the north" not in client.get(f"/calls/{secret}").text


@pytest.mark.parametrize("number", [1, 3])
def test_lists_cost_the_same(number: int, client: Any, made: Any, statements: Any) -> None:
    for count in range(number):
        made(f"Call {count}")
    client.get("/calls/")
    with statements(exactly=5):
        assert client.get("/calls/").text.count("call-card") == number
