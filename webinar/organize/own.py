"""Which entries of the journal an organizer of single webinars may turn round.

Their own, when every row in them lies in webinars they organize: before, after and now.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from webinar.accounts.models import ORGANIZER, Account
from webinar.accounts.queries import current_account
from webinar.checklists.models import ChecklistItem
from webinar.core.db import db, with_deleted
from webinar.organize.queries import entries_by_id
from webinar.organize.undo import CREATED, DELETED, Change, changes_of, row_of
from webinar.papers.models import Paper
from webinar.papers.visibility import webinar_of
from webinar.speakers.reach import edits_speaker
from webinar.webinars.models import Session
from webinar.webinars.scope import Scope, scope_of

#: kind -> the column that says in which webinar a row lies; other kinds lie in none
_PLACED_BY = {
    "webinar": "id",
    "session": "webinar_id",
    "session_role": "session_id",
    "paper": "session_id",
    "paper_author": "paper_id",
    "paper_version": "paper_id",
    "paper_erratum": "paper_id",
    "paper_file": "paper_id",
    "webinar_role": "webinar_id",
    "checklist": "webinar_id",
    "checklist_item": "webinar_id",
    "checklist_mark": "item_id",
}


def me() -> Account:
    """The person who is signed in; the route's policy has let them in."""
    account = current_account()
    if account is None:
        raise RuntimeError("the policy lets nobody in without an account")
    return account


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
    column = _PLACED_BY[change.kind]
    places = _values(change, column)
    if row is not None:
        places.add(getattr(row, column))
    return bool(places) and all(scope.holds(_webinar(column, place)) for place in places)


def _values(change: Change, column: str) -> set[Any]:
    """What the column held before and holds after; None is a value where the row was there."""
    if column not in change.fields:
        return set()
    before, after = change.fields[column]
    return ({before} if change.action != CREATED else set()) | (
        {after} if change.action != DELETED else set()
    )


def _webinar(column: str, number: int | None) -> int | None:
    """Row number of the webinar that a row number of another table leads to."""
    if number is None or column in ("id", "webinar_id"):
        return number
    found: sa.Select[Any] = sa.select(Session.webinar_id)
    if column == "item_id":
        found = sa.select(ChecklistItem.webinar_id).where(ChecklistItem.id == number)
    elif column == "session_id":
        found = found.where(Session.id == number)
    else:
        found = webinar_of(Paper.__table__.c.id == number)
    webinar: int | None = db.session.scalar(with_deleted(found))
    return webinar
