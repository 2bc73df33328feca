"""Brings Flask-Security in, without its routes: the views of this room call its functions."""

from typing import Any

from flask import Flask, Request
from flask_login.utils import _user_context_processor
from flask_security import Security, current_user
from flask_wtf.csrf import generate_csrf

from webinar.accounts import expired, operations, policy, queries
from webinar.accounts.datastore import AccountDatastore
from webinar.accounts.models import Account, SiteRole
from webinar.core import securitylog
from webinar.core.db import db
from webinar.core.journal import SYSTEM


def init_app(app: Flask) -> None:
    """Sign-in for the app; `current_user` and `csrf_token()` in every template."""
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        # The hash must outlive the installation's secret: no HMAC around it.
        SECURITY_PASSWORD_SINGLE_HASH=["argon2"],
        # The same work by one thread in place of four: pages get their part of the processors
        # while hashes are made (OWASP's parameters have one, too).
        SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS={"argon2__parallelism": 1},
        SECURITY_API_ENABLED_METHODS=["session"],
        SECURITY_CLI_USERS_NAME=None,
        SECURITY_CLI_ROLES_NAME=None,
        SECURITY_FLASH_MESSAGES=False,
    )
    security = Security(app, AccountDatastore(db, Account, SiteRole), register_blueprint=False)
    # The library reads the account at every request, in a header and in the query, too. Ours is
    # read when somebody asks for it, from the cookie alone: public pages look at no cookie.
    security.principal.identity_loaders.clear()
    security.login_manager.request_loader(_nobody)
    app.template_context_processors[None].remove(_user_context_processor)
    app.context_processor(lambda: {"current_user": current_user})
    app.jinja_env.globals["csrf_token"] = generate_csrf
    app.config["IS_SIGNED_IN"] = policy.is_signed_in
    # Rooms below this one have pages for organizers, too, and cannot import from here.
    app.config["IS_ORGANIZER"] = policy.is_organizer
    app.config["CURRENT_ACTOR"] = queries.current_actor
    securitylog.watch("accounts")
    app.register_error_handler(401, expired.ask_again)
    app.extensions["welcome"].append(_first_organizer)


def _first_organizer(**_: Any) -> list[str]:
    """What `webinar serve` prints while nobody can sign in yet."""
    # Asked first: an operation that does nothing would stand in the journal at every start.
    link = None if queries.has_organizer() else operations.make_first_link(by=SYSTEM)
    if link is None:
        return []
    return [f"Become the first organizer (works once):\n  {link}"]


def _nobody(_request: Request) -> Any:
    return None
