"""facts/security.md 77, 78: sign-ins, refusals and failures are lines that can be counted."""

import io
import json
from typing import Any

import pyotp
import pytest

from tests.support import people

SECRET = "JBSWY3DPEHPK3PXP" * 2
#: stands in no line: what is sent, and where it comes from
UNSAID = ("ada@", "example.org", "Ada", "192.0.2.9", people.PASSWORD, "Zq7marker", SECRET)
_OF_A_REQUEST = {"request_id", "route", "method", "from"}


@pytest.fixture
def noted(lines: Any) -> Any:
    """The lines of the security log since the last call: (what, result), and the lines."""
    seen = 0

    def read() -> tuple[list[tuple[str, str]], list[dict[str, Any]]]:
        nonlocal seen
        found = [one for one in lines() if one["logger"] == "webinar.security"]
        new, seen = found[seen:], len(found)
        said = json.dumps(new)
        assert not [one for one in UNSAID if one in said]
        for one in new:
            assert one["timestamp"].endswith("Z")
            assert one.keys() >= {"who", "about", "level"}
            # What a command does has no request.
            assert one["event"] == "accounts.set_app" or one.keys() >= _OF_A_REQUEST
        return [(one["event"], one["result"]) for one in new], new

    return read


@pytest.fixture
def ada(site: Any) -> str:
    from webinar.accounts import passwords

    with site.app_context():
        return people.make_account(site, password_hash=passwords.make_hash(people.PASSWORD))


@pytest.mark.checklist(77)
def test_sign_ins_second_factors_and_what_changes_them(
    site: Any, guest: Any, ada: str, noted: Any
) -> None:
    from webinar.accounts.factor_operations import set_app
    from webinar.accounts.factors import AppCode
    from webinar.core.journal import SYSTEM

    guest.environ_base["REMOTE_ADDR"] = "192.0.2.9"
    form = {"email": "ada@example.org", "password": "Zq7marker-wrong"}
    guest.post("/sign-in", data=form)
    guest.post("/sign-in", data={**form, "email": "nobody@example.org"})
    what, (known, unknown) = noted()
    assert what == [("password", "refused")] * 2
    assert (known["about"], unknown["about"]) == (ada, ""), "who tried is found by the address"
    assert known["from"] == unknown["from"] != ""
    assert known["route"] == "/sign-in"

    form["password"] = people.PASSWORD
    guest.post("/sign-in", data=form)
    what, (line,) = noted()
    assert (what, line["about"]) == ([("accounts.sign_in", "done")], ada)
    guest.post(
        "/organize/profile/password",
        data={"current": people.PASSWORD, "password": "another heron by the weir"},
    )
    assert [one for one, _ in noted()[0]] == ["accounts.change_password", "accounts.sign_in"]
    guest.post("/organize/profile/sign-in/address", data={"email": "new@example.org"})
    assert [one for one, _ in noted()[0]] == ["accounts.ask_for_address"]
    with site.app_context():
        set_app(
            by=SYSTEM,
            account_id=ada,
            secret=SECRET,
            code=AppCode(1),
            code_hashes=["x"],
            keep="",
        )
    noted()
    form["password"] = "another heron by the weir"
    guest.post("/sign-out")
    guest.post("/sign-in", data=form)
    guest.post("/sign-in/second", data={"code": "000000"})
    guest.post("/sign-in/second", data={"code": pyotp.TOTP(SECRET).now()})
    what, found = noted()
    assert what == [
        ("second factor", "refused"),
        ("accounts.sign_in", "done"),
        ("second factor", "good"),
    ]
    assert {one["about"] for one in found} == {ada}


@pytest.mark.checklist(77)
def test_refusals_failures_roles_and_files(
    site: Any, filled: dict[str, str], guest: Any, noted: Any
) -> None:
    mo, nia = people.moderator(site), people.make_account(site, roles=(), email="n@example.org")
    ada = people.make_account(site)
    people.signed_in(site, ada).post(f"/organize/people/{nia}/roles", data={"roles": "moderator"})
    what, (line,) = noted()
    assert what == [("accounts.change_roles", "done")]
    assert (line["who"], line["about"]) == (ada, nia)
    there = f"/organize/webinars/{filled['webinar']}/people"
    form = {"who": "n@example.org", "roles": "reviewer"}
    people.signed_in(site, ada).post(there, data=form)
    what, (line,) = noted()
    assert what == [("webinars.add_to_webinar", "done")]
    assert (line["who"], line["about"]) == (ada, filled["webinar"])
    mo.get("/organize/site/")
    guest.get("/organize/?q=Zq7marker")
    guest.post("/organize/site/")
    guest.post("/contact", data={"name": "Zq7marker"}, headers={"Sec-Fetch-Site": "cross-site"})
    what, found = noted()
    assert what == [("request", f"refused {code}") for code in (403, 302, 401, 403)]
    assert [bool(one["who"]) for one in found] == [True, False, False, False]
    assert found[0]["route"] == "/organize/site/"

    token = filled["my"]
    guest.post(
        f"{token}/papers/new",
        data={"title": "T", "files": (io.BytesIO(b"MZ\x90"), "Zq7marker.exe")},
        content_type="multipart/form-data",
    )
    what, (line,) = noted()
    assert what == [("upload", "refused")]
    assert line["who"] == filled["speaker"]
    assert line["route"] == "/my/<token>/papers/new"
    assert token.removeprefix("/my/") not in json.dumps(line)

    def broken() -> str:
        raise RuntimeError("Zq7marker")

    broken.policy = lambda **_: True  # type: ignore[attr-defined]
    site.view_functions["site.home"] = broken
    guest.get("/")
    what, (line,) = noted()
    assert what == [("request", "failed 500")]

    site.config["LIMITS_OFF"] = False
    for _ in range(11):
        guest.post("/sign-in", data={"email": "ada@example.org", "password": "Zq7marker"})
    assert noted()[0][-1] == ("request", "refused 429")
