"""Form parts that every room uses. Origins are checked once for all (core/http), not per form."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask import has_request_context, request
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from wtforms import (
    DateField,
    Field,
    FieldList,
    FileField,
    Form,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.meta import DefaultMeta
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import (
    CheckboxInput,
    DateTimeLocalInput,
    EmailInput,
    ListWidget,
    TextArea,
    TextInput,
    URLInput,
)

from webinar.core import clock, i18n
from webinar.core.clock import WallTime, WrongTime
from webinar.core.formwords import PlainWords
from webinar.core.text import clean, whole_number
from webinar.core.toolarge import typed_words

_KEPT_OUT = re.compile(r'[ "<>\\^`{|}]')


class FormPart(Form):
    """The fields of one row within a form."""

    class Meta(DefaultMeta):
        def get_translations(self, form: Any) -> PlainWords:
            return PlainWords()


class BaseForm(FlaskForm):
    """A form; `version` names the state of the row it was opened on."""

    class Meta(FlaskForm.Meta):
        csrf = False

        def get_translations(self, form: Any) -> PlainWords:
            return PlainWords()

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """What a form's page sends: words, and files where a field takes files.

            Flask-WTF would hand JSON's numbers and lists, and files, to any field.
            """
            if not has_request_context() or formdata is None or isinstance(formdata, MultiDict):
                return formdata
            taking = [name for name, field in form._fields.items() if isinstance(field, FileField)]
            try:
                files = [(name, file) for name in taking for file in request.files.getlist(name)]
            except RequestEntityTooLarge:
                form.is_too_large = True
                return typed_words(request)
            if request.method != "POST" or not (files or request.form):
                return None
            return CombinedMultiDict([MultiDict(files), request.form])

    version = HiddenField()
    #: its files were larger together than a request may be: what was typed is here, they are not
    is_too_large = False

    @property
    def refusal(self) -> int:
        """The status of an answer that shows it again."""
        return 413 if self.is_too_large else 422

    def validate(self, extra_validators: Any = None) -> bool:
        """The fields; files that were too large to be read have their sentence beside them."""
        is_right: bool = super().validate(extra_validators)
        if not self.is_too_large:
            return is_right
        for field in self:
            if isinstance(field, FileField):
                field.errors = [
                    *field.errors,
                    _("This was too large to be taken. Choose it smaller; the rest is here."),
                ]
        return False

    @property
    def expected_version(self) -> int | None:
        """The version the person saw, for `raise_version`; None when the form has none."""
        # A form that was sent without it holds the row's own number.
        return whole_number(str(self.version.data or ""))


class Measured:
    """A widget without `maxlength`: browsers cut off what is pasted beyond it, and say nothing.

    The words stay, form.js says by how many they are too many, and so does the server.
    """

    def __call__(self, field: Field, **kwargs: Any) -> Any:
        if most := getattr(field.flags, "maxlength", None):
            kwargs |= {"maxlength": False, "data-longest": most}
            kwargs["data-over"] = _(
                "{over} characters too many: at most %(most)s fit here.", most=most
            )
        return super().__call__(field, **kwargs)  # type: ignore[misc]


class _Line(Measured, TextInput):
    pass


class _Lines(Measured, TextArea):
    pass


class _Mail(Measured, EmailInput):
    pass


class _Address(Measured, URLInput):
    pass


class CleanString(StringField):
    """One line, normalised."""

    widget = _Line()

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            self.data = clean(str(valuelist[0]), lines=False)


class AddressField(CleanString):
    """The address of a page, or nothing.

    What RFC 3986 section 2 keeps out of one is written as browsers write it, so that every link
    made of it is a valid one.
    """

    widget = _Address()
    whole = re.compile(r"https?://[^\s/?#%]+(?:[/?#]\S*)?", re.IGNORECASE)

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            return
        written = _KEPT_OUT.sub(lambda one: f"%{ord(one[0]):02X}", self.completed(self.data))
        if not self.whole.fullmatch(written):
            raise StopValidation(_("Write the whole address, beginning with https://."))
        self.data = written

    def completed(self, typed: str) -> str:
        """What a kind of field puts before an address that lacks it."""
        return typed


class ChoicesField(SelectMultipleField):
    """Several choices as check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class MailField(CleanString):
    """A mail address that every mail server can take; an empty one is left to the validators.

    One spelling for one mailbox: the domain in lower case and in ASCII (RFC 5891), so that limits
    count them together. A local part outside ASCII would need SMTPUTF8 all the way (RFC 6531).
    """

    widget = _Mail()

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            return
        try:
            found = validate_email(self.data, check_deliverability=False, allow_smtputf8=False)
        except EmailNotValidError as error:
            raise StopValidation(
                _("This does not look like a mail address. Write it like ada@example.org.")
            ) from error
        self.data = found.ascii_email or found.normalized


class CleanText(TextAreaField):
    """Many lines, normalised."""

    widget = _Lines()

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist:
            self.data = clean(str(valuelist[0]))


class MarkdownField(CleanText):
    """Many lines of Markdown, drawn with buttons that write it (js/editor.js) and a preview."""


#: nine digits and a sign
_LONGEST_NUMBER = 10


class WholeNumberField(IntegerField):
    """A number in digits, no larger than what a column holds."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        # Larger ones fit no column, and the largest no comparison.
        short = [one if len(str(one)) <= _LONGEST_NUMBER else "" for one in valuelist]
        try:
            super().process_formdata(short)
        except ValueError as error:
            raise ValidationError(_("Write a whole number in digits, like 15.")) from error


class DayField(DateField):
    """A day, within what a calendar of people holds."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValidationError(_("This is not a day. Write it like 2026-05-31.")) from error
        if self.data is not None and not 1900 <= self.data.year <= 2200:
            raise ValidationError(_("Choose a day between 1900 and 2200."))


class Rows(FieldList):
    """Repeated fields whose row numbers are written in plain digits; others are no rows."""

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterator[int]:
        start = f"{prefix}{self._field_separator}"
        for name in formdata:
            place = name.removeprefix(start).partition(self._field_separator)[0]
            if name.startswith(start) and (number := whole_number(place, most=9_999)) is not None:
                yield number


class WallTimeField(Field):
    """A naive wall time; the form's zone makes it an instant. Keeps what was typed."""

    widget = DateTimeLocalInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.strftime("%Y-%m-%dT%H:%M") if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data: datetime | None = None
        typed = str(valuelist[0]).strip() if valuelist else ""
        if not typed:
            return
        try:
            value = datetime.fromisoformat(typed)
        except ValueError as error:
            raise ValidationError(
                _("This is not a date and time. Write it like 2026-05-31 14:00.")
            ) from error
        if value.tzinfo is not None or not 1900 <= value.year <= 2200:
            raise ValidationError(_("Write the local date and time, between 1900 and 2200."))
        self.data = value.replace(second=0, microsecond=0)


class ZoneField(SelectField):
    """An IANA zone."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        names = clock.zone_names()
        self.choices = [(name, name.replace("_", " ")) for name in names]

    def process(self, *args: Any, **kwargs: Any) -> None:
        """A webinar that was imported may have an offset for a zone; it can keep that."""
        super().process(*args, **kwargs)
        if str(self.data or "").startswith("Etc/GMT") and clock.is_zone(self.data):
            self.choices = [(self.data, i18n.zone_name(self.data)), *self.choices]


def wall_time(field: WallTimeField, timezone: str, fold: int = 0) -> WallTime | None:
    """The field's wall time in that zone; adds an error to the field when it does not exist."""
    if field.data is None:
        return None
    value = WallTime(field.data, timezone, fold)
    try:
        value.to_utc()
    except WrongTime as error:
        field.errors = [*field.errors, str(error)]
        return None
    return value
