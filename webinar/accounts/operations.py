"""Every write about accounts. Passwords come in hashed: nothing slow happens under the lock."""

from datetime import timedelta

import sqlalchemy as sa
from flask_babel import force_locale, gettext

from webinar.accounts import invitations
from webinar.accounts.factors import Proof, spend
from webinar.accounts.invitations import AlreadyThere, LastOrganizer, LinkGone
from webinar.accounts.models import ORGANIZER, ROLES, SUBJECTS, Account, AccountSession
from webinar.accounts.queries import account_by_email, has_organizer
from webinar.accounts.writing import end_sign_ins, load, lock_accounts, withdraw_links
from webinar.core import clock, links
from webinar.core.db import db, raise_version
from webinar.core.journal import Actor, about, operation
from webinar.core.links import PersonalLink
from webinar.core.mail import queue_mail
from webinar.organization.queries import site

#: a sign-in ends by itself after this time
SIGN_IN_LASTS = timedelta(days=14)


@operation
def make_first_link(*, by: Actor) -> str | None:
    """The address with which the first organizer makes an account; None once there is one.

    The same address again while nobody has used it.
    """
    if has_organizer():
        return None
    link = db.session.scalar(
        sa.select(PersonalLink)
        .where(PersonalLink.purpose == invitations.FIRST, PersonalLink.used_at.is_(None))
        .order_by(PersonalLink.id.desc())
        .limit(1)
    )
    return links.address(link or links.make_link(invitations.FIRST))


@operation
def make_first_organizer(
    *, by: Actor, link_id: str, name: str, email: str, password_hash: str
) -> Account:
    """Use the first link up. Raises LinkGone when it is spent or there is an organizer."""
    link = invitations.locked_link(link_id, invitations.FIRST)
    if has_organizer():
        raise LinkGone
    link.used_at = clock.now()
    account = account_by_email(email)
    if account is None:
        account = Account(email=email.strip().casefold())
        db.session.add(account)
    account.name, account.password = name, password_hash
    account.site_roles, account.is_active = [ORGANIZER], True
    account.language = site().language
    account.confirmed_at = clock.now()
    db.session.flush()
    return account


@operation
def invite(*, by: Actor, email: str, roles: list[str]) -> Account:
    """Invite somebody by mail with roles of the site; a second invitation replaces the first.

    Raises AlreadyThere when the address has an account.
    """
    email = email.strip().casefold()
    account = account_by_email(email)
    if account is not None and account.confirmed_at is not None:
        raise AlreadyThere(email)
    if account is None:
        account = Account(email=email, language=site().language)
        db.session.add(account)
    account.site_roles = _known(roles)
    db.session.flush()
    about(account)
    _send_invitation(account, by)
    return account


@operation
def resend_invitation(*, by: Actor, account_id: str) -> Account:
    """Send the invitation again, with a new address; the old one stops working."""
    account = load(account_id)
    if account.confirmed_at is not None:
        raise AlreadyThere(account.email)
    about(account)
    _send_invitation(account, by)
    return account


@operation
def revoke_invitation(*, by: Actor, account_id: str) -> None:
    """Take an invitation back; the account that was never used goes with it."""
    account = load(account_id)
    if account.confirmed_at is not None:
        raise AlreadyThere(account.email)
    about(account)
    withdraw_links(account, invitations.INVITATION)
    db.session.delete(account)


@operation
def accept_invitation(*, by: Actor, link_id: str, name: str, password_hash: str) -> Account:
    """The invited person sets name and password, which also proves the address.

    Raises LinkGone when the invitation is spent, withdrawn or too old.
    """
    link = invitations.locked_link(link_id, invitations.INVITATION)
    account = db.session.scalar(sa.select(Account).where(Account.public_id == link.subject_id))
    if account is None or account.confirmed_at is not None:
        raise LinkGone
    link.used_at = clock.now()
    account.name, account.password, account.confirmed_at = name, password_hash, clock.now()
    return account


@operation
def change_roles(*, by: Actor, account_id: str, roles: list[str]) -> Account:
    """Give and take roles of the site. Raises LastOrganizer."""
    lock_accounts()
    account = load(account_id)
    about(account)
    account.site_roles = _known(roles)
    _keep_an_organizer()
    return account


@operation
def disable_account(*, by: Actor, account_id: str) -> Account:
    """Nobody signs in with it any more, and whoever is signed in is out. Raises LastOrganizer."""
    lock_accounts()
    account = load(account_id)
    about(account)
    account.is_active = False
    end_sign_ins(account)
    withdraw_links(account, invitations.NEW_PASSWORD)
    _keep_an_organizer()
    return account


@operation
def enable_account(*, by: Actor, account_id: str) -> Account:
    account = load(account_id)
    about(account)
    account.is_active = True
    return account


@operation
def edit_profile(
    *,
    by: Actor,
    account_id: str,
    name: str,
    told_about: list[str],
    expected_version: int | None = None,
) -> Account:
    """A person's own name and what they hear of by mail."""
    account = load(account_id)
    raise_version(account, expected_version)
    account.name = name
    account.told_about = [subject for subject in SUBJECTS if subject in told_about]
    return account


@operation
def change_password(*, by: Actor, account_id: str, password_hash: str) -> Account:
    """A new password; every sign-in ends, the caller starts a new one for the person."""
    account = load(account_id)
    account.password = password_hash
    end_sign_ins(account)
    return account


@operation
def send_password_link(*, by: Actor, account_id: str) -> PersonalLink:
    """Mail a link for choosing another password; links sent before stop working."""
    account = load(account_id)
    about(account)
    withdraw_links(account, invitations.NEW_PASSWORD)
    link = links.make_link(
        invitations.NEW_PASSWORD,
        subject_id=account.public_id,
        email=account.email,
        expires_at=clock.now() + invitations.NEW_PASSWORD_PATIENCE,
    )
    with force_locale(account.language):
        subject = gettext("Choose a new password for %(site)s", site=site().name)
    queue_mail(
        "accounts/mail/password",
        to=account.email,
        to_name=account.name,
        subject=subject,
        cause=f"password:{link.public_id}",
        link=link,
        language=account.language,
        hours=round(invitations.NEW_PASSWORD_PATIENCE.total_seconds() / 3600),
    )
    return link


@operation
def choose_password(*, by: Actor, link_id: str, password_hash: str) -> Account:
    """Use such a link up; every sign-in of the account ends.

    Raises LinkGone when the link is spent, withdrawn or too old.
    """
    link = invitations.locked_link(link_id, invitations.NEW_PASSWORD)
    account = db.session.scalar(sa.select(Account).where(Account.public_id == link.subject_id))
    if account is None or account.confirmed_at is None or not account.is_active:
        raise LinkGone
    link.used_at = clock.now()
    account.password = password_hash
    end_sign_ins(account)
    return account


@operation
def sign_in(
    *, by: Actor, account_id: str, key_hash: str, device: str = "", proof: Proof | None = None
) -> Account:
    """Note a sign-in, whose secret's hash is given; the password was checked before.

    `proof` is the second factor, which is used up. Raises factors.Spent when it was already.
    """
    account = load(account_id)
    if proof is not None:
        spend(account, proof)
    account.signed_in_at = clock.now()
    db.session.add(
        AccountSession(
            account=account,
            key_hash=key_hash,
            device=device[:60],
            expires_at=clock.now() + SIGN_IN_LASTS,
        )
    )
    about(account)
    return account


@operation
def sign_out(*, by: Actor, key_hash: str) -> None:
    """End one sign-in: a copy of its cookie opens nothing any more."""
    row = db.session.scalar(sa.select(AccountSession).where(AccountSession.key_hash == key_hash))
    if row is not None:
        about(row.account)
        db.session.delete(row)


def _known(roles: list[str]) -> list[str]:
    return [role for role in ROLES if role in roles]


def _keep_an_organizer() -> None:
    db.session.flush()
    if not has_organizer():
        raise LastOrganizer


def _send_invitation(account: Account, by: Actor) -> None:
    withdraw_links(account, invitations.INVITATION)
    link = links.make_link(
        invitations.INVITATION,
        subject_id=account.public_id,
        email=account.email,
        expires_at=clock.now() + invitations.PATIENCE,
    )
    with force_locale(account.language):
        subject = gettext("Invitation to %(site)s", site=site().name)
    queue_mail(
        "accounts/mail/invitation",
        to=account.email,
        subject=subject,
        cause=f"invitation:{link.public_id}",
        link=link,
        language=account.language,
        invited_by=by.label,
        days=invitations.PATIENCE.days,
    )
