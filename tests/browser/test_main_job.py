"""The main job, as three people do it in their browsers: announce, hand in, read, follow."""

import re
import time
import urllib.request
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.mailbox import link_in, wait_for_mail, words_of
from tests.support import source
from tests.support.people import PASSWORD
from tests.support.serving import Server
from tests.support.shared import shared_file

ORGANIZER, SPEAKER, READER = "ada@example.org", "li@example.org", "noor@example.org"
TITLE = "The Case Against NATO"
_PATIENCE = 60
_THEIRS = shared_file("data/paper-2022-04-16.txt")
_OURS = source.ROOT / "tests" / "data" / "paste-blog-page.txt"


class Paper:
    """What is pasted, and what has to become of it."""

    #: the programme's own input where it is at hand; it is nobody's to copy into this repository
    file = _THEIRS if _THEIRS.exists() else _OURS
    headings, lists = (2, [7, 5]) if _THEIRS.exists() else (2, [3, 2])
    title = "NATO jeopardizes regional and global peace" if _THEIRS.exists() else "Rivers and towns"
    #: found by search, and a word that must have left the text
    word, furniture = (
        ("asianization", "Recent Posts") if _THEIRS.exists() else ("meltwater", "Related Posts")
    )


@pytest.fixture
def a_pdf(tmp_path: Path) -> Path:
    """One empty page."""
    file = tmp_path / "Slides of April.pdf"
    Image.new("RGB", (300, 420), "white").save(file)
    return file


def _expect_notice(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.locator(".notice").filter(has_text=words).first).to_be_visible()


def _become_organizer(page: Page, server: Server) -> None:
    page.goto(server.first_organizer_link())
    page.get_by_label("Your name").fill("Ada Organizer")
    page.get_by_label("Mail address").fill(ORGANIZER)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    expect(page).to_have_url(re.compile("/organize/$"))


def _say_whose_site_it_is(page: Page) -> None:
    page.goto("/organize/site/")
    page.get_by_label("Name of the site").fill("Friends of Debate")
    page.get_by_label("In one line, what it is").fill("Papers and talks for everybody")
    page.get_by_label("Indigo").check()
    page.get_by_label("Time zone", exact=True).select_option("Europe/London")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Name of the site")).to_have_value("Friends of Debate")


def _make_category_and_room(page: Page) -> None:
    page.goto("/organize/categories/")
    page.get_by_label("Name").fill("Peace and security")
    page.get_by_role("button", name="Add the category").click()
    expect(page.get_by_role("link", name="Peace and security")).to_be_visible()
    page.goto("/organize/rooms/")
    page.get_by_label("Name").fill("Main room")
    page.get_by_label("Address to join").fill("https://meet.example.org/main")
    page.get_by_role("button", name="Add the room").click()
    expect(page.get_by_role("link", name="Main room")).to_be_visible()


def _announce(page: Page) -> None:
    """A webinar with one session and a new speaker, published."""
    page.goto("/organize/webinars/new")
    page.get_by_label("Title", exact=True).fill(TITLE)
    page.get_by_label("Starts").fill("2022-04-16T14:00")
    page.get_by_label("Ends").fill("2022-04-16T16:30")
    page.get_by_label("Time zone").select_option("Europe/London")
    page.get_by_label("Category", exact=True).select_option(label="Peace and security")
    page.get_by_label("Room").select_option(label="Main room")
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()

    page.get_by_role("link", name="Add a session").first.click()
    page.get_by_label("Title", exact=True).fill("The Case in Full")
    page.get_by_label("Ends").fill("2022-04-16T15:00")
    page.get_by_label("Name 1").fill("Professor Li Qingsi")
    page.get_by_role("button", name="Save", exact=True).last.click()
    _expect_notice(page, "New profiles: Professor Li Qingsi")

    page.get_by_role("link", name="Professor Li Qingsi").click()
    page.get_by_label("Mail address").fill(SPEAKER)
    page.get_by_label("Affiliation").fill("Renmin University of China")
    page.get_by_role("button", name="Save", exact=True).last.click()

    _open_webinar(page, TITLE, show="all")
    page.get_by_role("link", name="Publish", exact=True).first.click()
    page.get_by_role("button", name="Publish", exact=True).click()
    _expect_notice(page, "It is published")


def _open_webinar(page: Page, title: str, *, show: str) -> None:
    page.goto(f"/organize/webinars/?show={show}")
    page.get_by_role("link", name=title).first.click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()


def _ask_for_a_link(page: Page, server: Server) -> str:
    """The personal link, out of the mailbox."""
    page.goto("/call")
    page.get_by_label("Your name").fill("Li Qingsi")
    page.get_by_label("Your mail address").fill(SPEAKER)
    page.get_by_role("button", name="Mail me my link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("mailbox")
    return link_in(wait_for_mail(server, SPEAKER, "Your link"), f"{server.base_url}/my/")


def _hand_in(page: Page, link: str, pdf: Path) -> None:
    """Paste, look at what was recognised, add a file, submit."""
    page.goto(link)
    expect(page.get_by_role("heading", name="The Case in Full")).to_be_visible()
    page.get_by_role("link", name="Hand in a paper").click()
    page.get_by_label("Title", exact=True).fill(Paper.title)
    page.get_by_label("Session").select_option(label=_label(page, "Session", "The Case in Full"))
    page.get_by_label("Text", exact=False).last.fill(Paper.file.read_text())
    page.get_by_role("button", name="read the text's structure").click()

    expect(page.get_by_role("heading", name="The text as it came")).to_be_visible()
    expect(page.locator(".original")).to_contain_text(Paper.furniture)
    result = page.locator("[aria-labelledby=result] .prose")
    _expect_structure(result)
    expect(result).not_to_contain_text(Paper.furniture)
    page.get_by_role("button", name="Take it over like this").click()

    page.get_by_label("Add files").set_input_files(pdf)
    page.get_by_role("button", name="Save and hand in").click()
    expect(page.get_by_text(pdf.name)).to_be_visible()
    page.get_by_role("button", name="Hand in version 1").click()
    _expect_notice(page, "Thank you, it is handed in")


def _label(page: Page, select: str, part: str) -> str:
    """The whole label of the option that contains a part of it."""
    option = page.get_by_label(select).locator("option", has_text=part)
    return str(option.first.text_content()).strip()


def _expect_structure(prose: Any) -> None:
    expect(prose.locator("h2, h3").filter(visible=True)).to_have_count(Paper.headings)
    expect(prose.locator("ol")).to_have_count(len(Paper.lists))
    assert [one.locator("> li").count() for one in prose.locator("ol").all()] == Paper.lists


def _publish_paper(page: Page, server: Server) -> None:
    mail = wait_for_mail(server, ORGANIZER, Paper.title)
    page.goto(link_in(mail, f"{server.base_url}/organize/papers/"))
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("link", name="See the page")).to_be_visible()
    wait_for_mail(server, SPEAKER, Paper.title)


def _find_and_read(page: Page) -> None:
    """From the start page by the / key; the address of the paper's page is the page's then."""
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type(Paper.word)
    hit = page.get_by_role("dialog").get_by_role("link", name=Paper.title)
    hit.click()
    expect(page.get_by_role("heading", level=1, name=Paper.title)).to_be_visible()
    expect(page.locator("article")).to_contain_text(TITLE)
    body = page.locator("article .prose").filter(has=page.locator("ol"))
    _expect_structure(body)
    expect(
        page.get_by_role("link", name=re.compile("Download.*Slides of April.pdf"))
    ).to_be_visible()


def _comment(page: Page) -> None:
    page.get_by_label("Your name").fill("Noor")
    page.get_by_label("Your comment").fill("Which treaties do you mean in the third point?")
    page.get_by_role("button", name="Send the comment").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("waits for approval")
    page.get_by_role("link", name="Back to the page").click()
    expect(page.locator("#comments")).not_to_contain_text("Which treaties")


def _write(page: Page) -> None:
    page.goto("/contact")
    page.get_by_label("Your name").fill("Noor")
    page.get_by_label("Your mail address").fill(READER)
    page.get_by_label("Your message").fill("Will there be a second part?")
    page.get_by_role("button", name="Send the message").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("has arrived")


def _answer_readers(page: Page, server: Server) -> None:
    """What waits is named on the desk: the comment is approved, the message answered."""
    page.goto("/organize/")
    waiting = page.get_by_role("main").get_by_role("listitem")
    waiting.filter(has_text="comment").get_by_role("link").first.click()
    row = page.locator("tr", has_text="Which treaties")
    row.get_by_role("button", name="Approve").click()
    expect(page.locator(".notice").first).to_be_visible()
    page.goto("/organize/messages/")
    page.get_by_role("link", name="Noor").click()
    page.get_by_label("Your answer").fill("Yes, in autumn.")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_role("heading", name="Answered by Ada Organizer")).to_be_visible()
    assert "Yes, in autumn." in words_of(wait_for_mail(server, READER, "Our answer"))


def _fetch(server: Server, path: str) -> list[icalendar.Event]:
    with urllib.request.urlopen(server.base_url + path, timeout=_PATIENCE) as answer:
        return list(icalendar.Calendar.from_ical(answer.read()).walk("VEVENT"))


def _event(server: Server, path: str, fits: Callable[[icalendar.Event], bool]) -> icalendar.Event:
    """The one event of a feed, as soon as it fits."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        events = _fetch(server, path)
        if len(events) == 1 and fits(events[0]):
            return events[0]
        time.sleep(0.2)
    raise AssertionError(f"{path} did not follow: {[one.to_ical() for one in events]}")


def _move(page: Page, starts: str, ends: str) -> None:
    page.get_by_role("link", name=re.compile("Move.*The Case in Full")).click()
    page.get_by_label("Starts").fill(starts)
    page.get_by_label("Ends").fill(ends)
    page.get_by_role("button", name="Move the session").click()
    _expect_notice(page, "has a new time")


def _repeat(page: Page, day: datetime) -> None:
    """The same webinar again, on a day to come."""
    page.get_by_role("link", name="Duplicate").click()
    page.get_by_label("Title").fill(f"{TITLE}, Once More")
    page.get_by_label("New start").fill(f"{day:%Y-%m-%d}T14:00")
    page.get_by_role("button", name="Make the copy").click()
    expect(page.get_by_role("heading", level=1, name="Once More")).to_be_visible()
    page.get_by_role("link", name="Publish", exact=True).first.click()
    page.get_by_role("button", name="Publish", exact=True).click()
    _expect_notice(page, "It is published")


def _cancel(page: Page) -> None:
    page.get_by_role("link", name=re.compile("Cancel.*The Case in Full")).click()
    page.get_by_label("Reason").fill("The speaker is ill.")
    page.get_by_role("button", name="Cancel the session").click()
    expect(page.locator("li.is-cancelled")).to_contain_text("The speaker is ill.")


@pytest.mark.timeout(420)
def test_from_the_announcement_to_the_calendar(empty_server, new_context, a_pdf):
    server = empty_server
    desk, author, reader = (new_context().new_page() for _ in range(3))

    _become_organizer(desk, server)
    _say_whose_site_it_is(desk)
    _make_category_and_room(desk)
    _announce(desk)

    link = _ask_for_a_link(author, server)
    desk.goto(f"/organize/mails/?to={SPEAKER}")
    desk.get_by_role("rowheader").get_by_role("link").first.click()
    expect(desk.get_by_label("The personal link in it")).to_have_value(link)
    _hand_in(author, link, a_pdf)

    _publish_paper(desk, server)
    _find_and_read(reader)
    paper_page = reader.url
    _comment(reader)
    _write(reader)
    _answer_readers(desk, server)
    reader.goto(paper_page)
    expect(reader.locator("#comments")).to_contain_text("Which treaties")

    # Seven months of British Summer Time: 14:00 in London is 13:00 UTC.
    feed = "/feeds/webinar/the-case-against-nato.ics"
    before = _event(server, feed, lambda event: "Renmin" in event["DESCRIPTION"])
    assert before["DTSTART"].to_ical() == b"20220416T130000Z"
    assert [one["UID"] for one in _fetch(server, "/feeds/archive.ics")] == [before["UID"]]
    assert _fetch(server, "/feeds/site.ics") == [], "the site's feed goes back a year"
    _open_webinar(desk, TITLE, show="all")
    _move(desk, "2022-04-16T15:00", "2022-04-16T16:00")
    moved = _event(server, feed, lambda event: event["UID"] == before["UID"])
    assert moved["DTSTART"].to_ical() == b"20220416T140000Z"
    assert moved["SEQUENCE"] > before["SEQUENCE"]

    _repeat(desk, datetime.now() + timedelta(days=40))  # noqa: DTZ005 a day as the form takes it
    planned = _event(server, "/feeds/site.ics", lambda event: event["STATUS"] == "CONFIRMED")
    _cancel(desk)
    cancelled = _event(server, "/feeds/site.ics", lambda event: event["STATUS"] == "CANCELLED")
    assert (cancelled["UID"], planned["UID"]) == (planned["UID"], cancelled["UID"])
    assert cancelled["SEQUENCE"] > planned["SEQUENCE"]
    assert "The speaker is ill." in cancelled["DESCRIPTION"]
    told = wait_for_mail(server, SPEAKER, "cancelled")
    assert "The speaker is ill." in words_of(told)
