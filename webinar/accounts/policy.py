"""Who may do what, by role of the site."""

from typing import Any

from webinar.accounts.queries import current_account


def is_signed_in(**_: Any) -> bool:
    """Anybody with an account, whatever its roles."""
    return current_account() is not None


def is_organizer(**_: Any) -> bool:
    account = current_account()
    return account is not None and account.is_organizer


def is_moderator(**_: Any) -> bool:
    """Moderators look after comments and messages; organizers may, too."""
    account = current_account()
    return account is not None and account.is_moderator
