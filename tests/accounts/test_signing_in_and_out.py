"""Sign-in: the way in, the way out, and that a cookie opens nothing after that."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.support import people


def sign_in(
    client: Any, email: str = "ada@example.org", password: str = people.PASSWORD, **more: str
) -> Any:
    return client.post("/sign-in", data={"email": email, "password": password, **more})


def without_token(page: str) -> str:
    """Without what is drawn by lot each time: the form's token and the passkey's question."""
    page = re.sub(r'name="(csrf_token|question)" value="[^"]+"', "", page)
    return re.sub(r"challenge&#34;: &#34;[\w-]+", "", page)


def cookies_of(client: Any) -> str:
    cookie = client.get_cookie("session")
    return cookie.value if cookie else ""


def test_address_and_password_open_the_desk(
    app: Any, browser: Callable[[], Any], hashed: str
) -> None:
    people.make_account(app, password_hash=hashed)
    client = browser()
    answer = sign_in(client, email="  ADA@example.org ")
    assert answer.status_code == 303
    assert answer.location == "/organize/"
    assert client.get("/organize/people/").status_code == 200


@pytest.mark.checklist(53)
def test_unknown_address_and_wrong_password_get_the_same_answer(
    app: Any, browser: Callable[[], Any], hashed: str
) -> None:
    people.make_account(app, password_hash=hashed)
    wrong = sign_in(browser(), password="something else entirely")
    unknown = sign_in(browser(), email="bob@example.org", password="something else entirely")
    assert wrong.status_code == unknown.status_code == 422
    assert b"do not belong together" in wrong.data
    assert without_token(wrong.text).replace("ada@", "bob@") == without_token(unknown.text)


def test_an_account_that_is_off_or_only_invited_stays_out(
    app: Any, browser: Callable[[], Any], hashed: str
) -> None:
    from webinar.accounts.models import Account
    from webinar.core.db import transaction

    people.make_account(app, password_hash=hashed)
    with app.app_context(), transaction() as session:
        session.query(Account).one().is_active = False
    assert sign_in(browser()).status_code == 422
    with app.app_context(), transaction() as session:
        account = session.query(Account).one()
        account.is_active, account.confirmed_at = True, None
    assert sign_in(browser()).status_code == 422


@pytest.mark.checklist(55)
def test_signing_out_kills_the_sign_in_on_the_server(
    app: Any, browser: Callable[[], Any], hashed: str
) -> None:
    people.make_account(app, password_hash=hashed)
    client, thief = browser(), browser()
    sign_in(client)
    thief.set_cookie("session", cookies_of(client))
    assert thief.get("/organize/people/").status_code == 200
    assert client.post("/sign-out").status_code == 303
    assert client.get("/organize/people/").status_code == 302
    assert thief.get("/organize/people/").status_code == 302


@pytest.mark.checklist(30, 31)
def test_signing_out_by_get_is_not_possible(app: Any, browser: Callable[[], Any]) -> None:
    client = people.organizer(app)
    assert client.get("/sign-out").status_code == 405
    assert client.get("/organize/people/").status_code == 200


@pytest.mark.checklist(54)
def test_each_sign_in_is_a_new_session(app: Any, browser: Callable[[], Any], hashed: str) -> None:
    from webinar.accounts.models import AccountSession
    from webinar.core.db import db

    people.make_account(app, password_hash=hashed)
    client = browser()
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
    sign_in(client)
    with client.session_transaction() as cookie:
        assert "planted" not in cookie
    sign_in(browser())
    with app.app_context():
        assert db.session.query(AccountSession).count() == 2


@pytest.mark.checklist(56)
def test_a_sign_in_ends_by_itself(
    app: Any, browser: Callable[[], Any], hashed: str, clock: Any
) -> None:
    from datetime import timedelta

    people.make_account(app, password_hash=hashed)
    client = browser()
    sign_in(client)
    for _ in range(2):
        # Used every week, it lasts for two.
        clock.shift(timedelta(days=6, hours=12))
        assert client.get("/organize/people/").status_code == 200
    clock.shift(timedelta(days=1, minutes=1))
    assert client.get("/organize/people/").status_code == 302


def test_a_guest_is_asked_to_sign_in_and_comes_back(
    app: Any, browser: Callable[[], Any], hashed: str
) -> None:
    people.make_account(app, password_hash=hashed)
    client = browser()
    asked = client.get("/organize/journal/?actor=Ada")
    assert asked.status_code == 302
    assert asked.location == "/sign-in?next=/organize/journal/?actor%3DAda"
    form = client.get(asked.location)
    assert 'value="/organize/journal/?actor=Ada"' in form.text
    answer = sign_in(client, next="/organize/journal/?actor=Ada")
    assert answer.location == "/organize/journal/?actor=Ada"


@pytest.mark.checklist(34)
def test_next_never_leads_elsewhere(app: Any, browser: Callable[[], Any], hashed: str) -> None:
    people.make_account(app, password_hash=hashed)
    for target in (
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/%5cevil.example",
        "javascript:alert(1)",
    ):
        assert sign_in(browser(), next=target).location == "/organize/"


@pytest.mark.checklist(30)
def test_a_form_from_another_site_signs_nobody_in(app: Any, hashed: str) -> None:
    people.make_account(app, password_hash=hashed)
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "cross-site"
    assert sign_in(client).status_code == 403


def test_without_browser_headers_the_token_of_the_form_decides(app: Any, hashed: str) -> None:
    people.make_account(app, password_hash=hashed)
    client = app.test_client()
    assert sign_in(client).status_code == 403
    page = client.get("/sign-in").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    assert sign_in(client, csrf_token=token.group(1)).status_code == 303


def test_what_was_typed_survives_an_expired_sign_in(
    app: Any, browser: Callable[[], Any], hashed: str
) -> None:
    """Asks again, then offers to send the same form once more."""
    people.make_account(app, password_hash=hashed)
    client = browser()
    asked = client.post(
        "/organize/people/invite", data={"email": "eve@example.org", "roles": "moderator"}
    )
    assert asked.status_code == 401
    assert 'name="kept.email" value="eve@example.org"' in asked.text
    assert 'name="next" type="hidden" value="/organize/people/invite"' in asked.text
    again = sign_in(
        client,
        next="/organize/people/invite",
        **{"kept.email": "eve@example.org", "kept.roles": "moderator"},
    )
    assert again.status_code == 200
    assert 'action="/organize/people/invite"' in again.text
    assert 'name="email" value="eve@example.org"' in again.text
    assert 'name="roles" value="moderator"' in again.text


@pytest.mark.checklist(24)
def test_cookies_are_for_this_host_alone_under_https(settings: Any) -> None:
    import dataclasses

    from tests.support.databases import close
    from webinar.app import create_app

    app = create_app(dataclasses.replace(settings, base_url="https://localhost"))
    try:
        people.make_account(app, password_hash=None)
        answer = app.test_client().get("/sign-in", base_url="https://localhost")
        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith("__Host-session=")
        for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
            assert part in cookie
        assert "Domain" not in cookie
    finally:
        close(app)


@pytest.mark.checklist(36)
def test_private_pages_are_kept_by_no_cache(app: Any, browser: Callable[[], Any]) -> None:
    assert browser().get("/sign-in").headers["Cache-Control"] == "no-store"
    assert people.organizer(app).get("/organize/profile/").headers["Cache-Control"] == "no-store"
