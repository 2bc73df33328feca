"""What can be wrong with questions and answers, in sentences for people."""

from webinar.core.plainerror import PlainError


class WrongQuestion(PlainError):
    """A question cannot be asked or changed like this."""
