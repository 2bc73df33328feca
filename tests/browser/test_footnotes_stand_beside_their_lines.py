"""Where the margin has room a footnote stands there, else at the end; and only once."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.parametrize("server", ["sqlite"], indirect=True)


def test_a_footnote_stands_once_wherever_there_is_room(server, page):
    page.goto("/papers/what-crosses-over-on-translating-poetry/")
    beside, at_the_end = page.get_by_role("note"), page.locator(".footnotes")
    expect(beside).to_be_visible()
    expect(beside).to_contain_text("the two pages open like a door")
    expect(at_the_end).to_be_hidden()
    text, note = page.locator(".prose > p").last.bounding_box(), beside.bounding_box()
    assert note["x"] >= text["x"] + text["width"]
    assert note["x"] + note["width"] <= 1280
    # Its number leads to it.
    page.get_by_role("link", name="[1]").click()
    expect(beside).to_be_focused()
    page.set_viewport_size({"width": 900, "height": 800})
    expect(beside).to_be_hidden()
    expect(at_the_end).to_be_visible()
    page.get_by_role("link", name="[1]").click()
    expect(at_the_end).to_be_in_viewport()


def test_without_scripts_it_stands_at_the_end(server, new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/papers/what-crosses-over-on-translating-poetry/")
    expect(page.locator(".footnotes")).to_be_visible()
