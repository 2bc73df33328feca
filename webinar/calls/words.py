"""Calls in words: where one stands, and until when."""

from datetime import datetime

from flask_babel import gettext

from webinar.calls.models import SITE, WEBINAR, Call
from webinar.calls.standing import (
    CALLED_OFF,
    CLOSED,
    COMING,
    DRAFT_CALL,
    OPEN,
    is_orphan,
    next_closing,
    standing,
)
from webinar.core import clock, i18n

#: states in the address of the desk's list
SHOWN = (OPEN, COMING, CLOSED, DRAFT_CALL)
#: the filter of that list that shows `queries.calls_closing`
CLOSING = "closing"


def shown_words(state: str) -> str:
    """The words of a filter, and of a badge."""
    return {
        CLOSING: gettext("Close within a week"),
        OPEN: gettext("Open"),
        COMING: gettext("Opens later"),
        CLOSED: gettext("Closed"),
        DRAFT_CALL: gettext("Draft"),
        CALLED_OFF: gettext("Called off"),
    }[state]


def standing_words(call: Call, at: datetime | None = None) -> str:
    """One sentence for lists, without a full stop."""
    at = at or clock.now()
    state, last = standing(call, at), next_closing(call, at)
    if state == DRAFT_CALL:
        return gettext("Its webinar was deleted") if is_orphan(call) else gettext("Draft")
    if state == COMING and call.opens_at is not None:
        return gettext("Opens %(when)s", when=i18n.zoned_time(call.opens_at, call.timezone))
    if state == CALLED_OFF:
        return gettext("Closed, because the webinar was cancelled")
    if last is None:
        return gettext("Closed") if state == CLOSED else gettext("Always open")
    when = i18n.zoned_time(last, call.timezone)
    if state == CLOSED:
        return gettext("Closed %(when)s", when=when)
    return gettext("Open until %(when)s", when=when)


def owner_words(call: Call) -> str:
    """Whose call it is: a title, or the site."""
    if call.belongs_to == SITE:
        return gettext("The whole site")
    owner = call.webinar if call.belongs_to == WEBINAR else call.series
    return owner.title if owner is not None else gettext("It was deleted")
