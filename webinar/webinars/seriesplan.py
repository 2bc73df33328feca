"""What a change of a series does to each of its dates: worked out once, shown first, then done.

Pure over rows that were read before. A date follows where it still says what the series said;
what somebody changed by hand stays as it is, unless the organizer wants it otherwise.
What is over never moves.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from webinar.core.clock import wall
from webinar.webinars import recurrence
from webinar.webinars.models import Series, Webinar

#: texts and places that its dates take over from a series
FOLLOWED = ("title", "summary", "description", "language", "category_id", "room_id")
#: how far dates are made as webinars, and how many of them
HORIZON = timedelta(days=366)
MOST_AHEAD = 60
_LOOK = timedelta(days=3 * 366)

KEPT, CHANGED, MOVED, DROPPED, MADE = "kept", "changed", "moved", "dropped", "made"


@dataclass(frozen=True)
class SeriesValues:
    """All that a series' form says. Times are wall times in `timezone`."""

    title: str
    summary: str
    description: str
    description_html: str
    language: str
    category_id: int
    room_id: int | None
    timezone: str
    starts_wall: datetime
    minutes: int
    rule: str
    dates: tuple[str, ...] = ()


@dataclass
class Step:
    """What becomes of one date."""

    kind: str
    webinar: Webinar
    #: wall times in the zones named beside
    old_wall: datetime | None = None
    old_timezone: str = ""
    new_wall: datetime | None = None
    new_timezone: str = ""
    #: where the rule puts it from now on
    slot: datetime | None = None
    #: names of FOLLOWED that it takes over
    takes: list[str] = field(default_factory=list)
    #: names that somebody changed by hand, so that they stay
    keeps: list[str] = field(default_factory=list)
    is_longer: bool = False

    @property
    def is_moved(self) -> bool:
        return (self.old_wall, self.old_timezone) != (self.new_wall, self.new_timezone)


def values_of(series: Series) -> SeriesValues:
    """What the series says now."""
    return SeriesValues(
        **{name: getattr(series, name) for name in (*FOLLOWED, "description_html", "timezone")},
        starts_wall=series.starts_wall,
        minutes=series.minutes,
        rule=series.rule,
        dates=tuple(series.dates),
    )


def is_at_its_slot(webinar: Webinar, said: SeriesValues) -> bool:
    """Whether it takes place when and as long as the series says."""
    if webinar.slot_wall is None or webinar.timezone != said.timezone:
        return False
    length = webinar.ends_at - webinar.starts_at
    return webinar.starts_at == recurrence.instant(
        webinar.slot_wall, said.timezone
    ) and length == timedelta(minutes=said.minutes)


def plan(
    old: SeriesValues,
    new: SeriesValues,
    webinars: Iterable[Webinar],
    *,
    now: datetime,
    overwrite: bool,
) -> list[Step]:
    """Steps for the webinars of a series, in their order. `now` is aware."""
    times_change = (old.rule, old.starts_wall, old.dates, old.timezone, old.minutes) != (
        new.rule,
        new.starts_wall,
        new.dates,
        new.timezone,
        new.minutes,
    )
    mapping = slot_mapping(old, new, now=now)
    found = sorted(webinars, key=lambda one: (one.slot, one.id))
    taken = {w.slot_wall for w in found if w.ends_at <= now or w.slot_wall not in mapping}
    steps = []
    for webinar in found:
        step = _texts(webinar, old, new, overwrite=overwrite)
        step.slot = webinar.slot_wall
        if (times_change or overwrite) and webinar.ends_at > now:
            _times(step, webinar, old, new, mapping, taken, overwrite=overwrite)
        if step.kind == KEPT and step.takes:
            step.kind = CHANGED
        steps.append(step)
    return steps


def _texts(webinar: Webinar, old: SeriesValues, new: SeriesValues, *, overwrite: bool) -> Step:
    step = Step(
        KEPT,
        webinar,
        old_wall=webinar.starts_wall,
        old_timezone=webinar.timezone,
        new_wall=webinar.starts_wall,
        new_timezone=webinar.timezone,
    )
    for name in FOLLOWED:
        is_new = getattr(new, name) != getattr(old, name)
        value = getattr(webinar, name)
        if value == getattr(new, name):
            continue
        if overwrite or (is_new and value == getattr(old, name)):
            step.takes.append(name)
        elif is_new:
            step.keeps.append(name)
    return step


def _times(
    step: Step,
    webinar: Webinar,
    old: SeriesValues,
    new: SeriesValues,
    mapping: dict[datetime, datetime],
    taken: set[datetime | None],
    *,
    overwrite: bool,
) -> None:
    slot = webinar.slot_wall
    if slot is None:
        return
    target = mapping.get(slot)
    follows = overwrite or is_at_its_slot(webinar, old)
    if target is None or target in taken:
        if follows and target is None and not webinar.sessions:
            step.kind = DROPPED
        else:
            step.keeps.append("starts_wall")
        return
    step.slot = target
    taken.add(target)
    if not follows:
        step.keeps.append("starts_wall")
        return
    place = recurrence.takes_place(target, new.timezone)
    step.new_wall, step.new_timezone = place.local, new.timezone
    step.is_longer = webinar.ends_at - webinar.starts_at != timedelta(minutes=new.minutes)
    if step.is_moved or step.is_longer:
        step.kind = MOVED


def slot_mapping(
    old: SeriesValues, new: SeriesValues, *, now: datetime
) -> dict[datetime, datetime]:
    """Where each slot of the old rule goes: one after the other where both rules make as many
    dates, else to the one of the same day, if there is one.
    """
    before = max(wall(now, old.timezone).local, old.starts_wall, new.starts_wall) + _LOOK
    old_slots = recurrence.slots(old.rule, old.starts_wall, old.dates, before=before)
    new_slots = recurrence.slots(new.rule, new.starts_wall, new.dates, before=before)
    if (old.rule, old.starts_wall, old.dates) == (new.rule, new.starts_wall, new.dates):
        return {slot: slot for slot in old_slots}
    if _rhythm(old) == _rhythm(new):
        return dict(zip(old_slots, new_slots, strict=False))
    by_day = {slot.date(): slot for slot in new_slots}
    return {slot: by_day[slot.date()] for slot in old_slots if slot.date() in by_day}


def _rhythm(values: SeriesValues) -> tuple[object, ...]:
    try:
        found = recurrence.parse(values.rule)
    except recurrence.WrongRule:
        return (values.rule, values.starts_wall)
    # The n-th date stays the n-th only within one rhythm; an end may come earlier or later.
    freq = found.pattern.partition("-")[0]
    return freq, found.interval, len(set(found.weekdays)), len(values.dates)


def slots_to_make(
    values: SeriesValues,
    taken: Iterable[datetime],
    skipped: Sequence[str],
    *,
    after: datetime | None,
    now: datetime,
) -> list[datetime]:
    """The slots up to the horizon that have no webinar yet, after `after`; all are wall times."""
    here = wall(now, values.timezone).local
    known = set(taken)
    ahead = sum(1 for slot in known if slot >= here)
    found: list[datetime] = []
    for slot in recurrence.slots(
        values.rule, values.starts_wall, values.dates, skipped, before=here + HORIZON
    ):
        if slot in known or (after is not None and slot <= after):
            continue
        if ahead >= MOST_AHEAD or len(found) >= 2 * MOST_AHEAD:
            break
        ahead += slot >= here
        found.append(slot)
    return found


def following_values(values: SeriesValues, slot: datetime) -> SeriesValues:
    """What a series says from one of its slots on."""
    text = recurrence.written(slot)
    rule = values.rule
    starts = slot
    if rule:
        starts = next(
            (
                one
                for one in recurrence.slots(rule, values.starts_wall, before=slot + _LOOK)
                if one >= slot
            ),
            slot,
        )
        rule = recurrence.continued_from(rule, values.starts_wall, starts)
    later = {one for one in values.dates if one >= text}
    return replace(
        values,
        starts_wall=starts,
        rule=rule,
        dates=tuple(sorted(later - {recurrence.written(starts)})),
    )
