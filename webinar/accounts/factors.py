"""Second factors: what somebody showed, and how it is used up so that it is good once."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from webinar.accounts.models import Account, AuthenticatorApp, Passkey, RecoveryCode
from webinar.core import clock
from webinar.core.db import db

#: a new set of recovery codes holds so many
CODES = 10


class Spent(Exception):
    """The code or the answer of the passkey was used before, or belongs to nobody any more."""


@dataclass(frozen=True)
class AppCode:
    """A right code of the person's app, from the half minute with this number."""

    step: int


@dataclass(frozen=True)
class CodeFromPaper:
    """What may be one of the recovery codes."""

    code_hash: str


@dataclass(frozen=True)
class PasskeyAnswer:
    """A passkey's right answer to what it was asked at an instant."""

    passkey_id: str
    sign_count: int
    asked_at: datetime


Proof = AppCode | CodeFromPaper | PasskeyAnswer


def spend(account: Account, proof: Proof) -> None:
    """Use a proof up, in the open transaction. Raises Spent."""
    statement: sa.Update | sa.Delete
    if isinstance(proof, AppCode):
        statement = (
            sa.update(AuthenticatorApp)
            .where(
                AuthenticatorApp.account_id == account.id,
                AuthenticatorApp.last_step < proof.step,
            )
            .values(last_step=proof.step)
        )
    elif isinstance(proof, CodeFromPaper):
        statement = sa.delete(RecoveryCode).where(
            RecoveryCode.account_id == account.id, RecoveryCode.code_hash == proof.code_hash
        )
    else:
        # A passkey answers a question once: the next one must be asked after the last answer.
        statement = (
            sa.update(Passkey)
            .where(
                Passkey.account_id == account.id,
                Passkey.public_id == proof.passkey_id,
                sa.or_(Passkey.used_at.is_(None), Passkey.used_at < proof.asked_at),
            )
            .values(used_at=clock.now(), sign_count=proof.sign_count)
        )
    if db.session.execute(statement).rowcount != 1:  # type: ignore[attr-defined]
        raise Spent
