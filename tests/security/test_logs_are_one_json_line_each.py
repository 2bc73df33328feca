"""facts/security.md 77 to 79: each record is one line of JSON and tells no tales."""

import json
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.test import Client

from tests.support import people
from webinar.core import logs
from webinar.core.http import TrustedProxies
from webinar.core.observed import Observed

#: stands in everything that is sent, and nowhere else
MARKER = "Zq7marker"
ADDRESSES = ("192.0.2.77", "2001:db8::7:1:2", "::ffff:10.2.3.4")
MAIL = f"{MARKER}@example.org"
ODD = f'{MARKER}\r\n\x1b[31m\u2028\x00{{"level": "forged"}}'


def _break(site: Any, endpoint: str, failure: Callable[[], Any]) -> None:
    def broken(**_: Any) -> str:
        failure()
        return ""

    broken.policy = lambda **_: True  # type: ignore[attr-defined]
    site.view_functions[endpoint] = broken


@pytest.fixture
def broken(site: Any) -> Iterator[Callable[[str, Callable[[], Any]], None]]:
    views = dict(site.view_functions)
    yield lambda endpoint, failure: _break(site, endpoint, failure)
    site.view_functions.clear()
    site.view_functions.update(views)


def _typed_number() -> None:
    from flask import request

    int(request.form["subject"])


def _same_row_twice() -> None:
    from webinar.accounts.models import Account
    from webinar.core.db import transaction

    for _ in range(2):
        with transaction() as session:
            session.add(Account(name=MARKER, email=MAIL, site_roles=[]))


def _own_words() -> None:
    raise RuntimeError(f"cannot write to <{MAIL}> at {' or '.join(ADDRESSES)}: '{MARKER}'")


@pytest.mark.checklist(77, 78)
@pytest.mark.parametrize("failure", [_typed_number, _same_row_twice, _own_words])
def test_an_error_carries_its_request_and_nothing_that_was_sent(
    site: Any, lines: Any, broken: Any, failure: Callable[[], None]
) -> None:
    broken("conversations.write", failure)
    browser = people.organizer(site)
    browser.set_cookie("other", MARKER)
    answer = browser.post(
        f"/contact?q={MARKER}",
        data={"subject": ODD, "email": MAIL, "message": MARKER},
        headers={"User-Agent": MARKER, "Referer": f"http://localhost/{MARKER}"},
    )
    assert answer.status_code == 500
    (line,) = [one for one in lines() if one["level"] == "error"]
    said = json.dumps(line)
    assert MARKER not in said
    assert not any(address in said for address in ADDRESSES)
    assert line["request_id"] in answer.text
    assert line["timestamp"].endswith("Z")
    assert failure.__name__ in line["exception"], "where it happened"
    assert {"event", "logger", "route"} <= line.keys()


@pytest.mark.checklist(79)
def test_whatever_is_logged_is_one_line(lines: Any) -> None:
    log = logging.getLogger("webinar.test")
    log.warning("about %s", ODD, extra={"name of it": ODD, "thing": object()})
    log.warning("to %s with %s", MAIL, "tokentokentokentoken12.signaturesignature34")
    try:
        raise RuntimeError(ODD) from KeyError(ODD)
    except RuntimeError:
        log.exception("failed")
    about, to, failed = lines()
    assert "forged" not in (about["level"], failed["level"])
    assert to["event"] == "to (address) with (token)"
    assert "KeyError" in failed["exception"]


@pytest.mark.checklist(77, 78)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_one_line_for_each_request(site: Any, filled: dict[str, str], lines: Any) -> None:
    proxies = site.extensions["proxies"]
    ask = Client(Observed(site.wsgi_app, proxies.name, counts=None, logs=True))
    for path in ("/", "/", f"/{MARKER}?{MARKER}", filled["my"]):
        ask.get(path, base_url="http://localhost", headers={"X-Request-ID": MARKER + MARKER})
    found = [line for line in lines() if line["logger"] == "webinar.requests"]
    assert [(line["route"], line["status"]) for line in found] == [
        ("/", 200),
        ("/", 200),
        ("(none)", 404),
        ("/my/<token>", 200),
    ]
    said = json.dumps(found)
    assert MARKER not in said, "nobody may choose the name of a request"
    assert filled["my"].removeprefix("/my/") not in said
    assert len({line["request_id"] for line in found}) == 4


@pytest.mark.parametrize(
    ("peer", "given", "is_taken"),
    [
        ("10.0.0.5", "0123456789abcdef0123456789abcdef", True),
        ("10.0.0.6", "0123456789abcdef0123456789abcdef", False),
        ("10.0.0.5", "short", False),
        ("10.0.0.5", "with\nline-end", False),
        ("10.0.0.5", "x" * 65, False),
        ("10.0.0.5", "a name with spaces", False),
    ],
)
def test_a_trusted_proxy_names_the_request(peer: str, given: str, is_taken: bool) -> None:
    proxies = TrustedProxies(lambda *_: [], ["10.0.0.5"])
    name = proxies.name({"REMOTE_ADDR": peer, "HTTP_X_REQUEST_ID": given})
    assert (name == given) is is_taken
    assert re.fullmatch(r"[A-Za-z0-9_-]{8,64}", name)


@pytest.mark.checklist(78)
def test_a_failed_statement_is_told_without_its_values(site: Any, lines: Any, broken: Any) -> None:
    from webinar.core.db import db

    def ask() -> None:
        db.session.execute(sa.text("SELECT :words FROM no_such_thing"), {"words": MARKER})

    broken("site.home", ask)
    assert site.test_client().get("/", headers={"Cookie": "session=x"}).status_code == 500
    (line,) = [one for one in lines() if one["level"] == "error"]
    assert "SELECT" in line["exception"]
    assert MARKER not in line["exception"]


@pytest.mark.checklist(78)
def test_a_database_that_speaks_another_language_tells_no_values_either() -> None:
    """PostgreSQL calls the line with the row's values what its own language calls it."""
    violation = type("UniqueViolation", (Exception,), {"diag": None})(
        f"la valeur d'une clé dupliquée rompt la contrainte\nDÉTAIL : La clé (email)=({MARKER})"
    )
    both = [violation, sa.exc.IntegrityError("INSERT INTO account", {}, violation)]
    for error in both:
        said = logs.told(error)
        assert MARKER not in said
        assert "la valeur" in said
    assert "INSERT INTO account" in said
    assert "second line" in logs.told(RuntimeError("first line\nsecond line"))
