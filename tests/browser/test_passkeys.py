"""A passkey in a real browser: made, asked for after the password, and enough by itself.

Chromium's own virtual authenticator answers (WebDriver extension of WebAuthn, by CDP).
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import arriving
from tests.support import databases, missing
from tests.support.people import PASSWORD
from tests.support.serving import Server, serving

pytestmark = pytest.mark.checklist(51)

_PAGE = "/organize/profile/sign-in/"
#: what a browser says about a form of our own page
_SAME = {"Sec-Fetch-Site": "same-origin"}
#: only what is used up depends on the database
_ON_ONE = pytest.mark.parametrize("site", ["sqlite"], indirect=True)


@pytest.fixture(params=databases.KINDS)
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """An empty site that is called localhost."""
    missing.find("chromium")
    made = databases.empty(request.param, tmp_path / "data" / "webinar.sqlite")
    with serving(tmp_path / "data", database_url=made.url, name="localhost") as running:
        yield running
    databases.discard(made)


@pytest.fixture
def page(site: Server, browser: Browser, new_context: Callable[..., BrowserContext]) -> Page:
    """The first organizer's browser."""
    state = arriving.first_organizer(site, browser)
    return new_context(storage_state=state).new_page()


class Authenticator:
    """The device: a finger that is recognised, or not."""

    def __init__(self, page: Page) -> None:
        self._cdp = page.context.new_cdp_session(page)
        self._cdp.send("WebAuthn.enable")
        self._id = self._cdp.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )["authenticatorId"]

    def recognises(self, is_right: bool) -> None:
        self._cdp.send(
            "WebAuthn.setUserVerified",
            {"authenticatorId": self._id, "isUserVerified": is_right},
        )

    def keys(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._cdp.send(
            "WebAuthn.getCredentials", {"authenticatorId": self._id}
        )["credentials"]
        return found


def _make(page: Page, name: str) -> None:
    page.goto(_PAGE)
    page.get_by_role("link", name="Make a passkey").click()
    page.get_by_label("Name of the passkey").fill(name)
    page.get_by_role("button", name="Make the passkey").click()
    page.wait_for_url(f"**{_PAGE}")
    expect(page.get_by_role("rowheader", name=name)).to_be_visible()


def _sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.goto("/sign-in")


@_ON_ONE
def test_a_passkey_is_the_second_factor_and_the_only_one(page: Page, page_log: Any) -> None:
    page_log.expect("422")
    device = Authenticator(page)
    _make(page, "Telephone")
    assert len(device.keys()) == 1
    expect(page.get_by_text("You have no recovery codes")).to_be_visible()

    _sign_out(page)
    page.get_by_label("Mail address").fill("ada@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    page.get_by_role("button", name="Go on with a passkey").click()
    page.wait_for_url("**/organize/")

    _sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/organize/")

    _sign_out(page)
    device.recognises(False)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("The browser gave no passkey")).to_be_visible()


def test_an_answer_is_good_once(page: Page, page_log: Any) -> None:
    page_log.expect("422")
    Authenticator(page)
    _make(page, "Telephone")
    _sign_out(page)
    sent: list[Any] = []
    page.on("request", lambda one: sent.append(one) if one.method == "POST" else None)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/organize/")
    form = sent[-1].post_data_json
    assert "signature" in form["passkey"]
    _sign_out(page)
    again = page.request.post("/sign-in/passkey", form=form, headers=_SAME)
    assert again.status == 422
    assert "opens nothing here" in again.text()
    page.goto("/organize/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


@_ON_ONE
def test_passkeys_are_several_and_go_one_by_one(page: Page) -> None:
    first = Authenticator(page)
    _make(page, "Telephone")
    with_second = page.context.new_page()
    Authenticator(with_second)
    _make(with_second, "Key on the ring")
    assert len(first.keys()) == 1
    page.goto(_PAGE)
    page.get_by_role("button", name="Remove Telephone").click()
    expect(page.get_by_text("The passkey is forgotten here")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Telephone")).to_have_count(0)
    expect(page.get_by_role("rowheader", name="Key on the ring")).to_be_visible()


@_ON_ONE
def test_the_steps_stand_without_scripts_and_axe_finds_nothing(
    page: Page, new_context: Callable[..., BrowserContext], axe: Any
) -> None:
    Authenticator(page)
    _make(page, "Telephone")
    page.get_by_role("button", name="Make ten new codes").click()
    assert axe(page) == []
    code = page.locator("main li code").first.inner_text()
    page.goto(_PAGE)
    assert axe(page) == []

    plain = new_context(java_script_enabled=False).new_page()
    plain.goto("/sign-in")
    expect(plain.get_by_role("button", name="Sign in with a passkey")).to_have_count(0)
    plain.get_by_label("Mail address").fill("ada@example.org")
    plain.get_by_label("Password").fill(PASSWORD)
    plain.get_by_role("button", name="Sign in").click()
    plain.get_by_label("Code").fill(code)
    plain.get_by_role("button", name="Go on").click()
    plain.wait_for_url("**/organize/")
    plain.goto(f"{_PAGE}passkeys/new")
    expect(plain.get_by_text("runs no scripts")).to_be_visible()
