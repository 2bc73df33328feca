"""Password or passkey again before what matters, and another mail address (security.md, 59)."""

from datetime import timedelta
from typing import Any

import pytest

from tests.accounts.factors import BASE, is_in, password, set_app_up
from tests.support import people

PROVE = "/organize/profile/prove"
LATER = timedelta(minutes=10, seconds=1)


@pytest.fixture
def ada(app: Any, hashed: str, clock: Any) -> Any:
    return people.signed_in(app, people.make_account(app, password_hash=hashed))


@pytest.mark.checklist(59)
@pytest.mark.parametrize("path", ["app", "passkeys/new", "address"])
def test_an_old_sign_in_is_asked_before_the_page(ada: Any, clock: Any, path: str) -> None:
    assert ada.get(f"{BASE}/{path}").status_code == 200
    clock.shift(LATER)
    answer = ada.get(f"{BASE}/{path}")
    assert answer.status_code == 303
    assert answer.location.startswith(f"{PROVE}?next=")
    wrong = ada.post(PROVE, data={"password": "not it at all", "next": f"{BASE}/{path}"})
    assert wrong.status_code == 422
    assert ada.get(f"{BASE}/{path}").status_code == 303
    right = ada.post(PROVE, data={"password": people.PASSWORD, "next": f"{BASE}/{path}"})
    assert right.location == f"{BASE}/{path}"
    assert ada.get(right.location).status_code == 200


@pytest.mark.checklist(59)
@pytest.mark.parametrize(
    "path",
    ["app", "app/remove", "codes", "passkeys/new", "passkeys/none/remove", "address"],
)
def test_an_old_sign_in_changes_nothing(
    ada: Any, clock: Any, intentions: Any, path: str, valid_html: Any
) -> None:
    clock.shift(LATER)
    before = intentions()
    answer = ada.post(f"{BASE}/{path}", data={"email": "new@example.org", "password": "secret"})
    assert answer.status_code == 401
    assert intentions() == before
    assert 'name="kept.email" value="new@example.org"' in answer.text
    assert "secret" not in answer.text
    valid_html(answer.text)


def test_what_was_typed_goes_on_afterwards(ada: Any, clock: Any) -> None:
    clock.shift(LATER)
    done = ada.post(
        PROVE,
        data={
            "password": people.PASSWORD,
            "next": f"{BASE}/address",
            "kept.email": "new@example.org",
        },
    )
    assert f'action="{BASE}/address"' in done.text
    assert 'name="email" value="new@example.org"' in done.text


def test_taking_a_colleagues_second_factor_away_asks_too(app: Any, clock: Any) -> None:
    admin = people.organizer(app)
    account = people.make_account(app, email="mo@example.org")
    clock.shift(LATER)
    assert admin.post(f"/organize/people/{account}/reset-factors").status_code == 401


def test_guessing_here_is_slow(ada: Any, clock: Any) -> None:
    for _ in range(10):
        ada.post(PROVE, data={"password": "not it at all"})
    assert ada.post(PROVE, data={"password": people.PASSWORD}).status_code == 429


def test_another_address_counts_once_it_is_confirmed(
    app: Any, ada: Any, browser: Any, links_in_mails: Any, valid_html: Any
) -> None:
    valid_html(ada.get(f"{BASE}/address").text)
    assert ada.post(f"{BASE}/address", data={"email": "Byron@Example.org"}).status_code == 303
    [path] = links_in_mails()
    page = browser().get(path)
    assert "byron@example.org" in page.text
    valid_html(page.text)
    assert password(browser()).status_code == 303, "reading the page changes nothing"
    assert browser().post(path).location == "/sign-in"
    assert is_in(ada), "the sign-ins stay"
    assert password(browser()).status_code == 422
    assert password(browser(), "byron@example.org").status_code == 303
    assert browser().post(path).status_code == 404, "once"


def test_both_addresses_hear_of_it(app: Any, ada: Any, browser: Any, links_in_mails: Any) -> None:
    from webinar.core.db import db
    from webinar.core.mail import OutgoingMail

    ada.post(f"{BASE}/address", data={"email": "byron@example.org"})
    browser().post(links_in_mails()[0])
    with app.app_context():
        mails = {(mail.kind, mail.to_address) for mail in db.session.query(OutgoingMail)}
    assert mails == {
        ("accounts/mail/new_address", "byron@example.org"),
        ("accounts/mail/address_changed", "ada@example.org"),
    }


def test_the_link_is_good_for_a_day_and_the_newest_counts(
    ada: Any, browser: Any, links_in_mails: Any, clock: Any
) -> None:
    for name in ("one", "two"):
        ada.post(f"{BASE}/address", data={"email": f"{name}@example.org"})
    old, new = links_in_mails()
    assert browser().get(old).status_code == 404
    assert browser().get(new).status_code == 200
    clock.shift(timedelta(days=1, seconds=1))
    assert browser().post(new).status_code == 404


@pytest.mark.checklist(53)
def test_an_address_that_is_taken_gets_the_same_answer_and_no_mail(
    app: Any, ada: Any, links_in_mails: Any
) -> None:
    people.make_account(app, email="mo@example.org")
    free = ada.post(f"{BASE}/address", data={"email": "no@example.org"})
    taken = ada.post(f"{BASE}/address", data={"email": "mo@example.org"})
    assert (taken.status_code, taken.location) == (free.status_code, free.location)
    assert "is on its way to mo@example.org" in ada.get(f"{BASE}/").text
    [path] = links_in_mails()
    assert path.startswith("/address/")


def test_an_address_that_was_taken_meanwhile_stays_its_owners(
    app: Any, ada: Any, browser: Any, links_in_mails: Any
) -> None:
    ada.post(f"{BASE}/address", data={"email": "mo@example.org"})
    [path] = links_in_mails()
    people.make_account(app, email="mo@example.org")
    assert browser().post(path).status_code == 404


@pytest.mark.checklist(52)
def test_password_links_to_the_old_address_die(
    app: Any, ada: Any, browser: Any, links_in_mails: Any
) -> None:
    from webinar.accounts.operations import send_password_link
    from webinar.accounts.queries import account_by_email
    from webinar.core.journal import SYSTEM

    with app.app_context():
        account = account_by_email("ada@example.org")
        send_password_link(by=SYSTEM, account_id=account.public_id)
    ada.post(f"{BASE}/address", data={"email": "byron@example.org"})
    old, new = links_in_mails()
    browser().post(new)
    assert browser().get(old).status_code == 404


def test_setting_an_app_up_counts_on_a_fresh_sign_in(ada: Any, browser: Any) -> None:
    client = browser()
    password(client)
    set_app_up(client)
    assert not is_in(ada)
