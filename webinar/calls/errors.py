"""What can be wrong with a call or a code, in sentences for people."""

from webinar.core.plainerror import PlainError


class WrongCall(PlainError):
    """A call cannot be like this, or does not take a paper now."""


class WrongCode(PlainError):
    """A code that opens nothing, or no longer."""
