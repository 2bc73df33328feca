"""The pages of categories and rooms."""

import re

import pytest

from tests.support import people
from webinar.webinars import queries


@pytest.fixture
def browser(app):
    return people.organizer(app)


ROOM = {"name": "Blue room", "join_address": "https://v.example/1", "opens_minutes_before": "10"}


@pytest.mark.parametrize(
    ("kind", "fields", "rows"),
    [
        ("categories", {"name": "Law", "accent": ""}, queries.categories),
        ("rooms", ROOM, queries.rooms),
    ],
)
def test_made_renamed_deleted_and_back(app, browser, kind, fields, rows):
    index = f"/organize/{kind}/"
    assert browser.post(index, data=fields).status_code == 303
    with app.app_context():
        address = f"{index}{rows()[0].public_id}/"
    stale = browser.post(address, data=fields | {"name": "Mine", "version": "0"})
    assert stale.status_code == 409
    assert browser.post(address, data=fields | {"name": "Renamed"}).status_code == 303
    with app.app_context():
        assert [one.name for one in rows()] == ["Renamed"]
    browser.get(index)  # where what was said so far is read
    page = browser.post(address + "delete", follow_redirects=True).text
    assert browser.get(address).status_code == 404
    browser.post(re.search(r'with-undo.*?action="([^"]+)"', page, re.DOTALL)[1])
    with app.app_context():
        assert [one.name for one in rows()] == ["Renamed"]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "video.example/1"])
def test_a_room_leads_to_a_web_address_only(app, browser, address):
    answer = browser.post("/organize/rooms/", data=ROOM | {"join_address": address})
    assert answer.status_code == 422
    assert address in answer.text.replace("&#40;", "(")
    with app.app_context():
        assert queries.rooms() == []


@pytest.mark.parametrize(
    ("minutes", "said"),
    [("soon", "Write a whole number in digits, like 15."), ("", "Write a number.")],
)
def test_a_wrong_number_says_what_to_write(browser, minutes, said):
    answer = browser.post("/organize/rooms/", data=ROOM | {"opens_minutes_before": minutes})
    assert answer.status_code == 422
    assert said in answer.text
