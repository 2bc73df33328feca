"""The page of people: who may do what, invitations, ends of access. For organizers."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.accounts import factor_operations, operations, queries, session_operations
from webinar.accounts.forms import InviteForm, RolesForm
from webinar.accounts.invitations import AlreadyThere, LastOrganizer, open_invitations
from webinar.accounts.models import MODERATOR, Account
from webinar.accounts.pages import signed_in
from webinar.accounts.policy import is_organizer
from webinar.accounts.proving import recently_proved
from webinar.accounts.queries import current_account, current_actor
from webinar.accounts.words import ROLE_WORDS
from webinar.core import links
from webinar.core.access import policy
from webinar.core.notices import say
from webinar.core.plainerror import PlainError


@dataclass(frozen=True)
class ElsewhereRole:
    """A role that rooms above know of: in what, as what, and where it is changed."""

    title: str
    roles: str
    url: str


#: row numbers of accounts -> what else each does here
Elsewhere = Callable[[Collection[int]], dict[int, list[ElsewhereRole]]]
_elsewhere: list[Elsewhere] = []


def also_shows(roles: Elsewhere) -> None:
    """Add roles that rooms above know of to the page (wiring calls this)."""
    if roles not in _elsewhere:
        _elsewhere.append(roles)


def add_to(bp: Blueprint) -> None:
    """Hang these pages on the room's blueprint."""
    bp.get("/organize/people/")(people)
    bp.post("/organize/people/invite")(invite)
    bp.post("/organize/people/<account_id>/roles")(change_roles)
    bp.post("/organize/people/<account_id>/disable")(disable)
    bp.post("/organize/people/<account_id>/enable")(enable)
    bp.post("/organize/people/<account_id>/invitation")(resend)
    bp.post("/organize/people/<account_id>/revoke")(revoke)
    bp.post("/organize/people/<account_id>/password")(send_password_link)
    bp.post("/organize/people/<account_id>/sign-out")(sign_out_everywhere)
    bp.post("/organize/people/<account_id>/reset-factors")(reset_factors)


@policy(is_organizer)
def people() -> ResponseReturnValue:
    return _page(_blank())


def _blank() -> InviteForm:
    return InviteForm(None, roles=[MODERATOR])


@policy(is_organizer)
def invite() -> ResponseReturnValue:
    form = InviteForm()
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        account = operations.invite(
            by=current_actor(), email=form.email.data, roles=form.roles.data
        )
    except AlreadyThere as error:
        form.email.errors = [words(error)]
        return _page(form), 422
    flash(gettext("%(email)s is invited; the mail is on its way.", email=account.email))
    return _back()


@policy(is_organizer)
def change_roles(account_id: str) -> ResponseReturnValue:
    account = _known(account_id)
    form = RolesForm()
    if not form.validate_on_submit():
        return _page(_blank(), form, account), 422
    try:
        operations.change_roles(
            by=current_actor(), account_id=account.public_id, roles=form.roles.data
        )
    except LastOrganizer as error:
        form.roles.errors = [words(error)]
        return _page(_blank(), form, account), 422
    flash(gettext("Saved."))
    # Who gave the role away does not see this page any more.
    still = current_account()
    if still is not None and not still.is_organizer:
        return redirect(url_for("accounts.profile"), 303)
    return _back()


@policy(is_organizer)
def disable(account_id: str) -> ResponseReturnValue:
    account = _known(account_id)
    try:
        operations.disable_account(by=current_actor(), account_id=account.public_id)
    except LastOrganizer as error:
        flash(words(error), "error")
        return _back()
    say(
        gettext("%(email)s cannot sign in any more.", email=account.email),
        undo=url_for("accounts.enable", account_id=account_id),
    )
    return _back()


@policy(is_organizer)
def enable(account_id: str) -> ResponseReturnValue:
    account = operations.enable_account(by=current_actor(), account_id=_known(account_id).public_id)
    say(
        gettext("%(email)s can sign in again.", email=account.email),
        undo=url_for("accounts.disable", account_id=account_id),
    )
    return _back()


@policy(is_organizer)
def resend(account_id: str) -> ResponseReturnValue:
    try:
        account = operations.resend_invitation(
            by=current_actor(), account_id=_known(account_id).public_id
        )
    except AlreadyThere as error:
        flash(words(error), "error")
        return _back()
    flash(gettext("A new invitation is on its way to %(email)s.", email=account.email))
    return _back()


@policy(is_organizer)
def revoke(account_id: str) -> ResponseReturnValue:
    account = _known(account_id)
    email = account.email
    try:
        operations.revoke_invitation(by=current_actor(), account_id=account.public_id)
    except AlreadyThere as error:
        flash(words(error), "error")
        return _back()
    flash(gettext("The invitation of %(email)s is withdrawn.", email=email))
    return _back()


@policy(is_organizer)
def send_password_link(account_id: str) -> ResponseReturnValue:
    account = _known(account_id)
    if account.is_invited or not account.is_active:
        abort(409)
    email = account.email
    operations.send_password_link(by=current_actor(), account_id=account.public_id)
    flash(gettext("A link for choosing a new password is on its way to %(email)s.", email=email))
    return _back()


@policy(is_organizer)
def sign_out_everywhere(account_id: str) -> ResponseReturnValue:
    account = session_operations.end_all(
        by=current_actor(), account_id=_known(account_id).public_id
    )
    flash(gettext("%(email)s is signed out everywhere.", email=account.email))
    return _back()


@policy(is_organizer)
@recently_proved
def reset_factors(account_id: str) -> ResponseReturnValue:
    """For a colleague who lost telephone, passkeys and recovery codes; nobody does so alone."""
    account = _known(account_id)
    if account.public_id == signed_in().public_id:
        flash(gettext("Another organizer must do this for you."), "error")
        return _back()
    account = factor_operations.reset_factors(by=current_actor(), account_id=account.public_id)
    flash(gettext("%(email)s signs in with the password alone.", email=account.email))
    return _back()


def words(error: PlainError) -> str:
    """The error's sentence in the reader's language."""
    return gettext(error.message, **error.values)


def _known(account_id: str) -> Account:
    account = queries.account_by_id(account_id)
    if account is None:
        abort(404)
    return account


def _back() -> ResponseReturnValue:
    return redirect(url_for("accounts.people"), 303)


def _page(form: InviteForm, refused: RolesForm | None = None, whose: Account | None = None) -> str:
    """The page; `refused` are roles that cannot be given, shown in the row of that account."""
    rows = queries.accounts()
    if refused is not None and whose is not None:
        refused.roles.id = f"roles-{whose.public_id}"
    open_links = open_invitations([row.public_id for row in rows if row.is_invited])
    return render_template(
        "accounts/people.html",
        form=form,
        refused=refused,
        whose=whose,
        people=rows,
        with_factors=queries.accounts_with_factors(),
        role_words=list(ROLE_WORDS.items()),
        elsewhere=_elsewhere_of(rows),
        invitations={key: links.address(link) for key, link in open_links.items()},
    )


def _elsewhere_of(people: Collection[Account]) -> dict[int, list[ElsewhereRole]]:
    """Account's row number -> its roles of rooms above. One statement for each of these."""
    found: dict[int, list[ElsewhereRole]] = {}
    for asked in _elsewhere:
        for number, roles in asked([person.id for person in people]).items():
            found.setdefault(number, []).extend(roles)
    return found
