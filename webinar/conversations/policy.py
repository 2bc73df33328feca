"""Who looks after what people wrote."""

from typing import Any

from webinar.accounts.policy import is_moderator


def may_moderate(**_: Any) -> bool:
    """Approve and refuse comments: moderators and organizers."""
    return is_moderator()


def may_answer(**_: Any) -> bool:
    """Read messages and answer them in the site's name: moderators and organizers."""
    return is_moderator()
