"""Beginning and ending a sign-in: the row in the database and the cookie of the browser."""

import secrets
from datetime import timedelta

from flask import Response, after_this_request, current_app, request, session
from flask_security import login_user, logout_user

from webinar.accounts import operations, passwords
from webinar.accounts.datastore import KEY, key_hash
from webinar.accounts.devices import device_words
from webinar.accounts.factors import Proof
from webinar.accounts.models import Account
from webinar.accounts.queries import (
    account_by_cookie_name,
    account_by_email,
    actor_of,
    sign_in_with,
)
from webinar.core import clock, limits, links, securitylog
from webinar.core.http import client_address

#: how long a browser is known after a sign-in
_REMEMBERED = timedelta(days=180)
#: what the signature in its cookie is good for
_BROWSER = "known browser"
#: in the browser's session between the password and the second factor
_HALF_WAY = "half_way"
_HALF_WAY_LASTS = timedelta(minutes=10)
#: password or passkey count as just given for so long
_PROVED_LASTS = timedelta(minutes=10)


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
    name = account.public_id if account is not None else ""
    right = passwords.is_right(password, account.password if usable and account else None)
    if not right:
        securitylog.note("password", "refused", about=name)
    return account if right else None


def begin(account: Account, proof: Proof | None = None) -> None:
    """A new session for the account, in this browser; what the cookie held before is gone.

    Uses up the second factor `proof`. Raises factors.Spent.
    """
    key = secrets.token_urlsafe(32)
    account = operations.sign_in(
        by=actor_of(account),
        account_id=account.public_id,
        key_hash=key_hash(key),
        device=device_words(request.user_agent.string),
        proof=proof,
    )
    session.clear()
    session[KEY] = key
    login_user(account, remember=False, authn_via=["password"])
    _remember_browser(account.email)


def stop_half_way(account: Account) -> None:
    """Remember in this browser that the password was right, for the second factor to follow."""
    session.clear()
    # The cookie's name for the account changes with the password.
    session[_HALF_WAY] = [account.fs_uniquifier, int(clock.now().timestamp())]


def half_way_account() -> Account | None:
    """Whose password was right in this browser within the last ten minutes."""
    name, at = session.get(_HALF_WAY, ("", 0))
    if not 0 <= clock.now().timestamp() - at <= _HALF_WAY_LASTS.total_seconds():
        return None
    return account_by_cookie_name(name)


def present_key_hash() -> str:
    """Names the sign-in of this browser."""
    return key_hash(str(session.get(KEY, "")))


def is_proved() -> bool:
    """Whether password or passkey were given in this browser within the last ten minutes."""
    row = sign_in_with(present_key_hash())
    # A clock that went back must not make it last longer.
    return row is not None and abs(clock.now() - row.proved_at) < _PROVED_LASTS


def _known_browser(email: str) -> str:
    """The name of this browser, when somebody signed in to the account in it; else ""."""
    name, _, signature = request.cookies.get(
        current_app.config["BROWSER_COOKIE_NAME"], ""
    ).partition(".")
    return name if name and links.is_signed(_BROWSER, f"{name}/{email}", signature) else ""


def _remember_browser(email: str) -> None:
    """Let a cookie tell the next sign-in that this browser knows the account, and nothing more."""
    name = secrets.token_urlsafe(12)
    signature = links.sign(_BROWSER, f"{name}/{email}")

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
    operations.sign_out(by=actor_of(account), key_hash=present_key_hash())
    logout_user()
    session.clear()
