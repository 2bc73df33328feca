"""The page about how one signs in, and the steps that set second factors up and take them away."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.accounts import codes, factor_operations, passkeys, signing
from webinar.accounts.forms import AppForm, NewPasskeyForm, PasskeyForm
from webinar.accounts.pages import page, signed_in
from webinar.accounts.passkeys import WrongPasskey
from webinar.accounts.policy import is_signed_in
from webinar.accounts.proving import recently_proved
from webinar.accounts.queries import current_actor, factors_of, sign_ins_of
from webinar.core.access import policy
from webinar.core.qr import picture
from webinar.organization.queries import site


def add_to(bp: Blueprint) -> None:
    """Hang these pages on the room's blueprint."""
    base = "/organize/profile/sign-in"
    bp.get(f"{base}/")(security)
    bp.route(f"{base}/app", methods=["GET", "POST"])(app_setup)
    bp.post(f"{base}/app/remove")(remove_app)
    bp.post(f"{base}/codes")(recovery_codes)
    bp.route(f"{base}/passkeys/new", methods=["GET", "POST"])(new_passkey)
    bp.post(f"{base}/passkeys/<passkey_id>/remove")(remove_passkey)


@policy(is_signed_in)
def security() -> ResponseReturnValue:
    """Address, second factors, and where one is signed in."""
    account = signed_in()
    return render_template(
        "accounts/security.html",
        account=account,
        factors=factors_of(account),
        sign_ins=sign_ins_of(account),
        present=signing.present_key_hash(),
        passkeys_are_possible=passkeys.are_possible(),
    )


@policy(is_signed_in)
@recently_proved
def app_setup() -> ResponseReturnValue:
    """The secret as picture and text; a code of the app shows that it was read."""
    account = signed_in()
    form = AppForm(None, secret=codes.new_secret()) if request.method == "GET" else AppForm()
    if not codes.is_secret(form.secret.data or ""):
        form.secret.data = codes.new_secret()
    code = None
    if form.validate_on_submit():
        code = codes.from_app(form.secret.data, form.code.data)
        if code is None:
            form.code.errors = [
                gettext("This is not the code that belongs to the picture. Try the next one.")
            ]
    if code is None:
        address = codes.app_address(form.secret.data, person=account.email, site=site().name)
        return page(
            "accounts/app_setup.html",
            form,
            picture=picture(address),
            address=address,
        )
    fresh = codes.new_recovery_codes()
    are_new = factor_operations.set_app(
        by=current_actor(),
        account_id=account.public_id,
        secret=form.secret.data,
        code=code,
        code_hashes=[codes.recovery_hash(one) for one in fresh],
        keep=signing.present_key_hash(),
    )
    flash(gettext("From now on you are asked for a code of the app when you sign in."))
    return _codes_page(fresh) if are_new else _back()


@policy(is_signed_in)
@recently_proved
def remove_app() -> ResponseReturnValue:
    factor_operations.remove_app(
        by=current_actor(), account_id=signed_in().public_id, keep=signing.present_key_hash()
    )
    flash(gettext("The app is not asked for any more."))
    return _back()


@policy(is_signed_in)
@recently_proved
def recovery_codes() -> ResponseReturnValue:
    """A new set, shown this once; for people who have a second factor."""
    account = signed_in()
    if not factors_of(account).has_any:
        return _back()
    fresh = codes.new_recovery_codes()
    factor_operations.make_recovery_codes(
        by=current_actor(),
        account_id=account.public_id,
        code_hashes=[codes.recovery_hash(one) for one in fresh],
        keep=signing.present_key_hash(),
    )
    return _codes_page(fresh)


@policy(is_signed_in)
@recently_proved
def new_passkey() -> ResponseReturnValue:
    """The browser makes a passkey; needs scripts, as no other page does."""
    account = signed_in()
    form = NewPasskeyForm()
    if form.validate_on_submit():
        try:
            key = passkeys.read_new(form.passkey.data or "", form.question.data or "", account)
        except WrongPasskey:
            form.form_errors.append(gettext("The browser made no passkey. Try again."))
        else:
            factor_operations.add_passkey(
                by=current_actor(),
                account_id=account.public_id,
                name=form.name.data,
                key=key,
                keep=signing.present_key_hash(),
            )
            flash(gettext("The passkey is kept."))
            return _back()
    question = passkeys.ask(passkeys.NEW, account)
    return page(
        "accounts/new_passkey.html",
        form,
        passkey=PasskeyForm(None, question=question),
        options=passkeys.options_for_new(
            question, account, site().name, factors_of(account).passkeys
        ),
    )


@policy(is_signed_in)
@recently_proved
def remove_passkey(passkey_id: str) -> ResponseReturnValue:
    factor_operations.remove_passkey(
        by=current_actor(),
        account_id=signed_in().public_id,
        passkey_id=passkey_id,
        keep=signing.present_key_hash(),
    )
    flash(gettext("The passkey is forgotten here. Remove it on your device, too."))
    return _back()


def _codes_page(fresh: list[str]) -> str:
    return render_template("accounts/recovery_codes.html", codes=fresh)


def _back() -> ResponseReturnValue:
    return redirect(url_for("accounts.security"), 303)
