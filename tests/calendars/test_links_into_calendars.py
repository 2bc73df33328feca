"""Add-links beside a date, and the page that explains subscriptions."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.support import html, programme
from tests.support.programme import ANNA

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def _query(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def test_a_session(site: Any) -> None:
    from webinar.calendars.links import calendar_links

    webinar = programme.a_webinar("Sea & land: a seminar")
    links = calendar_links(webinar.sessions[0])
    page = "http://localhost/webinars/sea-land-a-seminar/opening-talk"
    assert links["subscribe"] == "webcal://localhost/feeds/webinar/sea-land-a-seminar.ics"
    assert links["download"] == f"{page}.ics"
    google = _query(links["google"] or "")
    assert google["dates"] == "20260505T130000Z/20260505T140000Z"
    assert google["text"] == "Opening talk"
    assert google["location"] == f"{page}/join"
    for name, host in (("outlook", "outlook.live.com"), ("office", "outlook.office.com")):
        assert urlsplit(links[name] or "").hostname == host
        said = _query(links[name] or "")
        assert (said["startdt"], said["enddt"]) == ("2026-05-05T13:00:00Z", "2026-05-05T14:00:00Z")
        assert said["location"] == f"{page}/join"
    yahoo = _query(links["yahoo"] or "")
    # Its `dur` breaks over midnight and beyond a day.
    assert "dur" not in yahoo
    assert (yahoo["st"], yahoo["et"]) == ("20260505T130000Z", "20260505T140000Z")
    assert (yahoo["v"], yahoo["title"], yahoo["in_loc"]) == ("60", "Opening talk", f"{page}/join")


def test_a_webinar(site: Any) -> None:
    from webinar.calendars.links import calendar_links
    from webinar.webinars import operations

    webinar = programme.a_webinar("Seminar & more")
    links = calendar_links(webinar)
    assert _query(links["google"] or "")["text"] == "Seminar & more"
    assert links["download"] == "http://localhost/feeds/webinar/seminar-more.ics"
    operations.unlist_webinar(webinar_id=webinar.public_id, by=ANNA)
    links = calendar_links(webinar)
    assert (links["subscribe"], links["download"]) == (None, None)


def test_the_place_and_a_cancellation_are_said_as_in_the_feed(site: Any) -> None:
    from webinar.calendars.links import calendar_links
    from webinar.webinars import operations

    hall = programme.a_room("Hall", place="1 High Street", join_address="")
    webinar = programme.a_webinar(room_id=hall.public_id)
    session = webinar.sessions[0]
    operations.cancel_session(session_id=session.public_id, reason="Ill.", by=ANNA)
    for name, title in (
        ("google", "text"),
        ("outlook", "subject"),
        ("office", "subject"),
    ):
        said = _query(calendar_links(session)[name] or "")
        assert said["location"] == "Hall, 1 High Street"
        assert said[title] == "Cancelled: Opening talk"


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("Sea and land", "salt "),
        ("海" * 300, "海与岸。"),
        ("🌊 " * 150, "🌊🏖"),
        ("a" * 300, "b" * 9),
    ],
)
def test_an_address_is_never_too_long(site: Any, title: str, word: str) -> None:
    """2,000 characters as they travel; a cut leaves whole characters, words and pages."""
    from webinar.calendars.links import calendar_links
    from webinar.webinars import operations

    far = programme.a_room("海" * 120, place="海岸 " * 100)
    webinar = programme.a_draft(title, summary=word * 250, room_id=far.public_id)
    programme.a_session(webinar, title=title, abstract=word * 2000)
    webinar = operations.publish_webinar(webinar_id=webinar.public_id, by=ANNA)
    for subject in (webinar, webinar.sessions[0]):
        links = calendar_links(subject)
        for name, details in (
            ("google", "details"),
            ("outlook", "body"),
            ("office", "body"),
            ("yahoo", "desc"),
        ):
            address = links[name] or ""
            assert 1200 < len(address) <= 2000
            assert address.isascii()
            said = _query(address)
            assert "\ufffd" not in "".join(said.values())
            page = said[details].split("\n\n")[-1]
            assert page.startswith("http://localhost/webinars/")
            assert page.endswith("/")


def test_a_long_text_is_cut_after_a_word(site: Any) -> None:
    from webinar.calendars.links import calendar_links

    webinar = programme.a_webinar(summary="été " * 240)
    details = _query(calendar_links(webinar)["google"] or "")["details"]
    words, page = details.split("\n\n")
    assert page == "http://localhost/webinars/spring-seminar/"
    assert set(words.removesuffix("…").split()) == {"été"}
    assert len(words) > 400


def test_outlooks_own_address(site: Any) -> None:
    from webinar.calendars.links import calendar_links

    address = calendar_links(programme.a_webinar())["outlook"] or ""
    assert address.startswith("https://outlook.live.com/calendar/deeplink/compose?path=")
    assert _query(address)["path"] == "/calendar/action/compose"
    assert _query(address)["rru"] == "addevent"


def test_a_draft_promises_no_file(site: Any, client: Any) -> None:
    from webinar.calendars.links import calendar_links
    from webinar.webinars import operations

    webinar = programme.a_draft()
    session = programme.a_session(webinar)
    for subject in (webinar, session):
        assert calendar_links(subject)["download"] is None
    operations.unlist_webinar(webinar_id=webinar.public_id, by=ANNA)
    operations.publish_webinar(webinar_id=webinar.public_id, by=ANNA)
    assert client.get(calendar_links(session)["download"]).status_code == 200


def test_every_download_link_answers(site: Any, client: Any) -> None:
    from webinar.calendars.links import calendar_links

    webinar = programme.a_webinar("Über das Meer 海")
    for subject in (webinar, webinar.sessions[0]):
        assert client.get(calendar_links(subject)["download"]).status_code == 200


def test_the_page_that_explains(site: Any, client: Any) -> None:
    programme.a_webinar()
    answer = client.get("/subscribe")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    for words in (
        'href="webcal://localhost/feeds/site.ics"',
        'value="http://localhost/feeds/site.ics"',
        '<option value="category/history">History</option>',
        "cid=webcal%3A%2F%2Flocalhost%2Ffeeds%2Fsite.ics",
        "outlook.live.com/calendar/0/addfromweb?url=http%3A%2F%2Flocalhost%2Ffeeds%2Fsite.ics",
        "Every 8 to 24 hours",
    ):
        assert words in answer.text, words
    assert html.errors(answer.text) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_little(rows: int, site: Any, client: Any, statements: Any) -> None:
    for number in range(rows):
        programme.a_webinar(f"Webinar {number}", new_category=f"Category {number}", tags=["Sea"])
    with statements(exactly=9):
        client.get("/subscribe")
