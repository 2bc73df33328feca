"""After the password: the second factor, for whoever has one; and signing in by passkey alone."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from webinar.accounts import codes, passkeys, signing
from webinar.accounts.factors import CodeFromPaper, Proof, Spent
from webinar.accounts.forms import PasskeyForm, SecondStepForm, SignInForm
from webinar.accounts.models import Account
from webinar.accounts.passkeys import WrongPasskey
from webinar.accounts.queries import factors_of, passkey_with
from webinar.core import limits, securitylog
from webinar.core.access import anyone, policy
from webinar.core.http import client_address, safe_next
from webinar.core.kept import FILE, kept_fields
from webinar.core.limits import TooMany
from webinar.core.publicforms import later, say_too_often


@dataclass(frozen=True)
class Journey:
    """Where somebody wants to go, and what they typed before the sign-in was asked for."""

    target: str
    kept: list[tuple[str, str]]


def add_to(bp: Blueprint) -> None:
    """Hang these pages on the room's blueprint."""
    bp.post("/sign-in/second")(second_step)
    bp.post("/sign-in/passkey")(passkey_sign_in)


def landing() -> str:
    """Where everybody's work begins: the desk shows each what is theirs."""
    return url_for("organize.desk")


def go_on(account: Account, journey: Journey) -> ResponseReturnValue:
    """The password was right, or just chosen: ask for the second factor, or let in."""
    if not factors_of(account).has_any:
        signing.begin(account)
        return arrive(account, journey)
    signing.stop_half_way(account)
    return _second_page(account, SecondStepForm(None, next=journey.target), journey.kept)


def arrive(account: Account, journey: Journey) -> ResponseReturnValue:
    """Signed in: on to the page that was wanted, or send what was typed."""
    target = safe_next(journey.target, landing())
    if journey.kept:
        return render_template(
            "accounts/send_again.html",
            target=target,
            kept=[pair for pair in journey.kept if pair[0] != FILE],
            files=[value for name, value in journey.kept if name == FILE],
        )
    return redirect(target, 303)


def sign_in_page(form: SignInForm, kept: list[tuple[str, str]]) -> str:
    """The page with the two ways in: password, and passkey alone."""
    question = passkeys.ask(passkeys.FIRST)
    return render_template(
        "accounts/sign_in.html",
        form=form,
        kept=kept,
        passkey=PasskeyForm(None, question=question, next=form.next.data),
        options=passkeys.options_for_sign_in(question, alone=True),
    )


@policy(anyone)
def second_step() -> ResponseReturnValue:
    """A code of the app, a recovery code, or a passkey."""
    form, kept = SecondStepForm(), kept_fields()
    account = signing.half_way_account()
    if account is None:
        return _start_again(form.next.data, kept)
    if not form.validate_on_submit():
        return _second_page(account, form, kept), 422
    try:
        limits.spend("second factor of", account.public_id, burst=10, every=timedelta(minutes=1))
    except TooMany as error:
        say_too_often(form, error)
        return later(_second_page(account, form, kept), error)
    try:
        proof = _proof(account, form)
        signing.begin(account, proof)
    except WrongPasskey:
        securitylog.note("second factor", "refused", about=account.public_id)
        form.form_errors.append(gettext("This passkey opens nothing here. Try again."))
        return _second_page(account, form, kept), 422
    except Spent:
        securitylog.note("second factor", "refused", about=account.public_id)
        form.code.errors = [
            gettext("This code is not right, or was used before. Wait for the next one.")
        ]
        return _second_page(account, form, kept), 422
    securitylog.note("second factor", "good", about=account.public_id)
    if isinstance(proof, CodeFromPaper):
        left = factors_of(account).codes_left
        flash(
            ngettext(
                "That was a recovery code; %(num)d is left.",
                "That was a recovery code; %(num)d are left.",
                left,
            )
        )
    return arrive(account, Journey(form.next.data, kept))


@policy(anyone)
def passkey_sign_in() -> ResponseReturnValue:
    """A passkey that looked at the person is password and second factor in one."""
    form, kept = PasskeyForm(), kept_fields()
    again = SignInForm(None, next=form.next.data)
    try:
        limits.spend("sign-in from", client_address(), burst=30, every=timedelta(seconds=30))
    except TooMany as error:
        say_too_often(again, error)
        return later(sign_in_page(again, kept), error)
    found = passkey_with(passkeys.credential_in(form.passkey.data or ""))
    try:
        if found is None:
            raise WrongPasskey
        key, account = found
        signing.begin(
            account,
            passkeys.read_answer(
                form.passkey.data, form.question.data or "", passkeys.FIRST, key, None, alone=True
            ),
        )
    except (Spent, WrongPasskey):
        securitylog.note("passkey", "refused", about=found[1].public_id if found else "")
        again.form_errors.append(
            gettext("This passkey opens nothing here. Try again, or sign in with the password.")
        )
        return sign_in_page(again, kept), 422
    return arrive(account, Journey(form.next.data, kept))


def _proof(account: Account, form: SecondStepForm) -> Proof:
    """What was shown. Raises WrongPasskey, or Spent for a wrong code."""
    factors = factors_of(account)
    if form.passkey.data:
        name = passkeys.credential_in(form.passkey.data)
        key = next((one for one in factors.passkeys if one.credential_id == name), None)
        if key is None:
            raise WrongPasskey
        return passkeys.read_answer(
            form.passkey.data, form.question.data or "", passkeys.SECOND, key, account
        )
    proof = codes.proof_in(form.code.data, factors.app_secret)
    if proof is None:
        raise Spent
    return proof


def _second_page(account: Account, form: SecondStepForm, kept: list[tuple[str, str]]) -> str:
    factors = factors_of(account)
    question = passkeys.ask(passkeys.SECOND, account)
    return render_template(
        "accounts/second_step.html",
        form=form,
        kept=kept,
        factors=factors,
        passkey=PasskeyForm(None, question=question, next=form.next.data),
        options=passkeys.options_for_sign_in(question, factors.passkeys),
    )


def _start_again(target: str | None, kept: list[tuple[str, str]]) -> ResponseReturnValue:
    form = SignInForm(None, next=safe_next(target, ""))
    form.form_errors.append(gettext("That took longer than ten minutes. Begin again."))
    return sign_in_page(form, kept), 422
