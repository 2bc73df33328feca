"""Importing: a programme becomes webinars and sessions, all of it in one transaction or nothing."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from webinar.core import clock, files
from webinar.core.db import db, lock
from webinar.core.files import StoredFile
from webinar.core.journal import Actor, about, entry_id, operation
from webinar.core.prepared import html_of, made_ready
from webinar.core.richtext import plain_text
from webinar.core.text import fold
from webinar.core.textstats import summary
from webinar.organization.queries import site
from webinar.speakers.operations import create_speaker, edit_speaker, set_session_speakers
from webinar.transfer import progress
from webinar.transfer.imports.options import CANCEL, EACH, Options
from webinar.transfer.imports.people import Profile, remembered, uid_of
from webinar.transfer.imports.plan import make_plan
from webinar.transfer.imports.planned import ADDED, CHANGED, GONE, SAME, Plan, Planned
from webinar.transfer.imports.programme import Programme
from webinar.transfer.imports.queries import whole_uid
from webinar.transfer.imports.report import Report, begun, from_json
from webinar.transfer.imports.values import FIELDS, PLAIN, digest
from webinar.transfer.models import DONE, Import
from webinar.transfer.operations.files import import_row
from webinar.transfer.operations.memory import Before, Memory
from webinar.transfer.operations.steps import change_webinar, walls
from webinar.webinars.models import DRAFT, PUBLISHED, Category, Session, Webinar
from webinar.webinars.operations import (
    add_session,
    cancel_session,
    cancel_webinar,
    create_category,
    create_room,
    create_webinar,
    edit_session,
    publish_webinar,
    reinstate_session,
    restore_session,
    restore_webinar,
)

_ABSTRACT, _DESCRIPTION, _BIOGRAPHY = "abstract", "description", "biography"
#: sessions between two words about how far it is
_STEP = 20
#: what a category is called where neither file nor organizer names one
IMPORTED = "Imported"


def import_programme(
    *, programme: Programme, options: Options, source: str, by: Actor, import_id: str = ""
) -> Report:
    """Compare with what is stored now and carry it out; a BrokenFile changes nothing.

    `source` names the file or address, `import_id` the Import that ends with it: one that was
    carried out already is not carried out again. Texts are rendered before the write lock is taken.
    """
    plan = make_plan(programme, options, source=source, site_zone=site().timezone)
    with made_ready(_texts(plan)), progress.until_done(import_id):
        return _import_programme(
            programme=programme, options=options, source=source, import_id=import_id, by=by
        )


def _texts(plan: Plan) -> Iterator[tuple[str, str]]:
    yield plan.programme.description, _DESCRIPTION
    for one in plan.items:
        if one.item is not None and one.status in (ADDED, CHANGED):
            yield one.item.abstract, _ABSTRACT
    for profile in plan.people.profiles.values():
        if profile.is_new or profile.changes:
            yield profile.person.biography, _BIOGRAPHY


@operation
def _import_programme(
    *, programme: Programme, options: Options, source: str, import_id: str, by: Actor
) -> Report:
    row = import_row(import_id) if import_id else None
    if row is not None:
        lock(row)
        if row.state == DONE:
            return from_json(row.report)
    plan = make_plan(programme, options, source=source, site_zone=site().timezone)
    before = Before(plan)
    report = _Importer(plan, by, import_id).work()
    if row is None:
        # By the command: so that the page shows it among the others, and can take it back.
        row = Import(name=source[:1000], form=programme.kind, who=by.label[:300])
        db.session.add(row)
    row.state, row.report, row.finished_at = DONE, report.as_json(), clock.now()
    row.entry_id, row.before = entry_id(), before.changed()
    files.let_go(StoredFile.id == row.file_id)
    row.file_id = None
    return report


class _Importer:
    """Carries a plan out within the open transaction."""

    def __init__(self, plan: Plan, by: Actor, import_id: str) -> None:
        self.plan, self.by, self.import_id = plan, by, import_id
        self.report = begun(plan)
        #: identifiers of rooms and people that were made, by their `new:…`
        self.made: dict[str, str] = {}
        self.memory = Memory(plan, self.made)
        self.webinar = plan.target
        self.touched: dict[str, Webinar] = {}
        self.new_webinars: list[Webinar] = []
        self.category_id = ""

    def work(self) -> Report:
        plan = self.plan
        if plan.mode != EACH and plan.target is None and plan.needs_webinar:
            self.webinar = self.whole_webinar()
        for profile in plan.people.profiles.values():
            self.bring_up_to_date(profile)
        for number, one in enumerate(plan.items):
            if number % _STEP == 0:
                progress.say(self.import_id, number, len(plan.items))
            if one.status == ADDED:
                self.add(one)
            elif one.status == CHANGED:
                self.change(one)
            elif one.status == GONE and plan.options.gone == CANCEL:
                self.cancel_gone(one)
            if one.status in (ADDED, CHANGED, SAME):
                self.memory.remember(one)
        if plan.target is not None:
            self.follow_whole(plan.target)
        if plan.options.publish:
            self.publish()
        about(self.webinar or next(iter(self.touched.values()), None))
        fresh = {webinar.public_id for webinar in self.new_webinars}
        self.report.webinars = [
            [webinar.public_id, webinar.title, webinar.public_id in fresh]
            for webinar in self.touched.values()
        ]
        return self.report

    def category(self) -> str:
        """Where new webinars are filed: as chosen, as the file says, else under IMPORTED."""
        options = self.plan.options
        if self.category_id or options.category_id:
            return self.category_id or options.category_id
        name = options.new_category or self.plan.programme.category[:120] or IMPORTED
        known = db.session.scalars(sa.select(Category).order_by(Category.id)).all()
        found = next((one for one in known if fold(one.name) == fold(name)), None)
        row = found or create_category(name=name, by=self.by)
        self.category_id = row.public_id
        return self.category_id

    def whole_webinar(self) -> Webinar:
        """The new webinar that all sessions belong to."""
        plan, programme = self.plan, self.plan.programme
        coming = [one for one in plan.items if one.item is not None]
        webinar = create_webinar(
            title=plan.title,
            timezone=plan.zone,
            **walls(min(x.starts for x in coming), max(x.ends for x in coming), plan.zone),
            category_id=self.category(),
            description=programme.description,
            language=programme.language or site().language,
            by=self.by,
        )  # fmt: skip
        self.new_webinars.append(webinar)
        self.touched[webinar.public_id] = webinar
        fields = {name: [digest(value)] * 2 for name, value in self.whole_says().items()}
        self.memory.keep(
            webinar.public_id, whole_uid(plan.source), "webinar", webinar.public_id, fields
        )
        return webinar

    def whole_says(self) -> dict[str, str]:
        programme = self.plan.programme
        return {"title": programme.name, "description": programme.description}

    def follow_whole(self, webinar: Webinar) -> None:
        """Title and description that the file changed and nobody here did, and a longer span."""
        values: dict[str, Any] = {}
        record = self.plan.found.whole
        base = dict(record.fields) if record is not None else {}
        for name, said in self.whole_says().items():
            here = getattr(webinar, name)
            if not said or name not in base or digest(said) == base[name][0]:
                continue
            if digest(here) == base[name][1]:
                values[name] = said
                base[name] = [digest(said)] * 2
        live = [one for one in self.plan.items if one.status in (ADDED, CHANGED)]
        starts = min([webinar.starts_at, *(one.starts for one in live)])
        ends = max([webinar.ends_at, *(one.ends for one in live)])
        if (starts, ends) != (webinar.starts_at, webinar.ends_at):
            values |= walls(starts, ends, webinar.timezone)
        if values:
            change_webinar(webinar, values, self.by)
            self.touched[webinar.public_id] = webinar
        if record is not None and base != record.fields:
            record.fields = base

    def bring_up_to_date(self, profile: Profile) -> None:
        """What the file changed about somebody who was imported before."""
        speaker = profile.speaker
        if speaker is None:
            return
        if profile.changes:
            values = {
                name: getattr(speaker, name)
                for name in ("name", "position_title", "affiliation", "biography", "language")
            } | profile.changes
            sort_as = "" if "name" in profile.changes else speaker.sort_name
            edit_speaker(
                speaker_id=speaker.public_id,
                **values,
                links=speaker.links,
                sort_as=sort_as,
                by=self.by,
            )
            self.report.people_changed += 1
        uid = uid_of(profile.person, self.plan.source)
        if uid:
            fields = remembered(profile.person, speaker, profile.record)
            self.memory.keep("", uid, "speaker", speaker.public_id, fields, profile.record)

    def person(self, ref: str) -> str:
        """The profile's public identifier, made when it is first needed."""
        if not ref.startswith("new:"):
            return ref
        if ref not in self.made:
            profile = next(one for one in self.plan.people.profiles.values() if one.ref == ref)
            person = profile.person
            speaker = create_speaker(
                name=person.name,
                affiliation=person.affiliation,
                biography=person.biography,
                links=person.links,
                guid=person.guid,
                by=self.by,
            )
            self.made[ref] = speaker.public_id
            self.report.people.append(person.name)
            if uid := uid_of(person, self.plan.source):
                fields = remembered(person, speaker, None)
                self.memory.keep("", uid, "speaker", speaker.public_id, fields, profile.record)
        return self.made[ref]

    def room(self, ref: str) -> str:
        """The room's public identifier, made when it is first needed."""
        if not ref.startswith("new:"):
            return ref
        if ref not in self.made:
            name, _, address = ref.removeprefix("new:").partition("\n")
            room = create_room(name=name, join_address=address, by=self.by)
            self.made[ref] = room.public_id
            self.report.rooms.append(name)
        return self.made[ref]

    def add(self, one: Planned) -> None:
        if one.session is not None:
            self.bring_back(one.session)
            self.edit(one, one.session, FIELDS)
            return
        webinar = self.webinar or self.own_webinar(one)
        self.touched[webinar.public_id] = webinar
        values = {name: one.wanted[name] for name in PLAIN}
        one.session = add_session(
            webinar_id=webinar.public_id,
            **values,
            **walls(one.starts, one.ends, webinar.timezone),
            room_id=self.room(one.wanted["room"]),
            guid=one.item.guid if one.item is not None else "",
            by=self.by,
        )
        self.set_people(one, one.session)
        if one.wanted["cancelled"]:
            cancel_session(session_id=one.session.public_id, reason="", by=self.by)

    def own_webinar(self, one: Planned) -> Webinar:
        """The webinar of a single event; its text stands in its session."""
        text = plain_text(html_of(one.wanted["abstract"], _ABSTRACT))
        webinar = create_webinar(
            title=one.title,
            timezone=one.zone,
            **walls(one.starts, one.ends, one.zone),
            category_id=self.category(),
            summary=summary(text),
            language=one.wanted["language"] or site().language,
            by=self.by,
        )
        self.new_webinars.append(webinar)
        return webinar

    def bring_back(self, session: Session) -> None:
        webinar = session.webinar
        if webinar.deleted_at is not None:
            restore_webinar(webinar_id=webinar.public_id, by=self.by)
        if session.deleted_at is not None:
            restore_session(session_id=session.public_id, by=self.by)

    def change(self, one: Planned) -> None:
        if one.session is not None:
            self.edit(one, one.session, {change.field for change in one.changes})

    def edit(self, one: Planned, session: Session, names: Any) -> None:
        """Take these fields over from the file, and nothing else."""
        webinar = session.webinar
        before = (session.title, session.starts_at, session.ends_at)
        values: dict[str, Any] = {name: getattr(session, name) for name in (*PLAIN, "slides_url")}
        values |= {name: one.wanted[name] for name in PLAIN if name in names}
        starts = one.starts if "starts" in names else session.starts_at
        ends = one.ends if "ends" in names else session.ends_at
        room_id = getattr(session.own_room, "public_id", "")
        if "room" in names:
            room_id = self.room(one.wanted["room"])
        if set(names) - {"people", "cancelled"}:
            edit_session(
                session_id=session.public_id,
                **values,
                **walls(starts, ends if ends > starts else one.ends, webinar.timezone),
                room_id=room_id,
                by=self.by,
            )
        if "people" in names:
            self.set_people(one, session)
        if "cancelled" in names and one.wanted["cancelled"] != session.is_cancelled:
            if session.is_cancelled:
                reinstate_session(session_id=session.public_id, by=self.by)
            else:
                cancel_session(session_id=session.public_id, reason="", by=self.by)
        self.touched[webinar.public_id] = webinar
        if self.plan.mode == EACH:
            self.follow_only(webinar, session, before)

    def follow_only(self, webinar: Webinar, session: Session, before: tuple[Any, ...]) -> None:
        """A webinar of one session is called as that and takes place when that does."""
        after = (session.title, session.starts_at, session.ends_at)
        here = (webinar.title, webinar.starts_at, webinar.ends_at)
        values: dict[str, Any] = {}
        if here[0] == before[0] != after[0]:
            values["title"] = after[0]
        if here[1:] == before[1:] != after[1:]:
            values |= walls(after[1], after[2], webinar.timezone)
        if values:
            change_webinar(webinar, values, self.by)

    def set_people(self, one: Planned, session: Session) -> None:
        roles = [(self.person(ref), role) for ref, role in one.wanted["people"]]
        if roles or self.plan.found.roles.get(session.id):
            set_session_speakers(session_id=session.public_id, roles=roles, by=self.by)

    def cancel_gone(self, one: Planned) -> None:
        """Only what is still to come: the past is not rewritten."""
        session = one.session
        if session is None or session.is_over or session.is_cancelled:
            return
        webinar = session.webinar
        cancel_session(session_id=session.public_id, reason="", by=self.by)
        if self.plan.mode == EACH and webinar.state == PUBLISHED:
            left = sa.select(Session.id).where(
                Session.webinar_id == webinar.id, Session.cancelled_at.is_(None)
            )
            if db.session.scalar(left.limit(1)) is None:
                cancel_webinar(webinar_id=webinar.public_id, reason="", by=self.by)
        self.touched[webinar.public_id] = webinar
        self.report.cancelled += 1
        if one.record is not None:
            # The file says something else than "takes place" now: its return is a change.
            one.record.fields = one.record.fields | {"cancelled": [digest("gone"), digest(True)]}

    def publish(self) -> None:
        for webinar in self.new_webinars or ([self.webinar] if self.webinar else []):
            if webinar.state != DRAFT:
                continue
            publish_webinar(webinar_id=webinar.public_id, by=self.by)
            sessions = sa.select(Session.cancelled_at).where(Session.webinar_id == webinar.id)
            if self.plan.mode == EACH and all(db.session.scalars(sessions)):
                cancel_webinar(webinar_id=webinar.public_id, reason="", by=self.by)
