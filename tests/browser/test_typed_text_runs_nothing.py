"""facts/security.md 1, 2, 3, 25: pages full of attacks, opened in Chromium; nothing runs, nothing
is refused by the policy, because nothing of it is there.

The browser asks the application in this process: no server is needed.
"""

from typing import Any

import pytest
from playwright.sync_api import Browser, Route

from tests.security.support import hostile
from tests.security.support.crawl import crawl
from tests.support import people

pytestmark = [pytest.mark.browser, pytest.mark.checklist(1, 2, 3, 25)]
_MOST = 14


def _answer(client: Any, route: Route) -> None:
    asked = route.request
    path = asked.url.removeprefix("http://localhost")
    answer = client.open(path, method=asked.method, headers={"Accept": asked.headers["accept"]})
    headers = {name: value for name, value in answer.headers if name.lower() != "set-cookie"}
    route.fulfill(status=answer.status_code, headers=headers, body=answer.data)
    answer.close()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("who", ["reader", "organizer"])
def test_on_pages_of_all_kinds(app: Any, browser: Browser, page_log: Any, who: str) -> None:
    from webinar.core.journal import SYSTEM
    from webinar.organization.operations import ensure_site

    app.config["LIMITS_OFF"] = True
    with app.app_context():
        ensure_site(by=SYSTEM)
        mine = hostile.fill(app)
    client = app.test_client() if who == "reader" else people.organizer(app)
    found, _ = crawl(client, ("/", *mine) if who == "reader" else ("/organize/",), most=90)
    # One page of each route: those with the most attacks on them.
    rules = app.url_map.bind("localhost")
    pages: dict[str, str] = {}
    for path, page in sorted(found.items(), key=lambda one: -one[1].text.count("Zx")):
        if "Zx" in page.text and page.status == 200:
            pages.setdefault(rules.match(path.partition("?")[0])[0], path)
    assert len(pages) > 8
    with browser.new_context() as context:
        page = context.new_page()
        page_log.watch(page, "localhost")
        ran: list[str] = []
        page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
        page.route("**/*", lambda route: _answer(client, route))
        for path in list(pages.values())[:_MOST]:
            page.goto(f"http://localhost{path}")
            bad = page.evaluate(
                "[...document.querySelectorAll('*')].filter(e => e.localName.startsWith('x-')"
                " || [...e.attributes].some(a => /^on/.test(a.name)"
                " || /^(javascript|data:text)/i.test(a.value.trim()))).map(e => e.outerHTML)"
            )
            assert bad == [], path
        assert ran == []
