"""Writes about where somebody is signed in, and about the address they sign in with."""

from datetime import timedelta

import sqlalchemy as sa
from flask_babel import force_locale, gettext

from webinar.accounts import invitations
from webinar.accounts.invitations import LinkGone
from webinar.accounts.models import Account, AccountSession
from webinar.accounts.queries import account_by_email
from webinar.accounts.writing import (
    end_other_sign_ins,
    end_sign_ins,
    load,
    lock_accounts,
    withdraw_links,
)
from webinar.core import clock, links
from webinar.core.db import db
from webinar.core.journal import Actor, about, entry_id, operation
from webinar.core.mail import queue_mail
from webinar.organization.queries import site

#: how long the link to a new address is good for
ADDRESS_PATIENCE = timedelta(days=1)


@operation
def end_sign_in(*, by: Actor, account_id: str, sign_in_id: str) -> None:
    """End one of a person's sign-ins."""
    account = load(account_id)
    about(account)
    db.session.execute(
        sa.delete(AccountSession).where(
            AccountSession.account_id == account.id, AccountSession.public_id == sign_in_id
        )
    )


@operation
def end_others(*, by: Actor, account_id: str, keep: str) -> None:
    """End all of a person's sign-ins but the one whose secret has the hash `keep`."""
    account = load(account_id)
    about(account)
    end_other_sign_ins(account, keep)


@operation
def end_all(*, by: Actor, account_id: str) -> Account:
    """Sign somebody out everywhere."""
    account = load(account_id)
    about(account)
    end_sign_ins(account)
    return account


@operation
def ask_for_address(*, by: Actor, account_id: str, email: str) -> None:
    """Mail a link to the address that somebody wants to sign in with from now on.

    An address that has an account gets no mail; nobody is told the difference.
    """
    account = load(account_id)
    about(account)
    withdraw_links(account, invitations.NEW_ADDRESS)
    if account_by_email(email) is not None:
        return
    link = links.make_link(
        invitations.NEW_ADDRESS,
        subject_id=account.public_id,
        email=email,
        expires_at=clock.now() + ADDRESS_PATIENCE,
    )
    with force_locale(account.language):
        subject = gettext("Your new mail address for %(site)s", site=site().name)
    queue_mail(
        "accounts/mail/new_address",
        to=email,
        to_name=account.name,
        subject=subject,
        cause=f"address:{link.public_id}",
        link=link,
        language=account.language,
        hours=round(ADDRESS_PATIENCE.total_seconds() / 3600),
    )


@operation
def change_address(*, by: Actor, link_id: str) -> Account:
    """The new address is confirmed: it takes the old one's place, which is told so.

    Raises LinkGone when the link is spent, or somebody else has the address meanwhile.
    """
    link = invitations.locked_link(link_id, invitations.NEW_ADDRESS)
    lock_accounts()
    account = db.session.scalar(sa.select(Account).where(Account.public_id == link.subject_id))
    if account is None or not account.is_active or account_by_email(link.email) is not None:
        raise LinkGone
    about(account)
    link.used_at = clock.now()
    old, account.email = account.email, link.email
    # What was mailed to the old address must not open the account.
    withdraw_links(account, invitations.NEW_PASSWORD)
    with force_locale(account.language):
        subject = gettext("You sign in to %(site)s with another address", site=site().name)
    queue_mail(
        "accounts/mail/address_changed",
        to=old,
        to_name=account.name,
        subject=subject,
        cause=f"address-changed:{entry_id()}",
        language=account.language,
        new_address=account.email,
    )
    return account
