"""What a change of a series would do: each date, old and new, and who would hear of it by mail."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask_babel import gettext

from webinar.core import clock
from webinar.core.clock import WallTime
from webinar.webinars import recurrence, seriesplan
from webinar.webinars.deadlines import has_deadlines
from webinar.webinars.models import PUBLISHED, Series, Webinar
from webinar.webinars.operations.series import FOLLOWING, wanted_values
from webinar.webinars.operations.seriessteps import dates_to_cancel
from webinar.webinars.queries import category_by_id, room_by_id
from webinar.webinars.seriesforms import DateForm, SeriesForm, date_data
from webinar.webinars.seriesplan import SeriesValues, Step, following_values, values_of

#: sessions' row numbers -> for each, (row number, name) of who gets a mail when it moves
Hearing = Callable[[Sequence[int]], dict[int, list[tuple[int, str]]]]
_hearing: list[Hearing] = []


def also_hears(hears: Hearing) -> None:
    """Add whom a room above mails when a session moves (wiring calls this)."""
    if hears not in _hearing:
        _hearing.append(hears)


#: what moves with a date that has any
_DEADLINES = "deadlines"


@dataclass(frozen=True)
class Row:
    """One date of the preview; instants are aware UTC, None where there is none."""

    kind: str
    title: str
    public_id: str
    timezone: str
    old: tuple[datetime, datetime] | None
    new: tuple[datetime, datetime] | None
    #: words for what else changes, and what stays because somebody changed it by hand
    takes: list[str] = field(default_factory=list)
    keeps: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Preview:
    rows: list[Row]
    #: (name, how many of the person's sessions move)
    hear: list[tuple[str, int]]
    #: dates that nothing happens to
    untouched: int

    @property
    def is_empty(self) -> bool:
        return not self.rows


def values_of_form(form: SeriesForm) -> SeriesValues:
    """The form as a series would keep it; a category that is still to be made has no number."""
    values = form.values()
    category = category_by_id(values["category_id"]) if values["category_id"] else None
    room = room_by_id(values["room_id"]) if values["room_id"] else None
    return wanted_values(
        category_id=category.id if category is not None else 0,
        room_id=room.id if room is not None else None,
        **{
            name: values[name]
            for name in (
                "title",
                "timezone",
                "starts",
                "minutes",
                "recurrence_words",
                "dates",
                "summary",
                "description",
                "language",
            )
        },
    )


def preview_of_change(
    series: Series, dates: Sequence[Webinar], form: SeriesForm, *, scope: str, first: Webinar | None
) -> Preview:
    """The change that the form asks for, from `first` on or for all. One statement."""
    old, new = values_of(series), values_of_form(form)
    if scope == FOLLOWING and first is not None:
        slot = first.slot
        old = following_values(old, slot)
        dates = [one for one in dates if one.slot >= slot]
    overwrite = bool(form.overwrite.data)
    now = clock.now()
    steps = seriesplan.plan(old, new, dates, now=now, overwrite=overwrite)
    rows = [_row(step, new) for step in steps if not _is_nothing(step)]
    if (old.rule, old.starts_wall, old.dates) != (new.rule, new.starts_wall, new.dates):
        taken = [step.slot for step in steps if step.slot and step.kind != seriesplan.DROPPED]
        here = clock.wall(now, new.timezone).local
        # What was left out moves along and stays left out.
        mapping = seriesplan.slot_mapping(old, new, now=now)
        left_out = [datetime.fromisoformat(one) for one in series.skipped]
        skipped = [recurrence.written(mapping.get(one, one)) for one in left_out]
        made = seriesplan.slots_to_make(new, taken, skipped, after=here, now=now)
        rows += [_new_row(slot, new) for slot in made]
    return Preview(rows, _hear(steps), sum(_is_nothing(step) for step in steps))


def preview_of_date(webinar: Webinar, form: DateForm) -> Preview:
    """What the form would change about one date. One statement."""
    fields = form.edited(webinar)
    start = WallTime(fields["starts"], fields["timezone"]).to_utc()
    after = start, start + timedelta(minutes=form.minutes.data or 0)
    saved = date_data(webinar)
    takes = [
        _words(name)
        for name in ("title", "category_id", "room_id", "summary", "description", "language")
        if (fields[name] or "") != (saved[name] or "")
    ]
    is_moved = after != (webinar.starts_at, webinar.ends_at)
    if not is_moved and not takes:
        return Preview([], [], 1)
    kind = seriesplan.MOVED if is_moved else seriesplan.CHANGED
    if is_moved and has_deadlines(webinar):
        takes.append(_words(_DEADLINES))
    row = Row(
        kind,
        webinar.title,
        webinar.public_id,
        webinar.timezone,
        (webinar.starts_at, webinar.ends_at),
        after if is_moved else None,
        takes,
    )
    step = Step(kind, webinar, webinar.starts_wall, webinar.timezone, fields["starts"])
    return Preview([row], _hear([step]), 0)


def preview_of_cancelling(dates: Sequence[Webinar], webinar_id: str = "") -> Preview:
    """Which dates would not take place, and whose mails say so. One statement at most."""
    gone = dates_to_cancel(dates, webinar_id)
    rows = [
        Row(
            seriesplan.DROPPED,
            one.title,
            one.public_id,
            one.timezone,
            (one.starts_at, one.ends_at),
            None,
        )
        for one in gone
    ]
    return Preview(rows, _hear_about(gone), 0)


def _is_nothing(step: Step) -> bool:
    return step.kind == seriesplan.KEPT and not step.takes and not step.keeps


def _row(step: Step, new: SeriesValues) -> Row:
    webinar = step.webinar
    after = None
    if step.kind == seriesplan.MOVED and step.new_wall is not None:
        start = WallTime(step.new_wall, step.new_timezone).to_utc()
        after = start, start + timedelta(minutes=new.minutes)
    takes = [*step.takes]
    if after is not None and step.is_moved and has_deadlines(webinar):
        takes.append(_DEADLINES)
    return Row(
        step.kind,
        webinar.title,
        webinar.public_id,
        webinar.timezone,
        (webinar.starts_at, webinar.ends_at),
        after,
        [_words(name) for name in takes],
        [_words(name) for name in step.keeps],
    )


def _words(name: str) -> str:
    return {
        "starts_wall": gettext("time"),
        "title": gettext("title"),
        "summary": gettext("summary"),
        "description": gettext("description"),
        "language": gettext("language"),
        "category_id": gettext("category"),
        "room_id": gettext("room"),
        _DEADLINES: gettext("last days, which move along"),
    }[name]


def _new_row(slot: datetime, new: SeriesValues) -> Row:
    start = recurrence.instant(slot, new.timezone)
    end = start + timedelta(minutes=new.minutes)
    return Row(seriesplan.MADE, new.title, "", new.timezone, None, (start, end))


def _hear(steps: Sequence[Step]) -> list[tuple[str, int]]:
    """Speakers whose sessions move and who have a mail address: they get the usual mail."""
    return _hear_about(
        [step.webinar for step in steps if step.kind == seriesplan.MOVED and step.is_moved]
    )


def _hear_about(webinars: Sequence[Webinar]) -> list[tuple[str, int]]:
    sessions = [
        session.id
        for webinar in webinars
        if webinar.state == PUBLISHED
        for session in webinar.sessions
    ]
    counts: dict[int, tuple[str, int]] = {}
    for hears in _hearing:
        for people in hears(sessions).values() if sessions else ():
            for number, name in people:
                counts[number] = name, counts.get(number, (name, 0))[1] + 1
    return sorted(counts.values())


def next_dates(form: SeriesForm, *, most: int = 12) -> list[Row]:
    """The first dates that a new series would have."""
    new = values_of_form(form)
    slots = recurrence.slots(new.rule, new.starts_wall, new.dates, most=most)
    return [_new_row(slot, new) for slot in slots]
