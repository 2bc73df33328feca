"""facts/security.md 49: while many sign in or guess, few hashes are made and pages go on coming."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from werkzeug.test import Client

from tests.support import people
from webinar.accounts import passwords
from webinar.core.turns import Turns

pytestmark = pytest.mark.checklist(49)
_WAIT = 20


class Hashing:
    """Stands for argon2: each hash lasts until it is let go on."""

    def __init__(self) -> None:
        self.goes_on, self.begun = threading.Event(), threading.Semaphore(0)
        self.lock, self.now, self.most, self.done = threading.Lock(), 0, 0, 0

    def verify(self, _password: str, _stored: str) -> bool:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        self.begun.release()
        assert self.goes_on.wait(_WAIT)
        with self.lock:
            self.now -= 1
            self.done += 1
        return False


@pytest.fixture
def hashing(monkeypatch: pytest.MonkeyPatch) -> Any:
    found = Hashing()
    monkeypatch.setattr(passwords, "verify_password", found.verify)
    monkeypatch.setattr(passwords, "_nobodys_hash", lambda: "x")
    yield found
    found.goes_on.set()


def sign_in(site: Any, number: int) -> Any:
    return Client(site).post(
        "/sign-in",
        data={"email": f"p{number}@example.org", "password": "wrong words"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )


def test_few_hashes_and_the_turns_for_others(app: Any, hashing: Hashing) -> None:
    """Twelve sign-ins, one turn: one hash at a time, and a page in between."""
    people.make_account(app, email="p3@example.org", password_hash="y")
    # As in a server, where the threads are many and the turns few.
    site = Turns(app.wsgi_app, 1, [])
    with ThreadPoolExecutor(12) as threads:
        tries = [threads.submit(sign_in, site, number) for number in range(12)]
        assert hashing.begun.acquire(timeout=_WAIT)
        assert Client(site).get("/call").status_code == 200
        assert not any(one.done() for one in tries)
        hashing.goes_on.set()
        assert {one.result(_WAIT).status_code for one in tries} == {422}
    assert (hashing.most, hashing.done) == (passwords._AT_ONCE, 12)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_who_waits_too_long_is_told_when_to_come_back(
    app: Any, hashing: Hashing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "_PATIENCE", 0.1)
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(sign_in, app, 1)
        assert hashing.begun.acquire(timeout=_WAIT)
        second = sign_in(app, 2)
        assert second.status_code == 429
        assert int(second.headers["Retry-After"]) == passwords._COME_BACK
        hashing.goes_on.set()
        assert first.result(_WAIT).status_code == 422
    assert sign_in(app, 3).status_code == 422, "the place was given back"
