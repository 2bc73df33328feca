"""Why something of reviewing cannot be done; the sentence is for the person who tried."""

from webinar.core.plainerror import PlainError


class WrongReview(PlainError):
    """What was asked for does not fit the board, its phase or its people."""
