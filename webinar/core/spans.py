"""A start and an end as a form takes them: wall times, and which of two where a clock goes back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField
from wtforms.validators import InputRequired

from webinar.core import clock, i18n
from webinar.core.clock import WallTime, WrongTime
from webinar.core.forms import BaseForm, WallTimeField, wall_time


@dataclass(frozen=True)
class Span:
    """Both wall times, complete: they exist, and the end comes after the start."""

    starts: WallTime
    ends: WallTime

    def values(self) -> dict[str, Any]:
        """As operations take them."""
        return {
            "starts": self.starts.local,
            "starts_fold": self.starts.fold,
            "ends": self.ends.local,
            "ends_fold": self.ends.fold,
        }


class SpanForm(BaseForm):
    """Fields for a start and an end; `span(timezone)` reads them after `validate`."""

    starts = WallTimeField(_("Starts"), [InputRequired(_("Say when it starts."))])
    starts_fold = RadioField(_("Which start is meant?"), validate_choice=False)
    ends = WallTimeField(_("Ends"), [InputRequired(_("Say when it ends."))])
    ends_fold = RadioField(_("Which end is meant?"), validate_choice=False)

    def offer_folds(self, timezone: str) -> None:
        """Fill the two questions; a question without choices need not be shown."""
        for field, fold in ((self.starts, self.starts_fold), (self.ends, self.ends_fold)):
            fold.choices = which_of_two(field.data, timezone)

    def span(self, timezone: str) -> Span | None:
        """What was typed, in that zone, or None with an error beside the field."""
        self.offer_folds(timezone)
        starts = self._one(self.starts, self.starts_fold, timezone)
        ends = self._one(self.ends, self.ends_fold, timezone)
        if starts is None or ends is None:
            return None
        if ends.to_utc() <= starts.to_utc():
            self.ends.errors = [*self.ends.errors, gettext("The end must come after the start.")]
            return None
        return Span(starts, ends)

    def _one(self, field: WallTimeField, fold: RadioField, timezone: str) -> WallTime | None:
        if field.errors:
            return None
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


def which_of_two(local: datetime | None, timezone: str) -> list[tuple[str, str]]:
    """The choices for a wall time that the clock shows twice; empty for any other."""
    if local is None or not clock.is_zone(timezone):
        return []
    if not WallTime(local, timezone).is_ambiguous:
        return []
    first, second = (WallTime(local, timezone, fold).to_utc() for fold in (0, 1))
    return [
        ("0", gettext("The first time, %(offset)s", offset=i18n.offset_name(timezone, first))),
        ("1", gettext("The second time, %(offset)s", offset=i18n.offset_name(timezone, second))),
    ]


def beside(
    starts: datetime | None, ends: datetime | None, timezone: str, others: list[str]
) -> list[str]:
    """The typed wall times on other zones' clocks, one line each; nothing while one is missing."""
    if starts is None or ends is None:
        return []
    try:
        first, last = WallTime(starts, timezone).to_utc(), WallTime(ends, timezone).to_utc()
    except WrongTime:
        return []
    return [
        f"{i18n.zone_name(zone, first)}: {i18n.date_range(first, last, zone)}"
        for zone in others
        if zone != timezone and clock.is_zone(zone) and last > first
    ]
