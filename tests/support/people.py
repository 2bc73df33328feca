"""Accounts for tests, and browsers that are signed in with them."""

import contextlib
import secrets
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

PASSWORD = "a heron waits by the weir"
_QUICK = {"argon2__time_cost": 1, "argon2__memory_cost": 64, "argon2__parallelism": 1}


def hash_quickly(app: Any) -> None:
    """Argon2id as it is, with so little work that a thousand tests do not wait for it."""
    app.extensions["security"].pwd_context.update(**_QUICK)


@contextlib.contextmanager
def hashing_as_people_do(app: Any) -> Iterator[None]:
    """The work that each hash costs outside the tests, for tests that measure time."""
    from webinar.accounts import passwords

    context = app.extensions["security"].pwd_context
    quick = {name: context.to_dict().get(name) for name in _QUICK}
    context.load({"schemes": ["argon2"]})
    passwords._nobodys_hash.cache_clear()
    yield
    context.update(**quick)
    passwords._nobodys_hash.cache_clear()


def make_account(
    app: Any,
    *,
    roles: Sequence[str] = ("organizer",),
    name: str = "Ada Organizer",
    email: str = "ada@example.org",
    password_hash: str | None = None,
) -> str:
    """A confirmed account; its public identifier."""
    from webinar.accounts.models import Account
    from webinar.core import clock
    from webinar.core.db import transaction

    with app.app_context(), transaction() as session:
        account = Account(
            name=name,
            email=email,
            site_roles=list(roles),
            confirmed_at=clock.now(),
            password=password_hash,
        )
        session.add(account)
        session.flush()
        return account.public_id


def signed_in(app: Any, account_id: str) -> Any:
    """A browser in which that account is signed in; no password is hashed for it."""
    from webinar.accounts.datastore import KEY, key_hash
    from webinar.accounts.models import Account, AccountSession
    from webinar.core import clock
    from webinar.core.db import transaction

    key = secrets.token_urlsafe(16)
    with app.app_context(), transaction() as session:
        account = session.query(Account).filter_by(public_id=account_id).one()
        session.add(
            AccountSession(
                account_id=account.id,
                key_hash=key_hash(key),
                expires_at=clock.now() + timedelta(days=1),
            )
        )
        cookie_name = account.fs_uniquifier
    client = app.test_client()
    # What a browser says about a form of our own page.
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    with client.session_transaction() as cookie:
        cookie[KEY] = key
        cookie["_user_id"] = cookie_name
        cookie["_fresh"] = True
    return client


def organizer(app: Any, *, email: str = "ada@example.org") -> Any:
    """A browser of an organizer."""
    return signed_in(app, make_account(app, email=email))


def moderator(app: Any, *, email: str = "mo@example.org") -> Any:
    """A browser of a moderator."""
    return signed_in(app, make_account(app, roles=("moderator",), name="Mo Moderator", email=email))


def stranger(app: Any, *, email: str = "nia@example.org") -> Any:
    """A browser of somebody who has an account, but no role."""
    return signed_in(app, make_account(app, roles=(), name="Nia Nobody", email=email))


@contextlib.contextmanager
def asking(app: Any, account_id: str) -> Iterator[None]:
    """A request of that account, for queries that depend on who asks."""
    from flask import g

    from webinar.accounts.queries import account_by_id

    with app.test_request_context():
        g._login_user = account_by_id(account_id)
        try:
            yield
        finally:
            del g._login_user


def with_role(app: Any, role: str, *, webinar_id: str = "", email: str = "") -> Any:
    """A browser of somebody with a role in one webinar; without `webinar_id` in a new one."""
    from tests.support.world import BY, World
    from webinar.webinars.operations import set_webinar_roles

    account = make_account(app, roles=(), name=f"Wim {role}", email=email or f"{role}@example.net")
    with app.app_context():
        webinar_id = webinar_id or World(app).new_webinar().public_id
        set_webinar_roles(webinar_id=webinar_id, account_id=account, roles=[role], by=BY)
    return signed_in(app, account)
