"""Each of the nine kinds: typed, refused in plain words, kept, shown back, told in words."""

from datetime import date
from typing import Any

import pytest

from tests.questions.conftest import a_file
from webinar.questions import queries
from webinar.questions.models import KINDS


def test_all_kinds_are_kept_and_shown_back(sheet: Any) -> None:
    ids = {kind: sheet.ask(kind) for kind in KINDS}
    tea, _coffee, water = sheet.keys(ids["choices"])
    one = sheet.keys(ids["choice"])[1]
    form = sheet.send(
        {
            ids["line"]: " A  moss ",
            ids["text"]: "One.\r\nTwo.",
            ids["number"]: "2,50",
            ids["choice"]: one,
            ids["choices"]: [water, tea],
            ids["day"]: "2026-05-31",
            ids["link"]: "example.org/a",
            ids["file"]: a_file(),
            ids["consent"]: "y",
        }
    )
    assert form.errors == {}
    assert sheet.said() == {
        "Line": "A moss",
        "Text": "One.\nTwo.",
        "Number": "2.5",
        "Choice": "Coffee",
        "Choices": "Tea\nWater",
        "Day": "31 May 2026",
        "Link": "https://example.org/a",
        "File": "notes.txt",
        "Consent": "Yes",
    }
    shown = sheet.form()
    data = {kind: shown[f"answer_{ids[kind]}"].data for kind in KINDS}
    assert data == {
        "line": "A moss",
        "text": "One.\nTwo.",
        "number": 2.5,
        "choice": one,
        "choices": [tea, water],
        "day": date(2026, 5, 31),
        "link": "https://example.org/a",
        "file": None,
        "consent": True,
    }
    # What the form did not hold stays, what was emptied goes, what is the same keeps its time.
    kept = {key: one.answered_at for key, one in queries.answers_of(sheet.sheet_id).items()}
    emptied = dict.fromkeys((ids["number"], ids["day"], ids["choice"], ids["link"]), "")
    sheet.send({ids["line"]: "A moss", ids["consent"]: "y", **emptied})
    again = queries.answers_of(sheet.sheet_id)
    assert set(again) == {ids[kind] for kind in ("line", "text", "file", "consent")}
    assert again[ids["consent"]].answered_at == kept[ids["consent"]]
    sheet.send({ids["number"]: "0"})
    assert sheet.said()["Number"] == "0"


def test_an_address_is_kept_as_browsers_write_it(sheet: Any) -> None:
    key = sheet.ask("link")
    sheet.send({key: 'example.org/a "b"><script>?c=|'})
    assert sheet.form()[f"answer_{key}"].data == (
        "https://example.org/a%20%22b%22%3E%3Cscript%3E?c=%7C"
    )


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("kind", "more", "typed", "sentence"),
    [
        ("line", {"most": 5}, "abcdef", "At most 5 characters fit here; these are 6."),
        ("text", {"most": 5}, "abcdef", "At most 5 characters fit here; these are 6."),
        ("number", {}, "many", "Write a number in digits, like 1.5."),
        ("number", {}, "1e99", "Write a number in digits, like 1.5."),
        ("number", {}, "²", "Write a number in digits, like 1.5."),
        ("number", {"least": 3}, "2", "Write a number from 3 on."),
        ("number", {"most": 3}, "3.5", "Write a number up to 3."),
        ("choice", {}, "nothing", "Choose one of the choices that are offered."),
        ("day", {}, "31 May", "This is not a day. Write it like 2026-05-31."),
        ("day", {}, "0001-01-01", "Choose a day between 1900 and 2200."),
        ("link", {}, "javascript:alert(1)", "Write the whole address, beginning with https://."),
        ("link", {}, "see a.moss", "Write the whole address, beginning with https://."),
        ("link", {}, "a moss", "Write the whole address, beginning with https://."),
    ],
)
def test_what_is_wrong_is_said_and_not_kept(
    sheet: Any, kind: str, more: dict[str, Any], typed: str, sentence: str
) -> None:
    key = sheet.ask(kind, **more)
    form = sheet.send({key: typed})
    assert [str(one) for one in form.errors[f"answer_{key}"]] == [sentence]
    assert form[f"answer_{key}"]._value() == typed if kind != "choice" else True
    assert sheet.said() == {}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_no_more_boxes_than_allowed_and_none_that_is_not_there(sheet: Any) -> None:
    key = sheet.ask("choices", most=2)
    form = sheet.send({key: sheet.keys(key)})
    assert form.errors[f"answer_{key}"] == ["Choose at most 2; these are 3."]
    form = sheet.send({key: [sheet.keys(key)[0], "forged"]})
    assert form.errors
    assert sheet.said() == {}


def test_a_file_survives_an_error_beside_it_and_can_go(sheet: Any) -> None:
    file, number = sheet.ask("file"), sheet.ask("number")
    form = sheet.send({file: a_file(), number: "many"})
    assert set(form.errors) == {f"answer_{number}"}
    assert sheet.said() == {"File": "notes.txt"}
    first = queries.answers_of(sheet.sheet_id)[file].file
    # A new one takes its place; the old bytes are let go.
    form = sheet.send({file: a_file(b"Other words.\n", "other.txt"), number: "1"})
    assert sheet.said() == {"File": "other.txt", "Number": "1"}
    from webinar.core.db import db

    db.session.refresh(first)
    assert not first.is_kept
    # What the gate refuses stands beside its field, and the one that is there stays.
    form = sheet.send({file: a_file(b"MZ\x90", "moss.exe"), number: "1"})
    assert "not taken here" in form[f"answer_{file}"].errors[0]
    assert sheet.said()["File"] == "other.txt"
    sheet.send({f"remove_{file}": "y", number: "1"})
    assert sheet.said() == {"Number": "1"}


def test_who_sees_what(sheet: Any) -> None:
    values = {
        sheet.ask("line", audience, audience=audience): audience
        for audience in ("organizers", "reviewers", "readers")
    }
    sheet.send(values)
    assert list(sheet.said("organizers")) == ["organizers", "reviewers", "readers"]
    assert list(sheet.said("reviewers")) == ["reviewers", "readers"]
    assert list(sheet.said("readers")) == ["readers"]


def test_numbers_keep_all_their_digits(sheet: Any) -> None:
    number = sheet.ask("number")
    for sent, said, shown in (
        ("0,00001", "0.00001", "0.00001"),
        ("3.141593", "3.141593", "3.141593"),
        ("-123456789012.5", "-123,456,789,012.5", "-123456789012.5"),
    ):
        assert sheet.send({number: sent}).errors == {}
        assert sheet.said()["Number"] == said
        field = sheet.form()[f"answer_{number}"]
        assert field._value() == shown
        # What the form shows can be sent back.
        assert sheet.send({number: field._value()}).errors == {}
