"""From a star to a calendar program: without an account, with and without scripts."""

import re
import urllib.request

from tests.browser.mailbox import link_in, wait_for_mail
from tests.calendars.support.lines import checked

_WEBINAR = "/webinars/tides-and-harbours/"
_BOX = """node => {
  const box = node.getBoundingClientRect();
  return [box.x, box.y, box.width, box.height].map(Math.round);
}"""


def _feed(address: str):
    with urllib.request.urlopen(address) as answer:
        return checked(answer.read(), personal=True)


def _titles(address: str) -> list[str]:
    return [event.one("SUMMARY") for event in _feed(address).events]


def test_a_star_becomes_a_calendar(server, page, new_context, axe):
    # The place of the star is the same before the module came.
    plain = new_context(java_script_enabled=False).new_page()
    plain.goto(_WEBINAR)
    places = [star.evaluate(_BOX) for star in plain.locator("a.star").all()]
    page.goto(_WEBINAR)
    stars = page.locator("button.star")
    assert [star.evaluate(_BOX) for star in stars.all()] == places
    talks = page.locator(".sessions button.star")
    talks.nth(0).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    talks.nth(1).click()
    assert talks.nth(0).get_attribute("aria-pressed") == "true"
    assert re.match("Keep: .+", talks.nth(0).text_content() or "")
    assert page.context.cookies() == []
    names = [(star.text_content() or "").removeprefix("Keep: ").strip() for star in talks.all()[:2]]
    mine = page.get_by_role("link", name=re.compile("Kept ?: 2 sessions"))
    # It is remembered, and another page knows it.
    page.goto("/webinars/")
    mine.click()
    page.get_by_role("heading", name="What you keep").wait_for()
    page.get_by_role("heading", name=names[0]).wait_for()
    assert axe(page) == []
    page.get_by_role("button", name=re.compile(f"Remove ?: {names[1]}")).click()
    page.get_by_role("link", name=re.compile("Kept ?: one session")).wait_for()
    page.get_by_label("Your mail address").fill("star@example.org")
    page.get_by_role("button", name="Mail me the link").click()
    page.wait_for_url("**/my/sent")
    mail = wait_for_mail(server, "star@example.org", "Your personal calendar")
    page.goto(link_in(mail, f"{server.base_url}/my/calendar/"))
    assert axe(page) == []
    page.get_by_role("button", name="Begin my calendar").click()
    page.get_by_label("Name").fill("Telephone")
    page.get_by_label("Reminder").select_option("30 minutes before")
    assert axe(page) == []
    page.get_by_role("button", name="Make the address").click()
    address = page.get_by_label("Address").input_value()
    assert axe(page) == []
    feed = _feed(address)
    assert [event.one("SUMMARY") for event in feed.events] == [names[0]]
    assert feed.events[0].alarms[0].one("TRIGGER") == "-PT30M"
    page.get_by_role("link", name="I have it").click()
    assert page.get_by_text(re.compile("Last fetched on .* by Python|Another program")).count() == 1
    # What is starred later is offered by the page.
    calendar = page.url
    page.goto(_WEBINAR)
    talks.nth(1).click()
    page.goto(calendar)
    page.get_by_role("button", name="Add what this browser keeps").click()
    page.get_by_role("heading", name=names[1]).wait_for()
    assert sorted(_titles(address)) == sorted(names)
    page.get_by_role("link", name=re.compile("Switch off ?: Telephone")).click()
    assert axe(page) == []
    page.get_by_role("button", name="Switch it off").click()
    page.get_by_text("Switched off: Telephone").wait_for()


def test_without_scripts(server, new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(_WEBINAR)
    link = page.locator(".sessions a.star").first
    name = (link.text_content() or "").removeprefix("Keep: ").strip()
    link.click()
    page.get_by_role("link", name=name).wait_for()
    page.get_by_label("Your mail address").fill("plain@example.org")
    page.get_by_role("button", name="Mail me the link").click()
    mail = wait_for_mail(server, "plain@example.org", "Your personal calendar")
    page.goto(link_in(mail, f"{server.base_url}/my/calendar/"))
    page.get_by_role("button", name="Begin my calendar").click()
    page.get_by_role("button", name="Make the address").click()
    assert _titles(page.get_by_label("Address").input_value()) == [name]
