"""What an organizer fills in to import a programme."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import Length

from webinar.core import clock, i18n
from webinar.core.forms import BaseForm, CleanString
from webinar.transfer.imports import csvdates
from webinar.transfer.imports.csvcolumns import FIELDS
from webinar.transfer.imports.csvtable import Table
from webinar.transfer.imports.options import CANCEL, EACH, KEEP, NEW, ONE, Options
from webinar.transfer.imports.planned import Plan
from webinar.webinars.models import Webinar
from webinar.webinars.queries import categories

#: fields of a table as the page names them
FIELD_WORDS = {
    "": _("left out"),
    "title": _("Title"),
    "start": _("Start, with date"),
    "start_date": _("Day"),
    "start_time": _("Time, or from – to"),
    "end": _("End"),
    "end_date": _("Day of the end"),
    "end_time": _("Time of the end"),
    "duration": _("Length"),
    "room": _("Room"),
    "speakers": _("Speakers"),
    "chairs": _("Chair"),
    "abstract": _("Abstract"),
    "kind": _("Type"),
    "track": _("Track"),
    "language": _("Language"),
    "zone": _("Time zone"),
    "recording": _("Recording"),
    "slides": _("Slides"),
    "state": _("State"),
    "id": _("ID"),
}


class BringForm(BaseForm):
    """A file, or where to fetch one."""

    version = None
    file = FileField(_("File"))
    address = CleanString(
        _("Or its address on the web"),
        [Length(max=1000)],
        description=_("Of a calendar or schedule that everybody can open, like https://….ics."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """One of the two; a file goes before an address."""
        if not super().validate(extra_validators):
            return False
        if not self.has_file and not self.address.data:
            self.file.errors = [gettext("Choose a file, or write an address.")]
            return False
        return True

    @property
    def has_file(self) -> bool:
        return bool(self.file.data and self.file.data.filename)

    def refuse(self, words: str) -> None:
        """Say beside the field that was used why it is not taken."""
        field = self.file if self.has_file or not self.address.data else self.address
        field.errors = [*field.errors, words]


class _Settled:
    """A choice that is not always on the page: without an answer it keeps its default."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist)  # type: ignore[misc]
        if not valuelist:
            self.data = self.default  # type: ignore[attr-defined]

    def pre_validate(self, form: Any) -> None:
        if self.data != self.default:  # type: ignore[attr-defined]
            super().pre_validate(form)  # type: ignore[misc]


class _Radio(_Settled, RadioField):
    pass


class _Select(_Settled, SelectField):
    pass


class PlanForm(BaseForm):
    """How it is to be imported. Everything has an answer already."""

    version = None
    mode = _Radio(
        _("What becomes of it"),
        choices=[(ONE, _("Sessions of one webinar")), (EACH, _("Each event a webinar of its own"))],
        default="",
    )
    into = _Select(_("Webinar"), default="")
    title = CleanString(
        _("Title of a new webinar"),
        [Length(max=300)],
        description=_("Left empty, it gets the name that the file gives, or that of the file."),
    )
    zone = _Select(
        _("Time zone"),
        default="",
        description=_("Of times that name none, and of new webinars."),
    )
    category_id = _Select(_("Category of new webinars"), default="")
    new_category = CleanString(_("Or a new category"), [Length(max=120)])
    order = _Radio(
        _("Dates like 3/4/2026"),
        choices=[
            ("", _("As the table says, else the day first")),
            (csvdates.DAY_FIRST, _("3 April")),
            (csvdates.MONTH_FIRST, _("4 March")),
        ],
        default="",
    )
    gone = _Radio(
        _("Sessions that are gone from the file"),
        choices=[(KEEP, _("Keep them as they are")), (CANCEL, _("Cancel those still to come"))],
        default=KEEP,
    )
    publish = BooleanField(
        _("Publish new webinars at once"),
        description=_("Else they are drafts, which nobody sees."),
    )

    def offer(self, webinars: list[Webinar], form: str) -> None:
        """Fill the choices in, and leave out what this kind of file does not need.

        One statement. `form` is one of reading.FORMS.
        """
        if form in ("xml", "json"):
            del self.mode
        if form != "csv":
            del self.order
        self.into.choices = [(NEW, gettext("A new webinar"))] + [
            (one.public_id, one.title) for one in webinars
        ]
        self.zone.choices = [("", gettext("As the file says"))] + [
            (name, name.replace("_", " ")) for name in clock.zone_names()
        ]
        self.category_id.choices = [("", gettext("Choose a category"))] + [
            (one.public_id, one.name) for one in categories()
        ]

    def fit(self, plan: Plan) -> None:
        """Say what is meant where nothing is chosen."""
        zone = i18n.zone_name(plan.zone)
        automatic = gettext("As the file says, else %(zone)s", zone=zone)
        if not self.zone.data:
            self.zone.choices[0] = ("", automatic)
        target = plan.target
        if target is not None and target.public_id not in dict(self.into.choices):
            self.into.choices.append((target.public_id, target.title))

    def options(self, take: list[str]) -> Options:
        """What was chosen and can be used; `take` are the ticked sessions."""
        said = {one.name: one.data for one in self if one.data and not one.errors}
        texts = ("mode", "into", "title", "zone", "category_id", "new_category", "order")
        return Options(
            **{name: said.get(name, "") for name in texts},
            publish=bool(said.get("publish")),
            gone=said.get("gone", KEEP),
            columns={
                str(number): said.get(field.name, "")
                for number, field in enumerate(self.column_fields, 1)
            },
            take=tuple(take[:2000]),
        )

    @property
    def column_fields(self) -> list[SelectField]:
        return [field for field in self if field.name.startswith("column-")]

    def is_filed(self, plan: Plan) -> bool:
        """New webinars have a category; else the field says so."""
        if not plan.needs_webinar or self.category_id.data or self.new_category.data:
            return True
        self.category_id.errors = [gettext("Choose a category, or write the name of a new one.")]
        return False


def form_for(table: Table | None) -> type[PlanForm]:
    """The form with a choice for each column of a table."""
    choices = [("", FIELD_WORDS[""]), *((name, FIELD_WORDS[name]) for name in FIELDS)]
    heads = table.heads if table is not None else []
    fields = {
        f"column-{number}": SelectField(head or str(number), choices=choices, default=field)
        for number, (head, field) in enumerate(
            zip(heads, table.columns if table is not None else [], strict=True), 1
        )
    }
    return type("PlanForm", (PlanForm,), dict(fields))
