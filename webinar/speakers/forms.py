"""What organizers fill in about a speaker."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from werkzeug.datastructures import MultiDict
from wtforms import FormField, SelectField
from wtforms.validators import (
    DataRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from webinar.core import languages
from webinar.core.forms import (
    AddressField,
    BaseForm,
    CleanString,
    FormPart,
    MailField,
    MarkdownField,
    Rows,
    WholeNumberField,
)
from webinar.core.images import Crop
from webinar.core.prepared import LONGEST_TEXT
from webinar.core.text import whole_number
from webinar.speakers.models import Speaker
from webinar.speakers.orcid import OrcidField

_MOST_LINKS = 12


class LinkForm(FormPart):
    """One link of a profile; an empty row is none."""

    label = CleanString(_("What it is"), [Length(max=80)])
    url = AddressField(_("Address"), [Length(max=1000)])

    def validate_url(self, field: CleanString) -> None:
        if self.label.data and not field.data:
            raise ValidationError(_("Write the address, or empty the row."))


class SpeakerForm(BaseForm):
    """A name is enough; the rest can wait."""

    name = CleanString(_("Name"), [DataRequired(_("Write the name.")), Length(max=200)])
    position_title = CleanString(
        _("Title or position"), [Length(max=200)], description=_("For example: Professor of law")
    )
    affiliation = CleanString(_("Affiliation"), [Length(max=300)])
    orcid = OrcidField(
        _("ORCID iD"),
        [Length(max=60)],
        description=_("For example 0000-0002-1825-0097, or its whole address. Readers see it."),
    )
    email = MailField(
        _("Mail address"),
        [Optional(), Length(max=254)],
        description=_("Private: for the personal link and for changes of time. Never shown."),
    )
    biography = MarkdownField(
        _("Biography"),
        [Length(max=LONGEST_TEXT)],
    )
    links = Rows(FormField(LinkForm), label=_("Links"), max_entries=_MOST_LINKS)
    language = SelectField(
        _("Language of name and biography"),
        description=_("Mails to this person are written in it where the site can."),
    )
    sort_as = CleanString(
        _("Sorted as"),
        [Length(max=200)],
        description=_("Family name first. Left empty, it is guessed from the name."),
    )
    slug = CleanString(
        _("Address"),
        [Length(max=80)],
        description=_("The last part of the page's address. Former addresses lead to the new one."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = languages.choices(self.language.data)

    def values(self) -> dict[str, Any]:
        """As `create_speaker` and `edit_speaker` take them, after `validate`."""
        texts = {
            name: self[name].data or ""
            for name in (
                "name",
                "position_title",
                "affiliation",
                "orcid",
                "email",
                "biography",
                "language",
                "sort_as",
                "slug",
            )
        }
        links = [
            {"label": row.form.label.data or "", "url": row.form.url.data}
            for row in self.links
            if row.form.url.data
        ]
        return texts | {"links": links}


def stored_values(speaker: Speaker) -> dict[str, Any]:
    """A profile as the form shows it, with an empty row for one more link."""
    return {
        name: getattr(speaker, name)
        for name in (
            "name",
            "position_title",
            "affiliation",
            "orcid",
            "email",
            "biography",
            "language",
            "slug",
        )
    } | {"sort_as": speaker.sort_name, "links": [*speaker.links, {}]}


def with_row(sent: MultiDict[str, str]) -> MultiDict[str, str]:
    """What was sent, and one empty row of links more."""
    numbers = [
        number
        for name in sent
        if name.startswith("links-")
        and (number := whole_number(name.split("-")[1], most=9_999)) is not None
    ]
    changed = MultiDict(sent.items(multi=True))
    if len(set(numbers)) < _MOST_LINKS:
        changed[f"links-{max(numbers, default=-1) + 1}-label"] = ""
        changed[f"links-{max(numbers, default=-1) + 1}-url"] = ""
    return changed


class PortraitForm(BaseForm):
    """A picture, and the square that is cut out of it, in pixels of the upright picture."""

    #: two forms stand on the page; the number of the version belongs to the other
    version = None
    picture = FileField(_("Picture"))
    left = WholeNumberField(_("From the left"), [Optional(), NumberRange(min=0)])
    top = WholeNumberField(_("From the top"), [Optional(), NumberRange(min=0)])
    side = WholeNumberField(_("Length of a side"), [Optional(), NumberRange(min=1)])

    def crop(self) -> Crop | None:
        """The square that was chosen, or None for the middle's upper part."""
        if not self.side.data:
            return None
        left, top = self.left.data or 0, self.top.data or 0
        return left, top, left + self.side.data, top + self.side.data
