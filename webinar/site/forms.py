"""What a speaker fills in on the own page."""

import re
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from webinar.core import languages
from webinar.core.forms import BaseForm, CleanString, CleanText, MarkdownField, ZoneField
from webinar.core.prepared import LONGEST_TEXT
from webinar.speakers.models import Speaker
from webinar.speakers.orcid import OrcidField

_LINK = re.compile(r"^(?P<label>.*?)\s*(?P<url>https?://[^\s/]\S*)$")
_MOST_LINKS = 12


class ProfileForm(BaseForm):
    """The profile as readers see it."""

    name = CleanString(_("Your name"), [DataRequired(_("Write your name.")), Length(max=200)])
    position_title = CleanString(
        _("Title or position"), [Length(max=200)], description=_("For example: Professor of law")
    )
    affiliation = CleanString(_("Where you work"), [Length(max=300)])
    orcid = OrcidField(
        _("ORCID iD"),
        [Length(max=60)],
        description=_("For example 0000-0002-1825-0097, or its whole address. Readers see it."),
    )
    biography = MarkdownField(
        _("About you"),
        [Length(max=LONGEST_TEXT)],
    )
    links = CleanText(
        _("Links"),
        [Length(max=4000)],
        description=_("One on each line: what it is, and its address beginning with https://."),
    )
    language = SelectField(_("Language of name and text"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = languages.choices(self.language.data)

    @classmethod
    def of(cls, speaker: Speaker) -> "ProfileForm":
        return cls(formdata=None, data=stored_values(speaker) | {"version": str(speaker.version)})

    def validate_links(self, field: CleanText) -> None:
        lines = _lines(field.data)
        for line in lines:
            found = _LINK.match(line)
            if found is None or len(found["url"]) > 1000 or len(found["label"]) > 80:
                raise ValidationError(
                    gettext("No address was found in this line: %(line)s", line=line[:100])
                )
        if len(lines) > _MOST_LINKS:
            raise ValidationError(gettext("At most %(most)s links.", most=_MOST_LINKS))

    def values(self) -> dict[str, Any]:
        """As `change_profile` takes them, after `validate`."""
        found = [_LINK.match(line) for line in _lines(self.links.data)]
        return {
            name: self[name].data or ""
            for name in ("name", "position_title", "affiliation", "orcid", "biography", "language")
        } | {
            "links": [
                {"label": one["label"].rstrip(" :"), "url": one["url"]} for one in found if one
            ]
        }


def stored_values(speaker: Speaker) -> dict[str, str]:
    """The profile as the form shows it."""
    return {
        "name": speaker.name,
        "position_title": speaker.position_title,
        "affiliation": speaker.affiliation,
        "orcid": speaker.orcid,
        "biography": speaker.biography,
        "language": speaker.language,
        "links": "\n".join(
            f"{link.get('label', '')} {link['url']}".strip() for link in speaker.links
        ),
    }


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


class PortraitForm(BaseForm):
    """A photograph; its middle is cut out."""

    #: two forms stand on the page; the number of the version belongs to the other
    version = None
    picture = FileField(_("Your portrait"), [FileRequired(_("Choose a picture first."))])


class ZoneForm(BaseForm):
    """In which zone a person reads times."""

    version = None
    timezone = ZoneField(_("Your time zone"), [Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.timezone.choices = [
            ("", _("As each webinar gives them")),
            *self.timezone.choices,
        ]
