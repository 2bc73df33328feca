"""What organizers fill in about a checklist, and people who speak about their talk."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from webinar.checklists.models import CONSENT, OWN, ChecklistItem
from webinar.checklists.values import ItemValues
from webinar.checklists.words import KIND_WORDS, due_words
from webinar.core.forms import (
    AddressField,
    BaseForm,
    ChoicesField,
    CleanString,
    CleanText,
    MarkdownField,
    WholeNumberField,
)
from webinar.core.prepared import LONGEST_TEXT

#: the earliest that something can be due, in days before the beginning
MOST_DAYS = 365
_DAYS = _("Write a number of days from 0 to %(most)s.", most=MOST_DAYS)


class ItemForm(BaseForm):
    """An item; its kind cannot be changed afterwards."""

    kind = SelectField(_("What is needed"))
    title = CleanString(
        _("What it is called"),
        [Length(max=200)],
        description=_("Left empty, it has the usual words."),
    )
    details = CleanText(
        _("More about it"),
        [Length(max=4000)],
        description=_(
            "The person reads it. For a consent: exactly what is agreed to; who agreed to other"
            " words before is asked again."
        ),
    )
    days_before = WholeNumberField(
        _("Due, days before the webinar begins"),
        [InputRequired(_DAYS), NumberRange(min=0, max=MOST_DAYS, message=_DAYS)],
        description=_("0 is the beginning itself. It moves along when the webinar does."),
    )

    def __init__(self, *args: Any, fixed: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [(key, str(words)) for key, words in KIND_WORDS.items()]
        self.fixed = fixed
        if fixed:
            del self.kind

    @property
    def chosen(self) -> str:
        return self.fixed or str(self.kind.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """An item of one's own needs a name, a consent needs words."""
        is_right: bool = super().validate(extra_validators)
        if self.chosen == OWN and not self.title.data and not self.title.errors:
            self.title.errors = [str(_("Write what is needed, in a few words."))]
            return False
        if self.chosen == CONSENT and not (self.details.data or "").strip():
            self.details.errors = [*self.details.errors, str(_("Write what the person agrees to."))]
            return False
        return is_right

    def values(self) -> ItemValues:
        return ItemValues(
            self.chosen, self.title.data or "", self.details.data or "", self.days_before.data
        )

    @classmethod
    def of(cls, item: ChecklistItem) -> "ItemForm":
        return cls(formdata=None, data=stored_values(item), fixed=item.kind)


def stored_values(item: ChecklistItem) -> dict[str, Any]:
    """An item as its form shows it."""
    return {
        "title": item.title,
        "details": item.words,
        "days_before": item.days_before,
        "version": str(item.version),
    }


class StartForm(BaseForm):
    """Which of the usual items a webinar takes over, by their names in `usual.offered`."""

    items = ChoicesField(_("What is needed"))

    def __init__(self, *args: Any, offered: Mapping[str, ItemValues], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items.choices = [
            (key, f"{one.title or KIND_WORDS[one.kind]}, {due_words(one.days_before)}")
            for key, one in offered.items()
        ]

    @classmethod
    def of(cls, offered: Mapping[str, ItemValues]) -> "StartForm":
        """Everything is ticked."""
        return cls(formdata=None, offered=offered, data={"items": list(offered)})


class RemindingForm(BaseForm):
    """Whether and when mails go by themselves."""

    #: two forms stand on the page; nobody overwrites a long text here
    version = None
    is_reminding = BooleanField(_("Remind people by mail"))
    remind_days = WholeNumberField(
        _("First reminder, days before it is due"),
        [InputRequired(_DAYS), NumberRange(min=0, max=60)],
        description=_("A second one goes on the day itself. At most one mail a person and day."),
    )


class TalkForm(BaseForm):
    """What a person says of the own session."""

    title = CleanString(
        _("Title"), [DataRequired(_("Write the title of your talk.")), Length(max=300)]
    )
    abstract = MarkdownField(
        _("What it is about"),
        [Length(max=LONGEST_TEXT)],
    )
    slides_url = AddressField(
        _("Where your slides are"),
        [Length(max=1000)],
        description=_("An address, if they are somewhere. A file you hand in from your page."),
    )
