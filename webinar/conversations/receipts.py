"""What the page after a message says, kept in its own address: no cookie, nothing stored.

It holds no word of the message, and is signed, so that nobody makes us promise something.
"""

from datetime import UTC, datetime
from typing import NamedTuple

from webinar.core import links
from webinar.core.text import whole_number

_LATEST = 9_999_999_999


class Receipt(NamedTuple):
    """A promise of an answer, aware UTC to the second, and whether a mail confirms it."""

    promised_by: datetime
    is_mailed: bool

    def __str__(self) -> str:
        words = f"{int(self.promised_by.timestamp())}.{int(self.is_mailed)}"
        return f"{words}.{links.sign('receipt', words)}"


def read_receipt(text: str) -> Receipt | None:
    """The receipt as it was written; None for any other text."""
    words, _, signature = text.rpartition(".")
    instant = whole_number(words.partition(".")[0], most=_LATEST)
    if instant is None or not text.isascii():
        return None
    if not links.is_signed("receipt", words, signature):
        return None
    return Receipt(datetime.fromtimestamp(instant, UTC), words.endswith(".1"))
