"""The pages on which organizers say whose site this is and when somebody is around."""

import io
from typing import Any

import pytest
from PIL import Image

from tests.support.people import moderator, organizer, stranger
from webinar.organization.queries import holidays, site

IDENTITY = {
    "name": "Rivers Seminar",
    "tagline": "Water and law",
    "accent": "plum",
    "timezone": "Europe/London",
    "first_zone": "Asia/Tokyo",
    "second_zone": "America/New_York",
    "language": "en",
    "mail_from": "office@example.org",
}
HOURS = {"monday": "9-12, 14-17", "away_text": "We read.", "answer_hours": "24"}


def test_the_identity_is_saved_and_shown_again(here: Any, valid_html: Any) -> None:
    browser = organizer(here)
    valid_html(browser.get("/organize/site/").text)
    answer = browser.post("/organize/site/", data={**IDENTITY, "version": "1"})
    assert answer.status_code == 303
    with here.app_context():
        row = site()
        assert (row.name, row.accent, row.timezone) == ("Rivers Seminar", "plum", "Europe/London")
        assert row.other_zones == ["Asia/Tokyo", "America/New_York"]
        assert row.mail_from == "office@example.org"
    page = browser.get("/organize/site/").text
    assert 'value="Rivers Seminar"' in page
    valid_html(page)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("accent", "pink"),
        ("timezone", "Mars/Olympus"),
        ("mail_from", "nobody"),
        ("mail_from", "a@example.org\r\nBcc: b@example.org"),
    ],
)
def test_a_mistake_keeps_everything_typed(here: Any, field: str, value: str) -> None:
    browser = organizer(here)
    answer = browser.post("/organize/site/", data={**IDENTITY, field: value})
    assert answer.status_code == 422
    assert "Water and law" in answer.text
    assert 'class="error"' in answer.text
    with here.app_context():
        assert site().name == "Webinars"


def test_the_second_to_save_sees_both_texts(here: Any) -> None:
    browser = organizer(here)
    browser.post("/organize/site/", data={**IDENTITY, "version": "1"})
    answer = browser.post(
        "/organize/site/", data={**IDENTITY, "name": "Other name", "version": "1"}
    )
    assert answer.status_code == 409
    assert "Other name" in answer.text
    assert "Rivers Seminar" in answer.text
    assert 'name="version" type="hidden" value="2"' in answer.text


def test_a_logo_is_made_anew_and_can_go(here: Any) -> None:
    browser = organizer(here)
    picture = io.BytesIO()
    Image.new("RGB", (600, 300), "navy").save(picture, "PNG")
    logo = (io.BytesIO(picture.getvalue()), "evil<name>.png")
    answer = browser.post("/organize/site/", data={**IDENTITY, "logo": logo})
    assert answer.status_code == 303
    with here.app_context():
        row = site().logo
        assert row is not None
        assert (row.media_type, row.filename) == ("image/webp", "logo.webp")
    assert browser.post("/organize/site/logo/remove").status_code == 303
    with here.app_context():
        assert site().logo is None


@pytest.mark.parametrize("data", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\0" * 1100000])
def test_what_is_no_picture_is_refused_with_a_reason(here: Any, data: bytes) -> None:
    browser = organizer(here)
    logo = (io.BytesIO(data), "logo.png")
    answer = browser.post("/organize/site/", data={**IDENTITY, "logo": logo})
    assert answer.status_code == 422
    assert 'id="logo-error"' in answer.text
    with here.app_context():
        assert site().logo is None


def test_office_hours_are_typed_as_a_line(here: Any, valid_html: Any) -> None:
    browser = organizer(here)
    answer = browser.post("/organize/site/hours", data={**HOURS, "version": "1"})
    assert answer.status_code == 303
    with here.app_context():
        assert site().office_hours == {"0": [["09:00", "12:00"], ["14:00", "17:00"]]}
        assert (site().away_text, site().answer_hours) == ("We read.", 24)
    page = browser.get("/organize/site/hours").text
    assert 'value="09:00–12:00, 14:00–17:00"' in page
    valid_html(page)


def test_a_line_that_is_no_span_is_explained_beside_it(here: Any) -> None:
    browser = organizer(here)
    answer = browser.post("/organize/site/hours", data={**HOURS, "tuesday": "whenever"})
    assert answer.status_code == 422
    assert 'value="whenever"' in answer.text
    assert "“whenever” cannot be read" in answer.text


def test_stale_office_hours_are_compared(here: Any) -> None:
    browser = organizer(here)
    browser.post("/organize/site/hours", data={**HOURS, "version": "1"})
    answer = browser.post("/organize/site/hours", data={**HOURS, "monday": "8-9", "version": "1"})
    assert answer.status_code == 409
    assert "8-9" in answer.text
    assert "09:00–12:00" in answer.text


def test_holidays_come_and_go(here: Any) -> None:
    browser = organizer(here)
    assert browser.post("/organize/site/holidays", data={"day": "2199-12-25"}).status_code == 303
    with here.app_context():
        (row,) = holidays()
    assert "25 December 2199" in browser.get("/organize/site/hours").text.replace(",", "")
    assert browser.post(f"/organize/site/holidays/{row.public_id}/remove").status_code == 303
    with here.app_context():
        assert holidays() == []
    answer = browser.post("/organize/site/holidays", data={"day": "soon"})
    assert answer.status_code == 422
    assert "This is not a day. Write it like 2026-05-31." in answer.text
    assert "Choose a day." in browser.post("/organize/site/holidays", data={"name": "x"}).text


@pytest.mark.parametrize("path", ["/organize/site/", "/organize/site/hours"])
def test_only_organizers_come_in(here: Any, client: Any, path: str) -> None:
    assert client.get(path).status_code == 302
    assert stranger(here).get(path).status_code == 403
    assert moderator(here).get(path).status_code == 403
    assert organizer(here).get(path).status_code == 200
