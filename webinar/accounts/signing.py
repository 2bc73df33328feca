"""Beginning and ending a sign-in: the row in the database and the cookie of the browser."""

import hmac
import secrets
from datetime import timedelta

from flask import Response, after_this_request, current_app, request, session
from flask_security import login_user, logout_user

from webinar.accounts import operations, passwords
from webinar.accounts.datastore import KEY, key_hash
from webinar.accounts.models import Account
from webinar.accounts.queries import account_by_email, actor_of
from webinar.core import limits, links
from webinar.core.http import client_address

#: how long a browser is known after a sign-in
_REMEMBERED = timedelta(days=180)


def check_password(email: str, password: str) -> Account | None:
    """The account, when address and password belong together and it may sign in.

    Raises limits.TooMany before anything slow happens. Unknown addresses, disabled accounts
    and wrong passwords take the same time.
    """
    limits.spend("sign-in from", client_address(), burst=30, every=timedelta(seconds=30))
    # Strangers who guess must not keep the owner out: a browser that knows the account has
    # attempts of its own.
    whom = f"{email} in {browser}" if (browser := _known_browser(email)) else email
    limits.spend("sign-in as", whom, burst=10, every=timedelta(minutes=1))
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
    _remember_browser(account.email)


def _known_browser(email: str) -> str:
    """The name of this browser, when somebody signed in to the account in it; else ""."""
    name, _, signature = request.cookies.get(
        current_app.config["BROWSER_COOKIE_NAME"], ""
    ).partition(".")
    right = links.sign("known browser", f"{name}/{email}")
    return name if name and hmac.compare_digest(signature.encode(), right.encode()) else ""


def _remember_browser(email: str) -> None:
    """Let a cookie tell the next sign-in that this browser knows the account, and nothing more."""
    name = secrets.token_urlsafe(12)
    signature = links.sign("known browser", f"{name}/{email}")

    @after_this_request
    def put(response: Response) -> Response:
        response.set_cookie(
            current_app.config["BROWSER_COOKIE_NAME"],
            f"{name}.{signature}",
            max_age=_REMEMBERED,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Strict",
        )
        return response


def end(account: Account) -> None:
    """Out, here and on the server."""
    operations.sign_out(by=actor_of(account), key_hash=key_hash(str(session.get(KEY, ""))))
    logout_user()
    session.clear()
