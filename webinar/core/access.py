"""Deny by default: every route names its policy, or the application does not start.

A policy is a small predicate over the request's arguments. Rooms decorate their
views with `@policy(name)`; libraries' routes stand in one table, `FOREIGN`.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webinar.core import securitylog

Policy = Callable[..., bool]
F = TypeVar("F", bound=Callable[..., Any])
#: library routes, endpoint by endpoint; filled by the room that brings the library in
FOREIGN: dict[str, Policy] = {}


def policy(rule: Policy) -> Callable[[F], F]:
    """Declare who may use a view. The outermost decorator below the route."""

    def mark(view: F) -> F:
        view.policy = rule  # type: ignore[attr-defined]
        return view

    return mark


def anyone(**_: Any) -> bool:
    """Visitors, with or without an account."""
    return True


def holder_of_link(**_: Any) -> bool:
    """The address itself is the key; the view looks it up and answers 404 to strangers."""
    return True


def policy_of(app: Flask, endpoint: str) -> Policy | None:
    view: Any = app.view_functions[endpoint]
    found = getattr(view, "policy", None) or getattr(
        getattr(view, "view_class", None), "policy", None
    )
    return found or FOREIGN.get(endpoint)


def require_policies(app: Flask) -> None:
    """Refuse to start with a route that nobody decided about; ask the policy at each request.

    Raises RuntimeError that lists the routes.
    """
    missing = sorted(
        f"{rule.endpoint} ({rule.rule})"
        for rule in app.url_map.iter_rules()
        if policy_of(app, rule.endpoint) is None
    )
    if missing:
        raise RuntimeError("no policy declared for: " + ", ".join(missing))

    @app.before_request
    def ask() -> ResponseReturnValue | None:
        if not request.endpoint:
            return None
        rule = policy_of(app, request.endpoint)
        if rule is not None and rule(**(request.view_args or {})):
            return None
        return refuse()


def refuse() -> ResponseReturnValue:
    """Ask a guest to sign in; tell everybody else that it is not theirs."""
    if current_app.config["IS_SIGNED_IN"]():
        abort(403)
    if request.method not in ("GET", "HEAD"):
        abort(401)
    wanted = request.full_path.rstrip("?")
    securitylog.refused()
    return redirect(url_for("accounts.sign_in", next=wanted), 302)
