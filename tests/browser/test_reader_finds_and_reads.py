"""A reader in a real browser: searches with the keyboard, reads, and needs no script for it."""

import json

import pytest

pytestmark = pytest.mark.usefixtures("server")


def test_slash_opens_the_search_and_a_hit_leads_to_the_paper(page):
    page.goto("/")
    page.keyboard.press("/")
    field = page.locator("#dialog-q")
    field.fill("thread hole")
    hit = page.locator("#search-dialog .hits a").first
    hit.wait_for()
    hit.click()
    page.wait_for_url("**/papers/**")
    assert page.locator("h1").count() == 1
    data = json.loads(page.locator('script[type="application/ld+json"]').text_content())
    assert data["@type"] == "ScholarlyArticle"


def test_slash_types_a_slash_inside_a_field(page):
    page.goto("/search")
    page.locator("#q").focus()
    page.keyboard.press("/")
    assert page.locator("#q").input_value() == "/"
    assert not page.locator("#search-dialog").is_visible()


def test_everything_works_without_scripts(new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/webinars/the-case-against-nato/")
    assert "14:00–16:30" in page.locator(".hero").inner_text()
    page.locator(".zone-form summary").first.click()
    page.get_by_label("Your time zone").select_option("Asia/Tokyo")
    page.get_by_role("button", name="Show").click()
    assert "Tokyo time" in page.locator(".hero").inner_text()
    page.goto("/search?q=thread+hole")
    page.locator(".hits a").first.click()
    page.wait_for_url("**/papers/**")
    assert page.locator(".prose").count() > 0


def test_the_reader_s_own_time_stands_beside_the_webinar_s(new_context):
    page = new_context(timezone_id="Asia/Shanghai").new_page()
    page.goto("/webinars/the-case-against-nato/")
    assert "21:00–23:30" in page.locator(".yours").first.inner_text()
