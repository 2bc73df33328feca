"""A sign-in that ended while somebody was typing: asked again, and every form comes back whole."""

import io
import re
from typing import Any

import lxml.html
import pytest
from werkzeug.datastructures import MultiDict

from tests.accounts.factors import set_app_up
from tests.support import people

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
TYPED = MultiDict(
    [("title", "A title"), ("body", "Two\r\n\r\nlines “ü”"), ("roles", "a"), ("roles", "b")]
)


def hidden(page: str, action: str) -> MultiDict[str, str]:
    """What the page's form for `action` would send, without its token."""
    for form in lxml.html.fromstring(page).forms:
        if form.get("action") == action:
            sent = MultiDict(form.form_values())
            sent.pop("csrf_token", None)
            return sent
    raise AssertionError(page)


@pytest.fixture
def guest(app: Any) -> Any:
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return client


def desk_posts(app: Any) -> list[str]:
    """Every address of the desk that takes a form, with made-up names in it."""
    return [
        re.sub(r"<(?:any\(([^,)]+)[^>]*|[^>]+)>", lambda found: found[1] or "nobody", rule.rule)
        for rule in app.url_map.iter_rules()
        if "POST" in rule.methods and rule.rule.startswith("/organize/")
    ]


def test_every_form_of_the_desk_asks_again_and_keeps_the_words(app: Any, guest: Any) -> None:
    wrong = []
    assert len(desk_posts(app)) > 60
    for path in desk_posts(app):
        answer = guest.post(path, data=TYPED)
        kept = {
            (name.removeprefix("kept."), value)
            for name, value in hidden(answer.text, "/sign-in").items(multi=True)
            if name.startswith("kept.")
        }
        browsers = {(name, value.replace("\r\n", "\n")) for name, value in TYPED.items(multi=True)}
        found = {(name, value.replace("\r\n", "\n")) for name, value in kept}
        if answer.status_code != 401 or found != browsers or "Nothing you typed" not in answer.text:
            wrong.append(f"{path}: {answer.status_code}")
    assert wrong == []


def test_it_goes_on_where_it_stopped_with_the_second_factor_too(
    app: Any, guest: Any, hashed: str, clock: Any
) -> None:
    ada = people.signed_in(app, people.make_account(app, password_hash=hashed))
    _secret, recovery = set_app_up(ada)
    typed = {"title": "Kept", "body": "Line one\r\nLine two", "language": "en", "slug": ""}
    asked = guest.post("/organize/news/new", data=typed)
    sent = hidden(asked.text, "/sign-in")
    sent.setlist("email", ["ada@example.org"])
    sent.setlist("password", ["not right"])
    again = guest.post("/sign-in", data=sent)
    assert again.status_code == 422
    sent = hidden(again.text, "/sign-in")
    sent.setlist("password", [people.PASSWORD])
    second = guest.post("/sign-in", data=sent)
    sent = hidden(second.text, "/sign-in/second")
    sent.setlist("code", [""])
    refused = guest.post("/sign-in/second", data=sent)
    assert refused.status_code == 422
    assert 'aria-describedby="code-error code-help"' in refused.text
    sent = hidden(refused.text, "/sign-in/second")
    sent.setlist("code", [recovery[0]])
    there = guest.post("/sign-in/second", data=sent)
    back = hidden(there.text, "/organize/news/new")
    assert back.to_dict() == {
        name: value.replace("\r\n", "\n") if name == "body" else value
        for name, value in typed.items()
    }
    assert guest.post("/organize/news/new", data=back).status_code == 303


def test_files_that_must_be_chosen_again_are_named(app: Any, guest: Any, hashed: str) -> None:
    people.make_account(app, password_hash=hashed)
    typed = {
        "title": "With files",
        "files": [(io.BytesIO(b"one"), "rivers.pdf"), (io.BytesIO(b"two"), "maps.txt")],
    }
    asked = guest.post("/organize/papers/new", data=typed)
    assert asked.status_code == 401
    sent = hidden(asked.text, "/sign-in")
    sent.setlist("email", ["ada@example.org"])
    sent.setlist("password", [people.PASSWORD])
    there = guest.post("/sign-in", data=sent).text
    assert "Choose these files again" in there
    assert "file:" not in there
    assert "rivers.pdf" in there
    assert "maps.txt" in there
    assert "files" not in hidden(there, "/organize/papers/new")


def test_a_file_that_is_too_large_takes_no_words_along(guest: Any) -> None:
    logo = io.BytesIO(bytes(3 * 1024 * 1024))
    asked = guest.post("/organize/site/", data={"name": "Our site", "logo": (logo, "logo.png")})
    assert asked.status_code == 401
    assert 'name="kept.name" value="Our site"' in asked.text


def test_too_many_attempts_lose_no_words(app: Any, guest: Any) -> None:
    sent = {"email": "ada@example.org", "password": "no", "kept.title": "Still here"}
    for _ in range(60):
        answer = guest.post("/sign-in", data=sent)
        if answer.status_code == 429:
            break
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "That was too often. Nothing is lost" in answer.text
    assert 'value="Still here"' in answer.text
    assert 'value="ada@example.org"' in answer.text
