"""Every page of a filled site: found by its links, valid, accessible, at home on a small screen.

The routes are the measure: a page that nobody links to, or that a new route adds without a
way to it, fails `test_every_page_was_found`.
"""

import re
from html.parser import HTMLParser
from http import HTTPStatus
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import gathering, walking
from tests.browser.arriving import cookie_header
from tests.browser.gathering import Pages
from tests.browser.measuring import too_wide
from tests.browser.walking import Answer
from tests.support.serving import Server

pytestmark = [
    pytest.mark.parametrize("server", ["sqlite"], indirect=True),
    pytest.mark.timeout(420),
    pytest.mark.checklist(25, 48),
]
#: GET routes whose answers are no pages; `calendars` and `papers` test them
_NO_PAGES = {
    *(
        "static",
        "health.livez",
        "health.readyz",
        "health.metrics_page",
        "site.robots",
        "site.sitemap",
        "site.suggest",
    ),
    "site.favicon",
    *(
        "calls.codes_csv",
        "checklists.board_csv",
        "organize.board_csv",
        "organize.board_xlsx",
        "organize.papers_csv",
        "organize.papers_xlsx",
        "organize.sessions_csv",
        "organize.timetable_csv",
    ),
    *("organize.timetable_xlsx", "site.programme_pdf", "site.paper_reference", "papers.harvest"),
    *("site.proceedings_references", "site.proceedings_file", "site.proceedings_archive"),
    *("site.papers_atom", "site.calls_atom", "site.paper_crossref", "site.webinar_crossref"),
    *("papers.newest_file", "papers.downloads", "papers.my_downloads"),
    *(f"calendars.{kind}" for kind in ("feed_form", "subject_feed_form", "session_form")),
    *("calendars.archive_year_form", "calendars.search_form"),
    *("calendars.schedule_as_xml", "calendars.schedule_as_json", "calendars.programme_as_text"),
    *("calendars.site_changes", "calendars.webinar_changes"),
    *(
        "site.speaking_card",
        "site.logo",
        "site.portrait",
        "posts.atom",
        "calendars.session_download",
    ),
    *(f"calendars.{kind}_feed" for kind in ("site", "archive", "archive_year", "deadlines")),
    *(f"calendars.{kind}_feed" for kind in ("category", "tag", "series", "room", "search")),
    *(f"calendars.{kind}_feed" for kind in ("speaker", "webinar")),
    *("calendars.personal_feed", "calendars.star_facts"),
    *(f"calendars.dav_{kind}" for kind in ("well_known", "from_home_page", "root", "home")),
    *(f"calendars.dav_{kind}" for kind in ("site", "site_member")),
    *(f"calendars.dav_{kind}" for kind in ("series_list", "series", "series_member")),
    *(f"calendars.dav_{kind}" for kind in ("person", "personal", "personal_member")),
    *("papers.cover", "papers.file", "papers.version_file", "papers.begun"),
    *("papers.draft_file", "papers.my_draft_file", "papers.review_file"),
    *("papers.figure", "papers.version_figure", "papers.draft_figure"),
    *("papers.my_figure", "papers.review_figure", "reviews.figure", "reviews.file"),
    *("papers.answer_file", "papers.my_answer_file", "papers.answer"),
    *("papers.review_answer", "reviews.answer"),
}
#: pages of links that work once or were not mailed here; `accounts` tests them
_ELSEWHERE = {
    "accounts.confirm_address",
    "accounts.first",
    "accounts.invitation",
    "accounts.new_password",
}
#: addresses that lead on to the page that is wanted
_WAYS = {"papers.coauthor_mails", "reviews.of_call", "reviews.of_paper", "reviews.next_unreviewed"}
_WEBINAR = "/webinars/tides-and-harbours/"


@pytest.fixture(scope="module")
def pages(server: Server, organizer: dict[str, Any], browser: Browser, own_page: str) -> Pages:
    written = gathering.written(server, browser, own_page, webinar=_WEBINAR)
    return gathering.pages(server, cookie_header(organizer), written)


def test_every_page_was_found(pages):
    endpoint = walking.endpoints()
    found = {endpoint(answer.path) for answer in pages.all()}
    assert walking.routes() - found - _NO_PAGES - _WAYS - _ELSEWHERE == set()


def test_every_link_leads_somewhere(pages, server, organizer):
    headers = {"Cookie": cookie_header(organizer)}
    endpoint, wrong = walking.endpoints(), {}
    for answer in pages.all():
        last = answer
        if endpoint(answer.path) in _WAYS and answer.status != HTTPStatus.OK:
            last = walking.get(server.base_url, answer.headers["Location"], headers)
        if last.status != HTTPStatus.OK and answer.path != "/no-such-page":
            wrong[answer.path] = last.status
    assert wrong == {}


def test_every_page_is_valid_html(pages, html_errors):
    wrong = {answer.path: html_errors(answer.text) for answer in pages.all()}
    assert {path: errors for path, errors in wrong.items() if errors} == {}


def test_every_page_has_one_heading_a_title_and_a_language(pages):
    wrong = {answer.path: _outline(answer.text) for answer in pages.all()}
    assert {path: found for path, found in wrong.items() if found != (1, True, True)} == {}


def _outline(html: str) -> tuple[int, bool, bool]:
    """How many h1, whether the title has words, whether the language is named."""
    reader = _Outline()
    reader.feed(html)
    return reader.headings, bool(reader.title.strip()), bool(reader.language)


class _Outline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.headings, self.title, self.language, self._inside = 0, "", "", False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.headings += tag == "h1"
        self._inside = tag == "title"
        if tag == "html":
            self.language = dict(attrs).get("lang") or ""

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.title += data

    def handle_endtag(self, tag: str) -> None:
        self._inside = False


def without_key(answer: Answer) -> bytes:
    """The page but for the key by which a form that is sent twice is known: it is nobody's."""
    return re.sub(rb'(name="key"[^>]* value=")[^"]*', rb"\1", answer.body)


def test_public_pages_are_the_same_for_everybody(pages, server, organizer):
    """No cookie is set or read: who is signed in gets the same bytes, and caches may know it."""
    cookies = cookie_header(organizer)
    wrong = {}
    for path, answer in pages.public.items():
        if path in ("/sign-in", "/no-such-page"):
            continue
        to_organizer = walking.get(server.base_url, path, {"Cookie": cookies})
        same = without_key(to_organizer)
        # Some words follow the clock, for everybody alike: what a guest gets now counts, too.
        now = walking.get(server.base_url, path)
        problems = [
            words
            for words, is_wrong in [
                ("sets a cookie", answer.headers.get("Set-Cookie") is not None),
                ("varies", "cookie" in (answer.headers.get("Vary") or "").casefold()),
                ("differs for an organizer", same not in (without_key(answer), without_key(now))),
                ("sets one for an organizer", to_organizer.headers.get("Set-Cookie") is not None),
            ]
            if is_wrong
        ]
        if problems:
            wrong[path] = problems
    assert wrong == {}


@pytest.mark.parametrize("who", ["public", "desk", "personal"])
def test_nothing_is_held_against_any_page(who, pages, new_context, organizer, axe, page_log):
    """axe in light, in dark and at 320 px; no sideways scroll, nor from right to left."""
    page_log.expect("404.*/no-such-page")
    signed = {"storage_state": organizer} if who == "desk" else {}
    page = new_context(reduced_motion="reduce", **signed).new_page()
    wrong = {
        path: problems
        for path, answer in getattr(pages, who).items()
        if answer.is_page and (problems := _problems(page, path, axe))
    }
    assert wrong == {}


def _problems(page: Page, path: str, axe: Any) -> list[str]:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(color_scheme="light")
    page.goto(path)
    found = [f"light: {one}" for one in axe(page)]
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {one}" for one in axe(page, ["color-contrast"])]
    page.set_viewport_size({"width": 320, "height": 640})
    found += [f"320 px: {one}" for one in axe(page)]
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 640})
        for direction in ("ltr", "rtl"):
            page.evaluate("dir => { document.documentElement.dir = dir }", direction)
            found += [f"{width} px, {direction}, too wide: {one}" for one in too_wide(page)]
    return found
