"""What the public forms of this room share: limits."""

from datetime import timedelta

from webinar.core import limits
from webinar.core.http import client_address
from webinar.core.limits import TooMany

#: forms from one address: a handful at once, then one more every two minutes
_BURST, _EVERY = 5, timedelta(minutes=2)
#: mails to one address that somebody typed, whoever it was
_MAILS, _MAILS_EVERY = 3, timedelta(hours=1)


def spend_attempt(name: str) -> None:
    """Count a form that was sent from this visitor's address. Raises TooMany."""
    limits.spend(name, client_address(), burst=_BURST, every=_EVERY)


def may_mail(email: str) -> bool:
    """Whether another mail may go to an address that nobody has confirmed.

    Without this, our forms could be used to fill a stranger's mailbox.
    """
    try:
        limits.spend("unconfirmed mail", email, burst=_MAILS, every=_MAILS_EVERY)
    except TooMany:
        return False
    return True
