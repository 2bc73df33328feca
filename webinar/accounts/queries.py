"""Who is signed in, and who hears of what."""

import sqlalchemy as sa
from flask import has_request_context
from flask_security import current_user

from webinar.accounts.models import MODERATOR, ORGANIZER, Account
from webinar.core.db import db
from webinar.core.journal import SYSTEM, Actor, visitor


def current_account() -> Account | None:
    """The account that is signed in, or None."""
    if not has_request_context():
        return None
    account = current_user._get_current_object()
    return account if isinstance(account, Account) else None


def current_actor() -> Actor:
    """Who is asking, for the journal: an account, a visitor, or the program itself."""
    if not has_request_context():
        return SYSTEM
    account = current_account()
    return actor_of(account) if account is not None else visitor()


def actor_of(account: Account) -> Actor:
    return Actor("account", account.name or account.email, account.id)


def accounts() -> list[Account]:
    """Everybody who may sign in or is invited, by name. One statement."""
    rows = db.session.scalars(sa.select(Account)).all()
    return sorted(rows, key=lambda row: (row.name.casefold() or row.email, row.email))


def account_by_id(public_id: str) -> Account | None:
    return db.session.scalar(sa.select(Account).where(Account.public_id == public_id))


def account_by_email(email: str) -> Account | None:
    return db.session.scalar(sa.select(Account).where(Account.email == email.strip().casefold()))


def organizers() -> list[Account]:
    """Accounts that can run the site now: confirmed, active, with the role."""
    return [
        row
        for row in accounts()
        if row.is_active and row.confirmed_at is not None and row.is_organizer
    ]


def has_organizer() -> bool:
    return bool(organizers())


def people_to_tell(about: str) -> list[Account]:
    """Who hears by mail of a `paper`, `comment` or `message`; each chose so in the profile.

    Moderators hear of comments and messages, organizers of all three.
    """
    wanted = {ORGANIZER} if about == "paper" else {ORGANIZER, MODERATOR}
    return [
        row
        for row in accounts()
        if row.is_active
        and row.confirmed_at is not None
        and about in row.told_about
        and wanted & set(row.site_roles)
    ]
