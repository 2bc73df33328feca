"""What is said of a question, from the form to the operation."""

from dataclasses import dataclass, field
from datetime import datetime

from webinar.questions.models import ORGANIZERS

#: questions of one questionnaire, choices of one question
MOST_QUESTIONS = 60
MOST_CHOICES = 60


@dataclass(frozen=True)
class Asking:
    """Everything that is said of a question; `choices` are labels, or rows with their keys."""

    kind: str
    label: str
    help: str = ""
    is_required: bool = False
    required_from: datetime | None = None
    frozen_from: datetime | None = None
    choices: list[dict[str, str]] = field(default_factory=list)
    least: int | None = None
    most: int | None = None
    audience: str = ORGANIZERS
    only_for: list[str] = field(default_factory=list)
