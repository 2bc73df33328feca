"""The page of people: roles, ends of access, and that an organizer always stays."""

from typing import Any

import pytest

from tests.support import people


def test_a_role_given_opens_the_pages_of_that_role(app: Any) -> None:
    admin = people.organizer(app)
    mo = people.make_account(app, roles=("moderator",), email="mo@example.org")
    browser = people.signed_in(app, mo)
    assert browser.get("/organize/people/").status_code == 403
    answer = admin.post(f"/organize/people/{mo}/roles", data={"roles": ["organizer"]})
    assert answer.status_code == 303
    assert browser.get("/organize/people/").status_code == 200


@pytest.mark.checklist(57)
def test_ending_an_access_ends_every_sign_in(app: Any) -> None:
    admin = people.organizer(app)
    mo = people.make_account(app, email="mo@example.org")
    first, second = people.signed_in(app, mo), people.signed_in(app, mo)
    assert admin.post(f"/organize/people/{mo}/disable").status_code == 303
    assert first.get("/organize/").status_code == 302
    assert second.get("/organize/").status_code == 302
    assert admin.post(f"/organize/people/{mo}/enable").status_code == 303
    assert first.get("/organize/").status_code == 302, "the old sign-ins stay ended"


def test_the_last_organizer_stays(app: Any) -> None:
    only = people.make_account(app)
    browser = people.signed_in(app, only)
    browser.post(f"/organize/people/{only}/disable")
    page = browser.get("/organize/people/")
    assert page.status_code == 200
    assert "last organizer" in page.text
    browser.post(f"/organize/people/{only}/roles", data={"roles": ["moderator"]})
    assert browser.get("/organize/people/").status_code == 200


def test_an_invited_organizer_does_not_count(app: Any) -> None:
    only = people.make_account(app)
    browser = people.signed_in(app, only)
    browser.post(
        "/organize/people/invite", data={"email": "eve@example.org", "roles": ["organizer"]}
    )
    browser.post(f"/organize/people/{only}/disable")
    assert browser.get("/organize/people/").status_code == 200


def test_who_gives_the_role_away_is_led_to_the_own_page(app: Any) -> None:
    first = people.make_account(app)
    people.make_account(app, email="second@example.org")
    browser = people.signed_in(app, first)
    answer = browser.post(f"/organize/people/{first}/roles", data={"roles": ["moderator"]})
    assert answer.location == "/organize/profile/"
    assert browser.get(answer.location).status_code == 200


def test_unknown_people_are_not_found(app: Any) -> None:
    admin = people.organizer(app)
    for action in ("roles", "disable", "enable", "invitation", "revoke"):
        answer = admin.post(f"/organize/people/nobody/{action}", data={"roles": ["organizer"]})
        assert answer.status_code == 404


def test_the_list_costs_the_same_with_one_and_with_three(app: Any, statements: Any) -> None:
    """Session, people, their second factors, invitations, webinar roles, the site, its pages."""
    admin = people.organizer(app)
    for number in range(3):
        with statements(exactly=7):
            page = admin.get("/organize/people/")
        assert page.text.count('<th scope="row">') == 1 + number
        people.make_account(app, email=f"p{number}@example.org")


def test_who_hears_of_what(app: Any) -> None:
    from webinar.accounts.models import Account
    from webinar.accounts.queries import people_to_tell
    from webinar.core.db import transaction

    people.make_account(app)
    people.make_account(app, roles=("moderator",), email="mo@example.org")
    people.make_account(app, roles=(), email="nia@example.org")
    quiet = people.make_account(app, email="quiet@example.org")
    with app.app_context(), transaction() as session:
        session.query(Account).filter_by(public_id=quiet).one().told_about = ["message"]
        session.add(Account(email="invited@example.org", site_roles=["organizer"]))
    with app.app_context():
        told = {
            about: sorted(account.email.split("@")[0] for account in people_to_tell(about))
            for about in ("paper", "comment", "message")
        }
    assert told == {
        "paper": ["ada"],
        "comment": ["ada", "mo"],
        "message": ["ada", "mo", "quiet"],
    }
