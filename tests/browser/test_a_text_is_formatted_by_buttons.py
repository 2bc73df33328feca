"""Whoever knows no Markdown formats a text by buttons, undoes it, and sees it as its page will."""

import pytest
from playwright.sync_api import expect

from webinar.core.richtext import render_markdown

pytestmark = pytest.mark.parametrize("server", ["sqlite"], indirect=True)
#: what is pressed, before, after; ‹selected›, or the caret ¦
_EDITS = [
    ("bold", "a ‹word› b", "a **‹word›** b"),
    ("bold", "a **‹word›** b", "a ‹word› b"),
    ("bold", "a ‹**word**› b", "a ‹word› b"),
    ("bold", "a wo¦rd b", "a **wo¦rd** b"),
    ("bold", "a **wo¦rd** b", "a wo¦rd b"),
    ("bold", "a **¦**", "a ¦"),
    ("bold", "‹one\n\n- two›", "**‹one**\n\n- **two›**"),
    ("bold", "**‹one**\n\n- **two›**", "‹one\n\n- two›"),
    ("bold", "‹say **hello** now›", "**‹say hello now›**"),
    ("bold", "2 * 3 ‹x› 4 * 5", "2 * 3 **‹x›** 4 * 5"),
    ("italic", "**‹word›**", "***‹word›***"),
    ("italic", "***‹word›***", "**‹word›**"),
    ("bold", "***‹word›***", "*‹word›*"),
    ("heading-1", "a\nTi¦tle\nb", "a\n## Ti¦tle\nb"),
    ("heading-2", "## Ti¦tle", "### Ti¦tle"),
    ("heading-1", "# Ti¦tle", "Ti¦tle"),
    ("heading-1", "¦\nx", "## ¦\nx"),
    ("bullets", "Intro:\n‹one\ntwo›\nThen", "Intro:\n\n‹- one\n- two›\n\nThen"),
    ("bullets", "‹- one\n- two›", "‹one\ntwo›"),
    ("numbers", "‹one\n\n- two›", "‹1. one\n\n2. two›"),
    ("numbers", "1. a\nb¦", "1. a\n2. b¦"),
    ("quote", "‹one\n\ntwo›", "‹> one\n>\n> two›"),
    ("quote", "‹> one\n>\n> two›", "‹one\n\ntwo›"),
    ("link", "see ‹this› now", "see [this](‹https://›) now"),
    ("link", "‹https://a.org/x›", "[‹words of the link›](https://a.org/x)"),
    ("link", "[a](http¦s://b)", "[a](‹https://b›)"),
    (
        "table",
        "Text¦ here\nmore",
        "Text here\n\n| ‹Column 1› | Column 2 |\n| --- | --- |\n|  |  |\n|  |  |\n\nmore",
    ),
    ("footnote", "A[^1] b¦.\n\n[^1]: x\n", "A[^1] b[^2].\n\n[^1]: x\n\n[^2]: ¦"),
    ("formula", "a ‹x^2› b", "a $‹x^2›$ b"),
    ("formula", "a $‹x^2›$ b", "a ‹x^2› b"),
    ("formula", "¦", "$$\n‹a^2 + b^2 = c^2›\n$$"),
    ("Enter", "1. one¦\n2. two", "1. one\n2. ¦\n3. two"),
    ("Enter", "- one\n- ¦", "- one\n\n¦"),
    ("Enter", "> - a¦", "> - a\n> - ¦"),
    ("Enter", "## T¦", "## T\n¦"),
]
_SET = """(field, [text, start, end]) => {
  field.focus();
  field.value = text;
  field.setSelectionRange(start, end);
}"""
_NOW = """(field) => {
  const {value, selectionStart: start, selectionEnd: end} = field;
  if (start === end) return `${value.slice(0, start)}¦${value.slice(start)}`;
  return `${value.slice(0, start)}‹${value.slice(start, end)}›${value.slice(end)}`;
}"""


def _written(marked):
    text = marked.replace("¦", "").replace("‹", "").replace("›", "")
    if "¦" in marked:
        return [text, marked.index("¦"), marked.index("¦")]
    return [text, marked.index("‹"), marked.index("›") - 1]


def test_each_button_does_and_takes_back_what_it_says(server, page):
    page.goto("/call/new")
    field = page.locator("#body")
    page.evaluate("document.addEventListener('input', () => window.heard = true)")
    expect(page.get_by_role("toolbar")).to_be_visible()
    found = []
    for name, before, _after in _EDITS:
        field.evaluate(_SET, _written(before))
        if name == "Enter":
            page.keyboard.press("Enter")
        else:
            page.locator(f"[data-tool={name}]").evaluate("button => button.click()")
        found.append((name, before, field.evaluate(_NOW)))
    assert found == _EDITS
    assert page.evaluate("window.heard")
    # The browser's own undo, and the state of a button follows the caret.
    field.fill("High water")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+b")
    expect(field).to_have_value("**High water**")
    bold = page.get_by_role("button", name="Bold")
    expect(bold).to_have_attribute("aria-pressed", "true")
    bold.click()
    expect(field).to_have_value("High water")
    page.keyboard.press("Control+z")
    expect(field).to_have_value("**High water**")
    page.keyboard.press("Control+z")
    expect(field).to_have_value("High water")
    expect(bold).to_have_attribute("aria-pressed", "false")


def test_the_buttons_are_one_stop_and_no_trap(server, page):
    page.goto("/call/new")
    here = "document.activeElement"
    named = f"{here}.ariaLabel || {here}.id || {here}.textContent"
    page.focus("#abstract")
    stops = []
    for key in "Tab ArrowRight ArrowRight ArrowLeft Home ArrowLeft ArrowRight End Tab Tab".split():
        page.keyboard.press(key)
        stops.append(page.evaluate(named))
    levels = ["Heading", "Heading, second level", "Heading, third level"]
    assert stops[:5] == [*levels, levels[1], levels[0]]
    assert stops[5:8] == ["Preview", "Heading", "Preview"]
    assert stops[8] == "body"
    assert stops[9] not in ("body", "Preview")
    page.evaluate("document.documentElement.dir = 'rtl'")
    page.get_by_role("button", name="Heading", exact=True).focus()
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(named) == levels[1]


def test_a_preview_is_the_page_and_nothing_is_lost(server, new_context, axe):
    page = new_context(viewport={"width": 320, "height": 700}).new_page()
    page.goto("/call/new")
    text = (
        "## Tides\n\n**High** water.[^1]\n\n| a | b |\n| --- | --- |\n| 1 | $x^2$ |\n\n[^1]: Brest."
    )
    page.fill("#body", text)
    page.click(".how-to-write summary")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.get_by_role("button", name="Preview").click()
    panel = page.get_by_role("region", name="Preview: Text")
    expect(panel.get_by_role("heading", name="Tides")).to_be_visible()
    expect(page.locator("#body")).to_be_hidden()
    wanted = page.evaluate(
        "html => new DOMParser().parseFromString(html, 'text/html').body.innerHTML",
        render_markdown(text, prefix="shown-body"),
    )
    assert panel.locator(".prose").inner_html().strip() == wanted.strip()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.get_by_role("button", name="Write on").click()
    expect(page.locator("#body")).to_have_value(text)
    expect(panel).to_be_hidden()


def test_without_scripts_there_is_a_field_and_how_to_write(server, new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/call/new")
    expect(page.get_by_label("Text", exact=False).last).to_be_visible()
    field = page.locator(".field:has(#body)")
    assert field.get_by_role("button").count() == 0
    assert page.get_by_role("toolbar").count() == 0
    page.click(".how-to-write summary")
    expect(field.get_by_text("Numbered list")).to_be_visible()
