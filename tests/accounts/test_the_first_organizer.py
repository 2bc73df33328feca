"""A new site's one-time link: works once, while nobody runs it; GET changes nothing."""

from typing import Any

from tests.support import people

FORM = {"name": "Grace First", "email": "Grace@Example.org", "password": "three otters on a log"}


def first_path(app: Any) -> str | None:
    from webinar.accounts.operations import make_first_link
    from webinar.core.journal import SYSTEM

    with app.app_context():
        address = make_first_link(by=SYSTEM)
    return address.removeprefix("http://localhost") if address else None


def test_the_link_makes_the_organizer_and_signs_in(app: Any, browser: Any, intentions: Any) -> None:
    from webinar.accounts.queries import organizers

    path = first_path(app)
    assert path is not None
    client = browser()
    page = client.get(path)
    assert page.status_code == 200
    assert "first organizer" in page.text
    assert intentions()[-1] == "accounts.make_first_link"
    answer = client.post(path, data=FORM)
    assert answer.status_code == 303
    assert client.get("/organize/people/").status_code == 200
    with app.app_context():
        assert [(row.name, row.email) for row in organizers()] == [
            ("Grace First", "grace@example.org")
        ]
    assert "accounts.make_first_organizer" in intentions()


def test_it_works_once(app: Any, browser: Any) -> None:
    path = first_path(app)
    assert path is not None
    browser().post(path, data=FORM)
    client = browser()
    assert client.get(path).status_code == 404
    assert client.post(path, data={**FORM, "email": "mallory@example.org"}).status_code == 404
    assert first_path(app) is None


def test_it_is_the_same_link_until_somebody_uses_it(app: Any) -> None:
    assert first_path(app) == first_path(app)


def test_starting_again_leaves_no_entry_once_there_is_an_organizer(
    app: Any, intentions: Any
) -> None:
    people.make_account(app)
    before = intentions()
    with app.app_context():
        said = [
            line for welcome in app.extensions["welcome"] for line in welcome(with_examples=False)
        ]
    assert not any("first organizer" in line for line in said)
    assert intentions() == before


def test_a_site_with_an_organizer_takes_nobody_in(app: Any, browser: Any) -> None:
    path = first_path(app)
    assert path is not None
    people.make_account(app)
    assert browser().get(path).status_code == 404
    assert browser().post(path, data=FORM).status_code == 404


def test_wrong_input_is_kept_and_explained(app: Any, browser: Any) -> None:
    path = first_path(app)
    assert path is not None
    answer = browser().post(path, data={**FORM, "email": "grace", "password": "short"})
    assert answer.status_code == 422
    assert "Grace First" in answer.text
    assert "does not look like a mail address" in answer.text
    assert "at least 8 characters" in answer.text


def test_a_guessed_link_opens_nothing(app: Any, browser: Any) -> None:
    path = first_path(app)
    assert path is not None
    changed = path[:-1] + ("a" if path[-1] != "a" else "b")
    assert browser().get(changed).status_code == 404
    assert browser().get("/first/nonsense").status_code == 404
