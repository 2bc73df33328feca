"""Limits come before hashing: per address and per account."""

from typing import Any

import pytest

from tests.support import people


def guess(client: Any, email: str) -> int:
    answer = client.post("/sign-in", data={"email": email, "password": "x" * 12})
    return int(answer.status_code)


@pytest.fixture
def no_hashing(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Counts how often a password is looked at, without the cost."""
    from webinar.accounts import passwords

    looked: list[str] = []

    def is_right(password: str, stored: str | None) -> bool:
        looked.append(password)
        return False

    monkeypatch.setattr(passwords, "is_right", is_right)
    return looked


@pytest.mark.checklist(49, 50)
def test_one_account_is_guessed_ten_times_and_then_not_looked_at(
    app: Any, browser: Any, no_hashing: list[str], clock: Any
) -> None:
    people.make_account(app)
    client = browser()
    assert [guess(client, "ada@example.org") for _ in range(10)] == [422] * 10
    refused = client.post("/sign-in", data={"email": "ada@example.org", "password": "x" * 12})
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert len(no_hashing) == 10
    assert guess(client, "bob@example.org") == 422


def test_the_account_is_counted_from_any_address(
    app: Any, browser: Any, no_hashing: list[str], clock: Any
) -> None:
    for number in range(10):
        client = browser()
        client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
        assert guess(client, "ada@example.org") == 422
    client.environ_base["REMOTE_ADDR"] = "192.0.2.99"
    assert guess(client, "ADA@example.org") == 429


def test_one_address_guesses_thirty_times_whatever_the_account(
    app: Any, browser: Any, no_hashing: list[str], clock: Any
) -> None:
    client = browser()
    assert {guess(client, f"p{number}@example.org") for number in range(30)} == {422}
    assert guess(client, "another@example.org") == 429


@pytest.mark.checklist(69)
def test_a_made_up_forwarded_address_changes_nothing(
    app: Any, browser: Any, no_hashing: list[str], clock: Any
) -> None:
    client = browser()
    for number in range(10):
        client.environ_base["HTTP_X_FORWARDED_FOR"] = f"198.51.100.{number}"
        guess(client, "ada@example.org")
    assert guess(client, "ada@example.org") == 429


def test_after_a_minute_one_more_try(
    app: Any, browser: Any, no_hashing: list[str], clock: Any
) -> None:
    from datetime import timedelta

    client = browser()
    for _ in range(11):
        guess(client, "ada@example.org")
    clock.shift(timedelta(seconds=61))
    assert guess(client, "ada@example.org") == 422
    assert guess(client, "ada@example.org") == 429


@pytest.mark.checklist(49, 53)
def test_an_unknown_address_is_hashed_like_a_known_one(app: Any, hashed: str) -> None:
    """What takes the time is done either way."""
    from unittest.mock import patch

    from webinar.accounts import passwords

    with app.app_context(), patch.object(passwords, "verify_password", return_value=True) as looked:
        assert passwords.is_right("whatever it is", hashed)
        assert not passwords.is_right("whatever it is", None)
        assert looked.call_count == 2
        assert looked.call_args.args[1].startswith("$argon2id$")


@pytest.mark.checklist(50)
def test_strangers_do_not_keep_the_owner_out(app: Any, browser: Any, hashed: str) -> None:
    """The browser in which the owner signed in before has attempts of its own, and ten of them."""
    people.make_account(app, password_hash=hashed)
    mine, right = browser(), {"email": "ada@example.org", "password": people.PASSWORD}
    assert mine.post("/sign-in", data=right).status_code == 303
    mine.post("/sign-out")
    for number in range(12):
        stranger = browser()
        stranger.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
        last = guess(stranger, "ada@example.org")
    assert last == 429
    cookie = mine.get_cookie("browser")
    assert cookie.http_only
    assert "ada" not in cookie.value
    # Neither a made-up cookie nor that of another account opens the way.
    for value in ("x.y", "", ".", cookie.value[:-1] + ("a" if cookie.value[-1] != "a" else "b")):
        stranger.set_cookie("browser", value)
        assert guess(stranger, "ada@example.org") == 429
    assert mine.post("/sign-in", data=right).status_code == 303
    mine.post("/sign-out")
    codes = [guess(mine, "ada@example.org") for _ in range(12)]
    assert 422 in codes
    assert codes[-1] == 429
