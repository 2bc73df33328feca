"""Wrong input in the browser: the focus, files judged before they travel, too many words."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.parametrize("server", ["sqlite"], indirect=True)


def test_the_summary_takes_the_focus_and_leads_to_the_field(server, page: Page, page_log):
    page_log.expect("422")
    page.goto("/contact")
    page.get_by_label("Your name").fill("Noor")
    page.get_by_label("Your mail address").fill("nowhere")
    page.get_by_label("Your message").fill("Hello")
    page.get_by_role("button", name="Send").click()
    summary = page.locator("#error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Your mail address").press("Enter")
    field = page.get_by_label("Your mail address")
    expect(field).to_be_focused()
    expect(field).to_have_accessible_description(
        "This does not look like a mail address. Write it like ada@example.org."
        " The answer goes there, and nothing else."
    )
    expect(page.get_by_label("Your message")).to_have_value("Hello")


def test_files_are_judged_before_they_travel_and_the_good_ones_stay(
    server, own_page, page: Page, tmp_path
):
    right, wrong = tmp_path / "right.pdf", tmp_path / "wrong.exe"
    empty, large = tmp_path / "empty.pdf", tmp_path / "large.pdf"
    right.write_bytes(b"%PDF-1.4\n")
    wrong.write_bytes(b"MZ")
    empty.touch()
    with large.open("wb") as file:
        file.truncate(51 * 1024 * 1024)
    page.goto(f"{own_page}/papers/new")
    field = page.get_by_label("Add files")
    field.set_input_files([right, wrong, empty, large])
    said = page.get_by_role("alert").filter(has_text="wrong.exe")
    expect(said).to_contain_text("wrong.exe: A file of this kind is not taken here.")
    expect(said).to_contain_text("empty.pdf: This file is empty.")
    expect(said).to_contain_text("large.pdf: This file is larger than 50 MB.")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert field.evaluate("one => [...one.files].map((file) => file.name)") == ["right.pdf"]
    another = tmp_path / "another.pdf"
    another.write_bytes(b"%PDF-1.4\n")
    field.set_input_files([another])
    expect(said).to_have_count(0)
    assert field.get_attribute("aria-invalid") is None


def test_a_paste_beyond_the_limit_stays_and_is_counted(server, page: Page, page_log):
    page_log.expect("422")
    page.goto("/contact")
    field = page.get_by_label("What it is about")
    field.fill("x" * 1203)
    expect(field).to_have_value("x" * 1203)
    words = page.get_by_text("1,003 characters too many: at most 200 fit here.")
    expect(words).to_be_visible()
    field.fill("Short")
    expect(words).to_have_count(0)
