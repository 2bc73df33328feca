"""Every page of a filled site: found by its links, valid, accessible, at home on a small screen.

The routes are the measure: a page that nobody links to, or that a new route adds without a
way to it, fails `test_every_page_was_found`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from http import HTTPStatus
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import mailbox, walking
from tests.browser.arriving import cookie_header
from tests.browser.measuring import too_wide
from tests.browser.walking import Answer
from tests.support import source
from tests.support.people import PASSWORD
from tests.support.serving import Server

pytestmark = [
    pytest.mark.parametrize("server", ["sqlite"], indirect=True),
    pytest.mark.timeout(420),
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
    *("site.logo", "site.portrait", "posts.atom", "calendars.session_download"),
    *(f"calendars.{kind}_feed" for kind in ("site", "archive", "category", "speaker", "webinar")),
    *("papers.cover", "papers.file", "papers.version_file"),
    *("papers.draft_file", "papers.my_draft_file"),
}
#: pages of links that work once or were not mailed here; `accounts` tests them
_ELSEWHERE = {
    "accounts.confirm_address",
    "accounts.first",
    "accounts.invitation",
    "accounts.new_password",
}
#: what else is worth a look: nothing found, an address that is not there
_MORE = ("/search?q=tides", "/search?q=qqqq", "/sign-in", "/no-such-page")
_PROVE = "/organize/profile/prove"
#: linked to only where browsers keep passkeys, which they do not for a number
_NEW_PASSKEY = "/organize/profile/sign-in/passkeys/new"
_TEXT = source.ROOT / "tests" / "data" / "paste-blog-page.txt"


@dataclass
class Pages:
    """All answers, by who looks."""

    public: dict[str, Answer]
    desk: dict[str, Answer]
    personal: dict[str, Answer]

    def all(self) -> Iterator[Answer]:
        for group in (self.public, self.desk, self.personal):
            yield from (answer for answer in group.values() if answer.is_page)


@pytest.fixture(scope="module")
def written(server: Server, browser: Browser, own_page: str) -> list[str]:
    """Pages that exist once people wrote something: a comment, a message, a draft."""
    context = browser.new_context(base_url=server.base_url)
    page = context.new_page()
    page.set_default_timeout(30_000)
    paths = [own_page]
    page.goto("/webinars/tides-and-harbours/")
    page.get_by_label("Your name").fill("Noor")
    page.get_by_label("Your mail address").fill("noor@example.org")
    page.get_by_label("Your comment").fill("Is there a table for small harbours, too?")
    page.get_by_role("button", name="Send the comment").click()
    page.wait_for_url("**/received")
    paths += [_path(page), _path(page).removesuffix("/received")]
    page.goto("/contact")
    page.get_by_label("Your name").fill("Noor")
    page.get_by_label("Your mail address").fill("noor@example.org")
    page.get_by_label("Your message").fill("Will there be a second part?")
    page.get_by_role("button", name="Send the message").click()
    page.wait_for_url(re.compile("/contact/received"))
    paths.append(_path(page))
    page.goto(f"{own_page}/papers/new")
    page.get_by_label("Title", exact=True).fill("Rivers and towns")
    page.locator("#body").fill(_TEXT.read_text())
    page.get_by_role("button", name="read the text's structure").click()
    page.wait_for_url("**/recognise")
    draft = _path(page).removesuffix("/recognise")
    paths += [f"{draft}{end}" for end in ("", "/recognise", "/preview", "/submit", "/withdraw")]
    page.goto("/call")
    page.get_by_label("Your name").fill("Noor")
    page.get_by_label("Your mail address").fill("noor@example.org")
    page.get_by_role("button", name="Mail me my link").click()
    page.wait_for_url("**/call/sent")
    paths.append(_path(page))
    context.close()
    confirm = mailbox.wait_for_mail(server, "noor@example.org", "comment")
    paths.append(_relative(server, mailbox.link_in(confirm, f"{server.base_url}/comments/mine/")))
    return paths


def _path(page: Page) -> str:
    return re.sub(r"^https?://[^/]+", "", page.url)


def _relative(server: Server, address: str) -> str:
    return address.removeprefix(server.base_url)


@pytest.fixture(scope="module")
def pages(server: Server, organizer: dict[str, Any], written: list[str]) -> Pages:
    """Everything that can be reached, a few of each kind."""
    base = server.base_url
    cookies = cookie_header(organizer)
    public = walking.walk(base, ["/", *_MORE], of_each=2)
    personal = walking.walk(base, written, within="/my/")
    # Pages about signing in ask for the password when it was given more than ten minutes ago.
    walking.post(base, _PROVE, {"password": PASSWORD}, cookies)
    desk = walking.walk(
        base,
        ["/organize/", "/organize/examples/", "/design", _PROVE, _NEW_PASSKEY],
        cookies=cookies,
        within="/organize",
        of_each=1,
    )
    endpoint = walking.endpoints()
    ids = {endpoint(path): path.split("/")[3] for path in desk if path.count("/") > 3}
    more = [f"/organize/papers/{ids['papers.show']}/{end}" for end in ("preview", "recognise")] + [
        f"/organize/preview/webinars/{ids['webinars.show']}/",
        f"/organize/preview/sessions/{ids['organize.session_edit']}/",
        f"/organize/preview/papers/{ids['papers.show']}/",
    ]
    desk |= walking.walk(base, more, cookies=cookies, within="/organize/none")
    return Pages(public, desk, personal)


def test_every_page_was_found(pages):
    endpoint = walking.endpoints()
    found = {endpoint(answer.path) for answer in pages.all()}
    assert walking.routes() - found - _NO_PAGES - _ELSEWHERE == set()


def test_every_link_leads_somewhere(pages):
    wrong = {
        answer.path: answer.status
        for answer in pages.all()
        if answer.status != HTTPStatus.OK and answer.path != "/no-such-page"
    }
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


def test_public_pages_are_the_same_for_everybody(pages, server, organizer):
    """No cookie is set or read: who is signed in gets the same bytes, and caches may know it."""
    cookies = cookie_header(organizer)
    wrong = {}
    for path, answer in pages.public.items():
        if path in ("/sign-in", "/no-such-page"):
            continue
        same = walking.get(server.base_url, path, {"Cookie": cookies})
        # Some words follow the clock, for everybody alike: what a guest gets now counts, too.
        now = walking.get(server.base_url, path)
        problems = [
            words
            for words, is_wrong in [
                ("sets a cookie", answer.headers.get("Set-Cookie") is not None),
                ("varies", "cookie" in (answer.headers.get("Vary") or "").casefold()),
                ("differs for an organizer", same.body not in (answer.body, now.body)),
                ("sets one for an organizer", same.headers.get("Set-Cookie") is not None),
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
