"""The profile: name, what mails come, another password."""

from typing import Any

import pytest

from tests.support import people


def test_name_and_mails_are_kept(app: Any) -> None:
    from webinar.accounts.queries import account_by_email

    browser = people.organizer(app)
    answer = browser.post(
        "/organize/profile/",
        data={"name": " Ada  Lovelace ", "told_about": ["paper"], "version": "1"},
    )
    assert answer.status_code == 303
    assert "Ada Lovelace" in browser.get("/organize/profile/").text
    with app.app_context():
        account = account_by_email("ada@example.org")
        assert account is not None
        assert account.told_about == ["paper"]


def test_a_stale_page_does_not_overwrite(app: Any) -> None:
    browser = people.organizer(app)
    browser.post("/organize/profile/", data={"name": "First", "version": "1"})
    answer = browser.post("/organize/profile/", data={"name": "Second", "version": "1"})
    assert answer.status_code == 409
    assert "Second" in answer.text
    assert "First" in answer.text
    assert "First" in browser.get("/organize/profile/").text


@pytest.mark.checklist(57)
def test_another_password_ends_every_other_sign_in(app: Any, hashed: str) -> None:
    account = people.make_account(app, password_hash=hashed)
    here, there = people.signed_in(app, account), people.signed_in(app, account)
    answer = here.post(
        "/organize/profile/password",
        data={"current": people.PASSWORD, "password": "a new and longer word"},
    )
    assert answer.status_code == 303
    assert here.get("/organize/profile/").status_code == 200
    assert there.get("/organize/profile/").status_code == 302
    fresh = app.test_client()
    fresh.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    form = {"email": "ada@example.org"}
    assert fresh.post("/sign-in", data={**form, "password": people.PASSWORD}).status_code == 422
    assert fresh.post("/sign-in", data={**form, "password": "a new and longer word"}).location


@pytest.mark.checklist(59)
def test_the_present_password_is_asked_for(app: Any, hashed: str) -> None:
    browser = people.signed_in(app, people.make_account(app, password_hash=hashed))
    answer = browser.post(
        "/organize/profile/password",
        data={"current": "not it at all", "password": "a new and longer word"},
    )
    assert answer.status_code == 422
    assert "not your present password" in answer.text


def test_passwords_are_one_whatever_the_keyboard_sends(app: Any) -> None:
    import unicodedata

    from webinar.accounts import passwords

    composed = unicodedata.normalize("NFC", "é très long été")
    with app.app_context():
        stored = passwords.make_hash(composed)
        assert passwords.is_right(unicodedata.normalize("NFD", composed), stored)
        assert not passwords.is_right("e tres long ete", stored)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_hash_does_not_depend_on_the_installations_secret(app: Any, hashed: str) -> None:
    from webinar.accounts import passwords

    app.config["SECRET_KEY"] = "another one"
    with app.app_context():
        assert passwords.is_right(people.PASSWORD, hashed)
