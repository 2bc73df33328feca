"""Passwords that are tried first are refused with a sentence; length is what counts otherwise.

facts/security.md, 46 to 48.
"""

import re
from typing import Any

import pytest

from tests.support import people

FORM = {"current": people.PASSWORD}


@pytest.fixture
def change(app: Any, hashed: str) -> Any:
    """Tries a new password as Ada Organizer, ada@example.org; the answer."""
    client = people.signed_in(app, people.make_account(app, password_hash=hashed))

    def run(password: str) -> Any:
        return client.post("/organize/profile/password", data={**FORM, "password": password})

    return run


def test_the_list_holds_three_thousand() -> None:
    from webinar.accounts import passwords

    assert len(passwords._common()) == 3000
    assert all(len(one) >= passwords.SHORTEST for one in passwords._common())


@pytest.mark.checklist(47)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("password", ["password1", "PASSWORD1", "iloveyou", "qwertyuiop"])
def test_common_ones_are_refused(change: Any, password: str) -> None:
    answer = change(password)
    assert answer.status_code == 422
    assert "Many people use this password" in answer.text


@pytest.mark.checklist(47)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "password",
    [
        "webinar2026!",
        "Webinars-123456",
        "ada@example.org",
        "ADA.EXAMPLE.1",
        "organizer-ada",
        "Moss society 26",
        "M0ss-Society-moss",
    ],
)
def test_words_that_strangers_know_are_refused(app: Any, change: Any, password: str) -> None:
    from webinar.core.journal import SYSTEM
    from webinar.organization.operations import change_identity

    with app.app_context():
        change_identity(name="Moss Society", by=SYSTEM)
    answer = change(password)
    assert answer.status_code == 422
    assert "tried first" in answer.text


@pytest.mark.checklist(47)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_name_of_a_webinar_is_refused(app: Any, change: Any) -> None:
    """One that everybody can read, alone or with one's own; words of several are others."""
    from tests.support.world import BY, World
    from webinar.webinars.operations import publish_webinar

    with app.app_context():
        world = World(app)
        for title in ("Rivers and their mosses", "Owls of the steppe"):
            webinar = world.new_webinar(title)
            world.new_session(webinar)
            publish_webinar(webinar_id=webinar.public_id, by=BY)
    for password in (
        "rivers and mosses",
        "Owls-of-the-Steppe-2026",
        "mosses of ada 1",
        "STEPPE.owls",
    ):
        answer = change(password)
        assert answer.status_code == 422, password
        assert "name of a webinar here" in answer.text
    assert change("mosses and owls of kestrels").status_code == 303


@pytest.mark.checklist(46)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "password",
    [
        "gibbon 8",
        "a webinar under the weeping willow",
        "8402937465",
        "🦉🦉🦉 🌲🌲🌲 owl",
        "x" * 8 + " " * 4 + "y",
        "correct horse battery " * 9,
    ],
)
def test_everything_else_is_taken_as_it_is(change: Any, browser: Any, password: str) -> None:
    assert change(password).status_code == 303
    form = {"email": "ada@example.org"}
    assert browser().post("/sign-in", data={**form, "password": password}).status_code == 303
    shorter = {**form, "password": password[:-1]}
    assert browser().post("/sign-in", data=shorter).status_code == 422, "nothing is cut off"


@pytest.mark.checklist(46)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("length", "status"), [(7, 422), (8, 303), (64, 303), (256, 303), (257, 422)]
)
def test_eight_to_two_hundred_and_fifty_six(change: Any, length: int, status: int) -> None:
    assert change(("gnu otter " * 26)[:length].replace(" ", "-")).status_code == status


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_name_typed_in_the_same_form_counts(app: Any, browser: Any) -> None:
    from webinar.accounts.operations import make_first_link
    from webinar.core.journal import SYSTEM

    with app.app_context():
        path = make_first_link(by=SYSTEM).removeprefix("http://localhost")
    form = {"name": "Wilhelmina Quist", "email": "quist@example.net"}
    for password in ("wilhelmina1", "Quist-Wilhelmina", "quist@example.net"):
        answer = browser().post(path, data={**form, "password": password})
        assert answer.status_code == 422, password


@pytest.mark.checklist(48)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_password_managers_know_each_field(app: Any, client: Any) -> None:
    signed = people.organizer(app)

    def fields(page: str) -> list[str]:
        inputs = re.findall(r"<input[^>]+>", page)
        return [
            match[1]
            for one in inputs
            if (match := re.search(r'autocomplete="([^"]+)"', one)) and "hidden" not in one
        ]

    assert fields(client.get("/sign-in").text) == ["email", "current-password"]
    assert fields(signed.get("/organize/profile/").text) == [
        "name",
        "current-password",
        "new-password",
    ]
    assert fields(signed.get("/organize/profile/prove").text) == ["current-password"]
    assert fields(signed.get("/organize/profile/sign-in/app").text) == ["one-time-code"]
