"""Fixtures for journeys: a real `webinar serve`, a real Chromium.

`server` is a filled site, on each database in turn, shared by the tests of one
worker; a journey that needs an untouched site takes `empty_server`. Every page
watches its console: an error, a refused script or style, or a request to another
host fails the test, unless `page_log.expect("...")` named it.
"""

import re
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser import arriving, gathering
from tests.support import databases, missing
from tests.support.serving import Server, serving

_FLAGS = [
    "--no-sandbox",  # Chromium refuses to run as root with it
    "--disable-gpu",
    # Painting needs no process of its own: an eighth less work for each page.
    "--in-process-gpu",
    "--disable-software-rasterizer",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--no-first-run",
]
_PATIENCE_MS = 30_000
_FAILED = pytest.StashKey[bool]()
expect.set_options(timeout=_PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")
            item.add_marker("slow")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call":
        item.stash[_FAILED] = report.failed
    return report


def _describe(pages: list[Page]) -> None:
    """Where the browser stood when the test failed: pytest shows it below the traceback."""
    for page in pages:
        words = page.locator("body").inner_text(timeout=2_000)
        print(f"--- {page.url}\n{words[:3000]}")  # noqa: T201


class PageLog:
    """What went wrong in the browser behind the page's back."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self._expected: list[re.Pattern[str]] = []

    def expect(self, pattern: str) -> None:
        """A problem that matches belongs to the journey (an address that is not there, say)."""
        self._expected.append(re.compile(pattern))

    def unexpected(self) -> list[str]:
        return [one for one in self.problems if not any(e.search(one) for e in self._expected)]

    def watch(self, page: Page, host: str) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.problems.append(f"exception: {error}"))
        page.on("request", lambda request: self._request(request.url, host))

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            where = message.location.get("url", "")
            self.problems.append(f"{message.type}: {message.text} ({where})")

    def _request(self, url: str, host: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https") and parts.netloc != host:
            self.problems.append(f"request to another host: {url}")


@pytest.fixture(scope="session", params=databases.KINDS)
def server(request: pytest.FixtureRequest, tmp_path_factory: Any) -> Iterator[Server]:
    """A site with the example programme."""
    missing.find("chromium")
    data = tmp_path_factory.mktemp("site") / "data"
    made = databases.empty(request.param, data / "webinar.sqlite")
    with serving(data, "--with-examples", database_url=made.url) as running:
        yield running
    databases.discard(made)


@pytest.fixture(params=databases.KINDS)
def empty_server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """A site as it is on its first day: nothing in it, nobody signed up."""
    missing.find("chromium")
    made = databases.empty(request.param, tmp_path / "data" / "webinar.sqlite")
    with serving(tmp_path / "data", database_url=made.url) as running:
        yield running
    databases.discard(made)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = missing.find("chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=_FLAGS)
        yield started
        started.close()


@pytest.fixture
def page_log() -> Iterator[PageLog]:
    log = PageLog()
    yield log
    assert log.unexpected() == []


@pytest.fixture
def site(request: pytest.FixtureRequest) -> Server:
    """The server of this test: `empty_server` if it takes that, else `server`."""
    name = "empty_server" if "empty_server" in request.fixturenames else "server"
    running: Server = request.getfixturevalue(name)
    return running


@pytest.fixture
def new_context(
    browser: Browser, page_log: PageLog, request: pytest.FixtureRequest
) -> Iterator[Callable[..., BrowserContext]]:
    """Opens another browser profile: `new_context(color_scheme="dark", ...)` as Playwright's.

    Unless `base_url` is given, addresses are those of the server that the test uses.
    """
    opened = []

    def open_context(**options: Any) -> BrowserContext:
        if "base_url" not in options:
            options["base_url"] = request.getfixturevalue("site").base_url
        host = urlsplit(options["base_url"]).netloc
        made = browser.new_context(
            **{"locale": "en-GB", "viewport": {"width": 1280, "height": 800}, **options}
        )
        made.set_default_timeout(_PATIENCE_MS)
        made.on("page", lambda page: page_log.watch(page, host))
        opened.append(made)
        return made

    yield open_context
    for one in opened:
        if request.node.stash.get(_FAILED, False):
            _describe(one.pages)
        one.close()


@pytest.fixture
def context(new_context: Callable[..., BrowserContext]) -> BrowserContext:
    return new_context()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture(scope="session")
def organizer(server: Server, browser: Browser) -> dict[str, Any]:
    """The cookies of the first organizer of `server`: `new_context(storage_state=organizer)`."""
    return arriving.first_organizer(server, browser)


@pytest.fixture(scope="session")
def own_page(server: Server, browser: Browser) -> str:
    """The path of a speaker's own page on `server`, as the open call mails it."""
    return gathering.own_page(server, browser)


@pytest.fixture
def axe() -> Callable[..., list[str]]:
    """`assert axe(page) == []`: what axe holds against the page as it stands now.

    `axe(page, ["color-contrast"])` asks for these rules alone.
    """

    def violations(page: Page, rules: Sequence[str] = ()) -> list[str]:
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        options: dict[str, Any] = {"resultTypes": ["violations"]}
        if rules:
            options["runOnly"] = list(rules)
        # What passed is long, and nobody reads it here.
        run = "async options => (await axe.run(document, options)).violations"
        found = page.evaluate(run, options)
        return [
            f"{one['id']} ({one['impact']}): {node['html'][:160]} | {node['failureSummary'][:300]}"
            for one in found
            for node in one["nodes"]
        ]

    return violations
