"""JSON-LD, canonical addresses, sitemap, robots.txt: complete, and safe inside a page."""

import io
import json
import re

from PIL import Image

from tests.support import programme
from webinar.core.journal import SYSTEM
from webinar.webinars import operations
from webinar.webinars.operations import cancel_webinar
from webinar.webinars.operations.series import dates_of as series_dates


def _data(text: str) -> dict:
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    return json.loads(found)


def test_event_is_complete_and_carries_the_offset(make, client):
    row = make.webinar("Rivers", days=20)
    make.speaker("Ana Silva", row.sessions[0], affiliation="Geneva")
    event = _data(client.get("/webinars/rivers/").text)
    assert event["@type"] == "Event"
    assert event["startDate"] == "2026-04-05T14:00:00+01:00"
    assert event["endDate"] == "2026-04-05T16:00:00+01:00"
    assert event["eventStatus"].endswith("EventScheduled")
    assert event["eventAttendanceMode"].endswith("OnlineEventAttendanceMode")
    assert event["location"]["url"] == "http://localhost/webinars/rivers/"
    assert event["performer"][0]["name"] == "Ana Silva"
    assert event["organizer"]["name"] == "The Society"
    (part,) = event["subEvent"]
    assert part["location"]["url"].endswith("/webinars/rivers/opening-of-rivers/join")
    cancel_webinar(webinar_id=row.public_id, reason="Flood.", by=SYSTEM)
    assert _data(client.get("/webinars/rivers/").text)["eventStatus"].endswith("EventCancelled")


def test_a_series_names_its_dates_to_come(clock, make, client):
    series = programme.a_published_series(summary="We read on.")
    dates = series_dates(series)
    cancel_webinar(webinar_id=dates[1].public_id, reason="Ill.", by=SYSTEM)
    told = _data(client.get(f"/series/{series.slug}/").text)
    assert (told["@type"], told["description"]) == ("EventSeries", "We read on.")
    assert told["startDate"] == "2026-05-05T18:00:00+01:00"
    assert [part["startDate"][:10] for part in told["subEvent"][:2]] == ["2026-05-05", "2026-05-12"]
    assert [part["eventStatus"].rpartition("/")[2] for part in told["subEvent"][:2]] == [
        "EventScheduled",
        "EventCancelled",
    ]
    assert len(told["subEvent"]) == 10


def test_a_title_cannot_end_the_data(make, client):
    make.webinar("Evil </script><script>alert(1)</script>", slug="evil")
    text = client.get("/webinars/evil/").text
    assert "<script>alert(1)" not in text
    assert _data(text)["name"] == "Evil </script><script>alert(1)</script>"


def test_paper_and_person(make, client):
    row = make.webinar("Rivers")
    ana = make.speaker("Ana Silva", row.sessions[0], position_title="Professor")
    make.paper("On water", session=row.sessions[0], speaker=ana, abstract="Short.")
    paper = _data(client.get("/papers/on-water/").text)
    assert paper["@type"] == "ScholarlyArticle"
    assert paper["author"][0]["url"] == "http://localhost/speakers/ana-silva/"
    assert paper["abstract"] == "Short."
    person = _data(client.get("/speakers/ana-silva/").text)
    assert (person["@type"], person["jobTitle"]) == ("Person", "Professor")


def test_head_of_a_page(make, client):
    make.webinar("Rivers")
    text = client.get("/webinars/rivers/?tz=Asia/Tokyo").text
    assert '<link rel="canonical" href="http://localhost/webinars/rivers/">' in text
    assert '<meta name="description" content="All about Rivers.">' in text
    assert '<meta property="og:title" content="Rivers">' in text
    assert text.count("<h1") == 1


def test_sitemap_names_what_is_listed(make, client):
    make.row(1)
    make.webinar("Secret", publish=False)
    answer = client.get("/sitemap.xml")
    assert answer.mimetype == "application/xml"
    found = re.findall(r"<loc>http://localhost(.*?)</loc>", answer.text)
    assert "/webinars/webinar-1/" in found
    assert "/webinars/webinar-1/closing-1/" in found
    assert "/papers/paper-1/" in found
    assert not [path for path in found if "secret" in path]
    assert {client.get(path).status_code for path in found} == {200}


def test_robots_allow_feeds(make, client):
    text = client.get("/robots.txt").text
    assert "Sitemap: http://localhost/sitemap.xml" in text
    assert "/feeds" not in text


def test_foreign_words_name_their_language(make, client):
    make.webinar("ما يعبر مع القصيدة", slug="poem", language="ar")
    for path in ("/webinars/poem/", "/webinars/", "/"):
        assert '<span lang="ar" dir="rtl">ما يعبر مع القصيدة</span>' in client.get(path).text, path


def test_an_icon_where_programs_look_for_one(make, client):
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer.mimetype) == (200, "image/vnd.microsoft.icon")
    assert "Set-Cookie" not in answer.headers
    with Image.open(io.BytesIO(answer.data)) as icon:
        assert icon.info["sizes"] == {(16, 16), (32, 32)}
    assert '<link rel="icon" href="/static/img/icon.svg?v=' in client.get("/").text


def test_the_categories_stand_in_a_list(make, client):
    make.webinar("Rivers")
    operations.create_category(name="Law", description="Rules & courts.", by=SYSTEM)
    text = client.get("/categories/").text
    listed = re.findall(r'<h2><a href="/categories/(.+?)/">(.+?)</a>', text)
    assert listed == [("history", "History"), ("law", "Law")]
    assert "Rules &amp; courts." in text
    assert re.findall(r">(\d+ webinars?)<", text) == ["1 webinar", "0 webinars"]
    assert 'href="/categories/"' in client.get("/categories/law/").text
