"""The personal links that lead into accounts, and what may go wrong with them."""

from datetime import timedelta

import sqlalchemy as sa

from webinar.core import clock, links
from webinar.core.db import db
from webinar.core.links import PersonalLink
from webinar.core.plainerror import N_, PlainError

FIRST = links.purpose("first-organizer", "/first/{token}")
INVITATION = links.purpose("invitation", "/invitation/{token}")
#: how long an invitation is good for
PATIENCE = timedelta(days=7)
#: for somebody who lost the password
NEW_PASSWORD = links.purpose("new-password", "/password/{token}")
NEW_PASSWORD_PATIENCE = timedelta(days=1)
#: for the address somebody wants to sign in with
NEW_ADDRESS = links.purpose("new-address", "/address/{token}")


class LinkGone(PlainError):
    """The link was used, revoked or is too old."""

    def __init__(self) -> None:
        super().__init__(
            N_("This link is not good any more: it was used, withdrawn, or is too old.")
        )


class AlreadyThere(PlainError):
    """Somebody with this address has an account."""

    def __init__(self, email: str) -> None:
        super().__init__(
            N_("%(email)s has an account already. Change its roles in the list."), email=email
        )


class LastOrganizer(PlainError):
    """Without this person nobody could run the site."""

    def __init__(self) -> None:
        super().__init__(N_("This is the last organizer. Make somebody else an organizer first."))


def locked_link(link_id: str, purpose: str) -> PersonalLink:
    """The link, locked until the transaction ends. Raises LinkGone when it is spent."""
    link = db.session.scalar(
        sa.select(PersonalLink)
        .where(PersonalLink.public_id == link_id, PersonalLink.purpose == purpose)
        .with_for_update()
    )
    if link is None or link.used_at or (link.expires_at and link.expires_at < clock.now()):
        raise LinkGone
    return link


def open_invitations(account_ids: list[str]) -> dict[str, PersonalLink]:
    """The newest invitation of each account that can still be accepted. One statement."""
    rows = db.session.scalars(
        sa.select(PersonalLink)
        .where(
            PersonalLink.purpose == INVITATION,
            PersonalLink.subject_id.in_(account_ids),
            PersonalLink.used_at.is_(None),
        )
        .order_by(PersonalLink.id)
    )
    return {link.subject_id: link for link in rows}
