"""The site's identity, its office hours, and a day on which the office stays closed."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import Field, RadioField, SelectField
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)
from wtforms.widgets import TextInput

from webinar.core import securitylog
from webinar.core.filetypes import IMAGE_KINDS
from webinar.core.forms import (
    BaseForm,
    CleanString,
    CleanText,
    DayField,
    MailField,
    WholeNumberField,
    ZoneField,
)
from webinar.core.i18n import LANGUAGES
from webinar.core.images import ImageRefused, make_logo
from webinar.core.languages import OWN_NAMES
from webinar.core.text import clean
from webinar.core.uploadrule import UploadRule
from webinar.organization import hours
from webinar.organization.models import ACCENTS
from webinar.organization.words import ACCENT_WORDS

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
#: a logo is a small picture
LOGO = UploadRule(IMAGE_KINDS, 1024 * 1024)
#: in pixels; shown 32 high, sharp on any screen
LOGO_HEIGHT = 128


class IdentityForm(BaseForm):
    """Whose site this is."""

    name = CleanString(_("Name of the site"), [DataRequired(_("Give it a name.")), Length(max=120)])
    tagline = CleanString(
        _("In one line, what it is"),
        [Length(max=240)],
        description=_("Stands beneath every page and in search engines."),
    )
    logo = FileField(_("Logo"))
    accent = RadioField(_("Colour"), choices=[(name, ACCENT_WORDS[name]) for name in ACCENTS])
    timezone = ZoneField(
        _("Time zone"), description=_("Of the office, and what new webinars start with.")
    )
    first_zone = ZoneField(
        _("Another zone, shown beside times"),
        description=_("You see times in these two as well while you plan."),
    )
    second_zone = ZoneField(_("And another"))
    language = SelectField(
        _("Language"),
        choices=[(code, OWN_NAMES[code]) for code in LANGUAGES],
    )
    mail_from = MailField(
        _("Mail address of the site"),
        [Optional(), Length(max=254)],
        description=_("Mails come from it, and answers to them go there. Never a person's own."),
    )
    #: the uploaded logo after `validate`: WebP, re-encoded; empty without one
    picture = b""

    def validate_logo(self, field: FileField) -> None:
        """Take the picture apart and put it together again."""
        if not field.data or not field.data.filename:
            return
        received = field.data.stream.read(LOGO.most_bytes + 1)
        if len(received) > LOGO.most_bytes:
            raise ValidationError(_("This picture is larger than 1 MB. Please make it smaller."))
        try:
            self.picture = make_logo(received, heights=[LOGO_HEIGHT]).webp[LOGO_HEIGHT]
        except ImageRefused as error:
            securitylog.note("upload", "refused")
            raise ValidationError(gettext(error.message, **error.values)) from error


class SpansField(Field):
    """The spans of one weekday; `data` is a list of pairs. Keeps what was typed."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return hours.written_spans(self.data or [])

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data: list[hours.Span] = []
        try:
            self.data = hours.parse_spans(
                clean(str(valuelist[0]), lines=False) if valuelist else ""
            )
        except ValueError as error:
            raise ValidationError(
                gettext(
                    "“%(part)s” cannot be read. Write spans like 09:00–12:30, 14:00–17:00,"
                    " one after the other.",
                    part=str(error),
                )
            ) from error


class HoursForm(BaseForm):
    """When somebody is around."""

    monday = SpansField(_("Monday"))
    tuesday = SpansField(_("Tuesday"))
    wednesday = SpansField(_("Wednesday"))
    thursday = SpansField(_("Thursday"))
    friday = SpansField(_("Friday"))
    saturday = SpansField(_("Saturday"))
    sunday = SpansField(_("Sunday"))
    away_text = CleanText(
        _("What the contact page says while nobody is around"), [Length(max=1000)]
    )
    answer_hours = WholeNumberField(
        _("An answer is promised within so many hours"),
        [InputRequired(_("Write a number.")), NumberRange(1, 720)],
        description=_("Counted from the next moment at which somebody is around."),
    )

    @property
    def office_hours(self) -> dict[str, list[hours.Span]]:
        """Weekday "0" (Monday) to "6" -> spans."""
        return {str(number): self[name].data for number, name in enumerate(WEEKDAYS)}


class HolidayForm(BaseForm):
    """A day on which the office stays closed."""

    # It stands beside another form, and adding a day can hurt nobody's edit.
    version = None
    day = DayField(_("Day"), [InputRequired(_("Choose a day."))])
    name = CleanString(_("What day it is"), [Length(max=120)])
