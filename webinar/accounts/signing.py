"""Beginning and ending a sign-in: the row in the database and the cookie of the browser."""

import secrets
from datetime import timedelta

from flask import session
from flask_security import login_user, logout_user

from webinar.accounts import operations, passwords
from webinar.accounts.datastore import KEY, key_hash
from webinar.accounts.models import Account
from webinar.accounts.queries import account_by_email, actor_of
from webinar.core import limits
from webinar.core.http import client_address


def check_password(email: str, password: str) -> Account | None:
    """The account, when address and password belong together and it may sign in.

    Raises limits.TooMany before anything slow happens. Unknown addresses, disabled accounts
    and wrong passwords take the same time.
    """
    limits.spend("sign-in from", client_address(), burst=30, every=timedelta(seconds=30))
    limits.spend("sign-in as", email, burst=10, every=timedelta(minutes=1))
    account = account_by_email(email)
    usable = account is not None and account.is_active and account.confirmed_at is not None
    right = passwords.is_right(password, account.password if usable and account else None)
    return account if right else None


def begin(account: Account) -> None:
    """A new session for the account, in this browser; what the cookie held before is gone."""
    key = secrets.token_urlsafe(32)
    account = operations.sign_in(
        by=actor_of(account), account_id=account.public_id, key_hash=key_hash(key)
    )
    session.clear()
    session[KEY] = key
    login_user(account, remember=False, authn_via=["password"])


def end(account: Account) -> None:
    """Out, here and on the server."""
    operations.sign_out(by=actor_of(account), key_hash=key_hash(str(session.get(KEY, ""))))
    logout_user()
    session.clear()
