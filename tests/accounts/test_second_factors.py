"""The second factor: set up, asked for after the password, good once (facts/security.md, 51)."""

from datetime import timedelta
from typing import Any

import pyotp
import pytest

from tests.accounts import factors
from tests.accounts.factors import BASE, code, is_in, password, set_app_up
from tests.support import people


@pytest.fixture
def ada(app: Any, hashed: str, clock: Any) -> Any:
    """A browser in which Ada is signed in; she has a password."""
    return people.signed_in(app, people.make_account(app, password_hash=hashed))


def test_the_page_shows_the_secret_as_picture_and_text(ada: Any, valid_html: Any) -> None:
    page = ada.get(f"{BASE}/app").text
    assert 'src="data:image/svg+xml' in page
    assert "otpauth://totp/" in page
    valid_html(page)
    valid_html(ada.get(f"{BASE}/").text)


def test_an_app_is_asked_for_from_then_on(ada: Any, browser: Any, clock: Any) -> None:
    secret, _ = set_app_up(ada)
    clock.shift(timedelta(seconds=30))
    client = browser()
    asked = password(client)
    assert asked.status_code == 200
    assert "Six digits" in asked.text
    assert not is_in(client), "the password alone opens nothing"
    assert code(client, "123456").status_code == 422
    assert not is_in(client)
    assert code(client, pyotp.TOTP(secret).now()).location == "/organize/"
    assert is_in(client)


def test_a_wrong_code_sets_nothing_up(ada: Any, browser: Any, clock: Any) -> None:
    secret = pyotp.random_base32()
    long_ago = pyotp.TOTP(secret).at(0)
    answer = ada.post(f"{BASE}/app", data={"secret": secret, "code": long_ago})
    assert answer.status_code == 422
    assert secret in answer.text, "the app need not read another picture"
    assert password(browser()).status_code == 303


@pytest.mark.checklist(51)
def test_each_code_is_accepted_once(ada: Any, browser: Any, clock: Any) -> None:
    secret, _ = set_app_up(ada)
    first, second = browser(), browser()
    password(first)
    assert code(first, pyotp.TOTP(secret).now()).status_code == 422, "it set the app up already"
    clock.shift(timedelta(seconds=30))
    now = pyotp.TOTP(secret).now()
    assert code(first, now).status_code == 303
    password(second)
    assert code(second, now).status_code == 422
    assert not is_in(second)


@pytest.mark.parametrize(("steps", "status"), [(-2, 422), (-1, 303), (0, 303), (1, 303), (2, 422)])
def test_a_clock_may_be_half_a_minute_off(
    ada: Any, browser: Any, clock: Any, steps: int, status: int
) -> None:
    from webinar.core import clock as our_clock

    secret, _ = set_app_up(ada)
    clock.shift(timedelta(minutes=5))
    client = browser()
    password(client)
    theirs = our_clock.now() + timedelta(seconds=30 * steps)
    assert code(client, pyotp.TOTP(secret).at(theirs)).status_code == status


def test_recovery_codes_open_once_each(ada: Any, browser: Any, clock: Any) -> None:
    _, codes = set_app_up(ada)
    assert len(set(codes)) == 10
    client, again = browser(), browser()
    password(client)
    assert code(client, codes[0].upper().replace("-", " ")).status_code == 303
    assert "9 are left" in client.get("/organize/profile/").text
    password(again)
    assert code(again, codes[0]).status_code == 422
    assert code(again, codes[1]).status_code == 303


def test_new_recovery_codes_replace_the_old(ada: Any, browser: Any, valid_html: Any) -> None:
    _, old = set_app_up(ada)
    answer = ada.post(f"{BASE}/codes")
    new = factors.shown_codes(answer.text)
    assert len(new) == 10
    assert 'download="recovery-codes.txt"' in answer.text
    assert all(one in answer.text.split("data:text/plain")[1] for one in new)
    valid_html(answer.text)
    assert new[0] not in ada.get(f"{BASE}/").text, "shown once"
    client = browser()
    password(client)
    assert code(client, old[0]).status_code == 422
    assert code(client, new[0]).status_code == 303


@pytest.mark.checklist(51)
def test_codes_are_kept_as_hashes(app: Any, ada: Any) -> None:
    from webinar.accounts.models import RecoveryCode
    from webinar.core.db import db

    _, codes = set_app_up(ada)
    with app.app_context():
        kept = {row.code_hash for row in db.session.query(RecoveryCode)}
    assert len(kept) == 10
    assert not kept & set(codes)
    assert all(len(one) == 64 for one in kept)


def test_the_journal_holds_no_secret(app: Any, ada: Any) -> None:
    from webinar.core.db import db
    from webinar.core.journal import JournalEntry

    secret, codes = set_app_up(ada)
    with app.app_context():
        entries = db.session.query(JournalEntry).all()
        text = repr([(one.intention, one.object_title, one.changes) for one in entries])
    assert "accounts.set_app" in text
    assert not any(word in text for word in (secret, *codes))


@pytest.mark.checklist(57)
def test_a_second_factor_ends_the_other_sign_ins(app: Any, ada: Any, browser: Any) -> None:
    other = browser()
    password(other)
    assert is_in(other)
    set_app_up(ada)
    assert is_in(ada)
    assert not is_in(other)


def test_without_the_app_nothing_is_asked(ada: Any, browser: Any) -> None:
    _, codes = set_app_up(ada)
    assert ada.post(f"{BASE}/app/remove").status_code == 303
    assert password(browser()).status_code == 303
    set_app_up(ada)
    client = browser()
    password(client)
    assert code(client, codes[0]).status_code == 422, "codes of an earlier app went with it"


@pytest.mark.checklist(50)
def test_guessing_codes_is_slow(ada: Any, browser: Any, clock: Any) -> None:
    set_app_up(ada)
    client = browser()
    password(client)
    assert {code(client, f"{number:06}").status_code for number in range(10)} == {422}
    assert code(client, "000010").status_code == 429


@pytest.mark.checklist(20)
def test_the_second_step_does_not_wait_for_ever(ada: Any, browser: Any, clock: Any) -> None:
    secret, _ = set_app_up(ada)
    client = browser()
    password(client)
    clock.shift(timedelta(minutes=10, seconds=1))
    late = code(client, pyotp.TOTP(secret).now())
    assert late.status_code == 422
    assert "Begin again" in late.text
    assert not is_in(client)
    assert code(browser(), pyotp.TOTP(secret).now()).status_code == 422, "without a password"


def test_what_was_typed_survives_both_steps(ada: Any, browser: Any, clock: Any) -> None:
    secret, _ = set_app_up(ada)
    clock.shift(timedelta(seconds=30))
    client = browser()
    kept = {"kept.name": "Ada Byron", "next": "/organize/profile/"}
    asked = client.post(
        "/sign-in", data={"email": "ada@example.org", "password": people.PASSWORD, **kept}
    )
    assert 'name="kept.name" value="Ada Byron"' in asked.text
    done = client.post("/sign-in/second", data={"code": pyotp.TOTP(secret).now(), **kept})
    assert 'name="name" value="Ada Byron"' in done.text
    assert 'action="/organize/profile/"' in done.text


@pytest.mark.checklist(52)
def test_a_new_password_does_not_stand_in_for_the_second_factor(
    app: Any, ada: Any, browser: Any, links_in_mails: Any, clock: Any
) -> None:
    """facts/security.md, 52."""
    from webinar.accounts.operations import send_password_link
    from webinar.accounts.queries import account_by_email
    from webinar.core.journal import SYSTEM

    secret, _ = set_app_up(ada)
    clock.shift(timedelta(seconds=30))
    half_way = browser()
    password(half_way)
    with app.app_context():
        account = account_by_email("ada@example.org")
        send_password_link(by=SYSTEM, account_id=account.public_id)
    [path] = links_in_mails()
    client = browser()
    asked = client.post(path, data={"password": "geese over the marsh"})
    assert "Six digits" in asked.text
    assert not is_in(client)
    now = pyotp.TOTP(secret).now()
    assert code(half_way, now).status_code == 422, "the old password was half of the way only"
    assert code(client, now).status_code == 303
    assert is_in(client)


def test_a_stranger_with_an_account_removes_nothing_of_others(app: Any, ada: Any) -> None:
    from tests.support.world import BY
    from webinar.accounts import factor_operations
    from webinar.accounts.models import Passkey
    from webinar.accounts.passkeys import NewPasskey
    from webinar.accounts.queries import account_by_email
    from webinar.core.db import db

    with app.app_context():
        account = account_by_email("ada@example.org")
        factor_operations.add_passkey(
            by=BY,
            account_id=account.public_id,
            name="Telephone",
            key=NewPasskey("id", b"key", 0),
            keep="",
        )
        key_id = db.session.query(Passkey).one().public_id
    people.stranger(app).post(f"{BASE}/passkeys/{key_id}/remove")
    with app.app_context():
        assert db.session.query(Passkey).count() == 1
