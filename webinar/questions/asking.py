"""Questions as fields of a form, with the answers that are stored already.

    asked = ask(questions_of(call.questionnaire_id), answers_of(paper.sheet_id), zone=call.timezone)
    form = with_questions(PaperForm, asked)()
    if form.validate(): ...
    with files_of(form, asked, count) as taken:
        save_answers(values=typed(form, asked), taken=taken, removed=removed(form, asked), ...)

A draft may be saved without an answer that is needed, so no field refuses to be empty; what is
missing is told by `missing_answers`. Frozen questions have no field: their answers are text.
"""

import contextlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from flask_babel import gettext
from wtforms import BooleanField, FileField, SelectField
from wtforms.validators import Length

from webinar.core import clock, i18n, securitylog
from webinar.core.filetypes import IMAGE_KINDS, PAPER_KINDS, Accepted, Refused
from webinar.core.forms import BaseForm, CleanString, CleanText
from webinar.core.held import Held, HeldFiles, hold
from webinar.core.taking import take
from webinar.core.text import clean
from webinar.core.uploadrule import UploadRule
from webinar.questions import queries
from webinar.questions.fields import (
    AnyDay,
    AtMostTicked,
    Bounds,
    LinkField,
    Needed,
    NumberField,
    OneOf,
    Ticks,
)
from webinar.questions.late import Frozen
from webinar.questions.models import (
    CHOICE,
    CHOICES,
    CONSENT,
    DAY,
    FILE,
    LINE,
    LINK,
    NUMBER,
    TEXT,
    Answer,
    Question,
)
from webinar.questions.words import answer_words, audience_words, too_little

F = TypeVar("F", bound=BaseForm)
#: what is taken as an answer that is a file
RULE = UploadRule(PAPER_KINDS | IMAGE_KINDS, 20 * 1024 * 1024)
#: characters of an answer
LONGEST = {LINE: 300, TEXT: 20_000, LINK: 2_000}
#: so many choices and fewer stand below each other; more are in a list that opens
_MANY = 7


@dataclass(frozen=True)
class Asked:
    """One question as a page shows it."""

    question: Question
    answer: Answer | None
    #: answers stay as they are: no field
    is_frozen: bool
    #: nothing can be handed in without an answer
    is_needed: bool
    #: IANA name; the question's instants are told in it
    zone: str

    @property
    def name(self) -> str:
        """Of its field in the form."""
        return f"answer_{self.question.public_id}"

    @property
    def remove_name(self) -> str:
        """Of the box that takes its file away."""
        return f"remove_{self.question.public_id}"

    @property
    def held_name(self) -> str:
        """Of the file that came with a form that was not right yet."""
        return f"held_{self.question.public_id}"

    @property
    def words(self) -> str:
        """The stored answer as plain text; empty where there is none."""
        return answer_words(self.question, self.answer)

    @property
    def has_file(self) -> bool:
        return self.answer is not None and self.answer.file_id is not None

    @property
    def notes(self) -> str:
        """Under the field: the organizers' words, when it is needed and frozen, who sees it."""
        at, question = clock.now(), self.question
        said = [question.help]
        if question.is_required and question.required_from and question.required_from > at:
            when = i18n.zoned_time(question.required_from, self.zone)
            said.append(gettext("Needed from %(when)s on.", when=when))
        if question.frozen_from and question.frozen_from > at:
            when = i18n.zoned_time(question.frozen_from, self.zone)
            said.append(gettext("Can be changed until %(when)s.", when=when))
        said.append(audience_words(question.audience))
        return " ".join(filter(None, said))


def ask(
    questions: Iterable[Question],
    answers: Mapping[str, Answer],
    *,
    zone: str,
    chosen: Collection[str] = (),
    at: datetime | None = None,
) -> list[Asked]:
    """The questions that are asked for the chosen tracks and types, with what was answered."""
    at = at or clock.now()
    return [
        Asked(
            question=one,
            answer=answers.get(one.public_id),
            is_frozen=queries.is_frozen(one, at),
            is_needed=queries.is_needed(one, at),
            zone=zone,
        )
        for one in queries.asked_for(questions, chosen)
    ]


def with_questions(
    form_class: type[F], asked: Collection[Asked], *, holds: bool = False
) -> type[F]:
    """The same form with a field for each question that is not frozen, after its own.

    `holds`: there is no sheet yet, so files wait beside their fields (`hold_files`).
    """
    fields: dict[str, Any] = {}
    for one in asked:
        if not one.is_frozen:
            fields[one.name] = _field(one)
            if one.has_file:
                fields[one.remove_name] = BooleanField(
                    gettext("Remove the file %(name)s", name=one.words)
                )
            if holds and one.question.kind == FILE:
                words = gettext("Here already: %(label)s", label=one.question.label)
                fields[one.held_name] = HeldFiles(words, rule=RULE)
    frozen = [one for one in asked if one.is_frozen and one.question.kind != FILE]
    bases = (Frozen, form_class) if frozen else (form_class,)
    if frozen:
        fields["frozen"] = [(one, _field(one)) for one in frozen]
    return type(form_class.__name__, bases, fields)


def _field(asked: Asked) -> Any:
    """A field that shows the stored answer where no other was sent."""
    question = asked.question
    value = asked.answer.value if asked.answer is not None else None
    checks: list[Any] = [Needed()] if asked.is_needed else []
    common: dict[str, Any] = {"label": question.label, "description": asked.notes}
    kind = question.kind
    if kind == FILE:
        return FileField(validators=checks, **common)
    if kind in (CHOICE, CHOICES):
        return _of_choices(asked, common, checks, value)
    if kind == NUMBER:
        checks.append(Bounds(question.least, question.most))
        return NumberField(validators=checks, default=value, **common)
    if kind == DAY:
        day = date.fromisoformat(value) if value else None
        return AnyDay(validators=checks, default=day, **common)
    if kind == CONSENT:
        return BooleanField(validators=checks, default=value, **common)
    longest = LONGEST[kind]
    checks.append(Length(max=min(question.most or longest, longest)))
    return {LINE: CleanString, TEXT: CleanText, LINK: LinkField}[kind](
        validators=checks, default=value, **common
    )


def _of_choices(asked: Asked, common: dict[str, Any], checks: list[Any], value: Any) -> Any:
    question = asked.question
    choices = [(one["key"], one["label"]) for one in question.choices]
    if question.kind == CHOICES:
        if question.most:
            checks.append(AtMostTicked(question.most))
        return Ticks(choices=choices, validators=checks, default=value, **common)
    if len(choices) > _MANY:
        choices = [("", gettext("Choose one")), *choices]
        return SelectField(choices=choices, validators=checks, default=value or "", **common)
    if not asked.is_needed:
        choices = [*choices, ("", gettext("No answer"))]
    return OneOf(choices=choices, validators=checks, default=value or "", **common)


def typed(form: BaseForm, asked: Iterable[Asked]) -> dict[str, Any]:
    """What was answered in fields that have no error, as `save_answers` takes it."""
    return {
        one.question.public_id: form[one.name].data
        for one in asked
        if one.name in form and one.question.kind != FILE and not form[one.name].errors
    }


def removed(form: BaseForm, asked: Iterable[Asked]) -> set[str]:
    """Questions whose file is to go."""
    return {
        one.question.public_id
        for one in asked
        if one.remove_name in form and form[one.remove_name].data
    }


@contextlib.contextmanager
def files_of(
    form: BaseForm, asked: Iterable[Asked], count: Callable[[int], None]
) -> Iterator[dict[str, tuple[Path, Accepted]]]:
    """Files that came and passed the gate; what is wrong with another stands beside its field.

    `count` is told of the bytes of each, and may raise Refused. What `save_answers` did not move
    away is removed at the end. Ask after `form.validate()`, and let go of the reader's connection
    before (`core.db.let_go`).
    """
    taken: dict[str, tuple[Path, Accepted]] = {}
    try:
        for one in asked:
            upload = form[one.name].data if one.question.kind == FILE and one.name in form else None
            if not upload or not getattr(upload, "filename", None):
                continue
            try:
                path, accepted = take(upload.stream, upload.filename, RULE)
                taken[one.question.public_id] = path, accepted
                count(accepted.size)
            except Refused as error:
                if lost := taken.pop(one.question.public_id, None):
                    lost[0].unlink(missing_ok=True)
                field, name = form[one.name], clean(upload.filename, lines=False)[:80]
                sentence = gettext(error.message, **error.values)
                field.errors = [*field.errors, f"{name}: {sentence}" if name else sentence]
                securitylog.note("upload", "refused")
        yield taken
    finally:
        for path, _accepted in taken.values():
            path.unlink(missing_ok=True)


def hold_files(form: BaseForm, asked: Collection[Asked], count: Callable[[int], None]) -> None:
    """The same before there is a sheet: each waits, in place of the one that waited."""
    with files_of(form, asked, count) as taken:
        for one in asked:
            if one.question.public_id in taken:
                form[one.held_name].data = [hold(*taken[one.question.public_id])]


def held_files(form: BaseForm, asked: Iterable[Asked]) -> dict[str, Held]:
    """Files that wait, as `save_answers` takes them."""
    return {
        one.question.public_id: form[one.held_name].data[0]
        for one in asked
        if one.held_name in form and form[one.held_name].data
    }


@dataclass(frozen=True)
class Missing:
    """An answer that keeps a paper from being handed in."""

    question: Question
    #: what it lacks, in words
    words: str

    @property
    def name(self) -> str:
        """Of the field in the form."""
        return f"answer_{self.question.public_id}"

    @property
    def anchor(self) -> str:
        """Where a link to the field leads: a group has its id on the first box."""
        few = self.question.kind == CHOICE and len(self.question.choices) <= _MANY
        return f"{self.name}-0" if few or self.question.kind == CHOICES else self.name


def missing_answers(asked: Iterable[Asked]) -> list[Missing]:
    """What is still to be answered before anything can be handed in, in order."""
    found = []
    for one in asked:
        question, answer = one.question, one.answer
        if not queries.has_answer(answer):
            if one.is_needed:
                words = gettext("“%(label)s” has no answer.", label=question.label)
                found.append(Missing(question, words))
            continue
        little = too_little(question, answer.value) if answer and not one.is_frozen else ""
        if little:
            words = gettext("“%(label)s”: %(little)s.", label=question.label, little=little)
            found.append(Missing(question, words))
    return found
