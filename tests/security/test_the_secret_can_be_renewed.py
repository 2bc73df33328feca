"""facts/security.md 71: a new secret takes over while links and sign-ins of the former live on."""

import dataclasses
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.support import databases, people
from webinar.cli import main
from webinar.settings import Settings

pytestmark = pytest.mark.checklist(71)
FORM = {"email": "ada@example.org", "password": people.PASSWORD}


@pytest.fixture
def restarted(settings: Settings, app: Any) -> Callable[..., Any]:
    """The same site as after a restart with these secrets."""
    from webinar.app import create_app

    def make(secret: str, *former: str) -> Any:
        changed = dataclasses.replace(settings, secret=secret, former_secrets=former)
        site = create_app(changed)
        people.hash_quickly(site)
        return site

    return make


def test_what_was_signed_before_goes_on(
    site: Any, filled: dict[str, str], settings: Settings, restarted: Callable[..., Any]
) -> None:
    """Sign-ins, personal links, open forms, the owner's browser; nothing new by the old one."""
    from webinar.accounts import passwords, signing
    from webinar.core import limits

    with site.app_context():
        form_time, hashed = limits.form_time(), passwords.make_hash(people.PASSWORD)
    people.make_account(site, password_hash=hashed)
    before = site.test_client()
    before.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    assert before.post("/sign-in", data=FORM).status_code == 303
    cookies = {name: before.get_cookie(name).value for name in ("session", "browser")}

    for former, goes_on in (((settings.secret,), True), ((), False)):
        later = restarted("a-new-secret-" * 4, *former)
        browser = later.test_client()
        for name, value in cookies.items():
            browser.set_cookie(name, value)
        assert (browser.get("/organize/").status_code == 200) is goes_on
        assert (browser.get(filled["my"]).status_code == 200) is goes_on
        with later.test_request_context(headers={"Cookie": f"browser={cookies['browser']}"}):
            assert limits.is_own_form(form_time) is goes_on
            assert limits.form_time() != form_time
            assert bool(signing._known_browser("ada@example.org")) is goes_on
        databases.close(later)


def test_the_command_keeps_two_and_forgets_at_once(tmp_path: Path) -> None:
    data = tmp_path / "site"

    def now() -> Settings:
        return Settings.from_environment({"WEBINAR_DATA": str(data)})

    def renew(*options: str) -> Result:
        given = ["secret", "renew", *options]
        return CliRunner().invoke(main, given, env={"WEBINAR_DATA": str(data)})

    seen = [now().secret]
    for _ in range(3):
        answer = renew()
        assert answer.exit_code == 0, answer.output
        assert "go on working" in answer.output
        assert not any(one in answer.output for one in seen)
        assert stat.S_IMODE((data / "secret").stat().st_mode) == 0o600
        seen.insert(0, now().secret)
    assert len(set(seen)) == 4
    assert (now().secret, *now().former_secrets) == tuple(seen[:3])
    assert "ends" in renew("--at-once").output
    assert now().former_secrets == ()
    assert [one.name for one in data.iterdir() if "secret" in one.name] == ["secret"]
