"""What an import finds here: read once, in a fixed number of statements for any number of rows."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import gettext
from sqlalchemy.orm import joinedload

from webinar.calendars.models import CalendarEntry
from webinar.core.db import db, with_deleted
from webinar.core.text import fold
from webinar.speakers.models import Speaker
from webinar.speakers.queries import speakers_of_sessions
from webinar.transfer.models import ImportedItem
from webinar.webinars.models import Room, Session, Webinar

#: no webinar's identifier
_NOWHERE = "-"


@dataclass
class Found:
    """Everything that a plan compares with."""

    #: the webinar that gets the sessions; None for a new one, or for webinars of their own
    target: Webinar | None
    #: uid -> what an import made of it before, within the target or as webinars of their own
    records: dict[str, ImportedItem]
    #: records of the same sources whose uid the file does not have
    others: list[ImportedItem]
    #: public identifier -> session, deleted ones too
    sessions: dict[str, Session]
    #: UUID -> session of the target, deleted ones too
    by_guid: dict[str, Session]
    #: session's row number -> people in order
    roles: dict[int, list[tuple[Speaker, str]]]
    #: public identifier -> profile
    speakers: dict[str, Speaker]
    #: uid of a person -> what an import made of that person before
    persons: dict[str, ImportedItem]
    #: the target as an import of this source made it
    whole: ImportedItem | None
    rooms: list[Room]
    #: UIDs of this site's own calendar
    own: set[str]

    def room_names(self, session: Session) -> set[str]:
        """Names, folded, of rooms that may stand for a session that has none of its own."""
        if session.effective_room is not None:
            return {fold(session.effective_room.name)}
        around = {fold(gettext("Online")), "online"}
        if session.kind == "break":
            rows = self.sessions.values(), self.by_guid.values()
            near = (one.effective_room for found in rows for one in found)
            around |= {fold(room.name) for room in near if room is not None}
        return around


def records_of(kind: str, uids: Collection[str]) -> list[ImportedItem]:
    """What earlier imports made of these uids, in whatever webinar. One statement."""
    return list(
        db.session.scalars(
            sa.select(ImportedItem).where(ImportedItem.kind == kind, ImportedItem.uid.in_(uids))
        )
    )


def scope_of(records: Sequence[ImportedItem]) -> str | None:
    """Where most of them are: a webinar's public identifier, "" for their own; None for none.

    One statement: webinars that were deleted do not count.
    """
    counts = Counter(one.scope for one in records if one.object_kind == "session")
    alive = set(
        db.session.scalars(
            sa.select(Webinar.public_id).where(Webinar.public_id.in_(counts.keys() - {""}))
        )
    )
    found = [scope for scope, _ in counts.most_common() if not scope or scope in alive]
    return found[0] if found else None


def webinar_of(guids: Collection[str]) -> str | None:
    """The only webinar whose sessions have these UUIDs; None for none or several. One statement."""
    found = db.session.scalars(
        sa.select(Webinar.public_id)
        .join(Session, Session.webinar_id == Webinar.id)
        .where(Session.guid.in_(guids))
        .distinct()
        .limit(2)
    ).all()
    return found[0] if len(found) == 1 else None


def webinar_to_fill(public_id: str) -> Webinar | None:
    """The webinar with its room. One statement."""
    found = sa.select(Webinar).options(joinedload(Webinar.room), joinedload(Webinar.category))
    return db.session.scalar(found.where(Webinar.public_id == public_id))


def look_up(
    kind: str,
    *,
    target: Webinar | None,
    scope: str | None,
    known: Sequence[ImportedItem],
    source: str,
    guids: Collection[str],
    person_uids: Collection[str],
    uids: Collection[str],
) -> Found:
    """Read what the plan needs: nine statements. `scope` is None for a new webinar."""
    records = {one.uid: one for one in known if one.scope == scope and one.object_kind == "session"}
    sources = {one.source for one in records.values()} or {source}
    others = db.session.scalars(
        sa.select(ImportedItem).where(
            ImportedItem.kind == kind,
            ImportedItem.scope == (_NOWHERE if scope is None else scope),
            ImportedItem.source.in_(sources),
            ImportedItem.object_kind == "session",
        )
    )
    gone = [one for one in others if one.uid not in records]
    wanted = [one.object_id for one in (*records.values(), *gone)]
    sessions = _sessions(Session.public_id.in_(wanted))
    in_target = Session.webinar_id == (target.id if target is not None else 0)
    by_guid = _sessions(in_target & Session.guid.in_(guids))
    rows = [*sessions.values(), *by_guid.values()]
    named = db.session.scalars(
        sa.select(ImportedItem).where(
            ImportedItem.object_kind.in_(("speaker", "webinar")),
            ImportedItem.uid.in_({*person_uids, whole_uid(source)}),
        )
    ).all()
    whole = [
        one
        for one in named
        if one.object_kind == "webinar" and (one.kind, one.scope) == (kind, scope)
    ]
    speakers = db.session.scalars(sa.select(Speaker).order_by(Speaker.id)).all()
    own = db.session.scalars(sa.select(CalendarEntry.uid).where(CalendarEntry.uid.in_(uids)))
    return Found(
        target=target,
        records=records,
        others=gone,
        sessions=sessions,
        by_guid={row.guid: row for row in by_guid.values()},
        roles=speakers_of_sessions(list({row.id for row in rows})),
        speakers={one.public_id: one for one in speakers},
        persons={one.uid: one for one in named if one.object_kind == "speaker"},
        whole=whole[0] if whole and scope else None,
        rooms=list(db.session.scalars(sa.select(Room).order_by(Room.id))),
        own=set(own),
    )


def whole_uid(source: str) -> str:
    """By what an import remembers the webinar that a whole source became."""
    return f"programme/{source}"[:300]


def _sessions(condition: sa.ColumnElement[bool]) -> dict[str, Session]:
    found = (
        sa.select(Session)
        .options(joinedload(Session.webinar), joinedload(Session.room))
        .where(condition)
    )
    return {row.public_id: row for row in db.session.scalars(with_deleted(found))}


def folded_rooms(rooms: Sequence[Room]) -> dict[str, Room]:
    """Rooms by name; of several of one name the oldest."""
    found: dict[str, Room] = {}
    for room in rooms:
        found.setdefault(fold(room.name), room)
    return found
