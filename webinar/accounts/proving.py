"""Asking for password or passkey once more before something that matters."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.accounts import factor_operations, passkeys, signing
from webinar.accounts.factors import PasskeyAnswer, Spent
from webinar.accounts.forms import PasskeyForm, ProveForm
from webinar.accounts.models import Account
from webinar.accounts.pages import signed_in
from webinar.accounts.passkeys import WrongPasskey
from webinar.accounts.policy import is_signed_in
from webinar.accounts.queries import actor_of, factors_of
from webinar.accounts.second_step import Journey, arrive
from webinar.core import securitylog
from webinar.core.access import policy
from webinar.core.http import safe_next
from webinar.core.kept import kept_fields, typed_fields
from webinar.core.limits import TooMany
from webinar.core.publicforms import later, say_too_often

View = TypeVar("View", bound=Callable[..., Any])


def add_to(bp: Blueprint) -> None:
    """Hang this page on the room's blueprint."""
    bp.route("/organize/profile/prove", methods=["GET", "POST"])(prove)


def recently_proved(view: View) -> View:
    """Let in who gave password or passkey within ten minutes; others do so first, and go on.

    Stands below `@policy`. What a form held is kept, and sent again afterwards.
    """

    @functools.wraps(view)
    def run(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if signing.is_proved():
            return view(*args, **kwargs)
        target = request.full_path.rstrip("?")
        if request.method == "POST":
            return _page(ProveForm(None, next=target), typed_fields()), 401
        return redirect(url_for("accounts.prove", next=target), 303)

    return run  # type: ignore[return-value]


@policy(is_signed_in)
def prove() -> ResponseReturnValue:
    """Password or passkey, and on to what was wanted."""
    if request.method == "GET":
        return _page(ProveForm(None, next=safe_next(request.args.get("next"), "")), [])
    form, kept = ProveForm(), kept_fields()
    account = signed_in()
    try:
        proof = _proof(account, form)
    except TooMany as error:
        say_too_often(form, error)
        return later(_page(form, kept), error)
    except WrongPasskey:
        securitylog.note("once more", "refused", about=account.public_id)
        form.password.errors = [gettext("This is not your password, or not your passkey.")]
        return _page(form, kept), 422
    try:
        factor_operations.prove_again(
            by=actor_of(account),
            account_id=account.public_id,
            key_hash=signing.present_key_hash(),
            proof=proof,
        )
    except Spent:
        form.password.errors = [gettext("Try the passkey once more.")]
        return _page(form, kept), 422
    return arrive(account, Journey(form.next.data, kept))


def _proof(account: Account, form: ProveForm) -> PasskeyAnswer | None:
    """The passkey's answer, or None for the right password. Raises WrongPasskey."""
    if not form.passkey.data:
        if signing.check_password(account.email, form.password.data or "") is None:
            raise WrongPasskey
        return None
    name = passkeys.credential_in(form.passkey.data)
    for key in factors_of(account).passkeys:
        if key.credential_id == name:
            return passkeys.read_answer(
                form.passkey.data, form.question.data or "", passkeys.AGAIN, key, account
            )
    raise WrongPasskey


def _page(form: ProveForm, kept: list[tuple[str, str]]) -> str:
    account = signed_in()
    keys = factors_of(account).passkeys
    question = passkeys.ask(passkeys.AGAIN, account)
    return render_template(
        "accounts/prove.html",
        form=form,
        kept=kept,
        account=account,
        has_passkeys=bool(keys),
        passkey=PasskeyForm(None, question=question, next=form.next.data),
        options=passkeys.options_for_sign_in(question, keys),
    )
