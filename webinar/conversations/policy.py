"""Who looks after what people wrote."""

from typing import Any

from webinar.accounts.models import MODERATOR
from webinar.accounts.policy import is_moderator
from webinar.webinars.scope import scope_of


def may_moderate(**_: Any) -> bool:
    """Approve and refuse comments, of the whole site or under one's own webinars."""
    return not scope_of(MODERATOR).is_empty


def may_answer(**_: Any) -> bool:
    """Read messages and answer them in the site's name: moderators and organizers of the site."""
    return is_moderator()
