"""How the first organizer comes into a new site."""

from typing import Any

from playwright.sync_api import Browser

from tests.support.people import PASSWORD
from tests.support.serving import Server

_PATIENCE_MS = 30_000


def first_organizer(server: Server, browser: Browser) -> dict[str, Any]:
    """Take the printed link; the browser's state, for `new_context(storage_state=...)`."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(_PATIENCE_MS)
    page.goto(server.first_organizer_link())
    page.get_by_label("Your name").fill("Ada Organizer")
    page.get_by_label("Mail address").fill("ada@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    page.wait_for_url("**/organize/")
    state: dict[str, Any] = dict(context.storage_state())
    context.close()
    return state


def cookie_header(state: dict[str, Any]) -> str:
    """What that browser sends as Cookie."""
    return "; ".join(f"{one['name']}={one['value']}" for one in state["cookies"])
