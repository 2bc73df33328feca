"""What organizers fill in about a question."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, FormField, HiddenField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange
from wtforms.validators import Optional as MayBeEmpty

from webinar.core import clock
from webinar.core.forms import (
    BaseForm,
    ChoicesField,
    CleanString,
    CleanText,
    FormPart,
    Rows,
    WallTimeField,
    WholeNumberField,
    wall_time,
)
from webinar.core.text import whole_number
from webinar.questions.models import AUDIENCES, CHOICE, CHOICES, KINDS, LINE, ORGANIZERS, Question
from webinar.questions.said import MOST_CHOICES, Asking
from webinar.questions.words import audience_choice, kind_words

#: empty rows for choices below those that are written
_MORE_ROWS = 3


class ChoiceForm(FormPart):
    """One choice; a row without words is left out."""

    key = HiddenField()
    label = CleanString(_("Choice"), [Length(max=200)])


class QuestionForm(BaseForm):
    """A question and its kind are enough."""

    label = CleanString(_("Question"), [DataRequired(_("Write the question.")), Length(max=300)])
    help = CleanText(
        _("A sentence under it"),
        [Length(max=1000)],
        description=_("What you mean, or why you ask."),
    )
    kind = SelectField(_("Kind of answer"), default=LINE)
    choices = Rows(FormField(ChoiceForm), max_entries=MOST_CHOICES + _MORE_ROWS)
    least = WholeNumberField(_("At least"), [MayBeEmpty(), NumberRange(min=-(10**6), max=10**6)])
    most = WholeNumberField(
        _("At most"),
        [MayBeEmpty(), NumberRange(min=-(10**6), max=10**6)],
        description=_("Characters of a text, the number itself, or boxes ticked. Empty: any."),
    )
    is_required = BooleanField(
        _("An answer is needed to hand in"),
        description=_("A draft can be saved without."),
    )
    required_from = WallTimeField(
        _("Needed only from"), description=_("Before that an answer is optional.")
    )
    frozen_from = WallTimeField(
        _("Frozen from"), description=_("From then on nobody changes their answer.")
    )
    audience = SelectField(_("Who sees the answers"), default=ORGANIZERS)
    only_for = ChoicesField(_("Asked only for"), description=_("Nothing ticked: for everything."))

    def __init__(
        self, *args: Any, parts: Sequence[SelectChoice] = (), is_answered: bool = False, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.kind.choices = [SelectChoice(one, kind_words(one)) for one in KINDS]
        self.audience.choices = [SelectChoice(one, audience_choice(one)) for one in AUDIENCES]
        self.only_for.choices = list(parts)
        if is_answered:
            self.kind.description = gettext("It stays: somebody answered already.")
        self._pad()

    def _rows(self) -> list[dict[str, str]]:
        return [
            {"key": r.form.key.data or "", "label": r.form.label.data or ""} for r in self.choices
        ]

    def _set_rows(self, rows: list[dict[str, str]]) -> None:
        while self.choices.entries:
            self.choices.pop_entry()
        for row in rows[: MOST_CHOICES + _MORE_ROWS]:
            self.choices.append_entry(row)
        for number, row in enumerate(self.choices.entries, 1):
            row.form.label.label.text = gettext("Choice %(number)s", number=number)

    def _pad(self) -> None:
        """Always some empty rows at the end, so that none has to be asked for."""
        if any(field.errors for row in self.choices for field in row.form):
            return
        rows = self._rows()
        written = [one for one in rows if one["label"]]
        empty = [{"key": "", "label": ""}] * _MORE_ROWS
        if len(rows) < len(written) + _MORE_ROWS:
            self._set_rows([*rows, *empty][: len(written) + _MORE_ROWS])
        else:
            self._set_rows(rows)

    def move(self, wanted: str) -> None:
        """`more`, `up-2`, `down-2`: rows of choices without a script."""
        rows = [one for one in self._rows() if one["label"]]
        action, _dash, place = wanted.partition("-")
        number = whole_number(place, most=MOST_CHOICES)
        if number is not None and number < len(rows) and action in ("up", "down"):
            row = rows.pop(number)
            rows.insert(max(0, number + (1 if action == "down" else -1)), row)
        empty = [{"key": "", "label": ""}] * (_MORE_ROWS * (2 if action == "more" else 1))
        self._set_rows([*rows, *empty])

    def asking(self, timezone: str) -> Asking | None:
        """As the operations take it, after `validate`; None with an error beside a field."""
        required = wall_time(self.required_from, timezone)
        frozen = wall_time(self.frozen_from, timezone)
        if self.required_from.errors or self.frozen_from.errors:
            return None
        has_choices = self.kind.data in (CHOICE, CHOICES)
        return Asking(
            kind=self.kind.data,
            label=self.label.data or "",
            help=self.help.data or "",
            is_required=self.is_required.data,
            required_from=required.to_utc() if required else None,
            frozen_from=frozen.to_utc() if frozen else None,
            choices=self._rows() if has_choices else [],
            least=self.least.data,
            most=self.most.data,
            audience=self.audience.data,
            only_for=list(self.only_for.data or ()),
        )


def stored_question(question: Question, timezone: str) -> dict[str, Any]:
    """A question as its form shows it."""
    names = ("label", "help", "kind", "choices", "least", "most", "is_required", "audience")
    shown = {name: getattr(question, name) for name in (*names, "only_for")}
    for name in ("required_from", "frozen_from"):
        at = getattr(question, name)
        shown[name] = clock.wall(at, timezone).local if at else None
    return shown | {"version": str(question.version)}
