"""Every route as everybody, with made-up identifiers, against routes.toml.

With real ones, of one's own webinar and of another: test_roles_end_at_the_webinar.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support import people

TABLE: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("routes.toml").read_text())
WEBINAR_LEVELS = ("webinar-moderator", "reviewer", "webinar-organizer")
LEVELS = ("anyone", "link", "signed-in", "moderator", *WEBINAR_LEVELS, "organizer")
SIGNED_IN = {"anyone", "link", "signed-in"}
#: person -> the levels that are open to them
OPEN = {
    "guest": {"anyone", "link"},
    "speaker": {"anyone", "link"},
    "stranger": SIGNED_IN,
    "webinar's moderator": {*SIGNED_IN, "webinar-moderator"},
    "reviewer": {*SIGNED_IN, "reviewer"},
    "webinar's organizer": {*SIGNED_IN, *WEBINAR_LEVELS},
    "reviewer of the site": {*SIGNED_IN, "reviewer"},
    "moderator": {*SIGNED_IN, "moderator", "webinar-moderator"},
    "organizer": set(LEVELS),
}


def rules(app: Any) -> list[Any]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint, rule.rule))


def address(app: Any, rule: Any) -> str:
    """The rule's address with made-up values that its converters take."""
    values: dict[str, Any] = {}
    for name in rule.arguments & set(rule._converters):
        converter = rule._converters[name]
        items = getattr(converter, "items", None)
        values[name] = next(iter(sorted(items))) if items else _made_up(converter)
    with app.test_request_context():
        return str(rule.build(values, append_unknown=False)[1])


def _made_up(converter: Any) -> Any:
    return 2022 if type(converter).__name__ == "IntegerConverter" else "nobody"


class Browsers:
    """Everybody's browser, made when it is first asked for."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self._made: dict[str, Any] = {}

    def __getitem__(self, person: str) -> Any:
        if person not in self._made:
            self._made[person] = self._make(person)
        return self._made[person]

    def _make(self, person: str) -> Any:
        app = self.app
        if person == "guest":
            return _unknown(app)
        if person == "speaker":
            # Came by a personal link and keeps nothing of it.
            return _unknown(app, HTTP_REFERER=f"http://localhost/my/{_speakers_token(app)}")
        if person == "reviewer of the site":
            account = people.make_account(app, roles=("reviewer",), email="rita@example.org")
            return people.signed_in(app, account)
        if person in ("stranger", "moderator", "organizer"):
            return getattr(people, person)(app)
        return people.with_role(app, person.removeprefix("webinar's "))


def _unknown(app: Any, **sent: str) -> Any:
    browser = app.test_client()
    browser.environ_base |= {"HTTP_SEC_FETCH_SITE": "same-origin", **sent}
    return browser


@pytest.fixture
def browsers(app: Any) -> Browsers:
    return Browsers(app)


def _speakers_token(app: Any) -> str:
    from tests.support.world import BY, World
    from webinar.core import links
    from webinar.speakers.operations import send_personal_link

    with app.app_context():
        speaker = World(app).speaker
        return links.token(send_personal_link(speaker_id=speaker.public_id, by=BY))


def methods(rule: Any) -> Iterator[str]:
    return iter(sorted(rule.methods & {"GET", "POST"}))


@pytest.mark.checklist(60)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_route_stands_in_exactly_one_list(app: Any) -> None:
    listed = [endpoint for level in LEVELS for endpoint in TABLE[level]]
    assert sorted(TABLE) == sorted(LEVELS)
    assert sorted(listed) == sorted({rule.endpoint for rule in rules(app)})


@pytest.mark.checklist(60, 80)
@pytest.mark.parametrize("person", OPEN)
def test_closed_routes_refuse(app: Any, browsers: Browsers, person: str) -> None:
    """Guests are asked to sign in; who is signed in hears that it is not theirs."""
    level_of = {endpoint: level for level in LEVELS for endpoint in TABLE[level]}
    wrong = []
    for rule in rules(app):
        if level_of[rule.endpoint] in OPEN[person]:
            continue
        for method in methods(rule):
            answer = browsers[person].open(address(app, rule), method=method)
            if person in ("guest", "speaker"):
                to_sign_in = answer.status_code == 302 and "/sign-in" in answer.location
                refused = to_sign_in if method == "GET" else answer.status_code == 401
            else:
                refused = answer.status_code == 403
            if not refused:
                wrong.append(f"{method} {rule.rule}: {answer.status_code}")
    assert wrong == []


@pytest.mark.parametrize("person", OPEN)
def test_open_routes_let_in(app: Any, browsers: Browsers, person: str) -> None:
    """Reading what is open never ends at the sign-in, and never in an error of ours."""
    level_of = {endpoint: level for level in LEVELS for endpoint in TABLE[level]}
    wrong = []
    for rule in rules(app):
        if level_of[rule.endpoint] not in OPEN[person] or "GET" not in rule.methods:
            continue
        answer = browsers[person].get(address(app, rule))
        closed = answer.status_code in (401, 403) or answer.status_code >= 500
        if closed or "/sign-in" in (answer.location or ""):
            wrong.append(f"GET {rule.rule}: {answer.status_code}")
    assert wrong == []


@pytest.mark.checklist(66, 73)
def test_a_made_up_personal_link_opens_nothing(app: Any, browsers: Browsers) -> None:
    """Also not for organizers; and the speaker's own link is good for their page alone."""
    token, wrong = _speakers_token(app), []
    for rule in rules(app):
        if rule.endpoint not in TABLE["link"]:
            continue
        for method in methods(rule):
            made_up = address(app, rule)
            tries = [("guest", made_up), ("organizer", made_up)]
            if not rule.rule.startswith("/my/"):
                tries.append(("speaker", made_up.replace("nobody", token, 1)))
            for person, path in tries:
                answer = browsers[person].open(path, method=method)
                if answer.status_code != 404:
                    wrong.append(f"{person} {method} {path}: {answer.status_code}")
    assert wrong == []


def test_the_speakers_own_link_opens_the_speakers_page(app: Any, browsers: Browsers) -> None:
    assert browsers["speaker"].get(f"/my/{_speakers_token(app)}").status_code == 200
