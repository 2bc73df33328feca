"""No sentence of WTForms reaches a person: each is said in our plain words."""

import re
from pathlib import Path
from typing import Any

import pytest
import wtforms
from werkzeug.datastructures import MultiDict

#: said to programmers, or by parts of WTForms that no form of ours has
_FOR_PROGRAMMERS = {
    "Invalid field name '%s'.",
    "Choices cannot be None.",
    "Invalid CSRF Token.",
    "CSRF token missing.",
    "CSRF failed.",
    "CSRF token expired.",
}


def theirs() -> list[tuple[str, str]]:
    """Every sentence of the installed WTForms, with its plural or an empty string."""
    catalogue = (Path(wtforms.__file__).parent / "locale" / "wtforms.pot").read_text()
    found = re.findall(r'^msgid "(.+)"\n(?:msgid_plural "(.+)"\n)?', catalogue, re.MULTILINE)
    return [pair for pair in found if pair[0] not in _FOR_PROGRAMMERS]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_sentence_has_ours_with_no_other_places(app: Any) -> None:
    from webinar.core.formwords import PlainWords

    words, wrong = PlainWords(), []
    assert len(theirs()) > 25
    with app.test_request_context():
        for one, many in theirs():
            ours = words.ngettext(one, many, 2) if many else words.gettext(one)
            known = {*re.findall(r"%\((\w+)\)", one), "length"}
            if ours in (one, many) or set(re.findall(r"%\((\w+)\)", ours)) - known:
                wrong.append(f"{one} -> {ours}")
    assert wrong == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_forms_and_their_rows_say_them(app: Any) -> None:
    from webinar.papers.forms import PaperForm

    sent = MultiDict({"title": "A title", "kind": "painting", "abstract": "x" * 10_001})
    sent["authors-0-name"] = "n" * 201
    with app.test_request_context():
        form = PaperForm(formdata=sent)
        form.validate()
    assert form.abstract.errors == ["At most 10000 characters fit here; these are 10001."]
    assert form.authors[0].form.name.errors == ["At most 200 characters fit here; these are 201."]
    assert form.kind.errors == ["Choose one of the choices that are offered."]


@pytest.mark.parametrize("typed", ["1" * 400, "-" + "9" * 30, "10000000000", "x"])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_number_of_any_length_is_answered(app: Any, typed: str) -> None:
    from webinar.calls.forms import RuleForm
    from webinar.speakers.forms import PortraitForm

    said = "Write a whole number in digits, like 15."
    with app.test_request_context():
        for form, name in ((RuleForm, "least"), (PortraitForm, "left")):
            made = form(formdata=MultiDict({name: typed}))
            assert not made.validate()
            assert made.errors[name][0] == said
