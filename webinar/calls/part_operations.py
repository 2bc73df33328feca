"""Tracks and types of a call, and its access codes."""

from datetime import datetime
from typing import TypeVar

import sqlalchemy as sa

from webinar.calls.announcements import CallChanged
from webinar.calls.codes import as_code, new_code
from webinar.calls.errors import WrongCall, WrongCode
from webinar.calls.mails import send_code_to
from webinar.calls.models import AccessCode, Call, CallTrack, CallType
from webinar.calls.operations import call_row
from webinar.calls.queries import code_row
from webinar.calls.said import MOST_AT_ONCE, MOST_CODES, MOST_PARTS, CodeWords, PartWords
from webinar.core import clock, news
from webinar.core.db import db, lock, raise_version, with_deleted
from webinar.core.journal import Actor, about, entry_id, operation
from webinar.core.plainerror import N_

P = TypeVar("P", CallTrack, CallType)


def _part(model: type[P], call: Call, public_id: str, *, deleted: bool = False) -> P:
    found = sa.select(model).where(model.public_id == public_id, model.call_id == call.id)
    return db.session.scalars(with_deleted(found) if deleted else found).one()


def _present(model: type[P], call: Call) -> list[P]:
    found = sa.select(model).where(model.call_id == call.id)
    return list(db.session.scalars(found.order_by(model.position, model.id)))


def _fill(part: CallTrack | CallType, words: PartWords) -> None:
    part.name, part.description = words.name, words.description
    part.set_closes(words.closes)
    part.needs_code = words.needs_code
    if isinstance(part, CallType):
        part.minutes, part.session_kind = words.minutes, words.session_kind


def _add(model: type[P], call_id: str, words: PartWords) -> P:
    call = call_row(call_id)
    lock(call)
    present = _present(model, call)
    if len(present) >= MOST_PARTS:
        raise WrongCall(N_("There are %(most)s already. Delete one first."), most=MOST_PARTS)
    part = model(call_id=call.id, position=max((one.position for one in present), default=-1) + 1)
    _fill(part, words)
    db.session.add(part)
    db.session.flush()
    about(part)
    news.announce(CallChanged(call.id))
    return part


def _edit(
    model: type[P], call_id: str, public_id: str, words: PartWords, expected: int | None
) -> P:
    call = call_row(call_id)
    part = _part(model, call, public_id)
    about(part)
    raise_version(part, expected)
    _fill(part, words)
    news.announce(CallChanged(call.id))
    return part


def _set_deleted(model: type[P], call_id: str, public_id: str, at: datetime | None) -> P:
    call = call_row(call_id)
    part = _part(model, call, public_id, deleted=at is None)
    about(part)
    part.deleted_at = at
    part.version += 1
    news.announce(CallChanged(call.id))
    return part


def _order(model: type[P], call_id: str, wanted: list[str]) -> None:
    call = call_row(call_id)
    lock(call)
    places = {public_id: place for place, public_id in enumerate(wanted)}
    rows = _present(model, call)
    rows.sort(key=lambda row: (places.get(row.public_id, len(places)), row.position, row.id))
    for place, row in enumerate(rows):
        row.position = place
    news.announce(CallChanged(call.id))


@operation
def add_track(*, call_id: str, words: PartWords, by: Actor) -> CallTrack:
    """After the others. Raises WrongCall, clock.WrongTime."""
    return _add(CallTrack, call_id, words)


@operation
def edit_track(
    *, call_id: str, track_id: str, words: PartWords, by: Actor, expected_version: int | None = None
) -> CallTrack:
    """Raises StaleEdit, clock.WrongTime."""
    return _edit(CallTrack, call_id, track_id, words, expected_version)


@operation
def delete_track(*, call_id: str, track_id: str, by: Actor) -> CallTrack:
    """Papers that chose it keep it."""
    return _set_deleted(CallTrack, call_id, track_id, clock.now())


@operation
def restore_track(*, call_id: str, track_id: str, by: Actor) -> CallTrack:
    return _set_deleted(CallTrack, call_id, track_id, None)


@operation
def order_tracks(*, call_id: str, track_ids: list[str], by: Actor) -> None:
    """Those not named follow as they were."""
    _order(CallTrack, call_id, track_ids)


@operation
def add_type(*, call_id: str, words: PartWords, by: Actor) -> CallType:
    """After the others. Raises WrongCall, clock.WrongTime."""
    return _add(CallType, call_id, words)


@operation
def edit_type(
    *, call_id: str, type_id: str, words: PartWords, by: Actor, expected_version: int | None = None
) -> CallType:
    """Raises StaleEdit, clock.WrongTime."""
    return _edit(CallType, call_id, type_id, words, expected_version)


@operation
def delete_type(*, call_id: str, type_id: str, by: Actor) -> CallType:
    """Papers that chose it keep it."""
    return _set_deleted(CallType, call_id, type_id, clock.now())


@operation
def restore_type(*, call_id: str, type_id: str, by: Actor) -> CallType:
    return _set_deleted(CallType, call_id, type_id, None)


@operation
def order_types(*, call_id: str, type_ids: list[str], by: Actor) -> None:
    """Those not named follow as they were."""
    _order(CallType, call_id, type_ids)


@operation
def make_codes(
    *, call_id: str, words: CodeWords, by: Actor, count: int = 1, code: str = ""
) -> list[AccessCode]:
    """New codes that open the same; one alone may be chosen. Raises WrongCode."""
    call = call_row(call_id)
    about(call)
    lock(call)
    wanted = as_code(code)
    taken = set(
        db.session.scalars(
            with_deleted(sa.select(AccessCode.code).where(AccessCode.call_id == call.id))
        )
    )
    if wanted in taken:
        raise WrongCode(N_("This code is there already. Choose another one."))
    if not 1 <= count <= MOST_AT_ONCE or len(taken) + count > MOST_CODES:
        raise WrongCode(
            N_("At most %(most)s codes are made at once, and %(all)s for one call."),
            most=MOST_AT_ONCE,
            all=MOST_CODES,
        )
    made = [
        AccessCode(
            call_id=call.id,
            code=wanted or new_code(),
            note=words.note,
            most_uses=words.most_uses,
            expires_at=words.expires_at,
            is_for_late=words.is_for_late,
            only_for=sorted(words.only_for),
        )
        for _ in range(1 if wanted else count)
    ]
    db.session.add_all(made)
    db.session.flush()
    return made


@operation
def edit_code(
    *, call_id: str, code_id: str, words: CodeWords, by: Actor, expected_version: int | None = None
) -> AccessCode:
    """Its uses stay counted. Raises StaleEdit."""
    code = code_row(call_row(call_id), code_id)
    about(code)
    raise_version(code, expected_version)
    code.note, code.most_uses, code.expires_at = words.note, words.most_uses, words.expires_at
    code.is_for_late, code.only_for = words.is_for_late, sorted(words.only_for)
    return code


@operation
def revoke_code(*, call_id: str, code_id: str, by: Actor) -> AccessCode:
    """It opens nothing any more; papers that came in by it stay."""
    code = code_row(call_row(call_id), code_id)
    code.deleted_at = clock.now()
    code.version += 1
    return code


@operation
def restore_code(*, call_id: str, code_id: str, by: Actor) -> AccessCode:
    code = code_row(call_row(call_id), code_id, deleted=True)
    code.deleted_at = None
    code.version += 1
    return code


@operation
def send_code(*, call_id: str, code_id: str, email: str, by: Actor) -> None:
    """Mail a code to somebody. Raises WrongCode when it opens nothing any more."""
    call = call_row(call_id)
    code = code_row(call, code_id)
    about(code)
    if not code.is_good:
        raise WrongCode(N_("This code is used up or expired. Change that first."))
    send_code_to(email, call, code, f"{code.public_id}/{entry_id()}")
