"""Ending one's own sign-ins, and changing the address one signs in with."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.accounts import invitations, session_operations, signing
from webinar.accounts.forms import AddressForm
from webinar.accounts.invitations import LinkGone
from webinar.accounts.pages import gone, page, signed_in
from webinar.accounts.policy import is_signed_in
from webinar.accounts.proving import recently_proved
from webinar.accounts.queries import account_by_id, actor_of, current_account, current_actor
from webinar.core import limits, links
from webinar.core.access import holder_of_link, policy
from webinar.core.limits import TooMany
from webinar.core.publicforms import later, say_too_often


def add_to(bp: Blueprint) -> None:
    """Hang these pages on the room's blueprint."""
    base = "/organize/profile/sign-in"
    bp.post(f"{base}/sessions/<sign_in_id>/end")(end_sign_in)
    bp.post(f"{base}/sessions/end-others")(end_others)
    bp.route(f"{base}/address", methods=["GET", "POST"])(address)
    bp.route("/address/<token>", methods=["GET", "POST"])(confirm_address)


@policy(is_signed_in)
def end_sign_in(sign_in_id: str) -> ResponseReturnValue:
    session_operations.end_sign_in(
        by=current_actor(), account_id=signed_in().public_id, sign_in_id=sign_in_id
    )
    flash(gettext("That sign-in is ended."))
    return redirect(url_for("accounts.security"), 303)


@policy(is_signed_in)
def end_others() -> ResponseReturnValue:
    session_operations.end_others(
        by=current_actor(), account_id=signed_in().public_id, keep=signing.present_key_hash()
    )
    flash(gettext("You are signed out everywhere else."))
    return redirect(url_for("accounts.security"), 303)


@policy(is_signed_in)
@recently_proved
def address() -> ResponseReturnValue:
    """Ask for another address; the same answer whether or not somebody has it already."""
    account = signed_in()
    form = AddressForm()
    if form.validate_on_submit() and form.email.data == account.email:
        form.email.errors = [gettext("You sign in with this address already.")]
    if not form.is_submitted() or form.errors:
        return page("accounts/address.html", form, account=account)
    try:
        limits.spend("new address of", account.public_id, burst=5, every=timedelta(minutes=10))
    except TooMany as error:
        say_too_often(form, error)
        return later(render_template("accounts/address.html", form=form, account=account), error)
    session_operations.ask_for_address(
        by=current_actor(), account_id=account.public_id, email=form.email.data
    )
    flash(
        gettext(
            "A link is on its way to %(email)s. Open it to sign in with that address from then on.",
            email=form.email.data,
        )
    )
    return redirect(url_for("accounts.security"), 303)


@policy(holder_of_link)
def confirm_address(token: str) -> ResponseReturnValue:
    """The page of the link in the mail. GET changes nothing."""
    link = links.open_link(token, invitations.NEW_ADDRESS)
    account = account_by_id(link.subject_id) if link is not None else None
    if link is None or account is None or not account.is_active:
        return gone()
    if request.method == "GET":
        return render_template("accounts/confirm_address.html", email=link.email)
    try:
        session_operations.change_address(by=actor_of(account), link_id=link.public_id)
    except LinkGone:
        return gone()
    if current_account() is None:
        flash(gettext("Done. Sign in with the new address."))
        return redirect(url_for("accounts.sign_in"), 303)
    flash(gettext("Done. From now on you sign in with the new address."))
    return redirect(url_for("accounts.security"), 303)
