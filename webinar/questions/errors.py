"""What can be wrong with questions and answers, in sentences for people."""

from webinar.core.plainerror import PlainError


class WrongQuestion(PlainError):
    """A question cannot be asked or changed like this; `beside` names the field it is about."""

    def __init__(self, message: str, *, beside: str = "", **values: object) -> None:
        super().__init__(message, **values)
        self.beside = beside
