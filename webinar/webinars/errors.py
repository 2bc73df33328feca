"""What an operation refuses, each with a sentence for the person who asked."""

from webinar.core.plainerror import PlainError


class NotReady(PlainError):
    """A draft lacks something; `missing` names it: no-category."""

    def __init__(self, missing: list[str], message: str) -> None:
        self.missing = missing
        super().__init__(message)


class WrongState(PlainError):
    """The step does not lead on from the state that the webinar or session is in."""


class WrongTimes(PlainError):
    """The end does not come after the start, or a date is too far away."""


class StillUsed(PlainError):
    """Something is filed there, so it cannot be deleted."""


class Unknown(PlainError):
    """A value that is none of the possible ones."""
