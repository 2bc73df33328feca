"""Titles of 200 characters, words wider than a phone, names of any script: no page breaks."""

import itertools
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import arriving, walking
from tests.browser.measuring import too_wide
from tests.support import extremes, missing
from tests.support.serving import Server, serving

pytestmark = pytest.mark.timeout(300)
_SESSIONS = 24


@pytest.fixture(scope="module")
def extreme_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    missing.find("chromium")
    data = tmp_path_factory.mktemp("extremes") / "data"
    extremes.make(data, _SESSIONS)
    with serving(data) as running:
        yield running


def test_nothing_scrolls_sideways(extreme_server: Server, browser: Browser) -> None:
    state = arriving.first_organizer(extreme_server, browser)
    base = extreme_server.base_url
    pages = walking.walk(base, ["/", "/search?q=the"], of_each=2)
    pages |= walking.walk(
        base,
        ["/organize/"],
        cookies=arriving.cookie_header(state),
        within="/organize",
        of_each=1,
    )
    context = browser.new_context(base_url=base, storage_state=state)
    page = context.new_page()
    wrong = {}
    for path in (path for path, answer in pages.items() if answer.is_page):
        page.goto(path)
        for width, direction in itertools.product((320, 768, 1280), ("ltr", "rtl")):
            page.set_viewport_size({"width": width, "height": 640})
            page.evaluate("dir => { document.documentElement.dir = dir }", direction)
            if found := too_wide(page):
                wrong[path, width, direction] = found
    context.close()
    assert wrong == {}
