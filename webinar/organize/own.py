"""Which entries of the journal an organizer of single webinars may turn round.

Their own, when every row in them lies in webinars they organize: before, after and now.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from webinar.accounts.models import ORGANIZER
from webinar.accounts.queries import me
from webinar.calls.models import Call
from webinar.checklists.models import ChecklistItem
from webinar.core.db import db, with_deleted
from webinar.organize.queries import entries_by_id
from webinar.organize.undo import CREATED, DELETED, Change, changes_of, row_of
from webinar.papers.models import Paper
from webinar.papers.visibility import webinar_of
from webinar.reviews.models import Board
from webinar.speakers.reach import edits_speaker
from webinar.webinars.models import Session
from webinar.webinars.scope import Scope, scope_of

#: kind -> the column that says in which webinar a row lies, and the table that it points to;
#: other kinds lie in none
_PLACED_BY = {
    "webinar": ("id", "webinar"),
    "session": ("webinar_id", "webinar"),
    "session_role": ("session_id", "session"),
    "paper": ("session_id", "session"),
    "paper_author": ("paper_id", "paper"),
    "paper_version": ("paper_id", "paper"),
    "paper_erratum": ("paper_id", "paper"),
    "paper_file": ("paper_id", "paper"),
    "webinar_role": ("webinar_id", "webinar"),
    "checklist": ("webinar_id", "webinar"),
    "checklist_item": ("webinar_id", "webinar"),
    "checklist_mark": ("item_id", "checklist_item"),
    "call": ("webinar_id", "webinar"),
    "call_track": ("call_id", "call"),
    "call_type": ("call_id", "call"),
    "access_code": ("call_id", "call"),
    "review_board": ("id", "review_board"),
    "review_phase": ("board_id", "review_board"),
    "score_category": ("board_id", "review_board"),
    "review_assignment": ("paper_id", "paper"),
}


def are_ones_own(entry_ids: Sequence[str]) -> bool:
    """Whether the person who asks may turn all of these entries round."""
    scope, account = scope_of(ORGANIZER), me()
    if scope.is_empty:
        return False
    entries = entries_by_id(entry_ids, account)
    if len(entries) != len(set(entry_ids)):
        return False
    return scope.everything or all(
        entry.actor_account_id == account.id
        and all(_lies_in(change, scope) for change in changes_of(entry))
        for entry in entries
    )


def _lies_in(change: Change, scope: Scope) -> bool:
    row = row_of(change)
    if change.kind == "speaker":
        return row is not None and edits_speaker(row)
    if change.kind not in _PLACED_BY:
        return False
    column, table = _PLACED_BY[change.kind]
    places = {(table, number) for number in _held(change, row, column)}
    if change.kind == "paper" and (table, None) in places:
        # While it has no session it lies where it was called for.
        places.remove((table, None))
        places |= {("call", number) for number in _held(change, row, "call_id")}
    return bool(places) and all(scope.holds(_webinar(*place)) for place in places)


def _held(change: Change, row: Any, column: str) -> set[Any]:
    """What the column held before, holds after, and holds now."""
    now = {getattr(row, column)} if row is not None else set()
    return _values(change, column) | now


def _values(change: Change, column: str) -> set[Any]:
    """What the column held before and holds after; None is a value where the row was there."""
    if column not in change.fields:
        return set()
    before, after = change.fields[column]
    return ({before} if change.action != CREATED else set()) | (
        {after} if change.action != DELETED else set()
    )


def _webinar(table: str, number: int | None) -> int | None:
    """Row number of the webinar that a row of that table lies in."""
    if number is None or table == "webinar":
        return number
    board = sa.func.coalesce(Call.webinar_id, Board.webinar_id)
    found: dict[str, sa.Select[Any]] = {
        "session": sa.select(Session.webinar_id).where(Session.id == number),
        "checklist_item": sa.select(ChecklistItem.webinar_id).where(ChecklistItem.id == number),
        "call": sa.select(Call.webinar_id).where(Call.id == number),
        "paper": webinar_of(Paper.__table__.c.id == number),
        "review_board": sa.select(board)
        .select_from(Board)
        .outerjoin(Call, Call.id == Board.call_id)
        .where(Board.id == number),
    }
    webinar: int | None = db.session.scalar(with_deleted(found[table]))
    return webinar
