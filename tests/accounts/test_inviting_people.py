"""Invitations: by mail, seven days, once; GET changes nothing; again and withdrawn."""

from datetime import timedelta
from typing import Any

import pytest

from tests.support import people

FORM = {"name": "Eve Invited", "password": "seven swans swimming"}


def invite(client: Any, email: str = "Eve@example.org", *roles: str) -> Any:
    return client.post(
        "/organize/people/invite", data={"email": email, "roles": list(roles) or ["moderator"]}
    )


def test_the_invited_person_chooses_a_password_and_is_in(
    app: Any, browser: Any, links_in_mails: Any
) -> None:
    from webinar.accounts.queries import account_by_email

    assert invite(people.organizer(app), "Eve@example.org", "organizer").status_code == 303
    [path] = links_in_mails()
    eve = browser()
    assert "eve@example.org" in eve.get(path).text
    with app.app_context():
        account = account_by_email("eve@example.org")
        assert account is not None
        assert account.confirmed_at is None
    assert eve.post(path, data=FORM).status_code == 303
    assert eve.get("/organize/people/").status_code == 200
    with app.app_context():
        account = account_by_email("eve@example.org")
        assert account is not None
        assert account.confirmed_at is not None
        assert account.name == "Eve Invited"
        assert account.site_roles == ["organizer"]


def test_a_link_is_good_once_and_for_seven_days(
    app: Any, browser: Any, links_in_mails: Any, clock: Any
) -> None:
    admin = people.organizer(app)
    invite(admin)
    [path] = links_in_mails()
    clock.shift(timedelta(days=7, seconds=1))
    assert browser().get(path).status_code == 404
    assert browser().post(path, data=FORM).status_code == 404
    clock.shift(timedelta(days=-1))
    assert browser().post(path, data=FORM).status_code == 303
    assert browser().post(path, data=FORM).status_code == 404


def test_sent_again_the_old_link_is_dead(app: Any, browser: Any, links_in_mails: Any) -> None:
    from webinar.accounts.queries import account_by_email

    admin = people.organizer(app)
    invite(admin)
    [old] = links_in_mails()
    with app.app_context():
        account = account_by_email("eve@example.org")
        assert account is not None
        account_id = account.public_id
    assert admin.post(f"/organize/people/{account_id}/invitation").status_code == 303
    new = links_in_mails()[-1]
    assert new != old
    assert browser().get(old).status_code == 404
    assert browser().get(new).status_code == 200


def test_withdrawn_the_link_is_dead_and_the_person_gone(
    app: Any, browser: Any, links_in_mails: Any
) -> None:
    from webinar.accounts.queries import account_by_email

    admin = people.organizer(app)
    invite(admin)
    [path] = links_in_mails()
    with app.app_context():
        account = account_by_email("eve@example.org")
        assert account is not None
        account_id = account.public_id
    assert admin.post(f"/organize/people/{account_id}/revoke").status_code == 303
    assert browser().get(path).status_code == 404
    assert (
        "eve@example.org"
        not in admin.get("/organize/people/").text.split("</main>")[0].split("<table")[1]
    )


def test_an_invitation_of_the_same_person_replaces_the_first(
    app: Any, browser: Any, links_in_mails: Any
) -> None:
    admin = people.organizer(app)
    invite(admin)
    first = links_in_mails()[-1]
    assert invite(admin, "eve@example.org", "organizer").status_code == 303
    second = links_in_mails()[-1]
    assert browser().get(first).status_code == 404
    assert browser().get(second).status_code == 200


def test_who_has_an_account_is_not_invited(app: Any) -> None:
    admin = people.organizer(app)
    answer = invite(admin, "ada@example.org")
    assert answer.status_code == 422
    assert "has an account already" in answer.text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_wrong_address_is_explained_and_kept(app: Any) -> None:
    answer = invite(people.organizer(app), "eve at example")
    assert answer.status_code == 422
    assert "eve at example" in answer.text
    assert "Write it like ada@example.org" in answer.text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_without_a_role_nobody_is_invited(app: Any) -> None:
    answer = people.organizer(app).post(
        "/organize/people/invite", data={"email": "eve@example.org"}
    )
    assert answer.status_code == 422
    assert "Choose at least one role" in answer.text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_list_shows_the_link_that_the_mail_carries(app: Any, links_in_mails: Any) -> None:
    admin = people.organizer(app)
    invite(admin)
    [path] = links_in_mails()
    assert f"http://localhost{path}" in admin.get("/organize/people/").text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_password_must_be_long_and_not_the_address(
    app: Any, browser: Any, links_in_mails: Any
) -> None:
    invite(people.organizer(app))
    [path] = links_in_mails()
    short = browser().post(path, data={"name": "Eve", "password": "7 chars"})
    assert short.status_code == 422
    same = browser().post(path, data={"name": "Eve", "password": "eve@example.org"})
    assert same.status_code == 422
    assert "Your name, your address and the name of this site" in same.text
