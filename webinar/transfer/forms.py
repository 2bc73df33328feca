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
from webinar.transfer.imports.csvtable import FIELDS, Table
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


class PlanForm(BaseForm):
    """How it is to be imported. Everything has an answer already."""

    version = None
    mode = RadioField(
        _("What becomes of it"),
        choices=[(ONE, _("Sessions of one webinar")), (EACH, _("Each event a webinar of its own"))],
    )
    into = SelectField(_("Webinar"))
    title = CleanString(_("Title of a new webinar"), [Length(max=300)])
    zone = SelectField(
        _("Time zone"), description=_("Of times that name none, and of new webinars.")
    )
    category_id = SelectField(_("Category of new webinars"))
    new_category = CleanString(_("Or a new category"), [Length(max=120)])
    order = RadioField(
        _("Dates like 3/4/2026"),
        choices=[
            ("", _("As the table says, else the day first")),
            (csvdates.DAY_FIRST, _("3 April")),
            (csvdates.MONTH_FIRST, _("4 March")),
        ],
    )
    gone = RadioField(
        _("Sessions that are gone from the file"),
        choices=[(KEEP, _("Keep them as they are")), (CANCEL, _("Cancel those still to come"))],
        default=KEEP,
    )
    publish = BooleanField(
        _("Publish new webinars at once"),
        description=_("Else they are drafts, which nobody sees."),
    )

    def offer(self, webinars: list[Webinar], plan: Plan | None, said_zone: str) -> None:
        """Fill the choices in."""
        self.into.choices = [(NEW, gettext("A new webinar"))] + [
            (one.public_id, one.title) for one in webinars
        ]
        automatic = gettext("As the file says: %(zone)s", zone=_zone_words(said_zone))
        self.zone.choices = [("", automatic)] + [
            (name, name.replace("_", " ")) for name in clock.zone_names()
        ]
        self.category_id.choices = [("", gettext("Choose a category"))] + [
            (one.public_id, one.name) for one in categories()
        ]
        if plan is not None and plan.programme.kind == "schedule":
            del self.mode
        if plan is not None and plan.programme.kind != "csv":
            del self.order

    def options(self, take: list[str]) -> Options:
        """What was chosen; `take` are the ticked sessions."""
        columns = {
            str(number): field.data or "" for number, field in enumerate(self.column_fields, 1)
        }
        return Options(
            mode=self.mode.data or "" if "mode" in self else "",
            into=self.into.data or "",
            title=self.title.data or "",
            zone=self.zone.data or "",
            category_id=self.category_id.data or "",
            new_category=self.new_category.data or "",
            publish=bool(self.publish.data),
            gone=self.gone.data or KEEP,
            order=self.order.data or "" if "order" in self else "",
            columns=columns,
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


def _zone_words(zone: str) -> str:
    return i18n.zone_name(zone) if zone else ""
