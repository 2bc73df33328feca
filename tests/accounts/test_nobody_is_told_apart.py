"""Unknown, wrong, disabled and invited take the same time and get the same answer (no. 53)."""

import statistics
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support import people

pytestmark = pytest.mark.checklist(53)

_ROUNDS = 12
#: medians may differ by so much of the slower; a skipped hash makes it nine tenths
_APART = 0.35


@pytest.fixture
def hashed(app: Any) -> Iterator[str]:
    """The hash of people.PASSWORD, with all its work, as every hash in these tests."""
    from webinar.accounts import passwords

    with people.hashing_as_people_do(app):
        with app.app_context():
            made = passwords.make_hash(people.PASSWORD)
        yield made


@pytest.fixture
def addresses(app: Any, hashed: str) -> list[str]:
    """One account of each kind, and an address without one."""
    from webinar.accounts.models import Account
    from webinar.core.db import transaction

    for name in ("right", "disabled", "invited", "protected"):
        people.make_account(app, email=f"{name}@example.org", password_hash=hashed)
    with app.app_context(), transaction() as session:
        by_email = {row.email: row for row in session.query(Account)}
        by_email["disabled@example.org"].is_active = False
        by_email["invited@example.org"].confirmed_at = None
        by_email["invited@example.org"].password = None
    _with_app(app, "protected@example.org")
    return [
        f"{name}@example.org" for name in ("right", "disabled", "invited", "protected", "unknown")
    ]


def _with_app(app: Any, email: str) -> None:
    from webinar.accounts import factor_operations
    from webinar.accounts.factors import AppCode
    from webinar.accounts.queries import account_by_email
    from webinar.core.journal import SYSTEM

    with app.app_context():
        factor_operations.set_app(
            by=SYSTEM,
            account_id=account_by_email(email).public_id,
            secret="A" * 32,
            code=AppCode(1),
            code_hashes=[],
            keep="",
        )


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_wrong_password_takes_the_same_time_whoever_it_is(
    app: Any, browser: Any, addresses: list[str]
) -> None:
    """What is measured is the hash, which no database makes."""
    app.config["LIMITS_OFF"] = True
    client = browser()
    took: dict[str, list[float]] = {email: [] for email in addresses}
    for number in range(_ROUNDS + 1):
        for email in addresses:
            began = time.perf_counter()
            answer = client.post("/sign-in", data={"email": email, "password": "not it at all"})
            if number:  # the first round makes nobody's hash
                took[email].append(time.perf_counter() - began)
            assert answer.status_code == 422
    medians = {email: statistics.median(times) for email, times in took.items()}
    fastest, slowest = min(medians.values()), max(medians.values())
    assert fastest > slowest * (1 - _APART), medians


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_second_factor_shows_itself_after_the_right_password_only(
    browser: Any, addresses: list[str]
) -> None:
    answer = browser().post(
        "/sign-in", data={"email": "protected@example.org", "password": "not it at all"}
    )
    assert "do not belong together" in answer.text
    assert "One more step" not in answer.text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_passkey_of_nobody_and_of_a_disabled_account_get_the_same_answer(
    app: Any, browser: Any, addresses: list[str]
) -> None:
    from webinar.accounts import factor_operations
    from webinar.accounts.passkeys import NewPasskey
    from webinar.accounts.queries import account_by_email
    from webinar.core.journal import SYSTEM

    with app.app_context():
        factor_operations.add_passkey(
            by=SYSTEM,
            account_id=account_by_email("disabled@example.org").public_id,
            name="Key",
            key=NewPasskey("a2V5", b"key", 0),
            keep="",
        )
    pages = [
        browser().post("/sign-in/passkey", data={"passkey": answer, "question": "x.1.y"})
        for answer in ('{"id": "a2V5"}', '{"id": "bm9uZQ"}', "[]", "nothing", '{"id": []}', "")
    ]
    assert {page.status_code for page in pages} == {422}
    assert all("opens nothing here" in page.text for page in pages)
