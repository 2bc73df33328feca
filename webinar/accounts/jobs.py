"""Work that comes round by itself."""

from datetime import timedelta

import sqlalchemy as sa

from webinar.accounts.models import IDLE, AccountSession
from webinar.core import clock
from webinar.core.db import transaction
from webinar.core.jobs import handles


@handles("forget_ended_sign_ins", every=timedelta(days=1))
def forget_ended_sign_ins() -> None:
    """Drop the rows of sign-ins that have ended by themselves; their cookies open nothing."""
    with transaction() as session:
        session.execute(
            sa.delete(AccountSession).where(
                sa.or_(
                    AccountSession.expires_at < clock.now(),
                    AccountSession.last_seen_at < clock.now() - IDLE,
                )
            )
        )
