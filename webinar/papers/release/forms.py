"""What authors and organizers fill in about a paper that is, or will be, published."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from webinar.core import clock
from webinar.core.clock import WallTime, WrongTime
from webinar.core.forms import BaseForm, ChoicesField, CleanString, CleanText, DayField
from webinar.papers.dois import read_doi
from webinar.papers.licences import LICENCES, OWN
from webinar.papers.models import Paper, PaperVersion
from webinar.papers.release.operations import LONGEST_ERRATUM, NO_DOI


def first_instant(day: date, timezone: str) -> datetime:
    """When a day begins there, in UTC. Where clocks skip midnight, it begins an hour later."""
    for hour in (0, 1):
        try:
            return WallTime(datetime.combine(day, time(hour)), timezone, 0).to_utc()
        except WrongTime:
            continue
    return WallTime(datetime.combine(day, time(3)), timezone, 0).to_utc()


class ReleaseForm(BaseForm):
    """Under which terms readers get it, and when."""

    licence = SelectField(_("Licence"), default="")
    licence_words = CleanString(
        _("Terms in your own words"),
        [Length(max=300)],
        description=_("Only with “Terms of our own”, for instance: All rights reserved."),
    )
    #: the page says beside it in which zone the day begins
    embargo_day = DayField(_("Text and files are available from"), [Optional()])
    shows_downloads = BooleanField(_("Readers see how often the files were downloaded"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.licence.choices = [
            ("", gettext("None named")),
            *((one.key, f"{one.short}: {gettext(one.means)}") for one in LICENCES.values()),
            (OWN, gettext("Terms of our own")),
        ]

    def validate_licence_words(self, field: CleanString) -> None:
        """Terms of one's own are words; those without a home would be lost."""
        if self.licence.data == OWN and not field.data:
            raise ValidationError(gettext("Write your terms, or choose a licence."))
        if self.licence.data != OWN and field.data:
            raise ValidationError(
                gettext("To use these words, choose “Terms of our own” above. Else remove them.")
            )

    def values(self, timezone: str) -> dict[str, Any]:
        """As `settle_release` takes them; the day begins in that zone."""
        day = self.embargo_day.data
        return {
            "licence": self.licence.data or "",
            "licence_words": self.licence_words.data or "",
            "embargo_until": first_instant(day, timezone) if day else None,
            "shows_downloads": bool(self.shows_downloads.data),
        }


class OrganizerReleaseForm(ReleaseForm):
    """The same with the DOI, which whoever registers it knows."""

    doi = CleanString(
        _("DOI"),
        [Length(max=300)],
        description=_("Once it is registered: 10.1234/abc, or its address."),
    )

    def validate_doi(self, field: CleanString) -> None:
        """One of any spelling."""
        if field.data and read_doi(field.data) is None:
            raise ValidationError(gettext(NO_DOI))

    def values(self, timezone: str) -> dict[str, Any]:
        return super().values(timezone) | {"doi": self.doi.data or ""}


def stored_release(paper: Paper, timezone: str) -> dict[str, Any]:
    """A paper as the form shows it."""
    until = paper.embargo_until
    return {
        "licence": paper.licence,
        "licence_words": paper.licence_words,
        "embargo_day": until.astimezone(clock.zone(timezone)).date() if until else None,
        "shows_downloads": paper.shows_downloads,
        "doi": paper.doi or "",
        "version": str(paper.version),
    }


class ErratumForm(BaseForm):
    """A correction of what was published."""

    text = CleanText(
        _("What is wrong, and what is right"),
        [
            DataRequired(_("Write what is wrong, and what is right.")),
            Length(max=LONGEST_ERRATUM),
        ],
    )
    noted_on = DayField(
        _("Date of the correction"), [InputRequired(_("Choose the day of the correction."))]
    )
    concerns = ChoicesField(
        _("Versions that it concerns"), description=_("None chosen means all of them.")
    )

    def __init__(self, *args: Any, versions: Sequence[PaperVersion] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.concerns.choices = [
            (str(one.number), gettext("Version %(number)s", number=one.number)) for one in versions
        ]

    def numbers(self) -> list[int]:
        return [int(one) for one in self.concerns.data or []]
