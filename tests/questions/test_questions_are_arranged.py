"""Kinds and choices stay once somebody answered; order, deleting and coming back."""

from typing import Any

import pytest

from tests.support.world import BY
from webinar.questions import operations as ops
from webinar.questions import queries
from webinar.questions.errors import WrongQuestion


def _edit(sheet: Any, key: str, **more: Any) -> None:
    ops.edit_question(
        questionnaire_id=sheet.number, question_id=key, asking=ops.Asking(**more), by=BY
    )


def test_what_was_answered_stays_answerable(sheet: Any) -> None:
    key = sheet.ask("choice", "Drink")
    tea, coffee, water = (dict(one) for one in sheet.questions()[0].choices)
    _edit(sheet, key, kind="choice", label="Drink", choices=[coffee, tea, water])
    sheet.send({key: tea["key"]})
    with pytest.raises(WrongQuestion, match="kind of answer stays"):
        _edit(sheet, key, kind="text", label="Drink")
    with pytest.raises(WrongQuestion, match="chose “Tea” already"):
        _edit(sheet, key, kind="choice", label="Drink", choices=[coffee, water])
    _edit(sheet, key, kind="choice", label="Drink", choices=[tea | {"label": "Green tea"}, water])
    assert sheet.said() == {"Drink": "Green tea"}
    with pytest.raises(WrongQuestion, match="stands there twice"):
        _edit(sheet, key, kind="choice", label="Drink", choices=[tea, water | {"label": "Tea"}])


def test_order_and_deleting(sheet: Any) -> None:
    one, two, three = (sheet.ask("line", name) for name in ("One", "Two", "Three"))
    sheet.send({one: "1", two: "2", three: "3"})
    ops.order_questions(questionnaire_id=sheet.number, question_ids=[three, one], by=BY)
    assert list(sheet.said()) == ["Three", "One", "Two"]
    ops.delete_question(questionnaire_id=sheet.number, question_id=one, by=BY)
    assert list(sheet.said()) == ["Three", "Two"]
    ops.restore_question(questionnaire_id=sheet.number, question_id=one, by=BY)
    assert sheet.said()["One"] == "1"


def test_a_question_of_another_questionnaire_is_out_of_reach(sheet: Any) -> None:
    from sqlalchemy.exc import NoResultFound

    key = sheet.ask("line", "Ours")
    other = ops.make_questionnaire(by=BY).id
    with pytest.raises(NoResultFound):
        ops.delete_question(questionnaire_id=other, question_id=key, by=BY)
    sheet.number, ours = other, sheet.number
    row = ops.save_answers(sheet_id=None, questionnaire_id=other, values={key: "x"}, by=BY)
    assert queries.answers_of(row.id) == {}
    assert ours != other
