"""What organizers fill in about a series: a rule in words, and what its dates share."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from webinar.core import languages
from webinar.core.clock import WallTime, wall
from webinar.core.forms import (
    BaseForm,
    ChoicesField,
    CleanString,
    CleanText,
    DayField,
    MarkdownField,
    WallTimeField,
    WholeNumberField,
    ZoneField,
    wall_time,
)
from webinar.core.prepared import LONGEST_TEXT
from webinar.webinars import recurrence
from webinar.webinars.forms import Filing
from webinar.webinars.models import Series, Webinar
from webinar.webinars.queries import rooms
from webinar.webinars.recurrence import (
    AFTER,
    DAILY,
    DATES,
    ENDS,
    LAST,
    MONTHLY_DAY,
    MONTHLY_WEEKDAY,
    NEVER,
    PATTERNS,
    UNTIL,
    WEEKLY,
    YEARLY,
    Recurrence,
    WrongRule,
)
from webinar.webinars.rulewords import week_words, weekday_name
from webinar.webinars.seriesplan import following_values, values_of

_MOST_DATES = 200
_WORDS = {
    WEEKLY: _("every week, or every few, on days of the week"),
    MONTHLY_WEEKDAY: _("every month on a day of the week, like the second Thursday"),
    MONTHLY_DAY: _("every month on a day of the month, like the 15th"),
    DAILY: _("every day, or every few days"),
    YEARLY: _("every year on the day of the first date"),
    DATES: _("on dates that I choose"),
}
_END_WORDS = {
    NEVER: _("never: it goes on until somebody ends it"),
    AFTER: _("after a number of dates"),
    UNTIL: _("on a day"),
}
#: stands in for a first date that was not typed, and is refused anyway
_ANY = datetime(2000, 1, 1)  # noqa: DTZ001 - a wall time
_DATES_FORM = "%Y-%m-%d %H:%M"


class SeriesForm(Filing, BaseForm):
    """Title, category, first date and rule are enough."""

    title = CleanString(_("Title"), [DataRequired(_("Give it a title.")), Length(max=300)])
    category_id = SelectField(_("Category"), default="")
    new_category = CleanString(
        _("Or a new category"),
        [Length(max=120)],
        description=_("Its name, when none of the categories fits."),
    )
    starts = WallTimeField(
        _("First date"),
        [InputRequired(_("Say when the first one starts."))],
        description=_(
            "If the rule does not fall on it, the series begins with the next that does."
        ),
    )
    minutes = WholeNumberField(
        _("Minutes each lasts"),
        [
            InputRequired(_("Write how many minutes it lasts.")),
            NumberRange(min=5, max=7 * 1440, message=_("From 5 minutes to a week.")),
        ],
        default=60,
    )
    timezone = ZoneField(
        _("Time zone"),
        description=_("The clock there counts, in summer and in winter: 18:00 stays 18:00."),
    )
    pattern = RadioField(_("It takes place"), default=WEEKLY)
    interval = WholeNumberField(
        _("Every how many"),
        [Optional()],
        default=1,
        description=_("1 is each week, month and so on; 2 is every second one."),
    )
    weekdays = ChoicesField(_("On these days of the week"))
    week = SelectField(_("Which one in the month"))
    weekday = SelectField(_("Day of the week"))
    month_day = SelectField(_("Day of the month"))
    dates = CleanText(
        _("Chosen dates"),
        [Length(max=8000)],
        description=_(
            "One in each line, like 2026-05-31 14:00; beside a rule they are added to its dates."
        ),
    )
    end = RadioField(_("It ends"), default=NEVER)
    times = WholeNumberField(_("Number of dates"), [Optional()])
    until = DayField(_("Last day"), [Optional()])
    room_id = SelectField(
        _("Room"), default="", description=_("Where its dates take place unless one names another.")
    )
    summary = CleanText(
        _("Summary"),
        [Length(max=1000)],
        description=_("One or two sentences, for lists and calendars."),
    )
    description = MarkdownField(
        _("Description"),
        [Length(max=LONGEST_TEXT)],
    )
    language = SelectField(_("Language"), default="en")
    slug = CleanString(
        _("Address"),
        [Length(max=80)],
        description=_("The last part of the page's address. Former addresses lead to the new one."),
    )
    overwrite = BooleanField(
        _("Also change dates that were changed by hand"),
        description=_("Otherwise they keep what somebody wrote or moved there."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_categories()
        self.room_id.choices = [("", _("No room yet"))] + [
            (one.public_id, one.name) for one in rooms()
        ]
        self.language.choices = languages.choices(self.language.data)
        self.pattern.choices = [(one, _WORDS[one]) for one in PATTERNS]
        self.end.choices = [(one, _END_WORDS[one]) for one in ENDS]
        days = [(str(day), weekday_name(day)) for day in range(7)]
        self.weekdays.choices, self.weekday.choices = days, days
        self.week.choices = [(str(week), week_words(week)) for week in (1, 2, 3, 4, LAST)]
        self.month_day.choices = [(str(day), str(day)) for day in range(1, 32)]
        self.month_day.choices.append((str(LAST), _("the last")))

    def validate_dates(self, field: CleanText) -> None:
        """Each line a wall time; the first that is none is named."""
        lines = [line.strip() for line in (field.data or "").split("\n") if line.strip()]
        if len(lines) > _MOST_DATES:
            raise ValidationError(_("At most %(most)s dates fit here.", most=_MOST_DATES))
        for line in lines:
            if _read_date(line) is None:
                raise ValidationError(
                    _("“%(line)s” is no date. Write it like 2026-05-31 14:00.", line=line[:40])
                )

    def chosen_dates(self) -> list[datetime]:
        """After `validate`."""
        found = [_read_date(line.strip()) for line in (self.dates.data or "").split("\n")]
        return [one for one in found if one is not None]

    def recurrence(self) -> Recurrence:
        """The rule in words, after `validate`."""
        starts = self.starts.data or _ANY
        is_yearly = self.pattern.data == YEARLY
        return Recurrence(
            pattern=self.pattern.data,
            interval=1 if self.interval.data is None else self.interval.data,
            weekdays=tuple(int(day) for day in self.weekdays.data or ()),
            day=starts.day if is_yearly else int(self.month_day.data or 1),
            week=int(self.week.data or 1),
            weekday=int(self.weekday.data or 0),
            month=starts.month,
            times=self.times.data if self.end.data == AFTER else None,
            until=self.until.data if self.end.data == UNTIL else None,
        )

    def validate(self, extra_validators: Any = None) -> bool:
        good: bool = super().validate(extra_validators)
        good = self._is_filed() and good
        if self.end.data == AFTER and self.times.data is None and not self.times.errors:
            self.times.errors = [_("Write how many dates there are.")]
            good = False
        if self.end.data == UNTIL and self.until.data is None and not self.until.errors:
            self.until.errors = [_("Write the last day.")]
            good = False
        return self._has_dates() if good else False

    def _has_dates(self) -> bool:
        try:
            recurrence.check(self.recurrence(), self.starts.data or _ANY)
        except WrongRule as error:
            at = self._place_of(error)
            at.errors = [*at.errors, _(error.message, **error.values)]
            return False
        return True

    def _place_of(self, error: WrongRule) -> Any:
        """The field that the sentence is about."""
        if self.pattern.data == WEEKLY and not self.weekdays.data:
            return self.weekdays
        if "distance" in error.message:
            return self.interval
        if "number of dates" in error.message:
            return self.times
        return self.until if self.end.data == UNTIL else self.pattern

    def values(self) -> dict[str, Any]:
        """As `create_series` and `change_series` take them, after `validate`."""
        return self.texts() | {
            "starts": self.starts.data,
            "minutes": self.minutes.data,
            "recurrence_words": self.recurrence(),
            "dates": self.chosen_dates(),
        }


_OF_RULES = "pattern interval weekdays week weekday month_day dates end times until slug overwrite"


class DateForm(SeriesForm):
    """One date of a series, changed alone: what a series says, without its rule."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in _OF_RULES.split():
            del self[name]
        self.starts.label.text = _("Starts")
        self.minutes.label.text = _("Minutes it lasts")
        self.starts.description = ""

    def validate(self, extra_validators: Any = None) -> bool:
        good: bool = super(SeriesForm, self).validate(extra_validators)
        good = self._is_filed() and good
        return good and wall_time(self.starts, self.timezone.data) is not None

    def edited(self, webinar: Webinar) -> dict[str, Any]:
        """As `edit_webinar` takes them; what the form does not ask stays as it is."""
        start = WallTime(self.starts.data or _ANY, self.timezone.data)
        end = wall(start.to_utc() + timedelta(minutes=self.minutes.data or 0), start.timezone)
        return {
            name: (self[name].data or "") if name in self else ""
            for name in ("title", "category_id", "new_category", "timezone", "room_id")
        } | {
            "summary": self.summary.data or "",
            "description": self.description.data or "",
            "language": self.language.data,
            "subtitle": webinar.subtitle,
            "starts": start.local,
            "ends": end.local,
            "ends_fold": end.fold,
        }


def date_data(webinar: Webinar) -> dict[str, Any]:
    """One date as its form shows it."""
    return {
        "title": webinar.title,
        "category_id": getattr(webinar.category, "public_id", ""),
        "timezone": webinar.timezone,
        "starts": webinar.starts_wall,
        "minutes": round((webinar.ends_at - webinar.starts_at).total_seconds() / 60),
        "room_id": getattr(webinar.standing_room, "public_id", ""),
        "summary": webinar.summary,
        "description": webinar.description,
        "language": webinar.language,
    }


def _read_date(line: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(line)
    except ValueError:
        return None
    if found.tzinfo is not None or not 1900 <= found.year <= 2200:
        return None
    return found.replace(second=0, microsecond=0)


def rule_values(rule: str, starts: datetime) -> dict[str, Any]:
    """A kept rule as the form shows it; for a rule that it cannot say, the chosen dates."""
    try:
        found = recurrence.parse(rule)
    except WrongRule:
        found = Recurrence(pattern=DATES)
    return {
        "pattern": found.pattern,
        "interval": found.interval,
        "weekdays": [str(day) for day in found.weekdays] or [str(starts.weekday())],
        "week": str(found.week),
        "weekday": str(found.weekday if found.pattern == MONTHLY_WEEKDAY else starts.weekday()),
        "month_day": str(found.day if found.pattern == MONTHLY_DAY else starts.day),
        "end": found.end,
        "times": found.times,
        "until": found.until,
    }


def stored_values(series: Series) -> dict[str, Any]:
    """A series as the form shows it."""
    return rule_values(series.rule, series.starts_wall) | {
        "title": series.title,
        "category_id": getattr(series.category, "public_id", ""),
        "timezone": series.timezone,
        "starts": series.starts_wall,
        "minutes": series.minutes,
        "dates": "\n".join(
            datetime.fromisoformat(one).strftime(_DATES_FORM) for one in series.dates
        ),
        "room_id": getattr(series.standing_room, "public_id", ""),
        "summary": series.summary,
        "description": series.description,
        "language": series.language,
        "slug": series.slug if series.published_at else "",
    }


def following_data(series: Series, webinar: Webinar) -> dict[str, Any]:
    """The form for one date and those that follow: what the series says, from that date on."""
    from_slot = webinar.slot
    values = following_values(values_of(series), from_slot)
    return (
        stored_values(series)
        | rule_values(values.rule, values.starts_wall)
        | {
            "starts": values.starts_wall,
            "dates": "\n".join(
                datetime.fromisoformat(one).strftime(_DATES_FORM) for one in values.dates
            ),
        }
    )


def texts_of(data: dict[str, Any]) -> dict[str, str]:
    """The values as texts by field, as `compare_with` wants them."""
    found = {}
    for name, value in data.items():
        if isinstance(value, datetime):
            found[name] = value.strftime("%Y-%m-%dT%H:%M")
        else:
            found[name] = "" if value is None else str(value)
    return found
