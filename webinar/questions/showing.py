"""Answers as pages show them to whom each question says, and to nobody else; files among them."""

from collections.abc import Callable

from webinar.questions.queries import Chosen, answers_for
from webinar.questions.words import answer_words

#: label, words (of a file its name), and the address of a file, where it is one
Row = tuple[str, str, str | None]


def answers_shown(
    sheet_id: int | None,
    audience: str,
    file_url: Callable[[str], str],
    chosen: Chosen | None = None,
) -> list[Row]:
    """What `audience` sees of one sheet, in order; one statement, none without a sheet.

    `file_url` makes the address of a file from the question's public identifier; what answers
    there asks `queries.sheet_file`, by the same rule. `chosen` as of `answers_for`.
    """
    return [
        (
            question.label,
            words,
            file_url(question.public_id) if answer.file_id is not None else None,
        )
        for question, answer in answers_for(sheet_id, audience, chosen)
        if (words := answer_words(question, answer))
    ]
