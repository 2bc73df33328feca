"""What can go wrong with a paper, in sentences for the person at the form."""

from webinar.core.plainerror import PlainError


class WrongPaper(PlainError):
    """The paper cannot do that in its present state."""
