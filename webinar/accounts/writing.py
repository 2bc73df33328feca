"""What this room's operations share; called inside a transaction."""

from datetime import timedelta

import sqlalchemy as sa

from webinar.accounts.models import Account, AccountSession
from webinar.core import clock, ids, links
from webinar.core.db import db
from webinar.core.links import PersonalLink


def load(account_id: str) -> Account:
    """The account, locked until the transaction ends."""
    return db.session.execute(
        sa.select(Account).where(Account.public_id == account_id).with_for_update()
    ).scalar_one()


def lock_accounts() -> None:
    """Keep every account as it is until the transaction ends."""
    # Two organizers who disable each other must wait for one another.
    db.session.execute(sa.select(Account.id).order_by(Account.id).with_for_update()).all()


def end_sign_ins(account: Account) -> None:
    """Nobody is signed in to the account any more."""
    account.fs_uniquifier = ids.new_id()
    db.session.execute(sa.delete(AccountSession).where(AccountSession.account_id == account.id))


def end_other_sign_ins(account: Account, keep: str) -> None:
    """Only the sign-in whose secret has the hash `keep` stays."""
    db.session.execute(
        sa.delete(AccountSession).where(
            AccountSession.account_id == account.id, AccountSession.key_hash != keep
        )
    )


def withdraw_links(account: Account, purpose: str) -> None:
    """Links of one purpose that were sent to the person and not used stop working."""
    for link in db.session.scalars(
        sa.select(PersonalLink).where(
            PersonalLink.purpose == purpose,
            PersonalLink.subject_id == account.public_id,
            PersonalLink.used_at.is_(None),
        )
    ):
        links.revoke(link)
        # Also for who has the page open: operations look at the row, not at its address.
        link.expires_at = clock.now() - timedelta(seconds=1)
