"""When an answer is needed, when it stays as it is, and for which tracks and types it is asked."""

from datetime import timedelta
from typing import Any

import pytest

from tests.support.world import BY
from webinar.core import clock as now
from webinar.questions import operations as ops

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_a_draft_is_saved_and_told_what_is_missing(sheet: Any) -> None:
    sheet.ask("consent", "May we record it", is_required=True)
    line = sheet.ask("line", "Title of the talk", is_required=True, least=5)
    boxes = sheet.ask("choices", "Days", least=2)
    form = sheet.send({line: "Moss", boxes: [sheet.keys(boxes)[0]]})
    assert form.errors == {}
    assert sheet.missing() == [
        "“May we record it” has no answer.",
        "“Title of the talk”: 4 characters, at least 5.",
        "“Days”: 1 choice, at least 2.",
    ]


def test_needed_only_from_an_instant_on(sheet: Any, clock: Any) -> None:
    later = now.now() + timedelta(days=2)
    sheet.ask("line", "Diet", is_required=True, required_from=later)
    assert "Needed from 12 March 2026, 09:00, London time on." in sheet.asked()[0].notes
    assert sheet.missing() == []
    clock.shift(timedelta(days=2))
    assert sheet.missing() == ["“Diet” has no answer."]


def test_frozen_answers_stay_whatever_is_sent(sheet: Any, clock: Any) -> None:
    key = sheet.ask("line", "Title", is_required=True, frozen_from=now.now() + timedelta(days=1))
    empty = sheet.ask("line", "Room", is_required=True, frozen_from=now.now() + timedelta(days=1))
    sheet.send({key: "First"})
    clock.shift(timedelta(days=1))
    form = sheet.form({key: "Second"})
    assert f"answer_{key}" not in form
    # A page that was open since before: what was typed comes back, nothing is lost in silence.
    assert not form.validate()
    late = ["“Title” cannot be changed any more, so this was not taken: Second"]
    assert form.form_errors == late
    assert sheet.form({key: " First"}).validate()
    assert sheet.form({}).validate()
    ops.save_answers(
        sheet_id=sheet.sheet_id,
        questionnaire_id=sheet.number,
        values={key: "Second", empty: "Blue"},
        by=BY,
    )
    assert sheet.said() == {"Title": "First"}
    assert [one.is_frozen for one in sheet.asked()] == [True, True]
    # Nobody can answer it any more, so it keeps nobody from handing in.
    assert sheet.missing() == []


def test_asked_only_for_some(sheet: Any) -> None:
    all_ = sheet.ask("line", "All")
    some = sheet.ask("line", "Posters", only_for=["poster"], is_required=True)
    assert [one.question.public_id for one in sheet.asked(chosen={"talk"})] == [all_]
    assert [one.question.public_id for one in sheet.asked(chosen={"poster"})] == [all_, some]
    assert sheet.missing(chosen={"talk"}) == []
    assert sheet.missing(chosen={"poster"}) == ["“Posters” has no answer."]


def test_late_answers_of_every_kind_are_told(sheet: Any, clock: Any) -> None:
    at = now.now() + timedelta(days=1)
    kinds = ("number", "choice", "choices", "day", "text", "consent")
    keys = {kind: sheet.ask(kind, frozen_from=at) for kind in kinds}
    tea, coffee, _water = sheet.keys(keys["choices"])
    sent = {keys["number"]: "1.5", keys["day"]: "2026-05-31", keys["text"]: "One.\nTwo."}
    sent |= {keys["choices"]: [tea, coffee], keys["choice"]: sheet.keys(keys["choice"])[0]}
    assert sheet.send(sent).errors == {}
    clock.shift(timedelta(days=1))
    same = sent | {keys["number"]: "1,50", keys["text"]: "One.\r\nTwo."}
    assert sheet.form(same).validate()
    other = {keys["number"]: "many", keys["choices"]: [coffee], keys["consent"]: "y"}
    form = sheet.form(other | {keys["day"]: ""})
    assert not form.validate()
    assert [one.rsplit(": ", 1)[1] for one in form.form_errors] == [
        "many",
        "Coffee",
        "No answer",
        "Yes",
    ]
