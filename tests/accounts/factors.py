"""People with a second factor, for tests."""

import re
from typing import Any

import pyotp

from tests.support import people

BASE = "/organize/profile/sign-in"


def set_app_up(client: Any) -> tuple[str, list[str]]:
    """Set an authenticator app up by the pages; its secret, and the recovery codes shown."""
    page = client.get(f"{BASE}/app").text
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page)[1]
    answer = client.post(f"{BASE}/app", data={"secret": secret, "code": pyotp.TOTP(secret).now()})
    assert answer.status_code in (200, 303), answer.text
    return secret, shown_codes(answer.text)


def shown_codes(page: str) -> list[str]:
    return re.findall(r"<li><code>([a-z2-7-]{19})</code></li>", page)


def password(client: Any, email: str = "ada@example.org") -> Any:
    """The first step."""
    return client.post("/sign-in", data={"email": email, "password": people.PASSWORD})


def code(client: Any, typed: str) -> Any:
    """The second step."""
    return client.post("/sign-in/second", data={"code": typed})


def is_in(client: Any) -> bool:
    return bool(client.get("/organize/profile/").status_code == 200)
