"""What an import would do: new, changed, gone, doubtful. Reads, and writes nothing."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from flask_babel import gettext

from webinar.calendars.addresses import base_url
from webinar.core import clock, i18n
from webinar.core.plainerror import N_
from webinar.core.richtext import plain_text
from webinar.core.text import fold
from webinar.transfer.imports.options import EACH, NEW, ONE, Options
from webinar.transfer.imports.people import People, uid_of
from webinar.transfer.imports.planned import ADDED, CHANGED, GONE, SAME, Plan, Planned
from webinar.transfer.imports.programme import ICS, SCHEDULE, Doubt, Item, Programme
from webinar.transfer.imports.queries import (
    folded_rooms,
    look_up,
    records_of,
    scope_of,
    webinar_of,
    webinar_to_fill,
)
from webinar.transfer.imports.schedule import list_of_links, offset_in
from webinar.transfer.imports.values import (
    FIELDS,
    Change,
    Values,
    digest,
    said_by_file,
    shown,
    stored,
)
from webinar.transfer.imports.words import SHOWS_MEETING, BrokenFile, meeting_address
from webinar.transfer.models import ImportedItem
from webinar.webinars.models import Session, Webinar

GAP = N_("The clocks jump over %(value)s on that day (%(chosen)s); it was taken as %(taken)s.")
TWICE = N_("The clocks show %(value)s twice on that day (%(chosen)s); the first was taken.")
EDITED = N_("It was changed here since the last import (%(fields)s), and stays so.")
CONFLICT = N_("Changed here and in the file: %(fields)s. It stays as it is here, unless ticked.")
DELETED = N_("It was deleted here since the last import, and stays away, unless ticked.")
OWN = N_("%(count)s of the events are this site's own sessions; they were left out.")
TOO_LONG = N_(
    "The sessions lie more than a year apart, which is too much for one webinar. Make each event a"
    " webinar of its own."
)
NO_WEBINAR = N_("The webinar that should get the sessions is not there any more.")

_LONGEST = timedelta(days=366)


def make_plan(programme: Programme, options: Options, *, source: str, site_zone: str) -> Plan:
    """Compare a programme with what is stored: at most thirteen statements.

    `source` names the file or address. Raises BrokenFile for what cannot be imported this way.
    """
    source = (programme.key or source)[:300]
    _bring_papers(programme)
    uids = {one.uid for one in programme.items}
    known = records_of(programme.kind, uids)
    before = scope_of(known)
    if before is None and not options.into:
        before = webinar_of({one.guid for one in programme.items} - {""})
    mode = _mode(programme, options, before)
    target = _target(options, before) if mode == ONE else None
    persons = [one for item in programme.items for one in item.persons]
    found = look_up(
        programme.kind,
        target=target,
        scope="" if mode == EACH else getattr(target, "public_id", None),
        known=known,
        source=source,
        guids={one.guid for one in programme.items if one.guid},
        person_uids={uid_of(one, source) for one in persons} - {""},
        uids=uids if programme.kind == ICS else (),
    )
    zone = target.timezone if target is not None else main_zone(programme, options, site_zone)
    people = People(programme, found, source)
    plan = Plan(programme, options, mode, source, zone, found, people, [], [])
    plan.doubts = [*programme.doubts, *people.doubts]
    _Planner(plan).work()
    return plan


def _bring_papers(programme: Programme) -> None:
    """Papers of another site are linked in abstracts; those of this site stand here already."""
    for item in programme.items:
        if programme.origin != base_url():
            listed = list_of_links(item.papers)
            item.abstract = "\n\n".join(one for one in (item.abstract, listed) if one)
        item.papers = []


def _mode(programme: Programme, options: Options, before: str | None) -> str:
    if programme.kind == SCHEDULE:
        return ONE
    if options.mode in (EACH, ONE):
        return options.mode
    if options.into:
        return ONE
    if before is not None:
        return ONE if before else EACH
    return EACH if programme.kind == ICS else ONE


def _target(options: Options, before: str | None) -> Webinar | None:
    if options.into == NEW:
        return None
    wanted = options.into or before or ""
    target = webinar_to_fill(wanted) if wanted else None
    if options.into and target is None:
        raise BrokenFile(NO_WEBINAR)
    return target


def main_zone(programme: Programme, options: Options, site_zone: str) -> str:
    """The zone of a new webinar: chosen, said by the file, or one that its offsets agree with."""
    if options.zone or programme.zone:
        return options.zone or programme.zone
    timed = [one.starts for one in programme.items if one.starts.offset is not None]
    if not timed or all(offset_in(one, site_zone) == one.offset for one in timed):
        return site_zone
    offsets = {one.offset or 0 for one in timed}
    if len(offsets) == 1 and not min(offsets) % 60:
        hours = min(offsets) // 60
        # POSIX counts the other way round: Etc/GMT-1 is an hour ahead of UTC.
        name = f"Etc/GMT{-hours:+d}" if hours else "UTC"
        return name if clock.is_zone(name) else site_zone
    return site_zone


class _Planner:
    def __init__(self, plan: Plan) -> None:
        self.plan, self.found = plan, plan.found
        self.rooms = folded_rooms(plan.found.rooms)
        self.by_address = {one.join_address: one for one in plan.found.rooms if one.join_address}
        self.names = {one.public_id: one.name for one in plan.found.rooms}
        self.names |= {key: one.name for key, one in plan.found.speakers.items()}
        self.names |= {one.ref: one.person.name for one in plan.people.profiles.values()}

    def work(self) -> None:
        plan = self.plan
        own = [one for one in plan.programme.items if one.uid in self.found.own]
        for item in plan.programme.items:
            if item.uid not in self.found.own:
                plan.items.append(self.planned(item))
        if own:
            plan.doubts.append(Doubt("own", OWN, {"count": len(own)}))
        plan.items.sort(key=lambda one: (one.starts, one.title))
        self.meetings()
        if plan.mode == ONE and plan.target is None:
            fresh = [one for one in plan.items if one.item is not None]
            if fresh and max(x.ends for x in fresh) - min(x.starts for x in fresh) > _LONGEST:
                raise BrokenFile(TOO_LONG)
        uids = {one.uid for one in plan.programme.items}
        for record in self.found.others:
            session = None if record.uid in uids else self.left(record)
            if session is not None:
                span = (session.starts_at, session.ends_at, session.timezone)
                plan.items.append(Planned(GONE, *span, None, session, record))  # fmt: skip

    def left(self, record: ImportedItem) -> Session | None:
        """A session that is here still, takes place, and is not in the file any more."""
        session = self.found.sessions.get(record.object_id)
        if session is None or session.deleted_at or session.webinar.deleted_at:
            return None
        uid, _, name = record.uid.rpartition("/")
        since = self.plan.programme.since.get(uid)
        if since and name < datetime.fromisoformat(since).strftime("%Y%m%dT%H%M%S"):
            # Only out of the window of a rule without end.
            return None
        return None if session.is_cancelled else session

    def meetings(self) -> None:
        for one in self.plan.items:
            address = meeting_address(one.item.abstract) if one.item is not None else ""
            if address and one.status in (ADDED, CHANGED):
                values = {"title": one.title, "address": address[:80]}
                self.plan.doubts.append(Doubt("meeting", SHOWS_MEETING, values))

    def planned(self, item: Item) -> Planned:
        record = self.found.records.get(item.uid)
        session = self.found.sessions.get(record.object_id) if record is not None else None
        if record is None and item.guid:
            session = self.found.by_guid.get(item.guid)
        zone = self.zone_of(item, session)
        doubts = [self.filled_in(one) for one in item.doubts] + self.clock_doubts(item)
        starts, ends = (one.instant(self.plan.zone) for one in (item.starts, item.ends))
        if ends <= starts:
            # The clocks went back or forward in between.
            ends = starts + timedelta(hours=1)
        said = said_by_file(item, starts, ends)
        wanted = self.wanted(item, said, session)
        one = Planned(ADDED, starts, ends, zone, item, session, record, said, wanted, doubts=doubts)
        if session is None and record is None:
            return one
        if session is None or session.deleted_at or session.webinar.deleted_at:
            return self.deleted(one)
        return self.compared(one, session)

    def zone_of(self, item: Item, session: Session | None) -> str:
        if session is not None:
            return session.timezone
        own = item.starts.zone if self.plan.mode == EACH else ""
        return own if own not in ("", "UTC") and not self.plan.options.zone else self.plan.zone

    def filled_in(self, doubt: Doubt) -> Doubt:
        values = {**doubt.values, "chosen": i18n.zone_name(self.plan.zone)}
        return Doubt(doubt.code, doubt.message, values)

    def clock_doubts(self, item: Item) -> list[Doubt]:
        """About a start that the clocks jump over or show twice."""
        start, zone = item.starts, item.starts.zone or self.plan.zone
        values = {"value": f"{start.local:%H:%M}", "chosen": i18n.zone_name(zone)}
        if start.is_skipped(self.plan.zone):
            taken = clock.wall(start.instant(self.plan.zone), zone).local
            return [Doubt("gap", GAP, values | {"taken": f"{taken:%H:%M}"})]
        return [Doubt("twice", TWICE, values)] if start.is_twice(self.plan.zone) else []

    def wanted(self, item: Item, said: Values, session: Session | None) -> Values:
        """What the file says, with the identifiers of rooms and people here."""
        language = item.language
        if not language and session is not None:
            language = session.language
        return said | {
            "language": language,
            "room": self.room(item),
            "people": list(map(list, dict.fromkeys(
                (self.plan.people.ref(one), one.role) for one in item.persons
            ))),
        }  # fmt: skip

    def room(self, item: Item) -> str:
        if item.room is None:
            return ""
        known = self.by_address.get(item.room.join_address) if item.room.join_address else None
        known = known or self.rooms.get(fold(item.room.name))
        if known is not None and (
            not item.room.join_address or known.join_address in ("", item.room.join_address)
        ):
            return known.public_id
        ref = f"new:{item.room.name}\n{item.room.join_address}"
        self.names[ref] = item.room.name
        return ref

    def deleted(self, one: Planned) -> Planned:
        """It was imported before, and somebody deleted it here."""
        one.can_take = True
        if one.record is None:
            # Whatever brought it is forgotten: an import that was undone.
            return one
        if one.item is not None and self.plan.options.takes(one.item.uid):
            return one
        one.status, one.doubts = SAME, [Doubt("deleted", DELETED)]
        return one

    def compared(self, one: Planned, session: Session) -> Planned:
        """Which fields the file changed, which were changed here, and which on both sides."""
        have = stored(session, self.found.roles.get(session.id, []))
        base = one.record.fields if one.record is not None else {}
        take = one.item is not None and self.plan.options.takes(one.item.uid)
        edited: list[str] = []
        for name in FIELDS:
            if have[name] == one.wanted[name] or self.means_same(name, one, session):
                continue
            by_file = name not in base or digest(one.said[name]) != base[name][0]
            by_hand = name in base and digest(have[name]) != base[name][1]
            if take or (by_file and not by_hand):
                one.changes.append(self.change(name, have, one))
            elif by_file:
                one.kept.append(self.change(name, have, one))
            elif by_hand:
                edited.append(name)
        one.status = CHANGED if one.changes else SAME
        if one.status == SAME:
            one.doubts = []
        if edited:
            one.doubts.append(Doubt("edited", EDITED, {"fields": _names(edited)}))
        if one.kept:
            fields = _names(change.field for change in one.kept)
            one.doubts.append(Doubt("conflict", CONFLICT, {"fields": fields}))
        one.can_take = bool(edited or one.kept)
        return one

    def means_same(self, name: str, one: Planned, session: Session) -> bool:
        """The file says the same in other words, or has no place for it."""
        if name in self.plan.programme.silent and (one.record is None or not one.wanted[name]):
            return True
        if name == "people" and one.item is not None:
            # A table knows people by their names, which several may have.
            here = [(fold(row.name), role) for row, role in self.found.roles.get(session.id, [])]
            said = [(fold(person.name), person.role) for person in one.item.persons]
            return here == said and not any(person.key for person in one.item.persons)
        if name == "abstract":
            return _are_same_words(session, one.wanted[name])
        if name == "room" and not session.own_room and one.item is not None and one.item.room:
            # Our files write where a session without a room of its own is.
            around = self.found.room_names(session)
            return one.record is None and fold(one.item.room.name) in around
        return False

    def change(self, name: str, have: Values, one: Planned) -> Change:
        old, new = (shown(name, said[name], one.zone, self.names) for said in (have, one.wanted))
        return Change(name, old, new)


def _are_same_words(session: Session, text: str) -> bool:
    """The file has the abstract without its Markdown, as our own schedules give it away."""
    return text.split() == plain_text(session.abstract_html).split()


def _names(fields: Iterable[str]) -> str:
    return ", ".join(gettext(FIELDS[name]) for name in fields)
