"""Every write about second factors. Each change ends the account's other sign-ins."""

import sqlalchemy as sa
from flask_babel import force_locale, gettext

from webinar.accounts.factors import AppCode, PasskeyAnswer, spend
from webinar.accounts.models import (
    Account,
    AccountSession,
    AuthenticatorApp,
    Passkey,
    RecoveryCode,
)
from webinar.accounts.passkeys import NewPasskey
from webinar.accounts.queries import factors_of
from webinar.accounts.writing import end_other_sign_ins, end_sign_ins, load
from webinar.core import clock
from webinar.core.db import db
from webinar.core.journal import Actor, about, entry_id, operation
from webinar.core.mail import queue_mail
from webinar.organization.queries import site


@operation
def set_app(
    *, by: Actor, account_id: str, secret: str, code: AppCode, code_hashes: list[str], keep: str
) -> bool:
    """Ask for this app's codes from now on, in place of an earlier app's.

    `code_hashes` become the recovery codes of a person who has none; answers whether they did.
    """
    account = _begin(account_id, keep)
    db.session.execute(sa.delete(AuthenticatorApp).where(AuthenticatorApp.account_id == account.id))
    db.session.add(AuthenticatorApp(account_id=account.id, secret=secret, last_step=code.step))
    if factors_of(account).codes_left:
        return False
    _keep_codes(account, code_hashes)
    return True


@operation
def remove_app(*, by: Actor, account_id: str, keep: str) -> None:
    """Ask for no codes any more."""
    account = _begin(account_id, keep)
    db.session.execute(sa.delete(AuthenticatorApp).where(AuthenticatorApp.account_id == account.id))
    _drop_codes_without_factor(account)


@operation
def make_recovery_codes(*, by: Actor, account_id: str, code_hashes: list[str], keep: str) -> None:
    """Another set of recovery codes; the earlier ones open nothing any more."""
    account = _begin(account_id, keep)
    _drop_codes(account)
    _keep_codes(account, code_hashes)


@operation
def add_passkey(*, by: Actor, account_id: str, name: str, key: NewPasskey, keep: str) -> None:
    """Keep a new passkey. One that is known already stays as it is."""
    account = _begin(account_id, keep)
    known = sa.select(Passkey.id).where(Passkey.credential_id == key.credential_id)
    if db.session.scalar(known) is None:
        db.session.add(
            Passkey(
                account_id=account.id,
                name=name,
                credential_id=key.credential_id,
                public_key=key.public_key,
                sign_count=key.sign_count,
            )
        )


@operation
def remove_passkey(*, by: Actor, account_id: str, passkey_id: str, keep: str) -> None:
    """Forget one passkey."""
    account = _begin(account_id, keep)
    db.session.execute(
        sa.delete(Passkey).where(Passkey.account_id == account.id, Passkey.public_id == passkey_id)
    )
    _drop_codes_without_factor(account)


@operation
def reset_factors(*, by: Actor, account_id: str) -> Account:
    """Take every second factor of somebody who lost them; the person hears of it by mail."""
    account = load(account_id)
    about(account)
    for table in (AuthenticatorApp, Passkey, RecoveryCode):
        db.session.execute(sa.delete(table).where(table.account_id == account.id))
    end_sign_ins(account)
    with force_locale(account.language):
        subject = gettext("Your second factor for %(site)s was taken away", site=site().name)
    queue_mail(
        "accounts/mail/factors_reset",
        to=account.email,
        to_name=account.name,
        subject=subject,
        cause=f"factors-reset:{entry_id()}",
        language=account.language,
        reset_by=by.label,
    )
    return account


@operation
def prove_again(
    *, by: Actor, account_id: str, key_hash: str, proof: PasskeyAnswer | None = None
) -> None:
    """Note that the person behind a sign-in gave password or passkey again. Raises Spent."""
    account = load(account_id)
    about(account)
    if proof is not None:
        spend(account, proof)
    db.session.execute(
        sa.update(AccountSession)
        .where(AccountSession.account_id == account.id, AccountSession.key_hash == key_hash)
        .values(proved_at=clock.now())
    )


def _begin(account_id: str, keep: str) -> Account:
    account = load(account_id)
    about(account)
    end_other_sign_ins(account, keep)
    return account


def _keep_codes(account: Account, code_hashes: list[str]) -> None:
    db.session.add_all(
        RecoveryCode(account_id=account.id, code_hash=code_hash) for code_hash in code_hashes
    )


def _drop_codes(account: Account) -> None:
    db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.account_id == account.id))


def _drop_codes_without_factor(account: Account) -> None:
    if not factors_of(account).has_any:
        _drop_codes(account)
