"""facts/security.md 65: fields that a form does not have change nothing, in every form there is.

Each form is filled in as its page offers it and sent twice, from the same database, at the same
instant and with the same random identifiers: once as it is, once with fields added that name
roles, owners, states, times and other rows. Afterwards all tables must hold the same.
"""

import itertools
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.security.support.crawl import crawl
from tests.security.support.sendable import Sendable, sendable
from tests.support import people
from tests.support.two_webinars import Side, two_sides

#: what a form that is empty at first is filled in with
FILLED_IN = {
    "title": "A title",
    "name": "A name",
    "author_name": "A reader",
    "email": "new@example.org",
    "who": "new@example.org",
    "body": "Some words.",
    "reason": "A storm.",
    "new_category": "Ferns",
    "day": "2026-05-01",
    "sites_name": "Our site",
}
#: routes whose forms need a key, a code, a passkey or an uploaded file: nothing to add fields to,
#: or walked with their own tests of what is accepted
ELSEWHERE = {
    "accounts.change_password": "accounts/test_ones_own_account",
    "accounts.passkey_sign_in": "browser/test_passkeys",
    "accounts.second_step": "accounts/test_second_factors",
    "accounts.sign_in_now": "accounts/test_signing_in_and_out",
    "accounts.remove_passkey": "accounts/test_second_factors",
}
#: columns that hash with a salt of their own
_SALTED = {"password"}


@pytest.fixture
def walked(site: Any, filled: dict[str, str], clock: Any) -> tuple[Any, Side, Side]:
    with site.app_context():
        mine, theirs = two_sides(site)
    return site, mine, theirs


@pytest.fixture
def predictable(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Calling it makes the next "random" bytes the same as the last time."""
    numbers: Iterator[int] = itertools.count()

    def begin() -> None:
        nonlocal numbers
        numbers = itertools.count()

    def token_bytes(size: int | None = None) -> bytes:
        return next(numbers).to_bytes(4, "big") * ((size or 32) // 4)

    monkeypatch.setattr(secrets, "token_bytes", token_bytes)
    monkeypatch.setattr(secrets, "token_urlsafe", lambda size=32: token_bytes(size).hex())
    return begin


def extras(theirs: Side, account: str) -> dict[str, str]:
    """Names of columns and of arguments, with values that would do harm."""
    moment = "2026-01-01T00:00"
    return {
        **dict.fromkeys(("role", "roles", "site_roles"), "organizer"),
        **dict.fromkeys(("is_active", "is_published", "is_unlisted", "is_admin"), "1"),
        **dict.fromkeys(("state", "kind"), "published"),
        **dict.fromkeys(("owner", "owner_id", "account_id", "by", "actor"), account),
        **dict.fromkeys(("id", "number", "position", "current_number", "parent_id"), "1"),
        **dict.fromkeys(("published_at", "cancelled_at", "deleted_at", "created_at"), moment),
        **dict.fromkeys(("confirmed_at", "email_confirmed_at", "shown_at"), moment),
        **dict.fromkeys(("submitted_at", "answered_at", "promised_by", "expires_at"), moment),
        **dict.fromkeys(("starts_at", "ends_at", "undone_by"), moment),
        "public_id": "a" * 26,
        "submitter_id": theirs.ids["speaker_id"],
        "speaker_id": theirs.ids["speaker_id"],
        "authors-0-speaker_id": theirs.ids["speaker_id"],
        "webinar_id": theirs.ids["webinar_id"],
        "session_id": theirs.ids["session_id"],
        "paper_id": theirs.ids["paper_id"],
        "subject_kind": "webinar",
        "subject_id": theirs.ids["webinar_id"],
        "author_email": "other@example.org",
        "password_hash": "-",
        "fs_uniquifier": "known",
        "install_id": "known",
        "portrait": "{}",
        "slug": "taken-over",
    }


class Copies:
    """The database as it was, to begin again from."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.kept = sqlite3.connect(":memory:")
        self._copy(to_kept=True)

    def _copy(self, *, to_kept: bool) -> None:
        from webinar.core.db import WRITER, db

        with self.app.app_context():
            raw = db.engines[WRITER].raw_connection()
            try:
                live = raw.driver_connection
                source, target = (live, self.kept) if to_kept else (self.kept, live)
                source.backup(target)
            finally:
                raw.close()

    def restore(self) -> None:
        self._copy(to_kept=False)

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        from webinar.core.db import Base, db

        with self.app.app_context():
            return {
                table.name: [
                    {key: value for key, value in row._mapping.items() if key not in _SALTED}
                    for row in db.session.execute(
                        table.select().order_by(*table.primary_key.columns)
                    )
                ]
                for table in Base.metadata.sorted_tables
            }


def endpoint_of(app: Any, action: str) -> str:
    with app.test_request_context():
        adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
        return str(adapter.match(action.split("?", maxsplit=1)[0], method="POST")[0])


def every_form(app: Any, browsers: dict[str, Any], paths: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """Endpoint, whose browser, form: one of each endpoint, from all pages that links lead to."""
    found: dict[str, tuple[Any, ...]] = {}
    for who, browser in browsers.items():
        pages, _forms = crawl(browser, paths, most=300)
        for page in pages.values():
            for form in sendable(page.text):
                form.action = form.action or page.path
                endpoint = endpoint_of(app, form.action)
                # The fullest of several: with most fields that could be overruled.
                known = found.get(endpoint)
                if known is None or len(known[2].fields) < len(form.fields):
                    found[endpoint] = (endpoint, who, form)
    return [found[name] for name in sorted(found)]


def filled_in(form: Sendable) -> list[tuple[str, str]]:
    return [(name, value or FILLED_IN.get(name, "")) for name, value in form.fields]


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_same_rows_with_and_without_them(
    walked: tuple[Any, Side, Side],
    filled: dict[str, str],
    guest: Any,
    predictable: Callable[[], None],
) -> None:
    app, mine, theirs = walked
    account = people.make_account(app)
    browser = people.signed_in(app, account)
    name = app.config["SESSION_COOKIE_NAME"]
    cookie = browser.get_cookie(name).value
    browsers = {"organizer": browser, "guest": guest}
    ids = mine.ids
    starts = (
        "/",
        "/contact",
        "/organize/",
        "/organize/security/",
        filled["my"],
        f"/organize/webinars/{ids['webinar_id']}/",
        f"/organize/webinars/{ids['webinar_id']}/leave",
        f"/organize/papers/{ids['paper_id']}/edit",
        f"/organize/papers/{ids['paper_id']}/recognise",
        f"/organize/speakers/{ids['speaker_id']}/",
    )
    forms = every_form(app, browsers, starts)
    copies = Copies(app)
    more = extras(theirs, account)
    different, refused, sent = [], [], set()
    for endpoint, who, form in forms:
        results = []
        for added in ({}, {key: value for key, value in more.items() if key not in form.names}):
            copies.restore()
            browsers["organizer"].set_cookie(name, cookie)
            predictable()
            data: dict[str, list[str]] = {}
            for key, value in [*filled_in(form), *added.items()]:
                data.setdefault(key, []).append(value)
            status = browsers[who].post(form.action, data=data).status_code
            results.append((status, copies.rows()))
        (plain, before), (with_more, after) = results
        sent.add(endpoint)
        if plain not in (200, 302, 303):
            refused.append(f"{endpoint} {form.action}: {plain}")
        if plain != with_more:
            different.append(f"{endpoint}: {plain} became {with_more}")
        different += [f"{endpoint}: {table}" for table in before if before[table] != after[table]]
    unsent = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in rule.methods} - sent
    print(different, refused, sorted(unsent - set(ELSEWHERE)), sorted(set(ELSEWHERE)-unsent), sep="\n")
    assert (different, refused, sorted(unsent - set(ELSEWHERE))) == ([], [], [])
