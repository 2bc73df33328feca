"""Fields for the kinds of answers; an empty answer is right in each of them."""

import re
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, RadioField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, TextInput

from webinar.core.forms import AddressField, ChoicesField, DayField

_NUMBER = re.compile(r"[-+]?\d{1,12}(?:[.,]\d{1,6})?", re.ASCII)


class Needed:
    """Nothing can be handed in without it; a draft can be saved, so nothing is refused."""

    field_flags: ClassVar[dict[str, Any]] = {"required": True}

    def __call__(self, form: Any, field: Field) -> None:
        """Says nothing."""


class _Number(TextInput):
    """On phones with a keyboard of digits."""

    def __call__(self, field: Field, **kwargs: Any) -> Any:
        return super().__call__(field, inputmode="decimal", **kwargs)


class NumberField(Field):
    """A number in digits, with a point or a comma; an int where it is whole."""

    widget = _Number()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        # Never "1e-05", which nobody can send back.
        return "" if self.data is None else f"{Decimal(str(self.data)):f}"

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data: int | float | None = None
        typed = str(valuelist[0]).strip() if valuelist else ""
        if not typed:
            return
        if not _NUMBER.fullmatch(typed):
            raise ValidationError(_("Write a number in digits, like 1.5."))
        value = Decimal(typed.replace(",", "."))
        self.data = int(value) if value == value.to_integral_value() else float(value)


class Bounds:
    """A number's least and most, where there is a number."""

    def __init__(self, least: int | None, most: int | None) -> None:
        self.least, self.most = least, most

    def __call__(self, form: Any, field: Field) -> None:
        if field.data is None:
            return
        if self.least is not None and field.data < self.least:
            raise ValidationError(gettext("Write a number from %(min)s on.", min=self.least))
        if self.most is not None and field.data > self.most:
            raise ValidationError(gettext("Write a number up to %(max)s.", max=self.most))


class LinkField(AddressField):
    """A web address; without its beginning it gets https."""

    whole = re.compile(r"https?://[^\s/.?#%]+\.[^\s/?#%]+(?:[/?#]\S*)?", re.IGNORECASE)

    def completed(self, typed: str) -> str:
        return typed if "://" in typed else f"https://{typed}"


class AnyDay(DayField):
    """A day that may be left empty."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist and not str(valuelist[0]).strip():
            self.data: date | None = None
        else:
            super().process_formdata(valuelist)


class _Tick(CheckboxInput):
    """One of several boxes: that some are needed does not make each of them needed."""

    validation_attrs: ClassVar[list[str]] = ["disabled"]


class Ticks(ChoicesField):
    """Any of several choices."""

    option_widget = _Tick()


class OneOf(RadioField):
    """One of several choices, or none yet."""

    def pre_validate(self, form: Any) -> None:
        if self.data:
            super().pre_validate(form)


class AtMostTicked:
    """No more boxes than these."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, form: Any, field: Field) -> None:
        if len(field.data or ()) > self.most:
            raise ValidationError(
                gettext(
                    "Choose at most %(most)s; these are %(found)s.",
                    most=self.most,
                    found=len(field.data),
                )
            )
