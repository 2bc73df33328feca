"""A reader's, a speaker's and an organizer's work by keyboard alone, and with JavaScript off."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support import source

pytestmark = pytest.mark.parametrize("server", ["sqlite"], indirect=True)
_WEBINAR = "/webinars/tides-and-harbours/"
_TEXT = source.ROOT / "tests" / "data" / "paste-blog-page.txt"


@pytest.fixture
def plain(server, new_context) -> Page:
    """A browser without JavaScript."""
    return new_context(java_script_enabled=False).new_page()


def _tab_to(page: Page, words: str, most: int = 60) -> None:
    """Press Tab until the element with these words (its own, or its label's) has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(_FOCUSED_WORDS).startswith(words):
            return
    raise AssertionError(f"{words!r} is not reached with {most} presses of Tab")


_FOCUSED_WORDS = """() => {
  const here = document.activeElement;
  return ((here.labels && here.labels.length ? here.labels[0] : here).textContent || "").trim();
}"""


def _focused(page: Page, name: str) -> Any:
    return page.evaluate(f"() => document.activeElement.{name}")


# By keyboard alone


def test_the_skip_link_comes_first_and_leads_to_the_content(server, page):
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('main') !== null")


def test_the_menu_is_walked_in_the_order_in_which_it_is_read(server, page):
    page.goto("/")
    for words in ("Coming", "Archive", "Papers"):
        _tab_to(page, words, most=4)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Papers")).to_be_visible()
    expect(page.get_by_role("link", name="Papers", exact=True).first).to_have_attribute(
        "aria-current", "page"
    )


def test_the_focus_is_always_to_be_seen(server, page):
    page.goto("/contact")
    for _ in range(14):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            "() => { const s = getComputedStyle(document.activeElement);"
            " return [s.outlineStyle, parseFloat(s.outlineWidth)] }"
        )
        assert outline[0] != "none", page.evaluate("() => document.activeElement.outerHTML")
        assert outline[1] >= 2


def test_the_slash_key_opens_the_search_and_escape_gives_the_focus_back(server, page):
    page.goto("/")
    _tab_to(page, "Archive")
    page.keyboard.press("/")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    page.keyboard.type("harbour")
    expect(dialog.get_by_role("link").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(dialog.get_by_role("link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("link", name="Archive", exact=True).first).to_be_focused()


def test_one_escape_closes_the_search_also_while_words_stand_in_it(server, page):
    page.goto("/papers/")
    page.keyboard.press("/")
    page.keyboard.type("zzzz")
    expect(page.get_by_role("dialog").get_by_text("Nothing found")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_reader_elsewhere_sees_the_own_time_and_that_it_ends_on_another_day(server, new_context):
    page = new_context(timezone_id="Asia/Tokyo").new_page()
    page.goto(_WEBINAR)
    expect(page.locator(".for-reader .yours").first).to_have_text(
        re.compile(r"^\d\d:00–0\d:30 \(next day\) for you$")
    )
    page.goto("/webinars/")
    expect(page.locator(".event .local").first).to_contain_text("(next day) for you")


def test_enter_in_the_overlay_leads_to_all_hits(server, page):
    page.goto("/papers/")
    page.keyboard.press("/")
    page.keyboard.type("harbour")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=harbour"))
    expect(page.locator(".hits a").first).to_be_visible()


def test_the_slash_key_writes_a_slash_where_somebody_types(server, page):
    page.goto("/contact")
    for field in (page.get_by_label("Your message"), page.locator("#site-q")):
        field.focus()
        page.keyboard.type("either/or")
        expect(field).to_have_value("either/or")
        expect(page.get_by_role("dialog")).to_be_hidden()


def test_the_slash_key_can_be_switched_off_and_stays_off(server, page):
    page.goto("/")
    page.keyboard.press("/")
    _tab_to(page, "Open with the / key", most=6)
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    for _ in range(2):
        page.keyboard.press("/")
        expect(page.get_by_role("dialog")).to_be_hidden()
        page.reload()
    # The button opens it still, and there it is switched on again.
    page.get_by_role("search").get_by_role("button").first.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.get_by_label("Open with the / key")).not_to_be_checked()


def test_a_message_is_written_and_mended_by_keyboard(server, page, page_log):
    page_log.expect("422")
    page.goto("/contact")
    _tab_to(page, "Your name")
    page.keyboard.type("Noor")
    _tab_to(page, "Your mail address", most=1)
    page.keyboard.type("nowhere")
    _tab_to(page, "Send the message", most=4)
    page.keyboard.press("Enter")

    expect(page.locator("#error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your mail address")).to_be_focused()
    expect(page.get_by_label("Your name")).to_have_value("Noor")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("noor@example.org")
    _tab_to(page, "Your message", most=3)
    page.keyboard.type("Is there a recording?")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("has arrived")


def test_enter_in_a_session_saves_it_and_moves_nobody(server, organizer, new_context):
    page = new_context(storage_state=organizer).new_page()
    page.goto("/organize/webinars/?show=coming")
    page.get_by_role("rowheader").get_by_role("link", name="Tides").press("Enter")
    page.get_by_role("link", name=re.compile("^Edit.+")).first.press("Enter")
    people = page.get_by_label(re.compile(r"^Name \d"))
    before = [one.input_value() for one in people.all()]
    page.get_by_label("Title", exact=True).press("Enter")
    expect(page.locator(".notice").filter(has_text="is saved")).to_be_visible()
    page.go_back()
    assert [one.input_value() for one in people.all()] == before


# With JavaScript off


def test_without_scripts_search_finds(server, plain):
    plain.goto("/")
    plain.locator("#site-q").fill("harbour")
    plain.locator("#site-q").press("Enter")
    expect(plain).to_have_url(re.compile(r"/search\?q=harbour"))
    plain.locator(".hits a").first.click()
    expect(plain.get_by_role("heading", level=1)).to_be_visible()


def test_without_scripts_another_time_zone_is_chosen(server, plain):
    plain.goto(_WEBINAR)
    form = plain.locator(".zone-form").first
    form.locator("summary").click()
    form.get_by_label("Your time zone").select_option("Asia/Tokyo")
    form.get_by_role("button", name="Show").click()
    expect(plain).to_have_url(re.compile("tz=Asia(/|%2F)Tokyo"))
    expect(plain.locator(".for-reader").first).to_contain_text("Tokyo")


def test_without_scripts_a_comment_is_answered(server, plain):
    plain.goto(_WEBINAR)
    plain.get_by_role("link", name=re.compile("^Answer")).first.click()
    expect(plain.locator("#comment-form-title")).to_contain_text("Answer")
    plain.get_by_label("Your name").fill("Noor")
    plain.get_by_label("Your comment").fill("Thank you, that helps.")
    plain.get_by_role("button", name="Send the comment").click()
    expect(plain.get_by_role("heading", level=1)).to_contain_text("waits for approval")


def test_without_scripts_a_message_is_mended_and_sent(server, plain, page_log):
    page_log.expect("422")
    plain.goto("/contact")
    plain.get_by_label("Your name").fill("Noor")
    plain.get_by_label("Your message").fill("Is there a recording?")
    plain.get_by_role("button", name="Send the message").click()
    expect(plain.locator("#error-summary")).to_be_visible()
    expect(plain.get_by_label("Your message")).to_have_value("Is there a recording?")
    plain.get_by_label("Your mail address").fill("noor@example.org")
    plain.get_by_role("button", name="Send the message").click()
    expect(plain.get_by_role("heading", level=1)).to_contain_text("has arrived")


def test_without_scripts_a_speaker_hands_in(server, plain, own_page, tmp_path: Path):
    slides = tmp_path / "handout.md"
    slides.write_text("# What towns can do\n\nGive the river room.\n")
    plain.goto(own_page)
    plain.get_by_role("link", name="Hand in a paper").click()
    plain.get_by_label("Title", exact=True).fill("Rivers and towns")
    plain.get_by_role("button", name="Add an author").click()
    plain.get_by_role("group", name="Author 2").get_by_label("Name").fill("Mara Lund")
    expect(plain.get_by_label("Title", exact=True)).to_have_value("Rivers and towns")
    plain.locator("#body").fill(_TEXT.read_text())
    plain.get_by_label("Add files").set_input_files(slides)
    plain.get_by_role("button", name="read the text's structure").click()
    expect(plain.locator("[aria-labelledby=result] ol")).to_have_count(2)
    plain.get_by_role("button", name="Take it over like this").click()
    plain.get_by_role("button", name="Save and hand in").click()
    expect(plain.get_by_role("main")).to_contain_text("Mara Lund")
    expect(plain.get_by_role("main")).to_contain_text("handout.md")
    plain.get_by_role("button", name="Hand in version 1").click()
    expect(plain.locator(".notice").filter(has_text="it is handed in")).to_be_visible()


def test_without_scripts_a_session_gets_two_speakers(server, organizer, new_context):
    context = new_context(java_script_enabled=False, storage_state=organizer)
    page = context.new_page()
    page.goto("/organize/webinars/?show=coming")
    page.get_by_role("rowheader").get_by_role("link", name="Tides").click()
    page.get_by_role("link", name="Add a session").first.click()
    page.get_by_label("Title", exact=True).fill("Questions")
    page.get_by_label("Name 1").fill("Bela Novak")
    page.get_by_role("button", name="Add a person").click()
    expect(page.get_by_label("Title", exact=True)).to_have_value("Questions")
    page.get_by_label("Name 2").fill("Chidi Eze")
    page.get_by_role("button", name="Add a person").click()
    page.get_by_role("button", name=re.compile("^Up.*Chidi Eze")).click()
    expect(page.get_by_label("Name 1")).to_have_value("Chidi Eze")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_role("main")).to_contain_text("New profiles: Chidi Eze, Bela Novak")


def test_without_scripts_the_way_in_says_when_it_opens(server, plain):
    plain.goto(_WEBINAR)
    plain.get_by_role("link", name="How to join").first.click()
    expect(plain.get_by_role("main")).to_contain_text("The room opens at")
    expect(plain.get_by_role("link", name="Look now")).to_be_visible()
