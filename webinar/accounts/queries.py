"""Who is signed in and where, with which second factors, and who hears of what."""

from dataclasses import dataclass

import sqlalchemy as sa
from flask import has_request_context
from flask_security import current_user

from webinar.accounts.models import (
    IDLE,
    MODERATOR,
    ORGANIZER,
    Account,
    AccountSession,
    AuthenticatorApp,
    Passkey,
    RecoveryCode,
)
from webinar.core import clock
from webinar.core.db import db
from webinar.core.journal import SYSTEM, Actor, visitor


def current_account() -> Account | None:
    """The account that is signed in, or None."""
    if not has_request_context():
        return None
    account = current_user._get_current_object()
    return account if isinstance(account, Account) else None


def me() -> Account:
    """The person who is signed in; the route's policy has let them in."""
    account = current_account()
    if account is None:
        raise RuntimeError("the policy lets nobody in without an account")
    return account


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


def account_by_cookie_name(name: str) -> Account | None:
    """The account that cookies call so, when it may sign in."""
    return db.session.scalar(
        sa.select(Account).where(
            Account.fs_uniquifier == name, Account.is_active, Account.confirmed_at.is_not(None)
        )
    )


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


@dataclass(frozen=True)
class Factors:
    """What a person is asked for after the password."""

    #: the secret of the authenticator app
    app_secret: str | None
    passkeys: list[Passkey]
    #: recovery codes that were not used
    codes_left: int

    @property
    def has_any(self) -> bool:
        return self.app_secret is not None or bool(self.passkeys)


def factors_of(account: Account) -> Factors:
    """Three statements."""
    secret = db.session.scalar(
        sa.select(AuthenticatorApp.secret).where(AuthenticatorApp.account_id == account.id)
    )
    keys = db.session.scalars(
        sa.select(Passkey).where(Passkey.account_id == account.id).order_by(Passkey.id)
    )
    codes = sa.select(sa.func.count(RecoveryCode.id)).where(RecoveryCode.account_id == account.id)
    return Factors(secret, list(keys), db.session.scalar(codes) or 0)


def accounts_with_factors() -> set[int]:
    """Row numbers of the accounts that have a second factor. One statement."""
    app, key = sa.select(AuthenticatorApp.account_id), sa.select(Passkey.account_id)
    return set(db.session.scalars(app.union(key)))


def passkey_with(credential_id: str) -> tuple[Passkey, Account] | None:
    """The passkey with that identifier, and whose it is, when the account may sign in."""
    row = db.session.execute(
        sa.select(Passkey, Account)
        .join(Account, Account.id == Passkey.account_id)
        .where(
            Passkey.credential_id == credential_id,
            Account.is_active,
            Account.confirmed_at.is_not(None),
        )
    ).one_or_none()
    return (row[0], row[1]) if row is not None else None


def sign_ins_of(account: Account) -> list[AccountSession]:
    """Where a person is signed in now, the last used first."""
    return list(
        db.session.scalars(
            sa.select(AccountSession)
            .where(
                AccountSession.account_id == account.id,
                AccountSession.expires_at > clock.now(),
                AccountSession.last_seen_at > clock.now() - IDLE,
            )
            .order_by(AccountSession.last_seen_at.desc(), AccountSession.id.desc())
        )
    )


def sign_in_with(key_hash: str) -> AccountSession | None:
    """The sign-in whose secret has that hash."""
    return db.session.scalar(sa.select(AccountSession).where(AccountSession.key_hash == key_hash))
