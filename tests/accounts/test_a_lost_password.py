"""A link for a new password: from an organizer or the command line, once, for one day."""

from datetime import timedelta
from typing import Any

import pytest

from tests.support import people

FORM = {"password": "geese over the marsh"}


@pytest.mark.checklist(52)
def test_the_link_changes_the_password_and_ends_old_sign_ins(
    app: Any, browser: Any, links_in_mails: Any
) -> None:
    admin = people.organizer(app)
    account = people.make_account(app, roles=("moderator",), email="mo@example.org")
    before = people.signed_in(app, account)
    assert admin.post(f"/organize/people/{account}/password").status_code == 303
    [path] = links_in_mails()
    client = browser()
    assert "mo@example.org" in client.get(path).text
    assert before.get("/organize/").status_code == 200, "reading the page changes nothing"
    assert client.post(path, data=FORM).status_code == 303
    assert client.get("/organize/").status_code == 200
    assert before.get("/organize/").status_code == 302
    assert browser().post(path, data=FORM).status_code == 404
    signed = browser().post("/sign-in", data={"email": "mo@example.org", **FORM})
    assert signed.status_code == 303


@pytest.mark.checklist(52)
def test_it_is_good_for_a_day_and_the_newest_counts(
    app: Any, browser: Any, links_in_mails: Any, clock: Any
) -> None:
    account = people.make_account(app)
    for _ in range(2):
        people.signed_in(app, account).post(f"/organize/people/{account}/password")
    old, new = links_in_mails()
    assert browser().get(old).status_code == 404
    assert browser().get(new).status_code == 200
    clock.shift(timedelta(days=1, seconds=1))
    assert browser().get(new).status_code == 404


def test_ending_the_access_kills_the_link(app: Any, browser: Any, links_in_mails: Any) -> None:
    admin = people.organizer(app)
    account = people.make_account(app, email="mo@example.org")
    admin.post(f"/organize/people/{account}/password")
    [path] = links_in_mails()
    admin.post(f"/organize/people/{account}/disable")
    assert browser().post(path, data=FORM).status_code == 404
    admin.post(f"/organize/people/{account}/enable")
    assert browser().post(path, data=FORM).status_code == 404


def test_the_command_lets_the_last_organizer_back_in(
    app: Any, settings: Any, cli: Any, browser: Any
) -> None:
    settings.data.mkdir(exist_ok=True)
    (settings.data / "secret").write_text(settings.secret)
    people.make_account(app)
    result = cli("user", "password", "ada@example.org")
    assert result.exit_code == 0, result.output
    path = result.output.strip().removeprefix("http://localhost")
    assert browser().post(path, data=FORM).location == "/organize/"
    assert cli("user", "password", "nobody@example.org").exit_code == 1
