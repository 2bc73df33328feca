"""Flask-Security's commits reach the database although readers cannot write."""

from typing import Any

from tests.support import people


def test_a_change_that_the_library_makes_is_stored(app: Any) -> None:
    from webinar.accounts.queries import account_by_email
    from webinar.core.db import db

    people.make_account(app)
    with app.app_context():
        account = account_by_email("ada@example.org")
        assert account is not None
        account.password = "changed by the library"
        app.extensions["security"].datastore.put(account)
        app.extensions["security"].datastore.commit()
    with app.app_context():
        account = account_by_email("ada@example.org")
        assert account is not None
        assert account.password == "changed by the library"
        db.session.rollback()


def test_the_library_brings_no_route(app: Any) -> None:
    """Every way in is ours: nothing of the library can be forgotten in the table of policies."""
    assert not [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("security")]


def test_a_key_in_the_address_or_a_header_signs_nobody_in(app: Any) -> None:
    from webinar.accounts.queries import account_by_email

    people.make_account(app)
    with app.test_request_context():
        account = account_by_email("ada@example.org")
        assert account is not None
        token = account.get_auth_token()
    client = app.test_client()
    assert client.get(f"/organize/people/?auth_token={token}").status_code == 302
    headers = {"Authentication-Token": str(token)}
    assert client.get("/organize/people/", headers=headers).status_code == 302


def test_a_public_page_asks_nobody_who_is_reading(app: Any, statements: Any) -> None:
    """An organizer's cookie costs a public page no statement and changes no header."""
    reader, organizer = app.test_client(), people.organizer(app)
    reader.get("/subscribe")
    with statements() as asked_by_reader:
        for_reader = reader.get("/subscribe")
    with statements() as asked_by_organizer:
        for_organizer = organizer.get("/subscribe")
    assert list(asked_by_organizer) == list(asked_by_reader)
    assert for_organizer.data == for_reader.data
    assert "Set-Cookie" not in for_reader.headers
    assert "Cookie" not in for_reader.headers.get("Vary", "")
