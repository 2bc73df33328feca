"""Signing in and out, the pages of the two personal links, one's own profile."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.accounts import (
    factor_views,
    invitations,
    operations,
    passwords,
    people,
    proving,
    second_step,
    session_views,
    signing,
)
from webinar.accounts.forms import (
    FirstOrganizerForm,
    NewPasswordForm,
    NewPersonForm,
    PasswordForm,
    ProfileForm,
    SignInForm,
)
from webinar.accounts.invitations import LinkGone
from webinar.accounts.pages import gone, page, signed_in
from webinar.accounts.policy import is_signed_in
from webinar.accounts.queries import (
    account_by_id,
    actor_of,
    current_account,
    current_actor,
    has_organizer,
)
from webinar.accounts.second_step import Journey, go_on, landing, sign_in_page
from webinar.core import links
from webinar.core.access import anyone, holder_of_link, policy
from webinar.core.db import StaleEdit
from webinar.core.http import safe_next
from webinar.core.journal import visitor
from webinar.core.kept import kept_fields
from webinar.core.limits import TooMany
from webinar.core.publicforms import later, say_too_often

bp = Blueprint("accounts", __name__)
for part in (second_step, proving, factor_views, session_views, people):
    part.add_to(bp)


@bp.get("/sign-in")
@policy(anyone)
def sign_in() -> ResponseReturnValue:
    account = current_account()
    if account is not None:
        return redirect(safe_next(request.args.get("next"), landing()), 303)
    form = SignInForm(next=safe_next(request.args.get("next"), ""))
    return sign_in_page(form, [])


@bp.post("/sign-in")
@policy(anyone)
def sign_in_now() -> ResponseReturnValue:
    """The same answer for an unknown address and a wrong password."""
    form = SignInForm()
    kept = kept_fields()
    if not form.validate_on_submit():
        return sign_in_page(form, kept), 422
    try:
        account = signing.check_password(form.email.data, form.password.data)
    except TooMany as error:
        say_too_often(form, error)
        return later(sign_in_page(form, kept), error)
    if account is None:
        form.form_errors.append(
            gettext("Address and password do not belong together. Try again, or ask an organizer.")
        )
        return sign_in_page(form, kept), 422
    return go_on(account, Journey(form.next.data, kept))


@bp.post("/sign-out")
@policy(anyone)
def sign_out() -> ResponseReturnValue:
    account = current_account()
    if account is not None:
        signing.end(account)
    return redirect("/", 303)


@bp.route("/first/<token>", methods=["GET", "POST"])
@policy(holder_of_link)
def first(token: str) -> ResponseReturnValue:
    """The first organizer of a new site; works once. GET changes nothing."""
    link = links.open_link(token, invitations.FIRST)
    if link is None or has_organizer():
        return gone()
    form = FirstOrganizerForm()
    if not form.validate_on_submit():
        return page("accounts/first.html", form)
    try:
        account = operations.make_first_organizer(
            by=visitor(form.name.data),
            link_id=link.public_id,
            name=form.name.data,
            email=form.email.data,
            password_hash=passwords.make_hash(form.password.data),
        )
    except LinkGone:
        return gone()
    signing.begin(account)
    return redirect(landing(), 303)


@bp.route("/invitation/<token>", methods=["GET", "POST"])
@policy(holder_of_link)
def invitation(token: str) -> ResponseReturnValue:
    """An invited person sets name and password. GET changes nothing."""
    link = links.open_link(token, invitations.INVITATION)
    account = account_by_id(link.subject_id) if link is not None else None
    if link is None or account is None or account.confirmed_at is not None:
        return gone()
    form = NewPersonForm()
    form.known_email, form.known_name = account.email, account.name
    if not form.validate_on_submit():
        return page("accounts/invitation.html", form, account=account)
    try:
        account = operations.accept_invitation(
            by=actor_of(account),
            link_id=link.public_id,
            name=form.name.data,
            password_hash=passwords.make_hash(form.password.data),
        )
    except LinkGone:
        return gone()
    signing.begin(account)
    return redirect(landing(), 303)


@bp.route("/password/<token>", methods=["GET", "POST"])
@policy(holder_of_link)
def new_password(token: str) -> ResponseReturnValue:
    """Somebody who lost the password chooses another one. GET changes nothing.

    The second factor is asked for all the same.
    """
    link = links.open_link(token, invitations.NEW_PASSWORD)
    account = account_by_id(link.subject_id) if link is not None else None
    if link is None or account is None or not account.is_active:
        return gone()
    form = NewPasswordForm()
    form.known_email, form.known_name = account.email, account.name
    if not form.validate_on_submit():
        return page("accounts/new_password.html", form, account=account)
    try:
        account = operations.choose_password(
            by=actor_of(account),
            link_id=link.public_id,
            password_hash=passwords.make_hash(form.password.data),
        )
    except LinkGone:
        return gone()
    return go_on(account, Journey("", []))


@bp.route("/organize/profile/", methods=["GET", "POST"])
@policy(is_signed_in)
def profile() -> ResponseReturnValue:
    account = signed_in()
    form = ProfileForm(obj=account)
    if not form.validate_on_submit():
        return page("accounts/profile.html", form, account=account, password=PasswordForm(None))
    try:
        operations.edit_profile(
            by=current_actor(),
            account_id=account.public_id,
            name=form.name.data,
            told_about=form.told_about.data or [],
            expected_version=form.expected_version,
        )
    except StaleEdit:
        return _both_names(form)
    flash(gettext("Saved."))
    return redirect(url_for("accounts.profile"), 303)


def _both_names(form: ProfileForm) -> ResponseReturnValue:
    """409: what was typed beside what is saved; saving again takes what was typed."""
    account = signed_in()
    form.version.data = str(account.version)
    form.version.raw_data = [form.version.data]
    answer = render_template(
        "accounts/profile.html",
        form=form,
        account=account,
        password=PasswordForm(None),
        conflict_rows=[(form.name.label.text, form.name.data, account.name)],
    )
    return answer, 409


@bp.post("/organize/profile/password")
@policy(is_signed_in)
def change_password() -> ResponseReturnValue:
    """A new password ends every other sign-in of the account."""
    account = signed_in()
    form = PasswordForm()
    form.known_email, form.known_name = account.email, account.name
    profile_form = ProfileForm(None, obj=account)
    try:
        if form.validate_on_submit() and not signing.check_password(
            account.email, form.current.data
        ):
            form.current.errors = [gettext("This is not your present password.")]
    except TooMany as error:
        say_too_often(form, error)
        shown = render_template(
            "accounts/profile.html", form=profile_form, account=account, password=form
        )
        return later(shown, error)
    if form.errors:
        return page("accounts/profile.html", profile_form, account=account, password=form)
    account = operations.change_password(
        by=current_actor(),
        account_id=account.public_id,
        password_hash=passwords.make_hash(form.password.data),
    )
    signing.begin(account)
    flash(gettext("The password is changed; you are signed out everywhere else."))
    return redirect(url_for("accounts.profile"), 303)
