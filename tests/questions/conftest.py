"""A questionnaire, and a form made of it."""

import io
from typing import Any

import pytest
from werkzeug.datastructures import FileStorage, MultiDict

from tests.support.world import BY
from webinar.core.forms import BaseForm
from webinar.questions import asking, queries
from webinar.questions import operations as ops


class Sheet:
    """Questions that are asked, and the answers of one person."""

    def __init__(self) -> None:
        self.number = ops.make_questionnaire(by=BY).id
        self.sheet_id: int | None = None

    def ask(self, kind: str, label: str = "", **more: Any) -> str:
        """The public identifier of a new question."""
        if kind in ("choice", "choices"):
            more.setdefault("choices", [{"label": one} for one in ("Tea", "Coffee", "Water")])
        asked = ops.Asking(kind=kind, label=label or kind.title(), **more)
        row = ops.add_question(questionnaire_id=self.number, asking=asked, by=BY)
        return str(row.public_id)

    def questions(self) -> list[Any]:
        return queries.questions_of(self.number)

    def keys(self, question_id: str) -> list[str]:
        return [one["key"] for one in queries.question_row(self.number, question_id).choices]

    def asked(self, **more: Any) -> list[Any]:
        answers = queries.answers_of(self.sheet_id)
        return asking.ask(self.questions(), answers, zone="Europe/London", **more)

    def form(self, sent: dict[str, Any] | None = None, **more: Any) -> Any:
        """The form as stored, or as somebody sent it: public identifier -> what was typed."""
        data: MultiDict[str, Any] | None = None
        if sent is not None:
            data = MultiDict()
            for key, value in sent.items():
                name = key if key.startswith("remove_") else f"answer_{key}"
                data.setlist(name, value if isinstance(value, list) else [value])
        return asking.with_questions(BaseForm, self.asked(**more))(formdata=data)

    def send(self, sent: dict[str, Any]) -> Any:
        """Validate and keep what is right, as a view does; the form."""
        asked, form = self.asked(), self.form(sent)
        form.validate()
        with asking.files_of(form, asked, lambda _size: None) as taken:
            row = ops.save_answers(
                sheet_id=self.sheet_id,
                questionnaire_id=self.number,
                values=asking.typed(form, asked),
                taken=taken,
                removed=asking.removed(form, asked),
                by=BY,
            )
        self.sheet_id = row.id
        return form

    def said(self, audience: str = "organizers") -> dict[str, str]:
        """Label -> answer in words, as that audience sees it."""
        from webinar.questions.words import answer_words

        rows = queries.answers_for(self.sheet_id, audience)
        return {question.label: answer_words(question, answer) for question, answer in rows}

    def missing(self, **more: Any) -> list[str]:
        answers = queries.answers_of(self.sheet_id)
        asked = asking.ask(self.questions(), answers, zone="UTC", **more)
        return [one.words for one in asking.missing_answers(asked)]


@pytest.fixture
def sheet(in_app: Any) -> Any:
    with in_app.test_request_context():
        yield Sheet()


def a_file(data: bytes = b"Plain words.\n", name: str = "notes.txt") -> FileStorage:
    return FileStorage(io.BytesIO(data), filename=name)
