"""Turning one journal entry round: what was made goes, what went comes back, what changed returns.

Only while every value still is what the entry left behind; else somebody built on it,
and turning it round would undo their work, too.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from webinar.calls.announcements import CallChanged
from webinar.conversations.announcements import CommentChanged
from webinar.core import clock, news
from webinar.core.db import Base, Deletable, Versioned, db, with_deleted
from webinar.core.files import STORAGE_NAMES, StoredFile, files_named_by
from webinar.core.journal import Journaled, JournalEntry, is_lost, spoken
from webinar.core.plainerror import N_, PlainError
from webinar.core.slugs import keep_former
from webinar.organization.announcements import SiteChanged
from webinar.organize.names import field_words
from webinar.papers.announcements import PaperChanged
from webinar.posts.announcements import PageChanged, PostChanged
from webinar.speakers.announcements import RolesChanged, SpeakerChanged
from webinar.webinars.announcements import (
    CategoryChanged,
    RoomChanged,
    SeriesChanged,
    SessionChanged,
    SessionMoved,
    WebinarChanged,
)

CREATED, CHANGED, DELETED = "created", "changed", "deleted"


class CannotUndo(PlainError):
    """This entry cannot be turned round; the sentence says why."""


#: kinds whose changes have another way back, or none
_NEVER = {
    "answer": N_("What somebody answered is theirs; only they can answer otherwise."),
    "account": N_("Access is given and taken on the page of people, not here."),
    "contact_answer": N_("The answer was mailed; a mail cannot be called back."),
    "author_invitation": N_("The invitation was mailed; a mail cannot be called back."),
    "review": N_("A review is its writer's own; they change it on its page."),
    "review_score": N_("A review is its writer's own; they change it on its page."),
    "review_remark": N_("What somebody said is theirs; they take it back where it stands."),
    "review_interest": N_("A conflict of interest is taken back on the paper's page of the board."),
}

_TOLD = N_(
    "The authors were told. Decide again and announce that; what was accepted you cancel on the"
    " page of the paper."
)
#: operations that are undone by one of their own
_OWN_WAY = {
    "reviews.announce_decisions": _TOLD,
    "papers.announce_decision": _TOLD,
    "speakers.merge_speakers": N_("Split the two again on the page of the profile that stayed."),
    "speakers.split_speakers": N_("Merge the two again on the page of one of them."),
}

#: kind -> what the rooms must hear, so that pages, calendars and search follow
_ANNOUNCE: dict[str, Callable[[Any], Any]] = {
    "site": lambda row: SiteChanged(),
    "holiday": lambda row: SiteChanged(),
    "call": lambda row: CallChanged(row.id),
    "call_track": lambda row: CallChanged(row.call_id),
    "call_type": lambda row: CallChanged(row.call_id),
    "access_code": lambda row: None,
    "question": lambda row: None,
    "category": lambda row: CategoryChanged(row.id),
    "room": lambda row: RoomChanged(row.id),
    "series": lambda row: SeriesChanged(row.id),
    "webinar": lambda row: WebinarChanged(row.id),
    "webinar_role": lambda row: None,
    "session": lambda row: SessionChanged(row.id),
    "speaker": lambda row: SpeakerChanged(row.id),
    "session_role": lambda row: RolesChanged(row.session_id),
    "paper": lambda row: PaperChanged(row.id),
    "paper_author": lambda row: PaperChanged(row.paper_id),
    "paper_version": lambda row: PaperChanged(row.paper_id),
    "paper_erratum": lambda row: PaperChanged(row.paper_id),
    "paper_file": lambda row: PaperChanged(row.paper_id),
    "post": lambda row: PostChanged(row.id),
    "page": lambda row: PageChanged(row.id),
    "comment": lambda row: CommentChanged(row.id),
    "contact_message": lambda row: None,
    "checklist": lambda row: None,
    "checklist_item": lambda row: None,
    "checklist_mark": lambda row: None,
    "distinct_speakers": lambda row: None,
    "review_board": lambda row: None,
    "review_phase": lambda row: None,
    "score_category": lambda row: None,
    "review_assignment": lambda row: None,
}


@dataclass(frozen=True)
class Change:
    """One row's part of an entry."""

    kind: str
    id: str
    title: str
    action: str
    #: name -> before, after
    fields: dict[str, tuple[Any, Any]]


def changes_of(entry: JournalEntry) -> list[Change]:
    return [as_change(part) for part in entry.changes]


def as_change(part: dict[str, Any]) -> Change:
    """As an entry holds it."""
    return Change(
        kind=part["kind"],
        id=part["id"],
        title=part["title"],
        action=part["action"],
        fields={name: (pair[0], pair[1]) for name, pair in part["fields"].items()},
    )


def journaled_models() -> dict[str, type[Any]]:
    """Table name -> model, for everything the journal follows."""
    models: dict[str, type[Any]] = {}
    for mapper in Base.registry.mappers:
        if issubclass(mapper.class_, Journaled):
            models[str(mapper.local_table)] = mapper.class_
    return models


def why_not(entry: JournalEntry) -> str | None:
    """The sentence that says why an entry cannot be turned round, as far as it alone tells."""
    changes = changes_of(entry)
    if entry.intention in _OWN_WAY:
        return _OWN_WAY[entry.intention]
    if entry.undone_by:
        return N_("This was undone already.")
    if not changes:
        return N_("This changed nothing that could be turned round.")
    for change in changes:
        if change.kind in _NEVER:
            return _NEVER[change.kind]
        if change.kind == "site" and change.action == CREATED:
            return N_("The site itself stays; change its name and colour on its own page.")
        if change.action != CREATED and any(is_lost(old) for old, _ in change.fields.values()):
            return N_("The journal does not keep all of these values, so they cannot come back.")
    return None


def turn_round(change: Change) -> Any:
    """Reverse one change in the open transaction and announce it. Raises CannotUndo."""
    model = journaled_models().get(change.kind)
    row = _find(model, change) if model is not None else None
    if model is None or (row is None and change.action != DELETED):
        raise CannotUndo(N_("“%(title)s” is not there any more."), title=change.title)
    if change.action == DELETED:
        if row is not None:
            raise CannotUndo(N_("“%(title)s” is there again already."), title=change.title)
        row = _bring_back(model, change)
    elif change.action == CREATED:
        _refuse_if_changed(row, change)
        _take_away(row)
    else:
        _refuse_if_changed(row, change)
        _set_back(row, change)
    if isinstance(row, Versioned):
        row.version = (row.version or 0) + 1
    _announce(row, change)
    return row


def row_of(change: Change) -> Any:
    """The row as it is now, deleted or not; None when it is gone, or of a kind unknown here."""
    model = journaled_models().get(change.kind)
    if model is None:
        return None
    return db.session.scalar(with_deleted(sa.select(model).where(_named(model, change))))


def _named(model: type[Any], change: Change) -> sa.ColumnElement[bool]:
    named = getattr(model, "public_id", None)
    is_it: sa.ColumnElement[bool] = (
        named == change.id if named is not None else model.id == int(change.id)
    )
    return is_it


def _find(model: type[Any], change: Change) -> Any:
    return db.session.scalar(_locked(model, _named(model, change)))


def _locked(model: type[Any], condition: Any) -> sa.Select[Any]:
    # Only the row itself: PostgreSQL locks nothing on the far side of an outer join.
    return with_deleted(sa.select(model).where(condition).with_for_update(of=model))


def _refuse_if_changed(row: Any, change: Change) -> None:
    for name, (_, after) in change.fields.items():
        if is_lost(after):
            continue
        if spoken(getattr(row, name)) != after:
            raise CannotUndo(
                N_("“%(title)s” was changed again since (%(field)s). Undo that first."),
                title=row.journal_title or change.title,
                field=field_words(name),
            )


def _take_away(row: Any) -> None:
    if isinstance(row, Deletable):
        row.deleted_at = clock.now()
    else:
        db.session.delete(row)


def _set_back(row: Any, change: Change) -> None:
    moved = change.fields.get("slug")
    _keep_files(type(row), change)
    for name, (before, _) in change.fields.items():
        setattr(row, name, stored(type(row), name, before))
    if moved:
        scope = row.webinar.public_id if change.kind == "session" else ""
        keep_former(row, moved[1], scope=scope)


def _keep_files(model: type[Any], change: Change) -> None:
    """Files that were let go are kept again, unless the sweep was faster."""
    for column in sa.inspect(model).local_table.columns:
        before = change.fields.get(column.key, (None, None))[0]
        if before and column.info == STORAGE_NAMES:
            _keep(StoredFile.storage_name, list(before.values()))
        elif before and column in files_named_by(column.table):
            _keep(StoredFile.id, [before])


def _keep(column: Any, values: list[Any]) -> None:
    kept = db.session.execute(sa.update(StoredFile).where(column.in_(values)).values(is_kept=True))
    if kept.rowcount < len(values):  # type: ignore[attr-defined]
        raise CannotUndo(N_("The file was removed meanwhile; upload it again."))


def _bring_back(model: type[Any], change: Change) -> Any:
    _keep_files(model, change)
    row = model(
        **{name: stored(model, name, before) for name, (before, _) in change.fields.items()}
    )
    if hasattr(model, "public_id"):
        row.public_id = change.id
    if hasattr(model, "created_at"):
        # The journal does not follow this column; some tables have no default for it.
        row.created_at = clock.now()
    db.session.add(row)
    db.session.flush()
    return row


def stored(model: type[Any], name: str, value: Any) -> Any:
    """A value of the journal as the column takes it."""
    kind = sa.inspect(model).columns[name].type
    if isinstance(kind, sa.types.TypeDecorator):
        kind = kind.impl_instance
    if isinstance(value, str) and isinstance(kind, sa.DateTime):
        return datetime.fromisoformat(value)
    if isinstance(value, str) and isinstance(kind, sa.Date):
        return date.fromisoformat(value)
    return value


def _announce(row: Any, change: Change) -> None:
    happened = _ANNOUNCE[change.kind](row)
    if happened is not None:
        news.announce(happened)
    starts, ends = change.fields.get("starts_at"), change.fields.get("ends_at")
    if change.kind == "session" and change.action == CHANGED and (starts or ends):
        # Whoever heard of the move must hear of the way back, too.
        news.announce(
            SessionMoved(
                row.id,
                datetime.fromisoformat(starts[1]) if starts else row.starts_at,
                datetime.fromisoformat(ends[1]) if ends else row.ends_at,
            )
        )
