"""What organizers fill in about calls, their tracks and types, and access codes."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, FormField, HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError
from wtforms.validators import Optional as MayBeEmpty

from webinar.calls.asked import Rule, asked_words, field_words, rules_of, stored
from webinar.calls.models import CHARACTERS, FIELDS, NO, OPTIONAL, REQUIRED, WORDS, Call
from webinar.calls.said import CallWords
from webinar.core import languages
from webinar.core.clock import WallTime
from webinar.core.forms import (
    BaseForm,
    CleanString,
    CleanText,
    FormPart,
    MarkdownField,
    WallTimeField,
    WholeNumberField,
    ZoneField,
    wall_time,
)
from webinar.core.prepared import LONGEST_TEXT
from webinar.core.spans import which_of_two


class WithTimes(BaseForm):
    """A form with wall times that a clock may show twice; each has a field `<name>_fold`."""

    #: names of the fields
    times: tuple[str, ...] = ()

    def offer_folds(self, timezone: str) -> None:
        """Fill the questions; a question without choices need not be shown."""
        for name in self.times:
            self[f"{name}_fold"].choices = which_of_two(self[name].data, timezone)

    def time(self, name: str, timezone: str) -> WallTime | None:
        """What was typed, in that zone; None for nothing, or with an error beside the field."""
        field, fold = self[name], self[f"{name}_fold"]
        if field.errors or field.data is None:
            return None
        fold.choices = which_of_two(field.data, timezone)
        if not fold.choices:
            return wall_time(field, timezone)
        if fold.data not in ("0", "1"):
            fold.errors = [
                gettext(
                    "The clocks are set back: they show this time twice. Choose one of the two."
                )
            ]
            return None
        return wall_time(field, timezone, int(fold.data))

    def has_wrong_times(self, timezone: str) -> bool:
        """Whether one of them cannot be; the errors stand beside the fields."""
        for name in self.times:
            self.time(name, timezone)
        return any(self[name].errors or self[f"{name}_fold"].errors for name in self.times)


def which() -> RadioField:
    """The question which of two equal wall times is meant."""
    return RadioField(_("Which of the two is meant?"), validate_choice=False)


class AskForm(FormPart):
    """Whether a built-in field is asked."""

    asked = SelectField(_("Asked"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked.choices = [
            SelectChoice(one, asked_words(one)) for one in (OPTIONAL, REQUIRED, NO)
        ]

    def rule(self, name: str) -> Rule:
        """What was chosen, after `validate`."""
        return Rule(name, self.asked.data or OPTIONAL)


class RuleForm(AskForm):
    """The same of a text, with how long it may be."""

    least = WholeNumberField(_("At least"), [MayBeEmpty(), NumberRange(min=1, max=100_000)])
    most = WholeNumberField(_("At most"), [MayBeEmpty(), NumberRange(min=1, max=100_000)])
    unit = SelectField(
        _("Counted in"),
        choices=[SelectChoice(WORDS, _("words")), SelectChoice(CHARACTERS, _("characters"))],
    )

    def validate_most(self, field: WholeNumberField) -> None:
        """Not less than the least."""
        if field.data is not None and self.least.data is not None and field.data < self.least.data:
            raise ValidationError(_("The most is less than the least."))

    def rule(self, name: str) -> Rule:
        unit = self.unit.data or WORDS
        return Rule(name, self.asked.data or OPTIONAL, self.least.data, self.most.data, unit)


class CallForm(WithTimes):
    """A title is enough; the rest can wait."""

    times = ("opens", "closes")
    #: chosen before the call exists, so that sending twice makes one
    key = HiddenField()
    owner = SelectField(
        _("For"),
        default="",
        description=_("A call of the site is open to anything; others belong to what they name."),
    )
    title = CleanString(_("Title"), [DataRequired(_("Give it a title.")), Length(max=300)])
    timezone = ZoneField(_("Time zone"), description=_("All times of this call are in it."))
    opens = WallTimeField(_("Opens"), description=_("Empty: as soon as it is published."))
    opens_fold = which()
    closes = WallTimeField(_("Closes"), description=_("Empty: always open."))
    closes_fold = which()
    summary = CleanText(
        _("Summary"),
        [Length(max=1000)],
        description=_("One or two sentences, for lists and calendars."),
    )
    description = MarkdownField(_("What it is about"), [Length(max=LONGEST_TEXT)])
    guidelines = MarkdownField(
        _("Guidelines"),
        [Length(max=LONGEST_TEXT)],
        description=_("What you look for, and how papers are chosen."),
    )
    example = MarkdownField(
        _("An example"),
        [Length(max=LONGEST_TEXT)],
        description=_("A title and an abstract as you wish them to be."),
    )
    language = SelectField(_("Language"), default="en")
    is_unlisted = BooleanField(
        _("Leave it out of lists"),
        description=_("Who has the address finds it; it stands in no list, feed or search."),
    )
    needs_code = BooleanField(
        _("Only with an access code"),
        description=_("Nothing is taken without one. You make codes once the draft is saved."),
    )
    most_invitations = WholeNumberField(
        _("Co-authors that one paper may invite"),
        [InputRequired(_("Write a number.")), NumberRange(min=0, max=40)],
        default=10,
    )
    reminds_days = WholeNumberField(
        _("Days before the closing to remind authors of drafts"),
        [InputRequired(_("Write a number.")), NumberRange(min=0, max=60)],
        default=3,
        description=_("They get one mail. 0 sends none."),
    )
    slug = CleanString(
        _("Address"),
        [Length(max=80)],
        description=_("The last part of the page's address. Former addresses lead to the new one."),
    )
    rule_abstract = FormField(RuleForm)
    rule_text = FormField(RuleForm)
    rule_files = FormField(AskForm)
    rule_affiliation = FormField(AskForm)
    rule_orcid = FormField(AskForm)
    rule_biography = FormField(RuleForm)
    rule_portrait = FormField(AskForm)
    rule_note = FormField(RuleForm)

    def __init__(self, *args: Any, owners: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner.choices = [SelectChoice(key, words) for key, words in owners]
        self.language.choices = languages.choices(self.language.data)
        for _name, words, field in self.rules():
            for part in field:
                # Read aloud alone, "At most" says nothing.
                part.label.text = f"{words}: {str(part.label.text).lower()}"

    def rules(self) -> list[tuple[str, str, FormField]]:
        """Name, words and subform of each built-in field."""
        return [(name, field_words(name), self[f"rule_{name}"]) for name in FIELDS]

    def validate(self, extra_validators: Any = None) -> bool:
        good: bool = super().validate(extra_validators)
        if self.timezone.errors:
            return False
        if self.has_wrong_times(self.timezone.data):
            return False
        opens, closes = (self.time(name, self.timezone.data) for name in self.times)
        if opens and closes and closes.to_utc() <= opens.to_utc():
            self.closes.errors = [gettext("The closing must come after the opening.")]
            return False
        return good

    def words(self) -> CallWords:
        """As `create_call` and `edit_call` take it, after `validate`."""
        texts = ("title", "summary", "description", "guidelines", "example", "language", "slug")
        zone = self.timezone.data
        return CallWords(
            timezone=zone,
            opens=self.time("opens", zone),
            closes=self.time("closes", zone),
            is_unlisted=self.is_unlisted.data,
            needs_code=self.needs_code.data,
            most_invitations=self.most_invitations.data or 0,
            reminds_days=self.reminds_days.data or 0,
            asked=stored(field.form.rule(name) for name, _words, field in self.rules()),
            **{name: self[name].data or "" for name in texts},
        )


def stored_call(call: Call) -> dict[str, Any]:
    """A call as the form shows it."""
    names = ("title", "timezone", "summary", "description", "guidelines", "example", "language")
    plain = ("is_unlisted", "needs_code", "most_invitations", "reminds_days")
    return {
        **{name: getattr(call, name) for name in (*names, *plain)},
        "opens": call.opens_wall,
        "opens_fold": str(call.opens_fold),
        "closes": call.closes_wall,
        "closes_fold": str(call.closes_fold),
        "slug": call.slug if call.published_at else "",
        "version": str(call.version),
        **{
            f"rule_{name}": {
                "asked": rule.asked,
                "least": rule.least,
                "most": rule.most,
                "unit": rule.unit,
            }
            for name, rule in rules_of(call).items()
        },
    }


class ClosingForm(WithTimes):
    """Another closing."""

    version = None
    times = ("closes",)
    closes = WallTimeField(_("Closes"), [InputRequired(_("Say when it closes."))])
    closes_fold = which()


class CopyForm(BaseForm):
    """The copy of a call."""

    version = None
    title = CleanString(_("Title"), [DataRequired(_("Give it a title.")), Length(max=300)])
